"""Blocks of code in HTML: `pre`, with what editors and highlighters put into it."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from lmsexport.content.structure.dropped import Dropped
from lmsexport.content.structure.meanings import MARKS, language_of
from lmsexport.content.structure.parts import CodeBlock

_LINES = frozenset({"div", "p", "li", "tr"})


def code_block(pre: etree._Element, dropped: Dropped) -> CodeBlock | None:
    """The code in a `pre`; None where it holds links or pictures, which code cannot."""
    if any(True for _element in pre.iter("a", "img", "video", "audio", "iframe", "math", "table")):
        return None
    source = "".join(_text(pre)).replace("\r\n", "\n").replace("\r", "\n")
    lines = source.strip("\n").rstrip()
    if not lines.strip():
        return None
    dropped.update(
        ("code", str(element.tag)) for element in pre.iter() if element.tag in MARKS and element.tag != "code"
    )
    return CodeBlock(lines, language_of(pre))


def _text(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag == "br":
            yield "\n"
        else:
            yield from _text(child)
            if child.tag in _LINES:
                yield "\n"
        yield child.tail or ""
