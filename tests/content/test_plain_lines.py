"""Titles and other plain lines: no student reads the signs of Markdown in them without a word to the author."""

from __future__ import annotations

from typing import Any

import pytest

from lmsexport.content import Source, resolve
from lmsexport.content.plain_lines import markdown_in
from lmsexport.errors import ModelPath, Place, Problem, Severity
from lmsexport.model import Course


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("An *emph* here", "*emph*"), ("**bold**", "**bold**"), ("The _end_", "_end_"),
        ("__very bold__", "__very bold__"),
        ("Solve $x^2$ now", "$x^2$"), ("$E=mc^2$", "$E=mc^2$"), (r"$\alpha$-decay", r"$\alpha$"), ("$$a$$", "$$a$$"),
        ("($n$)", "$n$"), ("~~old~~ new", "~~old~~"), (r"Mass \(m\)", r"\(m\)"), (r"\[E\]", r"\[E\]"),
        ("See [the map](map.md)", "[the map](map.md)"), ("![x](y.png)", "![x](y.png)"), ("***both***", "*both*"),
        ("The `for` loop", "`for`"), ("*“Faust”*, part 2", "*“Faust”*"),
    ],
)  # fmt: skip
def test_markdown_in_a_line_is_seen(line: str, shown: str) -> None:
    assert next(markdown_in(line)) == shown


@pytest.mark.parametrize(
    "line",
    [
        "C* algebra", "$5", "2 * 3 * 4", "snake_case", "2*3*4", "C* and D* algebras", "From $5 to $10", "$5-$10",
        "__init__ and __main__", "*args and **kwargs", "US$5 or A$6", "$HOME/$USER", "a_b_c", "The `", "[1] and [2]",
        "~/bin and ~/lib", "5 $ or 6 $", "f(x) [sic]", "* a star", "what?!", "\\n", "$IMS-CC-FILEBASE$", "_id",
        "https://example.org/a_b_c", "<https://example.org>", "***", "^_^", "A*", "Q&A", "x_1 and x_2",
    ],
)  # fmt: skip
def test_signs_that_mean_themselves_are_none(line: str) -> None:
    assert list(markdown_in(line)) == []


def at(path: ModelPath, line: int = 0) -> Place:
    """A place that tells the path in the model."""
    return Place("/".join(map(str, path)), line)


def problems(items: list[dict[str, Any]], **fields: Any) -> list[Problem]:
    module = {"id": "m", "title": "M", "items": items, "source": "m/module.yaml"}
    course = Course.of(id="demo", **{"title": "Demo", "date": "2026-01-31", "modules": [module]} | fields)
    return resolve(Source(course, {}, at))[1]


LESSON = {"type": "lesson", "id": "one", "title": "One", "body": "Text *with* $x$."}
PAIRS = [{"id": "a", "prompt": "$x$", "match": "*y*"}, {"id": "b", "prompt": "c", "match": "d"}]
QUIZ = {"type": "quiz", "id": "quiz", "title": "Quiz"}


@pytest.mark.parametrize(
    ("item", "path"),
    [
        (LESSON | {"title": "The *end*"}, ("title",)),
        (LESSON | {"subtitle": "Of $x^2$"}, ("subtitle",)),
        (LESSON | {"guiding_question": "Why **me**?"}, ("guiding_question",)),
        (LESSON | {"objectives": ["Name it", "Solve $x^2$"]}, ("objectives", 1)),
        (LESSON | {"glossary": [{"term": "_Term_", "definition": "*x*"}]}, ("glossary", 0, "term")),
        (QUIZ | {"questions": [{"type": "matching", "id": "q", "prompt": "*x*", "pairs": PAIRS}]},
         ("questions", 0, "pairs", 0, "match")),
    ],
)  # fmt: skip
def test_every_plain_line_is_looked_at(item: dict[str, Any], path: tuple[str | int, ...]) -> None:
    [problem] = problems([item])
    assert (problem.code, problem.severity) == ("plain-line", Severity.ERROR)
    assert problem.place == at(("modules", 0, "items", 0, *path))


def test_what_students_copy_may_have_any_signs() -> None:
    lab = {
        "type": "lab",
        "id": "lab",
        "title": "Lab",
        "task": "x",
        "assistant": "Mila",
        "suggested_opening": "*Hi* $x$",
    }
    assert problems([lab], tools=[{"id": "t", "name": "T", "url": "https://example.org/lti"}]) == []


def test_a_message_says_what_to_do() -> None:
    [problem] = problems([LESSON], title="An *emph*")
    assert problem.message == "students read `*emph*` as it stands: this line is plain text"
    assert problem.hint == "write it without markup: `x²`, `H₂O`, words"
