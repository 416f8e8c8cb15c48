"""A course as a Canvas course export: a Common Cartridge with all that Canvas knows beyond it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from markupsafe import Markup
from pydantic import Field

from lmsexport.content import wording
from lmsexport.formats.base import Context, Options
from lmsexport.formats.canvas.carries import CAPABILITIES
from lmsexport.formats.canvas.outline import CanvasOutliner
from lmsexport.formats.canvas.write.after_upload import notes
from lmsexport.formats.canvas.write.modules import Modules, contents, lab_url, lookup_uuid, task_title
from lmsexport.formats.canvas.write.places import CanvasRenderer, Places
from lmsexport.formats.launch import canvas_tool, comes_along, parameters, tools_in_use
from lmsexport.formats.pages import Pages
from lmsexport.formats.qti12 import CANVAS, CARTRIDGE, QuestionWriter, QuizWriter, StandIn, introduction
from lmsexport.formats.qti12.carries.cartridge_quizzes import QuizzesOfCartridges
from lmsexport.formats.qti12.write.canvas_settings import settings
from lmsexport.lowering import Capabilities, LoweredCourse, lower
from lmsexport.model import Assessment, Bank, Discussion, Download, Item, Lab, Lesson, Link, Module
from lmsexport.model.numbers import plain_number
from lmsexport.packaging import Archive, Package, templates, wellformed
from lmsexport.validation import Outline

LOR = "associatedcontent/imscc_xmlv1p1/learning-application-resource"


class CanvasOptions(Options):
    """What a course can choose for Canvas."""

    stand_in: StandIn = Field("essay", description="What stands for a question that Canvas lacks.")

    def carried(self, capabilities: Capabilities) -> Capabilities:
        """What the export carries with the chosen stand-ins."""
        return {**capabilities, **CANVAS.stand_ins(self.stand_in)}


class CanvasExport:
    """The target `canvas`."""

    name: ClassVar[str] = "canvas"
    title: ClassVar[str] = "Canvas course export"
    reader: ClassVar[str | None] = "canvas"
    extension: ClassVar[str] = ".imscc"
    archive: ClassVar[Archive] = "zip"
    capabilities: ClassVar[Capabilities] = CAPABILITIES
    options: ClassVar[type[CanvasOptions]] = CanvasOptions

    def outline(self, course: LoweredCourse, options: CanvasOptions) -> Outline:  # noqa: ARG002 - the course has them
        """What the package says."""
        return CanvasOutliner(course, templates("canvas")).outline()

    def export(self, course: LoweredCourse, options: CanvasOptions, context: Context) -> Package:  # noqa: ARG002
        """Write a lowered course as a package that Canvas' own importer reads."""
        return _Export(course, context).package()


@dataclass(frozen=True, slots=True)
class Resource:
    """An entry of the manifest."""

    ident: str
    type: str
    href: str
    files: tuple[str, ...]
    depends: str = ""


