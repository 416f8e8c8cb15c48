"""The web pages: a static site that shows the course as a student would see it, from a disk or from a server."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from lmsexport.content import ResolvedCourse
from lmsexport.formats.base import Context
from lmsexport.formats.base import Options as BaseOptions
from lmsexport.lowering import Capabilities
from lmsexport.packaging import Package
from lmsexport.pages.capabilities import CAPABILITIES


class Options(BaseOptions):
    """What a course can choose."""

    reload: bool = Field(
        False, description="Whether pages ask the server once a second for `/__revision` and reload when it changes."
    )


class WebPages:
    """`index.html`, a page per item in `pages/`, style and script in `assets/`, the course's files in `media/`."""

    name: ClassVar[str] = "html"
    title: ClassVar[str] = "Web pages"
    extension: ClassVar[str] = ""
    archive: ClassVar[Literal["zip", "tar.gz", "folder"]] = "folder"
    capabilities: ClassVar[Capabilities] = CAPABILITIES
    options: ClassVar[type[Options]] = Options

    def export(self, course: ResolvedCourse, options: Options, context: Context) -> Package:
        """The site of a lowered course."""
        from lmsexport.packaging import templates
        from lmsexport.pages.site import Play, Site

        return Site(course, templates("html", context.templates), Play(reload=options.reload)).package()
