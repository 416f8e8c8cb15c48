"""Packages as people see them: small and large screens, text of any size and direction, colours of their own, paper."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from browser.test_accessibility import NAMES, answer_wrongly, overflow
from formats.exporting import on_pages
from formats.html import showcase
from formats.scorm.conftest import ROOT, SAMPLE, Launched, Packages
from formats.scorm.lms import Lms
from formats.scorm.student import Student
from formats.scorm.test_pages import faults
from lmsexport.content import wording
from lmsexport.content.wording.words import Wording
from lmsexport.model import Course, Heading

pytestmark = [pytest.mark.browser, pytest.mark.npm]

EVERYTHING, ARABIC = (ROOT / "tests" / "courses" / name for name in ("everything", "arabic"))

CUT = """() => {
  const silent = ".sr, .skip, .icon, math, svg";
  const shown = (each) => each.checkVisibility({ visibilityProperty: true }) && !each.closest(silent);
  const how = (each) => getComputedStyle(each).overflowX;
  const scrolls = (each) => each && (/auto|scroll/.test(how(each)) || scrolls(each.parentElement));
  const hides = (each) => how(each) === "hidden" && each.scrollWidth > each.clientWidth + 1;
  const found = [...document.body.querySelectorAll("*")].filter((each) => {
    if (!each.innerText?.trim() || !shown(each)) return false;
    const { left, right } = each.getBoundingClientRect();
    return hides(each) || ((left < -1 || right > innerWidth + 1) && !scrolls(each));
  });
  return found.map((each) => each.outerHTML.slice(0, 150));
}"""
"""Elements with words that stick out of the window, or are cut off by what they stand in."""


def go(student: Student, name: str) -> Page:
    """A page of a package by its item, as somebody opens it who has its address."""
    page = student.page
    page.goto("about:blank")
    page.goto(f"{student.lms.address}/content/index.html" + ("" if name == "index" else f"#page.open.{name}"))
    expect(page.locator("main h1")).to_be_visible()
    if name != "index":
        expect(page.locator("body")).to_have_attribute("data-item", name)
        page.evaluate("document.querySelector('main .body').hidden = false")  # behind its gate, too
    return page


def outside_of_an_lms(launched: Launched, lms: Lms, **options: Any) -> Student:
    return launched(lms, at="/content/index.html", **options)


def answered(page: Page, words: Wording) -> None:
    """Feedback and the result of a quiz, everything wrong."""
    answer_wrongly(page)
    for button in page.get_by_role("button", name=words.check_answer).all():
        button.click()
    page.get_by_role("button", name=words.submit).click()
    expect(page.locator(".result")).to_be_visible()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_nothing_is_cut_on_the_smallest_phone(launched: Launched, packages: Packages, language: str) -> None:
    with Lms(packages(showcase.course(language), "scorm-1.2"), "1.2") as lms:
        student = outside_of_an_lms(launched, lms, viewport={"width": 320, "height": 640})
        for name in NAMES:
            page = go(student, name)
            assert (overflow(page), page.evaluate(CUT)) == (0, []), name
        answered(go(student, "quiz-all"), wording(language))
        assert (overflow(page), page.evaluate(CUT)) == (0, []), "feedback and result"


@pytest.mark.parametrize("source", [SAMPLE, EVERYTHING, ARABIC], ids=lambda path: path.name)
@pytest.mark.parametrize("size", [100, 200])
def test_whole_courses_fit_into_narrow_windows(launched: Launched, packages: Packages, source: Path, size: int) -> None:
    """At 320 pixels; and with letters of twice the size in a window of 1,280 pixels that shows them twice as large."""
    with Lms(packages(source, "scorm-2004"), "2004") as lms:
        student = outside_of_an_lms(launched, lms, viewport={"width": 320 * size // 100, "height": 640})
        for item in on_pages(source).items:
            if not isinstance(item, Heading):
                page = go(student, item.id)
                page.add_style_tag(content=f"html {{ font-size: {size}% !important }}")
                assert (overflow(page), page.evaluate(CUT)) == (0, []), item.id


@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_in_an_arabic_package(launched: Launched, packages: Packages, width: int) -> None:
    with Lms(packages(showcase.course("ar"), "scorm-1.2"), "1.2") as lms:
        student = outside_of_an_lms(launched, lms, viewport={"width": width, "height": 900}, color_scheme="dark")
        for name in NAMES:
            assert faults(go(student, name)) == [], name
        answered(go(student, "quiz-all"), wording("ar"))
        assert faults(student.page) == [], "feedback and result"


def test_no_focus_hides_behind_the_line_that_says_what_is_not_saved(launched: Launched, packages: Packages) -> None:
    """WCAG 2.2, 2.4.11: that line stays at the foot of the window. Of a field with many lines, a browser shows the one
    that is written on."""
    with Lms(packages(showcase.course(), "scorm-1.2"), "1.2") as lms:
        lms.refuses = True
        student = launched(lms, viewport={"width": 390, "height": 500})
        student.says("Your last steps could not be saved yet.")
        student.go("A practice quiz")
        frame = student.page.frames[1]
        line = """() => {
          const [at, line] = [document.activeElement, document.querySelector(".recording")];
          if (line.contains(at) || at === document.body) return true;
          const { top, bottom } = at.getBoundingClientRect();
          const shown = at.matches("textarea") ? top + 2 * parseFloat(getComputedStyle(at).lineHeight) : bottom;
          return shown <= line.getBoundingClientRect().top + 1;
        }"""
        for _ in range(40):
            student.page.keyboard.press("Tab")
            assert frame.evaluate(line), frame.evaluate("document.activeElement.outerHTML")
        tall = frame.evaluate("document.querySelector('.recording').offsetHeight / innerHeight")
        assert tall < 0.3, "there is room for the course beside it"


def test_nothing_moves_for_those_who_do_not_want_it(launched: Launched, packages: Packages) -> None:
    moving = """() => [...document.querySelectorAll("*")].filter((each) => {
      const { transitionDuration, animationName, scrollBehavior } = getComputedStyle(each);
      return !/^(0s(, )?)+$/.test(transitionDuration) || animationName !== "none" || scrollBehavior === "smooth";
    }).map((each) => each.outerHTML.slice(0, 100))"""
    with Lms(packages(showcase.course(), "scorm-1.2"), "1.2") as lms:
        student = outside_of_an_lms(launched, lms, reduced_motion="reduce")
        for name in NAMES:
            assert go(student, name).evaluate(moving) == [], name


def test_what_backgrounds_say_is_drawn_in_colours_of_the_readers_own(launched: Launched, packages: Packages) -> None:
    drawn = """(selector) => {
      const paper = getComputedStyle(document.body).backgroundColor;
      const shown = [...document.querySelectorAll(selector)].filter((each) => each.checkVisibility());
      return shown.map((each) => getComputedStyle(each)).map(({ borderTopStyle, borderTopWidth, backgroundColor }) =>
        (borderTopStyle !== "none" && parseFloat(borderTopWidth) > 0) || backgroundColor !== paper);
    }"""
    with Lms(packages(showcase.course(), "scorm-1.2"), "1.2") as lms:
        student = outside_of_an_lms(launched, lms, forced_colors="active", color_scheme="dark")

        def draws(*selectors: str) -> None:
            for selector in selectors:
                found = student.page.evaluate(drawn, selector)
                assert found and all(found), selector

        go(student, "lesson-one")
        draws("progress", ".menu-items a[aria-current]", ".callout")
        answered(go(student, "quiz-all"), wording("en"))
        draws(".feedback-text", ".meter", ".meter-bar", ".choice label", ".result")
        go(student, "lab-one")
        draws(".welcome", ".avatar", ".suggestion-box")


CONTROLS = ".bar, .menu, .menu-toggle, .turn, .foot, .skip, button, .button, .clock"


def test_pages_are_printed_without_what_only_screens_need(launched: Launched, packages: Packages) -> None:
    """Dark or not, the paper is white; what can be scrolled or was typed is there to its end."""
    course = showcase.course()
    with Lms(packages(course, "scorm-1.2"), "1.2") as lms:
        student = outside_of_an_lms(launched, lms, viewport={"width": 700, "height": 900}, color_scheme="dark")
        for name in NAMES:
            page = go(student, name)
            page.emulate_media(media="print")
            visible = [each for each in page.locator(CONTROLS).all() if each.is_visible()]
            assert [each.evaluate("each => each.outerHTML") for each in visible] == [], name
            assert page.locator("main h1").is_visible()
            colours = page.evaluate("['backgroundColor', 'color'].map((each) => getComputedStyle(document.body)[each])")
            assert colours[1] == "rgb(0, 0, 0)", name
            assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
            page.emulate_media(media="null")
        page = go(student, "quiz-all")
        essay = page.locator("textarea")
        essay.fill("\n".join(f"Line {n}" for n in range(40)))
        page.emulate_media(media="print")
        assert essay.evaluate("each => each.scrollHeight - each.clientHeight") <= 0
        page.emulate_media(media="null")
        answered(page, wording("en"))
        page.emulate_media(media="print")
        assert page.get_by_text("You picked").first.is_visible(), "feedback is worth keeping"
        icon = page.locator(".result .icon").first
        assert icon.evaluate("each => getComputedStyle(each).printColorAdjust") == "exact", "icons are backgrounds"


def test_a_course_is_named_in_the_title_of_what_is_printed(launched: Launched, packages: Packages) -> None:
    course: Course = showcase.course()
    with Lms(packages(course, "scorm-1.2"), "1.2") as lms:
        student = outside_of_an_lms(launched, lms)
        assert go(student, "lesson-one").title() == f"The first lesson – {course.title}"
