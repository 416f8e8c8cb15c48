"""A Common Cartridge that Moodle converts."""

from __future__ import annotations

import html
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal

from lmsexport.lms.base import Arrival, ImportRule, Remark, name_of
from lmsexport.lms.moodle import rules
from lmsexport.lms.moodle.items import PROFILES, RawItem, RawItems, shown
from lmsexport.validation import Answer, Bank, Item, Module, Outline, Question, RichText, Subject, plain, rich

READ = ("Common Cartridge 1.0", "Common Cartridge 1.1")
"""What Moodle recognises."""

_ALWAYS = {
    "shuffle questions": "no",
    "shuffle choices": "no",
    "counts": "highest",
    "feedback shows": "never",
    "answers show": "never",
    "questions per page": "30",
}
"""The settings of every quiz."""


def converted(subject: Subject, version: str) -> Arrival:
    """The course after a restore as a new one."""
    if not subject.kind.startswith(READ):
        return Arrival(Outline(), (Remark(rules.CART_VERSION, "dropped", f"{subject.outline.title} ({subject.kind})"),))
    return _Conversion(RawItems(subject.contents)).course(subject.outline, version)


@dataclass(slots=True)
class _Conversion:
    """Converts one cartridge."""

    raw: RawItems
    remarks: list[Remark] = field(default_factory=list)
    stopped: list[Remark] = field(default_factory=list)
    """Why nothing arrives at all."""

    def say(self, rule: ImportRule, what: str, effect: Literal["changed", "dropped", "to do"] = "changed") -> None:
        self.remarks.append(Remark(rule, effect, what))

    def course(self, outline: Outline, version: str) -> Arrival:
        modules = []
        for module in outline.modules:
            if module.title:  # what stands outside the organisation is not looked at
                self.say(rules.CART_GENERAL, module.title)
                items = tuple(made for item in module.items if (made := self.item(item)))
                modules.append(Module(id=module.id, title="", text=rich(module.title), items=items))
        if outline.language:
            self.say(rules.CART_LANGUAGE, outline.title, "dropped")
        banks = tuple(self.bank(bank, number) for number, bank in enumerate(outline.banks, 1))
        if version >= "5.0" and (banks or any(item.kind == "assessment" for item in outline.items)):
            self.say(rules.BANK_ACTIVITY, outline.title)
        self.say(rules.NOBODY, outline.title, "to do")
        if self.stopped:
            return Arrival(Outline(), tuple(self.stopped))
        text = RichText(shown(html.escape(outline.text.words)))
        there = replace(outline, modules=tuple(modules), banks=banks, language="", text=text)
        return Arrival(there, tuple(self.remarks))

    def bank(self, bank: Bank, number: int) -> Bank:
        name = f"Quiz Bank {number}"
        self.say(rules.CART_BANK, bank.title or name)
        questions = (made for question in bank.questions if (made := self.question(question)))
        parts = tuple(replace(question, points=_whole(question.points)) for question in questions)
        if not parts:
            self.stopped.append(Remark(rules.CART_EMPTY, "dropped", bank.title or name))
        return replace(
            bank, title=f"Quiz Bank '{name}'", text=RichText(f"Questions in quiz '{name}'."), questions=parts
        )

    # -- items -------------------------------------------------------------------------------------------------

    def item(self, item: Item) -> Item | None:
        if item.kind == "assessment":
            return self.quiz(item)
        text = self.left(item.text, item.title)
        if item.kind == "heading":
            self.say(rules.CART_FOLDER, item.title)
            text = RichText(f"[Folder] {item.title}")
        if item.kind == "lab":
            self.say(rules.CART_LAB, item.title)
            return replace(item, text=text, settings={})
        if item.settings.get("opens") == "window":
            self.say(rules.CART_WINDOW, item.title)
        settings = {name: "embedded" if name == "opens" else value for name, value in item.settings.items()}
        return replace(item, text=text, settings=settings)

    def quiz(self, item: Item) -> Item | None:
        parts = tuple(
            made for part in item.questions if isinstance(part, Question) and (made := self.question(part, Decimal(1)))
        )
        if not parts:
            self.stopped.append(Remark(rules.CART_EMPTY, "dropped", item.title))
            return None
        self.say(rules.CART_MARKS, item.title)
        self.say(rules.CART_REVIEW, item.title)
        if item.text:
            self.say(rules.CART_INTRO, item.title, "dropped")
        kept = {name: value for name, value in item.settings.items() if name in ("time limit", "attempts")}
        settings = {"points": str(len(parts)), **kept, **_ALWAYS}
        if item.settings.get("shuffle questions") == "yes":
            self.say(rules.CART_SHUFFLE, item.title)
        media = {sum for part in parts for sum in self.raw.pictures(part)}
        return replace(item, text=rich(item.title), media=tuple(sorted(media)), questions=parts, settings=settings)

    # -- questions ---------------------------------------------------------------------------------------------

    def question(self, question: Question, points: Decimal | None = None) -> Question | None:
        called = name_of(question)
        raw = self.raw.of(question)
        kind = PROFILES.get(raw.profile) if raw else None
        if raw is None or kind is None:
            self.say(rules.CART_PROFILE, called, "dropped")
            return None
        if kind == "true-false" and {ident for ident, _ in raw.labels} - {"true", "false"}:
            self.stopped.append(Remark(rules.CART_TRUE_FALSE, "dropped", called))
        general = raw.general
        answers = self.answers(raw, kind, question)
        self.remark(question, raw, general, called)
        settings = {name: said for name, said in question.settings.items() if name != "fixed choices"}
        for name, always in (("shuffle", "no"), ("scoring", "partial"), ("case sensitive", "no")):
            if name in settings:
                settings[name] = always
        prompt = raw.prompt
        if shown(prompt) != plain(prompt):
            self.say(rules.CART_MARKUP, called)
        return replace(
            question,
            type=kind,
            title=shown(question.title),
            prompt=RichText(shown(prompt)),
            points=question.points if points is None else points,
            answers=answers,
            feedback={"general": RichText(general)} if general else {},
            hints=(),
            settings=settings,
        )

    def answers(self, raw: RawItem, kind: str, question: Question) -> tuple[Answer, ...]:
        if kind in ("single-choice", "multiple-response", "true-false"):
            return tuple(raw.choices())
        return tuple(raw.typed()) if raw.profile.startswith("cc.fib") else question.answers

    def remark(self, question: Question, raw: RawItem, general: str, called: str) -> None:
        """What the question loses."""
        if question.feedback.keys() - {"general"}:
            self.say(rules.CART_OUTCOMES, called)
        if any(answer.feedback and answer.feedback.words in general for answer in question.answers):
            self.say(rules.CART_FEEDBACK, called)
        if any("<img" in text for text in raw.texts):
            self.say(rules.CART_PICTURES, called)
        if question.hints:
            self.say(rules.CART_HINTS, called, "dropped")
        if question.type == "multiple-response":
            self.say(rules.CART_WRONG, called)
        if question.settings.get("shuffle") == "yes":
            self.say(rules.CART_SHUFFLE, called)
        strict = question.settings.get("case sensitive") == "yes"
        if strict or (
            raw.profile.startswith("cc.fib") and any(answer.text.words == "0" for answer in question.answers)
        ):
            self.say(rules.CART_TYPED, called)

    def left(self, text: RichText, called: str) -> RichText:
        """What is left of a text whose entities are undone."""
        found = rich(text.words)
        if found != text:
            self.say(rules.CART_MARKUP, called)
        return found


def _whole(points: Decimal | None) -> Decimal:
    """Points in a bank: a whole number below 100, else 1."""
    whole = int(points) if points is not None else 1
    return Decimal(whole if 0 <= whole <= 99 else 1)
