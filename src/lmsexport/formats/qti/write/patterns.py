"""Patterns for typed texts, in the regular expressions of XML Schema (part 2, appendix F).

A pattern takes a text as the model compares it: white space at the ends does not count and a run of it is one space,
composed and decomposed characters are the same, and so are capitals unless the question says otherwise. What no pattern
of reasonable length can say is that invisible characters do not count.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SPACE = "[\\s\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]"
INVISIBLE = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
"""What a keyboard or the clipboard slips in, and nobody sees."""

_OPERATORS = frozenset("\\|.?*+(){}-[]^")
_WILDCARD = re.compile(r"(\\\*|\*)")
_DOUBLE_S = re.compile("(ss|ß|ẞ)", re.IGNORECASE)


def folded(text: str) -> str:
    """A text with single spaces, composed, without invisible characters."""
    return " ".join(INVISIBLE.sub("", unicodedata.normalize("NFC", text)).split())


def pattern(text: str, *, case_sensitive: bool, wildcards: bool = False) -> str:
    r"""The pattern for an accepted text; with `wildcards`, `*` stands for any characters and `\*` for an asterisk."""
    pieces = _WILDCARD.split(folded(text)) if wildcards else [folded(text)]
    written = "".join(_piece(piece, case_sensitive, wildcards) for piece in pieces)
    return f"{_SPACE}*{written}{_SPACE}*"


def _piece(piece: str, case_sensitive: bool, wildcards: bool) -> str:
    if wildcards and piece == "*":
        return ".*"
    if wildcards and piece == r"\*":
        return r"\*"
    if case_sensitive:
        return "".join(_one(char, True) for char in piece)
    words = _DOUBLE_S.split(piece)  # every second one is a double s
    return "".join(_double_s(w) if n % 2 else "".join(_one(char, False) for char in w) for n, w in enumerate(words))


def _double_s(written: str) -> str:
    """A double s in all its spellings, as it is written first."""
    two = "".join(_one(char, False) for char in (written if len(written) == 2 else "ss"))
    return f"({'|'.join(dict.fromkeys([two if len(written) == 2 else written, two, 'ß', 'ẞ']))})"


@lru_cache(maxsize=4096)
def _one(char: str, case_sensitive: bool) -> str:
    """One character in all its spellings."""
    if char == " ":
        return f"{_SPACE}+"
    spellings = [char] if case_sensitive else cases(char)
    every = list(dict.fromkeys(form for one in spellings for form in (one, unicodedata.normalize("NFD", one))))
    if len(every) == 1:
        return _escaped(every[0])
    if all(len(form) == 1 for form in every):
        return f"[{''.join(map(_escaped, every))}]"
    return f"({'|'.join(''.join(map(_escaped, form)) for form in every)})"


def cases(char: str) -> list[str]:
    """A character as it stands and in its other cases."""
    if char in "σςΣ":
        return list(dict.fromkeys([char, "σ", "ς", "Σ"]))
    return list(dict.fromkeys([char, char.lower(), char.upper(), char.upper().lower()]))


def _escaped(char: str) -> str:
    if char == "$":  # an ordinary character in XML Schema, the end of the text elsewhere
        return "[$]"
    return f"\\{char}" if char in _OPERATORS else char
