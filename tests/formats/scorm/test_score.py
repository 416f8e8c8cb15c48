"""The one score of a package is that of what decides, so that it agrees with the verdict."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from formats.exporting import export
from formats.judged import broken, judged
from formats.scorm.conftest import Launched, Packages
from formats.scorm.strict import StrictLms
from formats.scorm.test_play import STANDARDS, assessment
from lmsexport.engine.check import check
from lmsexport.model import Course
from lmsexport.pages.record import counted

TARGETS = ("scorm-1.2", "scorm-2004", "cmi5")


def quiz(id: str, **changes: Any) -> dict[str, Any]:
    questions = [
        {"type": "true-false", "id": f"{id}-{n}", "prompt": f"Statement number {n} of {id}.", "answer": True}
        for n in range(1, 11)
    ]
    return {"type": "quiz", "id": id, "title": id.title(), "questions": questions} | changes


def course(*items: dict[str, Any]) -> dict[str, Any]:
    modules = [{"id": "m", "title": "M", "items": list(items)}]
    return {"id": "short", "title": "Short", "date": "2025-01-31", "modules": modules}


PRACTICE = (quiz("first", pass_mark=50), quiz("second", pass_mark=50))
EXAM = quiz("exam", type="test", pass_mark=80, attempts=1)
LATER = quiz("later", type="test", pass_mark=60)


@pytest.mark.parametrize(
    ("items", "score", "expected"),
    [
        ((*PRACTICE, EXAM), None, ["exam"]),
        ((*PRACTICE, EXAM), "all", ["first", "second", "exam"]),
        ((*PRACTICE, EXAM), "second", ["second"]),
        ((EXAM, LATER), None, ["exam", "later"]),
        (PRACTICE, None, ["first", "second"]),
        ((quiz("one"), quiz("two", type="test")), None, ["two"]),
        ((quiz("one"), quiz("two", graded=False)), None, ["one"]),
        ((quiz("one"), quiz("two", graded=False)), "two", ["two"]),
    ],
)
def test_whose_result_the_score_is(items: Any, score: str | None, expected: list[str]) -> None:
    assert [each.assessment.id for each in counted(Course.of(**course(*items)), score)] == expected


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize(("items", "options", "notes"), [
    ((*PRACTICE, EXAM), {}, False),
    ((*PRACTICE, EXAM), {"score": "all"}, True),
    ((EXAM, LATER), {}, True),
    ((EXAM, LATER), {"score": "later"}, False),
    ((EXAM, LATER), {"activities": "each"}, False),
])  # fmt: skip
def test_validate_finds_what_can_disagree(target: str, items: Any, options: dict[str, Any], notes: bool) -> None:
    with judged(target, export(target, course(*items), **options)) as found:
        rules = {"scorm-score-and-verdict", "cmi5-score-and-verdict"} & set(broken(found))
        assert bool(rules) == notes
        assert not found.errors and not found.warnings


@pytest.mark.parametrize(("items", "options", "expected"), [
    ((*PRACTICE, EXAM), {},
     "Score: “Exam”. Passed: from 80 % of “Exam”. Complete: when all 3 items are done."),
    ((EXAM, quiz("later", type="test", pass_mark=60, counts="last")), {},
     "Score: “Exam” (50 %), “Later”, last attempt (50 %), when all were handed in. "
     "Passed: from 80 % of “Exam” and 60 % of “Later”. Complete: when all 2 items are done."),
    ((quiz("one"),), {}, "Score: “One”. Passed: nobody passes or fails. Complete: when all of it is done."),
])  # fmt: skip
@pytest.mark.parametrize("target", TARGETS)
def test_a_package_says_in_one_line_what_makes_its_result(
    target: str, items: Any, options: dict[str, Any], expected: str
) -> None:
    assert export(target, course(*items), **options).facts == [expected]


def test_a_score_of_nobody_is_a_mistake_of_the_author(tmp_path: Path) -> None:
    (tmp_path / "m").mkdir()
    (tmp_path / "course.yaml").write_text(
        "id: c\ntitle: C\ndate: 2025-01-31\nmodules: [m]\noptions:\n  cmi5:\n    score: exan\n", encoding="utf-8"
    )
    (tmp_path / "m" / "module.yaml").write_text("title: M\nitems: [exam.yaml]\n", encoding="utf-8")
    (tmp_path / "m" / "exam.yaml").write_text(
        "title: Exam\ntype: test\nquestions:\n  - {type: true-false, prompt: It is so., answer: yes}\n",
        encoding="utf-8",
    )
    (problem,) = check(tmp_path).problems
    assert (problem.code, problem.place and problem.place.line) == ("unknown-assessment", 7)
    assert "exan" in problem.message and "`exam`" in problem.hint


@pytest.mark.browser
@pytest.mark.parametrize("standard", STANDARDS)
def test_practice_lifts_no_failed_test(launched: Launched, packages: Packages, standard: str) -> None:
    made = Course.of(**course(*PRACTICE, EXAM))
    with StrictLms(packages(made, f"scorm-{standard}"), standard) as lms:
        student = launched(lms)
        student.begins()
        for id, wrong in (("first", 0), ("second", 0), ("exam", 3)):
            student.go(id.title())
            student.takes(assessment(made, id), made, wrong=[f"{id}-{n}" for n in range(1, wrong + 1)])
            student.says("Score: ")
        student.saved()
        shown = lms.shown()
    assert (shown.success or shown.status, shown.score) == ("failed", "70")


@pytest.mark.browser
@pytest.mark.parametrize("standard", STANDARDS)
@pytest.mark.parametrize(("counts", "score", "verdict"), [
    ("first", "50", "unknown"), ("average", "70", "passed"), ("last", "90", "passed"),
])  # fmt: skip
def test_what_counts_decides(
    launched: Launched, packages: Packages, standard: str, counts: str, score: str, verdict: str
) -> None:
    """Five of ten, then nine: a passed attempt is not enough where another one counts."""
    made = Course.of(**course(quiz("exam", type="test", pass_mark=60, counts=counts)))
    with StrictLms(packages(made, f"scorm-{standard}", failed="at-last"), standard) as lms:
        student = launched(lms)
        student.begins()
        student.go("Exam")
        for wrong in (5, 1):
            student.takes(assessment(made, "exam"), made, wrong=[f"exam-{n}" for n in range(1, wrong + 1)])
            student.says(f"Score: {10 - wrong} of 10 points")
            if wrong == 5:
                student.comes_back()
                student.go("Exam")
                student.press("Try again")
        student.saved()
        shown = lms.shown()
    assert shown.score == score
    assert (shown.success or shown.status) == (verdict if standard == "2004" or verdict == "passed" else "incomplete")
