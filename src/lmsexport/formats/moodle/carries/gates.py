"""What a backup's gates can wait for."""

from __future__ import annotations

from lmsexport.formats.moodle.carries.grades import passes_by_nothing
from lmsexport.lowering import Adapted, Around, Capabilities, Noted, changed, per_course
from lmsexport.model import Assessment, Course, Item, Lab, Module, Requirement, State, completion_state, points_of


@per_course
def _items(course: Course) -> dict[str, Item]:
    """Id → item."""
    return {item.id: item for item in course.items}


def _completed_by(item: Item) -> State | None:
    """What completes an item in Moodle."""
    state = completion_state(item)
    return "submitted" if state == "passed" and passes_by_nothing(item) else state


def _has_grade(item: Item) -> bool:
    return isinstance(item, Assessment | Lab) and bool(points_of(item))


def _state(node: Requirement, around: Around) -> Requirement:
    """The state that Moodle can wait for."""
    item = _items(around.course)[node.item]
    done = _completed_by(item)
    if node.state == "viewed" and done != "viewed":
        return changed(node, state="submitted")
    if node.state == "submitted" and done == "viewed" and not _has_grade(item):
        return changed(node, state="viewed")
    if node.state == "passed" and passes_by_nothing(item):
        return changed(node, state="submitted")
    return node


def is_awaited(item: Item) -> bool:
    """Whether a module is complete only when this item in it is: what students do not see, they do not complete."""
    return item.published and completion_state(item) is not None


def _modules_to_complete(node: Module, around: Around) -> Module:
    """A module waits for modules in which something can be completed."""
    full = {module.id for module in around.course.modules if any(map(is_awaited, module.items))}
    return changed(node, requires=tuple(id for id in node.requires if id in full))


def _waits_for_a_grade(node: Requirement, course: Course) -> bool:
    item = _items(course)[node.item]
    return node.state == "submitted" and _completed_by(item) == "viewed" and _has_grade(item)


GATES: Capabilities = {
    "Module.requires": Adapted(
        "There is nothing in that module that a student could complete, so nothing waits for it.",
        "Put an item into it, or take the requirement out.",
        becomes=_modules_to_complete,
    ),
    "Requirement": Noted(
        "Moodle waits for a grade: an essay has to be graded first.",
        "Add `complete_when: submitted` to what comes first.",
        when=_waits_for_a_grade,
    ),
    "Requirement.state=viewed": Adapted(
        "Moodle cannot wait until this was looked at; the item opens when it has been handed in.",
        "Require `submitted`, or add `complete_when: viewed` to what comes first.",
        becomes=_state,
    ),
    "Requirement.state=submitted": Adapted(
        "Moodle waits until it was opened.", "Add `complete_when: submitted` to what comes first.", becomes=_state
    ),
    "Requirement.state=passed": Adapted(
        "Whatever is handed in passes, so the item opens when it has been handed in.",
        "Choose a pass mark above 0.",
        becomes=_state,
    ),
}
"""How requirements are carried."""
