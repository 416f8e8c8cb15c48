"""Canvas as the receiver of its own exports, of cartridges, and of quizzes in QTI; and its New Quizzes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import ClassVar

from lmsexport.lms.base import Arrival, ImportRule, Remark
from lmsexport.lms.canvas import rules
from lmsexport.lms.canvas.arriving import arrived
from lmsexport.lms.canvas.qti2 import converted
from lmsexport.lms.canvas.updating import updated
from lmsexport.validation import Module, Question, Subject


class Canvas:
    """Canvas with its classic quizzes."""

    name: ClassVar[str] = "canvas"
    title: ClassVar[str] = "Canvas"
    versions: ClassVar[Mapping[str, str]] = {
        "classic": "its import code of August 2017 run on a database; what came later was read"
    }
    kinds: ClassVar[frozenset[str]] = frozenset({"canvas", "cartridge", "qti", "qti-1.2"})
    rules: ClassVar[tuple[ImportRule, ...]] = rules.CLASSIC

    def arrives(self, subject: Subject, version: str) -> Arrival:  # noqa: ARG002
        """The course after an import."""
        if subject.reader.kind == "qti":
            return converted(subject)
        return arrived(subject.outline, subject.reader.kind)

    def again(self, earlier: Subject, later: Subject, version: str) -> Iterable[Remark]:  # noqa: ARG002
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
    versions: ClassVar[Mapping[str, str]] = {"2026": "read on the vendor's pages, not tried"}
    kinds: ClassVar[frozenset[str]] = frozenset({"canvas", "qti-1.2"})
    rules: ClassVar[tuple[ImportRule, ...]] = (*rules.CLASSIC, *rules.NEW)

    def arrives(self, subject: Subject, version: str) -> Arrival:
        """The course after an import; quizzes without the texts between their questions."""
        arrival = super().arrives(subject, version)
        own = {bank.id for bank in subject.outline.banks}
        banks = tuple(bank for bank in arrival.outline.banks if bank.id in own)
        remarks = [remark for remark in arrival.remarks if remark.rule is not rules.BANKS]
        remarks += [
            Remark(rules.NO_TEXTS, "dropped", f"{item.title}: {part.title or part.prompt[:60]}")
            for item in arrival.outline.items
            for part in item.questions
            if isinstance(part, Question) and part.type == "text"
        ]
        remarks += [Remark(rules.NEW_GROUPS, "to do", bank.title) for bank in banks]
        modules = tuple(_without_texts(module) for module in arrival.outline.modules)
        return Arrival(replace(arrival.outline, modules=modules, banks=banks), tuple(remarks))


def _without_texts(module: Module) -> Module:
    items = tuple(
        replace(item, questions=tuple(part for part in item.questions if getattr(part, "type", "") != "text"))
        for item in module.items
    )
    return replace(module, items=items)