class _Export:
    def __init__(self, resolved: LoweredCourse, context: Context) -> None:
        self.resolved = resolved
        self.course = course = resolved.course
        self.context = context
        self.places = places = Places(course)
        self.say = wording(course.language)
        self.env = templates("canvas", context.templates)
        self.pages: Pages[None] = Pages(resolved, self.env, lambda _: CanvasRenderer(places))
        quiz_templates = templates("qti12", context.templates)
        self.quizzes = QuizWriter(QuestionWriter(resolved, CANVAS, quiz_templates, self._renderer))
        in_cartridges = lower(resolved, QuizzesOfCartridges()).course
        self.copies = QuizWriter(QuestionWriter(in_cartridges, CARTRIDGE, quiz_templates, self._renderer))
        """Writes what other LMSs read of the quizzes, and Canvas does not."""
        self.copied = {item.id: item for item in in_cartridges.course.items if isinstance(item, Assessment)}
        self.downloads = {
            item.id: resolved.media_path(item.source, item.file) for item in course.items if isinstance(item, Download)
        }
        self.modules = Modules(course, places, self.say, self.downloads).rows()
        self.documents: dict[str, bytes] = {}
        self.resources: list[Resource] = []

    def _renderer(self) -> CanvasRenderer:
        return CanvasRenderer(self.places)

    # -- the package -------------------------------------------------------------------------------------------

    def package(self) -> Package:
        self._settings()
        self._front_page()
        for position, item in enumerate(self.course.items, 1):
            self._item(item, position)
        for module in self.course.modules:
            if module.description:
                self._about(module)
        for bank in self.course.banks:
            self._bank(bank)
        for tool, _ in tools_in_use(self.course):
            if comes_along(tool):
                ident = self.places.ident(tool.id)
                self._resource(
                    ident, "imsbasiclti_xmlv1p0", {f"{ident}.xml": self._xml("tool", tool=canvas_tool(tool))}
                )
        files = self.places.resources()
        manifest = self._xml(
            "imsmanifest", course=self.course, ident=self.places.ident("manifest"), modules=self.modules,
            resources=self.resources, files=files, date=self.context.when.date().isoformat(),
        )  # fmt: skip
        package = Package(notes=notes(self.course))
        package.add("imsmanifest.xml", wellformed("imsmanifest.xml", manifest))
        for part in sorted(self.documents):
            package.add(part, self.documents[part])
        for file in files:
            package.add(file.name, self.resolved.files[file.path])
        return package

    def _xml(self, template: str, **values: Any) -> str:
        return self.env.get_template(f"{template}.xml.j2").render(**values)

    def _resource(self, ident: str, type: str, documents: dict[str, str | bytes], depends: str = "") -> None:
        """Add a resource with its documents; the first is the one that it is about."""
        for part, content in documents.items():
            html = part.endswith((".html", ".txt"))
            checked = content if isinstance(content, bytes) else content.encode() if html else wellformed(part, content)
            self.documents[part] = checked
        self.resources.append(Resource(ident, type, next(iter(documents)), tuple(documents), depends))

    def _html(self, title: str, body: str, ident: str = "", front: bool = False, published: bool = True) -> str:
        """A document around a text that was rendered by us."""
        about = {"title": title, "ident": ident, "front": front, "published": published}
        template = self.env.get_template("page.html.j2")
        return template.render(body=Markup(body), language=self.course.language, **about)  # noqa: S704

    def _page(self, part: Module | Lesson | Lab, ident: str, title: str, body: str) -> None:
        html = self._html(title, body, ident, published=part.published)
        self._resource(ident, "webcontent", {f"wiki_content/{self.places.slug(part.id)}.html": html})

    # -- the course --------------------------------------------------------------------------------------------

    def _settings(self) -> None:
        course, folder = self.course, "course_settings"
        locked = [file for file in self.places.resources() if file.locked]
        self._resource(
            self.places.ident(""),
            LOR,
            {
                f"{folder}/canvas_export.txt": "Written by lmsexport for Canvas.\n",
                f"{folder}/course_settings.xml": self._xml(
                    "course_settings", course=course, title=course.title, ident=self.places.ident("")
                ),
                f"{folder}/module_meta.xml": self._xml("module_meta", modules=self.modules),
                f"{folder}/assignment_groups.xml": self._xml("assignment_groups", groups=list(self._groups())),
                **({f"{folder}/files_meta.xml": self._xml("files_meta", files=locked)} if locked else {}),
            },
        )

    def _groups(self) -> Iterator[dict[str, Any]]:
        for category in self.course.grade_categories:
            yield {
                "ident": self.places.ident(category.id),
                "title": category.title,
                "weight": plain_number(category.weight),
            }

    def _group(self, item: Assessment | Lab) -> str:
        return self.places.ident(item.grade_category) if item.grade_category else ""

    def _front_page(self) -> None:
        lists = [
            Markup("<h2>{}</h2><ul>{}</ul>").format(
                heading,
                Markup().join(
                    Markup('<li><a href="{}">{}</a></li>').format(self.places.address(item), item.title)
                    for item in items
                ),
            )
            for heading, items in contents(self.course)
        ]
        body = self.pages.course_summary(None) + "".join(lists)
        ident = self.places.ident("front page")
        html = self._html(self.course.title, body, ident, front=True)
        self._resource(ident, "webcontent", {f"wiki_content/{self.course.id}.html": html})

    def _about(self, module: Module) -> None:
        body = self.pages.html(module.source, module.description, None)
        self._page(module, self.places.ident(module.id, "about"), module.heading, body)

    # -- items -------------------------------------------------------------------------------------------------

    def _item(self, item: Item, position: int) -> None:
        ident = self.places.ident(item.id)
        match item:
            case Lesson():
                self._page(item, ident, item.title, self.pages.lesson(item, None))
            case Assessment():
                self._quiz(item, ident, position)
            case Lab():
                self._lab(item, ident, position)
            case Link():
                self._resource(ident, "imswl_xmlv1p1", {f"{ident}.xml": self._xml("link", link=item)})
            case Discussion():
                self._discussion(item, ident, position)
            case _:
                pass

    def _quiz(self, quiz: Assessment, ident: str, position: int) -> None:
        assignment = {"ident": self.places.ident(quiz.id, "assignment"), "position": position} if quiz.graded else None
        meta = self.quizzes.env.get_template("assessment_meta.xml.j2").render(
            ident=ident, title=quiz.title, description=introduction(self.quizzes.writer, quiz),
            settings=settings(quiz), assignment=assignment, group=self._group(quiz), published=quiz.published,
        )  # fmt: skip
        extra = self.places.ident(quiz.id, "settings")
        qti = {f"{ident}/assessment_qti.xml": self.copies.assessment(self.copied[quiz.id])}
        self._resource(ident, "imsqti_xmlv1p2/imscc_xmlv1p1/assessment", {**qti}, depends=extra)
        documents = {
            f"{ident}/assessment_meta.xml": wellformed(f"{quiz.id} (settings)", meta),
            f"non_cc_assessments/{ident}.xml.qti": self.quizzes.assessment(quiz),
        }
        self._resource(extra, LOR, {**documents})

    def _bank(self, bank: Bank) -> None:
        ident = self.places.ident(bank.id)
        document = self.quizzes.bank(bank)
        self._resource(ident, LOR, {f"non_cc_assessments/{ident}.xml.qti": document})

    def _lab(self, lab: Lab, ident: str, position: int) -> None:
        text = self.pages.intro(lab, None)
        if lab.points:
            self._assignment(lab, ident, text, position)
        else:
            self._page(lab, ident, task_title(lab, self.say), text)
        if lookup := lookup_uuid(self.course, lab):
            link = self.places.ident(lab.id, "resource link")
            plain = self.resolved.fragment(lab.source, lab.summary or lab.task).plain
            document = self._xml(
                "resource_link", lab=lab, tool=self.course.tool_of(lab), url=lab_url(self.course, lab),
                parameters=parameters(self.course, lab), lookup=lookup, title=lab.title, description=plain,
            )  # fmt: skip
            self._resource(link, "imsbasiclti_xmlv1p3", {f"lti_resource_links/{link}.xml": document})

    def _assignment(self, lab: Lab, ident: str, text: str, position: int) -> None:
        values = {
            "lab": lab, "ident": ident, "title": lab.title, "url": lab_url(self.course, lab),
            "lookup": lookup_uuid(self.course, lab), "group": self._group(lab), "position": position,
            "points": plain_number(lab.points or Decimal(0)),
        }  # fmt: skip
        documents = {
            f"{ident}/{self.places.slug(lab.id)}.html": self._html(lab.title, text),
            f"{ident}/assignment_settings.xml": self._xml("assignment_settings", **values),
        }
        self._resource(ident, LOR, {**documents})

    def _discussion(self, item: Discussion, ident: str, position: int) -> None:
        meta = self.places.ident(item.id, "settings")
        prompt = self.pages.html(item.source, item.prompt, None)
        topic = self._xml("topic", title=item.title, prompt=prompt)
        self._resource(ident, "imsdt_xmlv1p1", {f"{ident}.xml": topic}, depends=meta)
        document = self._xml("topic_meta", ident=meta, topic=ident, item=item, position=position)
        self._resource(meta, LOR, {f"{meta}.xml": document})
