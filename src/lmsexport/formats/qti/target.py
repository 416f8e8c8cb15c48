"""The targets `qti-2.1`, `qti-2.2` and `qti-3.0`: a package of items, tests and banks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from lmsexport.formats.base import Context, Options
from lmsexport.formats.qti.carries import CAPABILITIES
from lmsexport.formats.qti.outline import QtiOutliner
from lmsexport.formats.qti.versions import V2_1, V2_2, V3_0, Version
from lmsexport.formats.qti.write.draft import Placement
from lmsexport.formats.qti.write.items import STYLESHEET, Document, ItemWriter
from lmsexport.formats.qti.write.manifest import manifest
from lmsexport.formats.qti.write.style_sheet import stylesheet
from lmsexport.formats.qti.write.tests import TestWriter
from lmsexport.formats.scope import QuizOptions
from lmsexport.lowering import Capabilities, LoweredCourse
from lmsexport.model import Assessment, Pool
from lmsexport.packaging import Archive, Package, portable, templates
from lmsexport.validation import Outline


class _Qti:
    """What the versions share."""

    version: ClassVar[Version]
    reader: ClassVar[str | None] = "qti"
    extension: ClassVar[str] = ".zip"
    archive: ClassVar[Archive] = "zip"
    capabilities: ClassVar[Capabilities] = CAPABILITIES
    options: ClassVar[type[Options]] = QuizOptions

    def export(self, course: LoweredCourse, options: QuizOptions, context: Context) -> Package:  # noqa: ARG002
        """Write the assessments and banks of a lowered course."""
        documents = list(_documents(course, self.version))
        media = sorted({path for document in documents for path in document.media})
        package = Package(notes=[_NOTE.format(self.version.number)])
        env = templates("qti", context.templates)
        package.add("imsmanifest.xml", manifest(course, self.version, env, documents, media))
        for document in sorted(documents, key=lambda document: document.href):
            package.add(document.href, document.content)
        if any(document.styled for document in documents):
            package.add(STYLESHEET, stylesheet())
        for path in media:
            package.add(f"media/{portable(path)}", course.files[path])
        return package

    def outline(self, course: LoweredCourse, options: QuizOptions) -> Outline:  # noqa: ARG002
        """What a package of a lowered course says."""
        return QtiOutliner(course).outline()


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


def _documents(course: LoweredCourse, version: Version) -> Iterator[Document]:
    """Every document of the package but the manifest."""
    items = ItemWriter(course, version)
    tests = TestWriter(items)
    for quiz in course.course.items:
        assert isinstance(quiz, Assessment)
        placement = Placement(quiz.source, quiz.shuffle_choices)
        for question in quiz.questions:
            if not isinstance(question, Pool):
                yield items.item(question, placement)
        yield tests.test(quiz)
    for bank in course.course.banks:
        placement = Placement(bank.source, course.course.shuffles(bank.id))
        for question in bank.questions:
            yield items.item(question, placement)
        yield tests.bank(bank)
