"""The JSON Schemas agree with what loads: what is right passes, what authors mistype does not."""

from __future__ import annotations

from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from authoring.editors import SCHEMAS, complaints, kind, read

ROOT = Path(__file__).parents[2]
FILES = sorted(
    path
    for folder in (ROOT / "source", ROOT / "tests" / "courses")
    for path in folder.rglob("*")
    if path.suffix == ".yaml" or (path.suffix == ".md" and path.read_text(encoding="utf-8").startswith("---\n"))
)


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_a_schema_is_one_and_says_what_its_keys_mean(name: str) -> None:
    schema = SCHEMAS[name]
    Draft202012Validator.check_schema(schema)
    assert schema["title"]
    parts = [schema, *(part for part in schema["$defs"].values() if "properties" in part)]
    unexplained = [
        key
        for part in parts
        for key, value in part["properties"].items()
        if "description" not in value and key != "type" and "$ref" not in str(value)
    ]
    assert unexplained == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_file_that_loads_passes(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    name = kind(path, read(text))
    assert name is not None
    assert complaints(name, text) == []


QUIZ = "type: quiz\ntitle: T\nquestions:\n"


@pytest.mark.parametrize(
    "questions",
    [
        "  - {prompt: A?, choices: [right: 1.10, wrong: yes, {wrong: c, weight: -50%}]}",
        "  - {type: short-answer, prompt: A?, answer: 12:30}",
        "  - {type: short-answer, prompt: A?, answers: [0123, {text: x, weight: 50}]}",
        "  - {type: numeric, prompt: A?, answer: 10..20}",
        "  - {type: numeric, prompt: A?, answer: 10, tolerance: 5%}",
        "  - {type: numeric, prompt: A?, answers: [{min: 1, max: 2}, {value: 3..4, weight: 50%}]}",
        "  - {prompt: A, pairs: {a: b, c: 1}}",
        "  - {type: matching, prompt: A, pairs: [{prompt: a, match: b}, {prompt: c, match: d}], distractors: e}",
        "  - {prompt: A, items: [a, {text: b, feedback: c}]}",
        "  - {prompt: '{{a}}', blanks: {a: 1}}",
        "  - {prompt: '{{a}}', blanks: {a: {type: numeric, answer: 1}}}",
        "  - {prompt: '{{a}}', blanks: {a: {choices: [right: a, wrong: b]}}}",
        "  - {type: true-false, prompt: A, answer: no, feedback: {correct: Yes.}}",
        "  - {text: Read.}",
        "  - {draw: 2, from: bank}",
    ],
)
def test_each_short_form_passes(questions: str) -> None:
    assert complaints("quiz", QUIZ + questions) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("quiz", QUIZ + "  - {prompt: A?, choices: [right: a, {wrong: b, feedbak: c}]}"),
        ("quiz", QUIZ + "  - {prompt: A?, choices: [{right: a, wrong: b}, c]}"),
        ("quiz", QUIZ + "  - {prompt: A?, choices: [right: a]}"),
        ("quiz", QUIZ + "  - {prompt: A?, answer: x}"),
        ("quiz", QUIZ + "  - {type: numeric, prompt: A?, answer: ten}"),
        ("quiz", QUIZ + "  - {type: numeric, prompt: A?, answer: 1, answers: [2]}"),
        ("quiz", QUIZ + "  - {type: numeric, prompt: A?}"),
        ("quiz", QUIZ + "  - {type: singel-choice, prompt: A?, choices: [right: a, b]}"),
        ("quiz", QUIZ + "  - {type: true-false, prompt: A?, answer: maybe}"),
        ("quiz", QUIZ + "  - {type: matching, prompt: A?, pairs: {a: b}}"),
        ("quiz", QUIZ + "  - {prompt: '{{a}}', blanks: {A: 1}}"),
        ("quiz", QUIZ + "  - {prompt: '{{a}}', blanks: {a: {choices: [right: a], answer: b}}}"),
        ("quiz", QUIZ + "  - {draw: 0, from: bank}"),
        ("quiz", QUIZ + "  - {id: Q 1, text: Read.}"),
        ("quiz", "type: quiz\ntitle: T\npass_mark: 120\nquestions: [text: a]"),
        ("quiz", "type: quiz\ntitle: T\ncounts: best\nquestions: [text: a]"),
        ("quiz", "type: quiz\ntitle: T\nrequires: [{a: seen}]\nquestions: [text: a]"),
        ("quiz", "type: quiz\nquestions: [text: a]"),
        ("quiz", "title: T\nquestions: [text: a]"),
        ("bank", "type: bank\ntitle: T\nquestions: [{draw: 1, from: b}]"),
        ("course", "id: a\ntitle: T\ndate: 2026-01-31\nmodules: m"),
        ("course", "id: a\ntitle: T\ndate: 2026-01-31\nmodules: [m]\nlicense: MIT"),
        ("course", "id: a\ntitle: T\ndate: 2026-01-31\nmodules: [m]\nsource: x"),
        ("course", "id: a\ntitle: T\ndate: 2026-01-31\nmodules: [m]\ntools: [{id: t, name: N, url: 'x.org'}]"),
        (
            "course",
            "id: a\ntitle: T\ndate: 2026-01-31\nmodules: [m]\ntools:\n"
            "  - {id: t, name: N, url: 'https://x.org', secret: s}",
        ),
        ("module", "title: T\nitems: [slides.pdf]"),
        ("module", "title: T\nitems: [{heading: A}]"),
        ("module", "title: T\nitems: [{link: example.org, id: a, title: A}]"),
        ("lesson", "title: T\nminuts: 5"),
        ("lesson", "title: T\nbody: Text"),
        ("lab", "type: lab\ntitle: T\ntask: T\nassistant: A\nparameters: {Level: x}"),
        ("lab", "type: lab\ntitle: T\ntask: T"),
        ("discussion", "type: discussion\ntitle: T"),
    ],
)
def test_a_mistake_is_underlined(name: str, text: str) -> None:
    assert complaints(name, text)
