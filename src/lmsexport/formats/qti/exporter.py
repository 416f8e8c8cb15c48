"""The targets `qti-2.1`, `qti-2.2` and `qti-3.0`: a package of items, tests and banks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from lmsexport.content import ResolvedCourse
from lmsexport.formats.base import Context, Options
from lmsexport.formats.qti.assessments import TestWriter
from lmsexport.formats.qti.carries import CAPABILITIES
from lmsexport.formats.qti.drafts import Setting
from lmsexport.formats.qti.items import STYLESHEET, Document, ItemWriter, points_in_bank
from lmsexport.formats.qti.manifest import manifest
from lmsexport.formats.qti.stylesheet import stylesheet
from lmsexport.formats.qti.versions import V2_1, V2_2, V3_0, Version
from lmsexport.formats.scope import QuizOptions
from lmsexport.lowering import Capabilities
from lmsexport.model import Pool, TextBlock
from lmsexport.packaging import Omission, Package, portable, templates


class _Qti:
    """What the versions share."""

    version: ClassVar[Version]
    extension: ClassVar[str] = ".zip"
    archive: ClassVar[Literal["zip", "tar.gz", "folder"]] = "zip"
    capabilities: ClassVar[Capabilities] = CAPABILITIES
    options: ClassVar[type[Options]] = QuizOptions

    def export(self, course: ResolvedCourse, options: QuizOptions, context: Context) -> Package:
        """Write the assessments and banks of a lowered course."""
        documents = list(_documents(course, options, self.version))
        media = sorted({path for document in documents for path in document.used.media})
        package = Package(notes=[_NOTE.format(self.version.number)], omissions=list(_links(documents)))
        env = templates("qti", context.templates)
        package.add("imsmanifest.xml", manifest(course, self.version, env, documents, media))
        for document in sorted(documents, key=lambda document: document.href):
            package.add(document.href, document.content)
        if any(document.styled for document in documents):
            package.add(STYLESHEET, stylesheet())
        for path in media:
            package.add(f"media/{portable(path)}", course.files[path])
        return package


class Qti21(_Qti):
    """The target `qti-2.1`."""

    version: ClassVar[Version] = V2_1
    name: ClassVar[str] = "qti-2.1"
    title: ClassVar[str] = "QTI 2.1 package"


class Qti22(_Qti):
    """The target `qti-2.2`."""

    version: ClassVar[Version] = V2_2
    name: ClassVar[str] = "qti-2.2"
    title: ClassVar[str] = "QTI 2.2 package"


class Qti30(_Qti):
    """The target `qti-3.0`."""

    version: ClassVar[Version] = V3_0
    name: ClassVar[str] = "qti-3.0"
    title: ClassVar[str] = "QTI 3.0 package"


_NOTE = (
    "Import the file where your LMS or test player takes in QTI {} packages; look at one question of each type before "
    "students do, since few players know all of QTI."
)


def _documents(course: ResolvedCourse, options: QuizOptions, version: Version) -> Iterator[Document]:
    """Every document of the package but the manifest."""
    items = ItemWriter(course, version)
    tests = TestWriter(items)
    quizzes, banks = options.assessments(course.course), options.banks(course.course)
    for quiz in quizzes:
        setting = Setting(quiz.source, quiz.shuffle_choices)
        for question in quiz.questions:
            if not isinstance(question, Pool):
                yield items.item(question, setting)
        yield tests.test(quiz)
    for bank in banks:
        shuffle = course.course.shuffles(bank.id)
        for question in bank.questions:
            points = None if isinstance(question, TextBlock) else points_in_bank(question.points)
            yield items.item(question, Setting(bank.source, shuffle, points))
        yield tests.bank(bank)


def _links(documents: list[Document]) -> Iterator[Omission]:
    """The links that lead out of the package."""
    for document in documents:
        for item in document.used.lost:
            yield Omission(document.owner, "link", item, *_NO_ADDRESS)


_NO_ADDRESS = (
    "What it leads to is not in a file of questions, so the words of the link stay, without the link.",
    "Name it in the text, so that students find it.",
)
