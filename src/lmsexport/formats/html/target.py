"""The web pages: a static site that shows the course as a student would see it, from a disk or from a server."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from lmsexport.formats.base import Context
from lmsexport.formats.base import Options as BaseOptions
from lmsexport.formats.played.target import PagesTarget
from lmsexport.lowering import Capabilities, LoweredCourse
from lmsexport.packaging import Archive, Package
from lmsexport.pages.carries import CAPABILITIES


class Options(BaseOptions):
    """What a course can choose."""

    reload: bool = Field(
        False, description="Whether pages ask the server once a second for `/__revision` and reload when it changes."
    )


class WebPages(PagesTarget):
    """`index.html`, a page per item in `pages/`, style and script in `assets/`, the course's files in `media/`."""

    name: ClassVar[str] = "html"
    title: ClassVar[str] = "Web pages"
    reader: ClassVar[str | None] = "html"
    extension: ClassVar[str] = ""
    archive: ClassVar[Archive] = "folder"
    capabilities: ClassVar[Capabilities] = CAPABILITIES
    options: ClassVar[type[Options]] = Options

    def export(self, course: LoweredCourse, options: Options, context: Context) -> Package:
        """The site of a lowered course."""
        from lmsexport.packaging import templates
        from lmsexport.pages.site import Play, Site

        return Site(course, templates("html", context.templates), Play(reload=options.reload)).package()
