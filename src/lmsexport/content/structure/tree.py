"""HTML of anybody as a tree: built as browsers build it, without what is no text."""

from __future__ import annotations

import re
from functools import cache
from html import unescape
from typing import TYPE_CHECKING

from lxml import etree

from lmsexport.content.structure.dropped import Dropped
from lmsexport.content.xhtml import closed_as_xml, legal
from lmsexport.model.markup import ELEMENTS

if TYPE_CHECKING:
    from nh3 import Cleaner

DEEPEST = 120
"""How many elements can stand in each other; what is deeper comes out as paragraphs."""

_SILENT = frozenset({"script", "style", "template", "title", "svg"})
"""Elements that go with all that is in them."""
_DOCUMENT = frozenset("html head body frame frameset base basefont link meta noembed noframes plaintext xmp".split())
_MATH = frozenset(
    "math semantics annotation mi mn mo ms mrow msup msub msubsup mfrac msqrt mroot mtext mfenced mover munder "
    "munderover mtable mtr mtd mspace mstyle mpadded mphantom menclose mmultiscripts mprescripts maction merror".split()
)
_KNOWN = ELEMENTS | _MATH
_ATTRIBUTES = frozenset(
    "href src data alt title style class role lang dir id name colspan rowspan start type reversed value datetime "
    "aria-label aria-hidden hidden align encoding display kind open data-equation-content".split()
)
_SCHEMES = frozenset(
    "http https mailto item data javascript vbscript ftp ftps sftp file tel sms skype blob about irc news nntp webcal "
    "geo magnet msteams zoommtg whatsapp facetime callto cid smb ssh git ldap urn view-source chrome-extension".split()
)
"""What an address can begin with and still be there to be judged; behind any other, a link has no address."""
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_NAME = re.compile(r"(?:(?<=<)|(?<=</))[a-zA-Z][^\s/>]*")
_ACTIVE = re.compile(r"<(script|style|svg|applet)\b|\s(on[a-z]+)\s*=", re.IGNORECASE)
_DRAWING = re.compile(r"<svg\b.*?</svg\s*>", re.IGNORECASE | re.DOTALL)
_WRAPPERS = re.compile(r"</?(?:div|span|font|section|article|main|center|b|i|u|em|strong)\b[^<>]*>", re.IGNORECASE)
_TAGS = re.compile(r"<[^<>]*>")
_VOID_OR_LOOSE = frozenset("br hr img input wbr source track col embed param area p li dt dd tr td th option".split())


def tree(html: str, dropped: Dropped) -> etree._Element:
    """The elements below one `div`. What is left out, and no text, is counted in `dropped`."""
    if "<" in html:
        html = _known_elements(_without_active(html, dropped), dropped)
    if html.count("<") > DEEPEST and _depth(html) > DEEPEST:
        dropped["depth", ""] += 1
        html = _flattened(html)
    clean = closed_as_xml(legal(_cleaner().clean(html)))
    return etree.fromstring(f"<div>{clean}</div>", etree.XMLParser(resolve_entities=False, huge_tree=True))


def _without_active(html: str, dropped: Dropped) -> str:
    """The HTML without its drawings; scripts, styles and handlers, which the sanitiser takes out, are counted, too."""
    found = [name.lower() or "on…" for name, _handler in _ACTIVE.findall(html)]
    dropped.update(("active", name) for name in found)
    return _DRAWING.sub("", html) if "svg" in found else html


def _known_elements(html: str, dropped: Dropped) -> str:
    """The HTML with a `span` for each element that HTML does not have: browsers show what is in it."""
    names = {name.lower() for name in _NAME.findall(html)}
    unknown = names - _KNOWN
    if not unknown:
        return html
    dropped.update(("tag", name) for name in sorted(unknown) if name.isalnum())
    return _NAME.sub(lambda tag: "span" if tag[0].lower() in unknown else tag[0], html)


@cache
def _cleaner() -> Cleaner:
    from nh3 import Cleaner

    return Cleaner(
        tags=set((ELEMENTS | _MATH) - _SILENT - _DOCUMENT),
        attributes={"*": set(_ATTRIBUTES)},
        clean_content_tags=set(_SILENT),
        url_schemes=set(_SCHEMES),
        link_rel=None,
        strip_comments=True,
    )


def _depth(html: str) -> int:
    """How many tags stand in each other at most, whatever the order in which they are closed."""
    depth = deepest = 0
    for tag in _TAG.finditer(html):
        if tag[2].lower() not in _VOID_OR_LOOSE:
            depth = max(0, depth - 1) if tag[1] else depth + 1
            deepest = max(deepest, depth)
    return deepest


def _flattened(html: str) -> str:
    """HTML without the elements that mean least, or without any, so that nobody's parser gives up on it."""
    flat = _WRAPPERS.sub(" ", html)
    if _depth(flat) <= DEEPEST:
        return flat
    return "".join(f"<p>{words}</p>" for words in map(_as_text, _TAGS.split(html)) if words.strip())


def _as_text(html: str) -> str:
    return unescape(html).replace("&", "&amp;").replace("<", "&lt;")
