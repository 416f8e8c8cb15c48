"""The files of a course's folder: which there are, why one is missing, and reading them as text."""

from __future__ import annotations

import os
import posixpath
import re
import stat
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path

from lmsexport.authoring.positions import Lines
from lmsexport.authoring.yamlfile import MAX_BYTES
from lmsexport.errors import Place, Problem
from lmsexport.model import did_you_mean

_SKIPPED_FOLDERS = frozenset({"dist", "node_modules", "__pycache__"})
_EDITORS_COPIES = re.compile(r"~$|\.(bak|orig|swp|tmp)$|^#.*#$", re.IGNORECASE)
CONTROL = re.compile("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that YAML 1.2 (5.1) or XML 1.0 do not take, and the line breaks of word processors, which YAML 1.1 and 1.2
read in different ways (5.4)."""


def find_files(root: Path) -> dict[str, Path]:
    """All regular files below a folder, sorted: path relative to it → path on disk.

    Hidden files, editors' copies and `dist` are left out, and so is every link that leads out of the folder, to
    nowhere or in a circle. Links to folders are not followed.
    """
    inside = os.path.realpath(root)
    return dict(sorted((path.relative_to(root).as_posix(), path) for path in _walk(root) if _is_inside(path, inside)))


def _walk(root: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if not name.startswith(".") and name not in _SKIPPED_FOLDERS]
        for name in names:
            if not is_passed_over(name) and _is_text(name):
                yield Path(folder, name)


def is_passed_over(name: str) -> bool:
    """Whether a file is no part of a course by its name: hidden files and the copies that editors make."""
    return name.startswith(".") or _EDITORS_COPIES.search(name) is not None


def _is_text(name: str) -> bool:
    """Whether the name of a file can be written into a course: bytes that are no UTF-8 cannot."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _is_inside(path: Path, root: str) -> bool:
    """Whether a path is a regular file of the folder, also behind a link."""
    try:
        status = path.lstat()
        if stat.S_ISLNK(status.st_mode):
            real = os.path.realpath(path, strict=True)
            return stat.S_ISREG(Path(real).stat().st_mode) and os.path.commonpath([real, root]) == root
    except OSError:
        return False
    return stat.S_ISREG(status.st_mode)


Reason = tuple[str, str, str]
"""Code, message and hint of a problem."""


def why_missing(root: Path, folder: str, name: str, files: Mapping[str, Path]) -> Reason:
    """Why `find_files` has no file `name`, which a file in `folder` names."""
    shown = name if len(name) <= 100 else f"{name[:99]}…"
    path = posixpath.normpath(posixpath.join(folder, name))
    if re.match(r"/|~|\\|[A-Za-z]:[\\/]", name) or path == ".." or path.startswith("../"):
        return "outside-source", f"`{shown}` leads out of the course's folder", "name a file in it"
    if CONTROL.search(name) or "\n" in name or not name.strip():
        return "missing-file", "this is no name of a file", "write its path from here, with `/` between folders"
    if "\\" in name:
        return "missing-file", f"there is no file `{shown}`", "write `/` between folders"
    try:
        return _on_disk(root, path, shown, files) or _not_on_disk(folder, path, shown, files)
    except OSError as error:
        return "unreadable", f"`{shown}` cannot be read: {_why(error)}", "check the name and the permissions"


def _on_disk(root: Path, path: str, shown: str, files: Mapping[str, Path]) -> Reason | None:
    """Why something that is there is no file of the course."""
    for part in (*reversed(Path(path).parents), Path(path)):
        if (root / part).is_symlink() and part != Path():
            return _link(root, part, Path(path))
    mode = _mode(root / path)
    if mode is None:
        return None
    if stat.S_ISDIR(mode):
        return "not-a-file", f"`{shown}` is a folder, but a file was expected", "name a file in it"
    if not stat.S_ISREG(mode):
        return "not-a-file", f"`{shown}` is a device or a pipe, but a file was expected", "put an ordinary file there"
    if path in files:
        return None
    if any(part.startswith(".") for part in Path(path).parts):
        return "not-a-file", f"`{shown}` is hidden, and a course has no hidden files", "drop the dot before its name"
    return "not-a-file", f"`{shown}` is left out, as `dist` and editors' copies are", "choose another name"


def _link(root: Path, link: Path, path: Path) -> Reason:
    shown = link.as_posix()
    try:
        real = os.path.realpath(root / link, strict=True)
    except OSError as error:
        way = "leads nowhere" if isinstance(error, FileNotFoundError) else "leads in a circle"
        return "broken-link", f"`{shown}` is a link that {way}", "put the file itself there"
    if os.path.commonpath([real, os.path.realpath(root)]) != os.path.realpath(root):
        return "outside-source", f"`{shown}` is a link that leads out of the course's folder", "put a copy there"
    if link != path:
        return "not-a-file", f"`{shown}` is a link to a folder, and those are not followed", "name the folder itself"
    return "not-a-file", f"`{shown}` is a link to something that is no file", "put an ordinary file there"


def _not_on_disk(folder: str, path: str, shown: str, files: Mapping[str, Path]) -> Reason:
    message = f"there is no file `{shown}`"
    for known in files:
        if _folded(known) == _folded(path):
            if unicodedata.normalize("NFC", known) == unicodedata.normalize("NFC", path):
                return "missing-file", message, "its accents are stored in another form there; rename the file"
            return "missing-file", message, f"it is called `{_relative(known, folder)}`; upper and lower case differ"
    beside = [known for known in files if posixpath.dirname(known) == posixpath.dirname(path)]
    near = [_relative(known, folder) for known in beside if not known.endswith(("course.yaml", "module.yaml"))]
    hint = did_you_mean(posixpath.relpath(path, folder or "."), near)
    return "missing-file", message, hint or "check its name, or create it"


def _relative(path: str, folder: str) -> str:
    return posixpath.relpath(path, folder or ".")


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _mode(path: Path) -> int | None:
    """The mode of what is at a path, or None when nothing is there."""
    try:
        return path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return None


def _why(error: OSError) -> str:
    return (error.strerror or "an unknown reason").lower()


def read_text(path: Path, shown: str) -> tuple[str | None, Problem | None]:
    """The text of a UTF-8 file with `\\n` at the ends of its lines, or the problem that keeps us from it."""
    try:
        if path.stat().st_size > MAX_BYTES:
            size = f"the file is larger than {MAX_BYTES // 1_000_000} MB"
            return None, Problem("too-large", size, Place(shown), "split it into several")
        data = path.read_bytes()
    except OSError as error:
        message = f"the file cannot be read: {_why(error)}"
        return None, Problem("unreadable", message, Place(shown), "check its permissions")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None, Problem("encoding", "the file is UTF-16, but a course is UTF-8", Place(shown), "save it as UTF-8")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", "replace").removeprefix("\ufeff")
        return None, _encoding(shown, before, data[error.start])
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if found := CONTROL.search(text):
        return None, _control(shown, text, found)
    return text, None


def _encoding(shown: str, before: str, byte: int) -> Problem:
    lines = before.replace("\r\n", "\n").replace("\r", "\n")
    place = Place(shown, *Lines(lines).position(len(lines)))
    return Problem("encoding", f"the byte 0x{byte:02X} is no UTF-8 text", place, "save the file as UTF-8")


def _control(shown: str, text: str, found: re.Match[str]) -> Problem:
    number = ord(found[0])
    message, hint = f"the character U+{number:04X} is invisible and cannot stand in a package", "delete it"
    if found[0] in "\x85\u2028\u2029":
        message, hint = (
            f"the character U+{number:04X} is an invisible line break",
            "write a space or a new line instead",
        )
    elif 0x80 <= number < 0xA0:
        hint = "the file may be Windows-1252: save it as UTF-8"
    return Problem("illegal-character", message, Place(shown, *Lines(text).position(found.start())), hint)
