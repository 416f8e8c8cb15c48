"""Tables of HTML."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lxml import etree

from lmsexport.content.structure.meanings import alignment
from lmsexport.content.structure.parts import Blocks, Cell, Line, Marks, Table

if TYPE_CHECKING:
    from lmsexport.content.structure.blocks import BlockReader

_PARTS = frozenset({"thead", "tbody", "tfoot"})


def read_table(reader: BlockReader, table: etree._Element, marks: Marks) -> Blocks:
    """The table, unless nothing is in it; and behind it what stands in its caption and is no line."""
    caption: Line = ()
    rest: Blocks = ()
    element = table.find("caption")
    if element is not None:
        caption, rest = reader.line_of(element, marks)
    rows = tuple(_row(reader, row, marks) for row in _rows(table))
    empty = not any(cell.blocks for row in rows for cell in row)
    return rest if empty and not caption else (Table(rows, caption), *rest)


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        if child.tag in _PARTS:
            yield from (row for row in child if row.tag == "tr")
        elif child.tag == "tr":
            yield child


def _row(reader: BlockReader, row: etree._Element, marks: Marks) -> tuple[Cell, ...]:
    parent = row.getparent()
    in_head = parent is not None and parent.tag == "thead"
    cells = [_cell(reader, cell, in_head, marks) for cell in row if cell.tag in ("td", "th")]
    while cells and not cells[-1].blocks and cells[-1].columns == cells[-1].rows == 1:
        cells.pop()
    return tuple(cells)


def _cell(reader: BlockReader, cell: etree._Element, in_head: bool, marks: Marks) -> Cell:
    if cell.attrib:
        marks = reader.common_marks(cell, marks)
    columns, rows = _span(cell.get("colspan")), _span(cell.get("rowspan"))
    return Cell(in_head or cell.tag == "th", reader.flow(cell, marks), columns, rows, alignment(cell))


def _span(value: str | None) -> int:
    return int(value) if value and value.isdigit() and 0 < int(value) <= 1000 else 1
