"""Cartridges read back: what is in them, said in the words of all formats."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from formats.exporting import EVERYTHING, export
from formats.judged import judged
from lmsexport.validation import Item, Outline, Question
from spoken import lines

CARTRIDGES = ("cartridge-1.1", "cartridge-1.2", "cartridge-1.3")


def outline(target: str, **options: Any) -> tuple[str, Outline]:
    with judged(target, export(target, EVERYTHING, **options)) as found:
        assert found.subject is not None
        return found.title, found.subject.outline


def item(course: Outline, title: str) -> Item:
    (found,) = [one for one in course.items if one.title == title]
    return found


def question(course: Outline, beginning: str) -> Question:
    (found,) = [one for one in course.questions if one.prompt.words.startswith(beginning)]
    return found


@pytest.mark.parametrize("target", CARTRIDGES)
def test_the_course_stands_there_with_its_modules_and_items(target: str) -> None:
    kind, course = outline(target)
    assert kind == f"Common Cartridge {target[-3:]}"
    assert course.language == "en-GB" and course.unread == ()
    assert [module.title for module in course.modules] == ["1. Texts", "2. Questions", "Labs & tests", "Drafts", ""]
    kinds = [(one.kind, one.title) for one in course.modules[0].items]
    assert ("heading", "Begin here") in kinds and ("discussion", "Talk about it") in kinds
    assert item(course, "A site & more").url == "https://example.org/page?x=1&y=2#z"
    assert item(course, "The handout").kind == "download" and len(item(course, "The handout").media) == 1
    assert "Back to the tables" in item(course, "The end").text.words


@pytest.mark.parametrize("target", CARTRIDGES)
def test_a_lab_has_its_address_points_and_parameters(target: str) -> None:
    lab = item(outline(target)[1], "A graded lab")
    assert lab.kind == "lab" and lab.url.startswith("https://chat.example.org/launch/everything/graded-lab")
    assert lab.settings["points"] == "20"
    assert lab.settings["parameter lab_id"] == "graded-lab" and lab.settings["parameter level"] == "2"


@pytest.mark.parametrize("target", CARTRIDGES)
def test_answers_are_worth_what_their_conditions_give(target: str) -> None:
    _, course = outline(target)
    even = question(course, "Which are even?")
    assert {answer.text.words: answer.share for answer in even.answers} == {
        "2": Decimal("33.33333"), "4": Decimal("33.33333"), "6": Decimal("33.33333"), "3": Decimal(0),
    }  # fmt: skip
    zero = question(course, "Which of these has a leading zero?")
    assert [answer.text.words for answer in zero.answers if answer.share == 100] == ["0123"]
    at_the_end = [answer.feedback for answer in zero.answers if answer.text.words == "1.10"]
    assert lines(at_the_end) == ["Its zero is at the end."]
    prime = question(course, "Which are prime?")
    assert prime.points == 4 and prime.feedback["correct"].words == "All."
    assert prime.feedback["incorrect"].words == "None."


def test_hints_are_hints_and_no_feedback() -> None:
    (green,) = [one for one in outline("cartridge-1.3")[1].questions if one.title == "Single choice with every field"]
    assert lines(green.hints) == ["Not red: [A red square]", "Think of grass."]
    assert "Think of grass" not in green.feedback["general"].words
    assert green.prompt.words.endswith("Which square is green?")


def test_a_thin_cartridge_says_so() -> None:
    kind, course = outline("cartridge-1.3", thin=True)
    assert kind == "Common Cartridge 1.3, thin"
    assert {one.kind for one in course.items} <= {"link", "lab", "heading"}
