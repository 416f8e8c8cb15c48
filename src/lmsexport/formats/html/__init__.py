"""The web pages: a static site that shows the course as a student would see it."""

from lmsexport.formats.html.target import WebPages

__all__ = ["WebPages"]
