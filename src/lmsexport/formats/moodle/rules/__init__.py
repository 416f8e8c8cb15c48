"""Judges what is given to Moodle."""
