"""Tables with their parts in the order that XHTML asks for, and their words in the order of the text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, Protocol

from lxml import etree


class Writer(Protocol):
    """Writes the elements of a text."""

    def tagged(self, tag: str, node: etree._Element, inner: str) -> str:
        """An element with what may stand in it."""

    def inside(self, parent: etree._Element, place: Literal["inline", "flow"], depth: int) -> str:
        """What stands in an element, as the content of such a place."""


_EMPTY = "<tbody><tr><td/></tr></tbody>"


def table(writer: Writer, node: etree._Element, depth: int) -> str:
    """Write what stands in a table: a caption, columns, a head, and at least one body.

    XHTML has a foot before the bodies; so a foot is a body, and so is what stands there a second time.
    """
    parts = [part for part in node if isinstance(part.tag, str)]
    columns = "".join(_column(writer, part) for part in parts if part.tag in ("col", "colgroup"))
    rest = [part for part in parts if part.tag not in ("col", "colgroup")]
    start = ""
    if rest and rest[0].tag == "caption":
        caption = rest.pop(0)
        start = writer.tagged("caption", caption, writer.inside(caption, "inline", depth))
    if len(rest) > 1 and rest[0].tag == "thead":
        columns += _body(writer, "thead", rest.pop(0), depth)
    return f"{start}{columns}{''.join(_bodies(writer, rest, depth)) or _EMPTY}"


def _column(writer: Writer, node: etree._Element) -> str:
    return writer.tagged(str(node.tag), node, "".join(writer.tagged("col", col, "") for col in node.iterfind("col")))


def _bodies(writer: Writer, parts: list[etree._Element], depth: int) -> Iterator[str]:
    loose: list[str] = []
    for part in parts:
        if part.tag == "tr":
            loose.append(_row(writer, part, depth))
            continue
        yield _loose_body(loose)
        loose = []
        if part.tag == "caption":
            yield f"<tbody><tr><td>{writer.inside(part, 'inline', depth)}</td></tr></tbody>"
        elif part.tag in ("thead", "tfoot", "tbody"):
            yield _body(writer, "tbody", part, depth)
    yield _loose_body(loose)


def _loose_body(rows: list[str]) -> str:
    return f"<tbody>{''.join(rows)}</tbody>" if rows else ""


def _body(writer: Writer, tag: str, node: etree._Element, depth: int) -> str:
    rows = "".join(_row(writer, row, depth) for row in node.iterfind("tr"))
    return writer.tagged(tag, node, rows) if rows else ""


def _row(writer: Writer, node: etree._Element, depth: int) -> str:
    cells = [
        writer.tagged(str(cell.tag), cell, writer.inside(cell, "flow", depth + 1))
        for cell in node
        if cell.tag in ("td", "th")
    ]
    return writer.tagged("tr", node, "".join(cells) or "<td/>")
