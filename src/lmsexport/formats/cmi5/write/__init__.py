"""Writing: pages and course structure."""
