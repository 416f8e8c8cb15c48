"""What the script of the pages has to know of a course to remember and to report: items, gates, what counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from lmsexport.content import Wording
from lmsexport.model import Assessment, Course, Essay, Heading, Item, completion_state, weight_of
from lmsexport.packaging import short_hash
from lmsexport.pages.script_data import as_json

SPOKEN = (
    "connecting recording not_recorded review_mode not_saved saved_again too_long left_course page_missing try_again "
    "marked_done new_window no_session resume waived time_up "
    "locked opens_after state_viewed state_submitted state_passed read_scrolled read_seconds read_watched"
).split()
"""Keys of the wording that the script of the pages needs."""


EVERY_MARK = "all"
"""The choice of a score of all assessments with a pass mark; ids of items are names, too."""


@dataclass(frozen=True, slots=True)
class Counted:
    """An assessment whose result is the course's result, or a part of it."""

    assessment: Assessment
    weight: Decimal


def counted(course: Course, score: str | None = None) -> list[Counted]:
    """The assessments that make the one score of a course: `score` names one, or says `all`.

    One test with a pass mark decides by itself; else all do that have one, or the tests, or all that are graded:
    practice does not count where an examination does. They weigh as in the course grade: by category, and in it as the
    course says (`weight_of`).
    """
    assessments = [item for item in course.items if isinstance(item, Assessment)]
    graded = [item for item in assessments if item.graded]
    marked = [item for item in graded if item.pass_mark is not None]
    tests = [item for item in graded if item.type == "test"]
    examinations = [item for item in tests if item.pass_mark is not None]
    chosen = (
        [item for item in assessments if item.id == score]
        or (examinations if len(examinations) == 1 and score != EVERY_MARK else marked)
        or tests
        or graded
    )
    found = [Counted(item, weight) for item, weight in zip(chosen, _weights(chosen, course), strict=True)]
    return [each for each in found if each.weight > 0] or found


def _weights(chosen: Sequence[Assessment], course: Course) -> Iterator[Decimal]:
    """The share of each in the weight of its grade category; its own weight where it is in none."""
    weighted = course.weighted
    own = [weight_of(item, weighted) for item in chosen]
    totals: defaultdict[str | None, Decimal] = defaultdict(Decimal)
    for item, weight in zip(chosen, own, strict=True):
        totals[item.grade_category] += weight
    shares = {category.id: category.weight for category in course.grade_categories}
    for item, weight in zip(chosen, own, strict=True):
        total = totals[item.grade_category]
        if item.grade_category not in shares:
            yield weight
        else:
            yield shares[item.grade_category] * weight / total if total else Decimal(0)


def is_examined(course: Course, score: str | None = None) -> bool:
    """Whether students pass or fail the course."""
    return any(each.assessment.pass_mark is not None for each in counted(course, score))


def mastery(course: Course, score: str | None = None) -> Decimal | None:
    """The percentage from which the one score passes; none where no single number says it."""
    found = counted(course, score)
    if len(found) != 1 or (found[0].assessment.counts != "highest" and found[0].assessment.attempts != 1):
        return None
    return found[0].assessment.pass_mark


def playable(items: Iterable[Item]) -> list[Item]:
    """The items that have a page."""
    return [item for item in items if not isinstance(item, Heading)]


def course_data(
    course: Course, words: Wording, item: Item | None = None, score: str | None = None, **settings: object
) -> Markup:
    """All of a course (`item` None), or one item of it that is launched by itself, for the script of its pages."""
    items = playable(course.items) if item is None else [item]
    counting = counted(course, score) if item is None else _by_itself(item)
    return as_json(
        {
            "id": course.id if item is None else item.id,
            "tag": short_hash(*(each.id for each in items), length=4),
            "items": [_item(each) for each in items] if item else list(_gated(course)),
            "assessments": [each.id for each in items if isinstance(each, Assessment)],
            "counted": [_counted(each, course) for each in counting],
            "exam": any(each.assessment.pass_mark is not None for each in counting),
            "alone": item is not None,
            **({"timed": timed} if (timed := sum(bool(getattr(each, "time_limit", None)) for each in items)) else {}),
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
        "mark": _mark_of_several(each.assessment),
    }
    return {name: value for name, value in found.items() if value}


def _mark_of_several(item: Assessment) -> str:
    """The pass mark where not the best attempt counts: there a passed attempt is not enough."""
    several = item.counts != "highest" and item.attempts != 1
    return f"{item.pass_mark:f}" if several and item.pass_mark is not None else ""


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
