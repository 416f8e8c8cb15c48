"""What cmi5 packages have to keep to."""
