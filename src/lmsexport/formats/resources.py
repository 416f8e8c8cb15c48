"""Resources of cartridges from anywhere: pages, links, discussions, labs, files, assessments and banks."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from urllib.parse import unquote

from lxml import etree
from lxml import html as lxml_html

from lmsexport.formats.manifests import Manifest, Resource, is_elsewhere
from lmsexport.formats.qti12 import documentreading
from lmsexport.formats.qti12.itemreading import Questions
from lmsexport.formats.qti12.responses import number, tag
from lmsexport.validation import Bank, Contents, Item, PackageError, plain, words
from lmsexport.validation.outline import ItemKind
from lmsexport.validation.plain import MOST_TAGS

PAGES = (".html", ".htm", ".xhtml")
FILEBASE = re.compile(r"\$IMS[-_]CC[-_]FILEBASE\$/?")
"""What stands for the folder of the files in an address (Common Cartridge 1.1, 4.2)."""

_ADDRESS = re.compile(r"""\b(?:src|href|data|poster)\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)

_KINDS: tuple[tuple[str, ItemKind], ...] = (
    ("imswl_", "link"),
    ("imsdt_", "discussion"),
    ("imsbasiclti_", "lab"),
    ("imsqti_", "assessment"),
)
"""Beginning of a resource's type → kind of item."""


def addresses(markup: str) -> Iterator[str]:
    """All that markup shows or links to, as it is written there."""
    for found in _ADDRESS.finditer(markup):
        yield html.unescape(found[1] if found[1] is not None else found[2])


def is_bank(resource: Resource) -> bool:
    """Whether a resource is a bank of questions."""
    return resource.type.startswith("imsqti_") and resource.type.endswith("question-bank")


def kind_of(resource: Resource) -> ItemKind:
    """What a resource is to a student."""
    for beginning, kind in _KINDS:
        if resource.type.startswith(beginning):
            return kind
    if resource.type == "webcontent" or resource.type.startswith("associatedcontent/"):
        return "lesson" if resource.href.lower().endswith(PAGES) else "download"
    return "unknown"


