"""A course as it stands in Canvas after an import."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal
from urllib.parse import urlsplit

from lmsexport.lms.base import Arrival, ImportRule, Remark, name_of
from lmsexport.lms.canvas import rules
from lmsexport.validation import NOTHING, Answer, Bank, Item, Outline, Question


def arrived(outline: Outline, kind: str) -> Arrival:
    """The course after an import into an empty one."""
    return _Import(outline, kind).course()


@dataclass(slots=True)
class _Import:
    """Imports one package."""

    outline: Outline
    kind: str
    remarks: list[Remark] = field(default_factory=list)

    def say(self, rule: ImportRule, what: str, effect: Literal["changed", "dropped", "to do"] = "to do") -> None:
        self.remarks.append(Remark(rule, effect, what))

    def course(self) -> Arrival:
        modules = tuple(
            replace(module, items=tuple(map(self.item, module.items))) for module in self.outline.modules
        )  # fmt: skip
        banks = tuple(map(self.bank, self.outline.banks))
        tools = dict(self.outline.tools)
        for name in tools:
            self.say(rules.TOOL_KEYS, name)
        if self.kind == "cartridge":
            tools |= {item.title: item.url for item in self.outline.items if item.kind == "lab"}
        there = replace(self.outline, modules=modules, banks=banks, tools=tools)
        if self.kind != "canvas":
            there = replace(there, banks=(*banks, *self.made(there)))
        return Arrival(there, tuple(self.remarks))

    def bank(self, bank: Bank) -> Bank:
        if not bank.title:
            self.say(rules.BANKS, bank.id, "changed")
        return replace(bank, title=bank.title or bank.id, questions=tuple(map(self.question, bank.questions)))

    def made(self, there: Outline) -> Iterator[Bank]:
        """The banks of the quizzes' own questions."""
        for item in there.items:
            own = tuple(part for part in item.questions if isinstance(part, Question))
            if item.kind == "assessment" and own:
                self.say(rules.BANKS, item.title, "changed")
                yield Bank(id=item.id, title=item.title, questions=own)

    # -- items -------------------------------------------------------------------------------------------------

    def item(self, item: Item) -> Item:
        if item.kind == "lab":
            self.lab(item)
        if self.kind == "cartridge":
            item = self.of_cartridge(item)
        elif self.kind == "qti-1.2" and item.settings.get("graded") != "no":
            self.say(rules.QTI_UNPUBLISHED, item.title)
        parts = tuple(self.question(part) if isinstance(part, Question) else part for part in item.questions)
        return replace(item, questions=parts) if item.questions else item

    def lab(self, lab: Item) -> None:
        if self.kind == "cartridge":
            self.say(rules.CART_TOOLS, lab.title)
            return
        if urlsplit(lab.url).netloc not in {urlsplit(address).netloc for address in self.outline.tools.values()}:
            self.say(rules.NEEDS_TOOL, lab.title)
        if "points" not in lab.settings:
            self.say(rules.TOOL_WARNING, lab.title)

    def of_cartridge(self, item: Item) -> Item:
        if item.kind == "lesson":
            self.say(rules.CART_FILES, item.title, "changed")
        elif item.kind in ("assessment", "link", "heading") or (item.kind == "lab" and "points" not in item.settings):
            self.say(rules.CART_UNPUBLISHED, item.title)
        if item.kind == "assessment" and item.text:
            self.say(rules.CART_INTRO, item.title, "dropped")
            return replace(item, text=NOTHING)
        return item

    # -- questions ---------------------------------------------------------------------------------------------

    def question(self, question: Question) -> Question:
        called = name_of(question)
        if question.hints:
            self.say(rules.NO_HINTS, called, "dropped")
            question = replace(question, hints=())
        if question.settings.get("case sensitive") == "yes":
            self.say(rules.ANY_CASE, called, "changed")
            question = replace(question, settings={**question.settings, "case sensitive": "no"})
        if self.kind == "cartridge" and question.type == "multiple-response" and _right(question.answers) == 1:
            self.say(rules.CART_ONE_RIGHT, called, "changed")
            wrong = (replace(answer, share=max(answer.share, Decimal(0))) for answer in question.answers)
            question = replace(question, type="single-choice", answers=tuple(wrong))
        if question.type == "multiple-response":
            equal = tuple(_equal(question.answers))
            if equal != question.answers:
                self.say(rules.EQUAL_SHARES, called, "changed")
                question = replace(question, answers=equal)
        if self.kind == "cartridge" and question.type == "true-false":
            self.say(rules.CART_TRUE_FALSE, called, "changed")
            question = replace(question, type="single-choice")
        if self.kind == "cartridge" and question.points is None:
            self.say(rules.CART_POINTS, called, "changed")
            question = replace(question, points=Decimal(1))
        return question


def _right(answers: tuple[Answer, ...]) -> int:
    """How many answers are right."""
    return sum(answer.share > 0 for answer in answers)


def _equal(answers: tuple[Answer, ...]) -> Iterator[Answer]:
    share = round(Decimal(100) / (_right(answers) or 1), 5).normalize()
    for answer in answers:
        yield replace(answer, share=share if answer.share > 0 else -share)
