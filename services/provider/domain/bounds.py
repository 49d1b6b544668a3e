"""What a provider's commands accept at most."""

PERSONS_LIMIT = 30
"""Persons in one household."""
TOPICS_LIMIT = 13
"""As many as there are codes."""
GOALS_LIMIT = 50
