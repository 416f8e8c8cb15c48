"""The sample, left at ten places, in all ways that a session ends, and taken up again: what is kept, field by field."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

import pytest
from playwright.sync_api import expect

from formats.scorm.conftest import SAMPLE, Launched, Packages
from formats.scorm.lms import Lms
from formats.scorm.student import askable
from formats.scorm.test_play import STANDARDS, sample
from formats.scorm.test_survival import close, go_elsewhere, kill, remove_frame
from formats.scorm.visit import Visit

pytestmark = [pytest.mark.browser, pytest.mark.npm]

ENDS = [close, kill, remove_frame, go_elsewhere]

There = Callable[[], None]
"""Looks whether what the student left is there again."""


def way(visit: Visit) -> Iterator[There]:
    """Through the whole course; each place where it is left tells how to see that it goes on there."""
    yield from lessons_and_practice(visit)
    yield from labs_and_test(visit)


def lessons_and_practice(visit: Visit) -> Iterator[There]:
    visit.opens("lesson-1")
    yield lambda: None  # 1: a lesson

    visit.opens("quiz-1")
    first, second, *_ = askable(visit.assessment("quiz-1"), visit.course)
    yield lambda: visit.student.says("0 of 4 answered")  # 2: a quiz without an answer

    visit.student.answers(first)
    yield lambda: visit.student.says("1 of 4 answered")  # 3: an answer that was not checked

    visit.checks("quiz-1", first)
    yield lambda: expect(visit.student.asks(first).get_by_role("status")).to_contain_text("Correct")  # 4: one that was

    visit.checks("quiz-1", second)
    visit.hands_in("quiz-1", [first, second])
    yield lambda: visit.student.says("Score: 4 of 4 points")  # 5: a result

    for id in ("lesson-2", "quiz-2", "lesson-3", "quiz-3", "lesson-4", "quiz-4"):
        visit.opens(id)
        if id.startswith("quiz"):
            visit.hands_in(id)
        visit.student.passes(1)


def labs_and_test(visit: Visit) -> Iterator[There]:
    visit.opens("lab-1")
    yield lambda: visit.student.offers("I have finished this")  # 6: a lab before it is done

    for id in ("lab-1", "lab-2", "lab-3", "lab-4"):
        visit.opens(id)
        visit.says_done(id)
        visit.student.passes(1)
    yield lambda: visit.student.says("Noted: you have finished this.")  # 7: a lab afterwards

    visit.opens("module-test")
    yield lambda: visit.student.says("0 of 15 answered")  # 8: the test

    test = visit.assessment("module-test")
    half = [question.id for question in list(askable(test, visit.course))[7:]]
    visit.student.fills_in(test, visit.course, but=half)
    yield lambda: visit.student.says("7 of 15 answered")  # 9: in the middle of it

    visit.hands_in("module-test")
    yield lambda: visit.student.says("Score: 15 of 15 points")  # 10: passed


@pytest.mark.parametrize("standard", STANDARDS)
@pytest.mark.parametrize("activities", ["one", "each"])
def test_the_sample_is_interrupted_at_ten_places(
    launched: Launched, packages: Packages, standard: str, activities: str
) -> None:
    package = packages(SAMPLE, f"scorm-{standard}", activities=activities)
    with Lms(package, standard) as lms:
        lms.headers = {"Permissions-Policy": "unload=()"}
        visit = Visit(launched, lms, sample(), {"module-test": Fraction(1)}, many=activities == "each")
        places = 0
        for again in way(visit):
            ENDS[places % len(ENDS)](visit.student)
            visit.is_kept()
            visit.comes_back()
            again()
            places += 1
        assert places == 10
        visit.student.leaves()
        visit.is_kept()
        for lms.frame in visit.ledgers:
            visit.is_kept()
