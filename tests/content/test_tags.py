"""What is a tag of HTML, and what is text: one decision, for every text in Markdown."""

from __future__ import annotations

import pytest

from content.sample import read
from lmsexport.errors import Severity
from lmsexport.model.markup import is_tag, shown_markup

TEXTS = [
    "A <adenine>", "List<int>", "if a <b and c> d", "<adenine>", "vector<std::string>", "Map<K, V> of <T>",
    "a <i, j> b", "<your name>", "x </foo> y", "<Foo bar='1'> is XML", "1 <p and q> 0", "<x-widget>",
    "dict<str, list<int>>", "use <stdio.h>", "<s or t>", "a<b", "<int id>/edit", "<α>",
    "Map<?, ?>", "<?, ?> stands for any", "a <!b> c", "<!important> first", "List<? extends Number> or <?>",
]  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
def test_names_that_html_does_not_have_are_words(text: str) -> None:
    seen = read(text, top_level=2)
    assert (seen.fragment.plain, seen.notes) == (text, [])
    assert seen.lms == f"<p>{text.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;')}</p>"


@pytest.mark.parametrize("text", TEXTS)
def test_so_they_are_within_a_block_of_html_and_in_blocks_of_markdown(text: str) -> None:
    assert text in read(f"<div>\n{text}\n</div>").fragment.plain
    assert text in read(f"::: callout {text}\nx\n:::").fragment.plain
    assert text in read(f"- {text}\n- **b** {text}").fragment.plain
    assert shown_markup(text) == ""


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<q>", "the HTML element `<q>` has no end"),
        ("List<A>", "the HTML element `<a>` has no end"),
        ("x <b> y", "the HTML element `<b>` has no end"),
        ("<p>", "the HTML element `<p>` has no end"),
        ("<p> begins a paragraph", "the HTML element `<p>` has no end"),
        ("<li>", "the HTML element `<li>` has no end"),
        ('<a id="here"/>', "the HTML element `<a>` has no end"),
        ("The <summary> line", "the HTML element `<summary>` has no end"),
        ("The <title> of a page", "the HTML element `<title>` has no end"),
        ("> quoted <i>x", "the HTML element `<i>` has no end"),
        ("</p>", "`</p>` ends nothing"),
        ("What does </em> end?", "`</em>` ends nothing"),
        ("<q></q>", "`<q></q>` shows nothing"),
        ("What is <b> </b>?", "`<b></b>` shows nothing"),
        ("An <input> for a word", "`<input>` shows nothing"),
        ("Where does <img> stand?", "`<img>` shows nothing"),
        ("<meta>", "`<meta>` shows nothing"),
        ("<!-- to do\n\nLast.", "`<!--` has no end, so that nothing behind it shows"),
        ("<?php echo 1\n\nLast.", "`<?` has no end, so that nothing behind it shows"),
        ("<![CDATA[ x ]\n\nLast.", "`<![CDATA[` has no end, so that nothing behind it shows"),
    ],
)
def test_an_element_without_content_or_end_is_an_error(text: str, message: str) -> None:
    errors = [note for note in read(f"First.\n\n{text}", top_level=2).notes if note.severity is Severity.ERROR]
    assert [(note.message, note.line) for note in errors] == [(message, 2)]


@pytest.mark.parametrize(
    "text",
    [
        "<ul>\n<li>a\n<li>b\n</ul>", "<div><p>a<p>b</div>", "<table><tr><td>a<td>b<tr><td></table>", "a<br>b<hr>",
        "<details>\n<summary>More</summary>\n\nText\n\n</details>", '<span id="here"></span>', "<b><i>x</b></i>",
        "<ruby>漢<rt>kan</ruby>", "<dl><dt>a<dd>b</dl>", "H<sub>2</sub>O", '<img src="images/loop.svg" alt="if a < b">',
        "<table><colgroup><col><col></colgroup><tr><td>x</td></tr></table>",
        "<details open><summary>x</summary></details>", "Write: <u>&nbsp;</u> and <u>&nbsp; &nbsp;</u>",
    ],
)  # fmt: skip
def test_html_as_the_standard_has_it_is_left_alone(text: str) -> None:
    assert read(text).notes == []


@pytest.mark.parametrize("text", ["<?php echo 1 ?>", "<!DOCTYPE html>", "<![CDATA[x]]>"])
def test_what_other_languages_put_into_html_is_left_out_with_a_warning(text: str) -> None:
    for around in (f"{text}\n\nWords", f"Words {text}", f"<div>\nWords {text}\n</div>"):
        seen = read(around)
        assert (seen.fragment.plain, seen.codes) == ("Words", ["unsafe-html"])


def test_comments_are_for_authors() -> None:
    seen = read("Words <!-- of mine --> and\n\n<!-- more -->\n\n<!--> more\n\n<!-- and\n\n<!-- more -->")
    assert (seen.fragment.plain, seen.codes) == ("Words and more", [])


def test_on_a_page_paragraphs_of_html_need_no_end() -> None:
    assert read("<p>One<br>two<p>three").notes == []
    assert read("Write <p> here").codes == ["unclosed-html"]


def test_attributes_without_a_value_tell_a_tag_from_a_comparison() -> None:
    assert is_tag("<video controls muted>") and is_tag('<td nowrap width="3">') and is_tag("<br />") and is_tag("</B>")
    assert not is_tag("<b and c>") and not is_tag("<i j>") and not is_tag("<b") and not is_tag("<b <c>")


@pytest.mark.parametrize(
    ("text", "shown"),
    [("&alpha; and &beta;", "&alpha;"), ("&copy; 2026", "&copy;"), ("Caf&eacute;", "&eacute;"), ("&#8211;", "&#8211;"),
     ("&#x1F600;", "&#x1F600;"), ("R&D; AT&T; x = &y;", ""), ("a & b; c", ""), ("Q&A&lt;", "&lt;")],
)  # fmt: skip
def test_entities_of_html_are_seen_where_they_would_be_read(text: str, shown: str) -> None:
    assert shown_markup(text) == shown


def test_a_tag_without_end_is_found_in_time() -> None:
    assert "&lt;a" in read("<div>\n" + '<a "' * 20_000 + "\n</div>").lms
