"""Where the addresses in Moodle's texts lead: to files of the backup, and to activities by their numbers."""

from __future__ import annotations

import base64
import binascii
import posixpath
import re
from collections.abc import Iterable, Iterator
from typing import TypeVar
from urllib.parse import unquote

from lxml import etree

from lmsexport.formats.moodle.read.backup_archive import FileEntry, opened
from lmsexport.formats.moodle.read.backup_course import standing
from lmsexport.formats.moodle.read.question_file import alone
from lmsexport.formats.moodle.read.values import children
from lmsexport.validation import Contents, Elsewhere, Embedded, ItemRef, Lost, Member, Target

_ACTIVITY = re.compile(r"\$@([A-Z][A-Z0-9]*)BYID\w*\*(\d+)(?:\*\d+)*@\$(?:#(.*))?", re.DOTALL)
"""What stands for the address of an activity in a backup (backup_*_activity_task::encode_content_links). It begins with
the name of the module; courses and users have such codes, too."""
_FILE = re.compile(r"@@PLUGINFILE@@/([^?#]*)")
"""What stands for the folder of a text's files (file_rewrite_pluginfile_urls)."""
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//|#", re.IGNORECASE)
_ANYWHERE = ""
"""The place of files whose path no other file has."""

T = TypeVar("T")
Index = dict[tuple[str, str], T]
"""Place and path of each file. A place is one of the lines that the base of a text has: `AREA ITEM`, the number of a
context, both (`CONTEXT AREA`); in Moodle XML, which has no numbers, items are counted."""


def in_backup(contents: Contents, address: str, base: str) -> Target:
    """The target of an address in a backup."""
    if found := _ACTIVITY.match(address):
        course = standing(contents)
        folder = course.folders.get(found[2])
        if folder is None or not found[1].startswith(folder.kind.upper()):
            return Lost(address)
        return ItemRef(course.items[folder.id], unquote(found[3] or ""))
    if found := _FILE.match(address):
        file = _at(contents.once(_files), found[1], base)
        return Lost(address) if file is None or file.member not in contents else Member(file.member, file.name)
    return Elsewhere(address) if _ELSEWHERE.match(address) else Lost(address)


def in_question_file(contents: Contents, address: str, base: str) -> Target:
    """The target of an address in Moodle XML."""
    if found := _FILE.match(address):
        file = _at(contents.once(_embedded), found[1], base)
        return Lost(address) if file is None else _decoded(file, address)
    return Elsewhere(address) if _ELSEWHERE.match(address) else Lost(address)


def _at(files: Index[T], path: str, base: str) -> T | None:
    """The file at a path: in the first of the places that has it."""
    places = (*base.split("\n"), _ANYWHERE)
    return next((files[place, unquote(path)] for place in places if (place, unquote(path)) in files), None)


def _files(contents: Contents) -> Index[FileEntry]:
    """The files of a backup."""
    found: Index[FileEntry] = {}
    sums: dict[str, set[str]] = {}
    for file in opened(contents).files:
        for place in (file.context, f"{file.context} {file.area}", f"{file.area} {file.item}"):
            found.setdefault((place, file.path), file)
        sums.setdefault(file.path, set()).add(file.sha1)
    return found | {(_ANYWHERE, file.path): file for file in opened(contents).files if len(sums[file.path]) == 1}


def _embedded(contents: Contents) -> Index[etree._Element]:
    """The files that stand in questions."""
    root = contents.xml(alone(contents) or "")
    questions = [row for row in children(root, "question") if row.get("type") != "category"]
    found: Index[etree._Element] = {}
    for number, question in enumerate(questions, 1):
        for place, files in _holders(question, number):
            for file in files:
                path = posixpath.join(file.get("path", "/"), file.get("name", "")).lstrip("/")
                found.setdefault((place, path), file)
    return found


def _holders(question: etree._Element, number: int) -> Iterator[tuple[str, Iterable[etree._Element]]]:
    """The places of a question that hold files, and these; the last one is the question as a whole."""
    for place, answer in enumerate(children(question, "answer"), 1):
        yield f"answer {number}.{place}", children(answer, "file")
        yield f"answerfeedback {number}.{place}", children(answer, "feedback/file")
    for place, pair in enumerate(children(question, "subquestion"), 1):
        yield f"subquestion {number}.{place}", children(pair, "file")
    for text in question:
        yield f"{text.tag} {number}", children(text, "file")
    yield f"question {number}", question.iter("file")


def _decoded(file: etree._Element, address: str) -> Target:
    try:
        return Embedded(file.get("name", ""), base64.b64decode(file.text or ""))
    except (binascii.Error, ValueError):
        return Lost(address)
