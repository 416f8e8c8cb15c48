"""What a course can choose for SCORM packages."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from lmsexport.formats.played.carries import unguarded
from lmsexport.formats.played.options import PlayedOptions
from lmsexport.lowering import Capabilities


class ScormOptions(PlayedOptions):
    """What a course can choose for every edition."""

    control_documents: bool = Field(
        False,
        description="Whether the official schemas go into the package. They have to be in the schema store: see "
        "`lmsexport schemas`.",
    )
    relaunch: Literal["same-attempt", "new-attempt"] = Field(
        "same-attempt",
        description="What it is to open a finished course again: a look at the attempt that is there, or a new "
        "attempt, which begins with nothing.",
    )


class Scorm12Options(ScormOptions):
    """What a course can choose for SCORM 1.2."""

    as_activities: ClassVar[Capabilities] = unguarded(
        "The LMS is told which activities have to be complete before it, and few LMSs go by that."
    )

    failed: Literal["at-once", "at-last"] = Field(
        "at-last",
        description="When a missed pass mark is reported: at once, or when no attempt is left. Some LMSs close a "
        "course that failed.",
    )


class Scorm2004Options(ScormOptions):
    """What a course can choose for SCORM 2004."""

    edition: Literal["3rd", "4th"] = Field("4th", description="The edition of SCORM 2004.")
    failed: Literal["at-once", "at-last"] = Field(
        "at-once", description="When a missed pass mark is reported: at once, or when no attempt is left."
    )
