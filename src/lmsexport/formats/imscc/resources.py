"""Resources of cartridges from anywhere: pages, links, discussions, labs, files, assessments and banks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from lxml import etree
from lxml import html as lxml_html

from lmsexport.formats.addresses import Addresses
from lmsexport.formats.manifests import NAME, Manifest, Resource, listed
from lmsexport.formats.page_parts import parts_of
from lmsexport.formats.qti12.read.assessments import Banks, assessments
from lmsexport.formats.qti12.read.item import Questions
from lmsexport.formats.qti12.read.response_processing import number, tag
from lmsexport.formats.shown_files import PAGES, ShownFiles, addresses
from lmsexport.model.numbers import plain_number
from lmsexport.validation import (
    NOTHING,
    Contents,
    File,
    Item,
    ItemRef,
    Member,
    PackageError,
    Part,
    RichText,
    Target,
    rich,
    rich_of,
    without,
    words,
)
from lmsexport.validation.outline import ItemKind
from lmsexport.validation.plain import MOST_TAGS
from lmsexport.validation.rules_archive import is_junk

_KINDS: tuple[tuple[str, ItemKind], ...] = (
    ("imswl_", "link"),
    ("imsdt_", "discussion"),
    ("imsbasiclti_", "lab"),
    ("imsqti_", "assessment"),
)
"""Beginning of a resource's type → kind of item."""


def placed(title: str, place: str) -> str:
    """How a thing is named where it has no title, too."""
    return f"“{title}” ({place})" if title else place


def is_bank(resource: Resource) -> bool:
    """Whether a resource is a bank of questions."""
    return resource.type.startswith("imsqti_") and resource.type.endswith("question-bank")


def is_assignment(resource: Resource) -> bool:
    """Whether a resource is an assignment (Common Cartridge 1.3), which no course has."""
    return resource.type.startswith("assignment_")


def kind_of(resource: Resource) -> ItemKind:
    """What a resource is to a student."""
    for beginning, kind in _KINDS:
        if resource.type.startswith(beginning):
            return kind
    if resource.type == "webcontent" or resource.type.startswith("associatedcontent/"):
        return "lesson" if resource.href.lower().endswith(PAGES) else "download"
    return "unknown"


