"""What stands in a module beside assessments: lessons, labs, links, downloads, headings, discussions."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, field_validator, model_validator

from lmsexport.model.base import (
    Id,
    Line,
    Markdown,
    MediaPath,
    Model,
    PageMarkdown,
    Points,
    Published,
    RequiredMarkdown,
    RequiredPageMarkdown,
    Requirement,
    State,
    Text,
    Url,
    broken_rule,
)


class ItemBase(Model):
    """The fields of every item of a module."""

    id: Id = Field(description="Identity of the item in every package; unique in the course.")
    requires: tuple[Requirement, ...] = Field(
        (), description="Items that must be done before this one opens; all of them."
    )
    complete_when: State | None = Field(
        None, description="What completes the item; by default what suits it (viewed, submitted or passed)."
    )
    published: Published = True
    source: str = Field("", description="File it was written in, relative to the course's folder; links start there.")

    @property
    def states(self) -> tuple[State, ...]:
        """How far a student can come with the item."""
        return ("viewed",)

    @model_validator(mode="after")
    def _can_be_completed(self) -> Self:
        if self.complete_when is not None and self.complete_when not in self.states:
            reached = " or ".join(f"`{state}`" for state in self.states) or "nothing"
            raise broken_rule(
                "never-complete",
                f"nobody can reach `{self.complete_when}` here, only {reached}",
                at=("complete_when",),
                hint="change it, or leave it out",
            )
        return self


class Term(Model):
    """An entry of a glossary."""

    term: Line = Field(description="The word or phrase.")
    definition: RequiredMarkdown = Field(description="What it means.")


class Lesson(ItemBase):
    """A page to read."""

    type: Literal["lesson"] = "lesson"
    title: Line = Field(description="Name in the LMS and heading of the page.")
    subtitle: Line | None = Field(None, description="Second line under the title.")
    guiding_question: Line | None = Field(None, description="The question that the lesson answers.")
    objectives: tuple[Line, ...] = Field((), description="What the student can do afterwards.")
    minutes: Annotated[int, Field(ge=1, le=10_080)] | None = Field(
        None, description="Estimated reading time in minutes."
    )
    body: RequiredPageMarkdown = Field(
        description="The text, with callouts, steps, timelines, figures, tables, code, math, audio, video, downloads."
    )
    glossary: tuple[Term, ...] = Field((), description="Terms of the lesson with their definitions.")


ParameterName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
ParameterValue = Annotated[str, StringConstraints(pattern=r"^[ -~]*$", max_length=200)]

RESERVED_PARAMETERS = ("lab_id", "course_id", "rev", "lang")
"""Custom parameters that every lab link carries; a source cannot set them."""


class Lab(ItemBase):
    """A chat with an assistant in an external tool, opened by an LTI link."""

    type: Literal["lab"] = "lab"
    title: Line = Field(description="Name in the LMS.")
    summary: PageMarkdown = Field("", description="One or two sentences: what the lab is about.")
    task: RequiredMarkdown = Field(description="What the student is to do; read before the launch.")
    suggested_opening: Text = Field("", description="A first message that the student can copy.")
    assistant: Line = Field(description="Name of the assistant in the chat.")
    tagline: Line | None = Field(None, description="The line under the assistant's name.")
    welcome: Markdown = Field("", description="The assistant's first message.")
    tool: Id | None = Field(None, description="Id of the LTI tool it runs in; the course's only tool when left out.")
    parameters: dict[ParameterName, ParameterValue] = Field(
        default_factory=dict, description="Further public custom parameters: one printable ASCII line each."
    )
    points: Points | None = Field(None, description="Points that the tool can report; ungraded when left out.")
    grade_category: Id | None = Field(None, description="Grade category of the course that it belongs to.")
    weight: Annotated[Decimal, Field(ge=0, le=1000)] | None = Field(
        None,
        description="Weight beside the others of its grade category: 1 when left out, by points if none has one.",
    )
    opens: Literal["embedded", "window"] = Field("window", description="In the LMS's page, or in a new window.")
    private: dict[str, Text] = Field(
        default_factory=dict,
        description="Text for the lab tool only (a system prompt, a rubric). It never enters a package, only the "
        "labs bundle.",
    )

    @property
    def states(self) -> tuple[State, ...]:
        """A graded lab is handed in when the tool reports points."""
        return ("viewed", "submitted") if self.points else ("viewed",)

    @field_validator("parameters")
    @classmethod
    def _own_parameters(cls, parameters: dict[str, str]) -> dict[str, str]:
        for name in parameters:
            if name in RESERVED_PARAMETERS:
                raise broken_rule(
                    "reserved-parameter", f"`{name}` is set by lmsexport", at=(name,), hint="choose another name"
                )
        size = sum(len(name) + len(value) + 2 for name, value in parameters.items())
        if size > 120:
            raise broken_rule(
                "parameters-too-long",
                f"the parameters have {size} bytes; LMSs keep 255 with the ones that lmsexport adds, so 120 are yours",
                hint="keep long texts in the lab tool, under `private`",
            )
        return parameters


class Link(ItemBase):
    """A web address."""

    type: Literal["link"] = "link"
    title: Line = Field(description="Name in the LMS.")
    url: Url = Field(description="The address, http or https.")
    description: PageMarkdown = Field("", description="What is there and why to go.")
    opens: Literal["embedded", "window"] = Field("window", description="In the LMS's page, or in a new window.")


class Download(ItemBase):
    """A file to download."""

    type: Literal["download"] = "download"
    title: Line = Field(description="Name in the LMS.")
    file: MediaPath = Field(description="The file, relative to the file that lists it.")
    description: PageMarkdown = Field("", description="What the file is.")


class Heading(ItemBase):
    """A heading between items."""

    type: Literal["heading"] = "heading"
    title: Line = Field(description="The heading.")
    description: Markdown = Field("", description="Text under the heading.")

    @property
    def states(self) -> tuple[State, ...]:
        """A heading cannot be completed."""
        return ()


class Discussion(ItemBase):
    """A prompt that students discuss in a forum."""

    type: Literal["discussion"] = "discussion"
    title: Line = Field(description="Name of the forum.")
    prompt: RequiredPageMarkdown = Field(description="What to discuss.")

    @property
    def states(self) -> tuple[State, ...]:
        """Writing a post hands something in."""
        return ("viewed", "submitted")
