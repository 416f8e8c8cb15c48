"""The build: every stage once, every target alone, and nothing half-done on disk."""
