"""The colours of code: each has at least 4.5:1 against its background, as WCAG 2.2 (1.4.3) asks."""

from __future__ import annotations

from collections.abc import Mapping

from pygments.style import Style
from pygments.token import Comment, Error, Generic, Keyword, Name, Number, Operator, String, _TokenType


def _styles(
    *, comment: str, keyword: str, name: str, kind: str, text: str, number: str, wrong: str
) -> Mapping[_TokenType, str]:
    return {
        Comment: f"italic {comment}",
        Keyword: f"bold {keyword}",
        Operator.Word: f"bold {keyword}",
        Name.Builtin: name,
        Name.Decorator: name,
        Name.Function: kind,
        Name.Class: f"bold {kind}",
        Name.Attribute: kind,
        Name.Tag: keyword,
        String: text,
        Number: number,
        Generic.Heading: "bold",
        Generic.Inserted: text,
        Generic.Deleted: wrong,
        Error: wrong,
    }


class LightCode(Style):
    """On white: in an LMS, and on our pages by day."""

    background_color = "#ffffff"
    styles = _styles(
        comment="#5c6670",
        keyword="#1d4f91",
        name="#6b3fa0",
        kind="#0b5d66",
        text="#1e6b34",
        number="#8a4b00",
        wrong="#a32020",
    )


class DarkCode(Style):
    """On our pages by night."""

    background_color = "#161b22"
    styles = _styles(
        comment="#9aa7b4",
        keyword="#8ab8ff",
        name="#d2a8ff",
        kind="#6fd3dd",
        text="#7ee2a0",
        number="#f0b37e",
        wrong="#ff9d94",
    )
