"""What surrounds a text: the files and items that it can point to, and the problems that it has."""

from __future__ import annotations

import difflib
import posixpath
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote

from lmsexport.content.fragment import ItemLink, MediaLink, Slot
from lmsexport.errors import Severity
from lmsexport.model import Course, did_you_mean

ANCHOR_PREFIX = "to-"
"""Before every id of a text, so that a heading called “Page” or “Contents” meets no id of the page around it."""

IMAGE = frozenset({".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif", ".bmp", ".ico"})
VIDEO = frozenset({".mp4", ".m4v", ".webm", ".ogv", ".mov"})
AUDIO = frozenset({".mp3", ".m4a", ".ogg", ".oga", ".opus", ".wav", ".flac"})

_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.\-]*):")
_OPEN_SCHEMES = ("http", "https", "mailto")

Target = tuple[Slot | str, ...]
"""What stands in an attribute: an address, or a hole with perhaps a `#…` behind it."""

NOWHERE: Target = ("#",)


@dataclass(frozen=True, slots=True)
class Note:
    """A problem of a text, wherever the text stands."""

    code: str
    message: str
    hint: str
    line: int
    """Counts from 0 within the text."""
    severity: Severity = Severity.ERROR


class Destinations:
    """All that the texts of a course can point to."""

    def __init__(self, course: Course, files: Mapping[str, Path]) -> None:
        listing = {module.source for module in course.modules}
        modules = {module.id for module in course.modules}
        self.files = files
        items = [*course.items, *(draft for draft in course.drafts if draft.owner in modules)]
        self.items = {item.id for item in items}
        self.item_files = {item.source: item.id for item in items if item.source and item.source not in listing}
        self.sources = {course.source, *listing, *self.item_files, *(bank.source for bank in course.banks)}
        self.sources |= {draft.source for draft in course.drafts}
        self.sources -= {""}

    def file(self, path: str) -> str | None:
        """The file that a path names; names that differ only in how Unicode composes their letters are the same."""
        if path in self.files:
            return path
        wanted = unicodedata.normalize("NFC", path)
        if wanted.isascii():
            return None
        return next((known for known in self.files if unicodedata.normalize("NFC", known) == wanted), None)

    def near(self, path: str, folder: str) -> str:
        """What to do about a path that names no file; paths as the author of a text in `folder` would write them."""

        def written(known: str) -> str:
            return posixpath.relpath(known, folder or ".")

        for known in self.files:
            if known.casefold() == path.casefold():
                return f"the file is called `{written(known)}`: upper and lower case differ"
        candidates = [known for known in self.files if known not in self.sources or known in self.item_files]
        named_so = [known for known in candidates if posixpath.basename(known) == posixpath.basename(path)]
        if near := named_so or difflib.get_close_matches(path, candidates, n=1):
            return f"did you mean `{written(near[0])}`?"
        return "put it there, or mend the path: it starts from the folder of this text"


