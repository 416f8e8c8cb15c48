"""Rich text as plain text, the same for every format that carries it."""

from __future__ import annotations

import html
import re

from lxml import etree
from lxml import html as lxml_html

MOST_TAGS = 500_000
"""Tags of a text up to which it is parsed: a tree takes a hundred times as much memory."""

_SPACE = re.compile(r"\s+")
_FORMULA = re.compile(r"\\\((.+?)\\\)|\\\[(.+?)\\\]", re.DOTALL)
_BLOCKS = frozenset("p div br li ul ol table tr td th h1 h2 h3 h4 h5 h6 pre blockquote figure figcaption section "
                    "article aside dl dt dd hr details summary header footer".split())  # fmt: skip
_SILENT = frozenset("script style template head title".split())


def plain(markup: str) -> str:
    """The words of HTML or XHTML in order, white space folded; a picture is `[its alternative text]`.

    A formula is its text without delimiters: TeX where the package has TeX (between `\\(` and `\\)`, or as an
    annotation of MathML), else the letters of its MathML.
    """
    if "<" not in markup and "&" not in markup:
        return _folded(markup)
    if markup.count("<") > MOST_TAGS:
        return _folded(html.unescape(re.sub(r"<[^>]*>", " ", markup)))
    try:
        root = lxml_html.fragment_fromstring(markup, create_parent="div")
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return _folded(re.sub(r"<[^>]*>", " ", markup))
    return _folded("".join(_words(root)))


def words(root: etree._Element) -> str:
    """The words of an element that is parsed already; as `plain`."""
    return _folded("".join(_words(root)))


def _folded(text: str) -> str:
    return _SPACE.sub(" ", _FORMULA.sub(lambda found: found[1] or found[2], text)).strip()


def _words(element: etree._Element) -> list[str]:
    """Iteratively, so that no depth of elements is too deep."""
    said: list[str] = []
    walk = etree.iterwalk(element, events=("start", "end", "comment", "pi"))
    for event, node in walk:
        if event in ("comment", "pi"):
            said.append(node.tail or "")
            continue
        name = str(node.tag).rpartition("}")[2].lower()  # HTML has tags that no XML may have
        if event == "start":
            if name in _BLOCKS:
                said.append(" ")
            if name == "math" and (tex := _tex(node)):
                said.append(tex)
                walk.skip_subtree()
            elif name == "img":
                said.append(f"[{node.get('alt', '')}]")
            elif name not in _SILENT:
                said.append(node.text or "")
        else:
            if name in _BLOCKS:
                said.append(" ")
            if node is not element:
                said.append(node.tail or "")
    return said


def _tex(math: etree._Element) -> str:
    """The formula as TeX, where MathML has it as an annotation (MathML 3, 5.2)."""
    for annotation in math.iter("{*}annotation", "annotation"):
        if "tex" in annotation.get("encoding", "").lower():
            return annotation.text or ""
    return ""
