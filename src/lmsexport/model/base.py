"""What all parts of a course share: frozen models, identifiers, texts and the way a rule is broken."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
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


Text = Annotated[str, AfterValidator(legal_characters)]
"""Plain text of one or more lines."""

Line = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True), AfterValidator(legal_characters)]
"""Plain text, not empty."""


class MarkdownText:
    """Marks the fields whose texts are Markdown."""


MARKDOWN = MarkdownText()

Markdown = Annotated[str, AfterValidator(legal_characters), MARKDOWN]
"""Markdown (CommonMark with tables, math, figures, callouts, steps and timelines); may be empty."""

RequiredMarkdown = Annotated[str, StringConstraints(pattern=r"\S"), AfterValidator(legal_characters), MARKDOWN]
"""Markdown, not empty."""

Percent = Annotated[Decimal, Field(ge=0, le=100)]
"""A share of the full points, 0 to 100."""

Weight = Annotated[Decimal, Field(ge=-100, le=100)]
"""The share of a question's points that an answer earns, in percent: −100 to 100."""

Points = Annotated[Decimal, Field(ge=0, le=10_000)]
"""Points that can be earned, 0 to 10,000."""

Url = Annotated[str, StringConstraints(pattern=r"^https?://[^\s/]+(/\S*)?$", max_length=1000)]
"""An absolute http or https address."""

MediaPath = Annotated[str, StringConstraints(min_length=1), AfterValidator(legal_characters)]
"""A file of the source, named relative to the file that mentions it."""


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


class Requirement(Model):
    """An item that must be done before another one opens."""

    item: Id = Field(description="Id of the item that comes first.")
    state: State = Field("viewed", description="How far it must be done: viewed, submitted or passed.")
