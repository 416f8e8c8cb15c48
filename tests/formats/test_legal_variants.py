"""Packages that are written otherwise and mean the same are read as the same.

What XML and ZIP leave to the writer is used by some exporter somewhere: other prefixes and encodings, comments within a
text, CDATA, no line breaks, files in another order, folders of their own. Each of our packages is written so, and its
outline stays.
"""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from lxml import etree

from formats.exporting import CONTEXT, export
from formats.judged import store
from formats.moodle.courses import QUESTIONS, course, lesson, quiz
from lmsexport.formats.base import formats
from lmsexport.packaging import Package, Part, write_package
from lmsexport.validation.judge import judge

TARGETS = ("canvas", "cartridge-1.1", "cartridge-1.3", "cmi5", "moodle", "moodle-xml", "qti-1.2", "qti-2.1", "qti-3.0",
           "scorm-1.2", "scorm-2004")  # fmt: skip
LAB = {"type": "lab", "id": "lab", "title": "Lab", "task": "Do.", "assistant": "Ada", "points": 5}
COURSE = course(
    lesson("one", body="Some <b>bold</b> text & more."),
    quiz("two", QUESTIONS, pass_mark=60, requires=[{"item": "one"}], instructions="Think *twice*."),
    LAB,
    {"type": "link", "id": "link", "title": "A link & more", "url": "https://example.org/?a=1&b=2"},
    tools=[{"id": "chat", "name": "Chat", "url": "https://labs.example.edu/launch"}],
)


def is_xml(name: str) -> bool:
    return name.endswith((".xml", ".qti"))


def with_comments(content: bytes) -> bytes:
    """A comment in the middle of each text, and an instruction before each element."""
    root = etree.fromstring(content)
    for element in list(root.iter(etree.Element)):
        if element.text and element.text.strip() and len(element.text) > 1:
            middle = len(element.text) // 2
            comment = etree.Comment(" c ")
            comment.tail, element.text = element.text[middle:], element.text[:middle]
            element.insert(0, comment)
        if element is not root and not (element.tail or "").strip():
            element.addprevious(etree.ProcessingInstruction("other", "x='1'"))
    return as_document(root, "UTF-8")


def as_document(root: etree._Element, encoding: str) -> bytes:
    written = etree.tostring(root, xml_declaration=True, encoding=encoding)
    assert isinstance(written, bytes)
    return written


def with_cdata(content: bytes) -> bytes:
    """Each text in a CDATA section."""
    root = etree.fromstring(content, etree.XMLParser(strip_cdata=False))
    for element in root.iter(etree.Element):
        if element.text and element.text.strip() and "]]>" not in element.text:
            element.text = etree.CDATA(element.text)
    return as_document(root, "UTF-8")


def with_references(content: bytes) -> bytes:
    """ASCII, with a reference for each other character."""
    return as_document(etree.fromstring(content), "US-ASCII")


def in_utf_16(content: bytes) -> bytes:
    return as_document(etree.fromstring(content), "UTF-16")


def with_prefixes(content: bytes) -> bytes:
    """A prefix for the default namespace."""
    root = etree.fromstring(content)
    if root.prefix is not None or not root.nsmap:
        return content
    names = {f"x{number}": uri for number, uri in enumerate(sorted(set(root.nsmap.values())))}
    renamed = etree.Element(root.tag, dict(root.attrib), nsmap=names)
    renamed.text = root.text
    renamed.extend(list(root))
    text = etree.tostring(renamed, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}'.encode()


WRITINGS: dict[str, Callable[[bytes], bytes]] = {
    one.__name__: one for one in (with_comments, with_cdata, with_references, in_utf_16, with_prefixes)
}


def told(value: Any) -> Any:
    """What an outline says, without the places where it says so."""
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: told(getattr(value, one.name)) for one in fields(value) if one.name != "place"}
    if isinstance(value, dict):
        return {key: told(part) for key, part in value.items()}
    if isinstance(value, tuple | list):
        return [told(part) for part in value]
    return value


