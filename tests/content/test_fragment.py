"""Fragments: what stands in the text where a target has no address for a link."""

from __future__ import annotations

from lmsexport.content import Fragment, InlineRenderer, ItemLink


class Somewhere(InlineRenderer):
    """Knows the address of one item only."""

    def item_url(self, item: str, anchor: str) -> str:
        return f"{item}.html#{anchor}" if item == "known" else ""

    def media_url(self, path: str) -> str:
        return path


def test_the_words_of_a_link_stay_where_it_leads_nowhere() -> None:
    link, other = ItemLink("lost"), ItemLink("known", "a")
    pieces = (
        '<p>See <a href="',
        link,
        '" style="color: red">the <em>quiz</em></a>, <a href="',
        other,
        '">this</a>.</p>',
    )
    shown = Fragment(pieces, "").render(Somewhere())
    assert shown == '<p>See the <em>quiz</em>, <a href="known.html#a">this</a>.</p>'
