"""The questions of our own pages: each type is written and read in one file."""
