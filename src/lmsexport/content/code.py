"""Blocks of code, highlighted by Pygments: with classes on our own pages, with inline styles in an LMS."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from lmsexport.content.looks import inline_style
from lmsexport.content.xhtml import escape

if TYPE_CHECKING:
    from pygments.formatters.html import HtmlFormatter


@lru_cache(maxsize=1024)
def highlighted(source: str, language: str, inline: bool) -> str:
    """A block of code as XHTML, coloured when Pygments knows the language; left to right, and keys can scroll it."""
    look = f' style="{inline_style("code")}"' if inline else ' class="code"'
    return f'<pre{look} dir="ltr" tabindex="0"><code>{_tokens(source, language, inline)}</code></pre>'


def code_css(dark: bool = False) -> str:
    """The style sheet for highlighted code on our own pages: rules for `.code` and the classes below it."""
    css: str = _formatter(dark=dark).get_style_defs(".code")  # type: ignore[no-untyped-call]
    return css


def _tokens(source: str, language: str, inline: bool) -> str:
    if not language:
        return escape(source)
    from pygments import highlight
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return escape(source)
    return str(highlight(source, lexer, _formatter(inline=inline))).removesuffix("\n")


def _formatter(*, inline: bool = False, dark: bool = False) -> HtmlFormatter[str]:
    from pygments.formatters.html import HtmlFormatter

    from lmsexport.content.code_style import DarkCode, LightCode

    return HtmlFormatter(nowrap=True, noclasses=inline, style=DarkCode if dark else LightCode)
