"""The topics of an installation."""
