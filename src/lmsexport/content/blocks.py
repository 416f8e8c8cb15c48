"""Paragraphs, headings, tables, figures, callouts and cards: what stands on lines of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it.rules_block.table import escapedSplit
from markdown_it.token import Token

from lmsexport.content.directives import NAMES
from lmsexport.content.fragment import Code, Look, Piece, Value
from lmsexport.content.grammar import inline_tokens
from lmsexport.content.inline import InlineWriter, plain
from lmsexport.content.surroundings import Surroundings, anchor_id, unique_anchor
from lmsexport.content.tags import Tags
from lmsexport.content.xhtml import escape_value
from lmsexport.errors import Severity
from lmsexport.model import did_you_mean

_FIXED: dict[str, tuple[Piece, ...]] = {
    "bullet_list_open": ("<ul>\n",),
    "bullet_list_close": ("</ul>\n",),
    "ordered_list_close": ("</ol>\n",),
    "list_item_open": ("<li>",),
    "list_item_close": ("</li>\n",),
    "blockquote_open": ("<blockquote", Look("quote"), ">\n"),
    "blockquote_close": ("</blockquote>\n",),
    "table_close": ("</table></div>\n",),
    "thead_open": ("<thead>\n",),
    "thead_close": ("</thead>\n",),
    "tbody_open": ("<tbody>\n",),
    "tbody_close": ("</tbody>\n",),
    "tr_open": ("<tr>",),
    "tr_close": ("</tr>\n",),
    "th_close": ("</th>",),
    "td_close": ("</td>",),
    "hr": ("<hr/>\n",),
}
"""The tokens that are always written alike."""


class BlockWriter(InlineWriter):
    """Turns the tokens of one text into pieces."""

    def __init__(self, text: str, around: Surroundings, top_level: int) -> None:
        super().__init__(around)
        self.lines = re.split(r"\r\n?|\n", text)
        self.tags = Tags(page=top_level == 1)
        self.level = top_level
        """Level of the heading that we are under, as its author wrote it."""
        self.shift = 0
        """How many levels lower than written the headings of a card are."""
        self.anchors: dict[str, None] = {}

    def blocks(self, tokens: Sequence[Token]) -> None:
        """Write a sequence of whole blocks."""
        index = 0
        while index < len(tokens):
            index = self.block(tokens, index)

    def block(self, tokens: Sequence[Token], index: int) -> int:
        """Write the block that begins at `index`, or its start or end tag; the index behind it."""
        token = tokens[index]
        if token.map:
            self.line = token.map[0]
        if fixed := _FIXED.get(token.type):
            self.out += fixed
            if token.nesting < 0:
                self.words.append(" ")
            return index + 1
        match token.type:
            case "paragraph_open":
                self.paragraph(tokens[index + 1], hidden=token.hidden)
                return index + 3
            case "heading_open":
                self.heading(token, tokens[index + 1])
                return index + 3
            case "directive_open":
                end = _end_of_directive(tokens, index)
                self.directive(token, tokens[index + 1 : end])
                return end + 1
            case "table_open":
                self.table(tokens[index:])
            case _:
                self.single(token)
        return index + 1

    def single(self, token: Token) -> None:
        """A token that stands for itself."""
        match token.type:
            case "inline":
                self.inline(token)
            case "th_open" | "td_open":
                self.cell(token)
            case "ordered_list_open":
                start = token.attrs.get("start")
                self.out.append("<ol>\n" if start is None else f'<ol start="{start}">\n')
            case "fence" | "code_block":
                self.out += [Code(token.content.rstrip("\n"), (token.info.split() or [""])[0]), "\n"]
                self.words.append(f"{token.content} ")
            case "math_block":
                self.formula(token.content.strip())
            case "html_block":
                self.raw(token.content)
            case "directive_stray":
                self.around.report(
                    "stray-block-end",
                    f"`{token.markup}` closes a block, but none is open",
                    "delete the line",
                    self.line,
                )
            case kind:
                raise AssertionError(f"the grammar has no token {kind}")

    def paragraph(self, inline: Token, hidden: bool) -> None:
        """A paragraph; an image alone in it is a figure. In a tight list it has no tags (`hidden`)."""
        if image := only_image(inline):
            self.figure(image)
        elif hidden:
            self.inline(inline)
        elif _only_display_math(inline):
            self.formula((inline.children or [])[0].content.strip())
        else:
            self.out.append("<p>")
            self.inline(inline)
            self.out.append("</p>\n")
        self.words.append(" ")

    def formula(self, tex: str) -> None:
        """A formula on a line of its own."""
        self.out += ["<div", Look("formula"), ">"]
        self.math(tex, display=True)
        self.out.append("</div>\n")
        self.words.append(" ")

    def figure(self, image: Token) -> None:
        """An image, a video or a sound with its caption."""
        self.out += ["<figure", Look("figure"), ">"]
        self.image(image)
        if caption := str(image.attrs.get("title", "")):
            self.words.append(" ")
            self.out += ["<figcaption", Look("caption"), ">"]
            self.spans(inline_tokens(caption))
            self.out.append("</figcaption>")
        self.out.append("</figure>\n")

    def table(self, tokens: Sequence[Token]) -> None:
        """The start of a table: a part of the page that scrolls, takes the focus and is named by its head."""
        end = next(index for index, token in enumerate(tokens) if token.type == "thead_close")
        heads = [plain(token.children or []) for token in tokens[:end] if token.type == "inline"]
        name = ", ".join(head for head in heads if head)
        label = f' role="group" aria-label="{escape_value(name)}"' if name else ""
        self.out += ["<div", Look("table"), f' tabindex="0"{label}><table', Look("cells"), ">\n"]
        for row in tokens[end : next(i for i, token in enumerate(tokens) if token.type == "table_close")]:
            if row.type == "tr_open" and row.map:
                self.check_row(row.map[0], len(heads))

    def check_row(self, line: int, columns: int) -> None:
        """Report what is too much in a row of a table: Markdown drops it without a word."""
        cells = len(escapedSplit(self.lines[line].lstrip("> \t").removeprefix("|").rstrip().removesuffix("|")))
        if cells > columns:
            self.around.report(
                "extra-cell", f"this row has {cells} cells, but the head of the table has {columns}",
                "add a column to the head, or write `\\|` for a bar in a text", line,
            )  # fmt: skip

    def cell(self, token: Token) -> None:
        """The start tag of a cell."""
        align = str(token.attrs.get("style", "")).removeprefix("text-align:")
        roles = " ".join(filter(None, ("head-cell" if token.tag == "th" else "cell", align)))
        self.out += ['<th scope="col"' if token.tag == "th" else "<td", Look(roles), ">"]

    # -- headings ----------------------------------------------------------------------------------------------

    def heading(self, token: Token, inline: Token) -> None:
        """A heading with its anchor."""
        level = int(token.tag[1])
        self.check_level(level, plain(inline.children or []))
        self.level = level
        self.open_heading(min(level + self.shift, 6), inline, "card-heading" if self.in_card else "")
        self.inline(inline)
        self.out.append(f"</h{min(level + self.shift, 6)}>\n")
        self.words.append(" ")

    def open_heading(self, level: int, inline: Token, role: str) -> None:
        """The start tag of a heading."""
        title = plain(inline.children or [])
        if not title:
            self.around.report("empty-heading", "a heading has no text", "write one, or delete the line", self.line)
        anchor = unique_anchor(title, self.anchors)
        self.anchors[anchor] = None
        self.out += [
            f'<h{level} id="',
            Value(escape_value(anchor_id(anchor))),
            '"',
            *([Look(role)] if role else []),
            ">",
        ]

    def check_level(self, level: int, title: str) -> None:
        """Report a heading that breaks the outline of the page."""
        if level == 1:
            self.around.report(
                "heading-level", f"the heading “{title}” has the first level, which is the title's",
                f"write `## {title}`", self.line,
            )  # fmt: skip
        elif level > self.level + 1:
            self.around.report(
                "heading-level", f"the heading “{title}” skips a level: `{'#' * level}` under `{'#' * self.level}`",
                f"write `{'#' * (self.level + 1)} {title}`", self.line, Severity.WARNING,
            )  # fmt: skip

    # -- blocks of colons --------------------------------------------------------------------------------------

    def directive(self, token: Token, body: Sequence[Token]) -> None:
        """A block of colons."""
        name = token.info
        if not token.meta["closed"]:
            self.around.report(
                "unclosed-block", f"the block `{token.markup} {name}` is not closed",
                f"write `{token.markup}` on a line of its own where it ends", self.line,
            )  # fmt: skip
        if name == "callout":
            self.callout(token.content, body)
        elif name in NAMES:
            if token.content:
                self.around.report(
                    "block-label", f"a `{name}` block has no label", f"write `{token.markup} {name}` alone", self.line
                )
            self.cards(name, body)
        else:
            self.around.report("unknown-block", f"there is no block `{name}`", did_you_mean(name, NAMES), self.line)
            self.blocks(body)

    def callout(self, label: str, body: Sequence[Token]) -> None:
        """A box with a label that stands out from the text."""
        self.out += ["<div", Look("callout"), ' role="note">\n']
        before = (self.level, self.in_card)
        self.in_card = True
        if label:
            self.out += ["<p", Look("callout-label"), ">"]
            self.spans(inline_tokens(label))
            self.out.append("</p>\n")
            self.words.append(" ")
        self.blocks(body)
        self.level, self.in_card = before
        self.out.append("</div>\n")

    def cards(self, name: str, body: Sequence[Token]) -> None:
        """An ordered list of cards: each heading of the third level begins one."""
        level = body[0].level if body else 0
        starts = [
            i for i, token in enumerate(body) if token.tag == "h3" and token.nesting == 1 and token.level == level
        ]
        if not starts or starts[0] > 0:
            self.around.report(
                "no-card", f"a `{name}` block holds cards, and each begins with its title",
                "write `### Title`" if name == "steps" else "write `### Label | Title`", self.line,
            )  # fmt: skip
            self.blocks(body[: starts[0]] if starts else body)
        if not starts:
            return
        before = (self.level, self.shift, self.in_card)
        self.out += ["<ol", Look(name), ">\n"]
        for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(body)], strict=True), 1):
            self.level, self.shift, self.in_card = 3, before[1] + before[0] - 2, True
            self.out += ["<li", Look("step" if name == "steps" else "timeline-card"), ">\n"]
            self.card_title(body[start + 1], number if name == "steps" else 0)
            self.blocks(body[start + 3 : end])
            self.out.append("</li>\n")
        self.level, self.shift, self.in_card = before
        self.out.append("</ol>\n")

    def card_title(self, inline: Token, number: int) -> None:
        """The title of a card: behind its number, or under its label (`### Label | Title`)."""
        self.line = inline.map[0] if inline.map else self.line
        level = min(3 + self.shift, 6)
        label, bar, title = inline.content.partition(" | ")
        if bar and not number:
            self.out += ["<p", Look("timeline-label"), ">"]
            self.spans(inline_tokens(label.strip()))
            self.out.append("</p>\n")
            self.words.append(" ")
            inline = inline.copy(content=title, children=inline_tokens(title.strip()))
        self.open_heading(level, inline, "card-title")
        if number:
            self.out += ["<span", Look("step-number"), f">{number}</span> "]
        self.inline(inline)
        self.out.append(f"</h{level}>\n")
        self.words.append(" ")


def only_image(inline: Token) -> Token | None:
    """The image that is alone in its paragraph."""
    children = inline.children or []
    return children[0] if len(children) == 1 and children[0].type == "image" else None


def _only_display_math(inline: Token) -> bool:
    children = inline.children or []
    return len(children) == 1 and children[0].type == "math_inline_double"


def _end_of_directive(tokens: Sequence[Token], start: int) -> int:
    """The index of the token that closes the directive at `start`."""
    level = tokens[start].level
    return next(
        i for i in range(start + 1, len(tokens)) if tokens[i].type == "directive_close" and tokens[i].level == level
    )
