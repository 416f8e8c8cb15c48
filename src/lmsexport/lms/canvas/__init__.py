"""Canvas as the receiver of its own exports, of cartridges, and of quizzes in QTI; and its New Quizzes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar

from lmsexport.lms.base import Arrival, ImportRule, Remark
from lmsexport.lms.canvas import rules
from lmsexport.lms.canvas.arriving import arrived
from lmsexport.lms.canvas.new_quizzes import read_as_new
from lmsexport.lms.canvas.qti2 import converted
from lmsexport.lms.canvas.updating import updated
from lmsexport.validation import Subject


class Canvas:
    """Canvas with its classic quizzes."""

    name: ClassVar[str] = "canvas"
    title: ClassVar[str] = "Canvas"
    versions: ClassVar[Mapping[str, str]] = {
        "classic": "its import code of August 2017 run on a database; what came later was read"
    }
    kinds: ClassVar[frozenset[str]] = frozenset({"canvas", "cartridge", "qti", "qti-1.2"})
    rules: ClassVar[tuple[ImportRule, ...]] = rules.CLASSIC

    def simulate(self, subject: Subject, version: str) -> Arrival:  # noqa: ARG002
        """The course after an import."""
        if subject.reader.kind == "qti":
            return converted(subject)
        return arrived(subject.outline, subject.reader.kind)

    def reimport(self, earlier: Subject, later: Subject, version: str) -> Iterable[Remark]:  # noqa: ARG002
        """What a newer file does to what came from an earlier one, in the same course."""
        if later.reader.kind == "canvas":
            yield from updated(earlier.outline, later.outline)
            return
        rule = rules.CART_TWICE if later.reader.kind == "cartridge" else rules.QTI_TWICE
        there = {(item.kind, item.title) for item in earlier.outline.items}
        for item in later.outline.items:
            if (item.kind, item.title) in there:
                yield Remark(rule, "duplicated", item.title)


class NewQuizzes(Canvas):
    """Canvas, with “Import existing quizzes as New Quizzes” ticked."""

    name: ClassVar[str] = "canvas-new-quizzes"
    title: ClassVar[str] = "Canvas with New Quizzes"
    versions: ClassVar[Mapping[str, str]] = {
        "2025": "its importer of quizzes and questions of April 2025 run; what it does with them then was read"
    }
    kinds: ClassVar[frozenset[str]] = frozenset({"canvas", "qti-1.2"})
    rules: ClassVar[tuple[ImportRule, ...]] = (*rules.CLASSIC, *rules.NEW)

    def simulate(self, subject: Subject, version: str) -> Arrival:
        """The course after an import, with what is read of its questions."""
        return read_as_new(subject, super().simulate(subject, version))
