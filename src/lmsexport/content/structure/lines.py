"""Lines of a text: white space as browsers fold it, formulas where an LMS sees them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from lmsexport.content.structure.parts import Anchor, Break, Formula, Line, Mark, Marks, Part, Words

_FOLDED = re.compile(r"[ \t\n\r\f]+")
_FIXED_SPACES = re.compile(r"[ \xa0]{2,}")
_FORMULA = re.compile(r"\\\((.+?)\\\)|\\\[(.+?)\\\]|\$\$(.+?)\$\$", re.DOTALL)
_DISPLAYED = r"\displaystyle{}"
"""How Canvas and cartridges say that a formula stands on a line of its own."""
_TEX_COMMENT = re.compile(r"(?<!\\)%.*")
_UNSEEN = " \xa0\u200b\ufeff"
_UNDERLINED = frozenset({Mark("u"), Mark("ins")})
_RUNS = frozenset("strong em s u ins small mark sub sup span".split())
"""Marks that make one run of two with a space between them."""
CODE = Mark("code")


def pieces(text: str, marks: Marks) -> Iterator[Part]:
    """A text with these marks: words, and the formulas in it. The words are as they stand in the HTML."""
    if ("\\" not in text and "$$" not in text) or CODE in marks:
        yield Words(text, marks)
        return
    end = 0
    for found in _FORMULA.finditer(text):
        yield Words(text[end : found.start()], marks)
        inline, displayed = found[1] or "", found[2] or found[3] or ""
        yield formula(inline or displayed, not inline, marks)
        end = found.end()
    yield Words(text[end:], marks)


def formula(tex: str, display: bool, marks: Marks = ()) -> Formula:
    """A formula without white space and comments that mean nothing."""
    if "\n" in tex and "%" in tex:
        tex = _TEX_COMMENT.sub("", tex)
    tex = " ".join(tex.split())
    if tex.startswith(_DISPLAYED):
        tex, display = tex.removeprefix(_DISPLAYED).lstrip(), True
    return Formula(tex, display, marks)


def paragraphs(parts: Iterable[Part]) -> Iterator[Line]:
    """The paragraphs that parts make up: two ends of lines in a row begin another."""
    line: list[Part] = []
    breaks = 0
    for part in folded(parts):
        if isinstance(part, Break):
            breaks += 1
            continue
        if breaks > 1:
            yield from _shown(line)
            line = []
        elif breaks and line:
            line.append(Break())
        breaks = 0
        line.append(part)
    yield from _shown(line)


def one_line(lines: Iterable[Line]) -> Line:
    """Paragraphs as one line: what stands in a heading or a caption."""
    joined: list[Part] = []
    for line in lines:
        joined += [Break(), *line] if joined else line
    return tuple(joined)


class _Space(NamedTuple):
    """White space that nothing has followed yet."""

    text: str = ""
    marks: Marks = ()


def folded(parts: Iterable[Part]) -> list[Part]:
    """Parts with their white space folded: none at the edges of lines, and the rest with the marks around it."""
    line: list[Part] = []
    space = _Space()
    for part in parts:
        if isinstance(part, Break):
            line.append(part)
            space = _Space()
        elif isinstance(part, Anchor):
            line.append(part)
        elif not isinstance(part, Words):
            _join(line, space, part)
            space = _Space()
        elif text := _fold(part):
            core = text.strip() or (text if _is_blank_to_fill(text, part.marks) else "")
            if not core:
                space = _more(space, text, part.marks)
                continue
            start = text.index(core)
            _join(line, _more(space, text[:start], part.marks), Words(core, part.marks))
            space = _Space(text[start + len(core) :], part.marks)
    return line


def _fold(part: Words) -> str:
    text = _FOLDED.sub(" ", part.text)
    if "\xa0" in text and not _is_blank_to_fill(text, part.marks):
        text = _FIXED_SPACES.sub(" ", text)
    return text


def _more(space: _Space, text: str, marks: Marks) -> _Space:
    """White space behind white space: one space, or what stands there alone."""
    if not text or not space.text:
        return _Space(text, marks) if text else space
    joined = space.text + text
    return _Space(joined if joined.strip(" \xa0") else " ", tuple(mark for mark in space.marks if mark in marks))


def _is_blank_to_fill(text: str, marks: Marks) -> bool:
    """Whether this is a line to write on: spaces that are underlined."""
    return "\xa0" in text and not text.strip() and not _UNDERLINED.isdisjoint(marks)


def _join(line: list[Part], space: _Space, part: Part) -> None:
    """Add a part behind white space, which has the marks on both of its sides.

    Bold words with a space between them are one run of bold words; two keys with a space between them are two keys.
    """
    if space.text and (before := _last_shown(line)):
        both = (mark for mark in before.marks if mark in part.marks)
        _append(line, Words(space.text, tuple(mark for mark in both if mark.tag in _RUNS or mark in space.marks)))
    _append(line, part)


def _last_shown(line: list[Part]) -> Part | None:
    """What stands before, in the same line."""
    last = next((part for part in reversed(line) if not isinstance(part, Anchor)), None)
    return None if isinstance(last, Break) else last


def _append(line: list[Part], part: Part) -> None:
    last = line[-1] if line else None
    if isinstance(part, Words) and isinstance(last, Words) and last.marks == part.marks:
        line[-1] = replace(last, text=last.text + part.text)
    else:
        line.append(part)


def _shown(line: list[Part]) -> Iterator[Line]:
    """The line, if anybody sees it."""
    if any(
        not isinstance(part, Words) or part.text.strip(_UNSEEN) or _is_blank_to_fill(part.text, part.marks)
        for part in line
    ):
        yield tuple(line)
