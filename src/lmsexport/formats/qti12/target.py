"""Quizzes alone, as a QTI 1.2 package: what Canvas calls a QTI .zip file, and what many other LMSs read."""

from __future__ import annotations

from typing import Any, ClassVar

from pydantic import Field

from lmsexport.content import InlineRenderer
from lmsexport.formats.base import Context
from lmsexport.formats.qti12.carries.canvas_quizzes import CARRIES, DISPLAY
from lmsexport.formats.qti12.carries.canvas_texts import QUIZ_TEXTS
from lmsexport.formats.qti12.carries.passes import identifier, pass_mark_in_instructions, quizzes_alone
from lmsexport.formats.qti12.carries.questions import CANVAS, StandIn
from lmsexport.formats.qti12.outline import QuizFileOutliner
from lmsexport.formats.qti12.write.assessments import QuizWriter, introduction
from lmsexport.formats.qti12.write.canvas_settings import settings
from lmsexport.formats.qti12.write.new_quizzes import new_quizzes_notes
from lmsexport.formats.qti12.write.question_writer import QuestionWriter
from lmsexport.formats.scope import NO_LINKS, QuizOptions
from lmsexport.lowering import CARRIED, Adapted, Capabilities, Carried, Dropped, LoweredCourse, whole
from lmsexport.model import Assessment
from lmsexport.packaging import Archive, Package, portable, templates, wellformed
from lmsexport.validation import Outline

_NO_QUIZ = Dropped("The file holds quizzes and question banks, and nothing else.", "Use a format for whole courses.")
_OF_THE_COURSE = Dropped("Only a whole course has it; the file holds quizzes alone.")

_OUTSIDE = ("Discussion", "Download", "GradeCategory", "Heading", "Lab", "Lesson", "Link", "Term", "Tool")
_AROUND = ("Author", "Course", "Module", "Requirement")
_SKELETON = (
    "Course", "Course.title", "Course.date", "Course.language", "Course.targets", "Course.options", "Course.authors",
    "Course.tools", "Course.grade_categories", "Course.banks", "Module", "Module.items",
)  # fmt: skip
"""What holds the quizzes together, and parts that are declared by themselves."""

CAPABILITIES: Capabilities = {
    **whole(_NO_QUIZ, *_OUTSIDE),
    **whole(_OF_THE_COURSE, *_AROUND),
    **dict.fromkeys(_SKELETON, CARRIED),
    **CANVAS.capabilities,
    **CARRIES,
    **QUIZ_TEXTS,
    "Assessment.pass_mark": Adapted(
        "It stands in the instructions; the LMS does not know it.", "Set it there.", becomes=pass_mark_in_instructions
    ),
    "Assessment.complete_when": _OF_THE_COURSE,
    "Assessment.grade_category": _OF_THE_COURSE,
    "Assessment.weight": _OF_THE_COURSE,
    "Bank.description": Dropped("QTI 1.2 has no place for the description of a bank."),
    "Course.modules": Carried(quizzes_alone),
    **NO_LINKS,
}


class QtiOptions(QuizOptions):
    """What a course can choose for QTI 1.2."""

    stand_in: StandIn = Field("essay", description="What stands for a question that the format lacks.")

    def carried(self, capabilities: Capabilities) -> Capabilities:
        """What the files carry with the chosen stand-ins."""
        return {**super().carried(capabilities), **CANVAS.stand_ins(self.stand_in)}


class Qti12:
    """The target `qti-1.2`."""

    name: ClassVar[str] = "qti-1.2"
    title: ClassVar[str] = "QTI 1.2 quiz files"
    reader: ClassVar[str | None] = "qti-1.2"
    extension: ClassVar[str] = ".zip"
    archive: ClassVar[Archive] = "zip"
    capabilities: ClassVar[Capabilities] = CAPABILITIES
    options: ClassVar[type[QtiOptions]] = QtiOptions

    def outline(self, course: LoweredCourse, options: QtiOptions) -> Outline:  # noqa: ARG002 - the course has them
        """What the file says."""
        return QuizFileOutliner(course).outline()

    def export(self, course: LoweredCourse, options: QtiOptions, context: Context) -> Package:  # noqa: ARG002
        """Write the quizzes and banks of a lowered course as a package of QTI 1.2 documents."""
        env = templates("qti12", context.templates)
        media: set[str] = set()
        quizzes = QuizWriter(QuestionWriter(course, CANVAS, env, lambda: _Renderer(media)))
        documents: dict[str, bytes] = {}
        resources: list[dict[str, Any]] = []
        for quiz in course.course.items:
            assert isinstance(quiz, Assessment)
            ident = quizzes.ident(quiz.id)
            documents[f"{ident}.xml"] = quizzes.assessment(quiz)
            documents[f"{ident}/assessment_meta.xml"] = _settings(quiz, quizzes)
            resources.append({"ident": ident, "settings": identifier(ident, "settings")})
        for bank in course.course.banks:
            ident = quizzes.ident(bank.id)
            documents[f"{ident}.xml"] = quizzes.bank(bank)
            resources.append({"ident": ident, "settings": ""})
        manifest = env.get_template("imsmanifest.xml.j2").render(
            course=course.course, ident=identifier(course.course.id, "quizzes"), resources=resources,
            media={portable(path): identifier(course.course.id, "file", path) for path in sorted(media)},
        )  # fmt: skip
        package = Package(notes=[_IMPORT, *new_quizzes_notes(course.course)])
        package.add("imsmanifest.xml", wellformed("imsmanifest.xml", manifest))
        for part in sorted(documents):
            package.add(part, documents[part])
        for path in sorted(media):
            package.add(f"media/{portable(path)}", course.files[path])
        return package


_IMPORT = (
    "In Canvas, open “Settings → Import Course Content”, choose “QTI .zip file”, and upload the file; when you upload "
    "a newer version, tick “Overwrite assessment content with matching IDs”."
)


class _Renderer(InlineRenderer):
    """Texts of quizzes: files lie beside the documents; no text links to an item."""

    display: ClassVar[tuple[str, str]] = DISPLAY

    def __init__(self, media: set[str]) -> None:
        self._media = media

    def media_url(self, path: str) -> str:
        """The file, seen from the root of the package, where the documents are."""
        self._media.add(path)
        return f"media/{portable(path)}"


def _settings(quiz: Assessment, writer: QuizWriter) -> bytes:
    xml = writer.env.get_template("assessment_meta.xml.j2").render(
        ident=writer.ident(quiz.id),
        title=quiz.title,
        description=introduction(writer.writer, quiz),
        settings=settings(quiz),
        assignment=None,
        group="",
        published=quiz.published,
    )
    return wellformed(f"{quiz.id} (settings)", xml)
