"""Quizzes as the importer of New Quizzes reads them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from lmsexport.lms.base import Arrival, ImportRule, Remark, name_of
from lmsexport.lms.canvas import rules
from lmsexport.validation import NOTHING, Answer, Bank, Draw, Item, Outline, Question, Subject, rich

_SILENT = frozenset({"numeric", "matching"})
"""Types of questions whose answers keep no feedback."""


def read_as_new(subject: Subject, classic: Arrival) -> Arrival:
    """The course after an import with New Quizzes, from what it is with classic ones."""
    return _Reading(subject).course(classic)


@dataclass
class _Reading:
    """Reads the quizzes of one package."""

    subject: Subject
    remarks: list[Remark] = field(default_factory=list)

    @cached_property
    def settings(self) -> Mapping[str, Mapping[str, str]]:
        """The settings of each question, as the package has them."""
        return {question.id: question.settings for question in self.subject.outline.questions}

    def say(self, rule: ImportRule, what: str, effect: Literal["changed", "dropped", "to do"]) -> None:
        self.remarks.append(Remark(rule, effect, what))

    def course(self, classic: Arrival) -> Arrival:
        """The course; classic quizzes alone make a bank of their questions."""
        modules = tuple(
            replace(module, items=tuple(map(self.item, module.items))) for module in classic.outline.modules
        )
        own = {bank.id for bank in self.subject.outline.banks}
        banks = tuple(map(self.bank, (bank for bank in classic.outline.banks if bank.id in own)))
        kept = [remark for remark in classic.remarks if remark.rule not in (rules.BANKS, rules.ANY_CASE)]
        outline: Outline = replace(classic.outline, modules=modules, banks=banks)
        return Arrival(outline, (*kept, *self.remarks))

    def item(self, item: Item) -> Item:
        """An item; a quiz without the texts between its questions."""
        parts: list[Question | Draw] = []
        for part in item.questions:
            if not isinstance(part, Question):
                parts.append(part)
            elif part.type == "text":
                self.say(rules.NO_TEXTS, f"{item.title}: {name_of(part)}", "dropped")
            else:
                parts.append(self.question(part))
        return replace(item, questions=tuple(parts))

    def bank(self, bank: Bank) -> Bank:
        """A bank, which may be taken for a quiz."""
        members = {question.place.rpartition(":")[0] for question in bank.questions}
        if members & set(_listed_as_quizzes(self.subject)):
            self.say(rules.NEW_BANK_AS_QUIZ, bank.title, "changed")
        self.say(rules.NEW_GROUPS, bank.title, "to do")
        return replace(bank, questions=tuple(map(self.question, bank.questions)))

    def question(self, question: Question) -> Question:
        """A question with what is read of its answers; upper and lower case count where they are to."""
        answers, settings = question.answers, self.settings.get(question.id, question.settings)
        if question.type in _SILENT and any(answer.feedback for answer in answers):
            self.say(rules.NEW_FEEDBACK, name_of(question), "dropped")
            answers = tuple(replace(answer, feedback=NOTHING) for answer in answers)
        if question.type == "matching":
            matched = tuple(map(_with_html, answers))
            if matched != answers:
                self.say(rules.NEW_MATCHES, name_of(question), "changed")
            answers = matched
        return replace(question, answers=answers, settings=settings)


def _with_html(answer: Answer) -> Answer:
    return replace(answer, match=rich(answer.match.words))


def _listed_as_quizzes(subject: Subject) -> Iterator[str]:
    """The members that the manifest of QTI 1.2 calls quizzes."""
    manifest = subject.contents.xml("imsmanifest.xml")
    for resource in manifest.iter("{*}resource") if manifest is not None else ():
        if resource.get("type") == "imsqti_xmlv1p2":
            yield resource.get("href", "")
