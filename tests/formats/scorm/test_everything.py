"""The course that uses everything, with all its questions, draws and gates: played to its end, kept to the letter."""

from __future__ import annotations

from fractions import Fraction

import pytest

from formats.exporting import on_pages
from formats.scorm.conftest import ROOT, Launched, Packages
from formats.scorm.lms import Lms
from formats.scorm.test_play import STANDARDS
from formats.scorm.visit import Visit
from lmsexport.model import Assessment, Course, Lab, completion_state

pytestmark = [pytest.mark.browser, pytest.mark.npm]

EVERYTHING = ROOT / "tests" / "courses" / "everything"

WEIGHTS = {
    "typed": Fraction(40, 100),
    "examination": Fraction(60, 100) * Fraction(8, 9),
    "late": Fraction(60, 100) * Fraction(1, 9),
}
"""What has a pass mark: practice is 40 % of the grade, examinations 60 %, in which the two weigh 4 and 0.5."""


def everything() -> Course:
    return on_pages(EVERYTHING)


def does(visit: Visit, id: str) -> None:
    """All that an item asks for."""
    visit.opens(id)
    item = visit.items[id]
    if isinstance(item, Assessment):
        visit.hands_in(id)
    elif isinstance(item, Lab) or completion_state(item) == "submitted":
        visit.says_done(id)
    visit.student.saved()


@pytest.mark.parametrize("standard", STANDARDS)
@pytest.mark.parametrize("activities", ["one", "each"])
def test_everything_is_played_to_its_end(
    launched: Launched, packages: Packages, standard: str, activities: str
) -> None:
    course = everything()
    with Lms(packages(EVERYTHING, f"scorm-{standard}", activities=activities), standard) as lms:
        visit = Visit(launched, lms, course, WEIGHTS, many=activities == "each")
        left = list(visit.items)
        while left:
            id = next(id for id in left if visit.may_open(id))  # gates make the order
            does(visit, id)
            visit.is_kept()
            left.remove(id)
        visit.student.leaves()
        visit.is_kept()
        for lms.frame in visit.ledgers:
            visit.is_kept()