class Surroundings:
    """One text while it is rendered."""

    def __init__(self, known: Destinations, source: str) -> None:
        self.known = known
        self.folder = posixpath.dirname(source)
        self.notes: list[Note] = []
        self.anchored: list[tuple[str, str, int]] = []
        """The anchors that the text points to: item (empty: the text's own), anchor as it is written, line."""

    def report(self, code: str, message: str, hint: str, line: int, severity: Severity = Severity.ERROR) -> None:
        """Take a problem."""
        self.notes.append(Note(code, message, hint, line, severity))

    def link(self, address: str, line: int) -> Target:
        """Where a link leads. Reports what leads nowhere."""
        if scheme := _SCHEME.match(address):
            if scheme[1] == "item":
                return self._item(*_split(unquote(address[5:])), line)
            if scheme[1].lower() in _OPEN_SCHEMES:
                return (address,)
            self.report("link-scheme", f"a link cannot begin with `{scheme[0]}`", "use https, http or mailto", line)
            return NOWHERE
        path, anchor = _split(address)
        if not path and not anchor:
            self.report("no-address", "a link has no address", "write it in the parentheses: `[text](address)`", line)
            return NOWHERE
        if not path:
            self.anchored.append(("", unquote(anchor), line))
            return (f"#{anchor_id(unquote(anchor))}",)
        found = self._file(path, line)
        if found is None:
            return NOWHERE
        if item := self.known.item_files.get(found):
            return self._item(item, unquote(anchor), line)
        if found in self.known.sources:
            self._is_source(address, line)
            return NOWHERE
        return (MediaLink(found), f"#{anchor}") if anchor else (MediaLink(found),)

    def media(self, address: str, line: int) -> Target:
        """Where an image, a video or a sound is. Reports what is missing, or on another server."""
        if scheme := _SCHEME.match(address):
            if scheme[1].lower() in ("http", "https"):
                self.report(
                    "remote-media", f"`{unquote(address)}` is on another server, which may drop it and sees who reads",
                    "keep a copy in the source", line, Severity.WARNING,
                )  # fmt: skip
                return (address,)
            self.report("link-scheme", f"media cannot begin with `{scheme[0]}`", "name a file of the source", line)
            return NOWHERE
        if not address:
            self.report("no-address", "an image has no address", "write it in the parentheses: `![text](file)`", line)
            return NOWHERE
        found = self._file(address, line)
        if found is None:
            return NOWHERE
        if ending(found) not in IMAGE | VIDEO | AUDIO:
            self.report(
                "unknown-media", f"`{unquote(address)}` is no image, video or sound that browsers show",
                "link to it instead: `[title](…)` without the `!`", line,
            )  # fmt: skip
            return NOWHERE
        return (MediaLink(found),)

    def download(self, path: str) -> None:
        """Check the file of a download item, which is a plain path and no address."""
        found = self._file(quote(path), 0)
        if found in self.known.sources:
            self._is_source(path, 0)

    def captions(self, media: Target) -> MediaLink | None:
        """The captions of a video: the file of the same name that ends in `.vtt`, if there is one."""
        if not isinstance(media[0], MediaLink):
            return None
        name = posixpath.splitext(media[0].path)[0] + ".vtt"
        return MediaLink(name) if name in self.known.files else None

    def _is_source(self, address: str, line: int) -> None:
        self.report(
            "link-to-source", f"`{unquote(address)}` is a part of the course's source and does not go into packages",
            "link to an item or to another file", line,
        )  # fmt: skip

    def _item(self, id: str, anchor: str, line: int) -> Target:
        if id not in self.known.items:
            self.report("unknown-item", f"there is no item `{id}`", did_you_mean(id, self.known.items), line)
            return NOWHERE
        if not anchor:
            return (ItemLink(id),)
        self.anchored.append((id, anchor, line))
        return (ItemLink(id, anchor_id(anchor)),)

    def _file(self, address: str, line: int) -> str | None:
        path = posixpath.normpath(posixpath.join(self.folder, unquote(address.partition("?")[0])))
        if address.startswith("/") or path.split("/")[0] == "..":
            self.report(
                "outside-source",
                f"`{unquote(address)}` leads out of the course's folder",
                "name a file of the course",
                line,
            )
            return None
        found = self.known.file(path)
        if found is None:
            hint = "separate folders with `/`" if "\\" in path else self.known.near(path, self.folder)
            self.report("missing-file", f"there is no file `{path}`", hint, line)
        return found


def anchor_id(anchor: str) -> str:
    """The id in a package for an anchor as authors write it."""
    return ANCHOR_PREFIX + unicodedata.normalize("NFC", anchor)


def unique_anchor(title: str, taken: Iterable[str]) -> str:
    """The anchor of a heading, as code hosts make it: lower case, words joined by hyphens; unique in its text."""
    kept = (char if char in "-_" or unicodedata.category(char)[0] in "LNM" else " " if char.isspace() else ""
            for char in unicodedata.normalize("NFC", title.lower()))  # fmt: skip
    slug = "".join(kept).strip().replace(" ", "-") or "section"
    unique, number, known = slug, 0, set(taken)
    while unique in known:
        number += 1
        unique = f"{slug}-{number}"
    return unique


def ending(path: str) -> str:
    """The ending of a file's name in lower case, with its dot."""
    return posixpath.splitext(path.partition("?")[0])[1].lower()


def _split(address: str) -> tuple[str, str]:
    path, _, anchor = address.partition("#")
    return path, anchor
