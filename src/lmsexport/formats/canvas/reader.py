"""Course exports of Canvas, its own and those that other programs wrote."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from itertools import pairwise
from typing import ClassVar

from lxml import etree

from lmsexport.formats.addresses import Addresses
from lmsexport.formats.canvas import assignment_groups
from lmsexport.formats.canvas.rules.all_rules import RULES
from lmsexport.formats.canvas.rules.schemas import documents
from lmsexport.formats.imscc.resources import Resources, is_assignment, is_bank, kind_of, lab, placed, with_tasks
from lmsexport.formats.launch import in_address
from lmsexport.formats.manifests import NAME, Manifest, Resource, downloads, manifest_in, manifest_of
from lmsexport.formats.qti12.read.assessments import Banks
from lmsexport.formats.qti12.read.canvas_settings import gathered, with_settings
from lmsexport.validation import (
    Contents,
    Document,
    Item,
    Module,
    Need,
    Outline,
    Reader,
    RichText,
    Rule,
    Target,
    line_of,
    plain,
)
from lmsexport.validation.outline import ItemKind

MODULES = "course_settings/module_meta.xml"
_SIGNS = ("course_settings/canvas_export.txt", MODULES, "course_settings/course_settings.xml")

SYLLABUS = "course_settings/syllabus.html"
_BESIDE = {
    "events.xml": "events of the calendar", "external_feeds.xml": "feeds", "grading_standards.xml": "grading schemes",
    "learning_outcomes.xml": "learning outcomes", "media_tracks.xml": "captions of media", "rubrics.xml": "rubrics",
}  # fmt: skip
"""Documents of what courses here do not have, and what they hold; Canvas writes empty ones, too."""

_KINDS: dict[str, ItemKind] = {
    "WikiPage": "lesson",
    "Quizzes::Quiz": "assessment",
    "Quiz": "assessment",
    "ContextExternalTool": "lab",
    "ExternalUrl": "link",
    "Attachment": "download",
    "ContextModuleSubHeader": "heading",
    "DiscussionTopic": "discussion",
}
"""What Canvas calls an item of a module → kind of item; an Assignment is a lab when a tool takes it in."""

_STATES = {
    "must_view": "viewed",
    "must_mark_done": "viewed",
    "must_submit": "submitted",
    "must_contribute": "submitted",
    "min_score": "passed",
}
"""Completion requirement → when an item is complete."""


_STATE_OF_PAGE = re.compile(r'<meta\b[^>]*\bname="workflow_state"[^>]*\bcontent="(\w+)"')


class CanvasReader(Reader):
    """Reads course exports of Canvas."""

    kind: ClassVar[str] = "canvas"
    schemas: ClassVar[tuple[str, ...]] = ("common-cartridge-1.1", "canvas")
    title: ClassVar[str] = "Canvas course export"
    rank: ClassVar[int] = 20
    rules: ClassVar[tuple[Rule, ...]] = RULES
    main_document: ClassVar[str] = NAME
    keeps_pages: ClassVar[bool] = False

    def recognises(self, contents: Contents) -> str | None:
        """“Canvas course export”: a cartridge with Canvas' own settings."""
        is_canvas = manifest_of(contents) is not None and any(name in contents for name in _SIGNS)
        return self.title if is_canvas else None

    def documents(self, contents: Contents) -> Iterable[Document]:
        """Those of the cartridge, and Canvas' own."""
        return documents(contents)

    def downloads(self, contents: Contents) -> Collection[str]:
        """The files of the manifest."""
        return downloads(contents)

    def read(self, contents: Contents) -> Outline:
        """The course."""
        return export_of(contents).outline()

    def target(self, contents: Contents, address: str, base: str = "") -> Target:
        """A file; or the item or module that Canvas means by the name of a page or an identifier."""
        return export_of(contents).addresses.target(address, base)


