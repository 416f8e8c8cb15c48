"""lmsexport: a course written once as text, exported to everything an LMS can take in."""

__version__ = "0.1.0"
