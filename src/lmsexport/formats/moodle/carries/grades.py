"""What a backup's gradebook can say: weights, pass marks, and nothing of what has no points."""

from __future__ import annotations

from lmsexport.lowering import Adapted, Around, Capabilities, Carried, changed, per_course
from lmsexport.model import Assessment, Course, Item, Lab, points_of, weight_of

_weighted = per_course(lambda course: course.weighted)


def passes_by_nothing(item: Item) -> bool:
    """Whether an assessment has a pass mark of 0 points, to the five places that the gradebook keeps."""
    if not isinstance(item, Assessment) or item.pass_mark is None:
        return False
    return not round(item.pass_mark * item.total_points / 100, 5)


def is_weighted(course: Course, category: str | None) -> bool:
    """Whether grades are added up by weights: in a category, or (None) above all."""
    return category in _weighted(course) or (category is None and bool(course.grade_categories))


def _without_column(node: Assessment | Lab, around: Around) -> Assessment | Lab:  # noqa: ARG001
    """What has no points, without what only the gradebook would say."""
    if points_of(node):
        return node
    loose = changed(node, grade_category=None, weight=None)
    return changed(loose, graded=True) if isinstance(loose, Assessment) else loose


def _weight_said(node: Assessment | Lab, around: Around) -> Assessment | Lab:
    """Where anything of a grade category has a weight, all have one."""
    counts = points_of(node) and (node.graded if isinstance(node, Assessment) else True)
    if not counts or node.weight is not None or not is_weighted(around.course, node.grade_category):
        return node
    return changed(node, weight=weight_of(node, _weighted(around.course)))


def _pass_mark(node: Assessment, around: Around) -> Assessment:  # noqa: ARG001
    """A pass mark that can be missed."""
    if not passes_by_nothing(node):
        return node
    return changed(node, pass_mark=None, complete_when=None if node.complete_when == "passed" else node.complete_when)


_NO_COLUMN = Adapted(
    "What has no points has no column in Moodle’s gradebook.", "Give it points.", becomes=_without_column
)

GRADES: Capabilities = {
    **{f"{name}.grade_category": _NO_COLUMN for name in ("Assessment", "Lab")},
    **{f"{name}.weight": _NO_COLUMN for name in ("Assessment", "Lab")},
    "Assessment.graded": Carried(becomes=_without_column),
    "GradeCategory.weight": Carried(becomes=_weight_said),
    "Assessment.pass_mark": Adapted(
        "A pass mark of 0 is none in Moodle: whatever is handed in passes.",
        "Choose a pass mark above 0.",
        becomes=_pass_mark,
    ),
}
"""How grades are carried."""
