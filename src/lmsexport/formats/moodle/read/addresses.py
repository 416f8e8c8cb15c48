"""Where the addresses in Moodle's texts lead: to files of the backup, and to activities by their numbers."""

from __future__ import annotations

import base64
import binascii
import posixpath
import re
from urllib.parse import unquote

from lxml import etree

from lmsexport.formats.moodle.read.backup_archive import FileEntry, opened
from lmsexport.formats.moodle.read.backup_course import standing
from lmsexport.formats.moodle.read.question_file import alone
from lmsexport.validation import Contents, Elsewhere, Embedded, ItemRef, Lost, Member, Target, line_of

_ACTIVITY = re.compile(r"\$@[A-Z]+BYID\w*\*(\d+)(?:\*\d+)*@\$(?:#(.*))?", re.DOTALL)
"""What stands for the address of an activity in a backup (backup_*_activity_task::encode_content_links)."""
_FILE = re.compile(r"@@PLUGINFILE@@/([^?#]*)")
"""What stands for the folder of a text's files (file_rewrite_pluginfile_urls)."""
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//|#", re.IGNORECASE)


def in_backup(contents: Contents, address: str, base: str) -> Target:
    """The target of an address in a backup. `base` is the number of the context of an activity, or of a question what
    files.xml has its files under, `AREA ITEM`."""
    if found := _ACTIVITY.match(address):
        item = standing(contents).items.get(found[1])
        return Lost(address) if item is None else ItemRef(item, unquote(found[2] or ""))
    if found := _FILE.match(address):
        files = contents.once(_files).get(unquote(found[1]), [])
        own = next((file for file in files if base in (file.context, f"{file.area} {file.item}")), None)
        file = own or (files[0] if len({file.sha1 for file in files}) == 1 else None)
        return Lost(address) if file is None or file.member not in contents else Member(file.member, file.name)
    return Elsewhere(address) if _ELSEWHERE.match(address) else Lost(address)


def in_question_file(contents: Contents, address: str, base: str) -> Target:
    """The target of an address in Moodle XML; `base` is the place of the question, `MEMBER:LINE`."""
    if found := _FILE.match(address):
        file = contents.once(_embedded).get((base.rpartition(":")[2], unquote(found[1])))
        return Lost(address) if file is None else _decoded(file, address)
    return Elsewhere(address) if _ELSEWHERE.match(address) else Lost(address)


def _files(contents: Contents) -> dict[str, list[FileEntry]]:
    """Path of each file below the folder of its text → the files that have it."""
    found: dict[str, list[FileEntry]] = {}
    for file in opened(contents).files:
        found.setdefault(posixpath.join(file.folder, file.name).lstrip("/"), []).append(file)
    return found


def _embedded(contents: Contents) -> dict[tuple[str, str], etree._Element]:
    """Line of a question and path of a file → the file that stands in the question."""
    root = contents.xml(alone(contents) or "")
    questions = root.iter("question") if root is not None else ()
    return {
        (str(line_of(question)), posixpath.join(file.get("path", "/"), file.get("name", "")).lstrip("/")): file
        for question in questions for file in question.iter("file")
    }  # fmt: skip


def _decoded(file: etree._Element, address: str) -> Target:
    try:
        return Embedded(file.get("name", ""), base64.b64decode(file.text or ""))
    except (binascii.Error, ValueError):
        return Lost(address)
