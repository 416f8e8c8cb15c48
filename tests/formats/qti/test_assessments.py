"""Tests and banks: what stands in them, who is drawn, what counts, and who has passed."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import etree

from formats.exporting import content, export
from formats.qti.outcomes import Outcomes
from formats.qti.processor import read, words
from formats.qti.table import course
from lmsexport.packaging import Package

VERSIONS = ("qti-2.1", "qti-2.2", "qti-3.0")
every_version = pytest.mark.parametrize("version", VERSIONS)


def truth(id: str, **fields: Any) -> dict[str, Any]:
    return {"type": "true-false", "id": id, "prompt": f"Is {id} so?", "answer": True} | fields


def draw(id: str, bank: str, number: int, **fields: Any) -> dict[str, Any]:
    return {"type": "pool", "id": id, "bank": bank, "draw": number} | fields


def bank(id: str, *questions: dict[str, Any]) -> dict[str, Any]:
    return {"id": id, "title": f"Bank {id}", "questions": list(questions), "source": f"{id}.yaml"}


def package(
    version: str, *questions: dict[str, Any], banks: Any = (), only: str | None = None, **settings: Any
) -> Package:
    return export(version, course(list(questions), **settings) | {"banks": list(banks)}, only=only)


def test(version: str, *questions: dict[str, Any], **settings: Any) -> etree._Element:
    return read(content(package(version, *questions, **settings), "tests/quiz.xml"))


test.__test__ = False  # type: ignore[attr-defined]

THREE = (truth("a"), truth("b"), truth("c"))


@every_version
@pytest.mark.parametrize(
    ("settings", "mode", "attempts", "feedback", "solution"),
    [
        ({}, "simultaneous", "1", "true", "true"),
        ({"attempts": 3}, "simultaneous", "1", "true", "true"),
        ({"feedback_shows": "immediately"}, "individual", "0", "true", "false"),
        ({"feedback_shows": "immediately", "attempts": 3}, "individual", "3", "true", "false"),
        ({"feedback_shows": "immediately", "answers_show": "immediately"}, "individual", "0", "true", "true"),
        ({"answers_show": "immediately"}, "individual", "0", "false", "true"),
        ({"feedback_shows": "never", "answers_show": "never"}, "simultaneous", "1", "false", "false"),
        ({"feedback_shows": "after-close", "answers_show": "immediately"}, "individual", "0", "false", "true"),
    ],
)
def test_attempts_and_what_shows(
    version: str, settings: dict[str, Any], mode: str, attempts: str, feedback: str, solution: str
) -> None:
    root = test(version, *THREE, **settings)
    (part,) = root.iterfind("testPart")
    control = part.find("itemSessionControl")
    assert control is not None
    assert (part.get("navigationMode"), part.get("submissionMode")) == ("nonlinear", mode)
    assert control.get("maxAttempts") == attempts
    assert (control.get("showFeedback"), control.get("showSolution")) == (feedback, solution)


@every_version
def test_the_attempts_at_a_test_as_a_whole_stand_in_its_instructions(version: str) -> None:
    root = test(version, *THREE, attempts=3, instructions="Read well.")
    assert [words(rubric) for rubric in root.iter("rubricBlock")] == ["Read well.Attempts: 3"]


@every_version
def test_the_time_is_in_seconds(version: str) -> None:
    assert [limit.get("maxTime") for limit in test(version, *THREE, time_limit=45).iterfind("timeLimits")] == ["2700"]
    assert test(version, *THREE).find("timeLimits") is None


@every_version
def test_a_draw_selects_from_its_bank_and_weighs_to_its_points(version: str) -> None:
    arithmetic = bank("sums", truth("s1"), truth("s2", points=4), {"type": "text", "id": "t", "text": "No question."})
    draws = draw("two", "sums", 2, points=2)
    root = test(version, truth("own", points=3), draws, banks=[arithmetic], pass_mark=100)
    (section,) = root.iterfind(".//assessmentSection[@identifier='two']")
    selection = section.find("selection")
    assert selection is not None and selection.get("select") == "2"
    assert [r.get("href") for r in section.iterfind("assessmentItemRef")] == ["../items/s1.xml", "../items/s2.xml"]
    right = {"own": 3.0, "two_s1": 1.0, "two_s2": 4.0}
    whole = package(version, truth("own", points=3), draws, banks=[arithmetic], pass_mark=100)
    found = Outcomes(content(whole, "tests/quiz.xml"), right)
    assert (found.values["SCORE"], found.values["MAXSCORE"]) == (7.0, 7.0)
    assert found.values["RESULT"] == "passed"


@every_version
@pytest.mark.parametrize(
    ("mark", "scores", "passed"),
    [
        (None, (1, 1, 1), None),
        (50, (1, 1, 0), True),
        (50, (1, 0.5, 0), True),
        (50, (1, 0.499, 0), False),
        (80, (1, 1, 0.4), True),  # 2.4000000000000004 of 2.4000000000000004
        (10, (0.1, 0.1, 0.1), True),  # 0.30000000000000004 of 0.3
        (90, (0.9, 0.9, 0.9), True),  # 2.7 of 2.7, by numbers that are a little less
        (100, (1, 1, 0.99), False),
        (0, (0, 0, 0), True),
    ],
)
def test_who_reaches_the_pass_mark_has_passed(
    version: str, mark: float | None, scores: tuple[float, ...], passed: bool | None
) -> None:
    xml = content(package(version, *THREE, pass_mark=mark), "tests/quiz.xml")
    found = Outcomes(xml, dict(zip("abc", scores, strict=True)))
    assert found.values["SCORE"] == pytest.approx(sum(scores))
    if passed is None:
        assert "PASSED" not in found.values and found.said == []
        return
    assert found.values["PASSED"] == ("true" if passed else "false")
    (said,) = found.said
    assert said.startswith("Passed" if passed else "Not passed yet")
    assert f"Score: {sum(scores):g} of 3 points" in said and f"Pass mark: {mark} %" in said


@every_version
def test_a_shuffled_test_keeps_texts_with_the_question_that_follows(version: str) -> None:
    text = {"type": "text", "id": "intro", "text": "Read this."}
    root = test(version, truth("a"), text, truth("b"), shuffle_questions=True)
    (section,) = root.iterfind("testPart/assessmentSection")
    ordering = section.find("ordering")
    assert ordering is not None and ordering.get("shuffle") == "true"
    (unit,) = section.iterfind("assessmentSection")
    assert (unit.get("keepTogether"), unit.get("visible"), unit.find("ordering")) == ("true", "false", None)
    assert [r.get("identifier") for r in unit.iterfind("assessmentItemRef")] == ["intro", "b"]
    assert test(version, *THREE).find(".//ordering") is None


@every_version
@pytest.mark.parametrize(
    ("quiz", "own", "shuffled"), [(True, None, "true"), (False, None, "false"), (True, False, "false")]
)
def test_choices_are_shuffled_as_the_question_or_else_the_test_says(
    version: str, quiz: bool, own: bool | None, shuffled: str
) -> None:
    choices = [{"id": "a", "text": "A", "correct": True}, {"id": "b", "text": "B"}, {"id": "c", "text": "None",
                                                                                      "fixed": True}]  # fmt: skip
    asked = {"type": "single-choice", "id": "q", "prompt": "What?", "choices": choices, "shuffle": own}
    root = read(content(package(version, asked, shuffle_choices=quiz), "items/q.xml"))
    (interaction,) = root.iter("choiceInteraction")
    assert interaction.get("shuffle") == shuffled
    fixed = [c.get("identifier") for c in interaction.iterfind("simpleChoice[@fixed='true']")]
    assert fixed == (["c"] if shuffled == "true" else []), "where nothing moves, nothing is kept from moving"


@every_version
def test_a_bank_is_a_section_with_its_questions_and_a_note_for_authors(version: str) -> None:
    sums = bank("sums", truth("s1"), truth("s2")) | {"description": "For *us*."}
    root = read(content(package(version, draw("drawn", "sums", 1), banks=[sums]), "banks/sums.xml"))
    assert (root.tag, root.get("title")) == ("assessmentSection", "Bank sums")
    (rubric,) = root.iterfind("rubricBlock")
    assert (rubric.get("view"), words(rubric)) == ("author", "For us.")
    assert [r.get("href") for r in root.iterfind("assessmentItemRef")] == ["../items/s1.xml", "../items/s2.xml"]


@every_version
@pytest.mark.parametrize(
    ("only", "names"),
    [
        (
            None,
            {"tests/quiz.xml", "items/own.xml", "items/s1.xml", "items/o1.xml", "banks/sums.xml", "banks/other.xml"},
        ),
        ("quiz", {"tests/quiz.xml", "items/own.xml", "items/s1.xml", "banks/sums.xml"}),
        ("other", {"items/o1.xml", "banks/other.xml"}),
    ],
)
def test_one_assessment_or_one_bank_by_option(version: str, only: str | None, names: set[str]) -> None:
    banks = [bank("sums", truth("s1")), bank("other", truth("o1"))]
    found = package(version, truth("own"), draw("drawn", "sums", 1), banks=banks, only=only)
    assert {part.name for part in found} == names | {"imsmanifest.xml"}
