"""Tiny courses in a folder, for tests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lmsexport.authoring import load
from lmsexport.content.source import Source
from lmsexport.model import Assessment

COURSE = "id: demo\ntitle: Demo\ndate: 2026-01-31\nmodules: [m]\n"
LESSON = "---\ntitle: Lesson\n---\n\nText.\n"


def write(root: Path, files: dict[str, str | bytes]) -> Path:
    """A folder with these files; a `course.yaml` with the module `m` unless there is another."""
    for name, text in ({"course.yaml": COURSE} | files).items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return root


def loaded(root: Path, files: dict[str, str | bytes]) -> Source:
    """The course of these files, which has no problem."""
    source, problems = load(write(root, files))
    assert [str(problem) for problem in problems] == []
    assert source is not None
    return source


def quiz(root: Path, questions: str, head: str = "") -> Assessment:
    """The quiz with these questions, indented by two spaces."""
    files: dict[str, str | bytes] = {
        "m/module.yaml": "title: M\nitems: [quiz.yaml]\n",
        "m/quiz.yaml": f"type: quiz\ntitle: Quiz\n{head}questions:\n{questions}",
    }
    item = next(loaded(root, files).course.items)
    assert isinstance(item, Assessment)
    return item


def question(root: Path, text: str) -> Any:
    """A question, written without indentation; another one stands behind it, since a quiz of texts is none."""
    lines = text.strip("\n").splitlines()
    indented = "\n".join(("  - " if n == 0 else "    ") + line for n, line in enumerate(lines))
    return quiz(root, f"{indented}\n  - {{id: another, type: essay, prompt: Why?}}\n").questions[0]
