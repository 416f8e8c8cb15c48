"""Every word of a course is in the lowered course, or in a loss; and so is every file and link of its texts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from unicodedata import category, normalize

from pydantic import BaseModel

from lmsexport.content import ResolvedCourse
from lmsexport.lowering.declarations import LINKS, SILENT, along, parts_of
from lmsexport.lowering.losses import Loss
from lmsexport.model import BLANK
from lmsexport.model.base import MARKDOWN, PLAIN, is_marked

_WORD = re.compile(r"\w+")
_MOST = 8
"""Words that a sentence names."""


def words_lost(course: ResolvedCourse, lowered: ResolvedCourse, losses: Iterable[Loss]) -> Counter[str]:
    """The words, files and links of a course that a target says nothing of: they are neither in the lowered course,
    nor in the losses by which something is left out or cut short. None should be: each is a fault of a pass."""
    before, after = _nodes(course), _nodes(lowered)
    left = Counter(_said(course, before, after)) - Counter(_said(lowered, after, before))
    for loss in losses if left else ():
        if loss.code == LINKS:
            left -= Counter(_link(address.removeprefix("item:").partition("#")[0]) for address in loss.what.split())
        elif loss.severity == "dropped" or loss.shortened:
            left -= Counter(_quoted(course, loss))
    return left


def unsaid(words: Counter[str]) -> str:
    """Words that are lost, in a sentence."""
    named = ", ".join(f"“{word}”" for word in list(words)[:_MOST])
    more = f" and {len(words) - _MOST:,} more" if len(words) > _MOST else ""
    return f"it does not say {named}{more}, and no loss names that"


_Nodes = dict[int, tuple[BaseModel, str]]
"""Nodes with the files that their links start from, by their identities."""


def _nodes(course: ResolvedCourse) -> _Nodes:
    """All nodes of a course."""
    nodes: _Nodes = {}
    todo: list[tuple[BaseModel, str]] = [(course.course, "")]
    while todo:
        node, source = todo.pop()
        source = node.__dict__.get("source") or source
        nodes[id(node)] = node, source
        for name in parts_of(type(node)):
            value = node.__dict__[name]
            if isinstance(value, BaseModel):
                todo.append((value, source))
            elif value:
                todo.extend((part, source) for part in value)
    return nodes


def _said(course: ResolvedCourse, nodes: _Nodes, others: _Nodes) -> Iterator[str]:
    """Every word of the texts and lines of a course, and every file and item that a text shows or leads to, of nodes
    that the other course does not share."""
    for identity, (node, source) in nodes.items():
        for name, is_markdown in () if identity in others else _spoken(type(node)):
            value = node.__dict__[name]
            for text in value if isinstance(value, tuple) else (value,):
                if text and is_markdown:
                    yield from _in_text(course, source, text)
                elif text:
                    yield from _words(text)


def _words(text: str) -> list[str]:
    """The words of a text; a composed letter and its parts are the same, and what nobody sees parts no words."""
    seen = text if text.isascii() else "".join(sign for sign in text if category(sign) != "Cf")
    return _WORD.findall(normalize("NFC", seen))


def _in_text(course: ResolvedCourse, source: str, text: str) -> Iterator[str]:
    fragment = course.fragment(source, text)
    yield from _words(BLANK.sub(" ", fragment.plain).replace("_____", " "))
    yield from (f"file {path}" for path in fragment.media)
    yield from (_link(link.item) for link in fragment.links)


def _link(item: str) -> str:
    return f"link to {item}"


def _quoted(course: ResolvedCourse, loss: Loss) -> Iterator[str]:
    """The words of a loss, and the words and files of the texts that stood there."""
    yield from _words(loss.what)
    node, source = None, ""
    for node in along(course.course, loss.path):
        source = getattr(node, "source", "") or source
    for text, file in _texts(node, source):
        yield from _in_text(course, file, text)


def _texts(value: object, source: str) -> Iterator[tuple[str, str]]:
    """Every text below a value, with its file."""
    if isinstance(value, BaseModel):
        within = getattr(value, "source", "") or source
        for name in type(value).model_fields:
            yield from _texts(getattr(value, name), within)
    elif isinstance(value, tuple):
        for part in value:
            yield from _texts(part, source)
    elif isinstance(value, str) and value:
        yield value, source


@cache
def _spoken(model: type[BaseModel]) -> tuple[tuple[str, bool], ...]:
    """The fields that hold words: rich texts (True), and lines or texts without markup (False)."""
    fields = [(name, field) for name, field in model.model_fields.items() if name not in SILENT]
    rich = [(name, True) for name, field in fields if is_marked(field, MARKDOWN)]
    return (*rich, *((name, False) for name, field in fields if is_marked(field, PLAIN)))
