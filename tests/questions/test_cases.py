"""Each question of the table becomes in each target what was read against its standard, and earns what it should."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from formats.exporting import ACCEPTS
from lmsexport.formats.base import formats
from lmsexport.model import QUESTION_TYPES
from lmsexport.model.questions import QuestionBase
from lmsexport.model.scoring import score
from questions.table import CASES, Case, outcome

NEAR = Fraction(1, 1_000_000)
TARGETS = sorted(formats())


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_question_becomes_what_its_case_says(path: Path) -> None:
    case = Case.of(path)
    outcomes = {target: outcome(case, target) for target in TARGETS}
    if ACCEPTS:
        case.accept(outcomes)
    assert outcomes == Case.of(path).accepted


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_response_earns_what_its_case_says(path: Path) -> None:
    case = Case.of(path)
    assert case.earns or case.path.stem.startswith(("essay", "text", "draw"))
    for response, share in case.earns:
        assert isinstance(case.question, QuestionBase)
        fraction = score(case.question, response).fraction
        assert fraction is not None and abs(Fraction(fraction) - share) < NEAR, response


def test_there_is_a_case_of_every_type() -> None:
    assert {Case.of(path).question.type for path in CASES} == {*QUESTION_TYPES, "pool"}
