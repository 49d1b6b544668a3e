"""Tests of what surrounds the services, on real processes."""
