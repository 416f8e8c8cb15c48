"""What a student typed, compared with what the author accepts."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

_SPACE = "\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_SPACES = re.compile(f"[{_SPACE}]+")
_INVISIBLE = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
"""Zero-width spaces and marks of writing direction, which keyboards and the clipboard slip in."""

_WILDCARD = re.compile(r"\\\*|\*")


def matches(accepted: str, typed: str, *, case_sensitive: bool = False, wildcards: bool = False) -> bool:
    r"""Whether a typed text is the accepted one.

    White space at the ends does not count and a run of it counts as one space. Texts are compared in Unicode's
    normal form C; without `case_sensitive`, upper and lower case are the same. With `wildcards`, `*` in the accepted
    text stands for any characters or none, and `\*` for an asterisk. An empty text matches nothing.
    """
    text = _folded(typed, case_sensitive)
    if not text:
        return False
    if not wildcards:
        return text == _folded(accepted, case_sensitive)
    pieces = [""]
    for piece in re.split(f"({_WILDCARD.pattern})", _folded(accepted, case_sensitive)):
        if piece == "*":
            pieces.append("")
        else:
            pieces[-1] += "*" if piece == r"\*" else piece
    return _fits(pieces, text)


def _fits(pieces: list[str], text: str) -> bool:
    """Whether the text is the pieces in order, with anything between them; in linear time."""
    first, *rest = pieces
    if not rest:
        return text == first
    last = rest.pop()
    if not text.startswith(first):
        return False
    position = len(first)
    for piece in rest:
        found = text.find(piece, position)
        if found < 0:
            return False
        position = found + len(piece)
    return len(text) - position >= len(last) and text.endswith(last)


def _folded(text: str, case_sensitive: bool) -> str:
    text = _SPACES.sub(" ", _INVISIBLE.sub("", unicodedata.normalize("NFC", text))).strip(" ")
    if case_sensitive:
        return text
    # Over upper case, so that ß is ss; one lower-case sigma. JavaScript has both mappings, but not `casefold`.
    return unicodedata.normalize("NFC", text.upper().lower().replace("ς", "σ"))


_DIGITS = {zero + digit: str(digit) for zero in (0x0660, 0x06F0, 0xFF10) for digit in range(10)}
_SIGNS = {0x2212: "-", 0x2013: "-", 0xFF0B: "+", 0x066B: ".", 0x066C: "'", 0x2019: "'"}
_SPELLING = _DIGITS | _SIGNS
_GROUPING = re.compile("(?<=[0-9])[' ](?=[0-9]{3}(?![0-9]))")
_NUMBER = re.compile(r"([+-]?) ?([0-9]+(?:[.,][0-9]+)*[.,]?|[.,][0-9]+)(?:[eE]([+-]?[0-9]{1,3}))?")


def readings(typed: str, unit: str = "") -> tuple[Decimal, ...]:
    """The numbers that a typed text can mean; none when it is no number.

    A point or a comma is the decimal mark. Spaces and apostrophes between groups of three digits are ignored, and so
    are points or commas when there are several or the other one follows: `1,234,567.8`. One comma before exactly
    three digits can be either, so `1,234` has two readings; `1.234` has one. Eastern and western Arabic digits count,
    `1.5e-3` is a number, and the unit may stand behind it.
    """
    text = _SPACES.sub(" ", _INVISIBLE.sub("", typed)).strip(" ")
    if unit and matches(unit, text[-len(unit) :]):
        text = text[: -len(unit)].rstrip(" ")
    found = _NUMBER.fullmatch(_GROUPING.sub("", text.translate(_SPELLING)))
    if not found:
        return ()
    sign, digits, exponent = found.groups()
    return tuple(Decimal(f"{sign}{number}e{exponent or 0}") for number in _mantissas(digits))


def _mantissas(digits: str) -> list[str]:
    marks = [char for char in digits if char in ".,"]
    if not marks:
        return [digits]
    if len(marks) == 1:
        plain = digits.replace(",", ".")
        grouped = re.fullmatch(r"[1-9][0-9]{0,2},[0-9]{3}", digits)
        return [plain, digits.replace(",", "")] if grouped else [plain]
    whole, fraction = digits, ""
    if marks[-1] not in marks[:-1]:
        whole, _, fraction = digits.rpartition(marks[-1])
    group = re.escape(marks[0])
    if not re.fullmatch(rf"[0-9]{{1,3}}(?:{group}[0-9]{{3}})+", whole):
        return []
    return [whole.replace(marks[0], "") + (f".{fraction}" if fraction else "")]
