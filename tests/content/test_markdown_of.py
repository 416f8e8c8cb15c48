"""The Markdown of what editors of LMSs write: one literal table, and what is noted."""

from __future__ import annotations

import pytest

from lmsexport.content.markdown_of import Note, markdown

WORDS = {
    "<p>The <b>Danube</b> and the <i>Rhine</i>, <b><i>both</i></b>, <strike>never</strike>.</p>":
        "The **Danube** and the *Rhine*, ***both***, ~~never~~.",
    "One line.<br>Another.<br><br>A paragraph.": "One line.\\\nAnother.\n\nA paragraph.",
    "<div>A</div><div><div>B</div></div>": "A\n\nB",
    "<p>10&nbsp;km &nbsp; and&nbsp; more&nbsp;</p>": "10\xa0km and more",
    "<p>Write: <u>&nbsp; &nbsp;</u> here.</p>": "Write: <u>&nbsp; &nbsp;</u> here.",
    "H<sub>2</sub>O, <kbd>Ctrl</kbd> <kbd>C</kbd>": "H<sub>2</sub>O, <kbd>Ctrl</kbd> <kbd>C</kbd>",
    '<abbr title="R &amp; D">RD</abbr>': '<abbr title="R &amp; D">RD</abbr>',
    '<span style="font-weight:bold">a</span><span style="text-decoration: underline">b</span>': "**a**<u>b</u>",
    '<b style="font-weight:normal"><span style="font-style: italic">Google Docs</span></b>': "*Google Docs*",
    "<p><b>foo:</b>bar and a<b>b</b>c</p>": "<strong>foo:</strong>bar and a**b**c",
    "<p> <b> a </b>b</p>": "**a** b",
    '<p lang="de" dir="ltr">Größe</p>': '<span lang="de">Größe</span>',
    '<span dir="rtl" lang="ar">نهر</span>': '<span lang="ar" dir="rtl">نهر</span>',
    "<ruby>漢<rt>kan</rt></ruby>": "<ruby>漢<rt>kan</rt></ruby>",
    '<p>x <span style="display:none">hidden</span></p>': 'x <span style="display: none">hidden</span>',
    "<p>x</p>\n<p>&nbsp;</p>\n<p></p><p><br></p>": "x",
}  # fmt: skip

ESCAPED = {
    "* a *b* 2 * 3 **c**": "\\* a \\*b\\* 2 * 3 \\*\\*c\\*\\*",
    "snake_case _x_ __init__": "snake_case \\_x\\_ \\_\\_init\\_\\_",
    "# no heading": "\\# no heading",
    "#hash": "#hash",
    "+ no entry": "\\+ no entry",
    "1. no entry 2) here": "1\\. no entry 2) here",
    "1986": "1986",
    "a<br>- b<br>2) c<br>=====<br>---<br>&gt; d": "a\\\n\\- b\\\n2\\) c\\\n=====\\\n---\\\n\\> d",
    "a<br>=====": "a\\\n\\=====",
    "a<br>---": "a\\\n\\---",
    "a | b<br>--- | ---": "a | b\\\n\\--- | ---",
    "::: callout": "\\::: callout",
    "[1] [x](y) [x]: z": "[1] [x\\](y) [x]: z",
    "[x]: z": "\\[x]: z",
    "`a` ~~b~~ ~c~ d": "\\`a\\` \\~\\~b\\~\\~ ~c~ d",
    "C:\\temp \\* \\": "C:\\temp \\\\\\* \\\\",
    "List&lt;int&gt; a &lt; b &lt;b&gt; &amp;amp; R&amp;D": "List\\<int> a < b \\<b> \\&amp; R&D",
    "$5": "$5",
    "$5 or $6": "\\$5 or \\$6",
    "Hello!<a href='x.pdf'>a</a> [<a href='x.pdf'>[b]</a>]": "Hello\\![a](x.pdf) [[\\[b\\]](x.pdf)]",
    "{{capital}} and {{ x }}": "{{capital}} and {{ x }}",
}

