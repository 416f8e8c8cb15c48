"""Whether letters can be read, in every way in which CSS writes colours."""

from __future__ import annotations

import pytest
from lxml import html

from content.sample import read
from lmsexport.content.contrast import BLACK, WHITE, Pale, contrast, pale_letters
from lmsexport.errors import Severity


def pale(markup: str, on_white: bool = True) -> list[Pale]:
    return list(pale_letters(html.fragment_fromstring(markup, create_parent="div"), on_white))


def test_the_formula_is_that_of_the_guidelines() -> None:
    """The values that checkers everywhere print."""
    grey = (0x77 / 255,) * 3
    assert contrast(BLACK, WHITE) == contrast(WHITE, BLACK) == 21
    assert round(contrast((grey[0], grey[1], grey[2]), WHITE), 2) == 4.48
    assert round(contrast((1, 0, 0), WHITE), 2) == 4.0


@pytest.mark.parametrize(
    ("style", "ratio"),
    [
        ("color: #777; background-color: #888", 1.26), ("color:#777", 4.48), ("color: rgb(119, 119, 119)", 4.48),
        ("color: rgb(119 119 119)", 4.48), ("color: rgb(46.667% 46.667% 46.667%)", 4.48), ("color: yellow", 1.07),
        ("color: hsl(60, 100%, 50%)", 1.07), ("color: hsl(60deg 100% 50%)", 1.07), ("color: RED", 4.0),
        ("color: rgba(0, 0, 0, .5)", 3.98), ("color: #00000080", 4.0), ("background: #000", 1.0),
        ("background: black url()", None), ("background: navy; color: blue", 1.86), ("color: silver !important", 1.82),
        ("color: white", 1.0), ("background: none; color: lime", 1.37), ("color: hwb(0 47% 53%)", 4.42),
        ("color: transparent", 1.0), ("font-size: 23px; color: #777", 4.48), ("color: #949494; font-size: 24px", 3.03),
    ],
)  # fmt: skip
def test_a_colour_is_seen_however_it_is_written(style: str, ratio: float | None) -> None:
    found = pale(f'<p style="{style}">Letters</p>')
    passes = ratio is None or "24px" in style
    assert [round(each.contrast, 2) for each in found] == ([] if passes else [ratio])


@pytest.mark.parametrize(
    "markup",
    [
        '<p style="color: #767676">just enough</p>', '<p style="color: darkred">x</p>',
        '<h2 style="color: #888">large</h2>',
        '<p style="font-size: 14pt; color: #888"><b>large and bold</b></p>',
        '<p style="color: #888; font-size: 2em">x</p>',
        '<p style="color: var(--x)">x</p>', '<p style="background: linear-gradient(#fff, #eee); color: #fff">x</p>',
        '<div style="background: #000; color: #fff"><p>light on dark</p></div>', '<p style="color: yellow"></p>',
        '<div style="background: black"><span style="color: yellow">x</span></div>',
        '<p style="color: yellow; display: none">unseen</p>', '<p style="color: inherit">x</p>',
        '<p style="color: nonsense">x</p>', '<p style="background: transparent">x</p>',
        '<div style="background: navy; color: white"><a href="x">the theme says how</a></div>',
        '<p style="color: lab(90% 0 0)">nobody knows here</p>', '<p style="background-color: currentColor">x</p>',
    ],
)  # fmt: skip
def test_what_can_be_read_or_is_not_known_is_left_alone(markup: str) -> None:
    assert pale(markup) == []


def test_a_colour_alone_stands_on_what_is_around_it() -> None:
    [found] = pale('<div style="background: #eee"><p>dark</p><p style="color: #777">pale <b>and bold</b></p></div>')
    assert (found.element.tag, round(found.contrast, 2), found.needed) == ("p", 3.86, 4.5)
    assert pale('<p style="color: white">x</p>', on_white=False) == []
    assert len(pale('<p style="color: white; background: white">x</p>', on_white=False)) == 1


def test_an_author_reads_it_at_the_line() -> None:
    [note] = read('Text.\n\n<p>\n<span style="color: #999">Pale</span></p>').notes
    assert (note.code, note.line, note.severity) == ("pale-letters", 3, Severity.WARNING)
    assert note.message == "the contrast of these letters is 2.8 to 1, and needs 4.5"
