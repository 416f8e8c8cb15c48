"""What is locked says so wherever it is named, why, and where the way leads; and it opens without a reload."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from formats.scorm.conftest import Launched, Packages
from formats.scorm.strict import StrictLms
from formats.scorm.student import Student
from formats.scorm.test_play import assessment
from lmsexport.model import Course

pytestmark = pytest.mark.browser


def course(language: str = "en") -> Course:
    """A lesson, a check that waits for it, and a module that waits for both."""
    check = {
        "type": "quiz", "id": "check", "title": "Check", "pass_mark": 100, "requires": [{"item": "read"}],
        "questions": [{"type": "true-false", "id": "so", "prompt": "Is it so?", "answer": True}],
    }  # fmt: skip
    first = {"id": "first", "title": "First", "items": [lesson("read", "Reading"), check]}
    second = {"id": "second", "title": "Second", "requires": ["first"], "items": [lesson("further", "Further")]}
    return Course.of(id="c", title="C", date="2025-01-31", language=language, modules=[first, second])


def lesson(id: str, title: str, **more: Any) -> dict[str, Any]:
    return {"type": "lesson", "id": id, "title": title, "body": "Some text."} | more


def gates(student: Student) -> list[str]:
    """All lines that say what something waits for."""
    return [" ".join(text.split()) for text in student.course.locator(".gate:visible").all_inner_texts()]


def test_a_locked_course_tells_the_way_until_nothing_is_locked(launched: Launched, packages: Packages) -> None:
    made = course()
    with StrictLms(packages(made, "scorm-2004"), "2004") as lms:
        student = launched(lms)
        student.begins()
        assert gates(student) == [
            "Opens after: Reading (viewed)",
            "Opens after: Reading (viewed), Check (passed)",
        ]
        student.course.get_by_role("link", name="Further").click()
        student.heading("Further")
        expect(student.course.get_by_text("Some text.")).to_be_hidden()
        assert gates(student) == ["Opens after: Reading (viewed), Check (passed)"]
        expect(student.course.get_by_role("navigation", name="Contents").get_by_text("Locked")).to_have_count(1)
        student.course.get_by_role("main").get_by_role("link", name="Reading").click()
        student.heading("Reading")
        assert gates(student) == [], "the next page is open as soon as this one is read"
        student.course.get_by_role("link", name="Next Check").click()
        student.heading("Check")
        assert gates(student) == ["Opens after: Check (passed)"], "at the button to go on"
        following = student.course.get_by_role("link", name="Next Further Locked")
        expect(following).to_be_visible()
        student.takes(assessment(made, "check"), made)
        student.says("Passed")
        assert gates(student) == []
        expect(following).to_have_count(0)
        student.course.get_by_role("link", name="Next Further").click()
        student.heading("Further")
        student.says("Some text.")
        student.course.get_by_role("banner").get_by_role("link").click()
        student.says("3 of 3 done")
        assert gates(student) == []


@pytest.mark.parametrize(("language", "words"), [("de", "Öffnet nach: "), ("ar", "يُفتح بعد")])
def test_gates_speak_the_language_of_the_course(
    launched: Launched, packages: Packages, language: str, words: str
) -> None:
    with StrictLms(packages(course(language), "scorm-1.2"), "1.2") as lms:
        student = launched(lms)
        student.course.get_by_role("link", name="Further").click()
        student.heading("Further")
        expect(student.course.locator(".gate:visible")).to_contain_text(words)
        expect(student.course.get_by_text("Locked")).to_have_count(0)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"complete_lessons": "scrolled"}, "This lesson is done when you have reached its end."),
        ({"complete_lessons": 30}, "This lesson is done after 30 seconds."),
    ],
)
def test_a_lesson_counts_when_it_was_read(
    launched: Launched, packages: Packages, options: dict[str, Any], says: str
) -> None:
    items = [lesson("long", "Long", body="Some text.\n\n" * 200), lesson("last", "Last")]
    made = Course.of(
        id="c", title="C", date="2025-01-31", modules=[{"id": "m", "title": "M", "items": items}]
    )  # fmt: skip
    with StrictLms(packages(made, "scorm-2004", **options), "2004") as lms:
        student = launched(lms)
        student.begins()
        student.go("Long")
        student.says(says)
        student.saved()
        assert lms.shown().progress == "0"
        if options["complete_lessons"] == "scrolled":
            student.course.get_by_text(says).scroll_into_view_if_needed()
        else:
            student.passes(31)
        student.says("Noted: you have finished this.")
        student.saved()
        assert (lms.shown().progress, lms.shown().status) == ("0.5", "incomplete")
        student.go("Last")
        student.passes(31)
        student.saved()
        assert lms.shown().status == "completed"


PLAYED = """film => {
  Object.defineProperty(film, "duration", { value: 100 });
  Object.defineProperty(film, "played", { value: { length: 2, start: (n) => [0, 60][n], end: (n) => [50, TO][n] } });
  film.dispatchEvent(new Event("timeupdate"));
}"""


def test_a_lesson_counts_when_its_video_was_watched(launched: Launched, packages: Packages, tmp_path: Path) -> None:
    """What browsers say was played counts, not where somebody jumped to; a lesson without a video is read at once."""
    module = tmp_path / "source" / "one"
    module.mkdir(parents=True)
    (module.parent / "course.yaml").write_text("id: seen\ntitle: Seen\ndate: 2025-01-31\nmodules: [one]\n")
    (module / "module.yaml").write_text("title: One\nitems: [film.md, text.md]\n")
    (module / "film.md").write_text("---\ntitle: Film\n---\n![Somebody runs](run.mp4)\n")
    (module / "text.md").write_text("---\ntitle: Writing\n---\nText.\n")
    (module / "run.mp4").write_bytes(b"")
    with StrictLms(packages(module.parent, "scorm-1.2", watch_videos=True), "1.2") as lms:
        student = launched(lms)
        student.begins()
        student.go("Writing")
        student.go("Film")
        student.says("This lesson is done when you have watched its videos.")
        film = student.course.locator("video")
        film.evaluate(PLAYED.replace("TO", "90"))
        student.saved()
        assert lms.shown().status == "incomplete"
        student.comes_back()
        student.go("Film")
        film = student.course.locator("video")
        film.evaluate(PLAYED.replace("60", "45").replace("TO", "99"))
        student.says("Noted: you have finished this.")
        student.saved()
        assert lms.shown().status == "completed"
