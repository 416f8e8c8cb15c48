"""A course as a Common Cartridge, in the versions 1.1 to 1.3."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar

from markupsafe import Markup
from pydantic import Field

from lmsexport.content import wording
from lmsexport.formats.base import Context, Options
from lmsexport.formats.cartridge.carries import CAPABILITIES, FOR_MOODLE, THIN
from lmsexport.formats.cartridge.outline import CartridgeOutliner, task_title
from lmsexport.formats.cartridge.versions import V1_1, V1_2, V1_3, Version
from lmsexport.formats.cartridge.write.after_upload import notes
from lmsexport.formats.cartridge.write.places import PAGES, QUIZZES, CartridgeRenderer, Places
from lmsexport.formats.launch import parameters
from lmsexport.formats.pages import Pages
from lmsexport.formats.qti12 import CARTRIDGE, CARTRIDGE_FOR_MOODLE, QuestionWriter, QuizWriter, StandIn
from lmsexport.lowering import Capabilities, LoweredCourse
from lmsexport.model import Assessment, Bank, Discussion, Download, Heading, Item, Lab, Lesson, Link, Module
from lmsexport.packaging import Archive, Package, templates, wellformed
from lmsexport.packaging.addresses import launch_url
from lmsexport.validation import Outline


class CartridgeOptions(Options):
    """What a course can choose for a cartridge."""

    stand_in: StandIn = Field("essay", description="What stands for a question that the format lacks.")

    def carried(self, capabilities: Capabilities) -> Capabilities:
        """What the cartridge carries with the chosen stand-ins."""
        return {**capabilities, **CARTRIDGE.stand_ins(self.stand_in)}


class ThinOptions(CartridgeOptions):
    """What a course can choose for a cartridge of version 1.2 or later."""

    thin: bool = Field(False, description="A thin cartridge: links and labs only, and no content of its own.")

    def carried(self, capabilities: Capabilities) -> Capabilities:
        """What the cartridge carries, thin or not."""
        return THIN if self.thin else super().carried(capabilities)


class _Cartridge:
    """What the versions share."""

    version: ClassVar[Version]
    reader: ClassVar[str | None] = "cartridge"
    extension: ClassVar[str] = ".imscc"
    archive: ClassVar[Archive] = "zip"
    capabilities: ClassVar[Capabilities] = CAPABILITIES
    options: ClassVar[type[Options]] = ThinOptions

    def outline(self, course: LoweredCourse, options: CartridgeOptions) -> Outline:
        """What the cartridge says."""
        return CartridgeOutliner(course, templates("cartridge"), _is_thin(options)).outline()

    def export(self, course: LoweredCourse, options: CartridgeOptions, context: Context) -> Package:
        """Write a lowered course as a cartridge."""
        return _Export(course, self.version, options, context).package()


class Cartridge11(_Cartridge):
    """The target `cartridge-1.1`: the one that Moodle, Sakai and older systems import."""

    name: ClassVar[str] = "cartridge-1.1"
    title: ClassVar[str] = "Common Cartridge 1.1"
    version: ClassVar[Version] = V1_1
    capabilities: ClassVar[Capabilities] = FOR_MOODLE
    options: ClassVar[type[Options]] = CartridgeOptions


class Cartridge12(_Cartridge):
    """The target `cartridge-1.2`."""

    name: ClassVar[str] = "cartridge-1.2"
    title: ClassVar[str] = "Common Cartridge 1.2"
    version: ClassVar[Version] = V1_2


class Cartridge13(_Cartridge):
    """The target `cartridge-1.3`."""

    name: ClassVar[str] = "cartridge-1.3"
    title: ClassVar[str] = "Common Cartridge 1.3"
    version: ClassVar[Version] = V1_3


def _is_thin(options: CartridgeOptions) -> bool:
    return isinstance(options, ThinOptions) and options.thin


@dataclass(frozen=True, slots=True)
class Resource:
    """An entry of the manifest."""

    ident: str
    type: str
    href: str
    depends: tuple[str, ...] = ()


@dataclass(slots=True)
class Entry:
    """An item of the organization; one without a target is a folder."""

    ident: str
    title: str
    target: str = ""
    entries: list[Entry] = field(default_factory=list)


class _Export:
    def __init__(self, resolved: LoweredCourse, version: Version, options: CartridgeOptions, context: Context) -> None:
        self.resolved = resolved
        self.course = course = resolved.course
        self.version = version
        self.thin = _is_thin(options)
        self.when = context.when
        self.say = wording(course.language)
        downloads = {i.id: resolved.media_path(i.source, i.file) for i in course.items if isinstance(i, Download)}
        self.places = places = Places(course, downloads)
        self.env = templates("cartridge", context.templates)
        self.pages: Pages[CartridgeRenderer] = Pages(resolved, self.env, lambda renderer: renderer)
        self.quiz_texts = CartridgeRenderer(places, QUIZZES, "$IMS-CC-FILEBASE$")
        quiz_templates = templates("qti12", context.templates)
        dialect = CARTRIDGE_FOR_MOODLE if version.for_moodle else CARTRIDGE
        questions = QuestionWriter(resolved, dialect, quiz_templates, lambda: self.quiz_texts)
        self.quizzes = QuizWriter(questions)
        self.documents: dict[str, bytes] = {}
        self.resources: list[Resource] = []

    # -- the package -------------------------------------------------------------------------------------------

    def package(self) -> Package:
        modules = [self._module(module) for module in self.course.modules]
        if not self.thin:
            self._about_course()
        for bank in self.course.banks:
            self._bank(bank)
        files = {path: self.places.files[path] for path in sorted(self.places.files)}
        idents = {self.places.ident("file", path): name for path, name in files.items()}
        manifest = self._xml(
            "imsmanifest", course=self.course, title=self.course.title, modules=modules,
            ident=self.places.ident("manifest"), resources=self.resources, files=idents, thin=self.thin,
            date=self.when.date().isoformat(),
            description=self.resolved.fragment(self.course.source, self.course.description).plain,
        )  # fmt: skip
        package = Package(notes=notes(self.course, self.version.number))
        package.add("imsmanifest.xml", wellformed("imsmanifest.xml", manifest))
        for part in sorted(self.documents):
            package.add(part, self.documents[part])
        for path, part in files.items():
            package.add(part, self.resolved.files[path])
        return package

    def _xml(self, template: str, **values: Any) -> str:
        return self.env.get_template(f"{template}.xml.j2").render(v=self.version, **values)

    def _resource(self, ident: str, type: str, part: str, content: str | bytes, depends: tuple[str, ...] = ()) -> None:
        self.documents[part] = content if isinstance(content, bytes) else wellformed(part, content)
        self.resources.append(Resource(ident, type, part, depends))

    def _used(self, texts: CartridgeRenderer) -> tuple[str, ...]:
        """The identifiers of the files that an item's texts use."""
        return tuple(self.places.ident("file", path) for path in sorted(texts.files))

    def _page(self, id: str, title: str, write: Callable[[CartridgeRenderer], str]) -> str:
        """Add a page; `write` renders its body. The identifier of its resource."""
        renderer = CartridgeRenderer(self.places, PAGES, "")
        body = Markup(write(renderer))  # noqa: S704 - rendered by us
        html = self.env.get_template("page.html.j2").render(
            title=title, body=body, language=self.course.language, direction=self.course.direction
        )
        ident = self.places.ident(id, "page")
        self._resource(ident, "webcontent", self.places.page(id), html.encode(), self._used(renderer))
        return ident

    # -- the course --------------------------------------------------------------------------------------------

    def _module(self, module: Module) -> Entry:
        top = Entry(self.places.ident(module.id), module.heading)
        if module.description:
            page = self._page(module.id, top.title, lambda at: self.pages.html(module.source, module.description, at))
            top.entries.append(Entry(self.places.ident(module.id, "about"), top.title, page))
        open_folder = top
        for item in module.items:
            if isinstance(item, Heading):
                open_folder = Entry(self.places.ident(item.id), item.title)
                top.entries.append(open_folder)
            else:
                open_folder.entries += self._entries(item)
        return top

    def _about_course(self) -> None:
        """A page about the course, which importers keep among the files."""
        self._page(self.course.id, self.course.title, self.pages.course_summary)

    def _bank(self, bank: Bank) -> None:
        ident = self.places.ident(bank.id)
        self._quiz_resource(ident, self.version.bank, "question-bank", lambda: self.quizzes.bank(bank))

    def _quiz_resource(self, ident: str, type: str, id: str, write: Callable[[], bytes]) -> None:
        """Add a document of QTI with the files that its texts use."""
        self.quiz_texts.files = set()
        document = write()
        self._resource(ident, type, f"{QUIZZES}/{id}.xml", document, self._used(self.quiz_texts))

    # -- items -------------------------------------------------------------------------------------------------

    def _entries(self, item: Item) -> Iterator[Entry]:
        """An item of a module, as the entries that it becomes."""
        ident, title = self.places.ident(item.id, "item"), item.title
        match item:
            case Lesson():
                page = self._page(item.id, title, lambda at: self.pages.lesson(item, at))
                yield Entry(ident, title, page)
            case Assessment():
                yield Entry(ident, title, self._quiz(item))
            case Lab():
                if not self.thin:
                    task = task_title(item, self.say)
                    page = self._page(item.id, task, lambda at: self.pages.intro(item, at))
                    yield Entry(self.places.ident(item.id, "task"), task, page)
                yield Entry(ident, title, self._lab(item))
            case Link():
                yield Entry(ident, title, self._link(item))
            case Discussion():
                yield Entry(ident, title, self._discussion(item))
            case Download():
                path = self.places.downloads[item.id]
                self.places.file(path)
                yield Entry(ident, title, self.places.ident("file", path))

    def _quiz(self, quiz: Assessment) -> str:
        ident = self.places.ident(quiz.id)
        self._quiz_resource(ident, self.version.assessment, quiz.id, lambda: self.quizzes.assessment(quiz))
        return ident

    def _lab(self, lab: Lab) -> str:
        ident = self.places.ident(lab.id)
        plain = self.resolved.fragment(lab.source, lab.summary or lab.task).plain
        document = self._xml(
            "lti", lab=lab, title=lab.title, description=plain, url=launch_url(self.course, lab),
            parameters=parameters(self.course, lab), tool=self.course.tool_of(lab),
        )  # fmt: skip
        self._resource(ident, self.version.lti, f"labs/{lab.id}.xml", document)
        return ident

    def _link(self, link: Link) -> str:
        ident = self.places.ident(link.id)
        self._resource(ident, self.version.link, f"links/{link.id}.xml", self._xml("link", link=link))
        return ident

    def _discussion(self, item: Discussion) -> str:
        ident = self.places.ident(item.id)
        renderer = CartridgeRenderer(self.places, "discussions", "$IMS-CC-FILEBASE$")
        prompt = self.pages.html(item.source, item.prompt, renderer)
        document = self._xml("topic", title=item.title, prompt=prompt)
        part = f"discussions/{item.id}.xml"
        self._resource(ident, self.version.topic, part, document, self._used(renderer))
        return ident
