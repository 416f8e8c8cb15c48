"""Random courses hold whatever authors can write, are always the same ones, and are accepted by `check`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal, get_args, get_origin

import pytest
from pydantic import BaseModel

from legal.course import course
from legal.folder import Folder, Style
from lmsexport.authoring import load
from lmsexport.engine.check import check
from lmsexport.errors import Severity
from lmsexport.formats.base import formats
from lmsexport.lowering.declarations import model_classes
from lmsexport.model import QUESTION_TYPES, Assessment, Bank, Course, FillInBlanks, Model
from lmsexport.model.base import MARKDOWN

SEEDS = range(1, 301)
BLOCK = re.compile(r"^(\||:::|- |> |```|\$\$|\d\. |#)", re.MULTILINE)
"""The beginning of a table, a block of colons, a list, a quote, code, a formula or a heading."""


@cache
def loaded() -> tuple[Course, ...]:
    """The courses of all seeds that `load` finds nothing wrong with."""
    return tuple(found for seed in SEEDS if (found := _loaded(course(seed))) is not None)


def _loaded(folder: Folder) -> Course | None:
    with TemporaryDirectory() as root:
        source, problems = load(folder.write(Path(root)))
        broken = any(problem.severity is Severity.ERROR for problem in problems)
        return None if source is None or broken else source.course


def parts(value: object) -> Iterator[Model]:
    """A part of a course, and all that is in it."""
    if isinstance(value, Model):
        yield value
        for name in type(value).model_fields:
            yield from parts(getattr(value, name))
    elif isinstance(value, tuple):
        for part in value:
            yield from parts(part)


def words(annotation: object) -> set[str]:
    """The words that a field can hold."""
    if get_origin(annotation) is Literal:
        return set(get_args(annotation))
    return {word for part in get_args(annotation) for word in words(part)}


def gaps(model: type[BaseModel], nodes: list[BaseModel]) -> Iterator[str]:
    """The fields of a class that are never other than by default, and the words that they never hold."""
    for name, field in model.model_fields.items():
        values = [getattr(node, name) for node in nodes]
        wanted = words(field.annotation)
        if name == "complete_when":
            wanted = {state for node in nodes for state in getattr(node, "states", ())}
            if not wanted:
                continue
        yield from (f"{model.__name__}.{name}={word}" for word in wanted - {str(value) for value in values})
        default = field.get_default(call_default_factory=True)
        if len(wanted) != 1 and all(value == default for value in values):
            yield f"{model.__name__}.{name}"


def test_random_courses_hold_every_field_and_every_word() -> None:
    nodes: dict[str, list[BaseModel]] = {name: [] for name in model_classes()}
    for found in loaded():
        for node in parts(found):
            nodes[type(node).__name__].append(node)
    assert [name for name, each in nodes.items() if not each] == []
    missing = [gap for each in nodes.values() for gap in gaps(type(each[0]), each)]
    assert missing == ["Course.drafts"]  # a course with drafts is never without a warning


def test_every_text_holds_pictures_and_blocks_somewhere() -> None:
    wanted = {(model.__name__, name) for model in model_classes().values() for name in model.model_fields}
    wanted = {(owner, name) for owner, name in wanted if MARKDOWN in model_classes()[owner].model_fields[name].metadata}
    pictures, blocks = set(), set()
    for node in (node for found in loaded() for node in parts(found)):
        for name in type(node).model_fields:
            text = str(getattr(node, name))
            pictures |= {(type(node).__name__, name)} if "![" in text else set()
            blocks |= {(type(node).__name__, name)} if BLOCK.search(text) else set()
    assert wanted - pictures == wanted - blocks == set()


@pytest.mark.parametrize("before", ["| ", "> ", "- ", "1. ", "### ", "Of **"])
def test_gaps_stand_in_blocks(before: str) -> None:
    assert any(re.search(rf"^{re.escape(before)}.*\{{\{{", prompt, re.MULTILINE) for prompt in gap_texts())


@pytest.mark.parametrize("block", ["callout", "steps", "timeline"])
def test_gaps_stand_in_blocks_of_colons(block: str) -> None:
    assert any(re.search(rf"^::: {block}.*\n(###.*\n)?.*\{{\{{", prompt, re.MULTILINE) for prompt in gap_texts())


def gap_texts() -> Iterator[str]:
    """The prompts of all texts with gaps."""
    nodes = (node for found in loaded() for node in parts(found))
    return (node.prompt for node in nodes if isinstance(node, FillInBlanks))


@pytest.mark.parametrize("owner", [Assessment, Bank])
def test_every_type_of_question_stands_in_quizzes_and_in_banks(owner: type[Assessment | Bank]) -> None:
    nodes = (node for found in loaded() for node in parts(found))
    types = {question.type for node in nodes if isinstance(node, owner) for question in node.questions}
    assert types - {"pool"} == set(QUESTION_TYPES)


@pytest.mark.parametrize("target", sorted(formats()))
def test_random_courses_choose_every_option(target: str) -> None:
    model = formats()[target].options
    given: list[dict[str, Any]] = [found.options[target] for found in loaded() if target in found.options]
    assert list(gaps(model, [model.model_validate(options) for options in given])) == []


def test_a_number_stands_for_one_course() -> None:
    first, second = course(7), course(7)
    assert [(name, first.content(name)) for name in first.files] == [
        (name, second.content(name)) for name in second.files
    ]
    assert course(8).files.keys() != first.files.keys()


@pytest.mark.parametrize("literal", [True, False])
@pytest.mark.parametrize("flow", [True, False, None])
def test_a_course_is_the_same_however_its_files_are_written(flow: bool | None, literal: bool) -> None:
    for seed in SEEDS[:10]:
        files = course(seed).files
        head = files["course.yaml"]
        assert isinstance(head, dict)
        head.pop("options", None)  # they stay as they are written until a target reads them
        style = Style(flow=flow, literal=literal, width=40, yes=("yes", "no"), newline="\r\n", mark="\ufeff")
        assert _loaded(Folder(files, style)) == _loaded(Folder(files))


def test_nearly_all_are_legal(tmp_path: Path) -> None:
    refused = [seed for seed in SEEDS[:100] if check(course(seed).write(tmp_path / str(seed))).errors]
    assert len(refused) <= 5
