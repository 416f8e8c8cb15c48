"""A rendered text: XHTML with holes that each target fills in its own way."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class ItemLink:
    """In an attribute: the address of another item of the course."""

    item: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class MediaLink:
    """In an attribute: the address of a file of the source."""

    path: str
    """Path relative to the course's folder, with forward slashes."""


@dataclass(frozen=True, slots=True)
class Math:
    """In text: a formula in TeX."""

    tex: str
    display: bool


@dataclass(frozen=True, slots=True)
class Code:
    """In text: a block of code."""

    source: str
    language: str
    """Name of the language as its author wrote it; empty for plain text."""


@dataclass(frozen=True, slots=True)
class Look:
    """In a start tag: the attributes that give a block its look."""

    role: str
    """A name of `looks.ROLES`, or several with a space between them: `callout`, `cell right`."""


_SHOWN = re.compile(r"<(?:img|hr)\b")
"""A tag that shows without a word: `img`, `hr`."""

Slot = ItemLink | MediaLink | Math | Code | Look
Piece = str | Slot
"""XHTML, or a hole in it."""


class Value(str):
    """XHTML that is the value of an attribute in a tag of ours: checked already, where it came from a text."""

    __slots__ = ()


class Renderer(Protocol):
    """How one target fills the holes. Attribute values come back unescaped, the others as XHTML."""

    def item_url(self, item: str, anchor: str) -> str:
        """Address of an item, with its anchor if it has one."""

    def media_url(self, path: str) -> str:
        """Address of a file; the target thereby knows that it is used."""

    def math(self, tex: str, display: bool) -> str:
        """A formula as XHTML, on a line of its own (`display`) or in the text."""

    def code(self, source: str, language: str) -> str:
        """A block of code as XHTML."""

    def look(self, role: str) -> str:
        """The attributes of a block with this role, with a leading space: ` class="callout"`; may be empty."""


@dataclass(frozen=True, slots=True)
class Fragment:
    """A text, rendered once. `render` fills its holes for one target."""

    pieces: tuple[Piece, ...]
    """XHTML between the holes. Joined and filled it is a well-formed sequence of block elements."""
    plain: str
    """The text without markup, white space folded: for names, searches and formats without HTML."""
    paragraph: bool = False
    """Whether `pieces` is the inside of one paragraph, without the `<p>` around it."""
    anchors: frozenset[str] = frozenset()
    """The headings that links can point to, as authors write them: without the prefix of their ids."""

    def render(self, renderer: Renderer) -> str:
        """The text as block-level XHTML."""
        inner = self.render_inline(renderer)
        return f"<p>{inner}</p>" if self.paragraph else inner

    def render_inline(self, renderer: Renderer) -> str:
        """The text without the `<p>` around a single paragraph; blocks stay blocks."""
        pieces = self.pieces
        if len(pieces) == 1 and isinstance(pieces[0], str):
            return pieces[0]
        return "".join(piece if isinstance(piece, str) else _fill(piece, renderer) for piece in pieces)

    @property
    def media(self) -> tuple[str, ...]:
        """Paths of the files that the text shows or links to, in order."""
        return tuple(piece.path for piece in self.pieces if isinstance(piece, MediaLink))

    @property
    def links(self) -> tuple[ItemLink, ...]:
        """The links to items of the course, in order."""
        return tuple(piece for piece in self.pieces if isinstance(piece, ItemLink))

    @property
    def empty(self) -> bool:
        """Whether there is nothing."""
        return not self.pieces

    @property
    def shows(self) -> bool:
        """Whether a student sees or hears anything: words, a formula, code, a picture, a line."""
        return bool(self.plain) or any(
            _SHOWN.search(piece) if isinstance(piece, str) else isinstance(piece, Math | Code | MediaLink)
            for piece in self.pieces
        )


EMPTY = Fragment(pieces=(), plain="")
"""The fragment of no text."""


def merged(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """The pieces with neighbouring strings joined, and without white space at the end."""
    joined: list[Piece] = []
    run: list[str] = []
    for piece in pieces:
        if isinstance(piece, str):
            run.append(piece)
            continue
        if text := "".join(run):
            joined.append(text)
        run = []
        joined.append(piece)
    if text := "".join(run).rstrip():
        joined.append(text)
    return tuple(joined)


def _fill(slot: Slot, renderer: Renderer) -> str:
    match slot:
        case ItemLink(item, anchor):
            return _attribute(renderer.item_url(item, anchor))
        case MediaLink(path):
            return _attribute(renderer.media_url(path))
        case Math(tex, display):
            return renderer.math(tex, display)
        case Code(source, language):
            return renderer.code(source, language)
        case Look(role):
            return renderer.look(role)


def _attribute(value: str) -> str:
    return value.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
