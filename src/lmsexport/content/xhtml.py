"""Text and attribute values as XHTML."""

from __future__ import annotations

import re

_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FORMULA_OPENS = re.compile(r"\\(?=[(\[])|\$(?=\$)")


def escape(text: str) -> str:
    """Text for an element."""
    return legal(text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))


def escape_value(text: str) -> str:
    """Text for an attribute in double quotes."""
    return escape(text).replace('"', "&quot;")


def legal(text: str) -> str:
    """The text without the characters that XML 1.0 (production 2) cannot hold."""
    return text if text.isprintable() else _ILLEGAL.sub("", text)


def escape_words(text: str) -> str:
    r"""Text for an element, where `\(`, `\[` and `$$` stay what they are: no formula begins there in an LMS."""
    text = escape(text)
    return _FORMULA_OPENS.sub(r"\g<0><span></span>", text) if "\\" in text or "$$" in text else text
