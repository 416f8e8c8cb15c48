"""Every kind of page, in light and dark, on a phone and on a desk: axe finds nothing, nothing is cut off."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from browser.conftest import Pages, Sites
from formats.html import showcase

pytestmark = pytest.mark.browser

NAMES = ("index", "lesson-one", "quiz-all", "lab-one", "link-one", "file-one", "talk", "test-all", "lesson-last")
SCREENS = [(width, scheme) for width in (390, 1280) for scheme in ("light", "dark")]
OPTIONS = {"rules": {"target-size": {"enabled": True}}, "preload": False}


def violations(page: Page) -> list[str]:
    found = Axe().run(page, options=OPTIONS)
    return [f"{each['id']}: {node['html'][:200]}" for each in found.response["violations"] for node in each["nodes"]]


def go(page: Page, site: Path, name: str) -> None:
    page.goto((site / ("index.html" if name == "index" else f"pages/{name}.html")).as_uri())


def answer_wrongly(page: Page) -> None:
    """Something in every question, wrong or partly right, so that every kind of feedback shows."""
    for box in page.locator(".exercise input[value=a]").all():
        box.check()
    page.locator(".exercise input[value=false]").check()
    for entry in page.locator(".exercise input[type=text]").all():
        entry.fill("12")
    for drop in page.locator(".exercise select").all():
        drop.select_option(index=1)


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_axe_finds_nothing_on_any_page(pages: Pages, sites: Sites, width: int, scheme: str) -> None:
    site = sites()
    page = pages(site, viewport={"width": width, "height": 900}, color_scheme=scheme)
    for name in NAMES:
        go(page, site, name)
        assert violations(page) == [], name


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_axe_finds_nothing_in_feedback_and_results(pages: Pages, sites: Sites, width: int, scheme: str) -> None:
    page = pages(sites(), "quiz-all", viewport={"width": width, "height": 900}, color_scheme=scheme)
    answer_wrongly(page)
    for check in page.locator(".check").all():
        check.click()
    assert violations(page) == []
    page.get_by_role("button", name="Submit all answers").click()
    assert violations(page) == []


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_axe_finds_nothing_in_what_is_open(pages: Pages, sites: Sites, width: int, scheme: str) -> None:
    page = pages(sites(), "quiz-all", viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.get_by_role("button", name="Submit all answers").click()
    page.get_by_role("button", name="Submit anyway").wait_for()
    assert violations(page) == []


def test_axe_finds_nothing_in_arabic(pages: Pages, sites: Sites) -> None:
    site = sites(showcase.course("ar"))
    page = pages(site, viewport={"width": 390, "height": 900})
    for name in ("index", "lesson-one", "quiz-all", "lab-one"):
        go(page, site, name)
        assert violations(page) == [], name


def overflow(page: Page) -> int:
    """Pixels by which the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_nothing_scrolls_sideways_on_the_smallest_phone(pages: Pages, sites: Sites, language: str) -> None:
    site = sites(showcase.course(language))
    page = pages(site, viewport={"width": 320, "height": 640})
    for name in NAMES:
        go(page, site, name)
        assert overflow(page) <= 0, name


def test_text_of_twice_the_size_fits(pages: Pages, sites: Sites) -> None:
    site = sites()
    page = pages(site, viewport={"width": 640, "height": 800})
    for name in NAMES:
        go(page, site, name)
        page.add_style_tag(content="html { font-size: 200% !important }")
        assert overflow(page) <= 0, name


def test_an_arabic_course_begins_on_the_right(pages: Pages, sites: Sites) -> None:
    page = pages(sites(showcase.course("ar")), "lesson-one")
    menu, main = page.locator(".menu").bounding_box(), page.locator("main").bounding_box()
    assert menu and main and menu["x"] > main["x"]
    number, title = page.locator(".step-number").first.bounding_box(), page.locator(".card-title").first.bounding_box()
    assert number and title and number["x"] > title["x"]


def test_the_menu_is_folded_on_phones_and_opens_without_a_script(pages: Pages, sites: Sites) -> None:
    page = pages(sites(), "lesson-one", viewport={"width": 390, "height": 800}, java_script_enabled=False)
    link = page.get_by_role("link", name="A practice quiz", exact=True)
    assert not link.is_visible()
    page.locator("summary").click()
    assert link.is_visible()


def test_without_a_script_questions_are_there_and_answers_are_not(pages: Pages, sites: Sites) -> None:
    page = pages(sites(), "quiz-all", java_script_enabled=False)
    assert page.get_by_text("What is the capital of France?").is_visible()
    assert page.get_by_text("Answering needs JavaScript.").is_visible()
    seen = page.locator("main").inner_text()
    assert "You picked" not in seen and "Why p-single" not in seen
    assert page.get_by_role("button").count() == 0
    assert [item.inner_text().strip() for item in page.locator(".order-text").all()] != ["First", "Second", "Third"]


def test_every_stop_of_the_tab_key_shows_its_focus(pages: Pages, sites: Sites) -> None:
    page = pages(sites(), "quiz-all")
    shown = """() => {
      const marked = [document.activeElement, document.activeElement.closest("label, .entry")].filter(Boolean);
      return marked.some((each) => getComputedStyle(each).outlineStyle !== "none");
    }"""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        assert page.evaluate(shown), page.evaluate("document.activeElement.outerHTML")


def test_the_skip_link_leads_to_the_content(pages: Pages, sites: Sites) -> None:
    page = pages(sites(), "lesson-one")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.tagName") == "MAIN"


@pytest.mark.parametrize("name", NAMES)
def test_headings_make_an_outline(pages: Pages, sites: Sites, name: str) -> None:
    page = pages(sites(), name)
    levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map((each) => Number(each.tagName[1]))")
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
