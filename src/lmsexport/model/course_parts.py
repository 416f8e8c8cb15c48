"""The parts of a course, and the course as far as no rule spans it: modules with items, tools, grade categories."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, field_validator
from pydantic_core import PydanticCustomError

from lmsexport.model.assessment import Assessment, Bank
from lmsexport.model.base import Id, Line, Markdown, Model, PageMarkdown, Published, State, Url
from lmsexport.model.draft import Draft
from lmsexport.model.items import Discussion, Download, Heading, Lab, Lesson, Link

Item = Annotated[Lesson | Assessment | Lab | Link | Download | Heading | Discussion, Field(discriminator="type")]
"""Everything that can stand in a module."""


class Tool(Model):
    """An LTI tool that labs run in. Keys, secrets and client ids have no place in a course."""

    id: Id = Field(description="Identity of the tool in the course.")
    name: Line = Field(description="Name in the LMS.")
    url: Url = Field(description="Launch URL without the lab; each lab opens `<url>/<course>/<lab>`.")
    lti: Literal["1.1", "1.3"] = Field("1.3", description="LTI version.")
    installed: bool = Field(
        True, description="Whether an administrator has installed the tool in the LMS; if not, packages bring it along."
    )
    privacy: Literal["anonymous", "name", "email", "full"] = Field(
        "anonymous", description="What the tool learns of a student: nothing, name, e-mail, or both."
    )
    login_url: Url | None = Field(None, description="LTI 1.3: where a launch begins (OIDC initiation).")
    jwks_url: Url | None = Field(None, description="LTI 1.3: the tool's public keys.")
    redirect_urls: tuple[Url, ...] = Field(
        (), description="LTI 1.3: where a launch may end; the launch URL by default."
    )
    registration_url: Url | None = Field(None, description="LTI 1.3: address for dynamic registration.")


class GradeCategory(Model):
    """A part of the course grade."""

    id: Id = Field(description="Identity of the category.")
    title: Line = Field(description="Name in the gradebook.")
    weight: Annotated[Decimal, Field(ge=0, le=100)] = Field(description="Share of the course grade in percent.")


class Author(Model):
    """A person or a team that wrote the course."""

    name: Line = Field(description="Name as it should be printed.")
    url: Url | None = Field(None, description="A page about the author.")


class Module(Model):
    """A part of the course: a section in Moodle, a module in Canvas."""

    id: Id = Field(description="Identity of the module in every package.")
    title: Line = Field(description="Name in the LMS.")
    number: Annotated[int, Field(ge=0, le=999)] | None = Field(
        None, description="The module's number, shown before the title."
    )
    description: Markdown = Field("", description="What the module is about.")
    items: tuple[Item, ...] = Field((), description="Lessons, quizzes, labs and so on, in order.")
    requires: tuple[Id, ...] = Field((), description="Modules whose items must all be complete before this one opens.")
    published: Published = True
    source: str = Field("", description="File it was written in, relative to the course's folder; links start there.")

    @property
    def heading(self) -> str:
        """The title with the module's number: `Module 5: …` without the word, `5. Title`, or the title alone."""
        return self.title if self.number is None else f"{self.number}. {self.title}"


