"""Verlauf: what happened to a case, in plain German or English. The sentences stand in the file of each service."""
