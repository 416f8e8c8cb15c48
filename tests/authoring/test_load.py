"""Loading a folder: which files count, in which spellings, and what is left when parts are broken."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest

from authoring.courses import LESSON, loaded, quiz, write
from lmsexport.authoring import load
from lmsexport.model import QUESTION_TYPES, Assessment, Lesson

ROOT = Path(__file__).parents[2]
FOLDERS = [ROOT / "source", *sorted(path.parent for path in ROOT.glob("tests/courses/*/course.yaml"))]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_courses_of_the_repository_load(folder: Path) -> None:
    source, problems = load(folder)
    assert [str(problem) for problem in problems] == []
    assert source is not None


def test_all_question_types_load() -> None:
    source, _ = load(ROOT / "tests" / "courses" / "everything")
    assert source is not None
    found = {
        question.type for item in source.course.items if isinstance(item, Assessment) for question in item.questions
    }
    assert found == {*QUESTION_TYPES, "pool"}


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_other_line_ends_and_a_byte_order_mark_do_not_matter(ending: str, tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "m/module.yaml": "title: M\nitems: [a.md, quiz.yaml]\n",
        "m/a.md": "---\ntitle: A\n---\n\n## One\n\nText\n",
        "m/quiz.yaml": "type: quiz\ntitle: Q\nquestions:\n"
        "  - prompt: |\n      One\n      two\n    choices: [right: a, wrong: b]\n",
    }
    plain = loaded(tmp_path / "plain", files).course
    other = {name: b"\xef\xbb\xbf" + str(text).replace("\n", ending).encode() for name, text in files.items()}
    assert loaded(tmp_path / "other", {**other}).course == plain
    assert next(plain.items).body == "\n## One\n\nText\n"  # type: ignore[union-attr]


def test_texts_from_right_to_left(tmp_path: Path) -> None:
    found = quiz(tmp_path, "  - prompt: ما عاصمة فرنسا؟\n    choices: [right: باريس, wrong: روما]\n")
    assert found.questions[0].prompt == "ما عاصمة فرنسا؟"  # type: ignore[union-attr]
    assert [choice.text for choice in found.questions[0].choices] == ["باريس", "روما"]  # type: ignore[union-attr]


def test_front_matter_ends_at_the_first_line_of_dashes(tmp_path: Path) -> None:
    lesson = "---  \ntitle: A ---- B\nsubtitle: x\n---\t\nText\n\n---\n\nMore\n"
    [item] = loaded(tmp_path, {"m/module.yaml": "title: M\nitems: [a.md]\n", "m/a.md": lesson}).course.items
    assert isinstance(item, Lesson)
    assert (item.title, item.body) == ("A ---- B", "Text\n\n---\n\nMore\n")


def test_only_the_files_of_the_course_count(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "m/module.yaml": "title: M\nitems: [a.md]\n",
        "m/a.md": LESSON,
        "m/images/loop.svg": "<svg/>",
    }
    noise = (
        ".git/config",
        ".hidden",
        "dist/old.mbz",
        "m/dist/a.md",
        "m/a.md~",
        "m/a.md.bak",
        "m/.a.md.swp",
        "m/#a.md#",
    )
    source = loaded(tmp_path, files | dict.fromkeys(noise, "x"))
    assert list(source.files) == ["course.yaml", "m/a.md", "m/images/loop.svg", "m/module.yaml"]
    assert source.files["m/a.md"] == tmp_path / "m" / "a.md"


def test_a_link_to_a_file_of_the_course_is_that_file(tmp_path: Path) -> None:
    write(tmp_path, {"m/module.yaml": "title: M\nitems: [a.md]\n", "shared.md": LESSON})
    (tmp_path / "m" / "a.md").symlink_to("../shared.md")
    source, problems = load(tmp_path)
    assert problems == []
    assert source is not None and [item.id for item in source.course.items] == ["a"]


def test_a_course_behind_a_link(tmp_path: Path) -> None:
    loaded(tmp_path / "real", {"m/module.yaml": "title: M\nitems: [a.md]\n", "m/a.md": LESSON})
    (tmp_path / "link").symlink_to("real")
    assert load(tmp_path / "link")[1] == []


def test_each_part_knows_its_file(tmp_path: Path) -> None:
    source = loaded(
        tmp_path,
        {
            "course.yaml": "id: demo\ntitle: Demo\ndate: 2026-01-31\nmodules: [m/]\nbanks: [./b.yaml]\n",
            "b.yaml": "type: bank\ntitle: B\nquestions: [{prompt: A?, choices: [right: a, b]}]\n",
            "m/module.yaml": "title: M\nitems: [./texts/../a.md, ../shared/c.md]\n",
            "m/a.md": LESSON,
            "m/texts/x.md": LESSON,
            "shared/c.md": LESSON,
        },
    )
    course = source.course
    assert (course.source, course.modules[0].source, course.banks[0].source) == (
        "course.yaml",
        "m/module.yaml",
        "b.yaml",
    )
    assert [item.source for item in course.items] == ["m/a.md", "shared/c.md"]


def test_what_is_not_broken_comes_back_to_be_checked(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "m/module.yaml": "titel: M\nitems: [a.md, b.md]\n",
        "m/a.md": LESSON,
        "m/b.md": "x",
    }
    source, problems = load(write(tmp_path, files))
    assert [problem.code for problem in problems] == ["no-front-matter", "missing-key", "unknown-key"]
    assert source is not None
    assert [item.id for item in source.course.items] == ["a"]
    place = source.places(("modules", 0, "items", 0, "title"))
    assert place is not None and place.file.endswith("m/a.md")


def test_problems_come_by_file_and_line(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "m/module.yaml": "title: M\nitems: [b.md, a.md]\n",
        "m/a.md": "---\ntitle: A\nx: 1\ny: 2\n---\n\nText.\n",
        "m/b.md": "---\ny: 2\n---\n\nText.\n",
    }
    _, problems = load(write(tmp_path, files))
    places = [problem.place for problem in problems if problem.place]
    assert [(Path(place.file).name, place.line) for place in places] == [
        ("a.md", 3),
        ("a.md", 4),
        ("b.md", 2),
        ("b.md", 2),
    ]


@pytest.mark.parametrize("on", [True, False])
def test_the_garbage_collector_is_left_as_it_was(on: bool, tmp_path: Path) -> None:
    before = gc.isenabled()
    try:
        (gc.enable if on else gc.disable)()
        load(tmp_path)
        assert gc.isenabled() is on
    finally:
        (gc.enable if before else gc.disable)()
