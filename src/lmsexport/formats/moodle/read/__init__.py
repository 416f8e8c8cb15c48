"""Reads what Moodle, or another program, has written."""
