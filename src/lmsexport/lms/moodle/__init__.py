"""Moodle as the receiver of backups, files of questions, cartridges and SCORM packages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar

from lmsexport.lms.base import Arrival, ImportRule, Remark, name_of
from lmsexport.lms.moodle import rules
from lmsexport.lms.moodle.backups import restored
from lmsexport.lms.moodle.cartridges import converted
from lmsexport.lms.moodle.question_files import imported
from lmsexport.lms.moodle.scorm import played
from lmsexport.validation import Subject


class Moodle:
    """Moodle's restore and its question import."""

    name: ClassVar[str] = "moodle"
    title: ClassVar[str] = "Moodle"
    versions: ClassVar[Mapping[str, str]] = {
        "4.2": "tried in 4.2.3",
        "4.4": "tried in a development version of 4.4, November 2023",
        "5.0": "tried in 5.0.6",
    }
    kinds: ClassVar[frozenset[str]] = frozenset(
        {"moodle", "moodle-xml", "gift", "cartridge", "scorm-1.2", "scorm-2004"}
    )
    rules: ClassVar[tuple[ImportRule, ...]] = rules.ALL

    def simulate(self, subject: Subject, version: str) -> Arrival:
        """The course, or the questions, after an upload."""
        outline = subject.outline
        if subject.reader.kind == "moodle":
            return restored(outline, version)
        if subject.reader.kind == "cartridge":
            return converted(subject, version)
        if subject.reader.kind.startswith("scorm"):
            return played(outline)
        return imported(subject, version)

    def reimport(self, earlier: Subject, later: Subject, version: str) -> Iterable[Remark]:  # noqa: ARG002
        """A second upload: but for SCORM, nothing is replaced."""
        if later.reader.kind.startswith("scorm"):
            yield Remark(rules.SCORM_AGAIN, "updated", later.outline.title)
            return
        if later.reader.kind in ("moodle", "cartridge"):
            there = {(item.kind, item.title) for item in earlier.outline.items}
            for item in later.outline.items:
                if (item.kind, item.title) in there:
                    yield Remark(rules.AGAIN_COURSE, "duplicated", item.title)
            yield Remark(rules.AGAIN_COURSE, "resets attempts", earlier.outline.title)
            return
        known = {(question.type, question.prompt) for question in earlier.outline.questions}
        for question in later.outline.questions:
            if (question.type, question.prompt) in known:
                yield Remark(rules.AGAIN_QUESTIONS, "duplicated", name_of(question))
