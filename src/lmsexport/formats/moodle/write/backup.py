"""A course as a Moodle backup: all documents of one, in the layout of Moodle 4.0, which every later release reads."""

from __future__ import annotations

from typing import Any, Literal
from urllib.parse import quote

from lmsexport.formats.base import Context
from lmsexport.formats.moodle.carries.names import name_html
from lmsexport.formats.moodle.carries.releases import Release
from lmsexport.formats.moodle.write.activities import (
    KINDS,
    LINK_CODES,
    Activity,
    BookDetails,
    Chapter,
    Details,
    LinkDetails,
    PageDetails,
    Section,
)
from lmsexport.formats.moodle.write.after_upload import notes
from lmsexport.formats.moodle.write.availability import Gates, completion
from lmsexport.formats.moodle.write.book_chapters import chapters
from lmsexport.formats.moodle.write.files import FileArea, Files, MoodleRenderer, stored_path
from lmsexport.formats.moodle.write.filters import unfiltered
from lmsexport.formats.moodle.write.fixed_documents import (
    DECLARATION,
    EMPTY_ACTIVITY_DOCUMENTS,
    EMPTY_DOCUMENTS,
    NULL,
    RELEASES,
    SETTINGS,
)
from lmsexport.formats.moodle.write.gradebook import Gradebook
from lmsexport.formats.moodle.write.launches import lab_details
from lmsexport.formats.moodle.write.question_categories import Categories
from lmsexport.formats.moodle.write.question_entries import InBackup, QuestionWriter
from lmsexport.formats.moodle.write.quizzes import quiz_details
from lmsexport.formats.pages import Pages
from lmsexport.lowering import LoweredCourse
from lmsexport.model import Assessment, Download, Item, Lab, Lesson, Link, Module
from lmsexport.packaging import Numbers, Package, short_hash, stable_uuid, templates, wellformed


def backup_package(
    course: LoweredCourse, lessons: Literal["page", "book"], release: Release, context: Context
) -> Package:
    """A lowered course as a backup for a release and later ones, with its lessons as pages or books."""
    return _Backup(course, lessons, release, context).package()


class _Pages(Pages[FileArea]):
    """Texts of the course that Moodle's filters leave as they are."""

    def finished(self, html: str) -> str:
        return unfiltered(html)


class _Backup:
    def __init__(
        self, resolved: LoweredCourse, lessons: Literal["page", "book"], release: Release, context: Context
    ) -> None:
        self.resolved = resolved
        self.course = course = resolved.course
        self.when = int(context.when.timestamp())
        self.numbers = numbers = Numbers()
        self.files = Files(resolved.files, numbers)
        version, self.release = RELEASES[release]
        self.env = templates("moodle", context.templates).overlay()
        self.env.globals = self.env.globals | {
            "NULL": NULL,
            "when": self.when,
            "version": version,
        }  # not the shared ones
        self.env.finalize = _not_null
        self.kinds = KINDS | {"lesson": lessons}
        links = {item.id: self._link(item) for item in course.items}
        self.pages = _Pages(resolved, self.env, lambda place: MoodleRenderer(self.files, links, place))
        around = InBackup(resolved, self.files, links, numbers, has_lists=release != "4.0")
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
            "name": name_html(course.title),
            "short": course.id,
            "summary": self.pages.course_summary(FileArea(self.course_context, "course", "summary")),
            "tags": [{"id": self.numbers("tag", word), "name": word} for word in course.keywords],
        }

    def _backup_facts(self) -> dict[str, Any]:
        return {
            "release": self.release,
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
            name_html(module.title),
            summary,
            self.gates.of_module(module),
            sequence,
            self._section_files(id),
            module.published,
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
            name=name_html(item.title),
            section=section,
            intro=self.pages.intro(item, FileArea(context, f"mod_{kind}", "intro")),
            completion=completion(item),
            availability=self.gates.of_item(item),
            grade=self.gradebook.item(item, kind, instance, hidden=not (item.published and section.published)),
            details=self._details(item, kind, context),
            published=item.published,
        )
        if isinstance(item, Assessment):
            activity.categories = self.categories.used_by(item)
        return activity

    def _details(self, item: Item, kind: str, context: int) -> Details | None:
        """What only this kind of activity says."""
        if isinstance(item, Lesson):
            place = FileArea(context, f"mod_{kind}", "content")
            if kind == "page":
                return PageDetails(self.pages.lesson(item, place))
            return BookDetails(self._chapters(item, self.pages.unfinished_lesson(item, place), context))
        if isinstance(item, Assessment):
            return quiz_details(item, self.course, self.numbers, self.categories)
        if isinstance(item, Lab):
            return lab_details(item, self.course, self.numbers)
        if isinstance(item, Link):
            return LinkDetails(item.url, item.opens == "window")
        if isinstance(item, Download):
            path = self.resolved.media_path(item.source, item.file)
            self.files.use(path, FileArea(context, "mod_resource", "content"), main=True)
        return None

    def _chapters(self, lesson: Lesson, page: str, context: int) -> list[Chapter]:
        """A lesson's chapters. Each has a file area of its own, so each is given the files of the whole."""
        cuts = chapters(lesson.title, page)
        ids = [self.numbers("chapter", lesson.id, str(number)) for number in range(len(cuts))]
        for record in [r for r in self.files.of_context(context) if r.place.area == "content"]:
            self.files.drop(record)
            for id, (_, html) in zip(ids, cuts, strict=True):
                if f'/{quote(stored_path(record.path))}"' in html:
                    self.files.use(record.path, FileArea(context, "mod_book", "chapter", id))
        return [Chapter(id, title, self.pages.finished(html)) for id, (title, html) in zip(ids, cuts, strict=True)]

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
