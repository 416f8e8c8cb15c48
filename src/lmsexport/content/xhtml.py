"""Text and attribute values as XHTML."""

from __future__ import annotations

import re

_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FORMULA_OPENS = re.compile(r"\\(?=[(\[])|\$(?=\$)")
_START_TAG = re.compile(r'<([a-z0-9]+)((?:\s+[^\s"\'<>=]+="[^"]*")*)\s*>')

VOID = frozenset("area base basefont br col embed frame hr img input link meta param source track wbr".split())
"""The elements of HTML that have no content and no end tag."""


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


def closed_as_xml(html: str) -> str:
    """HTML as a sanitiser writes it, every other tag closed, as XML."""
    return _START_TAG.sub(_xml_tag, html).replace("&nbsp;", "\u00a0")


def _xml_tag(tag: re.Match[str]) -> str:
    attributes = tag[2].replace("<", "&lt;").replace(">", "&gt;") if tag[2] else ""
    return f"<{tag[1]}{attributes}{'/' if tag[1] in VOID else ''}>"
