"""What a course can choose for cmi5."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from lmsexport.formats.cmi5.move_on import MoveOn
from lmsexport.formats.played.carries import unguarded
from lmsexport.formats.played.options import PlayedOptions
from lmsexport.lowering import Capabilities
from lmsexport.model import Course
from lmsexport.model.base import Url
from lmsexport.pages.record import playable


class Cmi5Options(PlayedOptions):
    """What a course can choose for cmi5."""

    as_activities: ClassVar[Capabilities] = unguarded(
        "The page says what it opens after; cmi5 has no gates between units, so the LMS opens it at once."
    )

    iri: Url | None = Field(
        None, description="Address under which the course team names things, for their ids; a UUID when left out."
    )

    move_on: MoveOn = Field(
        "automatic",
        description="What lets the LMS go on to what comes after: complete, and passed where there is a pass mark; or "
        "what is chosen here. What nobody can pass only has to be complete.",
    )

    def why_empty(self, course: Course) -> str:
        """A course structure has one or more units (cmi5, 13.1)."""
        if self.activities == "each" and not playable(course.items):
            return "No item of the course has a page, so there is no unit that an LMS could launch."
        return ""
