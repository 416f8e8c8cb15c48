"""How many characters an LMS has to keep of what a student did, in the worst case.

`templates/player/assets/packing.js` writes them; the widths here are its widths.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

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


Asked = tuple[int, int]
"""Of a question that an attempt asks: the digits of its response, and the characters that may be typed."""


def room(course: Course) -> Room:
    """The room that a record of the course needs."""
    assessments = [item for item in course.items if isinstance(item, Assessment)]
    return room_for(len(playable(course.items)), [_asked(item, course) for item in assessments])


def room_for(items: int, attempts: Sequence[Sequence[Asked]]) -> Room:
    """The room for so many items, and for an attempt at each assessment."""
    core = 1 + 4 + ceil(items / 3) + 4 * len(attempts)
    fixed = [_HEAD + sum(1 + width for width, _ in asked) for asked in attempts]
    typed = sum(length for asked in attempts for _, length in asked)
    return Room(core, max(fixed, default=0), core + sum(fixed) + typed)


def _asked(item: Assessment, course: Course) -> list[Asked]:
    """What each question of an attempt takes."""
    found: list[Asked] = []
    for question in item.questions:
        if isinstance(question, Pool):
            found += [widest(map(_response, course.bank(question.bank).drawable))] * question.draw
        elif not isinstance(question, TextBlock):
            found.append(_response(question))
    return found


def widest(drawn: Iterable[Asked]) -> Asked:
    """What a question takes that is one of these."""
    widths, lengths = zip(*drawn, strict=True)
    return max(widths), max(lengths)


def _response(question: AnyQuestion) -> Asked:
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


def response_told(data: Mapping[str, Any]) -> Asked:
    """What a question takes, from its data on a page (`data.py`). Raises `KeyError` where something is missing."""
    match data["type"]:
        case "single-choice":
            return _digits(len(data["choices"])), 0
        case "multiple-response":
            return ceil(len(data["choices"]) / 6), 0
        case "true-false":
            return 1, 0
        case "matching":
            matches = data.get("matches") or {pair["match"] for pair in data["pairs"]}
            return len(data["pairs"]) * _digits(len(matches)), 0
        case "ordering":
            return len(data["items"]) * _digits(len(data["items"])), 0
        case "fill-in-blanks":
            picked = [len(blank["choices"]) for blank in data["blanks"] if blank["kind"] == "dropdown"]
            typed = len(data["blanks"]) - len(picked)
            return sum(map(_digits, picked)), typed * (SHORT + 1)
        case "essay":
            return 0, LONG + 1
        case _:
            return 0, SHORT + 1


def _digits(count: int) -> int:
    """Digits of base 64 for an index into so many things, when 0 stands for none."""
    return 1 if count < 64 else 2
