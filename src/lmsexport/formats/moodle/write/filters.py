"""Texts that Moodle's filters leave as they are.

A filter searches the whole HTML of a text for what it then writes anew: tags between two braces of a text with
formulas become words (filter_mathjaxloader since 4.5), `(n)` becomes a thumb, an address in a text a link or a picture,
a link to a sound a player without the words of the link. What those filters would find that a new Moodle has switched
on is written with references to characters, which every reader of HTML undoes.
"""

from __future__ import annotations

import re

from lmsexport.content import InlineRenderer
from lmsexport.content.xhtml import escape

FORMULA = "\ufdd0"
"""Stands for the backslashes around a formula until its text is whole; Unicode has no such character (23.7)."""

_FORMULA = re.compile(rf"({FORMULA}[(\[].*?{FORMULA}[)\]])", re.DOTALL)
_BLOCK = re.compile(r"<pre\b.*?</pre>", re.DOTALL)
_COLOURED = re.compile(r"<span[^>]*>(.*?)</span>", re.DOTALL)
_HELD = re.compile(r"\{[^}]+\}")
"""What the filter for formulas takes for a part of one."""
_SEARCHED = re.compile(rf"[{FORMULA}\\][(\[]|\$\$")
"""What makes the filter search a text for braces."""
_NO_FORMULA = re.compile(r"\\(?=[()\[\]])|\$(?=\$)")
"""What begins or ends a formula for the filter: in code, in an attribute, as a line break within a formula."""
_EMOTICONS = (
    ":-) :) :-D ;-) :-/ V-. :-P :-p B-) ^-) 8-) :o) :-( :( 8-. :-I :-X 8-o P-| 8-[ xx-P |-. }-] (grr) (h) (heart) (y) "
    "(n) (martin)"
)
"""core\\emoticon_manager::default_emoticons; and `( )`, an egg."""
_EMOTICON = re.compile("|".join(map(re.escape, (*_EMOTICONS.split(), "( )"))))
_TAG = re.compile(r"""(<(?:[^>"']|"[^"]*"|'[^']*')*>)""")
_ADDRESS = re.compile(r"(?<=http):(?=//)|(?<=https):(?=//)|(?<=www)\.", re.IGNORECASE)
_CODE_OF_A_RESTORE = re.compile(r"@(?=@PLUGINFILE@@)|\$(?=@[A-Z]+\*)")
"""What a restore, or a page, would make an address of."""
_PLAYED = re.compile(
    r'<a (?=[^>]*href="[^"]*(?:\.(?:aac|flac|fmp4|m3u8|m4a|m4v|mov|mp3|mp4|mpd|oga|ogg|ogv|wav|webm)|'
    r"youtube(?:-nocookie)?\.com|youtu\.be|y2u\.be|vimeo\.com/))",
    re.IGNORECASE,
)
"""A link that the multimedia filter replaces by a player (core_media_manager::get_embeddable_markers)."""


def unfiltered(html: str) -> str:
    """A whole text of a field, with `FORMULA` around its formulas, as Moodle is to store it."""
    if _SEARCHED.search(html):
        html = _BLOCK.sub(_without_held_colours, html)
    if FORMULA in html:
        html = "".join(map(_without_open_braces, _FORMULA.split(html)))
    html = _NO_FORMULA.sub(_referred, html)
    while _EMOTICON.search(html):  # what stands for a character ends with a semicolon, and `;-)` is one, too
        html = _EMOTICON.sub(lambda found: found[0][:-1] + _reference(found[0][-1]), html)
    html = "".join(part if part.startswith("<") else _without_addresses(part) for part in _TAG.split(html))
    return unmarked(_PLAYED.sub('<a class="nomediaplugin" ', html))


def _without_addresses(text: str) -> str:
    return _CODE_OF_A_RESTORE.sub(_referred, _ADDRESS.sub(_referred, text))


def unmarked(text: str) -> str:
    """A text with its formulas as MathJax finds them."""
    return text.replace(FORMULA, "\\")


def is_torn_by_an_edit(html: str) -> bool:
    """Whether the filter shows tags of a stored text as words once an editor has written all its braces as themselves
    (filter_mathjaxloader since 4.5, escape_html_tag_wrapper)."""
    written = _REFERENCE.sub(lambda found: chr(int(found[1])), html)
    return bool(_SEARCHED.search(written)) and any("<" in held for held in _HELD.findall(written))


def _without_held_colours(block: re.Match[str]) -> str:
    """A block of code without the colours of words whose tags stand between two braces: an editor writes braces as
    themselves again."""
    code = block[0]
    held = [found.span() for found in _HELD.finditer(code)]

    def plain(word: re.Match[str]) -> str:
        ends = (word.start(), word.end(1))
        return word[1] if any(start < at < end for start, end in held for at in ends) else word[0]

    return _COLOURED.sub(plain, code)


def _without_open_braces(part: str) -> str:
    """A formula whose braces are closed as it is, with no tag between them; all else without braces."""
    if part.startswith(FORMULA) and "{" not in part.rpartition("}")[2]:
        return part
    return re.sub("[{}]", _referred, part)


def _referred(found: re.Match[str]) -> str:
    return _reference(found[0])


_REFERENCE = re.compile(r"&#(\d+);")


def _reference(character: str) -> str:
    return f"&#{ord(character)};"


class FormulaRenderer(InlineRenderer):
    """Marks formulas, so that what only looks like one can be told from them in a whole text."""

    def math(self, tex: str, display: bool) -> str:
        r"""The formula with marks in place of the backslashes of `\(…\)` and `\[…\]`."""
        opens, closes = "[]" if display else "()"
        return f"{FORMULA}{opens}{escape(tex)}{FORMULA}{closes}"
