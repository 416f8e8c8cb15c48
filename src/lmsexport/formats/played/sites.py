"""The addresses in the pages and styles of a package that lead to other files of it, and those that lead nowhere."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from lxml import etree

from lmsexport.errors import Severity
from lmsexport.validation import Breach, Contents, PackageError, Rule, Subject, line_of, rule
from lmsexport.validation.rules_html import markup_of

HOME = "index.html"

_SHOWN = {
    "img": ("src",), "script": ("src",), "iframe": ("src",), "video": ("src", "poster"), "audio": ("src",),
    "source": ("src",), "track": ("src",), "embed": ("src",), "object": ("data",), "link": ("href",),
}  # fmt: skip
"""Elements that show or use a file → the attributes with its address."""

_IN_STYLE = re.compile(r"""url\(\s*(['"]?)([^'")]+)\1\s*\)|@import\s+(['"])([^'"]+)\3""", re.I)
_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_FILLED_LATER = re.compile(r"[{}<>$|]|%%|\[\[|'\s*\+|\+\s*'")
"""Signs of an address that a template or a script completes."""


@dataclass(frozen=True, slots=True)
class Address:
    """An address that stands in a file of the package and leads to another."""

    member: str
    line: int
    written: str
    followed: bool
    """Whether a reader follows it; else the page shows or uses what is there."""
    target: str
    """The member that it leads to, whether that is there or not."""
    anchor: str
    sure: bool
    """Whether a browser asks for exactly this: no template, no `<base>`, nothing that it may leave out."""


def addresses(contents: Contents) -> list[Address]:
    """All addresses within the package; those of other sites, and of mail, are none."""
    return contents.once(_found)


def link_rule(id: str) -> Rule:
    """The rule that links from page to page lead somewhere."""
    return rule(
        id,
        "Every link from a page of the package to another leads to a file that is there.",
        source="RFC 9110, 15.5.5: a server answers 404, and the student stands before an error",
        mend="correct the address, or put what it names into the package",
        severity=Severity.WARNING,
        tried=False,
    )(_dead_links)


def _dead_links(subject: Subject) -> Iterator[Breach]:
    contents = subject.contents
    for one in addresses(contents):
        if one.sure and one.followed and one.target not in contents:
            yield Breach(
                f"the link to {one.written} leads to nothing{contents.otherwise(one.target)}", one.member, one.line
            )


def media_rule(id: str, source: str) -> Rule:
    """The rule that a package holds what its pages and styles load, by a clause of its format."""
    return rule(
        id,
        "Every picture, film, style and script that a page loads is in the package.",
        source=source,
        mend="put the file into the package, or take its element out of the page",
        tried=False,
    )(_missing_media)


def _missing_media(subject: Subject) -> Iterator[Breach]:
    contents = subject.contents
    for one in addresses(contents):
        if one.sure and not one.followed and one.written.strip() and one.target not in contents:
            yield Breach(f"{one.written} is not in the package{contents.otherwise(one.target)}", one.member, one.line)


def _found(contents: Contents) -> list[Address]:
    return [*_in_pages(contents), *_in_styles(contents)]


def _in_pages(contents: Contents) -> Iterator[Address]:
    for markup in markup_of(contents):
        if markup.page:
            yield from _in_page(markup.member, markup.root)


def _in_page(member: str, root: etree._Element) -> Iterator[Address]:
    based = root.find(".//base[@href]") is not None
    for element in root.iter("a", "area", *_SHOWN):
        name = str(element.tag)
        followed = name in ("a", "area")
        sure = not based and (name != "link" or "stylesheet" in element.get("rel", "").lower().split())
        for attribute in ("href",) if followed else _SHOWN[name]:
            written = element.get(attribute)
            if written is not None and (inside := _inside(member, written)) is not None:
                exact = sure and _FILLED_LATER.search(written) is None and not _in_template(element)
                yield Address(member, line_of(element), written, followed, *inside, exact)


def _in_template(element: etree._Element) -> bool:
    return next(element.iterancestors("template"), None) is not None


def _in_styles(contents: Contents) -> Iterator[Address]:
    for member in contents:
        if member.lower().endswith(".css"):
            try:
                style = contents.read(member).decode("utf-8", "replace")
            except PackageError:
                continue
            style = _COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), style)
            for found in _IN_STYLE.finditer(style):
                written = (found[2] or found[4]).strip()
                if (inside := _inside(member, written)) is not None:
                    sure = _FILLED_LATER.search(written) is None
                    yield Address(member, style.count("\n", 0, found.start()) + 1, written, False, *inside, sure)


def _inside(member: str, written: str) -> tuple[str, str] | None:
    """The member that an address leads to, and the place in it; None for an address of another site."""
    try:
        parts = urlsplit(written.strip())
    except ValueError:
        return None
    if parts.scheme or parts.netloc:
        return None
    anchor = unquote(parts.fragment)
    if not parts.path:
        return member, anchor
    path = posixpath.normpath(posixpath.join("/", posixpath.dirname(member), unquote(parts.path))).lstrip("/")
    if parts.path.endswith("/") or not path:
        path = posixpath.join(path, HOME)
    return path, anchor
