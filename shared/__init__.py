"""Mechanism and published facts. Knows no service."""
