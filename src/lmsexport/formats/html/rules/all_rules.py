"""Rules of web pages: what keeps a site from being read by everybody, from a disk as from a server."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from lmsexport.errors import Severity
from lmsexport.formats.played.sites import HOME, addresses
from lmsexport.validation import Breach, Contents, Rule, Subject, line_of, rule, words
from lmsexport.validation.rules_html import PAGES, markup_of


def pages(contents: Contents) -> list[tuple[str, etree._Element]]:
    """The pages of the site with their roots, parsed once."""
    return contents.once(_parsed)


def _parsed(contents: Contents) -> list[tuple[str, etree._Element]]:
    return [(one.member, one.root) for one in markup_of(contents) if one.page]


def _anchors(contents: Contents) -> dict[str, frozenset[str]]:
    """Page → the places that an address can name."""
    return {
        member: frozenset(
            name for one in root.iter(etree.Element) for name in (one.get("id"), one.get("name")) if name is not None
        )
        for member, root in pages(contents)
    }


@rule(
    "site-dead-link",
    "Every link within the site leads to a page or a file that is there.",
    source="RFC 9110, 15.5.5: a server answers 404; from a disk, the browser says that there is no such file",
    mend="correct the address, or put what it names into the site",
    tried=False,
)
def dead_link(subject: Subject) -> Iterator[Breach]:
    for one in addresses(subject.contents):
        if one.followed and one.target not in subject.contents:
            other = subject.contents.otherwise(one.target)
            yield Breach(f"the link to {one.written} leads to nothing{other}", one.member, one.line)


@rule(
    "site-dead-anchor",
    "Every link to a place in a page leads to one that is there.",
    source="HTML Living Standard, 7.4.2.3.3: a fragment is the `id` of an element",
    mend="give the place that is meant this `id`, or name one that is there",
    severity=Severity.WARNING,
    tried=False,
)
def dead_anchor(subject: Subject) -> Iterator[Breach]:
    there = subject.contents.once(_anchors)
    for one in addresses(subject.contents):
        if one.followed and one.anchor not in ("", "top") and one.anchor not in there.get(one.target, {one.anchor}):
            yield Breach(f"the link to {one.written} names a place that is not there", one.member, one.line)


@rule(
    "site-missing-file",
    "Every picture, film, style and script that a page uses is in the site.",
    source="HTML Living Standard, 2.5: a browser shows a gap where it finds nothing",
    mend="put the file into the site, or take its element out of the page",
    tried=False,
)
def missing_file(subject: Subject) -> Iterator[Breach]:
    for one in addresses(subject.contents):
        if not one.followed and one.target not in subject.contents and one.written.strip():
            other = subject.contents.otherwise(one.target)
            yield Breach(f"{one.written} is not in the site{other}", one.member, one.line)


@rule(
    "site-address-from-root",
    "Addresses within the site begin at the page, so that the site can be read from a disk and in any folder.",
    source="RFC 3986, 4.2: a reference that begins with a slash begins at the root of the server, or of the disk",
    mend="write the address from the page: `../media/picture.png`",
    severity=Severity.WARNING,
    tried=False,
)
def address_from_root(subject: Subject) -> Iterator[Breach]:
    for one in addresses(subject.contents):
        if one.written.strip().startswith("/"):
            yield Breach(f"{one.written} begins at the root", one.member, one.line)


@rule(
    "site-page-without-title",
    "Every page has a title.",
    source="WCAG 2.2, success criterion 2.4.2",
    mend="write what the page is about into `<title>`",
    severity=Severity.WARNING,
    tried=False,
)
def page_without_title(subject: Subject) -> Iterator[Breach]:
    for member, root in pages(subject.contents):
        if not " ".join((root.findtext("head/title") or "").split()):
            yield Breach("the page has no title", member)


@rule(
    "site-page-without-heading",
    "Every page has one heading of the first level: what the page is.",
    source="WCAG 2.2, success criterion 2.4.6; technique H42",
    mend="make the title of the page its `<h1>`, and the headings below it `<h2>`",
    severity=Severity.WARNING,
    tried=False,
)
def page_without_heading(subject: Subject) -> Iterator[Breach]:
    for member, root in pages(subject.contents):
        found = [one for one in root.iter("h1") if words(one) and next(one.iterancestors("template"), None) is None]
        if len(found) != 1:
            yield Breach(f"the page has {len(found) or 'no'} headings of the first level", member)


@rule(
    "site-duplicate-id",
    "No two elements of a page have the same `id`.",
    source="HTML Living Standard, 3.2.6: an `id` is unique in its tree; links and labels find the first one only",
    mend="give one of them another `id`",
    severity=Severity.WARNING,
    tried=False,
)
def duplicate_id(subject: Subject) -> Iterator[Breach]:
    for member, root in pages(subject.contents):
        seen: set[str] = set()
        for element in root.iter(etree.Element):
            id = element.get("id")
            if id and id in seen:
                yield Breach(f"a second element is called {id}", member, line_of(element))
            seen.add(id or "")


@rule(
    "site-page-without-way",
    "Every page can be reached from the contents page.",
    source="WCAG 2.2, success criterion 2.4.5; who reads the site finds no other way to it",
    mend="link to the page, or take it out",
    severity=Severity.WARNING,
    tried=False,
)
def page_without_way(subject: Subject) -> Iterator[Breach]:
    leads: dict[str, set[str]] = {}
    for one in addresses(subject.contents):
        if one.followed:
            leads.setdefault(one.member, set()).add(one.target)
    reached, todo = {HOME}, [HOME]
    while todo:
        new = leads.get(todo.pop(), set()) - reached
        reached |= new
        todo += new
    for member in subject.contents:
        if member.lower().endswith(PAGES) and member not in reached:
            yield Breach("no link leads to this page", member)


RULES: tuple[Rule, ...] = (
    dead_link, dead_anchor, missing_file, address_from_root, page_without_title, page_without_heading, duplicate_id,
    page_without_way,
)  # fmt: skip
