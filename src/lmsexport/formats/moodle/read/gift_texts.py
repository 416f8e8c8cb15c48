"""Texts, shares and signs of GIFT, as Moodle reads them."""

from __future__ import annotations

import re
from decimal import Decimal
from html import escape

from lmsexport.formats.moodle.read.values import number

_SIGNS = {":": "058", "#": "035", "=": "061", "{": "123", "}": "125", "~": "126"}
_WEIGHT = re.compile(r"%-*[0-9]{1,2}\.?[0-9]*%")
_LIKE_A_WEIGHT = re.compile(r"\s*%[-.0-9]{0,6}%")
_FORMAT = re.compile(r"\[([^\]]*)\]")
_FORMATS = frozenset({"moodle", "html", "plain", "markdown"})


def hidden(text: str) -> str:
    r"""The text with a placeholder for each escaped sign, and `\\` as one backslash."""
    text = text.replace("\\\\", "&&092;")
    for sign, code in _SIGNS.items():
        text = text.replace(f"\\{sign}", f"&&{code};")
    return text.replace("\\n", "&&010;").replace("&&092;", "\\")


def shown(text: str) -> str:
    """The text with its signs again, trimmed."""
    for sign, code in _SIGNS.items():
        text = text.replace(f"&&{code};", sign)
    return text.replace("&&010;", "\n").strip()


def formatted(text: str, default: str) -> tuple[str, str]:
    """A text as HTML, and its format; `[html]` before it says it."""
    text = text.strip()
    found = _FORMAT.match(text)
    format = default
    if found and found[1] in _FORMATS:
        text, format = text[found.end() :], found[1]
    text = shown(text)
    return (escape(text, quote=False) if format == "plain" else text), format


def raw(text: str) -> str:
    """A text that is compared with what a student types: without its format, and not as HTML."""
    found = _FORMAT.match(text.strip())
    return shown(text.strip()[found.end() :] if found and found[1] in _FORMATS else text)


def pieces(text: str, sign: str) -> list[str]:
    """What stands between the signs; nothing before the first one is nothing."""
    pieces = [piece.strip() for piece in text.split(sign)]
    return pieces if pieces[0] else pieces[1:]


def weighted(piece: str, default: Decimal) -> tuple[Decimal | None, str]:
    """Share of 1 and the rest: `%50%` before an answer."""
    if not _WEIGHT.match(piece):
        return default, piece
    share, _, rest = piece[1:].partition("%")
    found = number(share)
    return None if found is None else found / 100, rest


def unread_share(piece: str, rest: str) -> bool:
    """Whether what is left of an answer begins like a share, and none was read."""
    return _WEIGHT.match(piece) is None and _LIKE_A_WEIGHT.match(rest) is not None


def commented(piece: str, format: str) -> tuple[str, str]:
    """An answer, as it stands, and what is said to it."""
    answer, _, comment = piece.partition("#")
    return answer, formatted(comment, format)[0]
