"""The values that attributes of texts may have, by the types in the schemas."""

from __future__ import annotations

import re

_NUMBERS = frozenset({"colspan", "rowspan", "span", "width", "height"})
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_TRUTHS = frozenset({"controls", "default"})
_CHOICES = {
    "align": {"left", "center", "right", "justify", "char"},
    "dir": {"ltr", "rtl"},
    "kind": {"subtitles", "captions", "descriptions", "chapters", "metadata"},
    "preload": {"none", "metadata", "auto"},
    "role": {"note", "group", "img", "list", "listitem", "region", "presentation"},
    "scope": {"row", "col", "rowgroup", "colgroup"},
}


def legal_value(name: str, value: str) -> str:
    """The value as the type of the attribute asks for it; empty where it has none."""
    if name in _NUMBERS:
        return value if value.isascii() and value.isdigit() and len(value) < 6 else ""
    if name in _TRUTHS:
        return "true"
    if name in _CHOICES:
        return value if value in _CHOICES[name] else ""
    if name in ("lang", "srclang"):
        return value if _LANGUAGE.fullmatch(value) else ""
    return value
