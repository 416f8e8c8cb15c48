"""What holds for every text, whatever is in it."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from content.sample import Lms, course, files, read, tree
from lmsexport.content import EMPTY, Code, Math, MediaLink
from lmsexport.content.grammar import is_plain
from lmsexport.content.markdown import render, render_tokens
from lmsexport.content.surroundings import Destinations, Surroundings
from lmsexport.errors import Severity

LEGAL = st.characters(
    exclude_categories=["Cs"], exclude_characters="".join(map(chr, (*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF)))
)
"""The characters that a course can hold (XML 1.0, production 2)."""

SIGNS = st.sampled_from(
    [*"*_`~#>-+=|$&!.:()\\\"'0123 \n", "\n\n", "    ", "\t", "  \n", "1. ", "- ", "::: ", "$$", "**", "| ", "&amp;"]
)


def around() -> Surroundings:
    return Surroundings(Destinations(course(), files()), "01/loop.md")


@settings(deadline=None, max_examples=400)
@given(st.text(LEGAL, max_size=80))
def test_any_text_comes_out_well_formed(text: str) -> None:
    seen = read(text)
    tree(seen.page)
    tree(seen.lms)
    tree(seen.fragment.render_inline(Lms()))


@settings(deadline=None, max_examples=400)
@given(st.lists(st.one_of(SIGNS, st.text(LEGAL, min_size=1, max_size=3)), max_size=30))
def test_any_markdown_comes_out_well_formed(parts: list[str]) -> None:
    tree(read("".join(parts)).page)


@settings(deadline=None, max_examples=400)
@given(
    st.lists(
        st.one_of(st.sampled_from([*"*_~#>-+ \n.()|'&1", "\n\n", "    ", "- ", "1. ", "**", "\\"]), st.none()),
        max_size=30,
    )
)
def test_no_word_is_lost(parts: list[str | None]) -> None:
    words = [f"wörd{n}x" for n, part in enumerate(parts) if part is None]
    text = "".join(f"wörd{n}x" if part is None else part for n, part in enumerate(parts))
    seen = read(text)
    shown = "".join(str(part) for part in tree(seen.page).itertext())
    says_language = any(isinstance(piece, Code) and piece.language for piece in seen.fragment.pieces)  # `~~~word word`
    for word in words:
        if not says_language and "extra-cell" not in seen.codes:
            assert word in seen.fragment.plain
            assert word in shown


PLAIN = st.text(st.one_of(st.sampled_from(" .,;:()-'\"0123456789#+=~|é\u00a0\u3000م\n\t"), LEGAL), max_size=40)


@settings(deadline=None, max_examples=1000)
@given(PLAIN)
@example("1. no list without a break")
@example("1) x")
@example("   indented")
@example("    code")
@example("=== x")
@example("a\n")
@example("ends with a backslash\\")
@example("\u00a0# no heading")
@example("a | b")
@example("http://example.org")
def test_the_short_way_leads_where_the_long_one_does(text: str) -> None:
    assert render(text, around()) == render_tokens(text, around())


@pytest.mark.parametrize(
    "text",
    ["Paris", "Because labels cost money, time; and more (much)!", "نعم، لأن ذلك أرخص.", "42 % of 1.5 m", "it’s 10-20"],
)
def test_most_choices_go_the_short_way(text: str) -> None:
    assert is_plain(text)


def test_an_empty_text_is_empty() -> None:
    assert read("").fragment == EMPTY
    assert read(" \n ").fragment == EMPTY
    assert read("[only]: https://example.org").fragment.empty


def test_a_paragraph_can_stand_in_a_line() -> None:
    seen = read("A *short* text")
    assert seen.fragment.render_inline(Lms()) == "A <em>short</em> text"
    assert seen.lms == "<p>A <em>short</em> text</p>"
    assert not read("Two\n\nparagraphs").fragment.paragraph
    assert read("With <b>HTML</b>").fragment.paragraph


def test_holes_are_left_for_the_targets() -> None:
    fragment = read('![A loop](images/loop.svg "Loop") $x$\n\n```py\n1\n```\n\n[s](slides.pdf)').fragment
    assert fragment.media == ("01/images/loop.svg", "01/slides.pdf")
    assert [piece for piece in fragment.pieces if isinstance(piece, Math | Code | MediaLink)] == [
        MediaLink("01/images/loop.svg"),
        Math("x", display=False),
        Code("1", "py"),
        MediaLink("01/slides.pdf"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        ">" * 10_000 + "x", "- " * 5_000 + "x", "[" * 10_000, "*a **b " * 2_000, "![" * 5_000, "`" * 10_000 + "a",
        "<" * 10_000, "::: callout\n" * 300 + "x\n" + ":::\n" * 300, "$" * 5_000, "|" * 3_000 + "\n|-",
        "![a](b" * 2_000, "&" * 10_000, "[a]: b\n" * 2_000, "<!--" * 2_000,
    ],
    ids=lambda text: text[:8].strip(),
)  # fmt: skip
def test_hostile_markdown_is_read_to_its_end(text: str) -> None:
    tree(read(text).page)


@pytest.mark.parametrize(
    "text", [">" * 200 + " deep", "- " * 200 + "deep", "::: callout\n" * 100 + "deep\n" + ":::\n" * 100]
)
def test_blocks_that_are_too_deep_are_reported(text: str) -> None:
    assert read(text).codes == ["too-deep"]


def test_blocks_of_a_sane_depth_are_all_there() -> None:
    seen = read("> " * 20 + "deep")
    assert seen.codes == []
    assert "deep" in seen.page


def test_a_problem_has_the_line_within_the_text() -> None:
    blocks = [
        "One\ntwo [a](x.pdf)\nthree",
        "- x\n- [b](x.pdf)",
        "| h |\n|---|\n| [c](x.pdf) |",
        "::: callout [d](x.pdf)\nx\n:::",
    ]
    text = "\n\n".join(blocks)
    assert [note.line for note in read(text).notes] == [1, 5, 9, 11]


def test_line_ends_of_other_systems_are_line_ends() -> None:
    assert read("| a |\r\n|---|\r\n| b | c |\r\n").codes == ["extra-cell"]
    assert read("## A\r\rText\rmore").page == read("## A\n\nText\nmore").page


def test_alternative_texts_have_no_markup() -> None:
    assert 'alt="two &quot;red&quot; arrows"' in read('![two *"red"* `arrows`](images/loop.svg)').page


def test_a_path_may_hold_letters_of_any_script_and_spaces_as_percent_signs() -> None:
    assert read("![x](images/über.png)").fragment.media == ("01/images/über.png",)
    assert read("![x](images/u%CC%88ber.png)").fragment.media == ("01/images/über.png",)


def test_anchors_are_found_as_code_hosts_make_them() -> None:
    text = "## A *b* `c`: d!\n\n## हिन्दी शीर्षक\n\n## Snake_case-name\n\n## ???"
    assert read(text).fragment.anchors == {"a-b-c-d", "हिन्दी-शीर्षक", "snake_case-name", "section"}


def test_ids_meet_none_of_the_page_around_the_text() -> None:
    assert 'id="to-page"' in read("## Page").page
    assert '<a href="#to-page">' in read("[up](#page)").page


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (r"Salt \&amp; pepper", "&amp;"),
        ("One.\n\nWrite &amp;nbsp; here", "&nbsp;"),
        (r"A \<br> in it", "<br>"),
        (r"\<b>bold\</b>", "<b>"),
    ],
)
def test_markup_that_students_read_is_named_at_its_line(text: str, shown: str) -> None:
    (note,) = read(text).notes
    assert (note.code, note.severity, note.line) == ("shown-markup", Severity.WARNING, text.count("\n"))
    assert f"`{shown}`" in note.message and "backticks" in note.hint


@pytest.mark.parametrize("text", ["`&amp;` and `<br>`", "R&D, a &lt; b", r"the element \<b> of HTML", "a &amp; b"])
def test_markup_that_is_meant_is_no_problem(text: str) -> None:
    assert read(text).notes == []
