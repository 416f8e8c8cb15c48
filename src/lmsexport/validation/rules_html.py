"""Rules about the HTML that packages hold: pages, and texts with markup in XML documents.

They are warnings: such a package imports, but not everybody can use it, or a text does not look as it was meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from lxml import etree
from lxml import html as lxml_html

from lmsexport.errors import Severity
from lmsexport.validation.contents import Contents, line_of
from lmsexport.validation.plain import MOST_TAGS, words
from lmsexport.validation.reader import Subject
from lmsexport.validation.rules import MOST, Breach, Rule, rule

PAGES = (".html", ".htm", ".xhtml")
_DOCUMENTS = (".xml", ".qti")

_WORTH_A_LOOK = re.compile(
    r"<(?:img|a|h[1-6]|table|iframe|script|video|audio|source|link)\b|style\s*=|&lt;|&amp;", re.I
)
"""What a text has to hold for one of the rules to concern it; most texts have none of it."""

_WHOLE = re.compile(r"\s*&lt;(p|div|ul|ol|table|h[1-6])(?:\s[^&<>]*)?&gt;(.*)&lt;/\1&gt;\s*", re.I | re.S)
"""A text that was escaped twice as a whole; one with a few words may be what a lesson about HTML asks for."""
_A_FEW_WORDS = 4

_TAG = re.compile(r"</?(?:p|div|span|br|strong|em|b|i|u|ul|ol|li|table|tr|td|h[1-6]|img|a)\b[^<>]{0,300}>")
_ENTITY = re.compile(r"&(?:amp|lt|gt|nbsp|quot|#\d{2,5}|#x[0-9a-f]{2,4});", re.I)
_CLOZE = re.compile(r"\{\d*:[A-Z_]+:")
"""Where Moodle's embedded answers begin, in which `&` and `<` are escaped once more."""

_SHOWS_CODE = frozenset("code pre kbd samp textarea script style template title".split())
_REMOTE = re.compile(r"(?:https?:)?//", re.I)
_LOADS = {"img": "src", "script": "src", "iframe": "src", "video": "src", "audio": "src", "source": "src",
          "embed": "src", "object": "data", "link": "href"}  # fmt: skip
"""Elements that load something → the attribute with its address."""


@dataclass(frozen=True, slots=True)
class Markup:
    """A page, or a text with markup."""

    member: str
    line: int
    """Of the text in its document; 0 for a page."""
    root: etree._Element
    page: bool


def markup_of(contents: Contents) -> Iterator[Markup]:
    """All pages and texts of a package that one of the rules can concern, each parsed when its turn has come."""
    for member in contents:
        lower = member.lower()
        if lower.endswith(PAGES):
            root = _page(contents, member)
            if root is not None:
                yield Markup(member, 0, root, page=True)
        elif lower.endswith(_DOCUMENTS) or contents.single:
            document = contents.xml(member)
            for element in document.iter(etree.Element) if document is not None else ():
                text = element.text
                if text and (("<" in text and _WORTH_A_LOOK.search(text)) or _escaped_twice(text)):
                    fragment = _fragment(text)
                    if fragment is not None:
                        yield Markup(member, line_of(element), fragment, page=False)


def _escaped_twice(text: str) -> bool:
    whole = _WHOLE.fullmatch(text) if "&lt;" in text else None
    return whole is not None and len(whole[2].split()) >= _A_FEW_WORDS


def _page(contents: Contents, member: str) -> etree._Element | None:
    if (data := contents.page(member)) is None:
        return None
    try:
        parser = lxml_html.HTMLParser(encoding="utf-8")
        root: etree._Element = lxml_html.document_fromstring(data, parser=parser)
        return root
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return None


def _fragment(text: str) -> etree._Element | None:
    if text.count("<") > MOST_TAGS:
        return None
    try:
        root: etree._Element = lxml_html.fragment_fromstring(text, create_parent="div")
        return root
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return None


def _breach(markup: Markup, element: etree._Element, what: str) -> Breach:
    return Breach(what, markup.member, line_of(element) if markup.page else markup.line)


