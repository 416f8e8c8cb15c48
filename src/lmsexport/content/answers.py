"""Things to choose from that read the same: nobody can tell which of them is meant."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence

from lmsexport.content.fragment import Fragment
from lmsexport.content.source import Places
from lmsexport.errors import ModelPath, Problem
from lmsexport.model import Course
from lmsexport.model.questions import (
    AnyQuestion,
    DropdownBlank,
    FillInBlanks,
    Matching,
    MultipleResponse,
    Ordering,
    SingleChoice,
)
from lmsexport.model.remarks import answered_questions, spelled

_Read = tuple[object, ...]
"""What a student reads."""


def equal_answers(course: Course, fragments: Mapping[tuple[str, str], Fragment], places: Places) -> Iterator[Problem]:
    """The second of two that a question offers and that read the same, as rendered in `fragments`."""
    for path, question in answered_questions(course):
        folder = posixpath.dirname(_source(course, path))
        for field, kind, texts, in_list in _offered(question):
            first: dict[_Read, int] = {}
            for index, text in enumerate(texts):
                number = first.setdefault(_read(fragments.get((folder, text)), text, in_list), index)
                if number != index:
                    message = f"two {kind} read the same: number {number + 1} and number {index + 1}"
                    place = places((*path, *field, index))
                    yield Problem("equal-choices", message, place, "students cannot tell them apart; change one")


def _source(course: Course, path: ModelPath) -> str:
    """The file in which a question stands."""
    if path[0] == "banks":
        return course.banks[int(path[1])].source
    module = course.modules[int(path[1])]
    return module.items[int(path[3])].source or module.source


def _offered(question: AnyQuestion) -> Iterator[tuple[ModelPath, str, Sequence[str], bool]]:
    """Field, kind and texts of what a question offers; whether they stand in a list without markup."""
    if isinstance(question, SingleChoice | MultipleResponse):
        yield ("choices",), "choices", [choice.text for choice in question.choices], False
    elif isinstance(question, Matching):
        yield ("pairs",), "prompts", [pair.prompt for pair in question.pairs], False
        yield ("distractors",), "distractors", question.distractors, True
    elif isinstance(question, Ordering):
        yield ("items",), "items", [item.text for item in question.items], False
    elif isinstance(question, FillInBlanks):
        for b, blank in enumerate(question.blanks):
            if isinstance(blank, DropdownBlank):
                yield ("blanks", b, "choices"), "choices", [choice.text for choice in blank.choices], True


def _read(fragment: Fragment | None, text: str, in_list: bool) -> _Read:
    if fragment is None or in_list:
        return (spelled(text if fragment is None else fragment.plain),)
    return tuple(spelled(piece) if isinstance(piece, str) else piece for piece in fragment.pieces)
