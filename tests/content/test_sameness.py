"""When two texts say the same, and what is said of those that do not."""

from __future__ import annotations

import pytest

from lmsexport.content.sameness import difference, same

SAME = [
    ("<p>a</p>", "a"),
    ("<p>a</p>", "<div><div>a</div></div>"),
    ("a<br><br>b", "<p>a</p><p>b</p>"),
    ("<p>a<br></p><p>&nbsp;</p>", "<p>a</p>"),
    ("<p>a \n b</p>", "<p>a b</p>"),
    ("<p>a &nbsp;b</p>", "<p>a b</p>"),
    ("<b>a</b>", '<span style="font-weight: bold">a</span>'),
    ("<b><i>a</i></b>", "<em><strong>a</strong></em>"),
    ("<b>a</b> <b>b</b>", "<strong>a b</strong>"),
    ("<b>a </b>b", "<b>a</b> b"),
    ("<b></b>a<i> </i>b", "a b"),
    ('<b style="font-weight: normal">a</b>', "a"),
    ('<p class="x" style="color: red" align="center"><font color="red">a</font></p>', "a"),
    ("<b><p>a</p><p>b</p></b>", "<p><b>a</b></p><p><b>b</b></p>"),
    ('<a href="x y.pdf">a</a>', '<a href="x%20y.pdf" target="_blank">a</a>'),
    ('<a href="//example.org/">a</a>', '<a href="https://example.org/">a</a>'),
    ('<a name="x"></a>a', "a"),
    ('<a name="x"></a>a<a href="#x"> </a>', "a"),
    ("<ul><li>a</li><li>b</li></ul>", "<ul><li><p>a</p></li>\n<li><p>b</p></li></ul>"),
    ("<ul><li>a</li><ul><li>b</li></ul></ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
    ('<ol type="a"><li>a</li></ol>', '<ol style="list-style-type: lower-alpha"><li>a</li></ol>'),
    ("<h1>a</h1><h4>b</h4><h1>c</h1>", "<h2>a</h2><h3>b</h3><h2>c</h2>"),
    ("<table><thead><tr><td>a</td></tr></thead></table>", "<table><tr><th><p>a</p></th></tr></table>"),
    ("<pre>a\nb\n</pre>", "<pre><code>a<br>b</code></pre>"),
    ('<pre class="lang-c">a</pre>', '<pre><code class="language-c"><span class="k">a</span></code></pre>'),
    ("<figure><img src='a.png' alt='b'></figure>", "<p><img src='a.png' alt='b' width=30></p>"),
    (r"\(x &lt; y\)",
     '<math><semantics><mi>x</mi><annotation encoding="application/x-tex">x &lt; y</annotation></semantics></math>'),
    (r"\(x\)", '<img class="equation_image" alt="LaTeX: x" src="/equation_images/x" data-equation-content="x">'),
    (r"$$x$$", r"\[ x \]"),
    ("a<script>b()</script>", "a"),
    ("<iframe src='//example.org/v' title='A film'></iframe>", "<a href='https://example.org/v'>A film</a>"),
    ("<div class='callout'><p class='callout-label'>a</p><p>b</p></div>",
     '<div role="note" style="margin: 1.5em 0; padding: 0.9em 1.2em; border: 1px solid #c5d3e8; border-top: 4px solid '
     '#1d4f91; background-color:#f3f6fb; color: #1f2933;"><p style="margin: 0 0 0.4em; font-weight: bold; '
     'color: #1d4f91">a</p>b</div>'),
]  # fmt: skip

DIFFERENT = [
    ("a", "b", "paragraph: “a” ≠ paragraph: “b”"),
    ("a<br>b", "a b", "paragraph: “a” ≠ paragraph: “a b”"),
    ("<p>a</p>", "<p>a</p><p>b</p>", "nothing ≠ paragraph: “b”"),
    ("a <b>b</b>", "a b", "paragraph: “a ” ≠ paragraph: “a b”"),
    ("<b>a</b>", "<i>a</i>", "paragraph: strong “a” ≠ paragraph: em “a”"),
    ("10&nbsp;km", "10 km", "paragraph: “10\xa0km” ≠ paragraph: “10 km”"),
    ("a<u>&nbsp;&nbsp;</u>b", "a b", "paragraph: “a” ≠ paragraph: “a b”"),
    ('<a href="x">a</a>', "a", "paragraph: a href=“x” “a” ≠ paragraph: “a”"),
    ('<a href="x">a</a>', '<a href="y">a</a>', "paragraph: a href=“x” “a” ≠ paragraph: a href=“y” “a”"),
    ("<img src=a.png alt=b>", "<img src=a.png alt=c>", "paragraph: picture a.png “b” ≠ paragraph: picture a.png “c”"),
    ("<img src=a.png alt=b>", "b", "paragraph: picture a.png “b” ≠ paragraph: “b”"),
    ("<ul><li>a</ul>", "<ol><li>a</ol>", "list ≠ numbered list"),
    ("<ol><li>a</ol>", "<ol start=2><li>a</ol>", "numbered list ≠ numbered list from 2"),
    ("<ul><li>a<li>b</ul>", "<ul><li>a<p>b</ul>", "list > entry 2 ≠ list > entry 1 > paragraph: “b”"),
    ("<ul><li>a<ul><li>b</ul></ul>", "<ul><li>a<li>b</ul>", "list > entry 1 > list ≠ list > entry 2"),
    ("<h2>a</h2><h3>b</h3>", "<h2>a</h2><h2>b</h2>", "levels of headings: 1 2 ≠ levels of headings: 1 1"),
    ("<h2>a</h2>", "<p>a</p>", "heading: “a” ≠ paragraph: “a”"),
    ("<table><tr><th>a</table>", "<table><tr><td>a</table>",
     "table > row 1 > cell 1 (head) ≠ table > row 1 > cell 1"),
    ("<table><tr><td colspan=2>a</table>", "<table><tr><td>a</table>",
     "table > row 1 > cell 1, 2 wide ≠ table > row 1 > cell 1"),
    ("<table><tr><td>a<td>b</table>", "<p>a</p><p>b</p>", "table > row 1 ≠ paragraph: “a”"),
    ("<pre>a</pre>", "<p>a</p>", "code: a ≠ paragraph: “a”"),
    ("<pre>a\n  b</pre>", "<pre>a\n b</pre>", "code: a\n  b ≠ code: a\n b"),
    ("<pre class=language-c>a</pre>", "<pre>a</pre>", "code in c: a ≠ code: a"),
    (r"\(x\)", "x", "paragraph: formula x ≠ paragraph: “x”"),
    (r"\(x\)", r"\[x\]", "paragraph: formula x ≠ paragraph: formula on its own line x"),
    ("<blockquote>a</blockquote>", "a", "quotation ≠ paragraph: “a”"),
    ("<hr>", "", "rule ≠ nothing"),
    ("a <span style='display: none'>b</span>", "a b", "paragraph: “a ” ≠ paragraph: “a b”"),
]  # fmt: skip


@pytest.mark.parametrize(("first", "second"), SAME)
def test_what_says_the_same(first: str, second: str) -> None:
    assert difference(first, second) is None
    assert same(first, second)


@pytest.mark.parametrize(("first", "second", "said"), DIFFERENT)
def test_what_differs(first: str, second: str, said: str) -> None:
    assert not same(first, second)
    assert str(difference(first, second)) == said


def test_links_of_two_packages_in_one_spelling() -> None:
    spelling = {"@@PLUGINFILE@@/a.png": "a.png", "$IMS-CC-FILEBASE$/a.png": "a.png"}.get
    assert same("<img src='@@PLUGINFILE@@/a.png' alt=a>", "<img src='$IMS-CC-FILEBASE$/a.png' alt=a>", spelling)


def test_how_deep_html_goes_does_not_matter() -> None:
    deep = "<div>" * 5000 + "a" + "</div>" * 5000 + "<ul><li>b</ul>"
    assert same(deep, "<p>a</p><ul><li>b</ul>")
