"""A text as a package says it: its words, which are compared, and its markup, which leads to pictures and links."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from html import escape

from lxml import etree

from lmsexport.validation.plain import fragment, plain, words

_SHOWS = re.compile(r"<(?:img|image|svg|video|audio|iframe|object|embed|math|hr)\b", re.IGNORECASE)
"""What a student sees of a text that has no words."""


@dataclass(frozen=True, slots=True)
class RichText:
    """A text of a package. Two are equal when they have the same words; how these look is for those who ask.

    It is no `str`, which would lose its markup in every `join`; whoever wants the words says so.
    """

    words: str = ""
    """The text as `plain.plain` has it; as it is typed, of an answer that is typed."""
    markup: str = field(default="", compare=False)
    """The HTML as the package says it, or the XHTML inside the element that holds the text, without namespaces; empty
    where it says no more than the words."""
    base: str = field(default="", compare=False)
    """Where the addresses in the markup start from, as the reader's `target` takes it: mostly the member that holds the
    text; in Moodle the files that belong to this text. Of several texts in one, one a line."""

    def __bool__(self) -> bool:
        """Whether a student sees anything of it: words, or a picture alone."""
        return bool(self.words) or bool(self.markup and _SHOWS.search(self.markup))

    def __str__(self) -> str:
        return self.words

    def altered(self, change: Callable[[str], str]) -> RichText:
        """The text with the same change made to its words and to its markup."""
        return replace(self, words=change(self.words), markup=change(self.markup))

    @property
    def html(self) -> str:
        """The text as HTML, also where the package says plain words."""
        return self.markup or escape(self.words, quote=False)


NOTHING = RichText()
"""The text of what has none."""


def rich(markup: str, base: str = "") -> RichText:
    """The text that HTML or XHTML is."""
    if not markup:
        return NOTHING
    said = plain(markup)
    if "<" not in markup and "&" not in markup and said == " ".join(markup.split()):
        return RichText(said)
    return RichText(said, markup, base)


def rich_of(element: etree._Element | None, base: str = "", *, whole: bool = False) -> RichText:
    """The text inside an element that is parsed already; `whole` takes the element for a part of it."""
    if element is None:
        return NOTHING
    said = words(element)
    if whole:
        return RichText(said, _html(element), base)
    if not len(element) and said == " ".join((element.text or "").split()):
        return RichText(said)
    return RichText(said, _inside(element), base)


def joined(texts: Iterable[RichText | str | None]) -> RichText:
    """Texts one after the other, each a block of its own; those that are a `str` have no markup."""
    every = (text if isinstance(text, RichText) else RichText(text or "") for text in texts)
    shown = [text for text in every if text]
    if len(shown) < 2:
        return shown[0] if shown else NOTHING
    said = " ".join(text.words for text in shown if text.words)
    if not any(text.markup for text in shown):
        return RichText(said, "".join(f"<p>{text.html}</p>" for text in shown))
    bases = dict.fromkeys(line for text in shown for line in text.base.split("\n") if line)
    return RichText(said, "".join(f"<div>{text.html}</div>" for text in shown), "\n".join(bases))


def behind(title: str, text: RichText) -> RichText:
    """The text without the title that it begins with, be it a heading or just its first words."""
    said = text.words.removeprefix(title).strip()
    if not title or said == text.words:
        return text
    root = fragment(text.markup) if text.markup else None
    first = next(iter(root), None) if root is not None and not (root.text or "").strip() else None
    if root is None or first is None or words(first) != title:
        return replace(text, words=said)
    without(first)
    return RichText(said, _inside(root), text.base)


def without(element: etree._Element) -> None:
    """Take an element out of its tree; what follows it stays."""
    parent, tail = element.getparent(), element.tail or ""
    if parent is None:
        return
    previous = element.getprevious()
    if previous is not None:
        previous.tail = (previous.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(element)


_NAMESPACES = re.compile(r'\sxmlns(?::\w+)?="[^"]*"')


def _inside(element: etree._Element) -> str:
    """What stands inside an element, as HTML."""
    if any(str(inner.tag).startswith("{") for inner in element.iter(etree.Element)):
        element = _without_namespaces(element)
    return escape(element.text or "", quote=False) + "".join(_html(child, tail=True) for child in element)


def _html(element: etree._Element, tail: bool = False) -> str:
    written = etree.tostring(element, encoding="unicode", method="html", with_tail=tail)
    return _NAMESPACES.sub("", written)


def _local(name: str) -> str:
    """A name without its namespace. One of HTML, which has none, may hold any sign behind its first letter."""
    return name.rpartition("}")[2] if name.startswith("{") else name


def _without_namespaces(element: etree._Element) -> etree._Element:
    found = copy.deepcopy(element)
    for inner in found.iter(etree.Element):
        inner.tag = _local(inner.tag)
        for name in [str(name) for name in inner.attrib if str(name).startswith("{")]:
            if name in inner.attrib:  # HTML may have such a name without a namespace
                inner.set(_local(name), inner.attrib.pop(name))
    etree.cleanup_namespaces(found)
    return found
