"""Readers that are not ours give the responses of the table what they earn: right answers are right, wrong ones wrong.

Moodle XML is read by moodle-xml-parser and GIFT by gift-pegjs, and graded by Moodle's rules; QTI 3.0 is played by
qti-components in a browser.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from lxml import etree

from formats.exporting import CONTEXT, content
from formats.moodle.questionfiles import Read, graded, read_gift, read_gift_question, read_xml, written
from formats.qti.processor import Item
from formats.qti.table import given
from formats.qti.test_player import NEAR, PLAY, player  # noqa: F401 - a fixture
from lmsexport.formats.base import format_named
from lmsexport.lowering import lower
from lmsexport.model import AnyQuestion
from lmsexport.model.questions import (
    BLANK,
    DropdownBlank,
    FillInBlanks,
    Matching,
    MultipleResponse,
    Ordering,
    QuestionBase,
    SingleChoice,
)
from lmsexport.packaging import Package
from questions.table import CASES, Case, losses

if TYPE_CHECKING:
    from playwright.sync_api import Page

ANSWERED = {path.stem: case for path in CASES if (case := Case.of(path)).earns}


def question_of(case: Case) -> AnyQuestion:
    assert isinstance(case.question, QuestionBase)
    return case.question


def package(case: Case, target: str) -> tuple[Package, str]:
    """What a target writes of a case, and what it loses."""
    format = format_named(target)
    lowered = lower(case.course, format)
    return format.export(lowered.course, format.options(), CONTEXT), losses(lowered)


def asked(question: AnyQuestion, response: Any) -> Any:
    """A response as a student of Moodle gives it: by the texts, not by ids."""
    match question:
        case SingleChoice():
            return {choice.id: choice.text for choice in question.choices}[response]
        case MultipleResponse():
            return [choice.text for choice in question.choices if choice.id in response]
        case Matching():
            return {pair.prompt: response[pair.id] for pair in question.pairs}
        case Ordering():
            return {item.text: str(response.index(item.id) + 1) for item in question.items}
        case FillInBlanks():
            blanks = {blank.id: blank for blank in question.blanks}
            return [_filled(blanks[id], response[id]) for id in BLANK.findall(question.prompt)]
    return response


def _filled(blank: Any, response: str) -> str:
    if isinstance(blank, DropdownBlank):
        return next(choice.text for choice in blank.choices if choice.id == response)
    return response


def agree(case: Case, read: Read, *, alone: bool = False) -> None:
    """A question that others have read gives what each response earns. `alone`: a blank is a question of its own."""
    question = question_of(case)
    for response, share in case.earns:
        student = asked(question, response)
        earned, _ = graded(read, student[0] if alone and isinstance(question, FillInBlanks) else student)
        if getattr(question, "scoring", "partial") == "all-or-nothing" and share < 1:
            assert earned < 1, response  # Moodle gives shares; declared
        else:
            assert abs(Fraction(earned) - share) < 0.0001, response


@pytest.mark.parametrize("name", ANSWERED)
def test_moodle_xml_is_read_alike(name: str) -> None:
    case = ANSWERED[name]
    root = etree.fromstring(written(package(case, "moodle-xml")[0]))
    (question,) = [found for found in root.iterfind("question") if found.get("type") != "category"]
    agree(case, read_xml(question))


SCORED_OTHERWISE = {"dropped Module", "dropped ShortAnswer.case_sensitive"}
"""Losses of GIFT after which nothing can be compared."""


@pytest.fixture(scope="module")
def as_gift() -> dict[str, Read]:
    """The cases that GIFT has a question for, as its grammar reads them: all in one file."""
    files = {name: package(case, "gift") for name, case in ANSWERED.items()}
    names = [name for name, (_, lost) in files.items() if not SCORED_OTHERWISE & {*lost.splitlines()}]
    text = "\n\n".join(written(files[name][0]).decode() for name in names)
    found = [question for question in read_gift(text) if question["type"] != "Category"]
    return dict(zip(names, map(read_gift_question, found), strict=True))


@pytest.mark.npm
def test_gift_is_read_alike(as_gift: dict[str, Read]) -> None:
    assert set(ANSWERED) - set(as_gift) == {"fill-in-blanks-mixed", "short-answer-case"}
    for name, read in as_gift.items():
        agree(ANSWERED[name], read, alone=True)


@pytest.mark.npm
@pytest.mark.browser
@pytest.mark.parametrize("name", ANSWERED)
def test_a_player_of_qti_gives_the_same(name: str, player: Page) -> None:  # noqa: F811
    case = ANSWERED[name]
    question = question_of(case)
    xml = content(package(case, "qti-3.0")[0], f"items/{question.id}.xml")
    item = Item(xml)
    answers = [dict(given(item, question, response)) for response, _ in case.earns]
    results = player.evaluate(PLAY, {"xml": xml.decode(), "given": answers})
    for (response, share), result in zip(case.earns, results, strict=True):
        assert abs(result["score"] - float(share * Fraction(question.points))) < NEAR, response
