"""The settings of a test of QTI 2 or 3 from anywhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from lxml import etree

from lmsexport.formats.qti.read.expressions import number
from lmsexport.model.numbers import plain_number
from lmsexport.validation import Draw, Question

_MOST = 1_000_000_000
"""More points or seconds than anybody means."""


def bounded(text: str | None) -> float | None:
    """A number of a size that somebody means."""
    value = number(text)
    return value if value is not None and abs(value) < _MOST else None


def settings_of(
    root: etree._Element, parts: Sequence[etree._Element], sections: Sequence[etree._Element],
    asked: Sequence[Question | Draw],
) -> dict[str, str]:  # fmt: skip
    """The settings of a test with these parts and sections, which asks this."""
    mark = _pass_mark(root)
    settings = {
        "points": _points(asked),
        "pass mark": "" if mark is None else plain_number(mark),
        **_control(parts, sections),
        "time limit": _time_limit((root, *parts) if len(parts) == 1 else (root,)),
        "shuffle questions": _yes_or_no(any(_is_shuffled(section) for section in sections)),
        "shuffle choices": _shuffle_choices(asked),
    }
    return {name: value for name, value in settings.items() if value}


def _points(asked: Sequence[Question | Draw]) -> str:
    """Points of all questions and draws together; empty where those of one are not known."""
    points = [_points_of(part) for part in asked]
    known = [value for value in points if value is not None]
    return plain_number(sum(known, Decimal(0))) if points and len(known) == len(points) else ""


def _points_of(part: Question | Draw) -> Decimal | None:
    if isinstance(part, Draw):
        return None if part.points is None else part.points * part.number
    return Decimal(0) if part.type == "text" else part.points


def _control(parts: Sequence[etree._Element], sections: Sequence[etree._Element]) -> dict[str, str]:
    """Attempts, and what shows when: at once where each answer is handed in by itself."""
    controls = (element.find("itemSessionControl") for element in (*parts, *sections))
    control = next((control for control in controls if control is not None), None)
    if control is None:
        return {}
    one_by_one = any(part.get("submissionMode") == "individual" for part in parts)
    when = "immediately" if one_by_one else "after-submission"
    settings = {
        setting: when if value == "true" else "never"
        for setting, attribute in (("feedback shows", "showFeedback"), ("answers show", "showSolution"))
        if (value := control.get(attribute)) is not None
    }
    attempts = control.get("maxAttempts", "")
    is_limit = one_by_one and re.fullmatch("[1-9][0-9]{0,8}", attempts)
    return {"attempts": attempts if is_limit else "", **settings}


def _time_limit(elements: Iterable[etree._Element]) -> str:
    """Minutes for a test, or for its only part."""
    limits = (element.find("timeLimits") for element in elements)
    seconds = next((number(limit.get("maxTime")) for limit in limits if limit is not None), None)
    return plain_number(round(Decimal(repr(seconds)) / 60, 2)) if seconds and 0 < seconds < _MOST else ""


def _is_shuffled(section: etree._Element) -> bool:
    ordering = section.find("ordering")
    return ordering is not None and ordering.get("shuffle") == "true"


def _shuffle_choices(asked: Sequence[Question | Draw]) -> str:
    """Whether most of its questions have their choices shuffled; true and false never are."""
    questions = (part for part in asked if isinstance(part, Question) and part.type != "true-false")
    shuffles = [question.settings["shuffle"] for question in questions if "shuffle" in question.settings]
    return _yes_or_no(shuffles.count("yes") * 2 >= len(shuffles)) if shuffles else ""


def _yes_or_no(value: bool) -> str:
    return "yes" if value else "no"


def _pass_mark(root: etree._Element) -> Decimal | None:
    """Points that are needed to pass: the mastery value of the score, else what a rule compares the score with."""
    for outcome in root.iterfind("outcomeDeclaration"):
        if outcome.get("identifier") == "SCORE" and (mark := bounded(outcome.get("masteryValue"))) is not None:
            return round(Decimal(repr(mark)), 5)
    compared = [
        bounded(test.findtext("baseValue"))
        for test in root.iterfind("outcomeProcessing//gte")
        if any(variable.get("identifier") == "SCORE" for variable in test.iterfind("variable"))
    ]
    return Decimal(repr(compared[0])) if len(compared) == 1 and compared[0] is not None else None
