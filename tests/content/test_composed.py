"""Texts that are made of others, and texts as plain lines."""

from __future__ import annotations

import pytest

from lmsexport.content import ComposedTexts, Fragment, PageRenderer
from lmsexport.content.composed import is_composed, label, mapped, paragraph, readable, stacked
from lmsexport.content.lines import in_lines, is_in_lines, lines_of
from lowering.test_lower import course, lesson
from lowering_of import texts_of


class Page(PageRenderer):
    def item_url(self, item: str, anchor: str) -> str:
        return f"{item}.html#{anchor}"

    def media_url(self, path: str) -> str:
        return f"media/{path}"


def rendered(markdown: str) -> Fragment:
    return texts_of(course(lesson("one"), lesson("two"))).fragment("", markdown)


def test_a_composed_text_is_a_key_that_no_author_can_write_and_people_can_read() -> None:
    texts = ComposedTexts()
    text = texts.keep(stacked(rendered("One *two*."), paragraph("three")))
    assert is_composed(text) and readable(text) == "One two. three"
    assert texts[text].render(Page()) == "<p>One <em>two</em>.</p><p>three</p>"
    assert texts.keep(texts[text]) == text, "the same fragment has the same key"
    assert texts.keep(Fragment((), "")) == ""
    with pytest.raises(KeyError):
        texts[f" {text}".replace(" ", "")[:-1]]


def test_what_is_glued_to_a_composed_text_is_found() -> None:
    """Control characters stop every document (XML 1.0, production 2)."""
    assert not f"<p>{ComposedTexts().keep(label('Note'))}</p>".isprintable()


def test_a_copy_grows_for_itself() -> None:
    texts = ComposedTexts()
    copy = texts.copy()
    key = copy.keep(label("Note"))
    assert copy[key].plain == "Note"
    with pytest.raises(KeyError):
        texts[key]


def test_words_and_markup_are_changed_together() -> None:
    changed = mapped(rendered("A {{gap}} here"), lambda text: text.replace("{{gap}}", "_____"))
    assert (changed.pieces, changed.plain) == (("A _____ here",), "A _____ here")


LINES = {
    "One line.": "One line.",
    "Two *words* & more": "Two words & more",
    "First.\n\nSecond.": "First.\n\nSecond.",
    "- one\n- two": "– one\n– two",
    "3. one\n4. two": "3. one\n4. two",
    "a $x^2$ b": "a x^2 b",
    "`if a < b`": "if a < b",
}


@pytest.mark.parametrize("markdown", LINES)
def test_a_rich_text_as_lines(markdown: str) -> None:
    once = in_lines(rendered(markdown))
    assert lines_of(once) == LINES[markdown]
    assert is_in_lines(once) and in_lines(once) is once
