"""What a package is and what is in it. Hostile archives are read without unpacking and without trusting their sizes."""

from __future__ import annotations

import tarfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from lxml import etree

from lmsexport.errors import LmsExportError

MAX_MEMBERS = 200_000
"""More files than this are not listed."""
MAX_DOCUMENT = 50_000_000
"""Bytes of a manifest that are read; the rest of a longer one is left alone."""


class NotAPackage(LmsExportError):
    """The file is no package that can be read."""


def inspect(path: Path) -> dict[str, Any]:
    """Kind, facts and members of a package. Raises `NotAPackage` for what cannot be read."""
    if not path.exists():
        raise NotAPackage(f"there is no file or folder {path.as_posix()}")
    if path.is_dir():
        members = [(p.relative_to(path).as_posix(), p.stat().st_size) for p in sorted(path.rglob("*")) if p.is_file()]
        return _described(members, lambda name: (path / name).read_bytes()[:MAX_DOCUMENT])
    with _refusing(path):
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                listed = [(info.filename, info.file_size) for info in archive.infolist()[:MAX_MEMBERS] if not info.is_dir()]
                return _described(listed, lambda name: _head(archive.open(name)))
        with tarfile.open(path, "r:*") as tar:
            found = {}
            for number, entry in enumerate(tar):
                if number >= MAX_MEMBERS:
                    break
                if entry.isfile():
                    found[entry.name] = entry
            return _described([(name, entry.size) for name, entry in found.items()], lambda name: _head(tar.extractfile(found[name])))


@contextmanager
def _refusing(path: Path) -> Iterator[None]:
    """Whatever is wrong with an archive becomes one clear sentence."""
    try:
        yield
    except (tarfile.TarError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise NotAPackage(f"{path.as_posix()} is no zip or tar archive that can be read: {error}") from error


def _head(file: IO[bytes] | None) -> bytes:
    if file is None:
        return b""
    with file:
        return file.read(MAX_DOCUMENT)


def _described(members: list[tuple[str, int]], read: Any) -> dict[str, Any]:
    names = {name for name, _ in members}
    kind, facts = "an archive of files", []
    if "moodle_backup.xml" in names:
        kind, facts = "Moodle course backup", _moodle(read("moodle_backup.xml"), names, read)
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


def _moodle(data: bytes, names: set[str], read: Any) -> list[str]:
    root = _document(data)
    if root is None:
        return ["moodle_backup.xml cannot be read"]
    facts = [
        f"course: {root.findtext('information/original_course_fullname')}",
        f"written by Moodle {root.findtext('information/moodle_release')}",
        f"sections: {len(root.findall('information/contents/sections/section'))}",
    ]
    kinds = Counter(element.text for element in root.iterfind("information/contents/activities/activity/modulename"))
    facts += [f"{kind}: {number}" for kind, number in sorted(kinds.items(), key=lambda pair: str(pair[0]))]
    questions = _document(read("questions.xml")) if "questions.xml" in names else None
    if questions is not None:
        types = Counter(element.text for element in questions.iter("qtype"))
        facts += [f"questions of type {kind}: {number}" for kind, number in sorted(types.items(), key=lambda pair: str(pair[0]))]
    return facts


def _manifest(data: bytes) -> tuple[str, list[str]]:
    root = _document(data)
    if root is None:
        return "IMS content package", ["imsmanifest.xml cannot be read"]
    schema = next((element.text for element in root.iter("{*}schema")), None)
    version = next((element.text for element in root.iter("{*}schemaversion")), None)
    facts = [f"resources: {sum(1 for _ in root.iter('{*}resource'))}", f"items: {sum(1 for _ in root.iter('{*}item'))}"]
    return " ".join(part for part in (schema, version) if part) or "IMS content package", facts
