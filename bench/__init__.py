"""How fast the spine is, as ratios to what its servers can do at all, and whether it was right while it was fast."""
