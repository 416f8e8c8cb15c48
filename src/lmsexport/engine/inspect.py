"""What a package is and what is in it. Hostile archives are read without unpacking and without trusting their sizes."""

from __future__ import annotations

import gzip
import tarfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, cast

from lxml import etree

from lmsexport.engine.inspect_questions import question_file
from lmsexport.errors import LmsExportError

MAX_MEMBERS = 200_000
"""More files than this are not listed."""
MAX_DOCUMENT = 50_000_000
"""Bytes of a document that are read; the rest of a longer one is left alone."""
MAX_RATIO = 250
"""How many times its own size an archive may unpack to before it is taken for a bomb (deflate reaches 1,032)."""
ALWAYS_READ = 1_000_000_000
"""Bytes that any archive may unpack to."""

Read = Callable[[str], bytes]
"""The beginning of a member."""


class PackageError(LmsExportError):
    """The file is no package that can be read."""


def inspect(path: Path) -> dict[str, Any]:
    """Kind, facts and members of a package. Raises `PackageError` for what cannot be read."""
    if not path.exists():
        raise PackageError(f"there is no file or folder {path.as_posix()}")
    if path.is_dir():
        return _folder(path)
    with _refusing(path):
        if zipfile.is_zipfile(path):
            return _zip(path)
        return question_file(path) or _tar(path)


def _folder(path: Path) -> dict[str, Any]:
    files = sorted(file for file in path.rglob("*") if file.is_file())
    members = [(file.relative_to(path).as_posix(), file.stat().st_size) for file in files]
    return _described(members, lambda name: _head((path / name).open("rb")))


def _zip(path: Path) -> dict[str, Any]:
    with zipfile.ZipFile(path) as archive:
        entries = [entry for entry in archive.infolist()[:MAX_MEMBERS] if not entry.is_dir()]
        return _described(
            [(entry.filename, entry.file_size) for entry in entries], lambda name: _head(archive.open(name))
        )


def _tar(path: Path) -> dict[str, Any]:
    with path.open("rb") as raw:
        packed = raw.read(2) == b"\x1f\x8b"
        raw.seek(0)
        limit = max(ALWAYS_READ, MAX_RATIO * path.stat().st_size)
        bounded = _Bounded(cast(IO[bytes], gzip.GzipFile(fileobj=raw)) if packed else raw, limit)
        with tarfile.open(fileobj=cast(IO[bytes], bounded), mode="r:") as archive:
            entries: dict[str, tarfile.TarInfo] = {}
            for number, entry in enumerate(archive):
                if number >= MAX_MEMBERS:
                    break
                if entry.isfile():
                    entries[entry.name] = entry
            members = [(name, entry.size) for name, entry in entries.items()]
            return _described(members, lambda name: _head(archive.extractfile(entries[name])))


class _Bounded:
    """A file that refuses to be read beyond a limit, or to read very much at once."""

    def __init__(self, file: IO[bytes], limit: int) -> None:
        self._file, self._limit = file, limit

    def read(self, size: int = -1) -> bytes:
        if not 0 <= size <= MAX_DOCUMENT:
            raise PackageError("a part of the archive claims to be much too large")
        self._refuse(self.tell() + size)
        return self._file.read(size)

    def seek(self, position: int, whence: int = 0) -> int:
        self._refuse(position)
        return self._file.seek(position, whence)

    def tell(self) -> int:
        return self._file.tell()

    def _refuse(self, position: int) -> None:
        if position > self._limit:
            raise PackageError("the archive unpacks to far more than a course can have: nobody should unpack it")


@contextmanager
def _refusing(path: Path) -> Iterator[None]:
    """Whatever is wrong with an archive becomes one clear sentence."""
    try:
        yield
    except PackageError as error:
        raise PackageError(f"{path.as_posix()}: {error}") from error
    except (
        tarfile.TarError,
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        ValueError,
    ) as error:
        raise PackageError(f"{path.as_posix()} is no zip or tar archive that can be read: {error}") from error
    except gzip.BadGzipFile as error:
        raise PackageError(f"{path.as_posix()} is a damaged archive: {error}") from error


def _head(file: IO[bytes] | None) -> bytes:
    if file is None:
        return b""
    with file:
        return file.read(MAX_DOCUMENT)


def _described(members: list[tuple[str, int]], read: Read) -> dict[str, Any]:
    names = {name for name, _ in members}
    kind, facts = "an archive of files", []
    if "moodle_backup.xml" in names:
        kind, facts = "Moodle course backup", _moodle(names, read)
    elif "imsmanifest.xml" in names:
        kind, facts = _manifest(read("imsmanifest.xml"))
    elif "cmi5.xml" in names:
        kind = "cmi5 course"
    elif "index.html" in names:
        kind = "web pages"
    return {"kind": kind, "facts": facts, "members": [{"name": name, "size": size} for name, size in members]}


def _document(data: bytes) -> etree._Element | None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _moodle(names: set[str], read: Read) -> list[str]:
    root = _document(read("moodle_backup.xml"))
    if root is None:
        return ["moodle_backup.xml cannot be read"]
    information = root.find("information")
    course = root.findtext("information/original_course_fullname", "unknown")
    facts = [
        f"course: {course}",
        f"written by Moodle {root.findtext('information/moodle_release', 'of an unknown release')}",
    ]
    if information is not None:
        facts.append(f"sections: {len(information.findall('contents/sections/section'))}")
        facts += _counts("", (e.text for e in information.iterfind("contents/activities/activity/modulename")))
    questions = _document(read("questions.xml")) if "questions.xml" in names else None
    if questions is not None:
        facts += _counts("questions of type ", (element.text for element in questions.iter("qtype")))
    return facts


def _counts(what: str, kinds: Iterator[str | None]) -> list[str]:
    return [f"{what}{kind}: {number}" for kind, number in sorted(Counter(str(kind) for kind in kinds).items())]


def _manifest(data: bytes) -> tuple[str, list[str]]:
    root = _document(data)
    if root is None:
        return "IMS content package", ["imsmanifest.xml cannot be read"]
    schema = next((element.text for element in root.iter("{*}schema")), None)
    version = next((element.text for element in root.iter("{*}schemaversion")), None)
    facts = [f"resources: {sum(1 for _ in root.iter('{*}resource'))}", f"items: {sum(1 for _ in root.iter('{*}item'))}"]
    return " ".join(part for part in (schema, version) if part) or "IMS content package", facts
