"""The normal form of outlines: what says the same is the same, on both sides of a proof.

It is the only tolerance of the proof, so everything in it is harmless: white space, shares that a format rounds,
what holds where nothing is said, and orders that mean nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import cache

from lmsexport.validation.outline import Answer, Bank, Draw, Item, Module, Outline, Question, Settings
from lmsexport.validation.plain import without_display
from lmsexport.validation.rich import RichText
from lmsexport.validation.settled import DEFAULTS, merged

_SIMPLE = 2520
"""Denominators up to this one, the least common multiple of 1 to 10, are those of shares that a format rounds."""

_NEAR = Fraction(1, 1_000_000)
"""A share that is nearer than this to a simple fraction is that fraction: formats keep five to seven places."""


def normal(outline: Outline) -> Outline:
    """The outline in its normal form."""
    modules = tuple(map(_module, outline.modules))
    if len(modules) == 1 and not modules[0].title:  # a package of questions alone has one module, which is none
        modules = (replace(modules[0], id="all"),)
    banks = [_bank(bank) for bank in outline.banks if bank.questions or bank.text]
    return replace(
        outline,
        title=_folded(outline.title),
        text=_plain(outline.text),
        language="" if outline.language.lower() == "en" else outline.language.lower(),
        modules=modules,
        banks=tuple(
            sorted(banks, key=lambda bank: (bank.title, [question.prompt.words for question in bank.questions]))
        ),
        tools={_folded(name): url for name, url in outline.tools.items()},
        grade_categories={_folded(title): weight for title, weight in outline.grade_categories.items()},
        settings=_said(outline.settings),
    )


def _module(module: Module) -> Module:
    return replace(
        module,
        id=module.id or module.title or "outside",
        title=_folded(module.title),
        text=_plain(module.text),
        items=tuple(map(_item, module.items)),
        settings=_said(module.settings),
    )


def _item(item: Item) -> Item:
    return replace(
        item,
        title=_folded(item.title),
        text=_plain(item.text),
        questions=_parts(item.questions),
        settings=_said(item.settings),
    )


def _bank(bank: Bank) -> Bank:
    questions = tuple(map(_question, bank.questions))
    return replace(bank, title=_folded(bank.title), text=_plain(bank.text), questions=questions)


def _parts(parts: Iterable[Question | Draw]) -> tuple[Question | Draw, ...]:
    """Questions, and draws that follow each other as one: formats have them one by one, or together."""
    return merged(replace(p, bank=_folded(p.bank)) if isinstance(p, Draw) else _question(p) for p in parts)


def _question(question: Question) -> Question:
    answers = tuple(map(_answer, question.answers))
    if question.type == "short-answer" and len({answer.share for answer in answers}) < 2:
        answers = tuple(sorted(answers, key=lambda answer: answer.text.words))  # nobody sees their order
    return replace(
        question,
        title=_folded(question.title),
        prompt=_plain(question.prompt),
        answers=answers,
        feedback={name: text for name, told in question.feedback.items() if (text := _plain(told))},
        hints=tuple(map(_plain, question.hints)),
        settings=_said(question.settings),
        tags=tuple(sorted(map(_folded, question.tags))),
    )


def _answer(answer: Answer) -> Answer:
    text, match, feedback = map(_plain, (answer.text, answer.match, answer.feedback))
    return replace(answer, text=text, match=match, share=_share(answer.share), feedback=feedback)


@cache
def _share(share: Decimal) -> Decimal:
    exact = Fraction(share) / 100
    simple = exact.limit_denominator(_SIMPLE)
    near = simple if abs(simple - exact) < _NEAR else exact
    return round(Decimal(near.numerator * 100) / near.denominator, 5).normalize() + 0


def _said(settings: Settings) -> dict[str, str]:
    """Settings without what holds where nothing is said."""
    lines = {name: "\n".join(map(_folded, value.split("\n"))) for name, value in settings.items()}
    return {name: value for name, value in lines.items() if value and DEFAULTS.get(name) != value}


def _plain(text: RichText) -> RichText:
    """A text with its words in their normal form."""
    words = _folded(text.words)
    return text if words == text.words else replace(text, words=words)


def _folded(text: str) -> str:
    """Text with its white space folded, that which does not break included, and without what only displays formulas."""
    return " ".join((without_display(text) if "$$" in text or "\\" in text else text).split())