class Resources(ShownFiles):
    """The resources of one package."""

    def __init__(self, contents: Contents, manifest: Manifest) -> None:
        super().__init__(contents)
        self.manifest = manifest
        self.banks = Banks(contents.once(Questions))
        """Those of the documents that were read so far."""
        self.read: set[str] = set()
        """Identifiers of the resources that stand in the outline."""

    @cached_property
    def _listed(self) -> frozenset[str]:
        """The documents of the resources that the organisation lists."""
        resources = (self.manifest.resources.get(entry.resource) for entry in self.manifest.entries)
        return frozenset(resource.href for resource in resources if resource is not None)

    def is_page(self, member: str) -> bool:
        """Whether a member is a page that the organisation lists. Others are files, whatever is in them."""
        return member.lower().endswith(PAGES) and member in self._listed

    def item(self, id: str, title: str, resource: Resource) -> Item:
        """The item that shows a resource. An assessment has its questions as the cartridge itself says them."""
        self.read.add(resource.id)
        resource = self.manifest.resources.get(resource.stands_for, resource)
        self.read.add(resource.id)
        kind = kind_of(resource)
        bare = Item(id=id, kind=kind, title=title, place=f"imsmanifest.xml:{resource.line}")
        if kind == "lesson":
            return self.page(bare, resource.href)
        if kind == "download":
            return self.offered(bare, resource)
        member = next((name for name in (*resource.files, resource.href) if name in self.contents), "")
        if kind == "unknown" and not is_assignment(resource):
            what = f"of the type {resource.type}" if resource.type else "without a type"
            place = member or f"{NAME}:{resource.line}"
            self.unread.append(f"{placed(title, place)} is a resource {what}: only its title is read")
            return bare
        root = self.contents.xml(member)
        if root is None:
            self.unread.append(f"“{title}” has no readable document {member or resource.href}")
            return bare
        bare = replace(bare, title=title or (root.findtext("{*}title") or "").strip())
        if kind == "unknown":
            self.unread.append(f"{placed(bare.title, member)} is an assignment: only its text is read")
            return self.topic(bare, root, member)
        if kind == "link":
            url = root.find("{*}url")
            if url is None:
                return bare
            opens = "embedded" if url.get("target") in (None, "_self", "_top", "_parent") else "window"
            return replace(bare, url=url.get("href", ""), settings={"opens": opens})
        if kind == "discussion":
            return self.topic(bare, root, member)
        return lab(bare, root, member) if kind == "lab" else self.assessment(bare, root, member)

    def offered(self, bare: Item, resource: Resource) -> Item:
        """A download: the file that it begins with, and those that belong to this."""
        members = [name for name in dict.fromkeys((resource.href, *resource.files)) if name in self.contents]
        files = tuple(File(name=self.name_of(name, resource), member=name) for name in members)
        return replace(bare, media=self.sums([resource.href]), files=files)

    def name_of(self, member: str, resource: Resource) -> str:  # noqa: ARG002 - for packages that say another one
        """What a file of a resource is called."""
        return member.rpartition("/")[2]

    def is_lab(self, resource: str) -> bool:
        """Whether a resource is a link to an LTI tool."""
        found = self.manifest.resources.get(resource)
        return found is not None and kind_of(found) == "lab"

    def is_task(self, resource: str) -> bool:
        """Whether a resource is a page with the task of a lab."""
        found = self.manifest.resources.get(resource)
        markup = self.text(found.href) if found is not None and found.href.lower().endswith(PAGES) else ""
        return _has_task(read_page(markup)[1])

    def page(self, bare: Item, member: str) -> Item:
        """A page, without its title where it begins with that."""
        markup = self.text(member)
        text, parts = read_page(markup, bare.title, member)
        return replace(bare, text=text, parts=parts, media=self.shown(markup, member))

    def topic(self, bare: Item, root: etree._Element, member: str) -> Item:
        """A discussion (`imsdt`) or an assignment (CC 1.3), which have their texts and files in the same elements."""
        markup = root.findtext("{*}text") or ""
        attached = [one.get("href", "") for one in root.iterfind("{*}attachments/{*}attachment")]
        files = self.sums_of((*addresses(markup), *attached), member)
        return replace(bare, text=rich(markup, member), media=files)

    def assessment(self, bare: Item, root: etree._Element, member: str) -> Item:
        """An assessment in QTI 1.2."""
        self.banks.read(root, member)
        found = next(assessments(root, member, self.contents.once(Questions), self), None)
        if found is None:
            self.unread.append(f"“{bare.title}” has no assessment in {member}")
            return bare
        return replace(found, id=bare.id, title=bare.title or found.title)

    def read_bank(self, resource: Resource) -> None:
        """Read the banks of a resource."""
        self.read.add(resource.id)
        for member in resource.files or (resource.href,):
            root = self.contents.xml(member)
            if root is not None and tag(root) == "questestinterop":
                self.read_banks(root, member)

    def read_banks(self, root: etree._Element, member: str) -> None:
        """Read the banks of a document, which use the files that their texts show."""
        self.shown_in(root, member)
        self.banks.read(root, member)

    def left_over(self) -> Iterator[str]:
        """What the package holds, and nothing of the outline shows: a sentence each, with its place."""
        named = {NAME, *listed(self.manifest)}
        for resource in self.manifest.resources.values():
            if self.read.isdisjoint((resource.id, resource.stands_for)) and self.is_content(resource):
                for name in dict.fromkeys((resource.href, *resource.files)):
                    if name in self.contents and name not in self.used:
                        yield f"{name} ({NAME}:{resource.line}): no item shows it, and no text leads to it"
        for name in self.contents:
            if name not in named and name not in self.used and not self.is_setting(name) and not is_junk(name):
                yield f"{name}: no resource lists it, and no text leads to it"

    def is_file(self, resource: Resource) -> bool:
        """Whether a resource is a file that texts show or offer, be it an item, too."""
        return kind_of(resource) == "download"

    def addresses(self, placed: Mapping[str, str], names: Mapping[str, str]) -> Addresses:
        """What finds where addresses lead: `placed` has the item that shows a resource, `names` other names of what
        stands in the outline, all by their identifiers."""
        named: dict[str, Target] = {name: ItemRef(id) for name, id in names.items() if name and id}
        shown: dict[str, Target] = {}
        for resource in self.manifest.resources.values():
            item = "" if self.is_file(resource) else placed.get(resource.id, "")
            target = ItemRef(item) if item else Member(resource.href)
            if item:
                shown |= dict.fromkeys((resource.href, *resource.files), target)
            if item or resource.href in self.contents:
                named.setdefault(resource.id, target)
        return Addresses(self, named | dict(self._pages(shown)), shown)

    def _pages(self, shown: Mapping[str, Target]) -> Iterator[tuple[str, Target]]:
        """The pages of Canvas as links call them: by the names of their files."""
        for member, target in shown.items():
            folder, _, name = member.rpartition("/")
            if folder == "wiki_content" and name.endswith(".html"):
                yield f"pages/{name.removesuffix('.html').lower()}", target

    def is_content(self, resource: Resource) -> bool:  # noqa: ARG002 - for packages that list their settings
        """Whether a resource is for students."""
        return True

    def is_setting(self, member: str) -> bool:  # noqa: ARG002
        """Whether a member is for the LMS alone, which finds it by its name."""
        return False

    # -- texts and files ---------------------------------------------------------------------------------------

    def text(self, member: str) -> str:
        """A text file of the package; empty when it cannot be read."""
        try:
            return self.contents.read(member).decode("utf-8", "replace") if member in self.contents else ""
        except PackageError as error:
            self.unread.append(f"{member}: {error}")
            return ""


