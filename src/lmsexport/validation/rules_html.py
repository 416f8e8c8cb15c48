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

from lmsexport.content.contrast import pale_letters
from lmsexport.errors import Severity
from lmsexport.model.markup import shown_markup
from lmsexport.validation.contents import Contents, line_of
from lmsexport.validation.plain import fragment, words
from lmsexport.validation.reader import MOST, Breach, Reader, Rule, Subject, rule

PAGES = (".html", ".htm", ".xhtml")
_DOCUMENTS = (".xml", ".qti")

_WORTH_A_LOOK = re.compile(
    r"<(?:img|a|h[1-6]|table|iframe|script|video|audio|source|link)\b|style\s*=|&lt;|&amp;", re.I
)
"""What a text has to hold for one of the rules to concern it; most texts have none of it."""

_TAG = re.compile(r"<[a-z/!]", re.I)
"""Where a tag begins (HTML Living Standard, 13.2.5.6). A text without one is no HTML: “1 < 2” in a name."""

_WHOLE = re.compile(r"\s*&lt;(p|div|ul|ol|table|h[1-6])(?:\s[^&<>]*)?&gt;(.*)&lt;/\1&gt;\s*", re.I | re.S)
"""A text that was escaped twice as a whole; one with a few words may be what a lesson about HTML asks for."""
_A_FEW_WORDS = 4

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
                worth = text and (_has_tags(text) or _escaped_twice(text))
                if text and worth and (root := fragment(text)) is not None:
                    yield Markup(member, line_of(element), root, page=False)


def _has_tags(text: str) -> bool:
    """Whether a text has tags, and what a rule concerns."""
    return "<" in text and _WORTH_A_LOOK.search(text) is not None and _TAG.search(text) is not None


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


def _breach(markup: Markup, element: etree._Element, what: str) -> Breach:
    return Breach(what, markup.member, line_of(element) if markup.page else markup.line)


def _clipped(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60]}…"


_Look = Callable[[Markup], Iterable[Breach]]
_LOOKS: dict[str, _Look] = {}
"""What each rule looks for in a page or a text, by its id."""


def _looks_at_each(
    id: str,
    says: str,
    *,
    source: str,
    mend: str,
    tried: bool,
    concerns: Callable[[Reader], bool] = lambda _: True,
) -> Callable[[_Look], Rule]:
    """Make a rule of what finds its breaches in one page, for the kinds of packages that it concerns."""

    def made(look: _Look) -> Rule:
        _LOOKS[id] = look

        def check(subject: Subject) -> Iterable[Breach]:
            return subject.contents.once(_breaches)[id] if concerns(subject.reader) else ()

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
    concerns=lambda reader: reader.keeps_pages,
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
    "Inline colours leave enough contrast between letters and background: 4.5 to 1, and 3 to 1 for large type.",
    source="WCAG 2.2, success criterion 1.4.3",
    mend="make the letters darker or the background lighter",
    tried=True,
)
def contrast(markup: Markup) -> Iterator[Breach]:
    for pale in pale_letters(markup.root, on_white=not _has_style_sheet(markup.root)):
        said = (
            f"“{_clipped(words(pale.element))}” has a contrast of {pale.contrast:.1f} to 1, and needs {pale.needed:g}"
        )
        yield _breach(markup, pale.element, said)


def _has_style_sheet(root: etree._Element) -> bool:
    return any(
        element.tag == "style" or "stylesheet" in element.get("rel", "") for element in root.iter("style", "link")
    )


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
        shown = next(filter(None, map(shown_markup, texts)), "")
        if shown and not any(str(up.tag) in _SHOWS_CODE for up in (element, *element.iterancestors())):
            yield _breach(markup, element, f"the text shows {shown!r}")


RULES: tuple[Rule, ...] = (
    image_without_alt, link_without_words, heading_order, page_without_language, table_without_headers, contrast,
    remote_media, double_escaped,
)  # fmt: skip
