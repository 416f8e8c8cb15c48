"""What a course can choose for SCORM packages."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from lmsexport.formats.played import PlayedOptions


class ScormOptions(PlayedOptions):
    """What a course can choose for every edition."""

    control_documents: bool = Field(
        False,
        description="Whether the official schemas go into the package. They have to be in the schema store: see "
        "`lmsexport schemas`.",
    )


class Scorm12Options(ScormOptions):
    """What a course can choose for SCORM 1.2."""

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
