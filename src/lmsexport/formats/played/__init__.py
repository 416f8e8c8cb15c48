"""What the targets share that play a course in an LMS."""
