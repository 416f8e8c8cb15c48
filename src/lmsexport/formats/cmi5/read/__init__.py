"""Reading: what cmi5 packages from anywhere say."""
