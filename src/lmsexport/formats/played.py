"""What the targets share that play a course in an LMS: options, and what they carry."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from lmsexport.content import ResolvedCourse
from lmsexport.errors import LmsExportError
from lmsexport.formats.base import Options
from lmsexport.formats.parts import IN_PARTS, Per
from lmsexport.lowering import Adapted, Capabilities, Dropped
from lmsexport.model import Assessment, Course
from lmsexport.pages.capabilities import CAPABILITIES as ON_PAGES
from lmsexport.pages.record import counted


class PlayedOptions(Options):
    """What a course can choose for every target that plays it in an LMS."""

    package: Per = Field(
        "course", description="One package for the whole course, or one for each module or each lesson, test and lab."
    )
    activities: Literal["one", "each"] = Field(
        "one",
        description="One activity with its own menu, or each lesson, quiz, test and lab as an activity of the LMS.",
    )
    accent: Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")] | None = Field(
        None, description="The course's colour, `#rrggbb`; darkened or lightened where it could not be read."
    )
    logo: str = Field("", description="A picture at the head of the pages, relative to the course's folder.")

    def carried(self, capabilities: Capabilities) -> Capabilities:
        """What the package carries, or the packages of the parts."""
        return {**capabilities, **IN_PARTS[self.package]}


def _does_not_count(item: Assessment, course: Course) -> bool:
    """Whether an assessment is graded, and yet no part of the one score."""
    return item.graded and all(each.assessment.id != item.id for each in counted(course))


_ONE_SCORE = Adapted(
    "It is practice here: the one score that goes to the LMS is that of the assessments with a pass mark.",
    "Give it a pass mark of its own, or build one package per lesson.",
    when=_does_not_count,
)
_NEVER_FALLS = Adapted("The LMS is told the score by this rule, but never one that is lower than what it has.")

PLAYED: Capabilities = {
    **ON_PAGES,
    "Assessment.graded": _ONE_SCORE,
    "Assessment": _ONE_SCORE,
    "Assessment.counts=average": _NEVER_FALLS,
    "Assessment.counts=first": _NEVER_FALLS,
    "Assessment.counts=last": _NEVER_FALLS,
    "Essay.points": Adapted(
        "The text is recorded and its points count as not earned: an LMS lets nobody grade an answer of a package.",
        "Ask for the text in an assignment of the LMS.",
    ),
    "Lab.points": Dropped(
        "What the tool reports cannot come back to a package.", "Add the lab to the LMS as an LTI link of its own."
    ),
    "Lab.complete_when": Adapted("A student says that it is done, with a button."),
    "Discussion.complete_when": Adapted("A student says that it is done, with a button."),
    "Discussion": Adapted("The page shows the prompt; the forum is to be set up in the LMS."),
}
"""What such a package carries, whatever the standard."""


def logo_of(course: ResolvedCourse, logo: str) -> str:
    """The file of the logo. Raises `LmsExportError` when the source has no such file."""
    if logo and logo not in course.files:
        raise LmsExportError(f"the logo `{logo}` is not in the source; name it from the folder of the course")
    return logo
