"""Where the parts of a course stand in its files."""

from __future__ import annotations

from lmsexport.authoring.document import Document
from lmsexport.errors import ModelPath, Place


class SourcePlaces:
    """Finds the place of a model path: the file of the nearest part that has one, then the value in it.

    Line and column are found when somebody asks; until then this is a table of parts and files.
    """

    def __init__(self) -> None:
        self._parts: dict[ModelPath, tuple[Document, ModelPath]] = {}

    def add(self, path: ModelPath, document: Document, within: ModelPath = ()) -> None:
        """The part at `path` of the course is written in `document`, there at `within`."""
        self._parts[path] = document, within

    def written(self, path: ModelPath) -> tuple[Document, ModelPath] | None:
        """The file that holds the value at `path`, and the value's path in that file."""
        for length in range(len(path), -1, -1):
            if path[:length] in self._parts:
                document, within = self._parts[path[:length]]
                return document, (*within, *path[length:])
        return None

    def __call__(self, path: ModelPath, line: int = 0) -> Place | None:
        """Place of the value at `path`, or of the nearest thing around it; `line` counts from 0 within its text."""
        found = self.written(path)
        return found[0].place(found[1], line) if found else None
