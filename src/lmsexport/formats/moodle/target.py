"""The targets `moodle`, `moodle-xml` and `gift`: a course backup, and files of questions."""

from __future__ import annotations

from typing import ClassVar, Literal

from lmsexport.formats.base import Context, Options
from lmsexport.formats.moodle.carries.backup import CAPABILITIES
from lmsexport.formats.moodle.carries.gift import GIFT
from lmsexport.formats.moodle.carries.question_files import MOODLE_XML, QuestionFileOptions
from lmsexport.formats.moodle.carries.releases import Release, since_4_4
from lmsexport.formats.moodle.outline import BackupOutliner, GiftOutliner, QuestionFileOutliner
from lmsexport.formats.moodle.write.backup import backup_package
from lmsexport.formats.moodle.write.gift import gift_package
from lmsexport.formats.moodle.write.moodle_xml import moodle_xml_package
from lmsexport.lowering import Capabilities, LoweredCourse
from lmsexport.packaging import Archive, Package
from lmsexport.validation import Outline


class MoodleOptions(Options):
    """What a course can choose for Moodle."""

    lessons: Literal["page", "book"] = "page"
    """A lesson as one page, or as a book with a chapter for each second-level heading."""
    release: Release = "4.0"
    """The earliest release of Moodle that has to restore the backup; 4.4 has a type for questions of ordering."""

    def carried(self, capabilities: Capabilities) -> Capabilities:
        """What is carried: more in later releases."""
        return capabilities if self.release == "4.0" else since_4_4(capabilities)


class MoodleBackup:
    """The target `moodle`."""

    name: ClassVar[str] = "moodle"
    title: ClassVar[str] = "Moodle backup"
    reader: ClassVar[str | None] = "moodle"
    extension: ClassVar[str] = ".mbz"
    archive: ClassVar[Archive] = "tar.gz"
    capabilities: ClassVar[Capabilities] = CAPABILITIES
    options: ClassVar[type[Options]] = MoodleOptions

    def export(self, course: LoweredCourse, options: MoodleOptions, context: Context) -> Package:
        """Write a lowered course as a backup that Moodle 4.0 and later restores."""
        return backup_package(course, options.lessons, options.release, context)

    def outline(self, course: LoweredCourse, options: MoodleOptions) -> Outline:
        """What the backup says of a lowered course."""
        return BackupOutliner(course, options.lessons == "book").outline()


class MoodleXml:
    """The target `moodle-xml`."""

    name: ClassVar[str] = "moodle-xml"
    title: ClassVar[str] = "Moodle XML questions"
    reader: ClassVar[str | None] = "moodle-xml"
    extension: ClassVar[str] = ".xml"
    archive: ClassVar[Archive] = "file"
    capabilities: ClassVar[Capabilities] = MOODLE_XML
    options: ClassVar[type[Options]] = QuestionFileOptions

    def export(self, course: LoweredCourse, options: Options, context: Context) -> Package:  # noqa: ARG002
        """Write the questions of a lowered course as one document."""
        return moodle_xml_package(course, context)

    def outline(self, course: LoweredCourse, options: Options) -> Outline:  # noqa: ARG002
        """What the file says of a lowered course."""
        return QuestionFileOutliner(course).outline()


class Gift:
    """The target `gift`."""

    name: ClassVar[str] = "gift"
    title: ClassVar[str] = "GIFT questions"
    reader: ClassVar[str | None] = "gift"
    extension: ClassVar[str] = ".txt"
    archive: ClassVar[Archive] = "file"
    capabilities: ClassVar[Capabilities] = GIFT
    options: ClassVar[type[Options]] = QuestionFileOptions

    def export(self, course: LoweredCourse, options: Options, context: Context) -> Package:  # noqa: ARG002
        """Write the questions of a lowered course as one text."""
        return gift_package(course)

    def outline(self, course: LoweredCourse, options: Options) -> Outline:  # noqa: ARG002
        """What the file says of a lowered course."""
        return GiftOutliner(course).outline()
