"""Texts that Moodle's filters leave as they are.

A filter searches the whole HTML of a text for what it then writes anew: tags between two braces of a text with
formulas become words (filter_mathjaxloader since 4.5), `(n)` becomes a thumb, an address in a text a link or a picture,
a link to a sound a player without the words of the link. What those filters would find that a new Moodle has switched
on is written with references to characters, which every reader of HTML undoes.
"""

from __future__ import annotations

import re

FORMULA = "\ufdd0"
"""Stands for the backslashes around a formula until its text is whole; Unicode has no such character (23.7)."""

_FORMULA = re.compile(rf"({FORMULA}[(\[].*?{FORMULA}[)\]])", re.DOTALL)
_BLOCK = re.compile(r"<pre\b.*?</pre>", re.DOTALL)
_COLOUR = re.compile(r"</?span[^>]*>")
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
    if FORMULA in html:
        html = "".join(_without_open_braces(part) for part in _FORMULA.split(_BLOCK.sub(_in_one_colour, html)))
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


def _in_one_colour(block: re.Match[str]) -> str:
    """A block of code without coloured words, if a brace is among them: an editor writes braces as themselves again."""
    return _COLOUR.sub("", block[0]) if "{" in block[0] else block[0]


def _without_open_braces(part: str) -> str:
    """A formula whose braces are closed as it is, with no tag between them; all else without braces."""
    if part.startswith(FORMULA) and "{" not in part.rpartition("}")[2]:
        return part
    return re.sub("[{}]", _referred, part)


def _referred(found: re.Match[str]) -> str:
    return _reference(found[0])


def _reference(character: str) -> str:
    return f"&#{ord(character)};"
