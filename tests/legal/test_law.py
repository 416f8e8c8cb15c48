"""The law of legal courses: what `check` accepts builds in every target, proven, and passes `validate --strict`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from conftest import DEEP, SHARED
from legal.cases import BASE, cases
from legal.course import course
from legal.folder import Folder
from legal.law import SCHEMAS, RefusedError, faults, prepared

pytestmark = pytest.mark.deep

COURSES = int(os.environ.get("LMSEXPORT_LEGAL_COURSES") or (1000 if DEEP else 20))
"""How many random courses are tried."""
CASES = SHARED / "cases" / "legal-courses.json"
REFUSED = {"dup-choice", "dup-order"}
"""Small courses with two answers that read the same, which `check` refuses."""
SMALL = {name: folder for name, folder in cases(CASES) if name not in REFUSED} if CASES.is_file() else {}
"""Small courses that are written down, by their names."""


@pytest.fixture(autouse=True)
def official_schemas(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The schemas that some options put into packages."""
    monkeypatch.setenv("LMSEXPORT_SCHEMAS", str(SCHEMAS))
    yield


@pytest.mark.parametrize("seed", range(1, COURSES + 1))
def test_every_legal_course_builds_in_every_target(seed: int) -> None:
    with suppress(RefusedError):  # how many are refused has a test of its own
        assert told(prepared(course(seed))) == []


@pytest.mark.shared
@pytest.mark.parametrize("folder", SMALL.values(), ids=SMALL)
def test_so_does_every_small_course_that_was_thought_of(folder: Folder) -> None:
    assert told(folder) == []


FOUND = {
    "code in a name beside a sign that begins no tag": {
        "m/q.yaml": "{type: quiz, title: Q, questions: "
        "[{type: true-false, answer: yes, prompt: 'Is `&amp;` where 1 < 2?'}]}",
    },
    "headings of one name in texts of the contents page": {
        "m/module.yaml": 'title: M\ndescription: "### Same"\nitems: [q.yaml]\n',
        "course.yaml": 'id: c\ntitle: C\ndate: 2026-01-01\nmodules: [m]\ndescription: "### Same"\n',
        "m/q.yaml": "{type: quiz, title: Q, questions: [{type: true-false, answer: yes, prompt: So?}]}",
    },
    "waiting for two of one title": {
        "m/module.yaml": "title: M\nitems:\n- {id: a, link: 'https://example.org/a', title: Same}\n"
        "- {id: b, link: 'https://example.org/b', title: Same}\n- q.yaml\n",
        "m/q.yaml": "{type: quiz, title: Q, requires: [a, b], "
        "questions: [{type: true-false, answer: yes, prompt: So?}]}",
    },
    "a range from very small to very large": {
        "m/q.yaml": "{type: quiz, title: Q, questions: [{type: numeric, prompt: How many?, "
        "answers: [{min: -2.5e-3, max: 6.022e23}]}]}",
    },
    "a file without a byte": {
        "m/q.yaml": "{type: quiz, title: Q, questions: "
        "[{type: true-false, answer: yes, prompt: 'See [it](none.txt).'}]}",
        "m/none.txt": "",
    },
    "a title like the address of a file of Moodle": {
        "m/module.yaml": "title: M @@PLUGINFILE@@/island\nitems: [q.yaml]\n",
        "m/q.yaml": "{type: quiz, title: Q, questions: [{type: true-false, answer: yes, prompt: So?, "
        "title: About @@PLUGINFILE@@/island}]}",
    },
    "a hidden module with a description": {
        "m/module.yaml": "{title: M, description: About it., published: off, items: [q.yaml]}",
        "m/q.yaml": "{type: quiz, title: Q, questions: [{type: true-false, answer: yes, prompt: So?}]}",
    },
    "tests that weigh nothing": {
        "course.yaml": "id: c\ntitle: C\ndate: 2026-01-01\nmodules: [m]\n"
        "grade_categories: [{id: g, title: G, weight: 100}]\n",
        "m/module.yaml": "title: M\nitems: [q.yaml, r.yaml]\n",
        **{
            f"m/{name}.yaml": f"{{type: test, title: {name}, weight: 0, grade_category: g, "
            "questions: [{type: true-false, answer: yes, prompt: So?}]}"
            for name in "qr"
        },
    },
    "a module that waits for another of its title": {
        "course.yaml": "id: c\ntitle: C\ndate: 2026-01-01\nmodules: [m, n, o]\n"
        "options: {scorm-1.2: {activities: each}, scorm-2004: {activities: each}}\n",
        "m/module.yaml": "{title: Same, items: [q.yaml]}",
        **{f"{name}/module.yaml": f"{{title: Same, requires: m, items: [{name}q.yaml]}}" for name in "no"},
        **{
            f"{path}.yaml": f"{{type: test, title: {path}, pass_mark: 50, "
            "questions: [{type: true-false, answer: yes, prompt: So?}]}"
            for path in ("m/q", "n/nq", "o/oq")
        },
    },
    "a bank alone, drawn where nothing is shuffled": {
        "course.yaml": "id: c\ntitle: C\ndate: 2026-01-01\nmodules: [m]\nbanks: [b.yaml]\n"
        "options: {qti-1.2: {only: b}}\n",
        "b.yaml": "{title: B, questions: [{prompt: Which?, choices: [{right: This}, {wrong: None, fixed: yes}]}]}",
        "m/q.yaml": "{type: quiz, title: Q, questions: [{from: b, draw: 1}, "
        "{prompt: And?, choices: [{right: This}, {wrong: None, fixed: yes}]}]}",
    },
    "an answer with what nobody sees": {
        "m/q.yaml": "{type: quiz, title: Q, questions: [{type: short-answer, prompt: What?, "
        'answers: ["zero\u200bwidth"]}]}',
    },
}
"""Small courses that did not go through, by what was wrong with them."""


@pytest.mark.parametrize("files", FOUND.values(), ids=FOUND)
def test_so_does_what_once_did_not(files: dict[str, str]) -> None:
    assert told(Folder({name: text.encode() for name, text in (BASE | files).items()})) == []


def told(folder: Folder) -> list[str]:
    """The faults of a course, whose packages need not be kept."""
    with TemporaryDirectory() as root:
        return list(map(str, faults(folder.write(Path(root) / "course"), Path(root) / "out")))
