"""What reporting computes from facts, as canonical JSON. Pure: the shell fetches the facts and keeps the bytes."""
