"""Where things are in a cartridge, and how texts link to them."""

from __future__ import annotations

import posixpath
from typing import ClassVar

from lmsexport.content import InlineRenderer
from lmsexport.formats.qti12 import identifier
from lmsexport.model import Course, Download, Item, Lab, Lesson, Link
from lmsexport.packaging import portable

PAGES, MEDIA, QUIZZES = "pages", "media", "quizzes"
"""Folders: pages of lessons and labs; files; documents of QTI."""


class Places:
    """Identifiers and names of the parts of one cartridge."""

    def __init__(self, course: Course, downloads: dict[str, str]) -> None:
        self.course = course
        self.downloads = downloads
        """Download → its file in the source."""
        self.items = {item.id: item for item in course.items}
        self.files: dict[str, str] = {}
        """File of the source that is used → its name in the cartridge."""

    def ident(self, *parts: str) -> str:
        """The identifier of a thing; importers that match a second import match it by this."""
        return identifier(self.course.id, *parts)

    def file(self, path: str) -> str:
        """A file, taken into the cartridge."""
        return self.files.setdefault(path, f"{MEDIA}/{portable(path)}")

    def page(self, id: str) -> str:
        """The page of a lesson or a lab."""
        return f"{PAGES}/{id}.html"

    def target(self, item: Item) -> str:
        """The part, or the web address, that a link to an item leads to."""
        match item:
            case Lesson() | Lab():
                return self.page(item.id)
            case Link():
                return item.url
            case Download():
                return self.file(self.downloads[item.id])
            case _:
                raise TypeError(f"a cartridge has no address for {item.id}")


class CartridgeRenderer(InlineRenderer):
    """Texts of a cartridge that stand in one folder; what they use is remembered, for the manifest to name it."""

    display: ClassVar[tuple[str, str]] = (r"\(\displaystyle{}", r"\)")
    r"""Canvas loads no MathJax for a text with nothing but `\[…\]`, and Open edX knows no `$$…$$`."""

    def __init__(self, places: Places, folder: str, base: str) -> None:
        self._places = places
        self._folder = folder
        self._base = base
        """What stands before a path in this text: `$IMS-CC-FILEBASE$` in XML documents, nothing in pages."""
        self.files: set[str] = set()
        """The files of the source that the text uses."""

    def item_url(self, item: str, anchor: str) -> str:
        """The page of an item, its web address, or its file."""
        found = self._places.items[item]
        target = self._places.target(found)
        if isinstance(found, Link):
            return target
        if isinstance(found, Download):
            self.files.add(self._places.downloads[found.id])
        return self._relative(target) + (f"#{anchor}" if anchor and isinstance(found, Lesson) else "")

    def media_url(self, path: str) -> str:
        """The file, seen from the folder of the text."""
        self.files.add(path)
        return self._relative(self._places.file(path))

    def _relative(self, part: str) -> str:
        return self._base + posixpath.relpath(part, self._folder)
