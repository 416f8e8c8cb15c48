"""A course backup as it stands in its archive: which documents it has, and what they say of each other."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from lmsexport.formats.moodle.read.values import children, said, whole
from lmsexport.validation import Contents, PackageError, Sums, line_of


def opened(contents: Contents) -> Backup:
    """The backup in an archive; the same one for all who ask."""
    return contents.once(Backup)


@dataclass(frozen=True)
class Folder:
    """An activity or a section, as the list of contents announces it."""

    backup_contents: Contents
    id: str
    kind: str
    """Name of the activity module; empty for a section."""
    section: str
    """Number of the section that an activity stands in."""
    title: str
    path: str
    line: int
    """Of the announcement in moodle_backup.xml."""

    def document(self, name: str) -> etree._Element | None:
        """One of its documents."""
        return self.backup_contents.xml(f"{self.path}/{name}")

    @property
    def main(self) -> str:
        """The document that has its settings."""
        return f"{self.path}/{self.kind or 'section'}.xml"

    @cached_property
    def activity(self) -> etree._Element | None:
        """The root of an activity's own document, which says its context."""
        return self.document(f"{self.kind}.xml")

    @cached_property
    def record(self) -> etree._Element | None:
        """What the activity's own document says of it."""
        return self.activity.find(self.kind) if self.activity is not None and self.kind else None

    @cached_property
    def module(self) -> etree._Element | None:
        """What all activities say: completion, availability, idnumber."""
        return self.document("module.xml")

    @property
    def context(self) -> str:
        """Number of its context."""
        return self.activity.get("contextid", "") if self.activity is not None else ""

    @cached_property
    def grade_items(self) -> list[etree._Element]:
        """Its columns in the gradebook."""
        return list(children(self.document("grades.xml"), "grade_items/grade_item"))


@dataclass(frozen=True, slots=True)
class FileEntry:
    """A file of files.xml; directories are left out."""

    id: str
    sha1: str
    context: str
    component: str
    area: str
    item: str
    folder: str
    name: str
    size: int
    is_main: bool
    """Whether it is the file that a resource opens."""
    line: int

    @property
    def path(self) -> str:
        """Its place below the folder of its text."""
        return posixpath.join(self.folder, self.name).lstrip("/")

    @property
    def member(self) -> str:
        """Where its bytes are in the archive."""
        return f"files/{self.sha1[:2]}/{self.sha1}"

    @property
    def of_question(self) -> bool:
        """Whether it belongs to a question."""
        return self.component == "question" or self.component.startswith("qtype_")


class Backup:
    """The documents of a backup, each read once."""

    def __init__(self, contents: Contents) -> None:
        self.contents = contents

    @cached_property
    def information(self) -> etree._Element | None:
        """What moodle_backup.xml says."""
        root = self.contents.xml("moodle_backup.xml")
        return root.find("information") if root is not None else None

    @cached_property
    def scope(self) -> str:
        """`course`, `section` or `activity`."""
        return said(self.information, "details/detail/type")

    @cached_property
    def version(self) -> int:
        """The Moodle that wrote it, as its version number: 2022041900."""
        return whole(said(self.information, "moodle_version"))

    @cached_property
    def is_old(self) -> bool:
        """Whether questions.xml has the layout of before Moodle 4.0 (backup_questions_activity_structure_step)."""
        return 0 < whole(said(self.information, "backup_version")) < 20220202 * 100

    @cached_property
    def has_tops(self) -> bool:
        """Whether contexts have one top category of questions, as since Moodle 3.5 (restore_dbops.class.php)."""
        return not 0 < whole(said(self.information, "backup_version")) <= 20180205 * 100

    @cached_property
    def sections(self) -> tuple[Folder, ...]:
        """All sections, in the order of the course."""
        found = [self._folder(row, "sectionid") for row in children(self.information, "contents/sections/section")]
        return tuple(sorted(found, key=lambda folder: whole(said(folder.document("section.xml"), "number"))))

    @cached_property
    def activities(self) -> tuple[Folder, ...]:
        """All activities, in the order of the course."""
        rows = children(self.information, "contents/activities/activity")
        return tuple(self._folder(row, "moduleid") for row in rows)

    def setting(self, name: str) -> str:
        """A setting of the backup as a whole."""
        rows = children(self.information, "settings/setting")
        return next((said(row, "value") for row in rows if said(row, "name") == name), "")

    def _folder(self, row: etree._Element, id: str) -> Folder:
        return Folder(
            self.contents,
            said(row, id),
            said(row, "modulename"),
            said(row, "sectionid"),
            said(row, "title"),
            said(row, "directory").strip("/"),
            line_of(row),
        )

    @cached_property
    def course(self) -> etree._Element | None:
        """What course.xml says."""
        return self.contents.xml("course/course.xml")

    @cached_property
    def files(self) -> tuple[FileEntry, ...]:
        """All files that it says to have."""
        return tuple(self._files())

    def _files(self) -> Iterator[FileEntry]:
        for row in children(self.contents.xml("files.xml"), "file"):
            if (name := said(row, "filename")) != ".":
                yield FileEntry(
                    row.get("id", ""),
                    said(row, "contenthash"),
                    said(row, "contextid"),
                    said(row, "component"),
                    said(row, "filearea"),
                    said(row, "itemid"),
                    said(row, "filepath"),
                    name,
                    whole(said(row, "filesize")),
                    said(row, "sortorder") == "1",
                    line_of(row),
                )

    @cached_property
    def files_by_context(self) -> dict[str, list[FileEntry]]:
        """Number of a context → its files."""
        found: dict[str, list[FileEntry]] = {}
        for file in self.files:
            found.setdefault(file.context, []).append(file)
        return found

    @cached_property
    def grade_categories(self) -> dict[str, etree._Element]:
        """Number → grade category."""
        rows = children(self.contents.xml("gradebook.xml"), "grade_categories/grade_category")
        return {row.get("id", ""): row for row in rows}

    @cached_property
    def grade_items(self) -> list[etree._Element]:
        """The columns that stand for the course and for its grade categories."""
        return list(children(self.contents.xml("gradebook.xml"), "grade_items/grade_item"))

    def sums(self, member: str) -> Sums | None:
        """Size and sums of a member; None for one that is missing or damaged."""
        try:
            return self.contents.sums(member)
        except (KeyError, PackageError):
            return None
