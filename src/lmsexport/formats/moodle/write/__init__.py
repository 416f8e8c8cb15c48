"""Writes what Moodle restores and imports."""
