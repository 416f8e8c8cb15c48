"""Names of files as authors give them, which every system can store: Windows, macOS, zip files, version control."""

from __future__ import annotations

import posixpath
import re
import unicodedata

from lmsexport.authoring.files import is_passed_over
from lmsexport.authoring.shorthand import id_from_name

LONGEST = 48
"""Characters of a name without its ending; Windows allows 260 for a whole path."""

_LETTERS = str.maketrans({
    "ß": "ss", "ẞ": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l",
    "đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "þ": "th", "Þ": "th", "ı": "i",
})  # fmt: skip
"""Latin letters that are no letter with a mark."""
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
"""Names that Windows takes for devices, whatever their ending."""


def slug(title: str, longest: int = LONGEST) -> str:
    """A title in lower-case ASCII letters, digits and hyphens, from its first letter on; may be empty."""
    words = id_from_name(re.sub(r"[/.]", " ", title.translate(_LETTERS)))
    if len(words) <= longest:
        return words
    cut = words[: longest + 1].rpartition("-")[0]
    return cut or words[:longest]


def safe_name(name: str) -> str:
    """The name of a file with letters and digits of any script, `-`, `_` and `.`; its ending stays."""
    stem, ending = posixpath.splitext(unicodedata.normalize("NFC", posixpath.basename(name)))
    safe = (_words(stem)[:LONGEST].strip("-._") or "file") + ending[:1] + _words(ending)[:12].strip("-._")
    safe = safe.rstrip(".")
    if is_passed_over(safe):
        safe = safe.replace(".", "-")
    return f"file-{safe}" if _DEVICES.match(safe) else safe


def _words(text: str) -> str:
    """The letters of a text with their marks, its digits, `_` and `.`, with a hyphen for what is between them."""
    kept = "".join(char if char in "_." or unicodedata.category(char)[0] in "LMN" else " " for char in text)
    return "-".join(kept.split())


class Names:
    """Paths that are taken: no two of them are the same file on any system."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, path: str) -> str:
        """The path, or where it is taken the next with a number before its ending: `map-2.pdf`."""
        stem, ending = posixpath.splitext(path)
        free, number = path, 1
        while _folded(free) in self._taken:
            number += 1
            free = f"{stem}-{number}{ending}"
        self._taken.add(_folded(free))
        return free


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())
