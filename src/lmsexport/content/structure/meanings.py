"""What elements and styles of HTML mean."""

from __future__ import annotations

import re
from functools import lru_cache

from lxml import etree

from lmsexport.content.looks import ROLES, inline_style
from lmsexport.content.structure.parts import Mark

MARKS = {
    "b": Mark("strong"), "strong": Mark("strong"), "i": Mark("em"), "em": Mark("em"), "s": Mark("s"),
    "strike": Mark("s"), "del": Mark("s"), "u": Mark("u"), "ins": Mark("ins"), "sub": Mark("sub"), "sup": Mark("sup"),
    "small": Mark("small"), "mark": Mark("mark"), "kbd": Mark("kbd"), "samp": Mark("samp"), "var": Mark("var"),
    "code": Mark("code"), "tt": Mark("code"), "cite": Mark("cite"), "q": Mark("q"), "dfn": Mark("dfn"),
    "bdi": Mark("bdi"), "ruby": Mark("ruby"), "rt": Mark("rt"), "rp": Mark("rp"),
}  # fmt: skip
"""Elements that mark words, without attributes that matter."""

WITH_ATTRIBUTE = {"abbr": "title", "acronym": "title", "bdo": "dir", "time": "datetime"}
"""Elements that mark words by an attribute."""

HIDDEN = Mark("span", (("style", "display: none"),))
"""What nobody sees: it stays so."""

_STYLES = {
    ("font-weight", "bold"): MARKS["strong"], ("font-weight", "bolder"): MARKS["strong"],
    ("font-weight", "600"): MARKS["strong"], ("font-weight", "700"): MARKS["strong"],
    ("font-weight", "800"): MARKS["strong"], ("font-weight", "900"): MARKS["strong"],
    ("font-style", "italic"): MARKS["em"], ("font-style", "oblique"): MARKS["em"],
    ("text-decoration", "underline"): MARKS["u"], ("text-decoration", "line-through"): MARKS["s"],
    ("vertical-align", "super"): MARKS["sup"], ("vertical-align", "sub"): MARKS["sub"],
}  # fmt: skip

_UNDONE = {("font-weight", "normal"): MARKS["strong"], ("font-weight", "400"): MARKS["strong"],
           ("font-style", "normal"): MARKS["em"]}  # fmt: skip

LIST_STYLES = {
    "lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A", "upper-latin": "A", "lower-roman": "i",
    "upper-roman": "I",
}  # fmt: skip

_LANGUAGE = re.compile(r"(?:^|\s)(?:language|lang)-([\w+#.-]+)|brush:\s*(\w+)")


@lru_cache(maxsize=2048)
def declarations(style: str) -> tuple[tuple[str, str], ...]:
    """The properties of a style and their values."""
    parts = (part.partition(":") for part in style.lower().split(";"))
    return tuple((name.strip(), " ".join(value.split())) for name, _, value in parts if name.strip())


def styled_marks(style: str) -> tuple[list[Mark], list[Mark]]:
    """What the style of a few words means: the marks that it sets, and those that it takes back."""
    found = declarations(style)
    return [_STYLES[part] for part in found if part in _STYLES], [_UNDONE[part] for part in found if part in _UNDONE]


_UNDERSTOOD = {*_STYLES, *_UNDONE, ("display", "none")}
_OF_LISTS = ("list-style", "list-style-type")


def is_look(element: etree._Element) -> bool:
    """Whether the style of an element says anything beyond what is read of it."""
    found = declarations(element.get("style", ""))
    read = ("text-align",) if element.tag in ("td", "th") else _OF_LISTS
    return any(part not in _UNDERSTOOD and part[0] not in read for part in found)


def is_hidden(element: etree._Element) -> bool:
    """Whether nobody sees an element."""
    style = element.get("style", "")
    return "hidden" in element.attrib or (
        "display" in style and any(part == ("display", "none") for part in declarations(style))
    )


_ALIGNMENTS = ("left", "center", "right")
_ALIGNED = [f"{cell} {align}" for cell in ("cell", "head-cell") for align in _ALIGNMENTS]
_ROLE_OF_STYLE = {
    frozenset(declarations(inline_style(roles))): roles
    for roles in (*reversed(ROLES), *_ALIGNED)
    if inline_style(roles) and roles not in _ALIGNMENTS
}


def role_of(element: etree._Element) -> str:
    """The part of our own texts that an element is, by its class or its look: `callout`, `cell right` …"""
    names = element.get("class", "")
    if names and ROLES.keys() >= set(names.split()):
        return names
    if style := element.get("style"):
        return _ROLE_OF_STYLE.get(frozenset(declarations(style)), "")
    return "callout" if element.get("role") == "note" else ""


def language_of(pre: etree._Element) -> str:
    """The language of a block of code, as highlighters write it into classes."""
    for element in (pre, *pre.iter("code")):
        if found := _LANGUAGE.search(element.get("class", "")):
            return found[1] or found[2]
    return ""


def alignment(cell: etree._Element) -> str:
    """How a cell is aligned."""
    align = dict(declarations(cell.get("style", ""))).get("text-align") or cell.get("align", "").lower()
    known = align if align in _ALIGNMENTS else role_of(cell).rpartition(" ")[2]
    return known if known in _ALIGNMENTS else ""
