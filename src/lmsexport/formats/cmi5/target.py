"""cmi5 packages: a course whose every step is a statement in a learning record store."""

from __future__ import annotations

from typing import ClassVar

from lmsexport.formats.base import Context
from lmsexport.formats.cmi5.options import Cmi5Options
from lmsexport.formats.played.carries import PLAYED
from lmsexport.formats.played.target import PagesTarget
from lmsexport.lowering import Capabilities, LoweredCourse
from lmsexport.packaging import Archive, Package


class Cmi5(PagesTarget):
    """The target `cmi5`."""

    name: ClassVar[str] = "cmi5"
    title: ClassVar[str] = "cmi5 package"
    reader: ClassVar[str | None] = "cmi5"
    extension: ClassVar[str] = ".zip"
    archive: ClassVar[Archive] = "zip"
    capabilities: ClassVar[Capabilities] = PLAYED
    options: ClassVar[type[Cmi5Options]] = Cmi5Options

    def export(self, course: LoweredCourse, options: Cmi5Options, context: Context) -> Package:
        """The package of a lowered course."""
        from lmsexport.formats.cmi5.write.package import exported

        return exported(course, options, context)
