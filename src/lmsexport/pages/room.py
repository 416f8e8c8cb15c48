"""How many characters an LMS has to keep of what a student did, in the worst case.

`templates/player/assets/packing.js` writes them; the widths here are its widths.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from lmsexport.model import (
    AnyQuestion,
    Assessment,
    Course,
    DropdownBlank,
    Essay,
    FillInBlanks,
    Matching,
    MultipleResponse,
    Ordering,
    Pool,
    SingleChoice,
    TextBlock,
    TrueFalse,
)
from lmsexport.pages.data import matches_of
from lmsexport.pages.record import playable

_HEAD = 1 + 2 + 3 + 6 + 1 + 2 + 6
"""Of an attempt: what separates it, place, tag, seed, flags, page, deadline."""

SHORT, LONG = 60, 2000
"""Characters that are expected of a typed answer, and of an essay."""


@dataclass(frozen=True, slots=True)
class Room:
    """What a record needs, in characters."""

    core: int
    """States of all items and results of all assessments; it has to be kept in any case."""
    largest: int
    """The attempt with the most answers, without what is typed."""
    everything: int
    """An attempt at every assessment, with typed answers of the length that is expected."""


def room(course: Course) -> Room:
    """The room that a record of the course needs."""
    assessments = [item for item in course.items if isinstance(item, Assessment)]
    core = 1 + 4 + ceil(len(playable(course.items)) / 3) + 4 * len(assessments)
    fixed = [_HEAD + sum(1 + width for width, _ in _asked(item, course)) for item in assessments]
    typed = sum(length for item in assessments for _, length in _asked(item, course))
    return Room(core, max(fixed, default=0), core + sum(fixed) + typed)


def _asked(item: Assessment, course: Course) -> list[tuple[int, int]]:
    """Of each question that an attempt asks: the digits of its response, and the characters that may be typed."""
    found: list[tuple[int, int]] = []
    for question in item.questions:
        if isinstance(question, Pool):
            drawn = [_response(each) for each in course.bank(question.bank).drawable]
            found += [(max(width for width, _ in drawn), max(length for _, length in drawn))] * question.draw
        elif not isinstance(question, TextBlock):
            found.append(_response(question))
    return found


def _response(question: AnyQuestion) -> tuple[int, int]:
    match question:
        case SingleChoice():
            return _digits(len(question.choices)), 0
        case MultipleResponse():
            return ceil(len(question.choices) / 6), 0
        case TrueFalse():
            return 1, 0
        case Matching():
            return len(question.pairs) * _digits(len(matches_of(question))), 0
        case Ordering():
            return len(question.items) * _digits(len(question.items)), 0
        case FillInBlanks():
            picked = [len(blank.choices) for blank in question.blanks if isinstance(blank, DropdownBlank)]
            typed = len(question.blanks) - len(picked)
            return sum(map(_digits, picked)), typed * (SHORT + 1)
        case Essay():
            return 0, LONG + 1
        case _:
            return 0, SHORT + 1


def _digits(count: int) -> int:
    """Digits of base 64 for an index into so many things, when 0 stands for none."""
    return 1 if count < 64 else 2
