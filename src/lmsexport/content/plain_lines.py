"""Plain lines (titles, objectives, matches, …) that their author took for Markdown: students would read its signs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from lmsexport.content.grammar import inline_tokens
from lmsexport.content.inline import plain
from lmsexport.content.source import Places
from lmsexport.errors import Problem, Severity
from lmsexport.model import Course
from lmsexport.model.base import LINE
from lmsexport.model.remarks import plain_texts

_SIGNS = re.compile(r"[*_$~`\]\\]")
_TEX = re.compile(r"\\\(.+?\\\)|\\\[.+?\\\]")
_DUNDER = re.compile(r"__[a-z0-9_]+__")
"""A name of Python, which stands for itself."""
_WORD = re.compile(r"[^\W\d_]{3}")


def markdown_in_lines(course: Course, places: Places) -> Iterator[Problem]:
    """What students would read as it stands; a formula or emphasis is an error, code between backticks a warning."""
    for path, line in plain_texts(course, LINE):
        if shown := next(markdown_in(line), ""):
            message = f"students read `{shown}` as it stands: this line is plain text"
            severity = Severity.WARNING if shown.startswith("`") else Severity.ERROR
            yield Problem("plain-line", message, places(path), "write it without markup: `x²`, `H₂O`, words", severity)


def markdown_in(line: str) -> Iterator[str]:
    """The formulas, emphasis, links, pictures and code in a line, as they are written there.

    What stands within a word is none, whatever the parser says of it: `2*3*4`, `$HOME/$USER`.
    """
    if not _SIGNS.search(line):
        return
    if tex := _TEX.search(line):
        yield tex[0]
    tokens = inline_tokens(line)
    for at in range(len(tokens)):
        end = _end(tokens, at)
        written = _written(tokens[at : end + 1])
        if written and not _touches(tokens[:at], -1) and not _touches(tokens[end + 1 :], 0):
            yield written


def _end(tokens: Sequence[Token], start: int) -> int:
    """The index of the token that ends what begins at `start`: its own, if it stands for itself."""
    kind = tokens[start].type.removesuffix("_open")
    if tokens[start].nesting != 1:
        return start
    return next(
        at for at in range(start, len(tokens))
        if tokens[at].type == f"{kind}_close" and tokens[at].level == tokens[start].level
    )  # fmt: skip


def _written(tokens: Sequence[Token]) -> str:
    """Markup as its author wrote it; empty for what is none."""
    first, words = tokens[0], plain(tokens)
    match first.type:
        case "em_open" | "strong_open" | "s_open":
            written = f"{first.markup}{words}{first.markup}"
            return "" if _DUNDER.fullmatch(written) else written
        case "math_inline" | "math_inline_double":
            is_formula = bool(set(first.content) & set("\\^_{")) or not _WORD.search(first.content)
            return f"{first.markup}{first.content}{first.markup}" if is_formula else ""
        case "code_inline":
            return f"{first.markup}{first.content}{first.markup}"
        case "image":
            return f"![{words}]({first.attrs.get('src', '')})"
        case "link_open" if first.markup != "autolink":
            return f"[{words}]({first.attrs.get('href', '')})"
    return ""


def _touches(tokens: Sequence[Token], side: int) -> bool:
    """Whether a letter or a digit stands at the end (-1) or the beginning (0) of the tokens."""
    return "".join(token.content for token in tokens if token.type == "text")[side:][:1].isalnum()
