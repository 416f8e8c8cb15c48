"""Where things are in a Canvas export: identifiers, files, and the addresses that texts link to."""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from lmsexport.content import InlineRenderer
from lmsexport.formats.qti12 import identifier
from lmsexport.formats.qti12.carries.canvas_quizzes import DISPLAY
from lmsexport.model import Assessment, Course, Discussion, Download, Heading, Item, Lab, Lesson, Link
from lmsexport.packaging import portable

FILES = "web_resources"
"""The folder of all files; texts name them from there."""


class File(NamedTuple):
    """A file of the package."""

    path: str
    """Of the source."""
    ident: str
    name: str
    """In the package."""
    locked: bool = False
    """Whether Canvas keeps it from students."""


class Places:
    """Identifiers and addresses of one course."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self.files: dict[str, str] = {}
        """File of the source that is used → its path below `FILES`."""
        self.locked: dict[str, str] = {}
        """Download that is not published → its file. It has a copy of its own: Canvas hides files, not what offers
        them, and texts may show the same one."""
        self.items = {item.id: item for item in course.items}

    def ident(self, *parts: str) -> str:
        """The identifier of a thing: Canvas finds it again by this in a later import."""
        return identifier(self.course.id, *parts)

    def slug(self, id: str) -> str:
        """The address of a page; it bears the course's id, since Canvas renames pages whose address is taken."""
        return f"{self.course.id}-{id}"

    def file(self, path: str) -> str:
        """A file as texts name it."""
        self.files[path] = portable(path)
        return f"$IMS-CC-FILEBASE$/{self.files[path]}"

    def download(self, item: Download, path: str) -> str:
        """The identifier of the file that a download offers."""
        if item.published:
            self.file(path)
            return self.ident("file", path)
        self.locked[item.id] = path
        return self.ident("file", path, item.id)

    def resources(self) -> list[File]:
        """All files that are used."""
        shown = (File(path, self.ident("file", path), f"{FILES}/{portable(path)}") for path in sorted(self.files))
        locked = (
            File(path, self.ident("file", path, id), f"{FILES}/unpublished-{id}/{portable(path)}", locked=True)
            for id, path in self.locked.items()
        )
        return [*shown, *locked]

    def address(self, item: Item, anchor: str = "") -> str:
        """Where a link to an item leads."""
        match item:
            case Lesson():
                return f"$WIKI_REFERENCE$/pages/{self.slug(item.id)}" + (f"#{anchor}" if anchor else "")
            case Lab() if item.points:
                return f"$CANVAS_OBJECT_REFERENCE$/assignments/{self.ident(item.id)}"
            case Lab():
                return f"$WIKI_REFERENCE$/pages/{self.slug(item.id)}"
            case Assessment():
                return f"$CANVAS_OBJECT_REFERENCE$/quizzes/{self.ident(item.id)}"
            case Discussion():
                return f"$CANVAS_OBJECT_REFERENCE$/discussion_topics/{self.ident(item.id)}"
            case Link():
                return item.url
            case Download() | Heading():
                module = next(module for module in self.course.modules if item in module.items)
                return f"$CANVAS_OBJECT_REFERENCE$/modules/{self.ident(module.id)}"


class CanvasRenderer(InlineRenderer):
    """Texts of a Canvas export."""

    display: ClassVar[tuple[str, str]] = DISPLAY

    def __init__(self, places: Places) -> None:
        self._places = places

    def item_url(self, item: str, anchor: str) -> str:
        """The address of an item, which the import turns into the one in its course."""
        return self._places.address(self._places.items[item], anchor)

    def media_url(self, path: str) -> str:
        """The address of a file."""
        return self._places.file(path)
