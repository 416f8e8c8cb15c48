"""What stands on lines of its own in HTML: paragraphs, headings, lists, quotations, boxes."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Literal

from lxml import etree

from lmsexport.content.structure.code import code_block
from lmsexport.content.structure.dropped import Dropped
from lmsexport.content.structure.lines import one_line, paragraphs
from lmsexport.content.structure.meanings import LIST_STYLES, declarations, role_of
from lmsexport.content.structure.parts import (
    Anchor,
    Block,
    Blocks,
    Callout,
    Card,
    Cards,
    Definition,
    Definitions,
    Details,
    Entry,
    Figure,
    Heading,
    Line,
    List,
    Marks,
    Paragraph,
    Quotation,
    Rule,
    Styled,
)
from lmsexport.content.structure.spans import Around, SpanReader
from lmsexport.content.structure.tables import read_table

_LOWEST = 5
"""The lowest level of headings that is told from others: under a title of the first there are no more."""

_GENERIC = frozenset(
    "p div section article main header footer nav aside address center hgroup form fieldset legend search dialog "
    "summary figcaption caption dt dd tbody thead tfoot tr td th noscript map optgroup".split()
)
_LISTS = frozenset({"ul", "ol", "menu", "dir"})
_HEADING = re.compile(r"h[1-6]")


class BlockReader(SpanReader):
    """Collects the blocks of a text."""

    def __init__(self, around: Around, dropped: Dropped) -> None:
        super().__init__(around, dropped)
        self.out: list[Block] = []
        self.levels: list[int] = []
        """The levels of the headings, in order."""
        self._above: list[int] = []
        """The headings, as the HTML numbers them, under which we are."""

    def flow(self, element: etree._Element, marks: Marks) -> Blocks:
        """The blocks in an element. Headings in it have nothing to do with those behind it."""
        outer, self.out, above = self.out, [], list(self._above)
        self.children(element, marks)
        self.flush()
        if self.line:
            self.out.append(Paragraph(tuple(self.line)))
        self.line, self._above = [], above
        blocks, self.out = tuple(self.out), outer
        return blocks

    def flush(self) -> None:
        """End the paragraph. Anchors alone wait for the next."""
        if not self.line:
            return
        lines = list(paragraphs(self.line))
        anchors = [part for part in self.line if isinstance(part, Anchor)]
        self.line = []
        if all(isinstance(part, Anchor) for line in lines for part in line):
            self.line += anchors
        else:
            self.out += map(Paragraph, lines)

    def add(self, block: Block) -> None:
        """Add a block that is read."""
        self.out.append(block)

    def element(self, element: etree._Element, marks: Marks) -> None:
        """Read an element of any kind."""
        tag = str(element.tag)
        if tag in _GENERIC:
            self.generic(element, marks)
        elif tag in _LISTS or tag in ("blockquote", "pre", "table", "figure", "hr", "dl", "details", "li"):
            self.flush()
            marks = self.common_marks(element, marks) if element.attrib else marks
            self.block(element, tag, marks)
        elif tag[0] == "h" and _HEADING.fullmatch(tag):
            self.flush()
            self.heading(element, int(tag[1]), marks)
        else:
            self.span(element, marks)

    def generic(self, element: etree._Element, marks: Marks) -> None:
        """Read an element that only says where a paragraph ends, or a box of our own."""
        self.flush()
        self.control(str(element.tag))
        if element.attrib:
            if role_of(element) == "callout":
                self.callout(element, marks)
                return
            if name := self.around.anchors.at(element):
                self.line.append(Anchor(name))
            marks = self.common_marks(element, marks)
            if self.around.looks and (style := self.kept_style(element)):
                self.add(Styled(style, self.flow(element, marks)))
                return
        self.children(element, marks)
        self.flush()

    def kept_style(self, element: etree._Element) -> str:
        """The look of a block, for those who keep looks."""
        from lmsexport.content.sanitiser import safe_style

        return "" if role_of(element) else safe_style(element.get("style", ""))

    def block(self, element: etree._Element, tag: str, marks: Marks) -> None:
        """Read a block."""
        match tag:
            case "blockquote":
                if blocks := self.flow(element, marks):
                    self.add(Quotation(blocks))
            case "pre":
                if block := code_block(element, self.dropped):
                    self.add(block)
                else:
                    self.children(element, marks)
                    self.flush()
            case "table":
                self.out += read_table(self, element, marks)
            case "figure":
                self.figure(element, marks)
            case "hr":
                self.add(Rule())
            case "dl":
                self.definitions(element, marks)
            case "details":
                self.details(element, marks)
            case _:
                self.list(element, tag, marks)

    # -- headings and captions ---------------------------------------------------------------------------------

    def heading(self, element: etree._Element, level: int, marks: Marks) -> None:
        """Read a heading."""
        line, rest = self.line_of(element, self.common_marks(element, marks) if element.attrib else marks)
        if line:
            self.add(Heading(line, self.level(level)))
        self.out += rest

    def level(self, level: int) -> int:
        """The level that a heading has, among those above it."""
        while self._above and self._above[-1] >= level:
            self._above.pop()
        self._above.append(level)
        self.levels.append(min(len(self._above), _LOWEST))
        return self.levels[-1]

    def line_of(self, element: etree._Element, marks: Marks) -> tuple[Line, Blocks]:
        """The paragraphs in an element as one line, and what is no paragraph."""
        blocks = self.flow(element, marks)
        lines = [block.line for block in blocks if isinstance(block, Paragraph)]
        return one_line(lines), tuple(block for block in blocks if not isinstance(block, Paragraph))

    def figure(self, element: etree._Element, marks: Marks) -> None:
        """Read a figure; without a caption it is what it shows."""
        caption = next(element.iter("figcaption"), None)
        line, rest = ((), ()) if caption is None else self.line_of(caption, marks)
        if caption is not None:
            _take_out(caption)
        blocks = self.flow(element, marks)
        self.out += (Figure(blocks, line), *rest) if line else (*blocks, *rest)

    def details(self, element: etree._Element, marks: Marks) -> None:
        """Read what shows on demand."""
        summary = element.find("summary")
        line, rest = ((), ()) if summary is None else self.line_of(summary, marks)
        if summary is not None:
            _take_out(summary)
        blocks = (*rest, *self.flow(element, marks))
        if line or blocks:
            self.add(Details(line, blocks))

    # -- lists -------------------------------------------------------------------------------------------------

    def list(self, element: etree._Element, tag: str, marks: Marks) -> None:
        """Read a list, steps or a timeline; or an entry that stands in none."""
        if (kind := _kind_of_cards(element)) and (cards := self.cards(element, marks)):
            self.add(Cards(kind, cards))
            return
        if tag == "li":
            self.stray_entry(element, marks)
            return
        ordered = tag == "ol"
        start = _number(element.get("start")) if ordered else 1
        entries = self.entries(element, 1 if start is None else start, ordered, marks)
        if any(entry.blocks for entry in entries):
            style, backwards = (_list_style(element), "reversed" in element.attrib) if ordered else ("", False)
            self.add(List(ordered, entries, 1 if start is None else start, style, backwards))

    def stray_entry(self, element: etree._Element, marks: Marks) -> None:
        """Read an entry that stands in no list; those right behind each other are one list."""
        blocks = self.flow(element, marks)
        before = self.out[-1] if self.out else None
        if isinstance(before, List) and _is_entry_before(element):
            self.out[-1] = replace(before, entries=(*before.entries, Entry(blocks)))
        elif blocks:
            self.add(List(False, (Entry(blocks),)))

    def entries(self, element: etree._Element, number: int, ordered: bool, marks: Marks) -> tuple[Entry, ...]:
        """Read the entries of a list. What stands between them belongs to the one before."""
        entries: list[Entry] = []
        for child in _with_words(element):
            if child.tag == "li":
                marked = self.common_marks(child, marks) if child.attrib else marks
                value = _number(child.get("value")) if ordered else None
                entries.append(Entry(self.flow(child, marked), None if value == number else value))
                number = (number if value is None else value) + 1
            elif blocks := self.flow(_alone(child), marks):
                before = entries.pop() if entries else Entry(())
                entries.append(Entry((*before.blocks, *blocks), before.number))
        return tuple(entries)

    def definitions(self, element: etree._Element, marks: Marks) -> None:
        """Read terms and what they mean."""
        entries = [
            Definition(child.tag == "dt", blocks)
            for child in _definitions(element)
            if (blocks := self.flow(child if child.tag in ("dt", "dd") else _alone(child), marks))
        ]
        if entries:
            self.add(Definitions(tuple(entries)))

    # -- boxes of our own --------------------------------------------------------------------------------------

    def callout(self, element: etree._Element, marks: Marks) -> None:
        """Read a box with its label."""
        label: Line = ()
        if len(element) and not (element.text or "").strip() and role_of(element[0]) == "callout-label":
            label, _rest = self.line_of(element[0], marks)
            _take_out(element[0])
        self.add(Callout(label, self.flow(element, marks)))

    def cards(self, element: etree._Element, marks: Marks) -> tuple[Card, ...]:
        """Read the cards of a list; none if one of its entries is no card."""
        titles = [next((child for child in entry if _HEADING.fullmatch(str(child.tag))), None) for entry in element]
        cards = [(entry, title) for entry, title in zip(element, titles, strict=True) if title is not None]
        whole = len(cards) == len(titles) and all(entry.tag == "li" for entry in element)
        return tuple(self.card(entry, title, marks) for entry, title in cards) if whole else ()

    def card(self, entry: etree._Element, title: etree._Element, marks: Marks) -> Card:
        """Read a card."""
        above = list(self._above)
        label: Line = ()
        if role_of(entry[0]) == "timeline-label":
            label, _rest = self.line_of(entry[0], marks)
            _take_out(entry[0])
        line, _rest = self.line_of(title, marks)
        level = self.level(int(str(title.tag)[1]))
        _take_out(title)
        blocks = self.flow(entry, marks)
        self._above = above
        return Card(line, level, blocks, label)


def _kind_of_cards(element: etree._Element) -> Literal["steps", "timeline", ""]:
    """Which cards a list has; as steps and events look alike in an LMS, by the look of the cards."""
    role = role_of(element)
    if role not in ("steps", "timeline"):
        return ""
    is_timeline = any(role_of(entry) == "timeline-card" for entry in element) or element.get("class") == "timeline"
    return "timeline" if is_timeline else "steps"


def _take_out(element: etree._Element) -> None:
    """Take an element out of its parent, but for the words behind it."""
    parent = element.getparent()
    assert parent is not None
    before = element.getprevious()
    if before is None:
        parent.text = (parent.text or "") + (element.tail or "")
    else:
        before.tail = (before.tail or "") + (element.tail or "")
    element.tail = None
    parent.remove(element)


def _alone(element: etree._Element) -> etree._Element:
    """An element as the only one in another."""
    holder = etree.Element("div")
    tail, element.tail = element.tail, None
    holder.append(element)
    if tail and tail.strip():
        element.tail = tail
    return holder


def _with_words(element: etree._Element) -> list[etree._Element]:
    """The children of a list; words between them in elements of their own."""
    children: list[etree._Element] = []
    for text, child in [(element.text, None), *((child.tail, child) for child in element)]:
        if child is not None:
            child.tail = None
            children.append(child)
        if text and text.strip():
            words = etree.Element("span")
            words.text = text
            children.append(words)
    return children


def _definitions(element: etree._Element) -> list[etree._Element]:
    """Terms and definitions, also those that stand in a `div` together."""
    found: list[etree._Element] = []
    for child in _with_words(element):
        found += _with_words(child) if child.tag == "div" and child.find("dt") is not None else [child]
    return found


def _is_entry_before(element: etree._Element) -> bool:
    before = element.getprevious()
    return before is not None and before.tag == "li" and not (before.tail or "").strip()


def _number(value: str | None) -> int | None:
    try:
        return int(value) if value is not None and len(value) < 10 else None
    except ValueError:
        return None


def _list_style(element: etree._Element) -> str:
    """`a`, `A`, `i` or `I`; nothing for digits."""
    kind = element.get("type", "")
    if kind in ("a", "A", "i", "I"):
        return kind
    style = element.get("style", "")
    if "list-style" not in style:
        return ""
    values = " ".join(value for name, value in declarations(style) if name.startswith("list-style")).split()
    return next((LIST_STYLES[value] for value in values if value in LIST_STYLES), "")
