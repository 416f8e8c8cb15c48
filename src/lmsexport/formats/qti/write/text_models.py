"""The content models of texts: which elements of XHTML and HTML 5 a version has, and what may stand in them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from lmsexport.formats.qti.versions import Version

Place = Literal["block", "flow", "inline"]
"""What may stand in a place: blocks alone, both with text, or text with what stands in a line."""

_BLOCKS = frozenset("address blockquote div dl h1 h2 h3 h4 h5 h6 hr ol p pre table ul".split())
_INLINE = frozenset("a abbr b br cite code dfn em i img kbd object q samp small span strong sub sup var".split())
_BLOCKS_OF_HTML5 = frozenset("article aside figure footer header nav section video audio".split())
_INLINE_OF_HTML5 = frozenset("bdi bdo ruby".split())
_NONE: frozenset[str] = frozenset()

OF_HTML5 = (_BLOCKS_OF_HTML5 | _INLINE_OF_HTML5 | {"figcaption", "rp", "rt", "track"}) - {"bdo"}
"""The elements that have a namespace of their own in QTI 2.2."""

PLACES: dict[str, Place] = {
    "blockquote": "block",
    **dict.fromkeys("div li td th dd article aside footer header nav section".split(), "flow"),
}
"""What may stand in an element; in the others, only what stands in a line."""

EMPTY = frozenset("br col hr img source track".split())

OTHERWISE: dict[str, tuple[str, str]] = {
    "article": ("div", ""),
    "aside": ("div", ""),
    "bdi": ("span", ""),
    "bdo": ("span", ""),
    "del": ("span", "struck"),
    "details": ("div", ""),
    "figcaption": ("p", "caption"),
    "figure": ("div", "figure"),
    "ins": ("span", "underlined"),
    "mark": ("span", "marked"),
    "rt": ("span", ""),
    "ruby": ("span", ""),
    "s": ("span", "struck"),
    "section": ("div", ""),
    "summary": ("p", "summary"),
    "time": ("span", ""),
    "u": ("span", "underlined"),
}
"""Element → what stands in its place where a version does not have it, with a class that keeps its look."""

_GLOBAL = frozenset({"class", "lang", "dir"})
_OF_ARIA = frozenset({"role", "aria-label"})
_CELL = frozenset({"abbr", "align", "colspan", "rowspan", "scope"})
_OWN = {
    "a": frozenset({"href"}),
    "audio": frozenset({"src", "controls", "preload"}),
    "col": frozenset({"span"}),
    "colgroup": frozenset({"span"}),
    "img": frozenset({"alt", "height", "src", "width"}),
    "td": _CELL,
    "th": _CELL,
    "track": frozenset({"kind", "src", "srclang", "default"}),
    "video": frozenset({"src", "controls", "preload", "poster", "height", "width"}),
}


@dataclass(frozen=True, slots=True)
class Model:
    """What texts of a version may hold."""

    blocks: frozenset[str]
    inline: frozenset[str]
    prefixed: frozenset[str]
    """The elements that carry the prefix of HTML 5."""
    aria: bool

    def has(self, tag: str) -> bool:
        """Whether there is such an element."""
        return tag in self.blocks or tag in self.inline

    def attributes(self, tag: str) -> frozenset[str]:
        """The attributes that an element keeps."""
        return _GLOBAL | _OWN.get(tag, _NONE) | (_OF_ARIA if self.aria else _NONE)


@cache
def model_of(version: Version) -> Model:
    """The content model of a version."""
    blocks, inline = _BLOCKS, _INLINE
    if version.html5:
        blocks, inline = blocks | _BLOCKS_OF_HTML5, inline | _INLINE_OF_HTML5
    own_namespace = version.html5 not in (None, version.namespace)
    return Model(blocks, inline, OF_HTML5 if own_namespace else _NONE, version.aria)
