"""Measurements: what the code costs, beside limits of the machine and beside its peers."""
