"""cmi5 packages: a course whose every step is a statement in a learning record store."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from lmsexport.content import ResolvedCourse
from lmsexport.formats.base import Context
from lmsexport.formats.played import PLAYED, PlayedOptions
from lmsexport.lowering import Capabilities
from lmsexport.model.base import Url
from lmsexport.packaging import Package


class Cmi5Options(PlayedOptions):
    """What a course can choose for cmi5."""

    iri: Url | None = Field(
        None, description="Address under which the course team names things, for their ids; a UUID when left out."
    )


class Cmi5:
    """The target `cmi5`."""

    name: ClassVar[str] = "cmi5"
    title: ClassVar[str] = "cmi5 package"
    extension: ClassVar[str] = ".zip"
    archive: ClassVar[Literal["zip", "tar.gz", "folder"]] = "zip"
    capabilities: ClassVar[Capabilities] = PLAYED
    options: ClassVar[type[Cmi5Options]] = Cmi5Options

    def export(self, course: ResolvedCourse, options: Cmi5Options, context: Context) -> Package:
        """The package of a lowered course."""
        from lmsexport.formats.cmi5.exporter import exported

        return exported(course, options, context)
