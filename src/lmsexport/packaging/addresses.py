"""Addresses that packages lead to."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

from lmsexport.model import Course, Lab


def launch_url(course: Course, lab: Lab) -> str:
    """The address of a lab: course and lab behind the tool's path, for tools that read no claims or parameters."""
    parts = urlsplit(course.tool_of(lab).url)
    return urlunsplit(parts._replace(path=f"{parts.path.rstrip('/')}/{course.id}/{lab.id}"))
