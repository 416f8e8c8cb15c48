"""Takes the pictures of the README: the sample course in an LMS, played by a student. `make pictures` runs it."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from conftest import CHROMIUM, ROOT
from formats.scorm.conftest import SAMPLE, WHEN, export
from formats.scorm.lms import Lms
from formats.scorm.student import Student, askable
from formats.scorm.test_play import assessment, sample
from lmsexport.model import Lesson
from lmsexport.packaging import write_package

IMAGES = ROOT / "docs" / "images"

DESK = {"viewport": {"width": 1280, "height": 860}, "device_scale_factor": 1}
PHONE = {"viewport": {"width": 390, "height": 760}, "device_scale_factor": 1.5}


def lesson(student: Student, take: Callable[[str], None]) -> None:
    """A lesson on a desk."""
    student.go("What Is Constitutional AI?")
    student.saved()
    take("lesson")


def phone_light(student: Student, take: Callable[[str], None]) -> None:
    """What a student does on a phone, by day."""
    student.go("Lab 1 – Designing a Constitution")
    show(student, ".suggestion")
    take("lab")
    student.go("Quiz – What Is Constitutional AI?")
    take("quiz")
    read(student)
    student.go("Module 5 – Test")
    take("test")


def phone_dark(student: Student, take: Callable[[str], None]) -> None:
    """And by night."""
    course = sample()
    student.go("What Is Constitutional AI?")
    show(student, ".glossary")
    take("glossary")
    student.go("Quiz – What Is Constitutional AI?")
    question = next(askable(assessment(course, "quiz-1"), course))
    student.answers(question, right=False)
    student.check(question)
    show(student, ".exercise")
    take("feedback")
    read(student)
    test = assessment(course, "module-test")
    student.go(test.title)
    student.takes(test, course, wrong=[each.id for each in list(test.questions)[:1]])
    student.says("Score: 14 of 15 points")
    take("result")


def read(student: Student) -> None:
    """All lessons, which the test waits for."""
    for item in sample().items:
        if isinstance(item, Lesson):
            student.go(item.title)


def show(student: Student, selector: str) -> None:
    student.page.frames[1].evaluate("(selector) => document.querySelector(selector).scrollIntoView()", selector)


def main() -> None:
    """Take all of them, in few colours where `pngquant` is there."""
    assert CHROMIUM is not None, "pictures need Chromium"
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        written = write_package(export(SAMPLE, "scorm-2004", Path(folder)), "zip", Path(folder) / "package.zip", WHEN)
        with zipfile.ZipFile(written.path) as archive:
            archive.extractall(Path(folder) / "package")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for play, screen, scheme in (
            (lesson, DESK, "light"),
            (phone_light, PHONE, "light"),
            (phone_dark, PHONE, "dark"),
        ):
            with Lms(Path(folder) / "package", "2004") as lms:
                student = Student(lms, lambda: opened(browser, screen, scheme))  # noqa: B023 - called at once
                student.begins()
                play(student, lambda name: taken(student.page, name))  # noqa: B023 - called before the next one
        browser.close()


def opened(browser: Browser, screen: dict[str, object], scheme: str) -> Page:
    return browser.new_context(**screen, color_scheme=scheme, reduced_motion="reduce").new_page()  # type: ignore[arg-type]


def taken(page: Page, name: str) -> None:
    """A picture of what is in the window, with the pointer out of the way."""
    page.mouse.move(0, 0)
    page.wait_for_timeout(300)
    path = IMAGES / f"{name}.png"
    page.screenshot(path=path)
    if pngquant := shutil.which("pngquant"):
        command = [pngquant, "--force", "--strip", "--speed", "1", "--output", str(path), "128", str(path)]
        subprocess.run(command, check=True)
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size:,} bytes", file=sys.stderr)


if __name__ == "__main__":
    main()
