"""The files of a backup, and the renderer that puts them there.

Content lies under `files/<first two digits>/<SHA-1>`, once however often it is used; `files.xml` says where it is used.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from lmsexport.formats.moodle.write.filters import FormulaRenderer
from lmsexport.packaging import Numbers, short_hash

MIME_TYPES = {
    ".aac": "audio/aac",
    ".avif": "image/avif",
    ".csv": "text/csv",
    ".doc": "application/msword",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".epub": "application/epub+zip",
    ".gif": "image/gif",
    ".htm": "text/html",
    ".html": "text/html",
    ".ipynb": "application/x-ipynb+json",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".json": "application/json",
    ".m4a": "audio/mp4",
    ".m4v": "video/mp4",
    ".md": "text/markdown",
    ".mov": "video/quicktime",
    ".mp3": "audio/mp3",
    ".mp4": "video/mp4",
    ".odp": "application/vnd.oasis.opendocument.presentation",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ogg": "audio/ogg",
    ".ogv": "video/ogg",
    ".opus": "audio/ogg",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".ppt": "application/vnd.ms-powerpoint",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".py": "text/x-python",
    ".rtf": "text/rtf",
    ".svg": "image/svg+xml",
    ".tex": "application/x-tex",
    ".txt": "text/plain",
    ".vtt": "text/vtt",
    ".wav": "audio/wav",
    ".webm": "video/webm",
    ".webp": "image/webp",
    ".xls": "application/vnd.ms-excel",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xml": "application/xml",
    ".zip": "application/zip",
}
"""By ending, written out so that no machine's own table changes a package."""


_REFUSED = re.compile(r"""[&<>"`|':\\]|[\x00-\x1f\x7f-\x9f]""")
"""What Moodle takes out of the names of files (PARAM_FILE)."""


def stored_path(path: str) -> str:
    """The path under which Moodle keeps a file: it would drop some characters, and links to the file were dead."""
    kept = _REFUSED.sub("_", path)
    if kept == path:
        return path
    folder, _, name = kept.rpartition("/")
    return f"{folder}/{short_hash(path, length=8)}-{name}".lstrip("/")


@dataclass(frozen=True, slots=True)
class FileArea:
    """Where a file is used: a file area of a component in a context (Moodle's File API)."""

    context: int
    component: str
    area: str
    item: int = 0


@dataclass(frozen=True, slots=True)
class FileRecord:
    """An entry of files.xml."""

    id: int
    place: FileArea
    folder: str
    """Begins and ends with a slash."""
    name: str
    sha1: str
    size: int
    mime: str
    main: bool
    """Whether it is the file that a resource opens."""
    path: str = ""
    """The file of the source."""


class Files:
    """All files that a backup uses."""

    def __init__(self, sources: Mapping[str, Path], numbers: Numbers) -> None:
        self._sources = sources
        self._numbers = numbers
        self._sums: dict[str, tuple[str, int]] = {}
        self._records: dict[int, dict[tuple[FileArea, str], FileRecord]] = {}
        self.contents: dict[str, Path] = {}
        """SHA-1 → the file that holds the content."""

    @property
    def records(self) -> list[FileRecord]:
        """The entries of files.xml, in a fixed order."""
        return [record for context in sorted(self._records) for record in self._of(context)]

    def _of(self, context: int) -> list[FileRecord]:
        own = self._records.get(context, {}).values()
        return sorted(own, key=lambda r: (r.place.area, r.place.item, r.folder, r.name))

    def use(self, path: str, place: FileArea, main: bool = False) -> FileRecord:
        """Take a file of the source into an area; the record that stands for it."""
        key = (place, path)
        own = self._records.setdefault(place.context, {})
        if key not in own:
            sha1, size = self._sum(path)
            folder, name = posixpath.split(stored_path(path))
            own[key] = FileRecord(
                id=self._numbers("file", str(place.context), place.component, place.area, str(place.item), path),
                place=place,
                folder=f"/{folder}/" if folder else "/",
                name=name,
                sha1=sha1,
                size=size,
                mime=MIME_TYPES.get(posixpath.splitext(path)[1].lower(), "document/unknown"),
                main=main,
                path=path,
            )
        return own[key]

    def drop(self, record: FileRecord) -> None:
        """Forget a use of a file."""
        del self._records[record.place.context][record.place, record.path]

    def of_context(self, context: int) -> list[FileRecord]:
        """The files of one context that a part has to announce; those of questions are found without."""
        return [r for r in self._of(context) if not r.place.component.startswith(("question", "qtype"))]

    def _sum(self, path: str) -> tuple[str, int]:
        if path not in self._sums:
            source = self._sources[path]
            with source.open("rb") as file:
                sha1 = hashlib.file_digest(file, lambda: hashlib.sha1(usedforsecurity=False)).hexdigest()
            self._sums[path] = sha1, source.stat().st_size
            self.contents.setdefault(sha1, source)
        return self._sums[path]


class MoodleRenderer(FormulaRenderer):
    """Fills the holes of a text that stands in one file area."""

    def __init__(self, files: Files, links: Mapping[str, str], place: FileArea) -> None:
        self._files = files
        self._links = links
        self._place = place
        self.sums: list[str] = []
        """The SHA-1 of each file that the text shows."""

    def item_url(self, item: str, anchor: str) -> str:
        """Moodle's code for a link to an activity, which the restore turns into its address."""
        return self._links[item] + (f"#{anchor}" if anchor else "")

    def media_url(self, path: str) -> str:
        """The address of a file in the same area."""
        self.sums.append(self._files.use(path, self._place).sha1)
        return f"@@PLUGINFILE@@/{quote(stored_path(path))}"
