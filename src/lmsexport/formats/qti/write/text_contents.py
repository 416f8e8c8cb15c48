"""Texts in the content model of a version: what it does not have is written with what it has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from mimetypes import guess_type

from lxml import etree

from lmsexport.content.xhtml import escape, escape_value
from lmsexport.formats.qti.versions import Version
from lmsexport.formats.qti.write.elements import PREFIX
from lmsexport.formats.qti.write.text_attributes import legal_value
from lmsexport.formats.qti.write.text_models import EMPTY, OTHERWISE, PLACES, Model, Place, model_of
from lmsexport.formats.qti.write.text_tables import table

DEEPEST = 60
"""How deep elements may lie in each other; players of QTI are no browsers, and what lies deeper is text."""

_WORDS = r"[^<]*(?:</?(?:em|strong)>[^<]*|<br/>[^<]*)*"
_SIMPLE = re.compile(rf"(?:<p>{_WORDS}</p>\s*)+")
_SIMPLE_LINE = re.compile(_WORDS)
"""What most texts are: every version takes them as they stand."""

_MATHML = "{http://www.w3.org/1998/Math/MathML}"
_DOCUMENT = etree.XMLParser(huge_tree=True, resolve_entities=False, no_network=True)


def block(html: str, version: Version) -> str:
    """XHTML for a place that takes blocks only."""
    return html if _SIMPLE.fullmatch(html) else _legal(html, "block", version)


def flow(html: str, version: Version) -> str:
    """XHTML for a place that takes blocks and text."""
    return html if _SIMPLE_LINE.fullmatch(html) or _SIMPLE.fullmatch(html) else _legal(html, "flow", version)


@lru_cache(maxsize=256)
def _legal(html: str, place: Place, version: Version) -> str:
    root = etree.fromstring(f"<x>{html}</x>".encode(), _DOCUMENT)
    return Writer(model_of(version)).inside(root, place, 0)


class Writer:
    """Writes a tree as far as a content model has its elements."""

    def __init__(self, model: Model) -> None:
        self.model = model

    def inside(self, parent: etree._Element, place: Place, depth: int) -> str:
        """The content of an element, for a place."""
        if depth > DEEPEST:
            return _plain(parent, place)
        if place != "block":
            return "".join(self.pieces(parent, place, depth))
        return "".join(_in_paragraphs(self.pieces(parent, "flow", depth), self.model))

    def pieces(self, parent: etree._Element, place: Place, depth: int) -> Iterator[str]:
        """The texts and elements in an element, one by one."""
        if parent.text:
            yield escape(parent.text)
        for child in parent:
            if isinstance(child.tag, str):
                yield from self.element(child, place, depth + 1)
            if child.tail:
                yield escape(child.tail)

    def element(self, node: etree._Element, place: Place, depth: int) -> Iterator[str]:
        """An element, or what stands in its place."""
        tag = str(node.tag)
        if tag.startswith(_MATHML):
            yield _formula(node)
        elif tag in ("audio", "video"):
            yield self.player(node, tag, place)
        elif tag in ("ul", "ol", "dl", "table") and place != "inline":
            yield self.structure(node, tag, depth)
        elif tag == "rp":
            yield self.tagged(tag, node, escape(_words(node))) if self.model.has("ruby") else escape(_words(node))
        elif tag not in ("wbr", "source", "track", "col", "colgroup"):
            yield from self.ordinary(node, tag, place, depth)

    def ordinary(self, node: etree._Element, tag: str, place: Place, depth: int) -> Iterator[str]:
        """An element that holds a text."""
        look = ""
        parent = node.getparent()
        of_ruby = tag == "rt" and parent is not None and parent.tag == "ruby" and self.model.has("ruby")
        if not self.model.has(tag) and not of_ruby:
            tag, look = OTHERWISE.get(tag, ("", ""))
        if tag == "figure" and any(_breaks_figure(child) for child in node):
            tag = "div"
        if tag == "a" and not node.get("href", "").partition("#")[0]:
            tag = "span"
        if not tag or (place == "inline" and tag in self.model.blocks):
            yield f" {self.inside(node, 'inline', depth)} "  # white space keeps the words of blocks apart
        elif tag == "figure":
            yield self.tagged(tag, node, "".join(self.captioned(node, depth)))
        elif tag in EMPTY:
            yield self.tagged(tag, node, "")
        else:
            yield self.tagged(tag, node, self.inside(node, PLACES.get(tag, "inline"), depth), look)

    def captioned(self, node: etree._Element, depth: int) -> Iterator[str]:
        """What stands in a figure: its caption is a part of its own."""
        if node.text:
            yield escape(node.text)
        for child in node:
            if child.tag == "figcaption":
                yield self.tagged(str(child.tag), child, self.inside(child, "inline", depth))
            elif isinstance(child.tag, str):
                yield from self.element(child, "flow", depth + 1)
            if child.tail:
                yield escape(child.tail)

    def player(self, node: etree._Element, tag: str, place: Place) -> str:
        """A video or a sound; an object where there is no such element, or where only text can stand."""
        words = node.get("aria-label") or " ".join(_words(node).split())
        source = node.get("src") or next((s.get("src", "") for s in node.iter("source")), "")
        captions = [track for track in node.iter("track") if track.get("src")]
        if place != "inline" and self.model.has(tag):
            node.set("src", source)
            node.set("aria-label", words)
            return self.tagged(tag, node, "".join(self.tagged("track", t, "") for t in captions))
        kind = guess_type(source)[0] or "application/octet-stream"
        files = (escape_value(track.get("src", "")) for track in captions)
        more = "".join(f'<param name="captions" value="{file}" valuetype="REF"/>' for file in files)
        return f'<object data="{escape_value(source)}" type="{kind}">{more}{escape(words)}</object>'

    # -- lists and tables --------------------------------------------------------------------------------------

    def structure(self, node: etree._Element, tag: str, depth: int) -> str:
        """A list or a table: only its own parts stand in it."""
        if depth > DEEPEST:
            return _plain(node, "block")
        if tag == "table":
            return self.tagged(tag, node, table(self, node, depth))
        parts = ("dt", "dd") if tag == "dl" else ("li",)
        return self.tagged(tag, node, "".join(self.entries(node, parts, depth)))

    def entries(self, node: etree._Element, parts: tuple[str, ...], depth: int) -> Iterator[str]:
        """The entries of a list; what is none becomes one."""
        entry = parts[-1]
        if node.text and node.text.strip():
            yield f"<{entry}>{escape(node.text)}</{entry}>"
        for child in node:
            if child.tag in parts:
                tag = str(child.tag)
                yield self.tagged(tag, child, self.inside(child, PLACES.get(tag, "inline"), depth + 1))
            elif child.tag == "div" and "dt" in parts and depth <= DEEPEST:
                yield from self.entries(child, parts, depth + 1)
            elif isinstance(child.tag, str):
                yield f"<{entry}>{''.join(self.element(child, 'flow', depth + 1))}</{entry}>"
            if child.tail and child.tail.strip():
                yield f"<{entry}>{escape(child.tail)}</{entry}>"

    # -- tags --------------------------------------------------------------------------------------------------

    def tagged(self, tag: str, node: etree._Element, inner: str, look: str = "") -> str:
        """An element with the attributes that it keeps."""
        name = f"{PREFIX}:{tag}" if tag in self.model.prefixed else tag
        start = f"<{name}{''.join(self.attributes(tag, node, look))}"
        return f"{start}>{inner}</{name}>" if inner else f"{start}/>"

    def attributes(self, tag: str, node: etree._Element, look: str) -> Iterator[str]:
        """The attributes of an element as text."""
        kept = self.model.attributes(tag)
        values = {str(name): str(value) for name, value in node.attrib.items() if name in kept}
        classes = [values.pop("class", ""), look]
        if not self.model.aria and values.pop("dir", "") == "rtl":
            classes.append("rtl")
        if together := " ".join(filter(None, classes)):
            values["class"] = together
        for name, value in values.items():
            if legal := legal_value(name, value):
                yield f' {"xml:lang" if name == "lang" else name}="{escape_value(legal)}"'
        if tag == "img":
            yield from (f' {name}=""' for name in ("src", "alt") if not values.get(name))


def _breaks_figure(node: etree._Element) -> bool:
    """Whether something stands in a figure that its content model does not have."""
    return node.tag not in ("img", "video", "audio", "figcaption") or bool((node.tail or "").strip())


def _formula(node: etree._Element) -> str:
    tail, node.tail = node.tail, None
    xml: str = etree.tostring(node, encoding="unicode")
    node.tail = tail
    return xml


def _plain(node: etree._Element, place: Place) -> str:
    text = escape(" ".join(_words(node).split()))
    return f"<p>{text}</p>" if place == "block" and text else text


def _words(node: etree._Element) -> str:
    return "".join(map(str, node.itertext()))


_TAG = re.compile(rf"<(?:{PREFIX}:)?([a-z0-9]+)")


def _in_paragraphs(pieces: Iterator[str], model: Model) -> Iterator[str]:
    """Pieces with a paragraph around each run of those that stand in a line."""
    run: list[str] = []
    for piece in pieces:
        found = _TAG.match(piece)
        if found and found[1] in model.blocks:
            yield from _paragraph(run)
            run = []
            yield piece
        else:
            run.append(piece)
    yield from _paragraph(run)


def _paragraph(run: list[str]) -> Iterator[str]:
    text = "".join(run)
    if text.strip():
        yield f"<p>{text}</p>"
