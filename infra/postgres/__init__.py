"""The databases and roles of an installation."""
