"""Moodle's packages from anywhere: course backups, and questions as Moodle XML and GIFT."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from lmsexport.formats.moodle.backup import opened
from lmsexport.formats.moodle.standing import Standing
from lmsexport.formats.moodle.values import said
from lmsexport.validation import Contents, Document, Outline, Rule


class MoodleBackupReader:
    """Reads what a Moodle wrote as a backup, or what another program wrote as one."""

    kind: ClassVar[str] = "moodle"
    title: ClassVar[str] = "Moodle course backup"
    rank: ClassVar[int] = 10
    rules: ClassVar[tuple[Rule, ...]] = ()

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
        return Standing(opened(contents)).outline()
