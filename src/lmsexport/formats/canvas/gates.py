"""Completion requirements, the order of items, and prerequisites: how Canvas makes students wait.

Canvas knows one requirement for an item, one switch for a module (its items in order), and modules that wait for
earlier modules. Where a module has gates, only what they ask for is required, so that nothing else holds students up.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from lmsexport.lowering import Adapted, Around, Capabilities, Carried, Dropped, Noted, changed, per_course
from lmsexport.model import Assessment, Course, Item, Lab, Module, Requirement, State, completion_state

_LEVELS: tuple[State, ...] = ("viewed", "submitted", "passed")


@dataclass(slots=True)
class ModuleGates:
    """The rules of one module."""

    in_order: bool = False
    """Whether its items open one after another (`require_sequential_progress`)."""
    required: dict[str, State] = field(default_factory=dict)
    """Item → how far it has to be done."""
    after: list[str] = field(default_factory=list)
    """Ids of the modules that come first."""


@per_course
def gates(course: Course) -> dict[str, ModuleGates]:
    """The rules of every module, by its id."""
    found = {module.id: ModuleGates() for module in course.modules}
    home = {item.id: module.id for module in course.modules for item in module.items}
    place = {item.id: number for number, item in enumerate(course.items)}
    number = {module.id: n for n, module in enumerate(course.modules)}
    asked: dict[str, State] = {}
    for module in course.modules:
        own = found[module.id]
        own.after = [id for id in module.requires if number[id] < number[module.id]]
        for item in module.items:
            for requirement in item.requires:
                if place[requirement.item] > place[item.id]:
                    continue
                asked[requirement.item] = _further(asked.get(requirement.item), requirement.state)
                if home[requirement.item] == module.id:
                    own.in_order = True
                elif home[requirement.item] not in own.after:
                    own.after.append(home[requirement.item])
    awaited = {id for own in found.values() for id in own.after}
    for module in course.modules:
        own = found[module.id]
        for item in module.items:
            if state := _required(item, asked, all_of_it=module.id in awaited or not own.in_order):
                own.required[item.id] = state
    return found


def _required(item: Item, asked: dict[str, State], all_of_it: bool) -> State | None:
    """How far an item has to be done: as far as gates ask, to its pass mark, or as far as completes it."""
    state = completion_state(item)
    if item.id in asked:
        return _further(asked[item.id], state if state == "passed" else None)
    return state if all_of_it or state == "passed" else None


def _further(one: State | None, other: State | None) -> State:
    return max((state for state in (one, other) if state), key=_LEVELS.index)


def requirement_type(item: Item, state: State) -> str:
    """The name of a requirement in Canvas."""
    if state == "passed":
        return "min_score"
    if state == "viewed":
        return "must_view"
    return "must_submit" if isinstance(item, Assessment | Lab) else "must_contribute"


def opened_in_order(node: Course, around: Around) -> Course:  # noqa: ARG001
    """A course that waits as Canvas does: each module for whole modules, and each item of a module in order for all
    required ones before it. Only what is required has to be completed."""
    rules = gates(node)
    modules = (_opened(module, rules[module.id]) for module in node.modules)
    return changed(node, modules=tuple(modules))


def _opened(module: Module, rules: ModuleGates) -> Module:
    before: list[Requirement] = []
    items = []
    for item in module.items:
        state = rules.required.get(item.id)
        items.append(changed(item, complete_when=state, requires=tuple(before)))
        if state and rules.in_order:
            before.append(Requirement(item=item.id, state=state))
    return changed(module, items=tuple(items), requires=tuple(rules.after))


# -- what is lost --------------------------------------------------------------------------------------------------


@per_course
def _places(course: Course) -> dict[str, tuple[str, int]]:
    """Item → its module and its place in the course."""
    pairs = ((module, item) for module in course.modules for item in module.items)
    return {item.id: (module.id, number) for number, (module, item) in enumerate(pairs)}


@per_course
def _waiting(course: Course) -> dict[int, Item]:
    """Identity of a requirement → the item that it belongs to."""
    return {id(requirement): item for item in course.items for requirement in item.requires}


def _comes_later(requirement: Requirement, course: Course) -> bool:
    waits = _waiting(course)[id(requirement)]
    return _places(course)[requirement.item][1] > _places(course)[waits.id][1]


def _is_adapted(requirement: Requirement, course: Course) -> bool:
    """Whether Canvas makes more wait than this requirement asks."""
    waits = _waiting(course)[id(requirement)]
    (module, place), (own, _) = _places(course)[requirement.item], _places(course)[waits.id]
    if module != own:
        return True
    if gates(course)[module].required.get(requirement.item) != requirement.state:
        return True
    inside = next(other for other in course.modules if other.id == own).items
    needed = {r.item for r in waits.requires}
    if any(gates(course)[own].required.get(item.id) for item in inside
           if _places(course)[item.id][1] < _places(course)[waits.id][1] and item.id not in needed):  # fmt: skip
        return True
    after = [item for item in inside if _places(course)[item.id][1] > place]
    return any(all(r.item != requirement.item for r in item.requires) for item in after)


def _is_not_to_be_passed(quiz: Assessment, course: Course) -> bool:
    """Whether Canvas completes an assessment without its pass mark, which has no other place there."""
    return gates(course)[_places(course)[quiz.id][0]].required.get(quiz.id) != "passed"


def _waits_for_later(module: Module, course: Course) -> bool:
    order = [other.id for other in course.modules]
    return any(order.index(id) > order.index(module.id) for id in module.requires)


_NOT_REQUIRED = Adapted(
    "In a module with gates, Canvas opens the items one after another; so it requires only what the gates ask for.",
    becomes=opened_in_order,
)

_ITEMS = ("Assessment", "Discussion", "Download", "Heading", "Lab", "Lesson", "Link")

CARRIES: Capabilities = {
    **{f"{name}.complete_when": _NOT_REQUIRED for name in _ITEMS},
    "Course.modules": Carried(opened_in_order),
    "Assessment.pass_mark": Dropped(
        "Canvas knows a pass mark only where an assessment has to be passed.",
        "Write `complete_when: passed`, or let something wait until it is passed.",
        when=_is_not_to_be_passed,
    ),
    "Requirement": Dropped(
        "Canvas opens items and modules in their order only, and what this one waits for comes later.",
        "Change the order.",
        when=_comes_later,
    ),
    "Requirement.item": Noted(
        "Canvas opens the items of a module one after another, and whole modules after other modules: each waits for "
        "all required ones before it.",
        "Put what opens late at the end of its module, or into a module of its own.",
        when=_is_adapted,
    ),
    "Module.requires": Noted(
        "Canvas opens modules in their order only; for a module that comes later this one does not wait.",
        "Change the order.",
        when=_waits_for_later,
    ),
}
