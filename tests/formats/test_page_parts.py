"""The parts of lessons and labs, read back from pages that an LMS may have changed a little; and pages of others."""

from __future__ import annotations

import pytest

from lmsexport.content.looks import inline_style
from lmsexport.formats.imscc.resources import read_page

SUBTITLE = f"""<p style="{inline_style("subtitle").replace(": ", ":")};">Small</p>"""


def parts(body: str) -> list[tuple[str, str]]:
    _, found = read_page(f"<html><body>{body}</body></html>", "", "page.html")
    assert all(part.text.base in ("", "page.html") for part in found)
    return [(part.name, part.text.words) for part in found]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("<p>Words</p>", []),
        ("<div><p>Words</p></div>", []),
        ('<div lang="en">Words <p>and words</p></div>', []),
        ('<div lang="en"><p>One</p></div><p>Two</p>', []),
        ('<div lang="en"><p>One</p><h2>Two</h2></div>', [("body", "One Two")]),
        (
            f'<div lang="en">{SUBTITLE}<p><small>5 min</small></p><p>One</p></div>',
            [("subtitle", "Small"), ("body", "One")],
        ),
        (
            '<div lang="de"><h2>Das lernen Sie</h2><ul><li>Dies</li><li>Das</li></ul><p>Eins</p></div>',
            [("objectives", "Dies"), ("objectives", "Das"), ("body", "Eins")],
        ),
        ('<div lang="en"><p><small>So it goes.</small></p></div>', [("body", "So it goes.")]),
        ('<div lang="en"><h2>Your task</h2><p>One</p></div>', [("body", "Your task One")]),
    ],
    ids=["plain", "no language", "words", "two", "body", "style", "objectives", "small", "no assistant"],
)
def test_pages_are_taken_apart_where_their_parts_are_ours(body: str, found: list[tuple[str, str]]) -> None:
    assert parts(body) == found


def test_links_of_a_part_start_from_its_page() -> None:
    _, (body,) = read_page('<html><body><div lang="en"><p><a href="b.html">B</a></p></div></body></html>', "", "a.html")
    assert (body.text.base, body.text.markup) == ("a.html", '<p><a href="b.html">B</a></p>')
