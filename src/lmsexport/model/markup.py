"""Markup in texts: what is a tag of HTML, and what students would read as it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.entities import html5

ELEMENTS = frozenset(
    # the elements of the HTML standard, and those that it calls obsolete and browsers still know
    "a abbr acronym address applet area article aside audio b base basefont bdi bdo big blink blockquote body br "
    "button canvas caption center cite code col colgroup data datalist dd del details dfn dialog dir div dl dt em "
    "embed fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i "
    "iframe img input ins kbd label legend li link main map mark marquee math menu meta meter nav nobr noembed "
    "noframes noscript object ol optgroup option output p param picture plaintext pre progress q rb rp rt rtc ruby s "
    "samp script search section select slot small source span strike strong style sub summary sup svg table tbody td "
    "template textarea tfoot th thead time title tr track tt u ul var video wbr xmp".split()
)
"""The names that HTML has; `<adenine>` and `List<int>` are text."""

_BARE = frozenset(
    "allowfullscreen alt async autofocus autoplay checked compact controls default defer disabled download hidden "
    "inert ismap itemscope loop multiple muted nomodule noshade novalidate nowrap open playsinline readonly required "
    "reversed selected".split()
)
"""The attributes that stand without a value; `<b and c>` compares."""

_TAG = re.compile(r"""</?([a-zA-Z][^\s/<>]*)((?:"[^"]*"|'[^']*'|[^<>"'])*)>""")
_INSTRUCTION = re.compile(r"<(?:!--|!doctype\b|!\[CDATA\[|\?(?=[a-z]))", re.IGNORECASE)
"""Comments, and `<!DOCTYPE html>` or `<?php`; `Map<?, ?>` and `<!x>` are text."""
_ENDS = {"<!--": "-->", "<!doctype": ">", "<![cdata[": "]]>", "<?": "?>"}
"""Beginning, in small letters → end of an instruction."""
_LONGEST_TAG = 5000
"""Characters after which nobody looks for the end of a tag."""
_VALUED = re.compile(r"""[^\s"'<>=/]+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+)""")

_SHOWN = re.compile(r"</?(?:p|div|span|br|strong|em|b|i|u|ul|ol|li|table|tr|td|h[1-6]|img|a)\b[^<>]{0,300}>")
_ENTITY = re.compile(r"&(?:([A-Za-z][A-Za-z0-9]{1,31};)|#\d{2,5};|#[xX][0-9a-fA-F]{2,5};)")


def is_tag(text: str, at: int = 0) -> bool:
    """Whether `<…>` is a tag of HTML and no text. The one decision of all who ask: parser, sanitiser, warnings."""
    found = _TAG.match(text, at, at + _LONGEST_TAG)
    if found is None or found[1].lower() not in ELEMENTS:
        return False
    return _BARE.issuperset(_VALUED.sub(" ", found[2]).lower().replace("/", " ").split())


def is_markup(text: str, at: int = 0) -> bool:
    """Whether `<…` begins a tag of HTML, a comment, or a line that other languages put into HTML."""
    return _INSTRUCTION.match(text, at) is not None or is_tag(text, at)


@dataclass(frozen=True, slots=True)
class Instruction:
    """A comment, or another instruction, in a text."""

    begin: str
    at: int
    """Characters before it."""
    end: str


def endless_instruction(html: str) -> Instruction | None:
    """The first instruction that nothing ends: of the text behind it, nothing shows."""
    at = 0
    while found := _INSTRUCTION.search(html, at):
        end = _ENDS[found[0].lower()]
        ended = html.find(end, found.start() + 2)
        if ended < 0:
            return Instruction(found[0], found.start(), end)
        at = ended + len(end)
    return None


def text_escaped(html: str) -> str:
    """HTML in which each `<` that begins no markup is an entity."""
    return re.sub("<", lambda found: "<" if is_markup(html, found.start()) else "&lt;", html)


def shown_markup(text: str) -> str:
    """A tag or an entity that a text shows. A tag alone that nothing closes is what the text is about: `<b>`."""
    if "<" not in text and "&" not in text:
        return ""
    for found in _SHOWN.finditer(text):
        name = re.sub(r"\W.*", "", found[0][1:])
        alone = name not in ("br", "img", "") and found[0].endswith(f"<{name}>") and f"</{name}" not in text
        if not alone and is_tag(found[0]):
            return found[0]
    entities = (found[0] for found in _ENTITY.finditer(text) if not found[1] or found[1] in html5)
    return next(entities, "")
