"""Tables with their parts in the order that XHTML asks for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from lmsexport.formats.qti.contents import Writer

_EMPTY = "<tbody><tr><td/></tr></tbody>"


def table(writer: Writer, node: etree._Element, depth: int) -> str:
    """What stands in a table: a caption, columns, a head, a foot, and at least one body."""
    found: dict[str, list[str]] = {name: [] for name in ("caption", "col", "colgroup", "thead", "tfoot", "tbody")}
    loose: list[str] = []
    for child in node:
        match child.tag:
            case "caption":
                found["caption"].append(writer.tagged("caption", child, writer.inside(child, "inline", depth)))
            case "thead" | "tfoot" | "tbody" as part:
                if rows := "".join(_rows(writer, child, depth)):
                    found[part].append(writer.tagged(part, child, rows))
            case "tr":
                loose.append(_row(writer, child, depth))
            case "col":
                found["col"].append(writer.tagged("col", child, ""))
            case "colgroup":
                columns = "".join(writer.tagged("col", col, "") for col in child.iterfind("col"))
                found["colgroup"].append(writer.tagged("colgroup", child, columns))
    bodies = [*found["tbody"], *([f"<tbody>{''.join(loose)}</tbody>"] if loose else [])]
    head = found["thead"][:1]
    if not bodies and head:
        bodies, head = [f"<tbody{head[0].removeprefix('<thead').removesuffix('</thead>')}</tbody>"], []
    columns_first = [*found["caption"][:1], *found["col"], *found["colgroup"]]
    return "".join([*columns_first, *head, *found["tfoot"][:1], *(bodies or [_EMPTY])])


def _rows(writer: Writer, node: etree._Element, depth: int) -> Iterator[str]:
    return (_row(writer, row, depth) for row in node.iterfind("tr"))


def _row(writer: Writer, node: etree._Element, depth: int) -> str:
    cells = [
        writer.tagged(str(cell.tag), cell, writer.inside(cell, "flow", depth + 1))
        for cell in node
        if cell.tag in ("td", "th")
    ]
    return writer.tagged("tr", node, "".join(cells) or "<td/>")
