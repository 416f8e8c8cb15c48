"""What packages carry that play a course in an LMS, whatever the standard: whole, in parts, as activities."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TypeVar

from lmsexport.formats.played.parts import Per, homes
from lmsexport.lowering import CARRIED, LINKS, Adapted, Around, Capabilities, Dropped, Noted, changed, per_course
from lmsexport.lowering.passes.links import unlinked
from lmsexport.model import Assessment, Course, Item, ItemBase, Module
from lmsexport.pages.carries import CAPABILITIES as ON_PAGES
from lmsexport.pages.record import counted, playable

AnyItem = TypeVar("AnyItem", bound=ItemBase)


@per_course
def _module_of(course: Course) -> dict[str, Module]:
    """The module of each item, by the id of the item."""
    return {item.id: module for module in course.modules for item in module.items}


def within_its_module(node: AnyItem, around: Around) -> AnyItem:
    """An item waits only for what stands in its own module."""
    beside = {item.id for item in _module_of(around.course)[node.id].items}
    return changed(node, requires=tuple(need for need in node.requires if need.item in beside))


def _in_one_package(per: Per) -> Adapted:
    """What becomes of links where each module, or each item, is a package of its own."""

    @per_course
    def homes_of(course: Course) -> Mapping[str, str]:
        return homes(course, per)

    def reaches(item: Item, field: str, around: Around) -> bool:  # noqa: ARG001
        home = homes_of(around.course)
        return not home or {home.get(item.id)} == {home.get(id) for id in _shown_with(around)}

    return Adapted(
        "It leads to another package, and packages have no addresses for each other, so its words stay, without the "
        "link.",
        "Name it in the text, so that students find it.",
        becomes=unlinked(reaches),
    )


def _shown_with(around: Around) -> list[str]:
    """Ids of the items that a text stands with, in whatever packages these are."""
    course = around.course
    if any(bank.id == around.owner for bank in course.banks):
        quizzes = [item for item in course.items if isinstance(item, Assessment)]
        return [quiz.id for quiz in quizzes if any(pool.bank == around.owner for pool in quiz.pools)]
    if around.owner:
        return [around.owner]
    modules = [module for module in course.modules if around.module in ("", module.id)]
    return [item.id for module in modules for item in playable(module.items)]


def _holds_nothing(module: Module, _: Course) -> bool:
    return not playable(module.items)


@cache
def one_score(score: str | None = None, *, per_module: bool = False) -> Noted:
    """What becomes of graded assessments that are no part of the one score; `score` is the choice of a course."""

    @per_course
    def counting(course: Course) -> frozenset[str]:
        alone = [course.model_copy(update={"modules": (module,)}) for module in course.modules]
        return frozenset(one.assessment.id for part in (alone if per_module else [course])
                         for one in counted(part, score))  # fmt: skip

    def does_not_count(item: Assessment, course: Course) -> bool:
        return item.graded and item.id not in counting(course)

    return Noted(
        "It is practice here: the one score that goes to the LMS is that of what decides whether students pass.",
        "Name it, or `all`, in the option `score`, or build one package per lesson.",
        when=does_not_count,
    )


_ITEMS = ("Assessment", "Discussion", "Download", "Lab", "Lesson", "Link")
_ALONE = "An LMS keeps a record for each package, and packages know nothing of each other."
_RESTRICT = "Restrict the activity in the LMS until what it waits for is complete."
_IN_PACKAGE = Adapted(
    "It waits only for what is in the same package: packages know nothing of each other.",
    _RESTRICT,
    becomes=within_its_module,
)
_EMPTY = Dropped("There is nothing in it that a package could hold.", when=_holds_nothing)

IN_PARTS: Mapping[Per, Capabilities] = {
    "course": {},
    "module": {
        "Module": _EMPTY,
        "Module.requires": Dropped(_ALONE, _RESTRICT),
        **{f"{name}.requires": _IN_PACKAGE for name in _ITEMS},
        LINKS: _in_one_package("module"),
        "Assessment.graded=True": one_score(per_module=True),
    },
    "lesson": {
        "Module": _EMPTY,
        "Module.requires": Dropped(_ALONE, _RESTRICT),
        LINKS: _in_one_package("lesson"),
        "Heading": Dropped("Each package holds one page, so there is no list that it could stand in."),
        **{f"{name}.requires": Dropped(_ALONE, _RESTRICT) for name in _ITEMS},
        "Assessment.graded=True": CARRIED,
    },
}
"""What packages of parts carry otherwise than a package of the whole."""


def unguarded(what: str) -> Capabilities:
    """Activities that report a score each, and whose gates the LMS does not keep shut, as a sentence says."""
    open_gate = Noted(what, "Build `scorm-2004`, or one activity with its own menu, which keeps its gates shut.")
    return {"Assessment.graded=True": CARRIED, "Module.requires": open_gate, "Requirement": open_gate}


_NEVER_FALLS = Noted("The LMS is told the score by this rule, but never one that is lower than what it has.")
_BY_BUTTON = Noted("A student says that it is done, with a button.")

PLAYED: Capabilities = {
    **ON_PAGES,
    "Assessment.graded=True": one_score(),
    "Assessment.counts=average": _NEVER_FALLS,
    "Assessment.counts=first": _NEVER_FALLS,
    "Assessment.counts=last": _NEVER_FALLS,
    "Essay.points": Noted(
        "The text is recorded and its points count as not earned: an LMS lets nobody grade an answer of a package.",
        "Ask for the text in an assignment of the LMS.",
    ),
    "Lab.points": Dropped(
        "What the tool reports cannot come back to a package.", "Add the lab to the LMS as an LTI link of its own."
    ),
    "Lab.complete_when": _BY_BUTTON,
    "Discussion.complete_when": _BY_BUTTON,
    "Discussion": Noted("The page shows the prompt; the forum is to be set up in the LMS."),
}
"""What such a package carries, whatever the standard."""