FORMULAS = {
    "costs $5, \\(x_1\\)2": "costs \\$5, $x_1$&#50;",
    "\\(x\\) is 5": "$x$ is 5",
    "<p>\\[ \\frac{1}{2} \\]</p>": "$$ \\frac{1}{2} $$",
    "In Moodle $$ a^2 $$ and \\( b \\)": "In Moodle $$a^2$$ and $b$",
    '<img class="equation_image" src="/equation_images/x%255E2" alt="LaTeX: x^2" data-equation-content="x^2">': "$x^2$",
    '<math display="block"><semantics><mi>x</mi><annotation encoding="application/x-tex">x</annotation></semantics>'
    "</math>": "$$ x $$",
    "<math><msup><mi>x</mi><mn>2</mn></msup><mo>≤</mo>"
    "<mfrac><mi>α</mi><mrow><mi>b</mi><mo>+</mo><mn>1</mn></mrow></mfrac></math>":
        "$x^{2}\\le\\frac{\\alpha}{b+1}$",
}  # fmt: skip

CODE = {
    "<code>a`b</code>, <code>`</code>, <code>a&lt;b</code>, <code>a<b>b</b></code>":
        "``a`b``, `` ` ``, `a<b`, <code>a**b**</code>",
    "<pre>a &lt; b<br>  ```<br></pre>": "````\na < b\n  ```\n````",
    '<pre class="language-python"><code><span>if</span> a:\n\n    b()\n</code></pre>':
        "```python\nif a:\n\n    b()\n```",
}  # fmt: skip

LISTS = {
    "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul><ul><li>d</li></ul>": "- a\n- b\n  - c\n\n* d",
    '<ol start="3"><li>a</li><li><p>b</p><p>c</p></li></ol>': "3. a\n\n4. b\n\n   c",
    "<ul><li>a<ol start='2'><li>b</li></ol></li></ul>": "- a\n\n  2. b",
    "<ul>stray<li>a</li><ul><li>b</li></ul></ul>": "- stray\n- a\n  - b",
    "<ul><li><hr></li><li><pre>c</pre></li><li></li></ul>": "- ___\n- ```\n  c\n  ```\n-",
    '<ol type="a"><li>x</li><li><p>y</p><p>z</p></li></ol>':
        '<ol type="a">\n<li>x</li>\n<li>\n<p>y</p>\n<p>z</p>\n</li>\n</ol>',
    '<ol><li value="4">x</li></ol>': '<ol>\n<li value="4">x</li>\n</ol>',
}  # fmt: skip

BLOCKS = {
    "<h1>One</h1><h4>Two</h4><h4>Three #</h4><h2>Four<br>lines</h2>":
        "## One\n\n### Two\n\n### Three \\#\n\n### Four<br>lines",
    "<blockquote><p>a</p><blockquote>b</blockquote></blockquote>": "> a\n>\n> > b",
    "<table><thead><tr><th>A</th><th>B | C</th></tr></thead>"
    "<tr><td>1</td><td align=right><p>2</p><p>3</p></td></tr><tr><td></td></tr></table>":
        "| A | B \\| C |\n| --- | --- |\n| 1 | 2<br><br>3 |\n|  |  |",
    "<table><tr><th>a<th style='text-align: center'>b<tr><td><code>b|c</code> \\(|x|\\)<td align=center>d</table>":
        "| a | b |\n| --- | :---: |\n| `b\\|c` $\\|x\\|$ | d |",
    '<table><tr><td>1</td><td colspan="2">2</td></tr></table>':
        '<table>\n<tr><td>1</td><td colspan="2">2</td></tr>\n</table>',
    "<dl><dt>Karst</dt><dd>Limestone</dd></dl>": "<dl>\n<dt>Karst</dt>\n<dd>Limestone</dd>\n</dl>",
    "<details open><summary>More</summary><p>a</p><ul><li>b</li></ul></details>":
        "<details><summary>More</summary>\n\na\n\n- b\n\n</details>",
    '<figure><img src="map.png" alt="The map"><figcaption>From <i>spring</i> to "delta"</figcaption></figure>':
        '![The map](map.png "From *spring* to \\"delta\\"")',
    "<figure><pre>a</pre><figcaption>Code</figcaption></figure>":
        "<figure>\n\n```\na\n```\n\n<figcaption>Code</figcaption>\n</figure>",
    "<p>a</p><hr><p>b</p>": "a\n\n---\n\nb",
}  # fmt: skip

