"""A rich text as lines of plain text, for fields that hold nothing else."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from lxml import etree

from lmsexport.content.fragment import EMPTY, Fragment

_BLOCKS = frozenset("p div ul ol li table tr h1 h2 h3 h4 h5 h6 pre blockquote figure figcaption section aside".split())

_BREAK = "<br/>"


class PlainRenderer:
    """Fills holes with what can be read without markup."""

    def item_url(self, item: str, anchor: str) -> str:  # noqa: ARG002
        return ""

    def media_url(self, path: str) -> str:
        return path

    def math(self, tex: str, display: bool) -> str:  # noqa: ARG002
        return html.escape(tex, quote=False)

    def code(self, source: str, language: str) -> str:  # noqa: ARG002
        return f"<pre>{html.escape(source, quote=False)}</pre>"

    def look(self, role: str) -> str:  # noqa: ARG002
        return ""


def in_lines(fragment: Fragment) -> Fragment:
    """The text as plain text with a line for each block; a picture is `[its alternative text]`. Done twice, it does no
    more."""
    if is_in_lines(fragment):
        return fragment
    root = etree.fromstring(f"<text>{fragment.render(PlainRenderer())}</text>", etree.XMLParser(huge_tree=True))
    lines = "\n".join(line.strip() for line in _written(_words(root)).split("\n")).strip()
    escaped = html.escape(lines, quote=False).replace("\n", _BREAK)
    return Fragment((escaped,), " ".join(lines.split()), paragraph=True) if lines else EMPTY


def _written(words: Iterator[str]) -> str:
    """Words one after the other; ends of lines alone are those that stand there at least."""
    written = ""
    for part in words:
        if not part or part.strip("\n"):
            written += part.lstrip("\n") if written.endswith("\n") else part
        else:
            lines = written.rstrip(" \n")
            ends = max(len(part), written[len(lines) :].count("\n"))
            written = lines + "\n" * ends if lines else ""
    return written


def is_in_lines(fragment: Fragment) -> bool:
    """Whether a text is nothing but words, and what ends a line in it."""
    return is_words(fragment) and "\n" not in "".join(map(str, fragment.pieces))


def is_words(fragment: Fragment) -> bool:
    """Whether a text has no markup but ends of lines."""
    words = fragment.pieces[0] if len(fragment.pieces) == 1 and fragment.paragraph else None
    return fragment.empty or (isinstance(words, str) and "<" not in words.replace(_BREAK, ""))


def lines_of(fragment: Fragment) -> str:
    """The text of a fragment that `in_lines` has made."""
    return html.unescape("".join(map(str, fragment.pieces)).replace(_BREAK, "\n"))


def _words(element: etree._Element) -> Iterator[str]:
    ends = _ends_around(element)
    yield ends if element.tag != "p" or not _begins_entry(element) else ""
    yield _before(element)
    yield _folded(element.text, element)
    for child in element:
        yield from _words(child)
        yield _folded(child.tail, element)
    yield ends or (" " if element.tag in ("td", "th") else "")


def _ends_around(element: etree._Element) -> str:
    """The ends of lines before and after a block: blocks have a line between them, entries and rows none."""
    if element.tag not in _BLOCKS:
        return ""
    parent = element.getparent()
    in_list = element.tag in ("ul", "ol") and parent is not None and parent.tag == "li"
    return "\n" if in_list or element.tag in ("li", "tr") else "\n\n"


def _begins_entry(element: etree._Element) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag == "li" and parent.index(element) == 0


def _folded(text: str | None, around: etree._Element) -> str:
    """A text whose own ends of lines are spaces, but in code."""
    return re.sub(r"[^\S\n]+" if around.tag == "pre" else r"\s+", " ", text or "")


def _before(element: etree._Element) -> str:
    """What stands before an entry of a list, and in the place of a picture."""
    if element.tag in ("img", "br"):
        return f"[{element.get('alt', '')}]" if element.tag == "img" else "\n"
    parent = element.getparent()
    if element.tag != "li" or parent is None:
        return ""
    return f"{parent.index(element) + int(parent.get('start', '1'))}. " if parent.tag == "ol" else "– "
