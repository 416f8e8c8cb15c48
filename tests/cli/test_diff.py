"""`lmsexport diff` as people and programs call it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from lxml import html

from formats.exporting import CONTEXT, EVERYTHING, SAMPLE, export, resolved
from lmsexport.formats.base import formats
from lmsexport.model import Assessment
from lmsexport.packaging import write_package

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def diff(*arguments: str | Path, code: int) -> str:
    command = [sys.executable, "-m", "lmsexport", "diff", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout if code < 2 else done.stderr


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample with another pass mark, another word, and a lesson less."""
    folder = tmp_path_factory.mktemp("edited") / "source"
    shutil.copytree(SAMPLE, folder)
    for path, old, new in (
        ("module-test.yaml", "pass_mark: 80", "pass_mark: 70"),
        ("1-quiz.yaml", "Four questions on lesson 1.", "Four short questions on lesson 1."),
    ):
        file = folder / "05-constitutional-ai" / path
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def packages(edited: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The Moodle backups of the sample and of the edited one."""
    folder = tmp_path_factory.mktemp("packages")
    target = formats()["moodle"]
    written = [
        write_package(export("moodle", course), target.archive, folder / f"{name}.mbz", CONTEXT.when).path
        for name, course in (("old", SAMPLE), ("new", edited))
    ]
    return written[0], written[1]


def test_a_course_is_as_it_is() -> None:
    assert "no difference" in diff(SAMPLE, SAMPLE, code=0)
    assert "no difference" in diff(SAMPLE / "course.yaml", SAMPLE, code=0)


def test_two_packages_differ_as_their_courses_do(packages: tuple[Path, Path], edited: Path) -> None:
    said = diff(*packages, code=1)
    assert said.splitlines()[1:] == diff(SAMPLE, edited, code=1).splitlines()[1:]
    assert "2 differences" in said
    assert "setting pass mark: 12 → 10.5" in said
    assert "text: Lesson 1 Four {+short+} questions on lesson 1." in said


def test_as_data_it_has_the_whole_texts(packages: tuple[Path, Path]) -> None:
    found = json.loads(diff(*packages, "--format", "json", code=1))
    assert [side["kind"] for side in (found["before"], found["after"])] == ["moodle", "moodle"]
    last = found["differences"][-1]
    assert last == {
        "what": "changed", "place": ["5. Constitutional AI and Self-Critique", "Module 5 – Test"],
        "owner": "module-test", "aspect": "setting pass mark", "before": "12", "after": "10.5",
    }  # fmt: skip


def page_of(arguments: tuple[Path, Path], folder: Path) -> Path:
    assert diff(*arguments, "--format", "html", "-o", folder / "diff.html", code=1) == ""
    return folder / "diff.html"


def test_as_a_page_it_needs_nothing_else(packages: tuple[Path, Path], tmp_path: Path) -> None:
    text = page_of(packages, tmp_path).read_text(encoding="utf-8")
    root = html.document_fromstring(text)
    assert root.xpath("//@src | //@href | //script | //link") == []
    assert "url(" not in text
    assert [" ".join("".join(map(str, new.itertext())).split()) for new in root.iter("ins")] == [
        "added: short",
        "added: 10.5",
    ]
    assert [heading.tag for heading in root.iter("h1", "h2", "h3")] == ["h1", "h2", "h3", "h3"]


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_page(chromium: Browser, edited: Path, tmp_path: Path, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    written = page_of((edited, EVERYTHING), tmp_path)
    page = chromium.new_page(
        viewport={"width": 360, "height": 800}, color_scheme="dark" if scheme == "dark" else "light"
    )
    page.goto(written.as_uri())
    assert [each["id"] for each in Axe().run(page, options={"preload": False}).response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.close()


@pytest.mark.parametrize("content", [b"", b"no package at all", b"PK\x03\x04 broken"])
def test_what_cannot_be_read_is_said_in_a_line(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(content)
    said = diff(SAMPLE, tmp_path / "x.zip", code=2)
    assert re.fullmatch(r"Error: .*x\.zip.*\n", said)
    assert "there is no file" in diff(tmp_path / "missing", SAMPLE, code=2)


def test_a_course_with_errors_says_them(tmp_path: Path) -> None:
    (tmp_path / "course.yaml").write_text("id: x\ntitel: X\n", encoding="utf-8")
    said = diff(tmp_path, SAMPLE, code=2)
    assert "course.yaml:2" in said
    assert "title" in said


@pytest.mark.parametrize(
    ("target", "compared"),
    [
        ("moodle-xml", "is a file of questions, so only questions are compared"),
        ("gift", "is a file of questions, so only questions are compared"),
        ("qti-1.2", "has no modules, so only assessments and banks are compared"),
    ],
)
def test_a_file_of_questions_is_compared_by_what_it_can_hold(target: str, compared: str, tmp_path: Path) -> None:
    format = formats()[target]
    path = tmp_path / f"questions{format.extension}"
    written = write_package(export(target, SAMPLE), format.archive, path, CONTEXT.when).path
    first, second, *differences = diff(SAMPLE, written, code=1).splitlines()
    assert f"→ {written.as_posix()} " in first
    assert second == f"  {written.as_posix()} {compared}"
    items = [item for module in resolved(SAMPLE, {}).course.modules for item in module.items]
    titles, assessments = ({item.title for item in items if isinstance(item, kind)} for kind in (object, Assessment))
    headings = {line.strip() for line in differences if re.match(r"  \S", line)}
    assert headings & titles == headings & assessments != set(), "no lesson is missed where there can be none"
