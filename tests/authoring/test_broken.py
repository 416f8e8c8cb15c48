"""Every kind of broken source, with the exact lines that its author reads.

A case is a folder of `tests/cases/broken`: a tiny course, and `expected.txt` with what is printed. What a repository
cannot hold (pipes, links in a circle, files that nobody may read) is built here.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from lmsexport.authoring import load

CASES = sorted(path for path in (Path(__file__).parents[1] / "cases" / "broken").iterdir() if path.is_dir())
LESSON = "---\ntitle: Lesson\n---\n\nText.\n"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_each_case_prints_what_its_author_needs(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(case.parent)
    _, problems = load(Path(case.name))
    assert "".join(f"{problem}\n" for problem in problems) == (case / "expected.txt").read_text(encoding="utf-8")


def test_there_are_many_kinds() -> None:
    assert len(CASES) >= 80


def course(root: Path, *items: str) -> Path:
    """A course of one module with these items in it."""
    (root / "m").mkdir()
    (root / "course.yaml").write_text("id: demo\ntitle: Demo\ndate: 2026-01-31\nmodules: [m]\n", encoding="utf-8")
    lines = "".join(f"  - {item}\n" for item in items)
    (root / "m" / "module.yaml").write_text(f"title: M\nitems:\n{lines}", encoding="utf-8")
    return root / "m"


def lines(root: Path, monkeypatch: pytest.MonkeyPatch, name: str = ".") -> list[str]:
    monkeypatch.chdir(root)
    return [str(problem) for problem in load(Path(name))[1]]


def fifo(module: Path) -> None:
    os.mkfifo(module / "a.md")


def circle(module: Path) -> None:
    (module / "a.md").symlink_to("b.md")
    (module / "b.md").symlink_to("a.md")


def nowhere(module: Path) -> None:
    (module / "a.md").symlink_to("gone.md")


def outwards(module: Path) -> None:
    (module.parents[1] / "private.md").write_text(LESSON, encoding="utf-8")
    (module / "a.md").symlink_to(module.parents[1] / "private.md")


def accents(module: Path) -> None:
    (module / "cafe\u0301.md").write_text(LESSON, encoding="utf-8")


def surrogates(module: Path) -> None:
    (module / "a.md").write_bytes(LESSON.encode() + b"\xed\xa0\x80\n")


def too_large(module: Path) -> None:
    (module / "a.md").write_bytes(LESSON.encode() + b"x" * 20_000_000)


def many_brackets(module: Path) -> None:
    (module / "a.md").write_text("---\ntitle: " + "[" * 100_000 + "\n---\n\nText.\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("build", "item", "expected"),
    [
        (fifo, "a.md",
         "m/module.yaml:3:5: error: `a.md` is a device or a pipe, but a file was expected "
         "(put an ordinary file there) [not-a-file]"),
        (circle, "a.md",
         "m/module.yaml:3:5: error: `m/a.md` is a link that leads in a circle "
         "(put the file itself there) [broken-link]"),
        (nowhere, "a.md",
         "m/module.yaml:3:5: error: `m/a.md` is a link that leads nowhere (put the file itself there) [broken-link]"),
        (outwards, "a.md",
         "m/module.yaml:3:5: error: `m/a.md` is a link that leads out of the course's folder "
         "(put a copy there) [outside-source]"),
        (accents, "caf\u00e9.md",
         "m/module.yaml:3:5: error: there is no file `caf\u00e9.md` (its accents are stored in another form there; "
         "rename the file) [missing-file]"),
        (surrogates, "a.md", "m/a.md:6:1: error: the byte 0xED is no UTF-8 text (save the file as UTF-8) [encoding]"),
        (too_large, "a.md", "m/a.md: error: the file is larger than 20 MB (split it into several) [too-large]"),
        (many_brackets, "a.md",
         "m/a.md:2:57: error: lists and mappings stand more than 50 levels deep in each other "
         "(a course needs about ten; check the brackets and the indentation) [yaml-depth]"),
    ],
)  # fmt: skip
def test_what_a_repository_cannot_hold(
    build: Callable[[Path], None], item: str, expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "course"
    root.mkdir()
    build(course(root, item))
    assert lines(root, monkeypatch) == [expected]


def test_a_link_to_a_folder_is_not_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = course(tmp_path, "texts/a.md")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "a.md").write_text(LESSON, encoding="utf-8")
    (module / "texts").symlink_to("../other")
    assert lines(tmp_path, monkeypatch) == [
        "m/module.yaml:3:5: error: `m/texts` is a link to a folder, and those are not followed "
        "(name the folder itself) [not-a-file]"
    ]


def test_a_circle_of_folders_does_not_hang(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = course(tmp_path, "a.md")
    (module / "a.md").write_text(LESSON, encoding="utf-8")
    (module / "again").symlink_to("..")
    assert lines(tmp_path, monkeypatch) == []


def test_a_file_that_nobody_may_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = course(tmp_path, "a.md")
    (module / "a.md").write_text(LESSON, encoding="utf-8")
    read_bytes = Path.read_bytes

    def refuse(path: Path) -> bytes:  # the tests may run as root, who may read everything
        if path.name == "a.md":
            raise PermissionError(13, "Permission denied")
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert lines(tmp_path, monkeypatch) == [
        "m/a.md: error: the file cannot be read: permission denied (check its permissions) [unreadable]"
    ]


@pytest.mark.parametrize("name", ['"a\\0b.md"', '"a\\nb.md"', f"{'long' * 100}.md", '" .md"', "~/a.md", "~"])
def test_names_that_no_system_takes_are_problems_of_the_line_that_has_them(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    course(tmp_path, name)
    [line] = lines(tmp_path, monkeypatch)
    assert line.startswith("m/module.yaml:3:5: error: ")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("gone", "error: there is no folder `gone` "),
        ("course.yaml", "error: `course.yaml` is a file, but a course is a folder "),
    ],
)
def test_a_folder_that_is_none(name: str, expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    course(tmp_path)
    [line] = lines(tmp_path, monkeypatch, name)
    assert line == f"{expected}(name the folder that holds course.yaml, or begin one with `lmsexport init`) [no-course]"


def test_a_course_file_that_is_a_pipe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / "course.yaml")
    assert lines(tmp_path, monkeypatch) == [
        "error: `course.yaml` is a device or a pipe, but a file was expected (put an ordinary file there) [not-a-file]"
    ]