class CourseBase(Model):
    """The fields of a course."""

    id: Id = Field(description="Identity of the course; names the output files.")
    title: Line = Field(description="Full name.")
    version: Line = Field("1.0", description="The course team's own version.")
    date: datetime.date = Field(description="Date of this version; archives carry it as their time.")
    language: Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")] = Field(
        "en", description="BCP 47 tag, for example `en`, `de-AT`, `ar`, `zh-Hant`."
    )
    authors: tuple[Author, ...] = Field((), description="Who wrote it.")
    licence: Line | None = Field(None, description="SPDX licence expression, for example `CC-BY-4.0`.")
    description: PageMarkdown = Field("", description="What the course is about.")
    keywords: tuple[Line, ...] = Field((), description="Search words.")
    tools: tuple[Tool, ...] = Field((), description="LTI tools that labs run in.")
    grade_categories: tuple[GradeCategory, ...] = Field(
        (), description="Parts of the course grade; weights add up to 100."
    )
    banks: tuple[Bank, ...] = Field((), description="Question banks that assessments draw from.")
    modules: tuple[Module, ...] = Field(min_length=1, description="The modules, in order.")
    drafts: tuple[Draft, ...] = Field((), description="What is left out of every package, for it is not ready.")
    targets: tuple[str, ...] = Field((), description="Formats that `build` writes; all when left out.")
    options: dict[str, dict[str, Any]] = Field(default_factory=dict, description="Options of a target, by its name.")
    source: str = Field("", description="File it was written in, relative to the course's folder; links start there.")

    @field_validator("licence")
    @classmethod
    def _spdx(cls, licence: str | None) -> str | None:
        if licence and any(char not in _SPDX_CHARACTERS for char in licence):
            raise PydanticCustomError(
                "licence",
                "{text}",
                {"text": f"“{licence}” is no SPDX expression", "hint": "for example `CC-BY-4.0` or `MIT`"},
            )
        return licence

    @property
    def items(self) -> Iterator[Item]:
        """All items of all modules, in order."""
        return (item for module in self.modules for item in module.items)

    @property
    def direction(self) -> Literal["ltr", "rtl"]:
        """Writing direction of the course's language."""
        tags = self.language.lower().split("-")
        return "rtl" if tags[0] in _RTL_LANGUAGES or "arab" in tags or "hebr" in tags else "ltr"

    @property
    def weighted(self) -> frozenset[str | None]:
        """The grade categories in which anything says how much it counts; None for what is outside of all."""
        graded = (item for item in self.items if isinstance(item, Assessment | Lab))
        return frozenset(item.grade_category for item in graded if item.weight is not None)

    def tool_of(self, lab: Lab) -> Tool:
        """The tool that the lab runs in."""
        return next(tool for tool in self.tools if lab.tool in (None, tool.id))

    def bank(self, id: str) -> Bank:
        """The bank with this id."""
        return next(bank for bank in self.banks if bank.id == id)

    def shuffles(self, bank: str) -> bool:
        """Whether choices are shuffled where a question of a bank does not say it: as those say who draw from it."""
        quizzes = (item for item in self.items if isinstance(item, Assessment))
        drawing = [quiz.shuffle_choices for quiz in quizzes if any(pool.bank == bank for pool in quiz.pools)]
        return any(drawing) or not drawing


_SPDX_CHARACTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-.+ ():")
_RTL_LANGUAGES = frozenset("ar arc ckb dv fa he iw ku ps sd ug ur yi".split())


def is_graded(item: Item) -> bool:
    """Whether an item counts towards the grade: a lab does whose tool can report points."""
    return item.graded if isinstance(item, Assessment) else isinstance(item, Lab) and bool(item.points)


def points_of(item: Assessment | Lab) -> Decimal:
    """The points that an item can earn; 0 where it has none."""
    return item.total_points if isinstance(item, Assessment) else item.points or Decimal(0)


def weight_of(item: Assessment | Lab, weighted: Collection[str | None]) -> Decimal:
    """How much an item counts beside the others of its grade category: as much as it says; if it says nothing, 1 where
    another says something, else its points. `weighted` are those categories of its course (`Course.weighted`)."""
    if item.weight is not None:
        return item.weight
    return Decimal(1) if item.grade_category in weighted else points_of(item)


def completion_state(item: Item) -> State | None:
    """What completes an item: what its author says, else what suits it. None: it cannot be completed (a heading)."""
    if isinstance(item, Heading):
        return None
    if item.complete_when:
        return item.complete_when
    if isinstance(item, Assessment):
        return "submitted" if item.pass_mark is None else "passed"
    return "viewed"
