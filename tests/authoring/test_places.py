"""Every value of a course is found again in its file: line and column, also within texts of several lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from authoring.courses import loaded
from lmsexport.content.source import Source
from lmsexport.errors import ModelPath

QUIZ = """\
type: quiz
title: Quiz
instructions: >
  Read this
  first.

  Then begin.
questions:
  - text: |
      One

      Two
  - prompt: "Three\\nfour"
    choices:
      - right: yes
        feedback: |-
          Because
          of this.
      - no
    explanation:
      A text on the next line
      and one more

      after a gap.
"""
LESSON = """\
---
# A comment
title: Lesson
glossary:
  Loop: Again
---

First line.

![](a.svg)
"""
Q: ModelPath = ("modules", 0, "items", 0)
L: ModelPath = ("modules", 0, "items", 1)


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Source:
    monkeypatch.chdir(tmp_path)
    return loaded(
        Path("course"),
        {
            "m/module.yaml": "title: M\nitems:\n  - quiz.yaml\n  - a.md\n"
            "  - link: https://example.org\n    title: E\n    id: e\n",
            "m/quiz.yaml": QUIZ,
            "m/a.md": LESSON,
        },
    )


@pytest.mark.parametrize(
    ("path", "line", "expected"),
    [
        (("title",), 0, "course/course.yaml:2:8"),
        (("modules", 0, "title"), 0, "course/m/module.yaml:1:8"),
        ((*Q, "title"), 0, "course/m/quiz.yaml:2:8"),
        ((*Q, "id"), 0, "course/m/quiz.yaml:1:1"),
        ((*Q, "instructions"), 2, "course/m/quiz.yaml:3:15"),
        ((*Q, "instructions"), 1, "course/m/quiz.yaml:7"),
        ((*Q, "questions", 0, "text"), 0, "course/m/quiz.yaml:9:11"),
        ((*Q, "questions", 0, "text"), 2, "course/m/quiz.yaml:12"),
        ((*Q, "questions", 1, "prompt"), 0, "course/m/quiz.yaml:13:13"),
        ((*Q, "questions", 1, "prompt"), 1, "course/m/quiz.yaml:13"),
        ((*Q, "questions", 1, "choices", 0, "text"), 0, "course/m/quiz.yaml:15:16"),
        ((*Q, "questions", 1, "choices", 0, "feedback"), 1, "course/m/quiz.yaml:18"),
        ((*Q, "questions", 1, "choices", 1, "text"), 0, "course/m/quiz.yaml:19:9"),
        ((*Q, "questions", 1, "choices", 1, "feedback"), 0, "course/m/quiz.yaml:19:9"),
        ((*Q, "questions", 1, "explanation"), 1, "course/m/quiz.yaml:24"),
        ((*Q, "questions", 1, "points"), 0, "course/m/quiz.yaml:13:5"),
        ((*L, "title"), 0, "course/m/a.md:3:8"),
        ((*L, "glossary", 0, "term"), 0, "course/m/a.md:5:3"),
        ((*L, "glossary", 0, "definition"), 0, "course/m/a.md:5:9"),
        ((*L, "body"), 0, "course/m/a.md:7"),
        ((*L, "body"), 3, "course/m/a.md:10"),
        (("modules", 0, "items", 2, "url"), 0, "course/m/module.yaml:5:11"),
        (("modules", 0, "items", 2, "description"), 0, "course/m/module.yaml:5:5"),
        (("modules", 7), 0, "course/course.yaml:4:10"),
    ],
)
def test_the_place_of_a_value(path: ModelPath, line: int, expected: str, source: Source) -> None:
    assert str(source.places(path, line)) == expected
