"""Where links and media lead: what a text may say of it, and one spelling for each address."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import TypeAlias

from markdown_it.common.normalize_url import normalizeLink

Addresses: TypeAlias = Callable[[str], "str | None"]
"""Turns an address of the HTML into one of the text; None when it leads nowhere."""

Files: TypeAlias = Callable[[bytes, str], "str | None"]
"""Takes a file that stands in the HTML itself, with its media type; gives its address, or None to leave it out."""

_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.\-]*):")
_LINKS = frozenset({"http", "https", "mailto", "item"})
_MEDIA = frozenset({"http", "https"})
_DATA = re.compile(r"data:([\w.+-]+/[\w.+-]+)?(?:;[\w=-]+)*?(;base64)?,(.*)", re.DOTALL | re.IGNORECASE)


def unchanged(address: str) -> str:
    """The address as it is."""
    return address


def is_open(address: str, media: bool = False) -> bool:
    """Whether links, or media, may have such an address; no script and no file of the author's machine."""
    scheme = _SCHEME.match(address)
    return scheme is None or scheme[1].lower() in (_MEDIA if media else _LINKS)


@lru_cache(maxsize=4096)
def spelled(address: str) -> str:
    """An address in the one spelling that Markdown gives it, with its server's protocol."""
    address = address.strip()
    if address.startswith("//"):
        address = f"https:{address}"
    return normalizeLink("".join(address.split("\n")).replace("\t", "").replace("\r", ""))


def data(address: str) -> tuple[bytes, str] | None:
    """The file in a `data:` address and its media type."""
    from base64 import b64decode
    from urllib.parse import unquote_to_bytes

    found = _DATA.fullmatch(address)
    if found is None:
        return None
    content = unquote_to_bytes(found[3])
    try:
        return b64decode(content) if found[2] else content, (found[1] or "text/plain").lower()
    except ValueError:
        return None
