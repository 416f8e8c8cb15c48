"""A course as a Moodle backup: all documents of one, in the layout of Moodle 4.0, which every later release reads."""

from __future__ import annotations

from typing import Any, ClassVar, Literal
from urllib.parse import quote

from lmsexport.content import ResolvedCourse, wording
from lmsexport.formats.base import Context, Options
from lmsexport.formats.moodle.activities import KINDS, LINK_CODES, Activity, Section, lab_fields, quiz_fields
from lmsexport.formats.moodle.capabilities import CAPABILITIES, course_name, cut, shown_name
from lmsexport.formats.moodle.categories import Categories
from lmsexport.formats.moodle.chapters import chapters
from lmsexport.formats.moodle.documents import (
    DECLARATION,
    EMPTY_ACTIVITY_DOCUMENTS,
    EMPTY_DOCUMENTS,
    NULL,
    RELEASE,
    SETTINGS,
    VERSION,
)
from lmsexport.formats.moodle.files import FileArea, Files, MoodleRenderer, stored_path
from lmsexport.formats.moodle.gates import Gates, completion
from lmsexport.formats.moodle.gradebook import Gradebook
from lmsexport.formats.moodle.notes import notes
from lmsexport.formats.moodle.questions import InBackup, QuestionWriter
from lmsexport.formats.pages import Pages
from lmsexport.lowering import Capabilities
from lmsexport.model import Assessment, Download, Item, Lab, Lesson, Link, Module
from lmsexport.packaging import Numbers, Package, short_hash, stable_uuid, templates, wellformed


class MoodleOptions(Options):
    """What a course can choose for Moodle."""

    lessons: Literal["page", "book"] = "page"
    """A lesson as one page, or as a book with a chapter for each second-level heading."""


class MoodleBackup:
    """The target `moodle`."""

    name: ClassVar[str] = "moodle"
    title: ClassVar[str] = "Moodle backup"
    extension: ClassVar[str] = ".mbz"
    archive: ClassVar[Literal["zip", "tar.gz", "folder"]] = "tar.gz"
    capabilities: ClassVar[Capabilities] = CAPABILITIES
    options: ClassVar[type[Options]] = MoodleOptions

    def export(self, course: ResolvedCourse, options: MoodleOptions, context: Context) -> Package:
        """Write a lowered course as a backup that Moodle 4.0 and later restores."""
        return _Backup(course, options, context).package()


