"""Structure → HTML, for what Markdown cannot hold. It is made of what texts may have, and of nothing else."""

from __future__ import annotations

from lmsexport.content.dialect.nesting import nested
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
    Entry,
    Figure,
    Formula,
    Heading,
    Line,
    List,
    Mark,
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
from lmsexport.content.xhtml import escape, escape_value, escape_words
from lmsexport.model import BLANK


def html_of_block(block: Block, level: int = 1) -> str:
    """A block as HTML without blank lines. Headings are `level` levels below their own."""
    return "\n".join(_block(block, level))


def html_of_line(line: Line) -> str:
    """A line as HTML."""
    written: list[str] = []
    for kind, part, mark, _number in nested(line, [part.marks for part in line], _rank):
        if part is not None:
            written.append(html_of_part(part))
        elif mark is not None:
            written.append(start_tag(mark) if kind == "open" else f"</{mark.tag}>")
    return "".join(written)


def start_tag(mark: Mark) -> str:
    """The start tag of a mark."""
    return f"<{mark.tag}{''.join(_attribute(name, value) for name, value in mark.attributes)}>"


def html_of_part(part: Part) -> str:
    """A part of a line as HTML, without its marks."""
    match part:
        case Words(text):
            html = escape_words(text).replace("\u00a0", "&nbsp;")
            return BLANK.sub(lambda found: f"&#123;{found[0][1:]}", html)
        case Break():
            return "<br>"
        case Picture(address, alternative):
            return f"<img{_attribute('src', address)}{_attribute('alt', alternative)}>"
        case Formula(tex, display):
            return rf"\[{escape(tex)}\]" if display else rf"\({escape(tex)}\)"
        case Anchor(name):
            return f"<span{_attribute('id', name)}></span>"
        case Player():
            return _player(part)


def _rank(mark: Mark) -> int:
    return 0 if mark.tag == "a" else 1


def _attribute(name: str, value: str) -> str:
    return f' {name}="{escape_value(value)}"'


def _player(player: Player) -> str:
    single = _attribute("src", player.addresses[0]) if len(player.addresses) == 1 else ""
    sources = "" if single else "".join(f"<source{_attribute('src', address)}>" for address in player.addresses)
    tracks = "".join(f'<track kind="captions"{_attribute("src", path)}>' for path in player.captions)
    label = _attribute("aria-label", player.alternative)
    return f'<{player.kind} controls="controls"{label}{single}>{sources}{tracks}</{player.kind}>'


def _block(block: Block, level: int) -> list[str]:
    match block:
        case Paragraph(line):
            return [f"<p>{html_of_line(line)}</p>"]
        case Heading(line):
            tag = f"h{min(6, level + block.level)}"
            return [f"<{tag}>{html_of_line(line)}</{tag}>"]
        case CodeBlock(source, language):
            kind = _attribute("class", f"language-{language}") if language else ""
            return [f"<pre><code{kind}>{escape(source).replace(chr(10), '&#10;')}</code></pre>"]
        case Rule():
            return ["<hr>"]
        case List():
            return _list(block, level)
        case Table():
            return _table(block, level)
        case _:
            return _box(block, level)


def _box(block: Box, level: int) -> list[str]:
    match block:
        case Quotation(blocks):
            return ["<blockquote>", *_blocks(blocks, level), "</blockquote>"]
        case Styled(style, blocks):
            return [f"<div{_attribute('style', style)}>", *_blocks(blocks, level), "</div>"]
        case Figure(blocks, caption):
            return [
                "<figure>",
                *_blocks(blocks, level),
                f"<figcaption>{html_of_line(caption)}</figcaption>",
                "</figure>",
            ]
        case Details(summary, blocks):
            return [f"<details><summary>{html_of_line(summary)}</summary>", *_blocks(blocks, level), "</details>"]
        case Callout(label, blocks):
            name = [f"<p><strong>{html_of_line(label)}</strong></p>"] if label else []
            return ['<div role="note">', *name, *_blocks(blocks, level), "</div>"]
        case Definitions(entries):
            tags = [("dt" if entry.term else "dd", entry.blocks) for entry in entries]
            return ["<dl>", *(_inside(f"<{tag}>", blocks, f"</{tag}>", level) for tag, blocks in tags), "</dl>"]
        case Cards(_kind, cards):
            title = min(6, level + 1)
            lines = [(f"<li><h{title}>{html_of_line(card.title)}</h{title}>", card.blocks) for card in cards]
            return ["<ol>", *(_inside(start, blocks, "</li>", level, always=True) for start, blocks in lines), "</ol>"]


def _blocks(blocks: Blocks, level: int) -> list[str]:
    return [html_of_block(block, level) for block in blocks]


def _inside(start: str, blocks: Blocks, end: str, level: int, always: bool = False) -> str:
    """Blocks between tags; a paragraph at their beginning that no other follows has none of its own."""
    first = blocks[0] if blocks else None
    if always or not isinstance(first, Paragraph) or any(isinstance(block, Paragraph) for block in blocks[1:]):
        return (
            "\n".join([start, *_blocks(blocks, level), end])
            if len(blocks) > 1
            else (start + "".join(_blocks(blocks, level)) + end)
        )
    return "\n".join([start + html_of_line(first.line), *_blocks(blocks[1:], level)]) + end


def _list(block: List, level: int) -> list[str]:
    tag = "ol" if block.ordered else "ul"
    options = (
        _attribute("start", str(block.start)) if block.start != 1 else "",
        _attribute("type", block.style) if block.style else "",
        ' reversed="reversed"' if block.reversed else "",
    )
    return [f"<{tag}{''.join(options)}>", *(_entry(entry, level) for entry in block.entries), f"</{tag}>"]


def _entry(entry: Entry, level: int) -> str:
    number = "" if entry.number is None else _attribute("value", str(entry.number))
    return _inside(f"<li{number}>", entry.blocks, "</li>", level)


def _table(table: Table, level: int) -> list[str]:
    caption = [f"<caption>{html_of_line(table.caption)}</caption>"] if table.caption else []
    width = max(sum(cell.columns for cell in row) for row in table.rows) if table.rows else 0
    rows = [
        "".join(["<tr>", *(_cell(cell, level) for cell in row), *_missing(row, width), "</tr>"]) for row in table.rows
    ]
    return ["<table>", *caption, *rows, "</table>"]


def _missing(row: tuple[Cell, ...], width: int) -> list[str]:
    """The empty cells at the end of a row that nothing reaches into from above."""
    return ["<td></td>"] if not row and width else []


def _cell(cell: Cell, level: int) -> str:
    tag = "th" if cell.head else "td"
    spans = (_attribute("colspan", str(cell.columns)) if cell.columns > 1 else "") + (
        _attribute("rowspan", str(cell.rows)) if cell.rows > 1 else ""
    )
    return _inside(f"<{tag}{spans}>", cell.blocks, f"</{tag}>", level)
