"""What authors can write: CommonMark with tables, ~~strikethrough~~, formulas and blocks of colons."""

from __future__ import annotations

import re
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.common.html_re import HTML_OPEN_CLOSE_TAG_RE
from markdown_it.rules_block import StateBlock, html_block
from markdown_it.rules_inline import StateInline, autolink, html_inline
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.dollarmath.index import math_block_dollar, math_inline_dollar

from lmsexport.content.directives import directives
from lmsexport.model.markup import is_markup

DEEPEST = 60
"""How deeply blocks can nest; a list counts twice. The parser reads nothing below."""

_PLAIN = re.compile(
    r" {0,3}(?!\d{1,9}[.)](?:\s|$))[^\s#>\-+=~:`|\\*_\[\]<>&!$]"
    r"[^\\`*_\[\]<>&$~\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029\t\n]*\n?"
)


def is_plain(text: str) -> bool:
    """Whether CommonMark sees in the text nothing but one paragraph of words; in most choices and feedback it does."""
    return _PLAIN.fullmatch(text) is not None


@cache
def parser() -> MarkdownIt:
    """The parser; it keeps every address, so that a refused one is reported and not shown as text."""
    md = MarkdownIt("commonmark", {"maxNesting": DEEPEST}).enable(["table", "strikethrough"])
    md.validateLink = _any_address  # type: ignore[method-assign, assignment]
    dollarmath_plugin(md, allow_labels=False, allow_space=False, allow_digits=False, double_inline=True)
    md.block.ruler.at("math_block", _math_block)
    md.inline.ruler.at("math_inline", _math_inline)
    directives(md)
    md.inline.ruler.at("html_inline", _html_inline)
    md.inline.ruler.at("autolink", _autolink)
    md.block.ruler.at("html_block", _html_block, {"alt": ["paragraph", "reference", "blockquote"]})
    return md


def inline_tokens(text: str) -> list[Token]:
    """The tokens of a text that is one line."""
    return parser().parseInline(text)[0].children or []


def _any_address(_address: str) -> bool:
    return True


_math_block_dollar = math_block_dollar(allow_labels=False)
_math_inline_dollar = math_inline_dollar(allow_space=False, allow_digits=True, allow_double=True)


def _math_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A formula on lines of its own; `$$a$$ and $$b$$` is a paragraph with two."""
    tokens, line = len(state.tokens), state.line
    if not _math_block_dollar(state, start, end, silent):
        return False
    if "$$" not in state.tokens[-1].content:
        return True
    del state.tokens[tokens:]
    state.line = line
    return False


def _math_inline(state: StateInline, silent: bool) -> bool:
    """A formula that no digit touches, as in `$5 and $6`.

    The plugin's own check takes the last character of a text for the one before its first: `$x$ is 5`.
    """
    start = state.pos
    if start and state.src[start - 1].isdigit():
        return False
    if not _math_inline_dollar(state, True):
        return False
    end, state.pos = state.pos, start
    return not state.src[end : end + 1].isdigit() and _math_inline_dollar(state, silent)


def _html_inline(state: StateInline, silent: bool) -> bool:
    """A tag in a line; names that HTML does not have are text."""
    start = state.pos
    if not html_inline(state, True):
        return False
    tag, state.pos = state.src[start : state.pos], start
    return is_markup(tag) and html_inline(state, silent)


def _html_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """HTML on lines of its own, where it begins with markup of HTML."""
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    tag = HTML_OPEN_CLOSE_TAG_RE.match(line)
    begins = tag[0] if tag else line if line.startswith(("<!", "<?")) else ""
    return (not begins or is_markup(begins)) and html_block(state, start, end, silent)


def _autolink(state: StateInline, silent: bool) -> bool:
    """An address between `<` and `>`; `<std::string>` is text."""
    return _SCOPE.match(state.src, state.pos) is None and autolink(state, silent)


_SCOPE = re.compile(r"<[\w.+-]+::")
