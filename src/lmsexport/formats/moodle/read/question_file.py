"""A file of questions as an outline: Moodle XML, GIFT."""

from __future__ import annotations

from lmsexport.formats.moodle.read.backup_course import unread_questions
from lmsexport.formats.moodle.read.gift import read_gift
from lmsexport.formats.moodle.read.moodle_xml import FileCategory, read_xml
from lmsexport.formats.moodle.read.question import question
from lmsexport.formats.moodle.read.values import shown_name
from lmsexport.validation import Contents, Outline, PackageError, rich
from lmsexport.validation.outline import Bank


class FileOfQuestions:
    """What is in the file, and what keeps it from being read."""

    def __init__(self, contents: Contents) -> None:
        self.member = alone(contents) or ""
        self.categories: list[FileCategory] = []
        self.unread: tuple[str, ...] = ()
        if b"<quiz" in contents.beginning(self.member):
            root = contents.xml(self.member)
            if root is None:
                fault = contents.fault(self.member)
                self.unread = (f"nothing of it is read: {fault[0] if fault else 'it is no document'}",)
            else:
                self.categories = read_xml(root, self.member)
            return
        try:
            text = contents.read(self.member).decode("utf-8-sig", "replace")
        except PackageError as error:
            self.unread = (f"nothing is read: {error}",)
        else:
            self.categories = read_gift(text, self.member)


def categories_of(contents: Contents) -> FileOfQuestions:
    """The file in an archive or on its own; the same one for all who ask."""
    return contents.once(FileOfQuestions)


def alone(contents: Contents) -> str | None:
    """The only member, when there is only one."""
    found = iter(contents)
    first = next(found, None)
    return first if next(found, None) is None else None


def filed(found: FileOfQuestions) -> Outline:
    """The questions as banks, one for each category; a file of questions has no assessments."""
    banks = [
        Bank(
            id="/".join(category.path),
            title=shown_name(category.path[-1]) if category.path else "",
            text=rich(category.info),
            questions=tuple(map(question, category.entries)),
        )
        for category in found.categories
    ]
    entries = [entry for category in found.categories for entry in category.entries]
    return Outline(banks=tuple(banks), unread=(*found.unread, *unread_questions(entries)))
