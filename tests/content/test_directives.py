"""Blocks of colons: callouts, steps and timelines."""

from __future__ import annotations

import pytest

from content.sample import read, tree


def headings(xhtml: str) -> list[str]:
    return [str(element.tag) for element in tree(xhtml).iter("h1", "h2", "h3", "h4", "h5", "h6")]


def test_an_unclosed_block_is_reported_where_it_opens() -> None:
    seen = read("Text\n\n::: callout Key\nText to the end\n\nof the file")
    assert [(note.code, note.line) for note in seen.notes] == [("unclosed-block", 2)]
    assert "of the file" in seen.fragment.plain


def test_an_unclosed_block_ends_with_the_list_or_quote_around_it() -> None:
    seen = read("- ::: callout Key\n  Text\n\nBehind the list")
    assert seen.codes == ["unclosed-block"]
    assert seen.page.endswith("<p>Behind the list</p>")
    assert read("> ::: callout\n> Text\n\nBehind").page.endswith("<p>Behind</p>")


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("Callout", "did you mean `callout`?"),
        ("step", "did you mean `steps`?"),
        ("time-line", "did you mean `timeline`?"),
    ],
)
def test_an_unknown_block_gets_a_near_miss(name: str, hint: str) -> None:
    (note,) = read(f"::: {name} Label\nText\n:::").notes
    assert (note.code, note.hint, note.line) == ("unknown-block", hint, 0)


def test_a_line_that_closes_nothing_is_reported() -> None:
    seen = read("Text\n:::\nmore")
    assert [(note.code, note.line) for note in seen.notes] == [("stray-block-end", 1)]
    assert "Text" in seen.page
    assert "more" in seen.page


@pytest.mark.parametrize(
    "text", ["::", "a ::: b", "    ::: callout\n    :::", "```\n::: callout\n```", "\\::: callout"]
)
def test_other_colons_are_text(text: str) -> None:
    seen = read(text)
    assert seen.codes == []
    assert "role=" not in seen.page


def test_blocks_nest_with_as_many_colons_or_more() -> None:
    same = read("::: callout A\n::: callout B\nx\n:::\ny\n:::\nz")
    more = read(":::: callout A\n::: callout B\nx\n:::\ny\n::::\nz")
    assert same.codes == more.codes == []
    assert same.page == more.page
    assert same.page.endswith("<p>z</p>")


def test_a_block_follows_a_paragraph_without_an_empty_line() -> None:
    assert read("Text\n::: callout\nx\n:::\nmore").page.startswith("<p>Text</p>\n<div")


def test_cards_continue_the_outline_of_the_page() -> None:
    steps = "::: steps\n### One\n#### Detail\nx\n:::"
    assert headings(read(f"## A\n\n{steps}").page) == ["h2", "h3", "h4"]
    assert headings(read(f"## A\n\n### B\n\n{steps}").page) == ["h2", "h3", "h4", "h5"]
    assert headings(read(steps).page) == ["h2", "h3"]
    assert headings(read(steps, top_level=2).page) == ["h3", "h4"]
    assert read(f"## A\n\n### B\n\n{steps}\n\n#### C").codes == []


def test_steps_within_steps_are_a_level_deeper() -> None:
    text = "## A\n\n:::: steps\n### One\n::: steps\n### Inner\nx\n:::\n### Two\ny\n::::"
    assert headings(read(text).page) == ["h2", "h3", "h4", "h3"]


def test_a_heading_within_a_callout_does_not_end_the_section_around_it() -> None:
    text = "## A\n\n::: callout\n### B\nx\n:::\n\n#### C"
    assert read(text).codes == ["heading-level"]


def test_steps_are_an_ordered_list_with_their_numbers() -> None:
    page = tree(read("::: steps\n### One\nx\n### Two\ny\n### Three\nz\n:::").page)
    assert [element.text for element in page.iterfind("ol/li/h2/span")] == ["1", "2", "3"]


def test_every_card_can_be_linked_to() -> None:
    text = "::: timeline\n### 2022 | Paper\nx\n### 2023 | Paper\ny\n:::\n\n[first](#paper), [second](#paper-1)"
    assert read(text).fragment.anchors == {"paper", "paper-1"}


def test_markup_works_in_labels_and_titles() -> None:
    seen = read("::: timeline\n### `v1` *(2023)* | The [paper](critique.md) & $x$\nt\n:::")
    assert seen.codes == []
    assert '<code dir="ltr"' in seen.page
    assert '<a href="critique.html"' in seen.page
    assert "<math" in seen.page


@pytest.mark.parametrize("block", ["steps", "timeline"])
def test_cards_need_a_title_each(block: str) -> None:
    assert read(f"::: {block}\ntext\n:::").codes == ["no-card"]
    assert read(f"::: {block}\n:::").codes == ["no-card"]
    seen = read(f"::: {block}\nbefore\n### Title\nx\n:::")
    assert seen.codes == ["no-card"]
    assert "before" in seen.page
    assert read(f"::: {block}\n###\nx\n:::").codes == ["empty-heading"]


def test_what_stands_on_a_card_has_colours_that_show_there() -> None:
    seen = read("::: callout\n[a](critique.md) `b`\n:::\n\n[a](critique.md) `b`")
    assert seen.page.count("card-link") == seen.page.count("card-code") == 1
