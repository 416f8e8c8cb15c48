"""Outlines: a field that goes unnoticed by them goes unnoticed by the proof."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import pytest
from pydantic_core import PydanticUndefined

from formats.exporting import EVERYTHING, resolved
from lmsexport.content import ResolvedCourse
from lmsexport.formats.outline import outlined
from lmsexport.lowering import CARRIED, EDITED, LINKS, PUBLISHED, Dropped, features
from lmsexport.lowering.declarations import model_classes
from lmsexport.validation import Item, Module, Outline
from lowering_of import lowered_by

_BY_MARKERS = "A text that outlines leave out; its marker is followed by the law of conservation."
_OF_TOOLS = "Outlines have the names and addresses of the tools that a package brings along; this is for their set-up."

NOT_IN_OUTLINES: Mapping[str, str] = {
    "Author": _BY_MARKERS,
    "Author.name": _BY_MARKERS,
    "Author.url": "Where an author can be found is beside the point of a course.",
    "Course.authors": _BY_MARKERS,
    "Course.keywords": _BY_MARKERS,
    "Course.licence": _BY_MARKERS,
    "Course.version": _BY_MARKERS,
    "Lesson.minutes": "How long a lesson takes is a number among others in the line above it.",
    "ShortAnswer.wildcards": "An outline has accepted answers as typed, whether an asterisk is a sign or a wildcard.",
    "Tool.jwks_url": _OF_TOOLS,
    "Tool.login_url": _OF_TOOLS,
    "Tool.lti": _OF_TOOLS,
    "Tool.privacy": _OF_TOOLS,
    "Tool.redirect_urls": _OF_TOOLS,
    "Tool.registration_url": _OF_TOOLS,
}  # fmt: skip
"""Fields of the model that no outline has, and why that is right."""


def optional() -> list[str]:
    """The fields of the model that can be left out."""
    found = []
    for feature in features():
        name, _, field = feature.partition(".")
        if (
            field
            and feature not in (EDITED, LINKS, PUBLISHED)
            and model_classes()[name].model_fields[field].default is not PydanticUndefined
        ):
            found.append(feature)
    return found


@cache
def everything() -> tuple[ResolvedCourse, Outline]:
    source = resolved(EVERYTHING, {})
    return source, outlined(source)


PLUMBING = {"Course.options", "Course.targets"}
"""Fields that are for lmsexport alone."""

ALWAYS_SO = {f"{kind}.complete_when" for kind in ("Download", "Heading", "Lesson", "Link")}
"""Fields that have only one value, which is also what holds without them."""


@pytest.mark.parametrize("feature", sorted({*optional()} - PLUMBING - ALWAYS_SO))
def test_outlines_have_what_courses_have(feature: str) -> None:
    source, whole = everything()
    without, losses = lowered_by(source.course, {PUBLISHED: CARRIED, feature: Dropped("")})
    assert losses, "the course of everything has none of it"
    try:
        same = whole == outlined(source.with_course(without))
    except (AssertionError, ArithmeticError, LookupError, RuntimeError):  # nothing can be outlined without it
        same = False
    assert same == (feature in NOT_IN_OUTLINES)


def test_outlines_say_what_students_do_not_see() -> None:
    _, whole = everything()
    parts: list[Module | Item] = [*whole.modules, *whole.items]
    hidden = [part.title for part in parts if part.settings.get("visible") == "no"]
    assert hidden == [
        "Next year", "Not yet", "A draft", "A quiz for later", "A lab for later", "A link for later",
        "The same handout", "For later",
    ]  # fmt: skip
