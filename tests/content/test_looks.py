"""Looks: readable colours, styles that LMSs let through, and no side that is not symmetric."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pygments.style import Style

from content.sample import read
from lmsexport.content import Look
from lmsexport.content.code import code_css
from lmsexport.content.code_style import DarkCode, LightCode
from lmsexport.content.contrast import contrast as contrast_ratio
from lmsexport.content.looks import EDGE, ROLES, inline_style

CASES = Path(__file__).parents[1] / "cases" / "content"

PURIFIER = frozenset({
    "background-color", "border", "border-collapse", "border-style", "border-top", "border-width", "color",
    "font-size", "font-style", "font-weight", "height", "list-style", "margin", "max-width", "padding",
    "text-align", "text-decoration", "width",
})  # fmt: skip
"""Of the properties that HTMLPurifier keeps, which Moodle applies to texts that it does not trust."""

DEGRADES = {"overflow-x"}
"""Lost there without harm."""

WITHIN = {
    "callout-label": ["callout", "welcome"],
    "card-heading": ["callout", "step", "timeline-card"],
    "card-link": ["callout", "step", "timeline-card", "head-cell"],
    "card-title": ["step", "timeline-card"],
    "timeline-label": ["timeline-card"],
}
"""What sets only the colour of its text, and on which backgrounds it stands."""


def declared(role: str) -> dict[str, str]:
    style = inline_style(role)
    return dict(part.split(": ", 1) for part in style.split("; ")) if style else {}


def contrast(one: str, other: str) -> float:
    """The contrast of two colours that are written `#rrggbb`."""
    first, second = (tuple(int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)) for colour in (one, other))
    return contrast_ratio(first, second)  # type: ignore[arg-type]


@pytest.mark.parametrize("role", ROLES)
def test_a_background_comes_with_a_colour_that_can_be_read_on_it(role: str) -> None:
    style = declared(role)
    if "background-color" in style:
        assert contrast(style["color"], style["background-color"]) >= 4.5
    elif "color" in style:
        for outer in WITHIN[role]:
            assert contrast(style["color"], declared(outer)["background-color"]) >= 4.5


def test_lines_that_mean_something_show_on_light_and_dark_pages() -> None:
    assert contrast(EDGE, "#ffffff") >= 3
    assert contrast(EDGE, "#1d2125") >= 3


@pytest.mark.parametrize("role", ROLES)
def test_an_lms_keeps_the_style(role: str) -> None:
    assert set(declared(role)) <= PURIFIER | DEGRADES


@pytest.mark.parametrize("role", [role for role in ROLES if role not in ("left", "right", "code")])
def test_a_style_suits_both_writing_directions(role: str) -> None:
    style = inline_style(role)
    assert not re.search(r"\b(left|right)\b", style)
    for sides in re.findall(r"(?:margin|padding|border-width): ([^;]+)", style):
        lengths = sides.split()
        assert len(lengths) < 4 or lengths[1] == lengths[3]


@pytest.mark.parametrize("role", ROLES)
def test_a_role_says_what_it_is(role: str) -> None:
    assert ROLES[role].meaning.endswith(".")
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", role)


def test_texts_use_only_known_roles() -> None:
    used = set()
    for case in CASES.glob("*.txt"):
        pieces = read(case.read_text(encoding="utf-8").partition("~~~~~~~~ page")[0]).fragment.pieces
        used |= {role for piece in pieces if isinstance(piece, Look) for role in piece.role.split()}
    assert used <= set(ROLES)
    assert {"callout", "step", "timeline-card", "figure", "cells", "quote", "card-link"} <= used


def test_several_roles_make_one_style() -> None:
    assert inline_style("cell right") == f"{inline_style('cell')}; text-align: right"


@pytest.mark.parametrize("style", [LightCode, DarkCode])
def test_every_colour_of_code_can_be_read(style: type[Style]) -> None:
    colours = {str(token["color"]) for _, token in style if token["color"]}
    assert len(colours) >= 7
    for colour in colours:
        assert contrast(f"#{colour}", style.background_color) >= 4.5


def test_inline_code_colours_stand_on_the_paper_that_they_were_chosen_for() -> None:
    assert declared("code")["background-color"] == LightCode.background_color


def test_the_style_sheets_of_code_hold_its_classes() -> None:
    light, dark = code_css(), code_css(dark=True)
    assert ".code .k {" in light
    assert light != dark


def test_code_of_a_known_language_is_coloured_and_other_code_is_not() -> None:
    text = "```python\nreturn 1 < 2\n```\n\n```unheard\nreturn 1 < 2\n```"
    assert '<span class="k">return</span>' in read(text).page
    assert '<span style="color: #1D4F91; font-weight: bold">return</span>' in read(text).lms
    assert "<code>return 1 &lt; 2</code></pre>" in read(text).lms


def test_code_keeps_its_lines_and_spaces() -> None:
    text = "```python\n\n  x = 1\n\n    y\n```"
    assert "".join(re.sub(r"<[^>]+>", "", read(text).page)) == "\n  x = 1\n\n    y"
