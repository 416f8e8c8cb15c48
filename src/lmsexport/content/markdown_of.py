"""HTML of any LMS → the Markdown that authors write, proved: rendered again, it says the same.

The HTML is read into its structure, the structure is written as Markdown, and that is rendered and read again. Where
the two differ, blocks are tried one by one: emphasis as tags, then the whole block as HTML. What differs even then is
noted. No word is lost without a note.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Literal, TypeAlias

from lmsexport.content.dialect.blocks import BlockWriter, held_as_html
from lmsexport.content.dialect.raw import html_of_block
from lmsexport.content.dialect.spans import LineWriter
from lmsexport.content.grammar import is_plain
from lmsexport.content.markdown import render
from lmsexport.content.rereading import Anywhere, AsRead
from lmsexport.content.sameness import structural_difference
from lmsexport.content.structure import Reading, Structure
from lmsexport.content.structure.addresses import Addresses, Files, unchanged
from lmsexport.content.structure.dropped import Kind
from lmsexport.content.structure.parts import Block, Blocks

Looks: TypeAlias = Literal["drop", "keep"]


@dataclass(frozen=True, slots=True)
class Note:
    """What the Markdown does not hold as the HTML did."""

    kind: Kind
    what: str
    """The element, attribute or address; of `structure` the difference."""
    count: int = 1


@dataclass(frozen=True, slots=True)
class Markdown:
    """A text in Markdown, and what is to be said of it."""

    text: str
    notes: tuple[Note, ...] = ()
    anchors: Mapping[str, str] = field(default_factory=dict)
    """Ids of the HTML, and the anchors by which links reach the same places of the text."""


_PARAGRAPH = re.compile(r"(?:<p>)?([^<>&\xa0\\{$]*)(?:</p>)?\s*")
_ADDRESS = re.compile(r"\b(?:href|src|data|poster)\s*=", re.IGNORECASE)


def markdown(
    html: str,
    addresses: Addresses = unchanged,
    *,
    files: Files | None = None,
    looks: Looks = "drop",
    top_level: int = 1,
    blanks: Mapping[str, str] | None = None,
    anchors: Collection[str] = (),
) -> Markdown:
    """The HTML of a text as Markdown.

    `addresses` turns the address of a link or a medium into the one that the Markdown should have; None for one that
    leads nowhere. `files` takes the content and the media type of a `data:` picture and gives its address. `top_level`
    is the level of the heading above the text, as in `render`. `blanks` is for prompts: characters of the HTML (from
    the private use area), and the names of the blanks that they stand for; nothing else will look like a blank.
    `anchors` are ids that links of other texts lead to.
    """
    if blanks is None and (found := _PARAGRAPH.fullmatch(html)) and is_plain(words := " ".join(found[1].split())):
        return Markdown(words)
    if blanks is None and not anchors and not _ADDRESS.search(html):
        return _remembered(html, looks, top_level)
    return _Conversion(html, addresses, files, looks, top_level, blanks, anchors).result()


@lru_cache(maxsize=4096)
def _remembered(html: str, looks: Looks, top_level: int) -> Markdown:
    """The Markdown of a text without addresses, which is the same wherever it stands."""
    return _Conversion(html, unchanged, None, looks, top_level, None, ()).result()


class _Conversion:
    """One text on its way."""

    def __init__(
        self,
        html: str,
        addresses: Addresses,
        files: Files | None,
        looks: Looks,
        top_level: int,
        blanks: Mapping[str, str] | None,
        anchors: Collection[str],
    ) -> None:
        self._reading = Reading(html, addresses, files=files, looks=looks == "keep", anchors=anchors)
        self._looks = looks == "keep"
        self._level = top_level
        self._blanks = {char: f"{{{{{name}}}}}" for char, name in (blanks or {}).items()}
        lines = LineWriter(blanks=blanks is not None, placeholders=frozenset(self._blanks))
        self._writer = BlockWriter(lines, top_level)
        self._plainly = BlockWriter(replace(lines, plainly=True), top_level)
        self._known = {f"to-{name}": name for name in self._reading.anchors.names.values()}
        self._notes: list[Note] = []

    def result(self) -> Markdown:
        """The Markdown, proved as a whole or block by block."""
        wanted = self._reading.structure
        text = self._writer.text(wanted.blocks)
        if wanted.blocks and not self._is(text, wanted):
            texts = self._each(wanted.blocks)
            text = "\n\n".join(texts)
            self._tell_difference(text, wanted)
        reading = self._reading
        reading.dropped.update(("raw", tag) for tag in held_as_html(wanted.blocks))
        dropped = (Note(kind, what, count) for (kind, what), count in sorted(reading.dropped.items()))
        return Markdown(self._final(text), (*dropped, *self._notes), reading.anchors.names)

    def _each(self, blocks: Blocks) -> list[str]:
        light, plain = self._writer.each(blocks), self._plainly.each(blocks)
        return [self._best(block, ways) for block, *ways in zip(blocks, light, plain, strict=True)]

    def _best(self, block: Block, ways: Iterable[str]) -> str:
        """The first way to write a block in which it says the same; else HTML."""
        for text in ways:
            if self._read(text).blocks == (block,):
                return text
        self._reading.dropped["raw", type(block).__name__.lower()] += 1
        return html_of_block(block, self._level)

    def _is(self, text: str, wanted: Structure) -> bool:
        return self._read(text) == wanted

    def _read(self, text: str) -> Structure:
        """What a text says once it is rendered, with characters for its blanks."""
        html = render(text, Anywhere(), self._level).render(AsRead())
        return Reading(html, looks=self._looks, known=self._known).structure

    def _final(self, text: str) -> str:
        for char, blank in self._blanks.items():
            text = text.replace(char, blank)
        return text

    def _tell_difference(self, text: str, wanted: Structure) -> None:
        if difference := structural_difference(wanted, self._read(text)):
            self._notes.append(Note("structure", str(difference)))