class _Backup:
    def __init__(self, resolved: ResolvedCourse, options: MoodleOptions, context: Context) -> None:
        self.resolved = resolved
        self.course = course = resolved.course
        self.options = options
        self.when = int(context.when.timestamp())
        self.numbers = numbers = Numbers()
        self.files = Files(resolved.files, numbers)
        self.env = templates("moodle", context.templates).overlay()
        self.env.globals = self.env.globals | {
            "NULL": NULL,
            "when": self.when,
            "version": VERSION,
        }  # not the shared ones
        self.env.finalize = _not_null
        self.kinds = KINDS | {"lesson": options.lessons}
        links = {item.id: self._link(item) for item in course.items}
        self.pages: Pages[FileArea] = Pages(resolved, self.env, lambda place: MoodleRenderer(self.files, links, place))
        around = InBackup(resolved, self.files, links, numbers, wording(course.language))
        self.categories = Categories(course, numbers, self.pages, QuestionWriter(around, self.env))
        self.gates = Gates(course, numbers)
        self.gradebook = Gradebook(course, numbers)
        self.course_context = numbers("context", "course")

    # -- the package -------------------------------------------------------------------------------------------

    def package(self) -> Package:
        facts = self._course_facts()
        sections = [self._general_section(), *(self._section(n, m) for n, m in enumerate(self.course.modules, 1))]
        activities = [
            self._activity(item, section)
            for module, section in zip(self.course.modules, sections[1:], strict=True)
            for item in module.items
        ]
        documents = EMPTY_DOCUMENTS | {
            "moodle_backup.xml": self._render(
                "moodle_backup", course=facts, sections=sections, activities=activities, **self._backup_facts()
            ),
            "questions.xml": self._render("questions", categories=self.categories.rows()),
            "gradebook.xml": self._render("gradebook", book=self.gradebook),
            "course/course.xml": self._render("course/course", course=facts),
            "course/inforef.xml": self._inforef(self.course_context, self.categories.of_course(), area="summary"),
        }
        for section in sections:
            folder = f"sections/section_{section.id}"
            documents[f"{folder}/section.xml"] = self._render("section", s=section)
            documents[f"{folder}/inforef.xml"] = self._render(
                "inforef", files=section.files, grade_item=0, categories=[]
            )
        for activity in activities:
            documents |= {
                f"{activity.folder}/{name}": xml for name, xml in self._activity_documents(activity, facts).items()
            }
        documents["files.xml"] = self._render("files", files=self.files.records)
        return self._pack(documents)

    def _pack(self, documents: dict[str, str]) -> Package:
        package = Package(notes=notes(self.course))
        for name in sorted(documents, key=lambda name: (name != "moodle_backup.xml", name)):
            xml = documents[name]
            package.add(name, wellformed(name, xml if xml.startswith("<?xml") else DECLARATION + xml))
        for sha1, path in sorted(self.files.contents.items()):
            package.add(f"files/{sha1[:2]}/{sha1}", path)
        return package

    def _render(self, name: str, **values: Any) -> str:
        return self.env.get_template(f"{name}.xml.j2").render(**values)

    # -- course and sections -----------------------------------------------------------------------------------

    def _course_facts(self) -> dict[str, Any]:
        course = self.course
        return {
            "id": self.numbers("course", course.id),
            "context": self.course_context,
            "idnumber": course.id,
            "name": course_name(course.title),
            "short": course.id,
            "summary": self.pages.course_summary(FileArea(self.course_context, "course", "summary")),
            "tags": [{"id": self.numbers("tag", word), "name": cut(word, 50)} for word in course.keywords],
        }

    def _backup_facts(self) -> dict[str, Any]:
        return {
            "release": RELEASE,
            "site": short_hash("lmsexport", length=32),
            "backup": stable_uuid("backup", self.course.id).hex,
            "system": self.numbers("context", "system"),
            "settings": SETTINGS,
        }

    def _general_section(self) -> Section:
        id = self.numbers("section", "")
        summary = self.pages.course_summary(FileArea(self.course_context, "course", "section", id))
        return Section(id, 0, "", summary, files=self._section_files(id))

    def _section(self, number: int, module: Module) -> Section:
        id = self.numbers("section", module.id)
        summary = self.pages.html(
            module.source, module.description, FileArea(self.course_context, "course", "section", id)
        )
        sequence = [self.numbers("module", item.id) for item in module.items]
        return Section(
            id,
            number,
            shown_name(module.heading),
            summary,
            self.gates.of_module(module),
            sequence,
            self._section_files(id),
        )

    def _section_files(self, section: int) -> list[int]:
        records = self.files.of_context(self.course_context)
        return [record.id for record in records if record.place.area == "section" and record.place.item == section]

    # -- activities --------------------------------------------------------------------------------------------

    def _link(self, item: Item) -> str:
        kind = self.kinds[item.type]
        id = self.numbers("module", item.id)
        if kind in LINK_CODES:
            return f"$@{LINK_CODES[kind]}*{id}@$"
        return f"$@COURSEVIEWBYID*{self.numbers('course', self.course.id)}@$"  # a heading stands on the course's page

    def _activity(self, item: Item, section: Section) -> Activity:
        kind = self.kinds[item.type]
        instance, context = self.numbers("instance", item.id), self.numbers("context", item.id)
        activity = Activity(
            id=self.numbers("module", item.id),
            instance=instance,
            context=context,
            kind=kind,
            idnumber=item.id,
            name=shown_name(item.title),
            section=section,
            intro=self.pages.intro(item, FileArea(context, f"mod_{kind}", "intro")),
            completion=completion(item),
            availability=self.gates.of_item(item),
            grade=self.gradebook.item(item, kind, instance),
            extra=self._extra(item, kind, context),
        )
        if isinstance(item, Assessment):
            activity.categories = self.categories.used_by(item)
        return activity

    def _extra(self, item: Item, kind: str, context: int) -> dict[str, Any]:
        """What only this kind of activity has."""
        if isinstance(item, Lesson):
            page = self.pages.lesson(item, FileArea(context, f"mod_{kind}", "content"))
            return {"content": page} if kind == "page" else {"chapters": self._chapters(item, page, context)}
        if isinstance(item, Assessment):
            return quiz_fields(item, self.course, self.numbers, self.categories)
        if isinstance(item, Lab):
            return lab_fields(item, self.course, self.numbers)
        if isinstance(item, Link):
            return {"url": item.url, "window": item.opens == "window"}
        if isinstance(item, Download):
            path = self.resolved.media_path(item.source, item.file)
            self.files.use(path, FileArea(context, "mod_resource", "content"), main=True)
        return {}

    def _chapters(self, lesson: Lesson, page: str, context: int) -> list[dict[str, Any]]:
        """A lesson's chapters. Each has a file area of its own, so each is given the files of the whole."""
        cuts = chapters(lesson.title, page)
        ids = [self.numbers("chapter", lesson.id, str(number)) for number in range(len(cuts))]
        for record in [r for r in self.files.of_context(context) if r.place.area == "content"]:
            self.files.drop(record)
            for id, (_, html) in zip(ids, cuts, strict=True):
                if f'/{quote(stored_path(record.path))}"' in html:
                    self.files.use(record.path, FileArea(context, "mod_book", "chapter", id))
        return [
            {"id": id, "title": shown_name(title), "html": html} for id, (title, html) in zip(ids, cuts, strict=True)
        ]

    def _activity_documents(self, activity: Activity, facts: dict[str, Any]) -> dict[str, str]:
        files = [record.id for record in self.files.of_context(activity.context)]
        grade_item = activity.grade.id if activity.grade else 0
        return EMPTY_ACTIVITY_DOCUMENTS | {
            f"{activity.kind}.xml": self._render(f"activities/{activity.kind}", a=activity, course=facts),
            "module.xml": self._render("activities/module", a=activity),
            "grades.xml": self._render("activities/grades", a=activity),
            "inforef.xml": self._render("inforef", files=files, grade_item=grade_item, categories=activity.categories),
        }

    def _inforef(self, context: int, categories: list[int], area: str) -> str:
        files = [record.id for record in self.files.of_context(context) if record.place.area == area]
        return self._render("inforef", files=files, grade_item=0, categories=categories)


def _not_null(value: Any) -> Any:
    """A text that happens to be the mark of NULL is kept from being read as one."""
    return f"{NULL} " if value == NULL and value is not NULL else value
