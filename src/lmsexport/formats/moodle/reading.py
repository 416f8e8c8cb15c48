"""Moodle's packages from anywhere: course backups, and questions as Moodle XML and GIFT."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import ClassVar

from lmsexport.formats.moodle import rules
from lmsexport.formats.moodle.backup import opened
from lmsexport.formats.moodle.filed import alone, categories_of, filed
from lmsexport.formats.moodle.standing import standing
from lmsexport.formats.moodle.values import said
from lmsexport.validation import Contents, Document, Outline, Rule

_GIFT = re.compile(r"^\s*(?:\$CATEGORY:|::.+?::)|^[^\n]*\{[^{}]*[=~#TF}][^{}]*", re.MULTILINE | re.DOTALL)
"""What only GIFT has: a category, a name in double colons, answers in braces."""


_NO_GIFT = frozenset("c cpp cs css csv go h htm html ini java js json log mjs php py rb rs sh sql svg tex toml ts xml "
                     "yaml yml".split())  # fmt: skip
"""Endings of files that have braces and equals signs for reasons of their own: their content does not tell them from
GIFT, which takes nearly anything for a question."""


class MoodleBackupReader:
    """Reads what a Moodle wrote as a backup, or what another program wrote as one."""

    kind: ClassVar[str] = "moodle"
    title: ClassVar[str] = "Moodle course backup"
    rank: ClassVar[int] = 10
    rules: ClassVar[tuple[Rule, ...]] = rules.BACKUP

    def recognises(self, contents: Contents) -> str | None:
        """“Moodle course backup of Moodle 4.4”; of a single section or activity, it says so."""
        if "moodle_backup.xml" not in contents:
            return "Moodle 1 course backup" if "moodle.xml" in contents else None
        backup = opened(contents)
        scope = backup.scope if backup.scope in ("section", "activity") else "course"
        release = said(backup.information, "moodle_release").split(" ")[0]
        return f"Moodle {scope} backup" + (f" of Moodle {release}" if release else "")

    def documents(self, contents: Contents) -> Iterable[Document]:  # noqa: ARG002
        """None: Moodle has no schemas."""
        return ()

    def read(self, contents: Contents) -> Outline:
        """The course; of a backup of Moodle 1, nothing but the word that it is not read."""
        if "moodle_backup.xml" not in contents:
            return Outline(unread=("backups of Moodle 1 are not read",))
        return standing(contents).outline()


class MoodleXmlReader:
    """Reads files of questions in Moodle XML."""

    kind: ClassVar[str] = "moodle-xml"
    title: ClassVar[str] = "Moodle XML questions"
    rank: ClassVar[int] = 40
    rules: ClassVar[tuple[Rule, ...]] = rules.XML

    def recognises(self, contents: Contents) -> str | None:
        """“Moodle XML questions”, for a document whose root is `quiz` and that holds questions."""
        member = alone(contents)
        if member is None or b"<quiz" not in contents.beginning(member):
            return None
        root = contents.xml(member)
        return self.title if root is None or root.tag == "quiz" else None

    def documents(self, contents: Contents) -> Iterable[Document]:  # noqa: ARG002
        """None: Moodle has no schemas."""
        return ()

    def read(self, contents: Contents) -> Outline:
        """The questions in their categories."""
        return filed(categories_of(contents))


class GiftReader:
    """Reads files of questions in GIFT."""

    kind: ClassVar[str] = "gift"
    title: ClassVar[str] = "GIFT questions"
    rank: ClassVar[int] = 90
    rules: ClassVar[tuple[Rule, ...]] = rules.GIFT

    def recognises(self, contents: Contents) -> str | None:
        """“GIFT questions”, for a text with a category, or a question with answers in braces."""
        member = alone(contents)
        if member is None or member.rpartition(".")[2].lower() in _NO_GIFT:
            return None
        start = contents.beginning(member).decode("utf-8", "replace")
        if start.lstrip("\ufeff \t\r\n").startswith(("<", "PK")) or "\0" in start:
            return None
        return self.title if _GIFT.search(start) else None

    def documents(self, contents: Contents) -> Iterable[Document]:  # noqa: ARG002
        """None."""
        return ()

    def read(self, contents: Contents) -> Outline:
        """The questions in their categories."""
        return filed(categories_of(contents))
