"""The guide for authors tells the truth: its examples load.

Code blocks of `docs/authors.md` say in their first line what they are: `file=…` a file of the guide's course,
`question` a question, `body` a part of a lesson, `broken=…` a file that has the `problems` of the next block.
"""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

from authoring.courses import question, write
from authoring.editors import complaints, kind, read
from lmsexport.authoring import load
from lmsexport.content import resolve
from lmsexport.model import QUESTION_TYPES, Course

GUIDE = Path(__file__).parents[2] / "docs" / "authors.md"
BLOCK = re.compile(r"^```(\w+)[ ]+(\w+)(?:=(\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BLOCKS = [(role, name, text) for _, role, name, text in BLOCK.findall(GUIDE.read_text(encoding="utf-8"))]
FILES: dict[str, str | bytes] = {name: text for role, name, text in BLOCKS if role == "file"}
MEDIA = ("images/course.svg", "files/map.pdf", "media/journey.mp4", "media/journey.vtt")
QUESTIONS = [text for role, _, text in BLOCKS if role == "question"]


def course(root: Path, changed: dict[str, str | bytes] | None = None) -> Path:
    media: dict[str, str | bytes] = {f"01-danube/{name}": b"x" for name in MEDIA}
    return write(root, media | FILES | (changed or {}))


def without_problems(root: Path) -> Course:
    source, problems = load(root)
    assert source is not None
    found = [str(problem) for problem in problems + resolve(source)[1] if problem.code != "draft"]
    assert found == []
    return source.course


def test_the_course_of_the_guide_has_no_problems(tmp_path: Path) -> None:
    found = without_problems(course(tmp_path))
    assert [module.id for module in found.modules] == ["danube", "rhine"]
    types = {item.type for item in found.items}
    assert types == {"lesson", "quiz", "test", "lab", "link", "download", "heading", "discussion"}


@pytest.mark.parametrize("text", QUESTIONS, ids=lambda text: text.partition("\n")[0])
def test_a_question_of_the_guide_loads_and_passes_its_schema(text: str, tmp_path: Path) -> None:
    found = question(tmp_path, text)
    assert text.startswith(f"id: {found.id}\n")
    assert complaints("quiz", (tmp_path / "m" / "quiz.yaml").read_text(encoding="utf-8")) == []


def test_the_guide_shows_every_type_of_question(tmp_path: Path) -> None:
    assert {question(tmp_path, text).type for text in QUESTIONS} == set(QUESTION_TYPES)


@pytest.mark.parametrize("text", [text for role, _, text in BLOCKS if role == "body"], ids=lambda text: text[:24])
def test_a_text_of_the_guide_has_no_problems(text: str, tmp_path: Path) -> None:
    lesson = f"{FILES['01-danube/01-the-source.md']!s}\n## An example\n\n{text}"
    without_problems(course(tmp_path, {"01-danube/01-the-source.md": lesson}))


def test_mistakes_look_as_the_guide_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shown = 0
    for (role, name, text), (then, _, problems) in pairwise(BLOCKS):
        if role == "broken":
            assert then == "problems"
            found = [problem for problem in load(course(Path("rivers"), {name: text}))[1] if problem.code != "draft"]
            assert "".join(f"{problem}\n" for problem in found) == problems
            shown += 1
    assert shown == 1


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_file_of_the_guide_passes_its_schema(name: str) -> None:
    text = str(FILES[name])
    schema = kind(Path(name), read(text))
    assert schema is not None
    assert complaints(schema, text) == []
