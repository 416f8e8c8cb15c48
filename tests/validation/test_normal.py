"""The normal form: what it takes for the same, and what it does not."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from lmsexport.validation import Answer, Bank, Draw, Item, Module, Outline, Question, RichText
from lmsexport.validation.normal import normal

QUESTION = Question(id="q", type="single-choice", prompt=RichText("Which one?"), answers=(
    Answer(text=RichText("this"), share=Decimal(100)), Answer(text=RichText("that"), share=Decimal(0))))  # fmt: skip
QUIZ = Item(id="i", kind="assessment", title="A quiz", questions=(QUESTION,))


def outline(item: Item = QUIZ, **fields: Any) -> Outline:
    return replace(Outline(title="C", modules=(Module(id="m", title="M", items=(item,)),)), **fields)


def with_share(share: str) -> Outline:
    answer = replace(QUESTION.answers[0], share=Decimal(share))
    return outline(replace(QUIZ, questions=(replace(QUESTION, answers=(answer, QUESTION.answers[1])),)))


def draws(*numbers: int, points: int = 1) -> Outline:
    return outline(replace(QUIZ, questions=tuple(Draw(bank="B", number=n, points=Decimal(points)) for n in numbers)))


def said(**settings: str) -> Outline:
    return outline(replace(QUIZ, settings=settings))


BANKS = (Bank(id="1", title="One", questions=(QUESTION,)), Bank(id="2", title="Two", questions=(QUESTION,)))

SAME = [
    (outline(replace(QUIZ, title="A\u00a0 quiz\n")), outline()),
    (with_share("33.33333"), with_share("33.3333333")),
    (with_share("14.2857143"), with_share("14.28571")),
    (said(counts="highest"), said()),
    (draws(1, 1, 1), draws(3)),
    (outline(language="EN"), outline(language="")),
    (outline(banks=BANKS), outline(banks=BANKS[::-1])),
]

DIFFERENT = [
    (with_share("33.3"), with_share("33.33333")),
    (with_share("14.285"), with_share("14.28571")),
    (said(counts="first"), said()),
    (draws(1, 2), draws(2)),
    (draws(1, points=2), draws(1)),
    (outline(language="de"), outline(language="")),
    (outline(replace(QUIZ, title="Aquiz")), outline()),
    (outline(replace(QUIZ, title="a quiz")), outline()),
    (outline(banks=BANKS[:1]), outline(banks=BANKS)),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_what_says_the_same_is_the_same(one: Outline, other: Outline) -> None:
    assert normal(one) == normal(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_and_nothing_else_is(one: Outline, other: Outline) -> None:
    assert normal(one) != normal(other)


def test_it_is_its_own_normal_form() -> None:
    for one, other in (*SAME, *DIFFERENT):
        assert normal(normal(one)) == normal(one) and normal(normal(other)) == normal(other)
