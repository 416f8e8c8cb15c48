"""Whatever an author writes where, the answer is a sentence for authors and never a traceback."""

from __future__ import annotations

import copy
import json
import random
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic_core.core_schema import ErrorType

from authoring.courses import write
from lmsexport.authoring import load
from lmsexport.authoring.messages import say
from lmsexport.authoring.yamlfile import read_yaml

ROOT = Path(__file__).parents[2]
EVERYTHING = ROOT / "tests" / "courses" / "everything"
JARGON = re.compile(
    r"Input should|valid (string|integer|dict|list|number|tuple)|pydantic|instance of|Extra inputs|Field required|"
    r"Value error|Traceback|ctx|union|tuple|dict\b|NoneType|\bstr\b|does not fit:|type=|\bmodel\b",
)
ODD: list[Any] = [
    None,
    "",
    "x",
    [],
    {},
    ["x"],
    {"x": "y"},
    [[]],
    [{}],
    "-1",
    "1e999",
    "Infinity",
    "nan",
    "x" * 1100,
    "\x07",
    "ü",
]


def spots(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in the data of a file."""
    if path:
        yield path
    parts = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for step, part in parts:
        yield from spots(part, (*path, step))


def replaced(data: Any, path: tuple[Any, ...], value: Any) -> Any:
    data = copy.deepcopy(data)
    node = data
    for step in path[:-1]:
        node = node[step]
    node[path[-1]] = value
    return data


FILES = sorted(path.relative_to(EVERYTHING).as_posix() for path in EVERYTHING.rglob("*.yaml"))


@pytest.mark.parametrize("name", FILES)
def test_an_odd_value_anywhere_is_answered_in_plain_words(name: str, tmp_path: Path) -> None:
    """Values of each file in turn are replaced by something else; JSON is YAML, so that is how it is written."""
    shutil.copytree(EVERYTHING, tmp_path, dirs_exist_ok=True)
    data = read_yaml((EVERYTHING / name).read_text(encoding="utf-8"))
    chance = random.Random(name)
    everywhere = list(spots(data))
    for path in chance.sample(everywhere, min(len(everywhere), 60)):
        odd = chance.choice(ODD)
        (tmp_path / name).write_text(json.dumps(replaced(data, path, odd)), encoding="utf-8")
        _, problems = load(tmp_path)
        for problem in problems:
            assert not JARGON.search(f"{problem.message} {problem.hint}"), f"{path} = {odd!r}: {problem}"
            assert problem.place is not None and problem.place.line >= 1, f"{path} = {odd!r}: {problem}"


POSSIBLE = {
    "missing", "extra_forbidden", "literal_error", "model_type", "model_attributes_type", "union_tag_not_found",
    "union_tag_invalid", "too_short", "string_type", "string_too_short", "string_too_long", "string_pattern_mismatch",
    "dict_type", "list_type", "tuple_type", "bool_type", "bool_parsing", "int_type", "int_parsing", "int_parsing_size",
    "int_from_float", "decimal_type", "decimal_parsing", "finite_number", "greater_than_equal", "less_than_equal",
    "date_type", "date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact", "string_unicode",
}  # fmt: skip
"""The kinds of complaints that texts, lists and mappings can cause in the model."""


@pytest.mark.parametrize("kind", sorted(POSSIBLE))
def test_each_kind_of_complaint_has_its_own_sentence(kind: str) -> None:
    assert kind in get_args(ErrorType)
    if kind in ("missing", "extra_forbidden", "union_tag_not_found", "union_tag_invalid"):
        return  # those are about keys and types, and the cases of broken sources show them
    context = {"ge": 1, "le": 2, "min_length": 1, "max_length": 2, "expected": "'a' or 'b'", "pattern": r"\S"}
    _, message, _ = say(kind, "`x`", "value", context, "x")
    assert "does not fit" not in message


def test_a_wrong_value_is_quoted_short(tmp_path: Path) -> None:
    text = f"  - {{prompt: A?, points: {'many ' * 50}, choices: [right: a, b]}}\n"
    files: dict[str, str | bytes] = {
        "m/module.yaml": "title: M\nitems: [q.yaml]\n",
        "m/q.yaml": f"type: quiz\ntitle: Q\nquestions:\n{text}",
    }
    _, [problem] = load(write(tmp_path, files))
    assert problem.message == "`points` must be a number, not `many many many many many many many many…`"
