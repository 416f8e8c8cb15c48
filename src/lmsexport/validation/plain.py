"""Rich text as plain text, the same for every format that carries it."""

from __future__ import annotations

import html
import re
from functools import lru_cache

from lxml import etree
from lxml import html as lxml_html

MOST_TAGS = 500_000
"""Tags of a text up to which it is parsed: a tree takes a hundred times as much memory."""

_SHORT = 4000
"""Characters of a text up to which its words are remembered."""

_SPACE = re.compile(r"\s+")
_FORMULA = re.compile(r"\\\((.+?)\\\)|\\\[(.+?)\\\]", re.DOTALL)
_DISPLAYED = re.compile(r"\$\$(.+?)\$\$|\\displaystyle\{\}", re.DOTALL)
_BLOCKS = frozenset("p div br li ul ol table caption tr td th h1 h2 h3 h4 h5 h6 pre blockquote figure figcaption "
                    "section article aside dl dt dd hr details summary header footer".split())  # fmt: skip
_SILENT = frozenset("script style template head title".split())


def plain(markup: str) -> str:
    """The words of HTML or XHTML in order, white space folded; a picture is `[its alternative text]`.

    A formula is its text without delimiters: TeX where the package has TeX (between `\\(` and `\\)` or `$$`, or as an
    annotation of MathML), else the letters of its MathML.
    """
    if "<" not in markup and "&" not in markup:
        return _folded(markup)
    return _remembered(markup) if len(markup) <= _SHORT else _parsed(markup)


def fragment(markup: str) -> etree._Element | None:
    """HTML as a tree below a `div`, by a parser; None when nobody can read it, or it is too large for a tree."""
    if markup.count("<") > MOST_TAGS:
        return None
    try:
        parser = lxml_html.HTMLParser(huge_tree=True)  # 2,048 levels; all behind a deeper one would be lost
        root: etree._Element = lxml_html.fragment_fromstring(markup, create_parent="div", parser=parser)
        return None if any("depth" in entry.message for entry in parser.error_log) else root
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return None


def _parsed(markup: str) -> str:
    root = fragment(markup)
    if root is None:
        return _folded(html.unescape(re.sub(r"<[^>]*>", " ", markup)))
    return _folded("".join(_words(root)))


_remembered = lru_cache(maxsize=8192)(_parsed)
"""The same text stands in the packages of several targets, and in what they are held against."""


def words(root: etree._Element) -> str:
    """The words of an element that is parsed already; as `plain`."""
    return _folded("".join(_words(root)))


def without_display(text: str) -> str:
    r"""A text without the `$$` around formulas, and without `\displaystyle{}`; done twice, it does no more."""
    while (shorter := _DISPLAYED.sub(lambda found: found[1] or "", text)) != text:
        text = shorter
    return text


def _folded(text: str) -> str:
    return _SPACE.sub(" ", without_display(_FORMULA.sub(lambda found: found[1] or found[2], text))).strip()


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
                said.append(node.text or _name_of_player(node, name))
        else:
            if name in _BLOCKS:
                said.append(" ")
            if node is not element:
                said.append(node.tail or "")
    return said


def _name_of_player(node: etree._Element, name: str) -> str:
    """What a sound or a video is called where nothing stands in it for those who cannot play it, as in QTI 2.2."""
    if name not in ("audio", "video") or any(words.strip() for words in node.itertext()):
        return ""
    return str(node.get("aria-label", ""))


def _tex(math: etree._Element) -> str:
    """The formula as TeX, where MathML has it as an annotation (MathML 3, 5.2)."""
    for annotation in math.iter("{*}annotation", "annotation"):
        if "tex" in annotation.get("encoding", "").lower():
            return annotation.text or ""
    return ""
