"""How many characters an LMS has to keep of what a student did, in the worst case.

`templates/player/assets/packing.js` writes them; the widths here are its widths.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil

from lmsexport.model import AnyQuestion, Assessment, Course, Pool, TextBlock
from lmsexport.pages.questions.all_types import record_data, response_size
from lmsexport.pages.questions.data import ResponseSize
from lmsexport.pages.record import playable

_HEAD = 1 + 2 + 3 + 6 + 1 + 2 + 6
"""Of an attempt: what separates it, place, tag, seed, flags, page, deadline."""


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
    return room_for(len(playable(course.items)), [_asked(item, course) for item in assessments])


def room_for(items: int, attempts: Sequence[Sequence[ResponseSize]]) -> Room:
    """The room for so many items, and for an attempt at each assessment."""
    core = 1 + 4 + ceil(items / 3) + 4 * len(attempts)
    fixed = [_HEAD + sum(1 + width for width, _ in asked) for asked in attempts]
    typed = sum(length for asked in attempts for _, length in asked)
    return Room(core, max(fixed, default=0), core + sum(fixed) + typed)


def _asked(item: Assessment, course: Course) -> list[ResponseSize]:
    """What each question of an attempt takes."""
    found: list[ResponseSize] = []
    for question in item.questions:
        if isinstance(question, Pool):
            found += [widest(map(_size, course.bank(question.bank).drawable))] * question.draw
        elif not isinstance(question, TextBlock):
            found.append(_size(question))
    return found


def _size(question: AnyQuestion) -> ResponseSize:
    return response_size(record_data(question, lambda _: ""))


def widest(drawn: Iterable[ResponseSize]) -> ResponseSize:
    """What a question takes that is one of these."""
    digits, typed = zip(*drawn, strict=True)
    return ResponseSize(max(digits), max(typed))
