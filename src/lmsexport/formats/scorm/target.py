"""SCORM packages: a course that plays in an LMS, remembers where a student is, and reports."""

from __future__ import annotations

from typing import ClassVar

from lmsexport.formats.base import Context
from lmsexport.formats.played.carries import PLAYED
from lmsexport.formats.played.target import PagesTarget
from lmsexport.formats.scorm.options import Scorm12Options, Scorm2004Options
from lmsexport.formats.scorm.write.editions import SCORM_12, SCORM_2004
from lmsexport.lowering import Capabilities, LoweredCourse
from lmsexport.packaging import Archive, Package


class Scorm12(PagesTarget):
    """The target `scorm-1.2`."""

    name: ClassVar[str] = "scorm-1.2"
    title: ClassVar[str] = "SCORM 1.2 package"
    reader: ClassVar[str | None] = "scorm-1.2"
    extension: ClassVar[str] = ".zip"
    archive: ClassVar[Archive] = "zip"
    capabilities: ClassVar[Capabilities] = PLAYED
    options: ClassVar[type[Scorm12Options]] = Scorm12Options

    def export(self, course: LoweredCourse, options: Scorm12Options, context: Context) -> Package:
        """The package of a lowered course."""
        from lmsexport.formats.scorm.write.package import exported

        return exported(course, SCORM_12, options, options.failed, context)


class Scorm2004(PagesTarget):
    """The target `scorm-2004`."""

    name: ClassVar[str] = "scorm-2004"
    title: ClassVar[str] = "SCORM 2004 package"
    reader: ClassVar[str | None] = "scorm-2004"
    extension: ClassVar[str] = ".zip"
    archive: ClassVar[Archive] = "zip"
    capabilities: ClassVar[Capabilities] = PLAYED
    options: ClassVar[type[Scorm2004Options]] = Scorm2004Options

    def export(self, course: LoweredCourse, options: Scorm2004Options, context: Context) -> Package:
        """The package of a lowered course."""
        from lmsexport.formats.scorm.write.package import exported

        return exported(course, SCORM_2004[options.edition], options, options.failed, context)
