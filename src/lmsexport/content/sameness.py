"""Whether two texts of HTML say the same: the measure for proofs of builds and of imports.

What counts: words, emphasis, links and where they lead, headings and their levels, lists and how they nest, tables,
code and its language, pictures with their alternative texts, formulas, ends of lines. What does not: looks, and how the
markup is spelled. `<b>` is `<strong>`, two ends of lines begin a paragraph, a paragraph alone in a cell needs no tags.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from lmsexport.content.structure import Structure, structure
from lmsexport.content.structure.addresses import Addresses, unchanged
from lmsexport.content.structure.parts import (
    Anchor,
    Block,
    Blocks,
    Box,
    Break,
    Callout,
    Cards,
    Cell,
    CodeBlock,
    Definitions,
    Details,
    Figure,
    Formula,
    Heading,
    Line,
    List,
    Paragraph,
    Part,
    Picture,
    Player,
    Quotation,
    Rule,
    Styled,
    Table,
    Words,
)


@dataclass(frozen=True, slots=True)
class Difference:
    """The first place where two texts differ."""

    first: str
    """What stands there in the one: `list > entry 2 > paragraph: strong “river”`; empty where it has ended."""
    second: str
    """What stands there in the other."""

    def __str__(self) -> str:
        return f"{self.first or 'nothing'} ≠ {self.second or 'nothing'}"


def same(first: str, second: str, addresses: Addresses = unchanged) -> bool:
    """Whether two texts of HTML say the same. `addresses` gives links and media of both one spelling."""
    return first == second or structure(first, addresses) == structure(second, addresses)


def difference(first: str, second: str, addresses: Addresses = unchanged) -> Difference | None:
    """The first difference between two texts of HTML."""
    if first == second:
        return None
    return structural_difference(structure(first, addresses), structure(second, addresses))


def structural_difference(first: Structure, second: Structure) -> Difference | None:
    """The first difference between two texts that are read."""
    if first == second:
        return None
    for one, other in zip_longest(described(first), described(second), fillvalue=""):
        if one != other:
            return Difference(one, other)
    return None


def described(text: Structure) -> Iterator[str]:
    """A text line by line, each with where it stands: all that counts is in them."""
    yield from _blocks(text.blocks, "")
    if text.levels:
        yield "levels of headings: " + " ".join(map(str, text.levels))


def _blocks(blocks: Blocks, place: str) -> Iterator[str]:
    for block in blocks:
        yield from _block(block, place)


def _block(block: Block, place: str) -> Iterator[str]:
    match block:
        case Paragraph(line):
            yield from _line(line, f"{place}paragraph: ")
        case Heading(line):
            yield from _line(line, f"{place}heading: ")
        case CodeBlock(source, language):
            yield f"{place}code{f' in {language}' if language else ''}: {source}"
        case Rule():
            yield f"{place}rule"
        case List():
            yield from _list(block, place)
        case Table():
            yield from _table(block, place)
        case _:
            yield from _box(block, place)


def _box(block: Box, place: str) -> Iterator[str]:
    match block:
        case Quotation(blocks):
            yield from _holder("quotation", blocks, place)
        case Styled(style, blocks):
            yield from _holder(f"block with style “{style}”", blocks, place)
        case Figure(blocks, caption):
            yield from _holder("figure", blocks, place)
            yield from _line(caption, f"{place}figure > caption: ")
        case Details(summary, blocks):
            yield from _line(summary, f"{place}summary: ")
            yield from _holder("details", blocks, place)
        case Callout(label, blocks):
            yield from _line(label, f"{place}label of callout: ")
            yield from _holder("callout", blocks, place)
        case Definitions(entries):
            for entry in entries:
                yield from _holder("term" if entry.term else "definition", entry.blocks, place)
        case Cards(kind, cards):
            for number, card in enumerate(cards, 1):
                yield from _line(card.label, f"{place}{kind} > label {number}: ")
                yield from _line(card.title, f"{place}{kind} > title {number}: ")
                yield from _blocks(card.blocks, f"{place}{kind} > card {number} > ")


def _holder(name: str, blocks: Blocks, place: str) -> Iterator[str]:
    yield f"{place}{name}"
    yield from _blocks(blocks, f"{place}{name} > ")


def _list(block: List, place: str) -> Iterator[str]:
    name = "numbered list" if block.ordered else "list"
    options = (f"from {block.start}" if block.start != 1 else "", f"with {block.style}" if block.style else "",
               "backwards" if block.reversed else "")  # fmt: skip
    yield " ".join(filter(None, (f"{place}{name}", *options)))
    for number, entry in enumerate(block.entries, 1):
        yield f"{place}{name} > entry {number}" + ("" if entry.number is None else f", numbered {entry.number}")
        yield from _blocks(entry.blocks, f"{place}{name} > entry {number} > ")


def _table(table: Table, place: str) -> Iterator[str]:
    yield from _line(table.caption, f"{place}caption of table: ")
    for row, cells in enumerate(table.rows, 1):
        yield f"{place}table > row {row}"
        for column, cell in enumerate(cells, 1):
            yield from _cell(cell, f"{place}table > row {row} > cell {column}")


def _cell(cell: Cell, place: str) -> Iterator[str]:
    spans = f", {cell.columns} wide" if cell.columns > 1 else "", f", {cell.rows} high" if cell.rows > 1 else ""
    yield f"{place}{' (head)' if cell.head else ''}{''.join(spans)}"
    yield from _blocks(cell.blocks, f"{place} > ")


def _line(line: Line, place: str) -> Iterator[str]:
    for part in line:
        marks = " ".join(" ".join((mark.tag, *(f"{name}=“{value}”" for name, value in mark.attributes)))
                         for mark in part.marks)  # fmt: skip
        yield f"{place}{marks}{' ' if marks else ''}{_part(part)}"


def _part(part: Part) -> str:
    match part:
        case Words(text):
            return f"“{text}”"
        case Break():
            return "end of line"
        case Picture(address, alternative):
            return f"picture {address} “{alternative}”"
        case Player(kind, addresses, alternative, captions):
            files = " ".join((*addresses, *captions))
            return f"{kind} {files} “{alternative}”"
        case Formula(tex, display):
            return f"formula{' on its own line' if display else ''} {tex}"
        case Anchor(name):
            return f"place #{name}"
