"""SCORM 1.2 and 2004: packages that play a course in an LMS."""

from lmsexport.formats.scorm.target import Scorm12, Scorm2004

__all__ = ["Scorm12", "Scorm2004"]
