"""What a Canvas export carries of a course."""

from __future__ import annotations

from dataclasses import replace

from lmsexport.formats.canvas import gates
from lmsexport.formats.launch import ON_THE_PAGE, TOOL_CARRIES, comes_along
from lmsexport.formats.qti12 import CANVAS, cut_name
from lmsexport.formats.qti12.settings import CARRIES as QUIZ_CARRIES
from lmsexport.lowering import CARRIED, Adapted, Capabilities, Dropped

_BY_POINTS = Adapted(
    "Canvas weighs by points within an assignment group.", "Give it points by its weight, or a category of its own."
)
_NO_DESCRIPTION = Dropped("A module of Canvas shows its name only.", "Write it into a lesson.")

CAPABILITIES: Capabilities = {
    **{
        f"{name}{ending}": CARRIED
        for name in ("Author", "Course", "Discussion", "Download", "GradeCategory", "Heading", "Lab", "Lesson", "Link",
                     "Module", "Requirement", "Term")
        for ending in ("", ".*")
    },
    **CANVAS.capabilities("essay"),
    **QUIZ_CARRIES,
    **gates.CARRIES,
    **TOOL_CARRIES,
    "Tool.*": replace(ON_THE_PAGE, when=lambda tool, _: not comes_along(tool)),
    **{f"{name}.title": cut_name() for name in ("Course", "Discussion", "Download", "GradeCategory", "Heading", "Lab",
                                                "Lesson", "Link", "Module")},
    "Assessment.weight": _BY_POINTS,
    "Lab.weight": _BY_POINTS,
    "Lab.points": CARRIED,
    "Bank.description": Dropped("Canvas has no place for the description of a bank."),
    "Download.description": _NO_DESCRIPTION,
    "Heading.description": _NO_DESCRIPTION,
    "Link.description": _NO_DESCRIPTION,
    "Link.opens": CARRIED,
    "Module.description": Adapted("It is a page of its own, the first of the module."),
}  # fmt: skip
