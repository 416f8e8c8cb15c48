"""A course in the model as an outline: what every package of it says."""

from lmsexport.formats.outline.course_outline import outlined

__all__ = ["outlined"]
