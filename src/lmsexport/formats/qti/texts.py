"""The texts of a course in the content model of a version, with the files that they use."""

from __future__ import annotations

from typing import NamedTuple

from lmsexport.content import PageRenderer, ResolvedCourse
from lmsexport.formats.pages import directed
from lmsexport.formats.qti import contents
from lmsexport.formats.qti.elements import Elements
from lmsexport.packaging import portable


class Renderer(PageRenderer):
    """Texts of items and tests, which lie in a folder beside the media; nothing else of the course can be linked to."""

    def __init__(self) -> None:
        self.media: dict[str, None] = {}
        """The files that the document at hand uses."""
        self.lost: dict[str, None] = {}
        """The items that it would link to."""

    def item_url(self, item: str, anchor: str) -> str:  # noqa: ARG002
        """Nowhere: only questions are in the package."""
        self.lost[item] = None
        return ""

    def media_url(self, path: str) -> str:
        """The file, seen from a document in a folder of the package."""
        self.media[path] = None
        return f"../media/{portable(path)}"


class Used(NamedTuple):
    """What the texts of a document lead to."""

    media: tuple[str, ...] = ()
    """Files of the source."""
    lost: tuple[str, ...] = ()
    """Items of the course, which are not in the package."""


class Texts:
    """Writes the texts of one course in one version."""

    def __init__(self, course: ResolvedCourse, el: Elements) -> None:
        self.course = course
        self.el = el
        self.renderer = Renderer()

    def block(self, source: str, text: str) -> str:
        """A Markdown text for a place that takes blocks only."""
        return contents.block(self._html(source, text), self.el.version)

    def flow(self, source: str, text: str) -> str:
        """A Markdown text for a place that takes blocks and text."""
        return contents.flow(self._html(source, text), self.el.version)

    def short(self, source: str, text: str) -> str:
        """The same without a paragraph around a single one."""
        html = self.course.fragment(source, text).render_inline(self.renderer)
        return contents.flow(directed(self.course.course, html), self.el.version)

    def plain(self, source: str, text: str) -> str:
        """A Markdown text without markup."""
        return self.course.fragment(source, text).plain

    def used(self) -> Used:
        """What the document at hand uses; forgotten for the next one."""
        found = Used(tuple(self.renderer.media), tuple(self.renderer.lost))
        self.renderer.media, self.renderer.lost = {}, {}
        return found

    def _html(self, source: str, text: str) -> str:
        return directed(self.course.course, self.course.fragment(source, text).render(self.renderer)) if text else ""
