"""What holds for every text that becomes Markdown: it says the same, no word is lost, and once is enough."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import DEEP
from content.sample import Lms, Page
from legal.dice import Dice
from legal.texts import Texts
from lmsexport.content.fragment import Renderer
from lmsexport.content.markdown import render
from lmsexport.content.markdown_of import markdown
from lmsexport.content.rereading import Anywhere, AsRead
from lmsexport.content.sameness import difference

pytestmark = pytest.mark.deep
EXAMPLES = settings(deadline=None, max_examples=2000 if DEEP else 60)

INLINE = (
    "b",
    "i",
    "s",
    "u",
    "code",
    "sub",
    "span",
    "font",
    "kbd",
    "a",
    "q",
    "small",
    "label",
    "abbr",
    "o:p",
    "ruby",
    "rt",
)
BLOCKS = (
    "p", "div", "ul", "ol", "li", "table", "tr", "td", "th", "tbody", "thead", "caption", "blockquote", "pre", "h1",
    "h2", "h4", "h6", "dl", "dt", "dd", "details", "summary", "figure", "figcaption", "section", "center", "form",
    "fieldset",
)  # fmt: skip
VOID = (
    "<br>", "<hr>", '<img src="a.png" alt="b">', '<img src="a.png">', "<wbr>", '<input value="c">', "&nbsp;", " ", "\n",
    '<video src="a.mp4"></video>', r"\(x &lt; y\)", r"\[x\]", '<a name="here"></a>', "<!-- c -->",
)  # fmt: skip
ATTRIBUTES = (
    "", ' class="x"', ' style="font-weight: bold"', ' style="text-align: center"', ' lang="de"', ' colspan="2"',
    ' start="3"', ' href="x y.html"', ' href="#here"', ' id="here"', ' title="t&quot;|"', ' type="a"',
    ' class="callout"', ' class="steps"', ' style="display: none"', ' value="7"', ' rowspan="2"',
)  # fmt: skip
SIGNS = (
    *"*_`~#>-+=|$&!.:()[]{}\\\"'0 ", "1. ", "- ", "::: ", "$$", "**", "||", "&amp;", "&lt;b&gt;", "&lt;", "\\(", "\n",
    "https://e.org", "{{a}}", "]: ",
)  # fmt: skip
RENDERERS: dict[str, Renderer] = {"page": Page(), "lms": Lms(), "proof": AsRead()}


def element(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """An element around something; now and then without an end."""
    return st.builds(
        lambda tag, attributes, content, ends: f"<{tag}{attributes}>{content}" + (f"</{tag}>" if ends else ""),
        st.sampled_from((*INLINE, *BLOCKS)), st.sampled_from(ATTRIBUTES), inner, st.integers(0, 9).map(bool),
    )  # fmt: skip


WORDS = st.lists(st.one_of(st.sampled_from(SIGNS), st.just("\0")), min_size=1, max_size=6).map("".join)
LEAVES = st.one_of(WORDS, st.sampled_from(VOID))
HTML = st.recursive(
    LEAVES, lambda inner: st.lists(st.one_of(inner, element(inner)), max_size=5).map("".join), max_leaves=25
)


def marked(html: str) -> str:
    """The HTML with words that stand nowhere else."""
    first, *rest = html.split("\0")
    return first + "".join(f"wörd{n}x{part}" for n, part in enumerate(rest))


def rendered(text: str) -> str:
    """The Markdown, rendered again."""
    return render(text, Anywhere()).render(AsRead())


@EXAMPLES
@given(HTML)
def test_any_html_says_the_same(html: str) -> None:
    html = marked(html)
    made = markdown(html)
    again = rendered(made.text)
    for word in re.findall(r"wörd\d+x", html):
        assert word in again
    assert not [note for note in made.notes if note.kind == "structure"]
    if not any(note.kind == "address" for note in made.notes):
        assert difference(html, again) is None


@EXAMPLES
@given(HTML)
def test_once_is_enough(html: str) -> None:
    text = markdown(marked(html)).text
    assert markdown(rendered(text)).text == text


@EXAMPLES
@given(HTML)
def test_looks_can_be_kept(html: str) -> None:
    made = markdown(marked(html), looks="keep")
    assert not [note for note in made.notes if note.kind == "structure"]


@EXAMPLES
@given(st.lists(st.one_of(st.sampled_from(SIGNS), st.sampled_from(["a", "ä", "1", " "])), max_size=12).map("".join))
def test_words_stay_words(words: str) -> None:
    """Nothing in a text without markup becomes some."""
    escaped = words.replace("&", "&amp;").replace("\\(", "\\<span></span>(").replace("$$", "$<span></span>$")
    made = markdown(f"<p>{escaped}</p>")
    assert not made.notes
    assert difference(f"<p>{escaped}</p>", rendered(made.text)) is None


@pytest.mark.parametrize("seed", range(400 if DEEP else 30))
@pytest.mark.parametrize("renderer", RENDERERS)
def test_what_authors_write_comes_back(seed: int, renderer: str) -> None:
    texts = Texts(Dice(seed))
    texts.around.pictures = ["images/loop.svg", "images/a b.png"]
    texts.around.sounds, texts.around.videos = ["media/a.mp3"], ["media/talk.mp4"]
    texts.around.others = ["files/a (1).pdf"]
    html = render(texts.body(place=True), Anywhere()).render(RENDERERS[renderer])
    made = markdown(html)
    assert [note for note in made.notes if note.kind not in ("raw", "looks")] == []
    assert difference(html, rendered(made.text)) is None
    assert markdown(rendered(made.text)).text == made.text
