"""Addresses that packages lead to, with every character that the author wrote."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlencode

from lmsexport.model import Course, Lab

_BEHIND_THE_PATH = re.compile(r"[?#].*")


def launch_url(course: Course, lab: Lab) -> str:
    """The address of a lab: course and lab behind the tool's path, for tools that read no claims or parameters."""
    tool = course.tool_of(lab).url
    path = _BEHIND_THE_PATH.sub("", tool)
    return f"{path.rstrip('/')}/{course.id}/{lab.id}{tool[len(path) :]}"


def with_parameters(url: str, parameters: Mapping[str, str]) -> str:
    """The address with these parameters behind its own query, which stays as it is: it may be signed."""
    address, mark, fragment = url.partition("#")
    separator = "" if address.endswith(("?", "&")) else "&" if "?" in address else "?"
    return f"{address}{separator}{urlencode(parameters)}{mark}{fragment}"
