"""Moodle's packages from anywhere: course backups, and questions as Moodle XML and GIFT."""

from __future__ import annotations

import re
from typing import ClassVar

from lmsexport.formats.moodle.read.addresses import in_backup, in_question_file
from lmsexport.formats.moodle.read.backup_archive import opened
from lmsexport.formats.moodle.read.backup_course import standing
from lmsexport.formats.moodle.read.question_file import alone, categories_of, filed
from lmsexport.formats.moodle.read.values import said
from lmsexport.formats.moodle.rules import all_rules as rules
from lmsexport.validation import Contents, Outline, Reader, Rule, Target

_GIFT = re.compile(r"^\s*(?:\$CATEGORY:|::.+?::)|^[^\n]*\{[^{}]*[=~#TF}][^{}]*", re.MULTILINE | re.DOTALL)
"""What only GIFT has: a category, a name in double colons, answers in braces."""


_NO_GIFT = frozenset("c cpp cs css csv go h htm html ini java js json log mjs php py rb rs sh sql svg tex toml ts xml "
                     "yaml yml".split())  # fmt: skip
"""Endings of files that have braces and equals signs for reasons of their own: their content does not tell them from
GIFT, which takes nearly anything for a question."""


class MoodleBackupReader(Reader):
    """Reads what a Moodle wrote as a backup, or what another program wrote as one."""

    kind: ClassVar[str] = "moodle"
    title: ClassVar[str] = "Moodle course backup"
    rank: ClassVar[int] = 10
    rules: ClassVar[tuple[Rule, ...]] = rules.BACKUP
    main_document: ClassVar[str] = "moodle_backup.xml"
    packings: ClassVar[tuple[str, ...]] = ("zip", "tar.gz")

    def recognises(self, contents: Contents) -> str | None:
        """“Moodle course backup of Moodle 4.4”; of a single section or activity, it says so."""
        if self.main_document not in contents:
            return None
        backup = opened(contents)
        scope = backup.scope if backup.scope in ("section", "activity") else "course"
        release = said(backup.information, "moodle_release").split(" ")[0]
        return f"Moodle {scope} backup" + (f" of Moodle {release}" if release else "")

    def read(self, contents: Contents) -> Outline:
        """The course."""
        return standing(contents).outline()

    def target(self, contents: Contents, address: str, base: str = "") -> Target:
        """A file of files.xml, an activity by its number, or the web."""
        return in_backup(contents, address, base)


class MoodleXmlReader(Reader):
    """Reads files of questions in Moodle XML."""

    kind: ClassVar[str] = "moodle-xml"
    title: ClassVar[str] = "Moodle XML questions"
    rank: ClassVar[int] = 40
    rules: ClassVar[tuple[Rule, ...]] = rules.XML
    only_questions: ClassVar[bool] = True

    def recognises(self, contents: Contents) -> str | None:
        """“Moodle XML questions”, for a document whose root is `quiz` and that holds questions."""
        member = alone(contents)
        if member is None or b"<quiz" not in contents.beginning(member):
            return None
        root = contents.xml(member)
        return self.title if root is None or root.tag == "quiz" else None

    def read(self, contents: Contents) -> Outline:
        """The questions in their categories."""
        return filed(categories_of(contents))

    def target(self, contents: Contents, address: str, base: str = "") -> Target:
        """A file that stands in the question, or the web."""
        return in_question_file(contents, address, base)


class GiftReader(Reader):
    """Reads files of questions in GIFT."""

    kind: ClassVar[str] = "gift"
    title: ClassVar[str] = "GIFT questions"
    rank: ClassVar[int] = 90
    rules: ClassVar[tuple[Rule, ...]] = rules.GIFT
    only_questions: ClassVar[bool] = True
    has_points: ClassVar[bool] = False

    def recognises(self, contents: Contents) -> str | None:
        """“GIFT questions”, for a text with a category, or a question with answers in braces."""
        member = alone(contents)
        if member is None or member.rpartition(".")[2].lower() in _NO_GIFT:
            return None
        start = contents.beginning(member).decode("utf-8", "replace")
        if start.lstrip("\ufeff \t\r\n").startswith(("<", "PK")) or "\0" in start:
            return None
        return self.title if _GIFT.search(start) else None

    def read(self, contents: Contents) -> Outline:
        """The questions in their categories."""
        return filed(categories_of(contents))
