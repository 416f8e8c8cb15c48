"""A small course to begin with: what `init` writes."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

from lmsexport.authoring.schema import schemas
from lmsexport.authoring.shorthand import id_from_name
from lmsexport.errors import UsageError

SCHEMAS = ".schemas"
"""Hidden folder for the JSON Schemas that the first lines of YAML files name to editors; `lmsexport schema -o .schemas`
writes it anew."""


def scaffold(folder: Path, title: str) -> list[Path]:
    """Write a course that builds into a folder that is empty or not there; the files written, in order.

    The course's date is today. Raises `UsageError` when the folder cannot take a course.
    """
    title = " ".join("".join(char if char.isprintable() else " " for char in title).split())
    if not title:
        raise UsageError("a course needs a title of at least one letter")
    texts = {name: text.replace("{title}", _quoted(title)) for name, text in _FILES.items()}
    texts["course.yaml"] = (
        texts["course.yaml"]
        .replace("{id}", (id_from_name(title)[:40].strip("-")) or "my-course")
        .replace("{date}", datetime.datetime.now().astimezone().date().isoformat())
    )
    for name, schema in schemas().items():
        texts[f"{SCHEMAS}/{name}.schema.json"] = json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
    try:
        _make_empty(folder)
        return [_write(folder / name, text) for name, text in texts.items()]
    except OSError as error:
        raise UsageError(f"`{folder}` cannot take a course: {(error.strerror or str(error)).lower()}") from None


def _make_empty(folder: Path) -> None:
    if folder.is_dir() and any(folder.iterdir()):
        raise UsageError(f"`{folder}` is not empty; name a new folder for the course")
    folder.mkdir(parents=True, exist_ok=True)


def _write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


def _quoted(text: str) -> str:
    """A text as a YAML scalar (every JSON string is one, YAML 1.2, 1.3)."""
    return json.dumps(text, ensure_ascii=False)


_FILES = {
    "course.yaml": """\
# yaml-language-server: $schema=.schemas/course.schema.json
# The course as a whole. Its parts stand in folders, one per module.
id: {id}
title: {title}
version: "1.0"
date: {date}
language: en
authors:
  - Your name
licence: CC-BY-4.0
description: What the course is about, in a sentence or two.
modules:
  - 01-first-steps
""",
    "01-first-steps/module.yaml": """\
# yaml-language-server: $schema=../.schemas/module.schema.json
# A module: its title, and its items in the order in which students see them.
title: First steps
number: 1
items:
  - 01-how-memory-works.md
  - 02-check.yaml
  - link: https://en.wikipedia.org/wiki/Forgetting_curve
    id: forgetting-curve
    title: More about the forgetting curve
""",
    "01-first-steps/01-how-memory-works.md": """\
---
title: How memory works
guiding_question: Why do we forget what we have just learned?
objectives:
  - Explain why spaced practice works better than cramming
minutes: 5
glossary:
  Retrieval: Getting something out of memory, as opposed to putting it in
---

What we learn fades within days unless we use it. Each time we **retrieve** it, it fades more slowly.

![A curve that falls, less steeply after each review](images/forgetting.svg "Each review makes the curve flatter")

## What helps

::: steps
### Learn
Read it once, with a question in mind.
### Wait
A day is enough to forget a little, and that is what makes the next step work.
### Retrieve
Close the book and say it in your own words.
:::

::: callout Try it
Close this page and write down its three steps. Then take [the check](02-check.yaml).
:::
""",
    "01-first-steps/02-check.yaml": """\
# yaml-language-server: $schema=../.schemas/quiz.schema.json
# A quiz: practice questions. Every text can use Markdown.
type: quiz
id: memory-check
title: Check your memory
pass_mark: 60%
requires:
  - how-memory-works            # opens when the lesson has been viewed
questions:
  - id: when-to-review
    prompt: When does a review help **most**?
    choices:
      - wrong: A minute after learning
        feedback: There is nothing to retrieve yet, it is still fresh.
      - right: When you have begun to forget
        feedback: Yes. The effort of retrieving is what strengthens the memory.
      - wrong: Only on the day of the exam
        feedback: By then most of it is gone.
  - id: cramming-lasts
    type: true-false
    prompt: What you cram in one night stays as long as what you review three times.
    answer: false
    if_true: Look at the curve again.
    if_false: Right, each review makes the curve flatter.
  - id: word-for-it
    type: short-answer
    prompt: What do we call getting something out of memory?
    answers: [retrieval, recall]
    feedback: The glossary of the lesson has the word.
""",
    "01-first-steps/images/forgetting.svg": """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 240" role="img">
  <title>Memory over time, with two reviews</title>
  <rect width="480" height="240" rx="12" fill="#f6f7fb"/>
  <path d="M48 24v176h400" fill="none" stroke="#475069" stroke-width="2"/>
  <path d="M48 40c24 90 60 116 110 124" fill="none" stroke="#c2410c" stroke-width="4"/>
  <path d="M158 44c30 58 80 76 130 84" fill="none" stroke="#b45309" stroke-width="4"/>
  <path d="M288 44c44 26 100 36 152 40" fill="none" stroke="#15803d" stroke-width="4"/>
  <path d="M158 164V44M288 128V44" fill="none" stroke="#475069" stroke-dasharray="4 5"/>
  <g fill="#2b3245" font-family="sans-serif" font-size="14">
    <text x="56" y="36">memory</text>
    <text x="416" y="220">time</text>
    <text x="132" y="220">review</text>
    <text x="262" y="220">review</text>
  </g>
</svg>
""",
    ".gitignore": """\
dist/
""",
}
"""Path → text of the files of the first course."""
