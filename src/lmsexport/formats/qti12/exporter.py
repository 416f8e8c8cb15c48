"""Quizzes alone, as a QTI 1.2 package: what Canvas calls a QTI .zip file, and what many other LMSs read."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from pydantic import Field

from lmsexport.content import InlineRenderer, ResolvedCourse
from lmsexport.formats.base import Context
from lmsexport.formats.qti12.carries import CANVAS, StandIn, name
from lmsexport.formats.qti12.questions import QuestionWriter, identifier
from lmsexport.formats.qti12.quizzes import QuizWriter, introduction
from lmsexport.formats.qti12.settings import CARRIES, settings
from lmsexport.formats.scope import QuizOptions
from lmsexport.lowering import CARRIED, Adapted, Capabilities, Dropped
from lmsexport.model import Assessment
from lmsexport.packaging import Omission, Package, portable, templates, wellformed

_NO_QUIZ = Dropped("The file holds quizzes and question banks, and nothing else.", "Use a format for whole courses.")
_OF_THE_COURSE = Dropped("Only a whole course has it; the file holds quizzes alone.")

_OUTSIDE = ("Discussion", "Download", "GradeCategory", "Heading", "Lab", "Lesson", "Link", "Term", "Tool")
_AROUND = ("Author", "Course", "Module", "Requirement")
_SKELETON = (
    "Course", "Course.title", "Course.date", "Course.language", "Course.targets", "Course.options", "Course.authors",
    "Course.tools", "Course.grade_categories", "Course.banks", "Course.modules", "Module", "Module.items",
)  # fmt: skip
"""What holds the quizzes together, and parts that are declared by themselves."""

CAPABILITIES: Capabilities = {
    **{f"{part}{ending}": _NO_QUIZ for part in _OUTSIDE for ending in ("", ".*")},
    **{f"{part}{ending}": _OF_THE_COURSE for part in _AROUND for ending in ("", ".*")},
    **dict.fromkeys(_SKELETON, CARRIED),
    **CANVAS.capabilities("essay"),
    **CARRIES,
    "Assessment.pass_mark": Adapted("It stands in the instructions; the LMS does not know it.", "Set it there."),
    "Assessment.complete_when": _OF_THE_COURSE,
    "Assessment.grade_category": _OF_THE_COURSE,
    "Assessment.weight": _OF_THE_COURSE,
    "Bank.description": Dropped("QTI 1.2 has no place for the description of a bank."),
}


class QtiOptions(QuizOptions):
    """What a course can choose for QTI 1.2."""

    stand_in: StandIn = Field("essay", description="What stands for a question that the format lacks.")

    def carried(self, capabilities: Capabilities) -> Capabilities:
        """What the files carry with the chosen stand-ins."""
        return {**capabilities, **CANVAS.capabilities(self.stand_in)}


class Qti12:
    """The target `qti-1.2`."""

    name: ClassVar[str] = "qti-1.2"
    title: ClassVar[str] = "QTI 1.2 quiz files"
    extension: ClassVar[str] = ".zip"
    archive: ClassVar[Literal["zip", "tar.gz", "folder"]] = "zip"
    capabilities: ClassVar[Capabilities] = CAPABILITIES
    options: ClassVar[type[QtiOptions]] = QtiOptions

    def export(self, course: ResolvedCourse, options: QtiOptions, context: Context) -> Package:
        """Write the quizzes and banks of a lowered course as a package of QTI 1.2 documents."""
        env = templates("qti12", context.templates)
        media: dict[str, str] = {}
        lost: set[str] = set()
        questions = QuestionWriter(course, CANVAS, options.stand_in, env, lambda: _Renderer(media, lost))
        quizzes = QuizWriter(questions)
        documents: dict[str, bytes] = {}
        resources: list[dict[str, Any]] = []
        omissions: list[Omission] = []
        for quiz in options.assessments(course.course):
            ident = quizzes.ident(quiz.id)
            documents[f"{ident}.xml"] = quizzes.assessment(quiz)
            documents[f"{ident}/assessment_meta.xml"] = _settings(quiz, quizzes)
            resources.append({"ident": ident, "settings": identifier(ident, "settings")})
            omissions += _links(quiz.id, lost)
        for bank in options.banks(course.course):
            ident = quizzes.ident(bank.id)
            documents[f"{ident}.xml"] = quizzes.bank(bank, ident=ident, title=bank.title)
            resources.append({"ident": ident, "settings": ""})
            omissions += _links(bank.id, lost)
        manifest = env.get_template("imsmanifest.xml.j2").render(
            course=course.course, ident=identifier(course.course.id, "quizzes"), resources=resources,
            media={portable(path): identifier(course.course.id, "file", path) for path in sorted(media)},
        )  # fmt: skip
        package = Package(notes=list(_NOTES), omissions=omissions)
        package.add("imsmanifest.xml", wellformed("imsmanifest.xml", manifest))
        for part in sorted(documents):
            package.add(part, documents[part])
        for path in sorted(media):
            package.add(f"media/{portable(path)}", course.files[path])
        return package


_NOTES = (
    "In Canvas, open “Settings → Import Course Content”, choose “QTI .zip file”, and upload the file; when you upload "
    "a newer version, tick “Overwrite assessment content with matching IDs”.",
)


class _Renderer(InlineRenderer):
    """Texts of quizzes: files lie beside the documents; nothing else of the course can be linked to."""

    def __init__(self, media: dict[str, str], lost: set[str]) -> None:
        self._media = media
        self._lost = lost

    def item_url(self, item: str, anchor: str) -> str:  # noqa: ARG002
        """Nowhere: the items are in another file, if anywhere."""
        self._lost.add(item)
        return ""

    def media_url(self, path: str) -> str:
        """The file, seen from the root of the package, where the documents are."""
        self._media[path] = path
        return f"media/{portable(path)}"


def _links(owner: str, lost: set[str]) -> list[Omission]:
    """The links of an assessment or a bank that lead out of the file; forgotten for the next one."""
    found = [Omission(owner, "link", item, *_NO_ADDRESS) for item in sorted(lost)]
    lost.clear()
    return found


_NO_ADDRESS = (
    "What it leads to is not in a file of quizzes, so the words of the link stay, without the link.",
    "Name it in the text, so that students find it.",
)


def _settings(quiz: Assessment, writer: QuizWriter) -> bytes:
    xml = writer.env.get_template("assessment_meta.xml.j2").render(
        ident=writer.ident(quiz.id),
        title=name(quiz.title),
        description=introduction(writer.writer, quiz, with_pass_mark=True),
        settings=settings(quiz),
        assignment=None,
        group="",
    )
    return wellformed(f"{quiz.id} (settings)", xml)
