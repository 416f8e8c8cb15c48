"""The pages of packages: for everybody, in few requests, in the course's colours, with answers out of sight."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from benchmarks.courses import write_course, write_pages
from playwright.sync_api import Page

from browser.test_accessibility import OPTIONS, overflow
from formats.html import showcase
from formats.html.test_scorers_agree import run
from formats.scorm.conftest import WHEN, Launched, Packages, export
from formats.scorm.lms import Lms
from formats.scorm.student import Student, askable
from formats.scorm.test_play import assessment, one_test
from lmsexport.content.contrast import contrast
from lmsexport.errors import LmsExportError
from lmsexport.formats.base import Context, format_named
from lmsexport.lowering import lower
from lmsexport.packaging import write_package
from lmsexport.pages.colours import colour_rules
from lmsexport.pages.sealing import sealed, unsealed

SCREENS = [(width, scheme) for width in (390, 1280) for scheme in ("light", "dark")]
browser = [pytest.mark.browser, pytest.mark.npm]


def faults(page: Page) -> list[str]:
    """What axe finds, of any impact."""
    found = Axe().run(page, options=OPTIONS).response["violations"]
    return [f"{each['id']}: {node['html'][:200]}" for each in found for node in each["nodes"]]


def walk(student: Student, look: Any) -> None:
    """Every kind of page and state, each looked at."""
    course = showcase.course()
    look("home")
    student.go("The test")
    look("a page that is not open yet")
    student.go("The first lesson")
    look("lesson")
    student.go("A practice quiz")
    look("quiz")
    quiz = assessment(course, "quiz-all")
    checked = [question for question in askable(quiz, course) if question.type in ("multiple-response", "true-false")]
    for question in checked:
        student.answers(question, right=False)
        student.check(question)
    look("feedback")
    student.takes(quiz, course, but=[question.id for question in checked])
    look("result")
    student.go("The first lab")
    student.press("I have finished this")
    look("lab")
    for title in ("A page", "A drawing", "Let us talk"):
        student.go(title)
        look(title)
    student.go("The test")
    look("test")


@pytest.mark.browser
@pytest.mark.npm
@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_axe_finds_nothing_in_the_frame_of_an_lms(
    launched: Launched, packages: Packages, width: int, scheme: str
) -> None:
    with Lms(packages(showcase.course(), "scorm-1.2", accent="#ff8800"), "1.2") as lms:
        student = launched(lms, viewport={"width": width, "height": 900}, color_scheme=scheme)
        student.begins()

        def look(name: str) -> None:
            assert faults(student.page) == [], name

        walk(student, look)
        lms.refuses = True
        student.go("The first lesson")
        student.says("Your last steps could not be saved yet.")
        look("not saved")


@pytest.mark.browser
@pytest.mark.npm
@pytest.mark.parametrize("size", [100, 200])
def test_nothing_scrolls_sideways_on_the_smallest_phone(launched: Launched, packages: Packages, size: int) -> None:
    with Lms(packages(showcase.course(), "scorm-1.2"), "1.2") as lms:
        student = launched(lms, at="/content/index.html", viewport={"width": 320 * size // 100, "height": 640})

        def look(name: str) -> None:
            student.page.add_style_tag(content=f"html {{ font-size: {size}% !important }}")
            assert overflow(student.page) <= 0, name

        walk(student, look)


@pytest.mark.browser
@pytest.mark.npm
def test_an_arabic_course_speaks_arabic_and_begins_on_the_right(launched: Launched, packages: Packages) -> None:
    with Lms(packages(showcase.course("ar"), "scorm-2004"), "2004") as lms:
        student = launched(lms, viewport={"width": 1280, "height": 900})
        student.says("يُحفَظ تقدّمك في نظام التعلّم.")
        student.course.get_by_role("link", name="The first lesson").first.click()
        student.heading("The first lesson")
        menu = student.course.get_by_role("navigation").first.bounding_box()
        main = student.course.get_by_role("main").bounding_box()
        assert menu and main and menu["x"] > main["x"]
        assert faults(student.page) == []


@pytest.mark.browser
@pytest.mark.npm
def test_the_keyboard_finds_the_new_page_and_the_way_back(launched: Launched, packages: Packages) -> None:
    with Lms(packages(one_test(), "scorm-1.2"), "1.2") as lms:
        student = launched(lms)
        student.begins()
        frame = student.page.frames[1]
        student.course.get_by_role("link", name="Begin the course").focus()
        student.page.keyboard.press("Enter")
        student.heading("Reading")
        assert frame.evaluate("document.activeElement.textContent") == "Reading", "a reader hears the new page"
        assert frame.evaluate("document.title") == "Reading – Short"
        student.page.evaluate("history.back()")
        student.heading("Short")
        student.page.evaluate("history.forward()")
        student.heading("Reading")
        student.course.get_by_role("link", name="Skip to content").focus()
        student.page.keyboard.press("Enter")
        assert frame.evaluate("document.activeElement.tagName") == "MAIN"


@pytest.mark.browser
@pytest.mark.npm
def test_links_out_of_the_package_do_not_end_the_session(launched: Launched, packages: Packages) -> None:
    with Lms(packages(showcase.course(), "scorm-1.2"), "1.2") as lms:
        student = launched(lms)
        student.begins()
        student.go("The first lesson")
        link = student.course.get_by_role("link", name="with (opens in a new window)").or_(
            student.course.get_by_role("link", name="a link (opens in a new window)")
        )
        assert link.get_attribute("target") == "_blank" and link.get_attribute("rel") == "noopener"
        inner = student.course.get_by_role("link", name="a link to the quiz", exact=True)
        inner.click()
        student.heading("A practice quiz")


@pytest.mark.browser
@pytest.mark.npm
def test_a_large_course_opens_with_few_requests(launched: Launched, packages: Packages, tmp_path: Path) -> None:
    course = write_course(tmp_path / "course", 200, 0)
    with Lms(packages(course, "scorm-1.2"), "1.2") as lms:
        student = launched(lms)
        student.begins()
        student.page.wait_for_timeout(1500)
        assert len(lms.asked) <= 10
        student.course.get_by_role("link", name="Begin the course").click()
        student.heading("Lesson 1")


def test_a_large_course_is_small(tmp_path: Path) -> None:
    """200 pages of text in 250 kB, compressed as the zip does it."""
    package = export(write_pages(tmp_path / "course", 200), "scorm-1.2", tmp_path)
    written = write_package(package, "zip", tmp_path / "package.zip", WHEN)
    assert len(written.members) > 200 and written.size < 250_000


@pytest.mark.parametrize("target", ["scorm-1.2", "scorm-2004", "cmi5"])
def test_player_and_styles_are_small(tmp_path: Path, target: str) -> None:
    package = export(showcase.course(), target, tmp_path)
    parts = [package[f"assets/{name}"].content for name in ("player.js", "course.css")]
    assert sum(len(gzip.compress(part)) for part in parts if isinstance(part, bytes)) < 60_000


@pytest.mark.parametrize("target", ["scorm-1.2", "scorm-2004", "cmi5"])
def test_no_page_asks_for_anything_outside(tmp_path: Path, target: str) -> None:
    for part in export(showcase.course(), target, tmp_path):
        if part.name.endswith((".html", ".css")) and isinstance(part.content, bytes):
            loaded = re.findall(rb'<(?:link|script|img|iframe|video|audio)\b[^>]*?(?:href|src)="(\w+:)', part.content)
            assert loaded == [], part.name


def test_answers_that_are_hidden_stand_nowhere_as_text(tmp_path: Path) -> None:
    package = export(showcase.course(), "scorm-1.2", tmp_path)
    test, quiz = (package[f"pages/{name}.html"].content for name in ("test-all", "quiz-all"))
    assert isinstance(test, bytes) and isinstance(quiz, bytes)
    for secret in (b"Goethe", b'"right"', b"You picked Paris", b"Why t-single", b"All of it."):
        assert secret not in test
    assert b"You picked Paris" in quiz, "practice shows its answers anyway"
    (data,) = re.findall(rb'data-sealed="test-all">([^<]+)<', test)
    assert "t-single" in json.loads(unsealed(data.decode(), "test-all"))["questions"]


@pytest.mark.node
def test_the_player_unseals_what_the_build_has_sealed() -> None:
    texts = ["", "plain", "ä 例 عربي 😀", "</script>" * 50, "a long one " * 1000]
    from lmsexport.packaging import templates
    from lmsexport.pages.assets import linked

    joined = linked(templates("scorm", None, "player", "html"), "sealed").replace(
        "})();\n", "return { unsealed };\n})()"
    )
    rows = [[str(sealed(text, f"name-{n}")), f"name-{n}"] for n, text in enumerate(texts)]
    found = run(
        "const { unsealed } = eval(data.script);\n"
        "console.log(JSON.stringify(data.rows.map(([text, name]) => unsealed(text, name))));",
        {"script": joined, "rows": rows},
    )
    assert found == texts
    assert [unsealed(text, name) for text, name in rows] == texts


@pytest.mark.parametrize("accent", ["#ffff00", "#000000", "#ffffff", "#1d4f91", "#ff0000", "#777777"])
def test_a_colour_that_could_not_be_read_is_made_readable(accent: str) -> None:
    found = re.findall(r"--(accent|accent-ink|accent-tint): #(\w{6});", colour_rules(accent))
    colours = [(name, tuple(int(code[at : at + 2], 16) / 255 for at in (0, 2, 4))) for name, code in found]
    for paper, (_, text), (_, ink), (_, tint) in (
        ((253 / 255, 252 / 255, 250 / 255), *colours[:3]),
        ((20 / 255, 23 / 255, 28 / 255), *colours[3:]),
    ):
        assert contrast(text, paper) >= 4.5 and contrast(text, ink) >= 4.5 and contrast(text, tint) >= 4.5  # type: ignore[arg-type]


def test_the_logo_stands_at_the_head_and_has_to_be_there(tmp_path: Path) -> None:
    logo = "one/images/circle.svg"
    whole = export(showcase.course(), "scorm-1.2", tmp_path, logo=logo)
    each = export(showcase.course(), "scorm-1.2", tmp_path, logo=logo, activities="each")
    assert f"media/{logo}" in whole and f"media/{logo}" in each
    page = whole["index.html"].content
    assert isinstance(page, bytes) and b'class="logo" src="media/one' in page
    with pytest.raises(LmsExportError, match=r"the logo `none.svg` is not in the source"):
        export(showcase.course(), "scorm-1.2", tmp_path, logo="none.svg")


def test_a_users_own_templates_come_first(tmp_path: Path) -> None:
    """Those for the preview change the packages, too; those for SCORM change only its packages."""
    own = tmp_path / "own"
    for folder, file, text in (
        ("html", "link.html.j2", "{% extends 'item.html.j2' %}{% block body %}MY LINK{% endblock %}"),
        ("player/assets", "player.css", ".recording { color: tomato; }"),
        ("scorm", "lms-foot.html.j2", "<footer class='foot recording'><p role='status'>MY FOOT</p></footer>"),
    ):
        (own / folder).mkdir(parents=True, exist_ok=True)
        (own / folder / file).write_text(text, encoding="utf-8")
    format = format_named("scorm-1.2")
    course = lower(showcase.resolved(showcase.course(), tmp_path), format).course
    package = format.export(course, format.options(), Context(WHEN, own))
    for name, words in (
        ("pages/link-one.html", b"MY LINK"), ("assets/course.css", b"tomato"), ("index.html", b"MY FOOT"),
    ):  # fmt: skip
        content = package[name].content
        assert isinstance(content, bytes) and words in content