def _clipped(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60]}…"


_Look = Callable[[Markup], Iterable[Breach]]
_LOOKS: dict[str, _Look] = {}
"""What each rule looks for in a page or a text, by its id."""


def _looks_at_each(
    id: str, says: str, *, source: str, mend: str, tried: bool, but: str = ""
) -> Callable[[_Look], Rule]:
    """Make a rule of what finds its breaches in one page; `but` for a kind of package that it does not concern."""

    def made(look: _Look) -> Rule:
        _LOOKS[id] = look

        def check(subject: Subject) -> Iterable[Breach]:
            return () if subject.reader.kind == but else subject.contents.once(_breaches)[id]

        return rule(id, says, source=source, mend=mend, severity=Severity.WARNING, tried=tried)(check)

    return made


def _breaches(contents: Contents) -> Mapping[str, list[Breach]]:
    """The breaches of every rule: each page is parsed once, looked at by all, and forgotten."""
    found: dict[str, list[Breach]] = {id: [] for id in _LOOKS}
    for markup in markup_of(contents):
        for id, look in _LOOKS.items():
            found[id] += islice(look(markup), MOST + 1 - len(found[id]))
    return found


@_looks_at_each(
    "html-image-without-alt",
    "Every picture has an alternative text; one that only decorates has an empty one.",
    source="WCAG 2.2, success criterion 1.1.1",
    mend='describe in `alt` what the picture tells, or write `alt=""` for a decoration',
    tried=True,
)
def image_without_alt(markup: Markup) -> Iterator[Breach]:
    for image in markup.root.iter("img"):
        if image.get("alt") is None and image.get("role") not in ("presentation", "none"):
            yield _breach(markup, image, f"the picture {_clipped(image.get('src', ''))} has no alternative text")


@_looks_at_each(
    "html-link-without-words",
    "Every link says where it leads.",
    source="WCAG 2.2, success criteria 2.4.4 and 4.1.2",
    mend="put words into the link, or an `alt` to its picture",
    tried=True,
)
def link_without_words(markup: Markup) -> Iterator[Breach]:
    for link in markup.root.iter("a"):
        said = words(link).replace("[]", "").strip() or link.get("aria-label") or link.get("title")
        if link.get("href") and not said and not link.get("aria-labelledby"):
            yield _breach(markup, link, f"the link to {_clipped(link.get('href', ''))} has no words")


@_looks_at_each(
    "html-heading-order",
    "Headings have words, and none skips a level on the way down.",
    source="WCAG 2.2, success criteria 1.3.1 and 2.4.6; technique G141",
    mend="use the next level below, and leave the look to the style",
    tried=True,
)
def heading_order(markup: Markup) -> Iterator[Breach]:
    above = 0
    for heading in markup.root.iter("h1", "h2", "h3", "h4", "h5", "h6"):
        if next(heading.iterancestors("template"), None) is not None:
            continue  # nobody sees it before a script has filled it
        level, said = int(str(heading.tag)[1]), words(heading)
        if not said:
            yield _breach(markup, heading, f"a heading of level {level} is empty")
        elif above and level > above + 1:
            yield _breach(markup, heading, f"“{_clipped(said)}” is of level {level}, below one of level {above}")
        above = level


@_looks_at_each(
    "html-page-without-language",
    "Every page says in which language it is.",
    source="WCAG 2.2, success criterion 3.1.1; Canvas makes pages of its own from those of its exports",
    mend='write the language into the page\'s first element: `<html lang="en">`',
    tried=True,
    but="canvas",
)
def page_without_language(markup: Markup) -> Iterator[Breach]:
    xml_lang = "{http://www.w3.org/XML/1998/namespace}lang"
    if markup.page and not (markup.root.get("lang") or markup.root.get(xml_lang) or markup.root.get("xml:lang")):
        yield Breach("the page does not say its language", markup.member)


