"""The courses that are written out: the sample in `source/`, one that uses everything, one from right to left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, get_args, get_origin

import pytest
from pydantic import BaseModel

from lmsexport.authoring import load
from lmsexport.content import resolve
from lmsexport.model import Assessment, Course, Lab, Lesson, SingleChoice

HERE = Path(__file__).parent
SAMPLE = HERE.parents[1] / "source"
EVERYTHING = HERE / "everything"


def course(folder: Path) -> Course:
    source, _ = load(folder)
    assert source is not None
    return source.course


@pytest.mark.parametrize("folder", [SAMPLE, EVERYTHING, HERE / "arabic"], ids=lambda folder: folder.name)
def test_nothing_is_wrong(folder: Path) -> None:
    source, problems = load(folder)
    assert not problems and source is not None
    assert not resolve(source)[1]


def test_the_sample_has_its_parts() -> None:
    sample = course(SAMPLE)
    items = list(sample.items)
    quizzes = [item for item in items if isinstance(item, Assessment)]
    assert [len(quiz.questions) for quiz in quizzes] == [4, 4, 4, 4, 15]
    assert sum(isinstance(item, Lesson) for item in items) == sum(isinstance(item, Lab) for item in items) == 4
    test = quizzes[-1]
    assert test.pass_mark == 80
    assert [gate.item for gate in test.requires] == [item.id for item in items if isinstance(item, Lesson)]


def test_the_sample_cannot_be_guessed() -> None:
    positions: Counter[int] = Counter()
    longest = 0
    for item in course(SAMPLE).items:
        for question in item.questions if isinstance(item, Assessment) else ():
            assert isinstance(question, SingleChoice)
            right = [choice.correct for choice in question.choices].index(True)
            positions[right] += 1
            longest += len(question.choices[right].text) > max(
                len(choice.text) for choice in question.choices if not choice.correct
            )
    assert set(positions) == {0, 1, 2, 3}
    assert max(positions.values()) - min(positions.values()) <= 1
    assert longest <= sum(positions.values()) / 4


def test_every_choice_of_the_sample_answers() -> None:
    for item in course(SAMPLE).items:
        for question in item.questions if isinstance(item, Assessment) else ():
            assert isinstance(question, SingleChoice)
            assert len(question.choices) == 4
            texts = [choice.feedback for choice in question.choices]
            assert all(texts) and len(set(texts)) == 4, question.id


def test_everything_is_everything() -> None:
    """Somewhere every field has a value that is not its default, and every word that a field can hold is there."""
    found: dict[type[BaseModel], list[BaseModel]] = {}
    for node in walk(course(EVERYTHING)):
        found.setdefault(type(node), []).append(node)
    missing = set()
    for model, nodes in found.items():
        for name, field in model.model_fields.items():
            values = {str(getattr(node, name)) for node in nodes}
            wanted = words(field.annotation) if name != "complete_when" else set()
            missing |= {f"{model.__name__}.{name}={word}" for word in wanted - values}
            if len(wanted) != 1 and values == {str(field.get_default(call_default_factory=True))}:
                missing.add(f"{model.__name__}.{name}")
    assert missing == {"Heading.complete_when", "Course.drafts"}  # nobody completes a heading; drafts always warn


def walk(value: object) -> Iterator[BaseModel]:
    """A part of a course, and all that is in it."""
    if isinstance(value, BaseModel):
        yield value
        for name in type(value).model_fields:
            yield from walk(getattr(value, name))
    elif isinstance(value, tuple):
        for part in value:
            yield from walk(part)


def words(annotation: object) -> set[str]:
    """The words that a field can hold."""
    if get_origin(annotation) is Literal:
        return set(get_args(annotation))
    return {word for part in get_args(annotation) for word in words(part)}