OUR_OWN = {
    '<div class="callout"><p class="callout-label">Key <i>Paper</i></p><p>a</p><div role="note">b</div></div>':
        "::: callout Key *Paper*\na\n\n::: callout\nb\n:::\n:::",
    '<ol class="steps"><li><h3><span class="step-number">1</span> Find</h3><p>Any.</p></li>'
    "<li><h3>Go</h3>Up.</li></ol>":
        "::: steps\n### Find\nAny.\n### Go\nUp.\n:::",
    '<h2>A</h2><ol class="steps"><li><h3>Find</h3><ul><li>a</li></ul><h4>b</h4></li></ol>':
        "## A\n\n::: steps\n### Find\n\n- a\n\n#### b\n:::",
    '<ol class="timeline"><li><p class="timeline-label">1856</p><h3>Free</h3>x</li></ol>':
        "::: timeline\n### 1856 | Free\nx\n:::",
}  # fmt: skip

LINKS = {
    '<a href="https://example.org/">https://example.org/</a>': "<https://example.org/>",
    '<a href="https://de.wikipedia.org/wiki/K%C3%B6ln_(Stadt)" title="A &quot;t&quot;">Köln</a>':
        '[Köln](https://de.wikipedia.org/wiki/Köln_(Stadt) "A \\"t\\"")',
    '<a href="a b).pdf">c</a> <a href="//example.org">d</a>': "[c](<a%20b).pdf>) [d](https://example.org)",
    '<a href="x"><img src="a.png" alt="[b] *c*"></a>': "[![\\[b\\] \\*c\\*](a.png)](x)",
    '<h2 id="s1">Größe &amp; Maß</h2><a href="#s1">see</a> <a href="#p">there</a><p id="p">here</p>':
        '## Größe & Maß\n\n[see](#größe--maß) [there](#p)\n\n<span id="p"></span>here',
    '<video controls><source src="film.mp4" type="video/mp4">Your browser cannot.</video>': "![film.mp4](film.mp4)",
    '<video src="f.mp4" aria-label="A film"><track kind="captions" src="f.vtt"></video>': "![A film](f.mp4)",
    '<video aria-label="A film"><source src="f.mp4"><source src="f.webm"></video>':
        '<video controls="controls" aria-label="A film"><source src="f.mp4"><source src="f.webm"></video>',
}  # fmt: skip

NOTED = {
    "<p>a<script>x()</script><style>y</style></p>": ("a", [("active", "script", 1), ("active", "style", 1)]),
    "<p>a<input value=z> <select><option>b<option>c</select> <button onclick='d()'>e</button></p>": (
        "a b c e", [("active", "on…", 1), ("form", "button", 1), ("form", "input", 1), ("form", "select", 1)],
    ),
    '<p class="MsoNormal"><span lang="EN-US" style="mso-ansi-language:EN-US">Word<o:p></o:p></span></p>':
        ("Word", [("looks", "class", 1), ("looks", "style", 1)]),
    '<p style="text-align:center"><font color="red">red</font></p>': ("red", [("looks", "style", 1)]),
    '<a href="javascript:x()">a</a> <a href="ftp://e.org">b</a> <a href="#">c</a> <a href="#gone">d</a>': (
        "a b c d", [("address", "#gone", 1), ("address", "ftp://e.org", 1), ("address", "javascript:x()", 1)],
    ),
    '<iframe src="//www.youtube.com/embed/x" title="A film" width="560"></iframe>': (
        "[A film](https://www.youtube.com/embed/x)", [("embed", "//www.youtube.com/embed/x", 1)],
    ),
    "<p>A vector<int> of <b>words</b></int>, <list>x</list><my-tag>y</my-tag></p>": (
        "A vector of **words**, xy", [("tag", "int", 1), ("tag", "list", 1)],
    ),
    "<p>a<svg><text>b</text></svg>c</p>": ("ac", [("active", "svg", 1)]),
    "<table><tr><td>a</table>": ("<table>\n<tr><td>a</td></tr>\n</table>", [("raw", "table", 1)]),
    "<pre>a <b>b</b></pre>": ("```\na b\n```", [("code", "b", 1)]),
    '<img src="data:image/png;base64,AAAA" alt="a map">': ("a map", [("data", "image/png", 1)]),
    "<math><mmultiscripts><mi>a</mi></mmultiscripts></math>": ("a", [("formula", "", 1)]),
}  # fmt: skip

