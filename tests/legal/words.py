"""Words of random courses: plain ones, and those that formats stumble over."""

from __future__ import annotations

WORDS = (
    "river spring delta bridge valley harbour island source mouth current lake mountain map city border ferry stone "
    "rain canal bank"
).split()

PLAIN = {
    "letters": ("Größe", "naïve", "Łódź", "Ångström", "œuvre", "ß", "ﬁnal", "İstanbul", "ΑΣ", "σας"),
    "nfd": ("e\u0301te\u0301", "u\u0308ber", "A\u030angstro\u0308m", "n\u0303", "\u1112\u1161\u11ab"),
    "right-to-left": ("النهر", "مدينة", "נהר", "שָׁלוֹם", "پل ۱۲۳", "a \u200fب\u200f"),
    "chinese": ("河流", "北京的", "日本語", "한강", "𠜎𠜱"),
    "emoji": ("😀", "👩\u200d🔬", "🇪🇺", "❤\ufe0f", "¼"),
    "spaces": (
        "10\u00a0km", "Quoi\u202f?", "a\u2003b", "«\u00a0oui\u00a0»", "soft\u00adhyphen", "zero\u200bwidth",
        "a\u2060b",
    ),
    "signs": (
        "a < b", "c > d", "R&D", "&amp;", "&lt;b&gt;", "&nbsp;", "&#8364;", "“q”", '"q"', "it's", "5 % 2", "x--y",
        "a/b",
    ),
    "addresses": (
        "//", "// note", "https://example.org/?a=1&b=2", "C:\\temp\\new", "a@example.org", "~/x", "%20", "?x=1#y",
    ),
    "templates": (
        "{{ name }}", "{% if x %}", "{#", "${x}", "%s", "{0}", "<?php", "]]>", "@@PLUGINFILE@@", "$IMS-CC-FILEBASE$",
    ),
    "gift": ("{=yes ~no}", "::", "a = b", "~", "#1", "->", "%50%x", "{}", "$CATEGORY: x", "{1:SA:=x}", "\\n"),
    "digits": ("1.", "007", "1e3", "1,234.5", "12:30", "-3", "1/3", "①"),
    "markup": (
        "C*", "_y", "z`", "[a]", "(b)", "# h", "| p |", "!", "$5", "\\*", "1) x", "- x", "+", "***", "2*3*4", "a_b_c",
        "__init__",
    ),
}  # fmt: skip
"""Kind → words of that kind, for plain texts."""

IN_MARKDOWN = {
    **{kind: PLAIN[kind] for kind in ("letters", "nfd", "right-to-left", "chinese", "emoji", "spaces", "digits")},
    "signs": (
        "a < b", "c > d", "R&D", "&amp;", "&lt;b&gt;", "&nbsp;", "&#8364;", "“q”", '"q"', "it's", "5 % 2",
        "&amp;lt;", "x -- y",
    ),
    "addresses": (
        "//", "// note", "<https://example.org/?a=1&b=2>", "C:\\\\temp", "a@example.org", "%20",
        "https://example.org/",
    ),
    "templates": (
        "{{ name }}", "{% if x %}", "{#", "\\${x}", "%s", "{0}", "]]\\>", "@@PLUGINFILE@@", "`$IMS-CC-FILEBASE$`",
    ),
    "gift": ("{=yes ~no}", "::", "a = b", "~", "#1", "->", "%50%x", "{}", "{1:SA:=x}", "\\\\n"),
    "markup": (
        "*x*", "_y_", "`z`", "\\[a]", "**b**", "\\# h", "~~s~~", "$x$", "\\*", "***bi***", "` `` `", "a\\_b",
        "`a|b`",
    ),
    "html": (
        "<kbd>Ctrl</kbd>", "H<sub>2</sub>O", "x<sup>2</sup>", "<br>", '<abbr title="R & D">RD</abbr>', "<b>b</b>",
        '<span lang="ar" dir="rtl">نهر</span>', "<!-- note -->", "<u>under</u>", "<mark>m</mark>", "<q>q</q>",
        "<del>d</del>",
        "<ruby>漢<rt>kan</rt></ruby>", "<small>s</small>",
    ),
}  # fmt: skip
"""Kind → words of that kind, for Markdown; they have no part of a link or a table in them."""

ANSWERS = (
    "no", "12:30", "0123", "1.10", "null", "~", "true", "*", "2*3", "a\\*b", "=", "#", "{", "}", "<b>", "&lt;", "C:\\x",
    "naïve", "e\u0301", "ΑΣ", "straße", "a  b", "10\u00a0km", "//", "::", "a:b", "50%", "نهر", "東京", "'", '"', "-",
    "+1", "%50%a", "/",
)  # fmt: skip
"""What students type."""

FORMULAS = (
    "x^2",
    r"\frac{1}{2}",
    r"a < b",
    r"\alpha \cdot \beta",
    r"\int_0^1 v \, dA",
    r"\sqrt{2}",
    r"\{1, 2\}",
    r"x \& y",
)
CODE = (
    "print('<' + \"&\")",
    "if a < b && c:\n    go()",
    "x = {1: 'a'}  # note",
    "::: steps\n### no\n:::",
    "a\n\n\nb",
    "\ttab",
    "{{ x }}",
)
LANGUAGES = ("", "python", "html", "nonsense", "js")

HTML = (
    "<ul><li>One</li><li>Two &amp; more</li></ul>", "<blockquote><p>Said &lt;once&gt;.</p></blockquote>",
    "<table><thead><tr><th>A</th><th>B</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>",
    "<dl><dt>Karst</dt><dd>Limestone land</dd></dl>", "<div lang=\"de\">Größe</div>",
    "<div><p>One<br>two<p>three</div>",
    "<details><summary>More &amp; more</summary>\n\nHidden *words*.\n\n</details>", "<!-- to do -->", "<hr>",
)  # fmt: skip
"""Blocks of HTML that stand in Markdown."""

RARE_HTML = (
    "<h3>Third</h3>", "<h1>First</h1>", "<table><tr><td>1</td><td>2</td></tr></table>",
    "<p style=\"color: #999\">Pale</p>", "<iframe src=\"https://example.org/\"></iframe>", "<center>Old</center>",
    "<font color=red>red</font>",
)  # fmt: skip
"""Blocks of HTML that check or a rule may have something to say about."""
