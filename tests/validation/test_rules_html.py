"""Each rule about HTML: a text that breaks it, and one that keeps it, on a page and in a document."""

from __future__ import annotations

from html import escape
from pathlib import Path

import pytest

from lmsexport.validation.judge import judge
from lmsexport.validation.rules_html import RULES

ALIKE = {
    "html-image-without-alt": ('<img src="a.png">', '<img src="a.png" alt=""> <img src="a.png" role="none">'),
    "html-link-without-words": (
        '<a href="https://example.org"><img src="a.png" alt=""></a>',
        '<a href="https://example.org"><img src="a.png" alt="Home"></a> <a href="/x" title="X"></a> <a id="y"></a>',
    ),
    "html-heading-order": ("<h2>One</h2><h4>Two</h4>", "<h2>One</h2><h3>Two</h3><h4>Three</h4><h2>Four</h2>"),
    "html-table-without-headers": (
        "<table><tr><td>1</td></tr><tr><td>2</td></tr></table>",
        "<table><tr><th>1</th></tr><tr><td>2</td></tr></table><table><tr><td>alone</td></tr></table>",
    ),
    "html-contrast": (
        '<p style="color: #777; background-color: #888">pale</p>',
        '<p style="color: #767676; background: #ffffff">just enough</p><p style="color: darkred">dark</p>',
    ),
    "html-remote-media": (
        '<img src="https://example.org/a.png" alt="A">',
        '<img src="a.png" alt="A"> <a href="https://example.org/a.png">A</a>',
    ),
    "html-double-escaped": (
        "<p>&lt;p&gt;Read this.&lt;/p&gt;</p>",
        "<p>Write <code>&lt;p&gt;</code>. 1 &lt; 2 &amp; 3</p>",
    ),
}
PAGE = '<html lang="en"><head><title>T</title></head><body>{}</body></html>'
BARE = "<html><head><title>T</title></head><body><p>Words.</p></body></html>"


def question(markup: str, type: str = "essay") -> str:
    text = f"<questiontext><text>{escape(markup)}</text></questiontext>"
    return f"<quiz><question type='{type}'><name><text>N</text></name>{text}</question></quiz>"


def broken(folder: Path, name: str, text: str) -> set[str]:
    folder.mkdir()
    (folder / name).write_text(text, encoding="utf-8")
    if name == "page.html":
        resource = '<resource identifier="r" type="webcontent" href="page.html"/>'
        manifest = f'<manifest identifier="m"><resources>{resource}</resources></manifest>'
        (folder / "imsmanifest.xml").write_text(manifest, encoding="utf-8")
    with judge(folder if name == "page.html" else folder / name) as found:
        return {finding.rule.id for finding in found.findings if finding.rule.id.startswith("html-")}


@pytest.mark.parametrize("id", ALIKE)
def test_a_page_and_a_text_that_break_a_rule_are_told_so_and_others_are_not(id: str, tmp_path: Path) -> None:
    bad, good = ALIKE[id]
    assert id in broken(tmp_path / "bad", "page.html", PAGE.format(bad))
    assert broken(tmp_path / "good", "page.html", PAGE.format(good)) == set()
    assert id in broken(tmp_path / "bad-text", "q.xml", question(bad))
    assert broken(tmp_path / "good-text", "q.xml", question(good)) == set()


def test_a_page_says_its_language(tmp_path: Path) -> None:
    assert broken(tmp_path / "bad", "page.html", BARE) == {"html-page-without-language"}


def test_every_rule_has_a_text_that_breaks_it() -> None:
    assert {rule.id for rule in RULES} == ALIKE.keys() | {"html-page-without-language"}


def test_an_entity_that_shows_and_an_empty_heading_are_found(tmp_path: Path) -> None:
    assert broken(tmp_path / "one", "page.html", PAGE.format("<p>Tea&amp;nbsp;time</p>")) == {"html-double-escaped"}
    assert broken(tmp_path / "two", "page.html", PAGE.format("<h2></h2>")) == {"html-heading-order"}


def test_embedded_answers_of_moodle_are_no_text_for_readers(tmp_path: Path) -> None:
    cloze = "<p>The {1:MULTICHOICE:=Seine~&amp;lt;Rhône&amp;gt;}. <img src='a.png' alt='A'></p>"
    assert broken(tmp_path / "cloze", "q.xml", question(cloze, "cloze")) == set()


def test_a_name_that_is_no_html_shows_its_signs_as_they_are(tmp_path: Path) -> None:
    """Moodle shows `&amp;amp;` in a name as `&amp;`, whether a lone `<` stands beside it or not."""
    for number, name in enumerate(("Write &amp;amp; here", "Write &amp;amp; where 1 < 2")):
        named = question("<p>So?</p>").replace("<text>N</text>", f"<text>{escape(name)}</text>")
        assert broken(tmp_path / str(number), "q.xml", named) == set()


WHOLE = "&lt;p&gt;Read the second chapter before you answer.&lt;/p&gt;"


def test_a_text_that_was_escaped_twice_as_a_whole_is_found(tmp_path: Path) -> None:
    assert "html-double-escaped" in broken(tmp_path / "twice", "q.xml", question(WHOLE))
    assert broken(tmp_path / "once", "q.xml", question("<p>Read the second chapter before you answer.</p>")) == set()
    assert broken(tmp_path / "asked", "q.xml", question("&lt;p&gt;Hello&lt;/p&gt;")) == set()  # a choice about HTML
