"""Each rule of web pages: a site that breaks it, and none of ours that does."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from formats.exporting import EVERYTHING, SAMPLE, TESTS, export
from formats.judged import Change, faults, judged, replaced, says_as_read
from lmsexport.formats.html.rules.all_rules import RULES
from lmsexport.packaging import Package

PAGE = "pages/reading.html"
STYLE = "assets/course.css"


@cache
def everything() -> Package:
    return export("html", EVERYTHING)


def added(text: str) -> Change:
    """A change that writes something at the end of the page's text."""
    return replaced("</article>", f"{text}</article>", 1)


BREAKS: dict[str, dict[str, Change | None]] = {
    "site-dead-link": {PAGE: added('<p><a href="gone.html">There</a></p>')},
    "site-dead-anchor": {PAGE: added('<p><a href="../index.html#nowhere">There</a></p>')},
    "site-missing-file": {PAGE: added('<img src="../media/gone.png" alt="" />')},
    "site-address-from-root": {PAGE: added('<p><a href="/index.html">Home</a></p>')},
    "site-page-without-title": {PAGE: lambda page: re.sub(rb"<title>.*?</title>", b"<title> </title>", page)},
    "site-page-without-heading": {PAGE: added("<h1>Another</h1>")},
    "site-duplicate-id": {PAGE: added('<p id="page.main">Twice</p>')},
}


@pytest.mark.parametrize("id", BREAKS)
def test_a_site_that_breaks_a_rule_is_told_so(id: str) -> None:
    with judged("html", everything(), BREAKS[id]) as found:
        assert {rule for rule, _ in faults(found)} == {id}
        says_as_read(found, id, "html")


def test_a_page_that_nobody_finds_is_told() -> None:
    package = Package()
    for part in everything():
        package.add(part.name, part.content)
    with everything()[PAGE].open() as page:
        package.add("pages/alone.html", page.read())
    with judged("html", package) as found:
        assert [(rule, breach.member) for rule, breach in faults(found)] == [
            ("site-page-without-way", "pages/alone.html")
        ]


def test_every_rule_has_a_site_that_breaks_it() -> None:
    assert BREAKS.keys() | {"site-page-without-way"} == {rule.id for rule in RULES}


def test_what_a_style_uses_is_looked_for_like_what_a_page_uses() -> None:
    change: dict[str, Change | None] = {STYLE: lambda style: style + b'\nbody { background: url("../media/gone.png") }'}
    with judged("html", everything(), change) as found:
        assert [(rule, breach.member) for rule, breach in faults(found)] == [("site-missing-file", STYLE)]


def test_addresses_of_other_sites_are_no_links_within() -> None:
    written = "mailto:a@example.org https://example.org/x //example.org/x # #top ../index.html ../ http://[ data:,a"
    links = "".join(f'<p><a href="{address}">There</a></p>' for address in written.split())
    with judged("html", everything(), {PAGE: added(links)}) as found:
        assert faults(found) == []


@pytest.mark.parametrize("folder", [SAMPLE, EVERYTHING, TESTS / "courses" / "arabic"], ids=lambda folder: folder.name)
def test_none_of_ours_does(folder: Path) -> None:
    with judged("html", export("html", folder)) as found:
        assert (found.kind, faults(found), found.unread) == ("html", [], [])