def read(path: Path) -> tuple[str, Any, list[str]]:
    """The kind, the outline, and what was not understood."""
    with judge(path, store()) as found:
        assert "judge-failed" not in {finding.rule.id for finding in found.findings}
        assert found.subject is not None
        return found.kind, told(found.subject.outline), list(found.unread)


def content_of(part: Part) -> bytes:
    with part.open() as file:
        return file.read()


def written(target: str, package: Package, folder: Path) -> Path:
    return write_package(
        package, formats()[target].archive, folder / f"x{formats()[target].extension}", CONTEXT.when
    ).path


@cache
def package_of(target: str) -> Package:
    return export(target, COURSE)


@cache
def expected(target: str) -> tuple[str, Any, list[str]]:
    with TemporaryDirectory() as folder:
        return read(written(target, package_of(target), Path(folder)))


@pytest.mark.parametrize(
    ("writing", "target"),
    [
        (writing, target)
        for writing in WRITINGS
        for target in TARGETS
        if (writing, target) != ("in_utf_16", "moodle-xml")  # Moodle reads its files as UTF-8
    ],
)
def test_documents_that_are_written_otherwise(writing: str, target: str, tmp_path: Path) -> None:
    package, changed = Package(), 0
    for part in package_of(target):
        content = content_of(part)
        other = WRITINGS[writing](content) if is_xml(part.name) else content
        package.add(part.name, other)
        changed += other != content
    assert changed or writing == "with_prefixes"
    assert read(written(target, package, tmp_path)) == expected(target)


# -- archives --------------------------------------------------------------------------------------------------------


def members(target: str) -> list[tuple[str, bytes]]:
    return [(part.name, content_of(part)) for part in package_of(target)]


def backwards(path: Path, files: list[tuple[str, bytes]]) -> None:
    """A ZIP without compression, the last file first."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, content in reversed(files):
            archive.writestr(name, content)


def with_folders(path: Path, files: list[tuple[str, bytes]]) -> None:
    """A ZIP with an entry for each folder, as most file managers write it, and what macOS puts in."""
    folders = {f"{parent.as_posix()}/" for name, _ in files for parent in Path(name).parents if parent.name}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for folder in sorted(folders):
            archive.writestr(folder, b"")
        for name, content in [*files, ("__MACOSX/._imsmanifest.xml", b"\0\5\x16\7"), (".DS_Store", b"\0\0\0\1Bud1")]:
            archive.writestr(name, content)


def streamed(path: Path, files: list[tuple[str, bytes]]) -> None:
    """A ZIP that was written into a pipe: sizes and sums stand behind the files."""

    class Pipe(io.RawIOBase):
        content = b""

        def writable(self) -> bool:
            return True

        def write(self, data: Any) -> int:
            self.content += bytes(data)
            return len(data)

    with zipfile.ZipFile(pipe := Pipe(), "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    path.write_bytes(pipe.content)


def dotted(path: Path, files: list[tuple[str, bytes]]) -> None:
    """A tar of the folder `.`, as `tar czf x.mbz .` writes it."""
    with tarfile.open(path, "w:gz", format=tarfile.GNU_FORMAT) as archive:
        for name, content in reversed(files):
            entry = tarfile.TarInfo(f"./{name}")
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))


ZIPPED = [
    (pack, target) for pack in (backwards, with_folders, streamed) for target in TARGETS if target != "moodle-xml"
]


@pytest.mark.parametrize(("pack", "target"), [*ZIPPED, (dotted, "moodle")])
def test_archives_that_are_packed_otherwise(
    pack: Callable[[Path, list[tuple[str, bytes]]], None], target: str, tmp_path: Path
) -> None:
    path = tmp_path / f"x{formats()[target].extension}"
    pack(path, members(target))
    assert read(path)[:2] == expected(target)[:2]
