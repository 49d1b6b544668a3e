"""Figures as documents: one neutral model of headings and tables, and a writer for each kind of file."""
