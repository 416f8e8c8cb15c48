"""Texts with HTML in them: sanitised as a whole, read as a tree, and cut into pieces again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from lxml import etree

from lmsexport.content.contrast import pale_letters
from lmsexport.content.fragment import Code, Fragment, Look, Math, Piece, Value, merged
from lmsexport.content.sanitiser import ADDRESSES, sanitise
from lmsexport.content.surroundings import anchor_id
from lmsexport.content.xhtml import VOID, closed_as_xml, escape, legal
from lmsexport.errors import Severity

if TYPE_CHECKING:
    from lmsexport.content.blocks import BlockWriter

_DEEPEST = 400
"""How many tags can stand in each other; browsers stop at 512."""

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_ENDS_BY_ITSELF = VOID | {"p", "li", "dt", "dd", "tr", "td", "th", "rt", "rp"}
_IN_LINE = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "i", "img", "ins", "kbd", "mark", "q", "rp",
    "rt", "s", "ruby", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr",
})  # fmt: skip


def clean(writer: BlockWriter, paragraph: bool) -> Fragment:
    """The fragment of a text that holds HTML as its author wrote it."""
    writer.around.notes += writer.tags.notes()
    holes = _Holes(writer.out)
    tree = _tree(f"<p>{holes.html}</p>" if paragraph else holes.html, holes.mark)
    if tree is None:
        writer.around.report("bad-html", "the HTML of this text cannot be read", "close its tags, or write Markdown", 0)
        tree = etree.Element("div")
    _resolve(tree, holes, writer)
    _check_colours(tree, writer)
    anchors = {**writer.anchors, **dict.fromkeys(_prefix_ids(tree, holes.mark))}
    plain = " ".join("".join(_words(tree, holes)).split())
    only = _only_paragraph(tree)
    return Fragment(holes.cut(_inside(tree if only is None else only)), plain, only is not None, frozenset(anchors))


class _Holes:
    """What goes around the sanitiser: holes, and values of our own tags. Marks hold their places meanwhile."""

    def __init__(self, pieces: list[Piece]) -> None:
        text = "".join(piece for piece in pieces if isinstance(piece, str)).lower()
        self.name = "hole"
        while self.name in text:
            self.name += "x"
        self.mark = re.compile(rf"{self.name}-(\d+)-")
        self.filled: list[Piece] = []
        self.html = "".join(self.hold(p) if isinstance(p, Value) or not isinstance(p, str) else p for p in pieces)

    def hold(self, piece: Piece) -> str:
        """The mark that stands for a piece."""
        self.filled.append(piece)
        mark = f"{self.name}-{len(self.filled) - 1}-"
        return f' class="{mark}"' if isinstance(piece, Look) else mark

    def cut(self, xhtml: str) -> tuple[Piece, ...]:
        """The pieces of a text with marks."""
        pieces: list[Piece] = []
        end = 0
        for found in re.finditer(rf' class="{self.mark.pattern}"|{self.mark.pattern}', xhtml):
            pieces += [xhtml[end : found.start()], self.filled[int(found[1] or found[2])]]
            end = found.end()
        return merged([*pieces, xhtml[end:]])


def _tree(html: str, mark: re.Pattern[str]) -> etree._Element | None:
    """The safe part of the HTML as a tree below one `div`; None when nobody could read it.

    The sanitiser builds the tree as browsers do (HTML, 13.2) and writes it out with every tag closed. What is left to
    do for XML is little, so no second parser with another opinion of broken HTML has a say.
    """
    if _depth(html) > _DEEPEST:
        return None
    safe = legal(closed_as_xml(sanitise(html, mark)))
    try:
        return etree.fromstring(f"<div>{safe}</div>", etree.XMLParser(resolve_entities=False, huge_tree=True))
    except etree.XMLSyntaxError:
        return None


def _depth(html: str) -> int:
    """How many tags stand in each other at most, whatever the order in which they are closed."""
    depth = deepest = 0
    for tag in _TAG.finditer(html):
        if tag[2].lower() not in _ENDS_BY_ITSELF:
            depth = max(0, depth - 1) if tag[1] else depth + 1
            deepest = max(deepest, depth)
    return deepest


def _resolve(tree: etree._Element, holes: _Holes, writer: BlockWriter) -> None:
    """Find out where the links and media of the HTML lead, as for all others."""
    for element in tree.iter("a", "img", "video", "audio", "source", "track"):
        for name in sorted(ADDRESSES):
            address = element.get(name)
            if address is None or holes.mark.match(address):
                continue
            line = writer.addresses.get(address, 0)
            target = writer.around.link(address, line) if name == "href" else writer.around.media(address, line)
            element.set(name, "".join(part if isinstance(part, str) else holes.hold(part) for part in target))
            if element.tag == "img" and not element.get("alt", "").strip():
                writer.around.report(
                    "missing-alt", f"`{address}` has no text for those who cannot see it", 'add `alt="…"`', line
                )


def _check_colours(tree: etree._Element, writer: BlockWriter) -> None:
    """Report colours that leave the letters hard to read on a white page."""
    for pale in pale_letters(tree):
        writer.around.report(
            "pale-letters", f"the contrast of these letters is {pale.contrast:.1f} to 1, and needs {pale.needed:g}",
            "make them darker, or what is behind them lighter", writer.styles.get(pale.element.get("style", ""), 0),
            Severity.WARNING,
        )  # fmt: skip


def _prefix_ids(tree: etree._Element, mark: re.Pattern[str]) -> Iterator[str]:
    """The ids that the author gave, which get the prefix of anchors."""
    for element in tree.iter():
        if (id := element.get("id")) and not mark.match(id):
            element.set("id", anchor_id(id))
            yield id


def _words(tree: etree._Element, holes: _Holes) -> Iterator[str]:
    """The text of the tree and of its holes; blocks are set apart by white space."""

    def fill(text: str | None) -> str:
        return holes.mark.sub(lambda found: _hidden_words(holes.filled[int(found[1])]), text or "")

    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if event == "start":
            yield element.get("alt", "") + fill(element.text)
        else:
            yield ("" if element.tag in _IN_LINE else " ") + fill(element.tail)


def _hidden_words(piece: Piece) -> str:
    return piece.tex if isinstance(piece, Math) else piece.source if isinstance(piece, Code) else ""


def _only_paragraph(tree: etree._Element) -> etree._Element | None:
    """The paragraph that the tree consists of."""
    if len(tree) != 1 or (tree.text or "").strip() or (tree[0].tail or "").strip():
        return None
    return tree[0] if tree[0].tag == "p" and not tree[0].attrib else None


def _inside(element: etree._Element) -> str:
    """What is in an element, as XHTML that HTML parsers read alike: only void elements have no end tag."""
    for inner in element.iter():
        if inner.tag not in VOID and not len(inner) and not inner.text:
            inner.text = ""
    children = (etree.tostring(child, encoding="unicode") for child in element)
    return escape(element.text or "") + "".join(children)
