"""What the script of the pages has to know of a course to remember and to report: items, gates, what counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from lmsexport.content import Wording
from lmsexport.model import Assessment, Course, Essay, Heading, Item, completion_state
from lmsexport.packaging import short_hash
from lmsexport.pages.data import as_json

SPOKEN = (
    "connecting recording not_recorded review_mode not_saved saved_again too_long left_course page_missing try_again "
    "marked_done new_window no_session resume"
).split()
"""Keys of the wording that the script of the pages needs."""


@dataclass(frozen=True, slots=True)
class Counted:
    """An assessment whose result is the course's result, or a part of it."""

    assessment: Assessment
    weight: Decimal


def counted(course: Course) -> list[Counted]:
    """The assessments that make the one score of a course.

    Those with a pass mark if there are any, else the tests, else all that are graded: practice does not count where an
    examination does. They weigh as in the course grade: by category, weight and points.
    """
    graded = [item for item in course.items if isinstance(item, Assessment) and item.graded]
    chosen = (
        [item for item in graded if item.pass_mark is not None]
        or [item for item in graded if item.type == "test"]
        or graded
    )
    found = [Counted(item, _weight(item, chosen, course)) for item in chosen]
    return [each for each in found if each.weight > 0] or found


def _weight(item: Assessment, chosen: Sequence[Assessment], course: Course) -> Decimal:
    own = item.total_points if item.weight is None else item.weight
    category = next((each for each in course.grade_categories if each.id == item.grade_category), None)
    if category is None:
        return own
    beside = [other for other in chosen if other.grade_category == category.id]
    total = sum((other.total_points if other.weight is None else other.weight for other in beside), Decimal(0))
    return category.weight * own / total if total else Decimal(0)


def is_examined(course: Course) -> bool:
    """Whether students pass or fail the course."""
    return any(each.assessment.pass_mark is not None for each in counted(course))


def mastery(course: Course) -> Decimal | None:
    """The percentage from which the one score passes; none where no single number says it."""
    found = counted(course)
    if len(found) != 1 or (found[0].assessment.counts != "highest" and found[0].assessment.attempts != 1):
        return None
    return found[0].assessment.pass_mark


def playable(items: Iterable[Item]) -> list[Item]:
    """The items that have a page."""
    return [item for item in items if not isinstance(item, Heading)]


def course_data(course: Course, words: Wording, item: Item | None = None, **settings: object) -> Markup:
    """All of a course (`item` None), or one item of it that is launched by itself, for the script of its pages."""
    items = playable(course.items) if item is None else [item]
    counting = counted(course) if item is None else _by_itself(item)
    return as_json(
        {
            "id": course.id if item is None else item.id,
            "tag": short_hash(*(each.id for each in items), length=4),
            "items": [_item(each) for each in items] if item else list(_gated(course)),
            "assessments": [each.id for each in items if isinstance(each, Assessment)],
            "counted": [_counted(each, course) for each in counting],
            "exam": any(each.assessment.pass_mark is not None for each in counting),
            "alone": item is not None,
            "words": {key: getattr(words, key) for key in SPOKEN},
            **settings,
        }
    )


def _by_itself(item: Item) -> list[Counted]:
    """What counts in an activity of one item: the item, if it is graded."""
    return [Counted(item, Decimal(1))] if isinstance(item, Assessment) and item.graded else []


def _counted(each: Counted, course: Course) -> dict[str, Any]:
    found = {
        "id": each.assessment.id,
        "weight": f"{each.weight:f}",
        "attempts": each.assessment.attempts,
        "graded": has_essay(each.assessment, course),
    }
    return {name: value for name, value in found.items() if value}


def has_essay(item: Assessment, course: Course) -> bool:
    """Whether a person may have to grade a part of it."""
    drawn = (question for pool in item.pools for question in course.bank(pool.bank).drawable)
    return any(isinstance(question, Essay) for question in (*item.questions, *drawn))


def _gated(course: Course) -> Iterator[dict[str, Any]]:
    """The items with what each of them waits for: states of items, and all items of modules."""
    modules = {module.id: [item.id for item in playable(module.items)] for module in course.modules}
    for module in course.modules:
        after = [id for required in module.requires for id in modules[required]]
        for item in playable(module.items):
            needs = [[need.item, need.state] for need in item.requires]
            yield _item(item) | {name: value for name, value in (("needs", needs), ("after", after)) if value}


def _item(item: Item) -> dict[str, Any]:
    return {"id": item.id, "done": completion_state(item)}