TABLE = {**WORDS, **ESCAPED, **FORMULAS, **CODE, **LISTS, **BLOCKS, **OUR_OWN, **LINKS}


@pytest.mark.parametrize("html", TABLE)
def test_markdown_of_html(html: str) -> None:
    made = markdown(html)
    assert made.text == TABLE[html]
    assert not [note for note in made.notes if note.kind in ("structure", "address", "looks")]


@pytest.mark.parametrize("html", NOTED)
def test_what_is_left_out_is_noted(html: str) -> None:
    text, notes = NOTED[html]
    assert markdown(html).text == text
    assert [(note.kind, note.what, note.count) for note in markdown(html).notes] == notes


def test_links_and_media_get_the_addresses_of_the_text() -> None:
    known = {"@@PLUGINFILE@@/map.png": "images/map.png", "$@PAGEVIEWBYID*7@$": "02-rhine.md"}
    made = markdown(
        '<img src="@@PLUGINFILE@@/map.png" alt="Map"> <a href="$@PAGEVIEWBYID*7@$">Rhine</a> '
        '<a href="$@FORUM*1@$">gone</a><img src="@@PLUGINFILE@@/lost.png" alt="Lost">',
        known.get,
    )
    assert made.text == "![Map](images/map.png) [Rhine](02-rhine.md) goneLost"
    assert made.notes == (Note("address", "$@FORUM*1@$"), Note("address", "@@PLUGINFILE@@/lost.png"))


def test_pictures_within_the_html_become_files() -> None:
    taken: list[tuple[bytes, str]] = []

    def files(content: bytes, media_type: str) -> str:
        taken.append((content, media_type))
        return "images/1.png"

    assert markdown('<img alt="a" src="data:image/png;base64,iVBORw==">', files=files).text == "![a](images/1.png)"
    assert taken == [(b"\x89PNG", "image/png")]


def test_blanks_are_told_from_what_looks_like_one() -> None:
    made = markdown(
        "<p>{{capital}}: <b>\ue000</b>x <code>{{a}}</code></p><table><tr><td>\ue001 {{a}}</table>",
        blanks={"\ue000": "capital", "\ue001": "river"},
    )
    assert made.text == (
        "{\\{capital}}: <strong>{{capital}}</strong>x <code>{\\{a}}</code>\n\n"
        "<table>\n<tr><td>{{river}} &#123;{a}}</td></tr>\n</table>"
    )
    assert [note.kind for note in made.notes] == ["raw"]


def test_headings_stand_below_the_one_above_the_text() -> None:
    assert markdown("<h1>a</h1><h5>b</h5>", top_level=2).text == "### a\n\n#### b"


def test_looks_that_are_kept() -> None:
    html = '<p style="text-align: center; position: fixed">a <span style="color: red">b</span></p>'
    made = markdown(html, looks="keep")
    assert made.text == '<div style="text-align: center">\n\na <span style="color: red">b</span>\n\n</div>'


def test_places_that_other_texts_link_to() -> None:
    made = markdown('<h2 id="s1">One</h2><p id="s2">Two</p>', anchors=["s2"])
    assert made.text == '## One\n\n<span id="s2"></span>Two'
    assert made.anchors == {"s1": "one", "s2": "s2"}


def test_nothing_is_lost_in_the_depth() -> None:
    made = markdown("<ul><li>" * 300 + "a" + "</li></ul>" * 300 + "<p>b</p>")
    assert made.text == "a\n\nb"
    assert made.notes == (Note("depth", ""),)
