"""The style sheet of a package: how callouts, tables and code look."""

from __future__ import annotations

from functools import cache

from lmsexport.content.code import code_css
from lmsexport.content.looks import ROLES

_OWN = {
    "struck": "text-decoration: line-through",
    "underlined": "text-decoration: underline",
    "marked": "background-color: #fff3b0; color: #1f2933",
    "summary": "font-weight: bold",
    "rtl": "direction: rtl",
}
"""Looks of what HTML has elements for and a version of QTI does not."""


@cache
def stylesheet() -> str:
    """The rules for every class that texts have."""
    looks = {name: role.style for name, role in ROLES.items() if role.style} | _OWN
    rules = "".join(f".{name} {{ {style} }}\n" for name, style in looks.items())
    return f"{rules}{code_css()}\n"
