"""One assessment or one bank alone, by the option `only`."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine import small
from formats.exporting import document, export
from formats.moodle.courses import course, question, quiz
from lmsexport.engine.check import check

BANK = {"id": "bank", "title": "Bank", "questions": [question("true-false", "b", answer=True)]}
OTHER = {"id": "other", "title": "Other", "questions": [question("true-false", "o", answer=True)]}
DRAW = {"type": "pool", "id": "draw", "bank": "bank", "draw": 1}
DATA = course(quiz("one", [DRAW]), quiz("two", [question("true-false", "t", answer=True)]), banks=[BANK, OTHER])


@pytest.mark.parametrize(
    ("only", "assessments", "banks"),
    [(None, 2, 2), ("one", 1, 1), ("two", 1, 0), ("bank", 0, 1)],
)
def test_a_file_holds_what_was_asked_for_and_what_that_draws_from(
    only: str | None, assessments: int, banks: int
) -> None:
    package = export("qti-1.2", DATA, only=only)
    roots = [
        document(package, part.name)
        for part in package
        if part.name.endswith(".xml") and part.name != "imsmanifest.xml"
    ]
    assert sum(root.find("assessment") is not None and root.tag == "questestinterop" for root in roots) == assessments
    assert sum(root.find("objectbank") is not None for root in roots) == banks


def test_a_name_that_the_course_does_not_have_is_refused_in_its_place(tmp_path: Path) -> None:
    more = "options:\n  qti-1.2:\n    only: quizz\n"
    source = small.write(tmp_path, course=small.FILES["course.yaml"] + more)
    (problem,) = check(source).problems
    assert problem.place is not None and problem.place.line == small.FILES["course.yaml"].count("\n") + 3
    assert problem.message == "there is no assessment and no bank `quizz`" and problem.hint
