"""What all parts of a course share: frozen models, identifiers, texts and the way a rule is broken."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Literal, Self, get_args
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=64)]
"""A slug: lower-case letters, digits and single hyphens, beginning with a letter, at most 64 characters.
It is the identity of a thing in every package, so it stays when titles, order or texts change."""

_ILLEGAL_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legal_characters(text: str) -> str:
    """Refuse what XML 1.0 (production 2, Char) cannot hold: control characters and lone surrogates."""
    if found := _ILLEGAL_IN_XML.search(text):
        raise PydanticCustomError(
            "illegal-character",
            "the character U+{code} cannot stand in a package",
            {"code": f"{ord(found[0]):04X}", "hint": "delete it; it is invisible in most editors"},
        )
    return text


class PlainText:
    """Marks the fields whose texts are words for people, without markup."""


PLAIN = PlainText()

Text = Annotated[str, AfterValidator(legal_characters), PLAIN]
"""Plain text of one or more lines."""


class OneLine:
    """Marks the plain texts that name or label something."""


LINE = OneLine()

Line = Annotated[
    str, StringConstraints(min_length=1, strip_whitespace=True), AfterValidator(legal_characters), PLAIN, LINE
]
"""Plain text, not empty."""


class MarkdownText:
    """Marks the fields whose texts are Markdown."""


MARKDOWN = MarkdownText()

Markdown = Annotated[str, AfterValidator(legal_characters), MARKDOWN]
"""Markdown (CommonMark with tables, math, figures, callouts, steps and timelines); may be empty."""


class Shows:
    """Marks the Markdown of which something has to show."""


SHOWS = Shows()

RequiredMarkdown = Annotated[str, StringConstraints(pattern=r"\S"), AfterValidator(legal_characters), MARKDOWN, SHOWS]
"""Markdown, not empty."""


class UnderTitle:
    """Marks the Markdown that stands right under the title of a page: its headings begin at the second level."""


UNDER_TITLE = UnderTitle()

PageMarkdown = Annotated[Markdown, UNDER_TITLE]
"""Markdown right under the title of a page; may be empty."""

RequiredPageMarkdown = Annotated[RequiredMarkdown, UNDER_TITLE]
"""Markdown right under the title of a page, not empty."""

Percent = Annotated[Decimal, Field(ge=0, le=100)]
"""A share of the full points, 0 to 100."""

Weight = Annotated[Decimal, Field(ge=-100, le=100)]
"""The share of a question's points that an answer earns, in percent: −100 to 100."""

Points = Annotated[Decimal, Field(ge=0, le=10_000)]
"""Points that can be earned, 0 to 10,000."""


def real_address(url: str) -> str:
    """Refuse an address whose host or port no program can read (RFC 3986, 3.2)."""
    try:
        parts = urlsplit(url)
        readable = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        readable = False
    if not readable:
        raise PydanticCustomError(
            "wrong-value", "`{url}` has no host that can be reached",
            {"url": url, "hint": "write `https://`, the name of the host, and what is behind it"},
        )  # fmt: skip
    return url


Url = Annotated[
    str, StringConstraints(pattern=r"^https?://[^\s/]+(/\S*)?$", max_length=1000), AfterValidator(real_address)
]
"""An absolute http or https address."""

MediaPath = Annotated[str, StringConstraints(min_length=1), AfterValidator(legal_characters)]
"""A file of the source, named relative to the file that mentions it."""


def is_marked(field: FieldInfo, mark: object) -> bool:
    """Whether a field, or what it lists, has a mark: `MARKDOWN`, `PLAIN`, `SHOWS`."""
    return mark in field.metadata or _mentions(field.annotation, mark)


def _mentions(annotation: object, mark: object) -> bool:
    if mark in getattr(annotation, "__metadata__", ()):
        return True
    return any(_mentions(argument, mark) for argument in get_args(annotation))


class Model(BaseModel):
    """The base of all parts: immutable, and an unknown field is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @classmethod
    def of(cls, **fields: object) -> Self:
        """Build and validate from plain values: `Choice.of(text="4", correct=True)`."""
        return cls.model_validate(fields)


def broken_rule(code: str, message: str, *, at: tuple[str | int, ...] = (), hint: str = "") -> PydanticCustomError:
    """The error of a rule that spans fields.

    `at` is the field that is to blame, relative to the object that the rule is about; `hint` says what to do.
    """
    return PydanticCustomError(code, "{text}", {"text": message, "at": at, "hint": hint})


State = Literal["viewed", "submitted", "passed"]
"""How far a student has come with an item: opened it; handed it in; reached its pass mark."""


Published = Annotated[
    bool,
    Field(
        description="Whether students see it: Moodle and Canvas hide what is not published, other targets leave it out."
    ),
]
"""Whether students see a part of a course."""


class Requirement(Model):
    """An item that must be done before another one opens."""

    item: Id = Field(description="Id of the item that comes first.")
    state: State = Field("viewed", description="How far it must be done: viewed, submitted or passed.")
