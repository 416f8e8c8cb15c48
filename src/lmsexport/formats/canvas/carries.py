"""What a Canvas export carries of a course."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from lmsexport.formats.canvas import gates, pages
from lmsexport.formats.launch import ON_THE_PAGE, TOOL_CARRIES, comes_along
from lmsexport.formats.qti12 import CANVAS, cut_name
from lmsexport.formats.qti12.carries.canvas_quizzes import CARRIES as QUIZ_CARRIES
from lmsexport.formats.qti12.carries.canvas_texts import FOLDED_TEXTS, QUIZ_TEXTS
from lmsexport.lowering import (
    CARRIED,
    LINKS,
    PUBLISHED,
    Adapted,
    Around,
    Capabilities,
    Carried,
    Dropped,
    Noted,
    changed,
    whole,
)
from lmsexport.lowering.passes.names import numbered
from lmsexport.model import Assessment, Course, GradeCategory, Lab, Module, is_graded


def weighed_by_points(node: Assessment | Lab, around: Around) -> Assessment | Lab:  # noqa: ARG001
    """Weights are those of the points."""
    return changed(node, weight=None)


def in_one_group(node: Course, around: Around) -> Course:  # noqa: ARG001
    """What is graded in a course without grade categories, in one of its name: Canvas calls one “Imported Assignments”
    otherwise. It has no weight, so points count as before."""
    if node.grade_categories or not any(map(is_graded, node.items)):
        return node
    group = GradeCategory.model_construct(None, id=f"{node.id} grades", title=node.title, weight=Decimal(0))
    modules = (
        changed(module, items=tuple(
            changed(item, grade_category=group.id) if is_graded(item) else item for item in module.items
        )) for module in node.modules
    )  # fmt: skip
    return changed(node, grade_categories=(group,), modules=tuple(modules))


def hidden_with_module(node: Module, around: Around) -> Module:  # noqa: ARG001
    """A module with items as hidden as itself: students find pages and quizzes outside of modules, too."""
    hidden = tuple(changed(item, published=False) for item in node.items)
    return node if node.published else changed(node, items=hidden)


_BY_POINTS = Adapted(
    "Canvas weighs by points within an assignment group.",
    "Give it points by its weight, or a category of its own.",
    becomes=weighed_by_points,
)
_NO_DESCRIPTION = Dropped("A module of Canvas shows its name only.", "Write it into a lesson.")

CAPABILITIES: Capabilities = {
    **whole(
        CARRIED, "Author", "Course", "Discussion", "Download", "GradeCategory", "Heading", "Lab", "Lesson", "Link",
        "Module", "Requirement", "Term",
    ),
    LINKS: CARRIED,
    PUBLISHED: Carried(hidden_with_module),
    **CANVAS.capabilities,
    **QUIZ_CARRIES,
    **QUIZ_TEXTS,
    **FOLDED_TEXTS,
    **gates.CARRIES,
    **TOOL_CARRIES,
    "Tool.*": replace(ON_THE_PAGE, when=lambda tool, _: not comes_along(tool)),
    **{f"{kind}.title": cut_name()
       for kind in ("Course", "Discussion", "Download", "GradeCategory", "Heading", "Link")},
    "Course.grade_categories": Carried(in_one_group),
    "Module.number": Carried(numbered(str)),
    **pages.CARRIES,
    "Assessment.weight": _BY_POINTS,
    "Lab.weight": _BY_POINTS,
    "Lab.points": CARRIED,
    "Lab.grade_category": Dropped(
        "Canvas lists only what gives points in an assignment group.", "Give the lab points.",
        when=lambda lab, _: not lab.points,
    ),
    "Bank.description": Dropped("Canvas has no place for the description of a bank."),
    "Download.description": _NO_DESCRIPTION,
    "Heading.description": _NO_DESCRIPTION,
    "Link.description": _NO_DESCRIPTION,
    "Link.opens": CARRIED,
    "Module.description": Noted("It is a page of its own, the first of the module."),
}  # fmt: skip
