"""Rules of course backups: links in texts, and the files that texts show."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from urllib.parse import unquote

from lmsexport.errors import Severity
from lmsexport.formats.moodle.read.backup_archive import FileEntry, Folder
from lmsexport.formats.moodle.read.backup_course import Standing, standing
from lmsexport.formats.moodle.read.entries import Entry
from lmsexport.formats.moodle.read.values import children, said
from lmsexport.validation import Breach, Rule, Subject, line_of, rule

FILE_LINK = re.compile(r"@@PLUGINFILE@@/([^\"'<>\s?#)]+)")
"""An address of a file that stands beside the text."""
_ACTIVITY_LINK = re.compile(r"\$@([A-Z0-9]+)VIEWBYID(?:CH)?\*(\d+)(?:\*\d+)?@\$")


@rule(
    "moodle-activity-link",
    "Links between activities lead to activities that are in the backup.",
    source="Moodle 4.4, backup/util/helper/restore_decode_rule.class.php, decode: unknown numbers keep the old site",
    mend="Take the link out, or add the activity to the backup.",
    severity=Severity.WARNING,
    tried=True,
)
def activity_link(subject: Subject) -> Iterator[Breach]:
    """The link leads to the site that the backup came from.

    The course itself is known from the beginning (restore_stepslib.php, restore_create_and_clean_temp_stuff).
    """
    found = standing(subject.contents)
    known = {(folder.kind.upper(), folder.id) for folder in found.backup.activities}
    known.add(("COURSE", said(found.backup.information, "original_course_id")))
    for member, line, text in _texts(found):
        for kind, id in dict.fromkeys(_ACTIVITY_LINK.findall(text)):
            if (kind, id) not in known:
                yield Breach(f"a link leads to the activity {kind.lower()} {id}, which is not there", member, line)


@rule(
    "moodle-file-link",
    "The files that texts show are in the backup.",
    source="Moodle 4.4, lib/filelib.php, file_rewrite_pluginfile_urls: the address stays, and nothing answers it",
    mend="Add the file, or take the link out.",
    tried=True,
)
def file_link(subject: Subject) -> Iterator[Breach]:
    """A student sees a broken picture."""
    found = standing(subject.contents)
    for entry in found.bank.entries:
        names = {file.path for file in _of_question(found, entry)}
        for name in _links(" ".join(texts_of(entry))):
            if name not in names:
                yield Breach(
                    f"the question {entry.called} shows “{name}”, which is not there", entry.member, entry.line
                )
    for folder in found.backup.activities:
        own = {file.path for file in found.backup.files_by_context.get(folder.context, ())}
        for text in _of_activity(folder):
            for name in _links(text):
                if name not in own:
                    yield Breach(
                        f"“{found.titles[folder.id]}” shows “{name}”, which is not there", folder.main, 0
                    )  # fmt: skip
    yield from _dead_in_sections(found)


def _dead_in_sections(found: Standing) -> Iterator[Breach]:
    context = found.backup.course.get("contextid", "") if found.backup.course is not None else ""
    own = {file.path for file in found.backup.files_by_context.get(context, ())}
    for folder in found.backup.sections:
        for name in _links(said(folder.document("section.xml"), "summary")):
            if name not in own and context:
                yield Breach(f"the section {folder.title} shows “{name}”, which is not there", folder.main)


def _links(text: str) -> dict[str, None]:
    return dict.fromkeys(unquote(html.unescape(link)) for link in FILE_LINK.findall(text))


def _of_question(found: Standing, entry: Entry) -> list[FileEntry]:
    bodies = {body for part in entry.every for body in part.bodies}
    return [file for body in bodies for file in found.files_of_body.get(body, ())]


def texts_of(entry: Entry) -> Iterator[str]:
    """All texts of a question that may show files."""
    for part in entry.every:
        yield from (part.text, part.general, *part.hints, *part.outcomes.values())
        yield from (prompt for prompt, _ in part.pairs)
        for row in part.responses:
            yield row.feedback
            if row.html:
                yield row.text


def _of_activity(folder: Folder) -> Iterator[str]:
    for name in ("intro", "content"):
        yield said(folder.record, name)
    yield from (said(row, "content") for row in children(folder.record, "chapters/chapter"))


def _texts(found: Standing) -> Iterator[tuple[str, int, str]]:
    """All texts with the member and the line where they stand."""
    for folder in found.backup.activities:
        for text in _of_activity(folder):
            yield folder.main, line_of(folder.record) if folder.record is not None else 0, text
    for folder in found.backup.sections:
        yield folder.main, 0, said(folder.document("section.xml"), "summary")
    for entry in found.bank.entries:
        yield entry.member, entry.line, " ".join(texts_of(entry))


LINK_RULES: tuple[Rule, ...] = (activity_link, file_link)
