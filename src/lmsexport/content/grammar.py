"""What authors can write: CommonMark with tables, ~~strikethrough~~, formulas and blocks of colons."""

from __future__ import annotations

import re
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin

from lmsexport.content.directives import directives

DEEPEST = 60
"""How deeply blocks can nest; a list counts twice. The parser reads nothing below."""

_PLAIN = re.compile(
    r" {0,3}(?!\d{1,9}[.)](?:\s|$))[^\s#>\-+=~:`|\\*_\[\]<>&!$]"
    r"[^\\`*_\[\]<>&$~\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029\t\n]*\n?"
)


def is_plain(text: str) -> bool:
    """Whether CommonMark sees in the text nothing but one paragraph of words; in most choices and feedback it does."""
    return _PLAIN.fullmatch(text) is not None


@cache
def parser() -> MarkdownIt:
    """The parser; it keeps every address, so that a refused one is reported and not shown as text."""
    md = MarkdownIt("commonmark", {"maxNesting": DEEPEST}).enable(["table", "strikethrough"])
    md.validateLink = _any_address  # type: ignore[method-assign, assignment]
    dollarmath_plugin(md, allow_labels=False, allow_space=False, allow_digits=False, double_inline=True)
    directives(md)
    return md


def inline_tokens(text: str) -> list[Token]:
    """The tokens of a text that is one line."""
    return parser().parseInline(text)[0].children or []


def _any_address(_address: str) -> bool:
    return True
