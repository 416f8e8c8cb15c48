"""Data for the scripts of the pages, as JSON that can stand in HTML."""

from __future__ import annotations

import json

from markupsafe import Markup

from lmsexport.pages.renderer import rendered

_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
_TRANSLATION = str.maketrans(_ESCAPES)


def as_json(data: object) -> Markup:
    """JSON that can stand in a `script` element: nothing in it ends the element or begins a comment."""
    return rendered(json_text(data).translate(_TRANSLATION))


def json_text(data: object) -> str:
    """JSON in as few characters as it needs."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