def hidden(state: str | None) -> dict[str, str]:
    """What a state says of who can see a thing (Canvas, `workflow_state`)."""
    return {"visible": "no"} if (state or "").strip() == "unpublished" else {}


def export_of(contents: Contents) -> Export:
    """The course in an export; the same one for all who ask."""
    return contents.once(_export)


def _export(contents: Contents) -> Export:
    return Export(contents, manifest_in(contents))


def _in_order(items: Iterable[Item]) -> Iterator[Item]:
    """Items that open one after another: each when all those before it that must be done are."""
    before: dict[Need, str] = {}
    for item in items:
        requires = {"requires": "\n".join(sorted(before.values()))} if before else {}
        yield replace(item, settings={**item.settings, **requires}, needs=tuple(before))
        if state := item.settings.get("complete when"):
            before[Need(id=item.id, state=state)] = f"{item.title}: {state}"


def _launched(item: Item) -> Item:
    """A lab with the parameters in its address, which Canvas hands to the tool like custom ones."""
    return replace(item, settings={**in_address(item.url), **item.settings})


class ExportResources(Resources):
    """The resources of an export, whose pages have a folder of their own."""

    def is_page(self, member: str) -> bool:
        """Whether a member is a page, and no file in HTML."""
        return member.startswith("wiki_content/")

    def is_content(self, resource: Resource) -> bool:
        """Whether a resource is for students: the others are settings, and the parts of quizzes and assignments."""
        return resource.type == "webcontent" or kind_of(resource) == "unknown"

    def is_file(self, resource: Resource) -> bool:
        """Whether a resource is a file that texts show or offer, be it an item, too."""
        return resource.type == "webcontent" and not self.is_page(resource.href)

    def name_of(self, member: str, resource: Resource) -> str:
        """What a file is called: its name may have changed since it was uploaded (`files_meta.xml`)."""
        return self._display_names.get(resource.id) or super().name_of(member, resource)

    @cached_property
    def _display_names(self) -> Mapping[str, str]:
        root = self.contents.xml("course_settings/files_meta.xml")
        files = root.findall("{*}files/{*}file") if root is not None else []
        return {file.get("identifier", ""): (file.findtext("{*}display_name") or "").strip() for file in files}

    def is_setting(self, member: str) -> bool:
        """Whether Canvas finds a member by its name."""
        return member.startswith(("course_settings/", "non_cc_assessments/", "lti_resource_links/"))


