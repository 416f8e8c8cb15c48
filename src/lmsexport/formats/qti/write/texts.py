"""The texts of a course in the content model of a version, with the files that they use."""

from __future__ import annotations

from lmsexport.content import PageRenderer, ResolvedCourse
from lmsexport.content.lines import lines_of
from lmsexport.formats.pages import directed
from lmsexport.formats.qti.write import text_contents
from lmsexport.formats.qti.write.elements import Elements
from lmsexport.packaging import portable


class Renderer(PageRenderer):
    """Texts of items and tests, which lie in a folder beside the media; no text links to an item."""

    def __init__(self) -> None:
        self.media: dict[str, None] = {}
        """The files that the document at hand uses."""

    def media_url(self, path: str) -> str:
        """The file, seen from a document in a folder of the package."""
        self.media[path] = None
        return f"../media/{portable(path)}"


class Texts:
    """Writes the texts of one course in one version."""

    def __init__(self, course: ResolvedCourse, el: Elements) -> None:
        self.course = course
        self.el = el
        self.renderer = Renderer()

    def block(self, source: str, text: str) -> str:
        """A Markdown text for a place that takes blocks only."""
        return text_contents.block(self._html(source, text), self.el.version)

    def flow(self, source: str, text: str) -> str:
        """A Markdown text for a place that takes blocks and text."""
        return text_contents.flow(self._html(source, text), self.el.version)

    def short(self, source: str, text: str) -> str:
        """The same without a paragraph around a single one."""
        html = self.course.fragment(source, text).render_inline(self.renderer)
        return text_contents.flow(directed(self.course.course, html), self.el.version)

    def plain(self, source: str, text: str) -> str:
        """A Markdown text without markup."""
        return self.course.fragment(source, text).plain

    def lines(self, source: str, text: str) -> str:
        """A text that is nothing but lines of plain text."""
        return lines_of(self.course.fragment(source, text))

    def used(self) -> tuple[str, ...]:
        """The files of the source that the document at hand uses; forgotten for the next one."""
        used = tuple(self.renderer.media)
        self.renderer.media = {}
        return used

    def _html(self, source: str, text: str) -> str:
        return directed(self.course.course, self.course.fragment(source, text).render(self.renderer)) if text else ""
