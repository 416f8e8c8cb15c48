"""The harm behind the rules about HTML: what axe and a browser say of the very texts that break them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from validation.test_rules_html import ALIKE, BARE, PAGE

pytestmark = pytest.mark.browser

AXE = {
    "html-image-without-alt": "image-alt",
    "html-link-without-words": "link-name",
    "html-heading-order": "heading-order",
    "html-contrast": "color-contrast",
}
"""Rules that axe has, too."""


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(offline=True)
    yield context.new_page()
    context.close()


def said(page: Page, markup: str, folder: Path) -> set[str]:
    """The rules of axe that a text breaks."""
    file = folder / "page.html"
    file.write_text(markup, encoding="utf-8")
    page.goto(file.as_uri())
    return {each["id"] for each in Axe().run(page, options={"preload": False}).response["violations"]}


@pytest.mark.parametrize("rule", AXE)
def test_axe_says_so_of_the_text_that_breaks_the_rule_alone(page: Page, tmp_path: Path, rule: str) -> None:
    bad, good = ALIKE[rule]
    assert AXE[rule] in said(page, PAGE.format(bad), tmp_path)
    assert AXE[rule] not in said(page, PAGE.format(good), tmp_path)


def test_axe_misses_the_language_of_a_page(page: Page, tmp_path: Path) -> None:
    assert "html-has-lang" in said(page, BARE, tmp_path)
    assert "html-has-lang" not in said(page, PAGE.format("<p>Words.</p>"), tmp_path)


def test_a_browser_shows_the_signs_of_text_that_was_escaped_twice(page: Page) -> None:
    bad, _ = ALIKE["html-double-escaped"]
    page.set_content(PAGE.format(bad))
    assert page.inner_text("body") == "<p>Read this.</p>"


def test_a_picture_from_elsewhere_is_not_there_without_a_network(page: Page) -> None:
    bad, _ = ALIKE["html-remote-media"]
    page.set_content(PAGE.format(bad))
    assert page.evaluate("document.querySelector('img').naturalWidth") == 0
