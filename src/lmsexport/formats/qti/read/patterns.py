"""Patterns for typed texts read back as the texts that they stand for. No pattern of a package is ever executed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import normalize

from lmsexport.formats.qti.write.patterns import cases, folded

_LONGEST = 20_000
"""Characters of a pattern that are read."""

_PIECE = re.compile(
    r"(?P<edge>\[\\s[^\]]*\]\*|\\s\*)"
    r"|(?P<space>\[\\s[^\]]*\]\+|\\s\+|\\s)"
    r"|(?P<all>\.\*)"
    r"|\\(?P<escaped>[^\w\s])"
    r"|\[(?P<one>(?:\\[^\w\s]|[^\]\\^-])+)\](?![*+?{])"
    r"|\((?:\?:)?(?P<group>(?:\\.|[^()\\])+)\)(?![*+?{])"
    r"|(?P<plain>[^\\.?*+(){}\[\]|^])(?![*+?{])",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Spelled:
    """What a pattern stands for."""

    text: str
    r"""The text; with `wildcards`, `*` stands for any characters and `\*` for an asterisk."""
    case_sensitive: bool
    wildcards: bool

    def fits(self, given: str) -> bool:
        """Whether a typed text is meant."""
        fold = str if self.case_sensitive else str.casefold
        parts = re.split(r"(?<!\\)\*", self.text) if self.wildcards else [self.text]
        pieces = [fold(part.replace(r"\*", "*") if self.wildcards else part) for part in parts]
        left = fold(folded(given))
        if len(pieces) == 1:
            return left == pieces[0]
        first, *middle, last = pieces
        if not left.startswith(first) or not left[len(first) :].endswith(last):
            return False
        left = left[len(first) : len(left) - len(last)]
        for piece in middle:
            _, found, left = left.partition(piece)
            if not found and piece:
                return False
        return True


@lru_cache(maxsize=4096)
def spelled(pattern: str) -> Spelled | None:
    """The text that a regular expression of XML Schema stands for; None for one that stands for many."""
    if len(pattern) > _LONGEST:
        return None
    inner = pattern.removeprefix("^")
    if inner.endswith("$") and not inner.endswith(r"\$"):
        inner = inner[:-1]
    found = _read(inner, 0)
    if found is None:
        return None
    letters, loose = found
    wildcards = "\0" in letters
    text = letters.replace("*", r"\*").replace("\0", "*") if wildcards else letters
    return Spelled(folded(text), not loose, wildcards)


def _in_other_case(text: str, other: str) -> bool:
    """Whether a spelling is another one with other capitals, and not the same in parts."""
    composed, other = normalize("NFC", text), normalize("NFC", other)
    return composed != other and composed.casefold() == other.casefold()


def _read(pattern: str, depth: int) -> tuple[str, bool] | None:
    """The text, with `\\0` for any characters, and whether capitals do not count somewhere in it."""
    parts: list[str] = []
    loose, end = False, 0
    while end < len(pattern):
        piece = _PIECE.match(pattern, end)
        if piece is None or depth > 1:
            return None
        end = piece.end()
        kind = piece.lastgroup or ""
        words = piece[kind]
        if kind == "group":
            spelling, *others = words.split("|")
            first = _read(spelling, depth + 1)
            if first is None:
                return None
            parts.append(first[0])
            loose = loose or first[1] or any(_in_other_case(first[0], other) for other in others)
        elif kind == "one":
            letters = re.sub(r"\\(.)", r"\1", words)
            if not {normalize("NFC", letter) for letter in letters} <= {normalize("NFC", c) for c in cases(letters[0])}:
                return None
            parts.append(letters[0])
            loose = loose or letters[0].swapcase() in letters[1:]
        else:
            parts.append({"edge": "", "space": " ", "all": "\0"}.get(kind, words))
    return "".join(parts), loose
