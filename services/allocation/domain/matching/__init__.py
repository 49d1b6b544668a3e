"""Passung: who could take a case, and why. Pure: everything follows from the recorded question."""