class Export:
    """Reads one export."""

    def __init__(self, contents: Contents, manifest: Manifest) -> None:
        self.contents = contents
        self.manifest = manifest
        self.resources = ExportResources(contents, manifest)

    def outline(self) -> Outline:
        """The course."""
        course = self.contents.xml("course_settings/course_settings.xml")
        outside = (*map(self._alone, self._outside()), *self._syllabus())
        modules = list(map(self._module, self._modules()))
        if outside:
            modules.append(Module(id="", title="", items=outside))
        banks = self._banks()
        return Outline(
            title=(course.findtext("{*}title") or "" if course is not None else "") or self.manifest.title,
            text=RichText(self.manifest.description),
            language=self.manifest.language,
            modules=tuple(replace(module, items=banks.named_in(module.items)) for module in modules),
            banks=tuple(banks),
            tools=self._tools(),
            grade_categories=assignment_groups.weights(self.contents),
            unread=tuple(dict.fromkeys((*self.resources.unread, *self._not_read(), *self.resources.left_over()))),
        )

    def _modules(self) -> Iterator[etree._Element]:
        root = self.contents.xml(MODULES)
        return iter(root.findall("{*}module")) if root is not None else iter(())

    def _rows(self) -> Iterator[etree._Element]:
        return (row for module in self._modules() for row in module.iterfind("{*}items/{*}item"))

    @cached_property
    def groups(self) -> Mapping[str, str]:
        """Title of each assignment group, by its identifier."""
        return assignment_groups.titles(self.contents)

    # -- modules -----------------------------------------------------------------------------------------------

    def _module(self, module: etree._Element) -> Module:
        settings = hidden(module.findtext("{*}workflow_state"))
        after = module.findall("{*}prerequisites/{*}prerequisite")
        if after:
            settings["requires"] = "\n".join(sorted(f"{one.findtext('{*}title') or ''}: complete" for one in after))
        needs = tuple(Need(id=one.findtext("{*}identifierref") or "", state="complete") for one in after)
        if (module.findtext("{*}require_sequential_progress") or "") == "true":
            settings["in order"] = "yes"
        required = {
            one.findtext("{*}identifierref"): one for one in module.iterfind("{*}completionRequirements/*")
        }  # fmt: skip
        items = [
            self._required(self._as_published(self._item(row), row), required.get(row.get("identifier")))
            for row in module.iterfind("{*}items/{*}item")
        ]
        if "in order" in settings:
            items = list(_in_order(items))
        title = module.findtext("{*}title") or ""
        id = module.get("identifier", "")
        return Module(id=id, title=title, items=with_tasks(items), needs=needs, settings=settings)

    def _as_published(self, item: Item, row: etree._Element) -> Item:
        """The item with the word that students do not see it: its row, its page or its topic may say so."""
        states = [row.findtext("{*}workflow_state")]
        resource = self.manifest.resources.get(row.findtext("{*}identifierref") or "")
        if resource is not None and item.kind == "lesson":
            states += _STATE_OF_PAGE.findall(self.resources.text(resource.href).partition("<body")[0])
        elif resource is not None and item.kind == "discussion":
            states.append(self.topics.get(resource.id))
        settings = {name: value for state in states for name, value in hidden(state).items()}
        return replace(item, settings={**item.settings, **settings}) if settings else item

    @cached_property
    def topics(self) -> Mapping[str, str]:
        """The state of each topic that says one, by the identifier of its resource."""
        metas = self._topic_metas
        return {one.findtext("{*}topic_id") or "": one.findtext("{*}workflow_state") or "" for one in metas}

    @cached_property
    def _topic_metas(self) -> list[etree._Element]:
        roots = [self.contents.xml(name) for name in self.contents if name.endswith(".xml") and "/" not in name]
        return [root for root in roots if root is not None and etree.QName(root).localname == "topicMeta"]

    @staticmethod
    def _required(item: Item, requirement: etree._Element | None) -> Item:
        state = _STATES.get(requirement.get("type", "")) if requirement is not None else None
        if requirement is None or state is None:
            return item
        settings = {**item.settings, "complete when": state}
        score = (requirement.findtext("{*}min_score") or "").strip()
        return replace(item, settings={**settings, "pass mark": score} if score else settings)

    def _item(self, row: etree._Element) -> Item:
        said, title = row.findtext("{*}content_type") or "", row.findtext("{*}title") or ""
        bare = Item(
            id=row.get("identifier", ""), kind=_KINDS.get(said, "unknown"), title=title,
            url=(row.findtext("{*}url") or "").strip(), place=f"{MODULES}:{line_of(row)}",
        )  # fmt: skip
        resource = self.manifest.resources.get(row.findtext("{*}identifierref") or "")
        if said == "Assignment" and resource is not None:
            return self.assignment(bare, resource)
        if bare.kind == "lab":
            return self._launch(bare, row, resource)
        if bare.kind == "link":
            return replace(bare, settings={"opens": "window" if row.findtext("{*}new_tab") == "true" else "embedded"})
        if bare.kind == "heading":
            return bare
        if resource is None or bare.kind == "unknown":
            what = f"“{title}” ({bare.place}) is a {said or 'thing without a type'}"
            self.resources.unread.append(f"{what} that is not in the package or is not read")
            return bare
        return self._shown(bare, resource)

    def _shown(self, bare: Item, resource: Resource) -> Item:
        if bare.kind == "assessment":
            return self.quiz(bare, resource)
        if bare.kind == "download":
            self.resources.read.add(resource.id)
            return self.resources.offered(bare, resource)
        found = self.resources.item(bare.id, bare.title, resource)
        return replace(found, kind=bare.kind, url=bare.url or found.url)

    def _launch(self, bare: Item, row: etree._Element, resource: Resource | None) -> Item:
        """A tool in a module: its resource link has the parameters."""
        bare = replace(bare, settings={"opens": "window" if row.findtext("{*}new_tab") == "true" else "embedded"})
        root = self.contents.xml(resource.href) if resource is not None else None
        if root is None:
            return _launched(bare)
        found = lab(bare, root, resource.href if resource is not None else "")
        return _launched(replace(found, url=bare.url or found.url, settings={**bare.settings, **found.settings}))

    # -- assignments and quizzes -------------------------------------------------------------------------------

    def assignment(self, bare: Item, resource: Resource) -> Item:
        """An assignment: a lab when an external tool takes it in, else something that the model lacks."""
        self.resources.read.add(resource.id)
        member = _document_of_assignment(resource)
        root = self.contents.xml(member)
        if root is not None and is_assignment(resource):
            bare = self.resources.topic(bare, root, member)
            root = root.find("{*}extensions/{*}assignment")
        pages = [name for name in resource.files if name.endswith(".html")]
        bare = self.resources.page(bare, pages[0]) if pages else bare
        if root is None or root.findtext("{*}submission_types") != "external_tool":
            self.resources.unread.append(f"{placed(bare.title, member)} is an assignment: only its text is read")
            return bare
        known = gathered(root)
        settings = {"points": known["points_possible"]} if known.get("points_possible") else {}
        settings["opens"] = "window" if known.get("external_tool_new_tab") == "true" else "embedded"
        if group := self.groups.get(known.get("assignment_group_identifierref", "")):
            settings["grade category"] = group
        settings |= hidden(known.get("workflow_state"))
        settings |= self.launches.get(known.get("resource_link_lookup_uuid", ""), {})
        return _launched(replace(bare, kind="lab", url=known.get("external_tool_url", ""), settings=settings))

    @cached_property
    def launches(self) -> Mapping[str, Mapping[str, str]]:
        """The parameters of each resource link, by the UUID that assignments find it by."""
        found = {}
        for name in self.contents:
            root = self.contents.xml(name) if name.startswith("lti_resource_links/") else None
            for one in root.iterfind("{*}extensions/{*}property") if root is not None else ():
                if root is not None and one.get("name") == "lookup_uuid" and one.text:
                    found[one.text] = lab(Item(id="", kind="lab", title=""), root, name).settings
        return found

    def quiz(self, bare: Item, resource: Resource) -> Item:
        """A quiz: its questions in Canvas' own dialect where the export has it, else as the cartridge says them."""
        ident = resource.id
        self.resources.read.add(ident)
        own = (f"non_cc_assessments/{ident}.xml.qti", *resource.files, resource.href)
        member = next((name for name in own if self.contents.xml(name) is not None), "")
        root = self.contents.xml(member)
        read = self.resources.assessment(bare, root, member) if root is not None else bare
        return with_settings(read, ident, self.resources, self.groups)

    # -- the rest ----------------------------------------------------------------------------------------------

    def _outside(self) -> Iterator[Resource]:
        """Pages, quizzes, assignments and topics that stand in no module."""
        shown = {row.findtext("{*}identifierref") for row in self._rows()}
        for resource in self.manifest.resources.values():
            is_task = self.resources.is_page(resource.href) or bool(_document_of_assignment(resource))
            is_item = is_task or kind_of(resource) in ("assessment", "discussion", "link")
            if is_item and resource.id not in shown and not is_bank(resource):
                yield resource

    def _alone(self, resource: Resource) -> Item:
        """A resource that stands in no module, with the title that it gives itself."""
        bare = Item(id=resource.id, kind=kind_of(resource), title="", place=f"imsmanifest.xml:{resource.line}")
        if document := _document_of_assignment(resource):
            return self.assignment(replace(bare, title=self._title(document), kind="unknown"), resource)
        if bare.kind == "assessment":
            return self.quiz(bare, resource)
        found = self.resources.item(resource.id, "", resource)
        return replace(found, title=found.title or self._title(resource.href))

    @cached_property
    def addresses(self) -> Addresses:
        """What finds where the addresses in its texts lead."""
        placed = {resource.id: resource.id for resource in self._outside()}
        names = {module.get("identifier", ""): module.get("identifier", "") for module in self._modules()}
        for row in reversed(list(self._rows())):
            id = row.get("identifier", "")
            names[id] = placed[row.findtext("{*}identifierref") or ""] = id
        for page, tool in pairwise(self._rows()):
            resource = page.findtext("{*}identifierref") or ""
            if tool.findtext("{*}content_type") == "ContextExternalTool" and self.resources.is_task(resource):
                placed[resource] = tool.get("identifier", "")
        graded = {name: placed.get(owner, "") for name, owner in self._graded()}
        return self.resources.addresses(placed, graded | names)

    def _graded(self) -> Iterator[tuple[str, str]]:
        """The assignments by which quizzes and topics count: their identifiers with those of what they belong to."""
        metas = [self.contents.xml(name) for name in self.contents if name.endswith("/assessment_meta.xml")]
        for meta in (*self._topic_metas, *metas):
            own = meta.find("{*}assignment") if meta is not None else None
            if meta is not None and own is not None:
                yield own.get("identifier", ""), meta.findtext("{*}topic_id") or meta.get("identifier") or ""

    def _syllabus(self) -> Iterator[Item]:
        """The syllabus, where it has words: Canvas shows it beside the modules."""
        found = self.resources.page(
            Item(id=SYLLABUS, kind="lesson", title=self._title(SYLLABUS), place=SYLLABUS), SYLLABUS
        )
        if found.text:
            yield found

    def _not_read(self) -> Iterator[str]:
        """What a course has beside its items and modules, and no outline."""
        for name, what in _BESIDE.items():
            root = self.contents.xml(f"course_settings/{name}")
            if root is not None and len(root):
                yield f"course_settings/{name} holds {what}, which are not read"

    def _title(self, member: str) -> str:
        """The title that a page or a topic gives itself."""
        root = self.contents.xml(member) if member.endswith(".xml") else None
        if root is not None:
            return root.findtext("{*}title") or ""
        _, _, rest = self.resources.text(member).partition("<title>")
        return plain(rest.partition("</title>")[0])

    def _banks(self) -> Banks:
        """The banks that stand in documents of their own, beside the groups of the quizzes that were read."""
        for name in self.contents:
            root = self.contents.xml(name) if name.startswith("non_cc_assessments/") else None
            if root is not None and root.find("{*}objectbank") is not None:
                self.resources.read_banks(root, name)
        return self.resources.banks

    def _tools(self) -> dict[str, str]:
        """External tools that the export brings along, by name."""
        found = {}
        for resource in self.manifest.resources.values():
            if resource.type.startswith("imsbasiclti_") and not resource.href.startswith("lti_resource_links/"):
                root = self.contents.xml(resource.href) if resource.href else None
                root = (
                    root if root is not None else next(filter(_is_some, map(self.contents.xml, resource.files)), None)
                )
                if root is not None:
                    tool = lab(Item(id=resource.id, kind="lab", title=""), root, resource.href)
                    found[root.findtext("{*}title") or resource.id] = tool.url
        return found


def _document_of_assignment(resource: Resource) -> str:
    """The document with the settings of an assignment; empty for what is none."""
    if is_assignment(resource):
        return next(iter((*resource.files, resource.href)), "")
    return next((name for name in resource.files if name.endswith("assignment_settings.xml")), "")


def _is_some(root: etree._Element | None) -> bool:
    return root is not None