def body_of(markup: str, title: str = "", member: str = "") -> RichText:
    """The body of a page, without a first heading that only repeats its title."""
    return read_page(markup, title, member)[0]


def read_page(markup: str, title: str = "", member: str = "") -> tuple[RichText, tuple[Part, ...]]:
    """The same with the parts of a lesson or a lab, where the page tells them apart."""
    if not markup.strip():
        return NOTHING, ()
    if markup.count("<") > MOST_TAGS:
        return rich(markup, member), ()
    try:
        root = lxml_html.document_fromstring(markup.encode(), parser=lxml_html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return rich(markup, member), ()
    body = root.find("body")
    if body is None:
        return rich_of(root, member), ()
    first = next(body.iter("h1"), None)
    if first is not None and title and words(first) == title and words(body).startswith(title):
        without(first)
    return rich_of(body, member), parts_of(body, member)


def with_tasks(items: Sequence[Item]) -> tuple[Item, ...]:
    """Items of which each lab has the parts of the page with its task, which stands before it."""
    return tuple(
        replace(item, parts=items[place - 1].parts)
        if place and item.kind == "lab" and not item.parts and _has_task(items[place - 1].parts)
        else item
        for place, item in enumerate(items)
    )


def _has_task(parts: Iterable[Part]) -> bool:
    return any(part.name == "task" for part in parts)


def lab(bare: Item, root: etree._Element, member: str) -> Item:
    """A link to an LTI tool (`imsbasiclti`), with its custom parameters."""
    settings = {
        f"parameter {one.get('name', '')}": one.text or "" for one in root.iterfind("{*}custom/{*}property")
    }  # fmt: skip
    for one in root.iterfind("{*}extensions/{*}property"):
        if one.get("name") == "outcome" and (points := number(one.text)):
            settings["points"] = plain_number(points)
    url = (root.findtext("{*}secure_launch_url") or root.findtext("{*}launch_url") or "").strip()
    text = rich(root.findtext("{*}description") or "", member)
    return replace(bare, kind="lab", text=text, url=url, settings=settings)
