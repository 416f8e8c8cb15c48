"""The targets, one folder each; all that is known about a format is in its room."""
