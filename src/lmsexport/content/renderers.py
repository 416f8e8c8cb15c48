"""The two ways in which targets fill the holes of a text: for pages of our own, and for pages of an LMS."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar

from lmsexport.content.code import highlighted
from lmsexport.content.formulas import mathml
from lmsexport.content.looks import inline_style
from lmsexport.content.xhtml import escape
from lmsexport.errors import InternalError


class _Base(ABC):
    def item_url(self, item: str, anchor: str) -> str:  # noqa: ARG002 - for targets that have addresses
        """Address of an item, with its anchor if it has one."""
        raise InternalError(f"a text links to {item}, and the target has no address for it")

    @abstractmethod
    def media_url(self, path: str) -> str:
        """Address of a file; the target thereby knows that it is used."""


class PageRenderer(_Base):
    """For pages with our style sheet: a class for each role, and formulas as MathML."""

    def math(self, tex: str, display: bool) -> str:
        """The formula as MathML."""
        return mathml(tex, display)

    def code(self, source: str, language: str) -> str:
        """The code with a class for each kind of token; `code_css` has the colours."""
        return highlighted(source, language, inline=False)

    def look(self, role: str) -> str:
        """The role as a class."""
        return f' class="{role}"'


class InlineRenderer(_Base):
    """For pages of an LMS, where only inline styles survive: formulas in the delimiters that MathJax looks for."""

    display: ClassVar[tuple[str, str]] = (r"\[", r"\]")
    """What stands around a formula on a line of its own."""

    def math(self, tex: str, display: bool) -> str:
        r"""The formula as `\(…\)`, or on a line of its own."""
        start, end = self.display if display else (r"\(", r"\)")
        return f"{start}{escape(tex)}{end}"

    def code(self, source: str, language: str) -> str:
        """The code with its colours in style attributes."""
        return highlighted(source, language, inline=True)

    def look(self, role: str) -> str:
        """The role's inline style."""
        style = inline_style(role)
        return f' style="{style}"' if style else ""
