"""Every fact that is published, defined once. Each service's facts stand in the file with its name."""