@dataclass(slots=True)
class Resources:
    """The resources of one package."""

    contents: Contents
    manifest: Manifest
    unread: list[str] = field(default_factory=list)

    def item(self, id: str, title: str, resource: Resource) -> Item:
        """The item that shows a resource. An assessment has its questions as the cartridge itself says them."""
        kind = kind_of(resource)
        bare = Item(id=id, kind=kind, title=title, place=f"imsmanifest.xml:{resource.line}")
        if kind == "lesson":
            return self.page(bare, resource.href)
        if kind == "download":
            return replace(bare, media=self.sums([resource.href]))
        if kind == "unknown":
            self.unread.append(f"“{title}” is a resource of the type {resource.type or '?'}: only its title is read")
            return bare
        member = next((name for name in (*resource.files, resource.href) if name in self.contents), "")
        root = self.contents.xml(member)
        if root is None:
            self.unread.append(f"“{title}” has no readable document {member or resource.href}")
            return bare
        if kind == "link":
            url = root.find("{*}url")
            if url is None:
                return bare
            opens = "embedded" if url.get("target") in (None, "_self", "_top", "_parent") else "window"
            return replace(bare, url=url.get("href", ""), settings={"opens": opens})
        if kind == "discussion":
            return self.topic(bare, root, member)
        return lab(bare, root) if kind == "lab" else self.assessment(bare, root, member)

    def page(self, bare: Item, member: str) -> Item:
        """A page, without its title where it begins with that."""
        markup = self.text(member)
        return replace(bare, text=body_of(markup, bare.title), media=self.shown(markup, member))

    def topic(self, bare: Item, root: etree._Element, member: str) -> Item:
        """A discussion (`imsdt`)."""
        markup = root.findtext("{*}text") or ""
        attached = [one.get("href", "") for one in root.iterfind("{*}attachments/{*}attachment")]
        files = {self.resolved(address, member) for address in (*addresses(markup), *attached)}
        return replace(bare, text=plain(markup), media=self.sums(files))

    def assessment(self, bare: Item, root: etree._Element, member: str) -> Item:
        """An assessment in QTI 1.2."""
        found = next(documentreading.assessments(root, member, self.contents.once(Questions)), None)
        if found is None:
            self.unread.append(f"“{bare.title}” has no assessment in {member}")
            return bare
        return replace(found, id=bare.id, title=bare.title or found.title, media=self.shown_in(root, member))

    def banks(self, resource: Resource) -> Iterator[Bank]:
        """The banks of a resource."""
        for member in resource.files or (resource.href,):
            root = self.contents.xml(member)
            if root is not None and tag(root) == "questestinterop":
                yield from documentreading.banks(root, member, self.contents.once(Questions))

    # -- texts and files ---------------------------------------------------------------------------------------

    def text(self, member: str) -> str:
        """A text file of the package; empty when it cannot be read."""
        try:
            return self.contents.read(member).decode("utf-8", "replace") if member in self.contents else ""
        except PackageError as error:
            self.unread.append(f"{member}: {error}")
            return ""

    def shown(self, markup: str, member: str) -> tuple[str, ...]:
        """The sums of the files that markup in a member shows or offers; other pages are not among them."""
        found = {self.resolved(address, member) for address in addresses(markup)}
        return self.sums(name for name in found if not name.lower().endswith(PAGES))

    def shown_in(self, root: etree._Element, member: str) -> tuple[str, ...]:
        """The same for all texts of a document of questions."""
        found = set[str]()
        for text in root.iter("{*}mattext"):
            found |= {self.resolved(address, member) for address in addresses(text.text or "")}
        return self.sums(found)

    def resolved(self, address: str, member: str) -> str:
        """The member that an address in a member means; empty when it leads to none."""
        if is_elsewhere(address):
            return ""
        path = unquote(FILEBASE.sub("", address.partition("#")[0].partition("?")[0]))
        if not path:
            return ""
        places = (posixpath.join(posixpath.dirname(member), path), f"web_resources/{path}", path)
        return next((name for place in places if (name := posixpath.normpath(place)) in self.contents), "")

    def sums(self, members: Iterator[str] | set[str] | list[str]) -> tuple[str, ...]:
        """The sums of members, sorted; of those that are there and can be read."""
        found = set()
        for name in members:
            if name in self.contents:
                try:
                    found.add(self.contents.digest(name))
                except PackageError as error:
                    self.unread.append(f"{name}: {error}")
        return tuple(sorted(found))


def body_of(markup: str, title: str = "") -> str:
    """The words of a page, without a first heading that only repeats its title."""
    if not markup.strip():
        return ""
    if markup.count("<") > MOST_TAGS:
        return plain(markup)
    try:
        root = lxml_html.document_fromstring(markup.encode(), parser=lxml_html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return plain(markup)
    body = root.find("body")
    if body is None:
        return words(root)
    said = words(body)
    first = next(body.iter("h1"), None)
    return said.removeprefix(title).strip() if first is not None and title and words(first) == title else said


def lab(bare: Item, root: etree._Element) -> Item:
    """A link to an LTI tool (`imsbasiclti`), with its custom parameters."""
    settings = {
        f"parameter {one.get('name', '')}": one.text or "" for one in root.iterfind("{*}custom/{*}property")
    }  # fmt: skip
    for one in root.iterfind("{*}extensions/{*}property"):
        if one.get("name") == "outcome" and (points := number(one.text)):
            settings["points"] = format(points.normalize(), "f")
    url = (root.findtext("{*}secure_launch_url") or root.findtext("{*}launch_url") or "").strip()
    text = plain(root.findtext("{*}description") or "")
    return replace(bare, kind="lab", text=text, url=url, settings=settings)
