"""Writing: pages, manifest and control documents."""
