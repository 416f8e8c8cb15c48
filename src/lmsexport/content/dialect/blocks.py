"""Structure → Markdown of our dialect."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from lmsexport.content.dialect import escapes
from lmsexport.content.dialect.raw import html_of_block, html_of_line
from lmsexport.content.dialect.spans import LineWriter, is_shown_by_name
from lmsexport.content.structure.parts import (
    Block,
    Blocks,
    Box,
    Callout,
    Card,
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
    Paragraph,
    Picture,
    Player,
    Quotation,
    Rule,
    Styled,
    Table,
)

_INDENTED_COLONS = re.compile(r"^ +(:{3,})", re.MULTILINE)
_BARS = {"left": ":---", "center": ":---:", "right": "---:"}


@dataclass(frozen=True, slots=True)
class BlockWriter:
    """Writes blocks. Those that Markdown does not have are written as HTML."""

    lines: LineWriter
    level: int
    """The level of the heading above the text."""
    in_card: bool = False
    """Whether a heading of the third level would begin another card."""

    def text(self, blocks: Blocks) -> str:
        """Blocks one below the other."""
        return "\n\n".join(self.each(blocks))

    def each(self, blocks: Blocks) -> list[str]:
        """The blocks, each for itself. Two lists in a row have different signs, so that they stay two."""
        written: list[str] = []
        other = False
        before: Block | None = None
        for block in blocks:
            follows = isinstance(block, List) and isinstance(before, List) and block.ordered == before.ordered
            other = follows and not other
            written.append(self.block(block, other))
            before = block
        return written

    def block(self, block: Block, other: bool = False) -> str:
        """A block; a list with the `other` of its two signs."""
        match block:
            case Paragraph(line):
                return self.paragraph(line)
            case Heading():
                return self.heading(block)
            case CodeBlock(source, language):
                return escapes.code_block(source, language)
            case Rule():
                return "---"
            case List() if _is_writable(block):
                return self.listed(block, other)
            case Table() if _is_simple(block):
                return self.table(block)
            case List() | Table():
                return html_of_block(block, self.level)
            case _:
                return self.box(block)

    def heading(self, block: Heading) -> str:
        """A heading."""
        level = min(6, self.level + block.level)
        if self.in_card and level <= 3:
            return html_of_block(block, self.level)
        return f"{'#' * level} {escapes.heading_end(self.lines.write(block.line, in_one_line=True))}"

    def paragraph(self, line: Line) -> str:
        """A paragraph; a formula alone in one stands on a line of its own."""
        if len(line) == 1 and isinstance(line[0], Formula) and line[0].display and not line[0].marks:
            return f"$$ {line[0].tex} $$"
        return "\n".join(map(escapes.line_start, self.lines.write(line).split("\n")))

    # -- lists and tables --------------------------------------------------------------------------------------

    def listed(self, block: List, other: bool) -> str:
        """A list; with lines between its entries if one of them holds more than a paragraph and a list."""
        loose = not all(_is_tight(entry) for entry in block.entries)
        entries = (
            self.entry(entry, mark, loose) for entry, mark in zip(block.entries, _marks(block, other), strict=True)
        )
        return ("\n\n" if loose else "\n").join(entries)

    def entry(self, entry: Entry, mark: str, loose: bool) -> str:
        """An entry of a list behind its mark."""
        texts = [re.sub(r"^---$", "___", text) for text in self.each(entry.blocks)]
        first, *rest = ("\n\n" if loose else "\n").join(texts).split("\n")
        indent = " " * (len(mark) + 1)
        return "\n".join([f"{mark} {first}".rstrip(), *(f"{indent}{line}" if line else "" for line in rest)])

    def table(self, table: Table) -> str:
        """A table with a head."""
        width = max(map(len, table.rows))
        head, *rows = ([self.cell(cell) for cell in row] + [""] * (width - len(row)) for row in table.rows)
        columns = zip_longest(*table.rows)
        bars = [_BARS.get(_alignment([cell for cell in column if cell is not None]), "---") for column in columns]
        return "\n".join(f"| {' | '.join(row)} |" for row in (head, bars, *rows))

    def cell(self, cell: Cell) -> str:
        """A cell; paragraphs in it have an empty line between them."""
        texts = (
            self.lines.write(block.line, in_one_line=True) for block in cell.blocks if isinstance(block, Paragraph)
        )
        return "<br><br>".join(texts).replace("|", r"\|")

    # -- boxes -------------------------------------------------------------------------------------------------

    def box(self, block: Box) -> str:
        """What holds other blocks."""
        match block:
            case Quotation(blocks):
                return "\n".join(f"> {line}".rstrip() for line in self.text(blocks).split("\n"))
            case Figure(blocks, caption):
                return self.figure(blocks, caption)
            case Callout(label, blocks):
                return self.directive("callout", self.lines.write(label, in_one_line=True), self.text(blocks))
            case Cards(kind, cards):
                return self.directive(kind, "", self.cards(kind, cards))
            case Details(summary, blocks):
                return self.around(f"<details><summary>{html_of_line(summary)}</summary>", blocks, "</details>")
            case Styled(style, blocks):
                return self.around(f'<div style="{style}">', blocks, "</div>")
            case Definitions():
                return html_of_block(block, self.level)

    def around(self, start: str, blocks: Blocks, end: str) -> str:
        """Markdown between lines of HTML."""
        return "\n\n".join([start, *self.each(blocks), end])

    def figure(self, blocks: Blocks, caption: Line) -> str:
        """A picture, a sound or a video with its caption; or anything else with one."""
        line = blocks[0].line if len(blocks) == 1 and isinstance(blocks[0], Paragraph) else ()
        shown = line[0] if len(line) == 1 and not line[0].marks else None
        words = self.lines.write(caption, in_one_line=True)
        if isinstance(shown, Picture):
            return self.lines.picture(shown.address, shown.alternative, words)
        if isinstance(shown, Player) and is_shown_by_name(shown):
            return self.lines.picture(shown.addresses[0], shown.alternative, words)
        return self.around("<figure>", blocks, f"<figcaption>{html_of_line(caption)}</figcaption>\n</figure>")

    def directive(self, name: str, label: str, body: str) -> str:
        """A block of colons; of more of them than those in a list within it, whose end would be taken for its own."""
        colons = ":" * max((len(found) + 1 for found in _INDENTED_COLONS.findall(body)), default=3)
        return f"{colons} {name} {label}".rstrip() + f"\n{body}\n{colons}"

    def cards(self, kind: str, cards: tuple[Card, ...]) -> str:
        """Cards one below the other; without empty lines where each has one paragraph."""
        single = all(len(card.blocks) < 2 for card in cards)
        brief = single and all(isinstance(block, Paragraph) for card in cards for block in card.blocks)
        texts = [[f"### {self.card_title(kind, card)}", *self.card_text(card)] for card in cards]
        return ("\n" if brief else "\n\n").join(part for text in texts for part in text)

    def card_text(self, card: Card) -> list[str]:
        """What stands in a card; headings in it are below its title."""
        return BlockWriter(self.lines, 3 - card.level, in_card=True).each(card.blocks)

    def card_title(self, kind: str, card: Card) -> str:
        """The title of a card, behind the label that an event of a timeline has."""
        title = escapes.heading_end(self.lines.write(card.title, in_one_line=True))
        if kind == "timeline":
            title = title.replace(" | ", r" \| ")
        label = self.lines.write(card.label, in_one_line=True).replace(" | ", " &#124; ")
        return f"{label} | {title}" if label else title


def held_as_html(blocks: Blocks) -> Iterator[str]:
    """The elements that are HTML in a text: what Markdown does not have."""
    for block in blocks:
        match block:
            case List() if not _is_writable(block):
                yield "ol"
            case Table() if not _is_simple(block):
                yield "table"
            case Definitions():
                yield "dl"
            case List(_, entries):
                for entry in entries:
                    yield from held_as_html(entry.blocks)
            case Cards(_, cards):
                for card in cards:
                    yield from held_as_html(card.blocks)
            case Quotation() | Callout() | Details() | Styled() | Figure():
                yield from held_as_html(block.blocks)


def _is_writable(block: List) -> bool:
    """Whether Markdown has such a list."""
    numbers = not block.style and not block.reversed and 0 <= block.start < 10**9 - len(block.entries)
    return numbers and all(entry.number is None for entry in block.entries)


def _is_simple(table: Table) -> bool:
    """Whether Markdown has such a table: with a head, and with nothing but lines in its cells."""
    if table.caption or not table.rows or not table.rows[0] or not all(cell.head for cell in table.rows[0]):
        return False
    cells = [cell for row in table.rows for cell in row]
    lines = all(isinstance(block, Paragraph) for cell in cells for block in cell.blocks)
    return lines and all(cell.columns == cell.rows == 1 for cell in cells) and not _has_head_below(table)


def _has_head_below(table: Table) -> bool:
    return any(cell.head for row in table.rows[1:] for cell in row)


def _is_tight(entry: Entry) -> bool:
    """Whether an entry is a paragraph, or a paragraph and a list in the line below it."""
    first, *rest = entry.blocks or (None,)
    follows = all(isinstance(block, List) and _can_follow(block) for block in rest)
    return first is None or (follows and len(rest) < 2 and (isinstance(first, Paragraph) or not rest))


def _can_follow(block: List) -> bool:
    """Whether a list can stand right under a paragraph (CommonMark, 5.3)."""
    return block.start == 1 and bool(block.entries and block.entries[0].blocks) and _is_writable(block)


def _marks(block: List, other: bool) -> Iterator[str]:
    """What stands before each entry."""
    for number in range(block.start, block.start + len(block.entries)):
        yield f"{number}{')' if other else '.'}" if block.ordered else "*" if other else "-"


def _alignment(column: list[Cell]) -> str:
    """How all cells of a column are aligned."""
    found = {cell.align for cell in column}
    return found.pop() if len(found) == 1 else ""
