"""SCORM packages: a course that plays in an LMS, remembers where a student is, and reports."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from lmsexport.content import ResolvedCourse
from lmsexport.formats.base import Context
from lmsexport.formats.played import PLAYED, PlayedOptions
from lmsexport.formats.scorm.editions import SCORM_12, SCORM_2004
from lmsexport.lowering import Capabilities
from lmsexport.packaging import Package


class Scorm12Options(PlayedOptions):
    """What a course can choose for SCORM 1.2."""

    failed: Literal["at-once", "at-last"] = Field(
        "at-last",
        description="When a missed pass mark is reported: at once, or when no attempt is left. Some LMSs close a "
        "course that failed.",
    )


class Scorm2004Options(PlayedOptions):
    """What a course can choose for SCORM 2004."""

    edition: Literal["3rd", "4th"] = Field("4th", description="The edition of SCORM 2004.")
    failed: Literal["at-once", "at-last"] = Field(
        "at-once", description="When a missed pass mark is reported: at once, or when no attempt is left."
    )


class Scorm12:
    """The target `scorm-1.2`."""

    name: ClassVar[str] = "scorm-1.2"
    title: ClassVar[str] = "SCORM 1.2 package"
    extension: ClassVar[str] = ".zip"
    archive: ClassVar[Literal["zip", "tar.gz", "folder"]] = "zip"
    capabilities: ClassVar[Capabilities] = PLAYED
    options: ClassVar[type[Scorm12Options]] = Scorm12Options

    def export(self, course: ResolvedCourse, options: Scorm12Options, context: Context) -> Package:
        """The package of a lowered course."""
        from lmsexport.formats.scorm.exporter import exported

        return exported(course, SCORM_12, options, options.failed, context)


class Scorm2004:
    """The target `scorm-2004`."""

    name: ClassVar[str] = "scorm-2004"
    title: ClassVar[str] = "SCORM 2004 package"
    extension: ClassVar[str] = ".zip"
    archive: ClassVar[Literal["zip", "tar.gz", "folder"]] = "zip"
    capabilities: ClassVar[Capabilities] = PLAYED
    options: ClassVar[type[Scorm2004Options]] = Scorm2004Options

    def export(self, course: ResolvedCourse, options: Scorm2004Options, context: Context) -> Package:
        """The package of a lowered course."""
        from lmsexport.formats.scorm.exporter import exported

        return exported(course, SCORM_2004[options.edition], options, options.failed, context)