@_looks_at_each(
    "html-table-without-headers",
    "Every table of data has header cells.",
    source="WCAG 2.2, success criterion 1.3.1; technique H51",
    mend='make the cells of the first row or column `<th>`; a table for the layout has `role="presentation"`',
    tried=False,
)
def table_without_headers(markup: Markup) -> Iterator[Breach]:
    for table in markup.root.iter("table"):
        rows = table.findall(".//tr")
        if len(rows) > 1 and table.get("role") not in ("presentation", "none") and table.find(".//th") is None:
            yield _breach(markup, table, f"a table of {len(rows)} rows has no header cells")


@_looks_at_each(
    "html-contrast",
    "Inline colours leave enough contrast between letters and background: 4.5 to 1.",
    source="WCAG 2.2, success criterion 1.4.3",
    mend="make the letters darker or the background lighter",
    tried=True,
)
def contrast(markup: Markup) -> Iterator[Breach]:
    for element in markup.root.iter(etree.Element):
        style = element.get("style")
        if style and "color" in style and (found := _contrast(style)) is not None and found < 4.5:
            yield _breach(markup, element, f"“{_clipped(words(element))}” has a contrast of {found:.1f} to 1")


_COLOUR = re.compile(r"(?:^|;)\s*(color|background|background-color)\s*:\s*#([0-9a-f]{3}|[0-9a-f]{6})\b", re.I)


def _contrast(style: str) -> float | None:
    """The contrast of the letters and the background that a style names, both in hexadecimal digits."""
    named = {name.lower().partition("-")[0]: digits for name, digits in _COLOUR.findall(style)}
    if not {"color", "background"} <= named.keys():
        return None
    light, dark = sorted((_luminance(named["color"]), _luminance(named["background"])), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(digits: str) -> float:
    """The relative luminance of a colour in sRGB, by the definition of WCAG 2.2."""
    pairs = [digit * 2 for digit in digits] if len(digits) == 3 else [digits[n : n + 2] for n in (0, 2, 4)]
    parts = [int(pair, 16) / 255 for pair in pairs]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@_looks_at_each(
    "html-remote-media",
    "Pictures, films and scripts are in the package, not on another site.",
    source="a package outlives other sites; browsers may refuse what comes from there, and it sees every student",
    mend="put the file into the course, or make it a link",
    tried=True,
)
def remote_media(markup: Markup) -> Iterator[Breach]:
    for element in markup.root.iter(*_LOADS):
        address = element.get(_LOADS[str(element.tag)], "").strip()
        if _REMOTE.match(address) and (element.tag != "link" or "stylesheet" in element.get("rel", "")):
            yield _breach(markup, element, f"{_clipped(address)} is loaded from elsewhere")


@_looks_at_each(
    "html-double-escaped",
    "Students read words, and no tags or entities that were meant for the browser.",
    source="HTML that was escaped twice on its way into the package shows its own signs",
    mend="escape the text once; tags that are meant to be read stand in `<code>`",
    tried=True,
)
def double_escaped(markup: Markup) -> Iterator[Breach]:
    if not markup.page and _CLOZE.search(words(markup.root)):
        return
    for element in markup.root.iter(etree.Element):
        texts = [element.text or "", *(child.tail or "" for child in element)]
        shown = next(filter(None, map(_sign, texts)), "")
        if shown and not any(str(up.tag) in _SHOWS_CODE for up in (element, *element.iterancestors())):
            yield _breach(markup, element, f"the text shows {shown!r}")


def _sign(text: str) -> str:
    """A tag or an entity that a text shows. A tag alone that nothing closes is what the text is about: `<b>`."""
    if "<" not in text and "&" not in text:
        return ""
    for found in _TAG.finditer(text):
        name = re.sub(r"\W.*", "", found[0][1:])
        if name in ("br", "img", "") or not found[0].endswith(f"<{name}>") or f"</{name}" in text:
            return found[0]
    entity = _ENTITY.search(text)
    return entity[0] if entity else ""


RULES: tuple[Rule, ...] = (
    image_without_alt, link_without_words, heading_order, page_without_language, table_without_headers, contrast,
    remote_media, double_escaped,
)  # fmt: skip
