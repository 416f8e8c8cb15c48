"""What Moodle’s filters make of our texts: nothing. They are repeated here as Moodle 4.4 to 5.1 has them."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from lxml import etree
from lxml import html as parser

from formats.moodle.courses import choices, course, export, lesson, quiz, resolved
from formats.moodle.courses import question as make
from formats.moodle.questionfiles import gift_of, xml_of
from formats.moodle.reading import activity, answers, question, text
from lmsexport.formats.base import format_named
from lmsexport.formats.moodle.write.filters import FORMULA, unfiltered
from lmsexport.lowering import lower

EMOTICONS = [
    ":-)", ":)", ":-D", ";-)", ":-/", "V-.", ":-P", ":-p", "B-)", "^-)", "8-)", ":o)", ":-(", ":(", "8-.", ":-I",
    ":-X", "8-o", "P-|", "8-[", "(grr)", "xx-P", "|-.", "}-]", "(h)", "(heart)", "(y)", "(n)", "(martin)", "( )",
]  # fmt: skip
"""lib/classes/emoticon_manager.php."""


def mathjax(stored: str) -> str:
    """filter/mathjaxloader/classes/text_filter.php: escape_html_tag_wrapper, then wrap_math_in_nolink."""
    if not re.search(r"\\[(\[]|\$\$", stored):
        return stored
    stored = re.sub(r"\{([^}]+)\}", lambda held: held[0].replace("<", "&lt;").replace(">", "&gt;"), stored)
    done, inline, display, position = stored, -1, -1, 1
    while position < len(done):
        pair = done[position - 1 : position + 1]
        if display < 0 and pair in (r"\[", "$$"):
            display, ends = position - 1, r"\]" if pair == r"\[" else "$$"
        elif display < 0 and pair == r"\(":
            inline = position - 1
        elif (display < 0 <= inline and pair == r"\)") or (display >= 0 and pair == ends):
            start = display if display >= 0 else inline
            done = f'{done[:start]}<span class="nolink">{done[start : position + 1]}</span>{done[position + 1 :]}'
            position, inline, display = position + 28, -1, -1
        position += 1
    return done


def emoticons(stored: str) -> str:
    """filter/emoticon: wherever the signs stand, in code and in addresses, too."""
    return re.sub("|".join(map(re.escape, EMOTICONS)), '<img class="icon emoticon">', stored)


def addresses(stored: str) -> str:
    """filter/urltolink: outside of links."""
    pieces = re.split(r"(<a\s[^>]+?>.*?</a>|<[^>]+>)", stored, flags=re.DOTALL)
    found = r"(?i)(?:https?://|(?<!://)www\.)[a-z0-9-]"
    return "".join(piece if piece.startswith("<") else re.sub(found, "<a>", piece) for piece in pieces)


def media(stored: str) -> str:
    """filter/mediaplugin: a link to something that can be played loses its words."""
    markers = r"\.fmp4|\.mov|\.mp4|\.m4v|\.ogv|\.webm|\.m3u8|\.mpd|\.aac|\.flac|\.mp3|\.m4a|\.oga|\.ogg|\.wav"
    hosts = r"youtube\.com|youtube\-nocookie\.com|youtu\.be|y2u\.be|vimeo\.com/"
    link = rf'(?is)<a\s[^>]*href="([^"]*(?:{markers}|{hosts})[^"]*)"[^>]*>([^>]*)</a>'
    return re.sub(
        link, lambda it: it[0] if re.search('class="[^"]*nomediaplugin', it[0]) else "<video></video>", stored
    )


def restored(stored: str) -> str:
    """What a restore and file_rewrite_pluginfile_urls make addresses of, outside of tags."""
    pieces = re.split(r"(<[^>]+>)", stored)
    codes = r"@@PLUGINFILE@@/|\$@[A-Z]+\*\d+@\$"
    return "".join(piece if piece.startswith("<") else re.sub(codes, "<a>", piece) for piece in pieces)


def filtered(stored: str) -> str:
    return media(addresses(emoticons(mathjax(restored(stored)))))


def shown(stored: str) -> tuple[str, list[str]]:
    """Words and elements, but for the spans that MathJax is shown its formulas by."""
    root = parser.fragment_fromstring(stored, create_parent="x")
    for element in list(root.iter("span")):
        if element.get("class") == "nolink":
            element.drop_tag()
    return root.text_content(), [str(element.tag) for element in root.iter()]


def edited(stored: str) -> str:
    """A text as TinyMCE gives it back: no references but those to `&`, `<` and `>`."""
    return re.sub(r"&#(\d+);", lambda it: html.escape(chr(int(it[1])), quote=False), stored)


SET = """Let $x$ be a set. A set opens with `{` or {.

## A heading

A paragraph that ends with }"""
CODE = "```c\nint main(void) { if (1) { return 0; } }\n```\n\nIt costs $n$."

TEXTS = {
    "a set": SET,
    "coloured code": CODE,
    "a code block before a formula": "```js\nconst f = (a) => ({a});\n```\n\n$f(a)$ and *this*.",
    "braces in a table": "| a | b |\n| --- | --- |\n| `{` | *x* |\n| $y$ | } |",
    "a formula that opens": r"$\{$ **opens** and $\}$ closes.",
    "cases": r"$\left\{ \begin{array}{l} 1 \\[2pt] 2 \end{array} \right.$ *and* $x_{1}$",
    "a line break in a formula": r"$\begin{matrix} a \\[2pt] b \\(c) \end{matrix}$ and $y$",
    "a displayed formula": "A { and\n\n$$x_{1}$$\n\n*b* }",
    "a brace in a link": "[a](https://example.org/{a) $x$ *b* [c](https://example.org/c})",
    "a brace in a title": '[a](https://example.org "{") $x$ *b* }',
    "formula signs in code": r"`\(a\)` and `\[` and `$$` and $x$",
    "formula signs alone": r"`\[` and `$$`, then `{` **a** `}`",
    "a quotation": "> A { in $x$.\n\nAnd }.",
    "order of growth": "`O(n)` and O(n), f(y), g(h): $O(n)$.",
    "smileys": " ".join(sign for sign in EMOTICONS if sign not in ("^-)", "( )")).replace("|", r"\|") + " (n)-)",
    "smileys in code": "`" + "` `".join(EMOTICONS) + "`",
    "an address with a smiley": "[n](https://example.org/Set_(n))",
    "a smiley after a reference": "`<-)` `&-)` `}-)` $x$",
    "an address": "See https://example.org/ or www.example.org.",
    "a picture’s address in code": "`curl https://example.org/a.png`",
    "an address as a link": "<https://example.org/a>",
    "a sound": "[The tone to *hear*](https://example.org/tone.mp3) and [again](https://example.org/tone.ogg?a=1&b=2)",
    "a film": "[Watch it](https://www.youtube.com/watch?v=abc), [or this](https://youtu.be/abc), <https://vimeo.com/1>",
    "codes of backups": "In a backup: @@PLUGINFILE@@/a.png, $@PAGEVIEWBYID*1@$ and `@@PLUGINFILE@@/a`.",
    "all at once": f"{SET}\n\n{CODE}\n\n[Hear](https://example.org/t.wav) (y) `{{` www.a.org",
}


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("lessons", ["page", "book"])
def test_filters_find_nothing_in_a_lesson(name: str, lessons: str) -> None:
    package = export(course(lesson("one", body=TEXTS[name], objectives=["A { b"])), lessons=lessons)
    kind, path = ("page", ".//content") if lessons == "page" else ("book", ".//chapter/content")
    found = activity(package, kind, "one").findall(path)
    assert found
    for stored in found:
        assert shown(filtered(stored.text or "")) == shown(stored.text or "")


@pytest.mark.parametrize("name", TEXTS)
def test_filters_find_nothing_in_a_question(name: str) -> None:
    said = TEXTS[name]
    data = make("multiple-response", "q", prompt=said, choices=choices("`{` $x$ **b** }", "(n) }"), hints=[said],
                feedback={"correct": said, "general": said})  # fmt: skip
    found = question(export(course(quiz("quiz", [data]))), "q")
    texts = [text(found, path) for path in ("questiontext", "generalfeedback", ".//correctfeedback", ".//hint")]
    for stored in (*texts, *(choice for choice, _, _ in answers(found))):
        assert shown(filtered(stored)) == shown(stored)
    (in_file,) = (each for each in xml_of(data) if each.get("type") == "multichoice")
    assert in_file.findtext("questiontext/text") == texts[0]


def is_torn(stored: str) -> bool:
    """Whether students see something else once a teacher has opened and saved a text."""
    return shown(mathjax(edited(stored))) != shown(edited(stored))


TORN = {"a set", "braces in a table", "a formula that opens", "a displayed formula", "a brace in a title",
        "formula signs alone", "a quotation", "all at once"}  # fmt: skip
"""The texts with a tag between two braces, beside a formula or what looks like one."""


@pytest.mark.parametrize("name", TEXTS)
def test_what_an_edit_would_tear_is_named_at_its_text(name: str) -> None:
    data = course(lesson("one", body=TEXTS[name]), quiz("quiz", [make("essay", "q", prompt=TEXTS[name])]))
    whole, moodle = resolved(data), format_named("moodle")
    package = export(data)
    stored = text(activity(package, "page", "one"), ".//content"), text(question(package, "q"), "questiontext")
    noted = [loss.path for loss in lower(whole, moodle).losses if loss.code == "Text.edited"]
    assert [*map(is_torn, stored)] == [name in TORN] * 2
    here = ("modules", 0, "items")
    assert noted == ([(*here, 0, "body"), (*here, 1, "questions", 0, "prompt")] if name in TORN else [])


@pytest.mark.parametrize("target", ["moodle-xml", "gift"])
def test_what_an_edit_would_tear_is_named_in_files_of_questions(target: str) -> None:
    data = make("single-choice", "q", choices=choices("$x$ is in { **a** }", "`{}` and $x$"))
    losses = lower(resolved(course(quiz("quiz", [data]))), format_named(target)).losses
    noted = [loss.path[-3:] for loss in losses if loss.code == "Text.edited"]
    assert noted == [("choices", 0, "text"), ("choices", 0, "feedback")]


@pytest.mark.parametrize("body", [CODE, TEXTS["a code block before a formula"], "```php\nif ($a) { $$b = 1; }\n```"])
def test_code_with_closed_braces_survives_an_edit(body: str) -> None:
    stored = text(activity(export(course(lesson("one", body=body))), "page", "one"), ".//content")
    assert "{" in edited(stored)
    assert not is_torn(stored)


def test_only_words_between_braces_lose_their_colours() -> None:
    body = "```python\nreturn {1: None}\n\ndef nothing(): pass\n```\n\n$x$"
    stored = text(activity(export(course(lesson("one", body=body))), "page", "one"), ".//content")
    root = parser.fragment_fromstring(stored, create_parent="x")
    coloured = {span.text for span in root.iter("span")}
    assert {"return", "def", "nothing", "pass"} <= coloured
    assert "None" not in coloured
    assert "{1: None}" in root.text_content()


def test_code_keeps_its_colours_where_no_formula_is() -> None:
    package = export(course(lesson("one", body="```c\nint main(void) { return 0; }\n```")))
    stored = text(activity(package, "page", "one"), ".//content")
    assert [span.text for span in parser.fromstring(stored).iter("span")] == ["int", "main", "void", "return", "0"]


def test_a_formula_stays_readable_for_who_edits_it() -> None:
    package = export(course(lesson("one", body=r"$\frac{a}{b} \le \{x\}$")))
    assert r"\(\frac{a}{b} \le \{x\}\)" in text(activity(package, "page", "one"), ".//content")


def test_a_title_and_a_text_are_one_field() -> None:
    heading = {"type": "heading", "id": "h", "title": "Sets {", "description": "$x$ **b** }"}
    stored = text(activity(export(course(heading)), "label", "h"), ".//intro")
    assert shown(filtered(stored)) == shown(stored)


def test_a_gap_text_with_a_formula_keeps_its_gaps() -> None:
    blank: dict[str, Any] = {"kind": "text", "id": "a", "answers": [{"text": "x"}]}
    data = make("fill-in-blanks", "q", prompt="$x_{1}$ in { **a** {{a}} } (n)", blanks=[blank])
    stored = text(question(export(course(quiz("quiz", [data]))), "q"), "questiontext")
    assert stored == r"<p>\(x_{1}\) in &#123; <strong>a</strong> {#1} &#125; (n&#41;</p>"
    (in_file,) = (each for each in xml_of(data) if each.get("type") == "cloze")
    assert "{1:SHORTANSWER:=x}" in (in_file.findtext("questiontext/text") or "")
    assert "{#1}" not in (in_file.findtext("questiontext/text") or "")


def test_a_smiley_in_gift_is_none() -> None:
    assert "O(n&\\#41;" in gift_of(make("true-false", "q", prompt="O(n)", answer=True))


@pytest.mark.parametrize("sign", EMOTICONS)
def test_no_smiley_is_left(sign: str) -> None:
    for before in ("", "(n", "}", "&lt;", "8"):
        written = unfiltered(f"<p>{before}{sign}{sign} {FORMULA}(x{FORMULA})</p>")
        assert emoticons(written) == written
        assert html.unescape(written) == html.unescape(rf"<p>{before}{sign}{sign} \(x\)</p>")
        etree.fromstring(written)
