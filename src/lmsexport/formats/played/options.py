"""What the targets share that play a course in an LMS: options, and what they carry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, StringConstraints

from lmsexport.content import ResolvedCourse
from lmsexport.errors import LmsExportError
from lmsexport.formats.base import Options
from lmsexport.formats.played.carries import IN_PARTS, one_score
from lmsexport.formats.played.parts import Per, parts_of
from lmsexport.lowering import Capabilities, LoweredCourse
from lmsexport.model import Assessment, Course, did_you_mean
from lmsexport.model.base import Id
from lmsexport.model.checks import Finding
from lmsexport.pages.record import EVERY_MARK


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
    score: Id | None = Field(
        None,
        description="Whose result is the score: the id of an assessment, or `all` for those with a pass mark, weighed "
        "as in the course grade; when left out, the one test with a pass mark, or all.",
    )
    complete_lessons: Literal["opened", "scrolled"] | Annotated[int, Field(ge=1, le=3600)] = Field(
        "opened",
        description="When a lesson counts as read: when it is opened, when its end was seen, or after so many seconds.",
    )
    watch_videos: bool = Field(
        False, description="Whether a lesson counts as read only when its videos were watched, too."
    )
    logo: str = Field("", description="A picture at the head of the pages, relative to the course's folder.")

    as_activities: ClassVar[Capabilities] = {}
    """What activities of the LMS carry otherwise than one activity with its own menu."""

    def carried(self, capabilities: Capabilities) -> Capabilities:
        """What the package carries, or the packages of the parts."""
        own = self.as_activities if self.activities == "each" else {"Assessment.graded=True": one_score(self.score)}
        found = {**capabilities, **own, **IN_PARTS[self.package]}
        if self.package == "module" and self.score:
            found["Assessment.graded=True"] = one_score(self.score, per_module=True)
        return found

    @property
    def reading(self) -> dict[str, Any]:
        """When lessons count as read, for the script of the pages; nothing where opening them is enough."""
        choice = self.complete_lessons
        rules = {"scroll": choice == "scrolled", "seconds": choice if isinstance(choice, int) else 0,
                 "watch": self.watch_videos}  # fmt: skip
        found = {name: value for name, value in rules.items() if value}
        return {"lessons": found} if found else {}

    def findings(self, course: Course) -> Iterator[Finding]:
        """A score that is no assessment's."""
        known = [EVERY_MARK, *(item.id for item in course.items if isinstance(item, Assessment))]
        if self.score and self.score not in known:
            message = f"there is no assessment `{self.score}` whose result could be the score"
            yield Finding(("score",), "unknown-assessment", message, did_you_mean(self.score, known))

    def parts(self, course: LoweredCourse) -> Mapping[str, LoweredCourse]:
        """The modules or the items, each as a course of its own, where they get a package each."""
        return parts_of(course, self.package)


def logo_of(course: ResolvedCourse, logo: str) -> str:
    """The file of the logo. Raises `LmsExportError` when the source has no such file."""
    if logo and logo not in course.files:
        raise LmsExportError(f"the logo `{logo}` is not in the source; name it from the folder of the course")
    return logo
