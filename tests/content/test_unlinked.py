"""Texts without some of their holes: the words of what leads nowhere stay, and so does all else."""

from __future__ import annotations

from lmsexport.content import Code, Fragment, ItemLink, Look, Math, MediaLink
from lmsexport.content.unlinked import without


def test_the_words_of_a_link_stay_and_other_links_lead_where_they_led() -> None:
    gone, kept = ItemLink("quiz"), ItemLink("quiz", "to-a")
    pieces = (
        '<p>See <a href="', gone, '" style="color: red">the <em>quiz</em></a>, <a href="', kept, '">this</a>.</p>',
    )  # fmt: skip
    fragment = without(Fragment(pieces, "See the quiz, this."), {gone})
    assert fragment.pieces == ('<p>See the <em>quiz</em>, <a href="', kept, '">this</a>.</p>')
    assert (fragment.links, fragment.plain) == ((kept,), "See the quiz, this.")


def test_the_words_of_a_link_to_a_place_in_a_file_stay() -> None:
    """A part of the address stands behind the hole."""
    fragment = Fragment(
        (
            '<a href="',
            MediaLink("a.pdf"),
            '#page=3">the paper</a>',
        ),
        "the paper",
        paragraph=True,
    )
    assert without(fragment, {MediaLink("a.pdf")}) == Fragment(("the paper",), "the paper", paragraph=True)


def test_a_picture_and_a_film_are_what_describes_them() -> None:
    picture, film, words = MediaLink("a.png"), MediaLink("b.mp4"), MediaLink("b.vtt")
    pieces = (
        '<p><img src="', picture, '" alt="A cave"/> and <video src="', film, '" aria-label="A river"><track src="',
        words, '"/></video>.</p>',
    )  # fmt: skip
    assert without(Fragment(pieces, "A cave and A river."), {picture, film}).pieces == ("<p>A cave and A river.</p>",)


def test_all_other_holes_stay() -> None:
    look, code = Look("callout note"), Code("x = 1 < 2", "python")
    pieces = (
        "<div", look, "><p>See ", Math("x<y", False), ' <a href="', MediaLink("a.pdf"), '">the paper</a></p>', code,
        "</div>",
    )  # fmt: skip
    fragment = Fragment(pieces, "See x<y the paper")
    assert without(fragment, {MediaLink("a.pdf")}).pieces == (
        "<div", look, "><p>See ", Math("x<y", False), " the paper</p>", code, "</div>"
    )  # fmt: skip
    assert without(fragment, set()) == fragment
