"""Quizzes in QTI 2.1, and the questions of 2.2, as Canvas' own converter leaves them; of QTI 3.0 it reads nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from itertools import chain
from typing import Literal

from lmsexport.lms.base import Arrival, ImportRule, Remark, name_of
from lmsexport.lms.canvas import rules
from lmsexport.model.numbers import between, plain_number
from lmsexport.validation import NOTHING, Answer, Bank, Contents, Draw, Item, Outline, Question, RichText, Subject

_REFUSED = frozenset({"text", "ordering"})
_TYPED = frozenset({"short-answer", "numeric", "fill-in-blanks"})
_TOLD = ("correct", "incorrect")


def converted(subject: Subject) -> Arrival:
    """The quizzes after an import."""
    if "3.0" in subject.kind:
        return Arrival(Outline(), (Remark(rules.QTI3_NOTHING, "dropped", subject.outline.title or subject.kind),))
    conversion = _Conversion(subject.contents)
    return conversion.bank_alone(subject.outline) if "2.2" in subject.kind else conversion.course(subject.outline)


@dataclass(slots=True)
class _Conversion:
    """Converts one package."""

    contents: Contents
    remarks: list[Remark] = field(default_factory=list)

    def say(self, rule: ImportRule, what: str, effect: Literal["changed", "dropped", "to do"] = "changed") -> None:
        self.remarks.append(Remark(rule, effect, what))

    def course(self, outline: Outline) -> Arrival:
        modules = tuple(
            replace(module, items=tuple(map(self.quiz, module.items))) for module in outline.modules
        )  # fmt: skip
        rest = tuple(self.questions(tuple(one for bank in outline.banks for one in bank.questions)))
        for bank in outline.banks:
            self.say(rules.QTI2_BANK, bank.title)
        there = replace(outline, modules=modules, banks=(Bank(id="", title="", questions=rest),) if rest else ())
        return Arrival(replace(there, banks=(*there.banks, *self.made(there))), tuple(self.remarks))

    def bank_alone(self, outline: Outline) -> Arrival:
        """The questions of all quizzes and banks in a bank."""
        for item in outline.items:
            self.say(rules.QTI22_QUIZZES, item.title, "dropped")
        parts = chain(*(item.questions for item in outline.items), *(bank.questions for bank in outline.banks))
        asked = tuple(part for part in parts if isinstance(part, Question))
        questions = tuple(self.questions(asked))
        there = replace(outline, modules=(), banks=(Bank(id="", title="", questions=questions),))
        return Arrival(there, tuple(self.remarks))

    def made(self, there: Outline) -> Iterator[Bank]:
        """The banks of the quizzes' own questions."""
        for item in there.items:
            own = tuple(part for part in item.questions if isinstance(part, Question) and part.type != "text")
            if own:
                self.say(rules.BANKS, item.title)
                yield Bank(id=item.id, title=item.title, questions=own)

    def quiz(self, item: Item) -> Item:
        self.say(rules.QTI2_UNGRADED, item.title, "to do")
        self.say(rules.QTI2_TITLE, item.title)
        parts: list[Question | Draw] = [Question(id="", type="text", prompt=RichText(item.title))]
        for part in item.questions:
            if isinstance(part, Draw):
                parts.append(part)
            else:
                parts += self.questions((part,))
        return replace(item, questions=tuple(parts), settings={**item.settings, "graded": "no"})

    def questions(self, asked: tuple[Question, ...]) -> Iterator[Question]:
        for question in asked:
            if question.type in _REFUSED:
                self.say(rules.QTI2_REFUSED, name_of(question), "dropped")
            else:
                yield self.question(question)

    def question(self, question: Question) -> Question:
        called = name_of(question)
        if question.points not in (None, 1):
            self.say(rules.QTI2_POINTS, called)
        if question.hints:
            self.say(rules.NO_HINTS, called, "dropped")
        if set(question.feedback) - set(_TOLD) or any(answer.feedback for answer in question.answers):
            self.say(rules.QTI2_FEEDBACK, called, "dropped")
        if self.has(question, "img", "object"):
            self.say(rules.QTI2_PICTURES, called, "dropped")
        kept = {when: text for when, text in question.feedback.items() if when in _TOLD}
        answers = tuple(replace(answer, feedback=NOTHING) for answer in question.answers)
        question = replace(question, points=Decimal(1), hints=(), feedback=kept, answers=answers)
        if question.type in _TYPED:
            return self.typed(question)
        if question.type == "matching":
            self.say(rules.QTI2_MATCHING, called)
            return question
        return self.picked(question)

    def picked(self, question: Question) -> Question:
        called = name_of(question)
        if question.type == "true-false":
            self.say(rules.QTI2_TRUE_FALSE, called)
            question = replace(question, type="single-choice")
        right = sum(answer.share > 0 for answer in question.answers)
        if question.type == "single-choice" and right > 1:
            self.say(rules.QTI2_RIGHT, called)
            question = replace(question, type="multiple-response")
        if question.type == "multiple-response":
            share = round(Decimal(100) / (right or 1), 5).normalize()
            equal = tuple(replace(one, share=share if one.share > 0 else -share) for one in question.answers)
            if equal != question.answers:
                self.say(rules.EQUAL_SHARES, called)
            question = replace(question, answers=equal)
        return question

    def typed(self, question: Question) -> Question:
        """A blank for each place, with the first of its right answers; drop-downs alone stay what they are."""
        if self.has(question, "inlineChoiceInteraction"):
            if not self.has(question, "textEntryInteraction"):
                return question
            self.say(rules.QTI2_DROPDOWNS, name_of(question))
        first: dict[str, Answer] = {}
        for answer in question.answers:
            if answer.share == 100:
                first.setdefault(answer.blank or "1", answer)
        answers = tuple(
            replace(answer, blank=blank, text=RichText(_middle(answer.text.words))) for blank, answer in first.items()
        )
        self.say(rules.QTI2_TYPED, name_of(question))
        return replace(question, type="fill-in-blanks", answers=answers)

    def has(self, question: Question, *names: str) -> bool:
        """Whether one of these elements stands in the document of a question."""
        root = self.contents.xml(question.place.rpartition(":")[0])
        return root is not None and next(root.iter(*(f"{{*}}{name}" for name in names)), None) is not None


def _middle(text: str) -> str:
    """A range as the number that it is around, which the declaration calls correct; a star stands for itself."""
    text = text.replace("\\*", "*")
    low, dots, high = text.partition(" … ")
    try:
        return plain_number(between(Decimal(low), Decimal(high))[0]) if dots else text
    except InvalidOperation:
        return text
