"""Completion and availability: what completes an activity, and what opens it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from lmsexport.formats.moodle.carries.gates import is_awaited
from lmsexport.model import Assessment, Course, Item, Lab, Module, Requirement, completion_state
from lmsexport.packaging import Numbers

COMPLETE, PASSED, FAILED = 1, 2, 3
"""Moodle's completion states (COMPLETION_COMPLETE, …_PASS, …_FAIL)."""


@dataclass(frozen=True, slots=True)
class Completion:
    """The completion settings of an activity, as module.xml has them."""

    tracking: int
    """0: none; 2: automatic."""
    view: int
    grade_item: int | None
    """0 when a grade completes it."""
    pass_grade: int
    attempts: int = 0
    """Quizzes: how many attempts complete it."""
    posts: int = 0
    """Forums: how many posts complete it."""


def completion(item: Item) -> Completion:
    """What completes an item in Moodle."""
    state = completion_state(item)
    if state is None:
        return Completion(0, 0, None, 0)
    if state == "passed":
        return Completion(2, 0, 0, 1)
    if state == "viewed":
        return Completion(2, 1, None, 0)
    if isinstance(item, Assessment):
        return Completion(2, 0, None, 0, attempts=1)
    if isinstance(item, Lab):
        return Completion(2, 0, 0, 0)
    return Completion(2, 0, None, 0, posts=1)


class Gates:
    """Writes the conditions under which items and modules open, as Moodle's availability JSON."""

    def __init__(self, course: Course, numbers: Numbers) -> None:
        self._items = {item.id: item for item in course.items}
        self._modules = {module.id: module for module in course.modules}
        self._numbers = numbers

    def of_item(self, item: Item) -> str | None:
        """The conditions of an item; None when it is open from the start."""
        return _tree([self._condition(requirement) for requirement in item.requires])

    def of_module(self, module: Module) -> str | None:
        """A module opens when everything in the modules before it is complete."""
        before = [item for id in module.requires for item in self._modules[id].items if is_awaited(item)]
        return _tree([self._completed(item.id, COMPLETE) for item in before])

    def _condition(self, requirement: Requirement) -> dict[str, Any]:
        needed = self._items[requirement.item]
        done = completion_state(needed)
        if requirement.state == done:
            return self._completed(needed.id, PASSED if done == "passed" else COMPLETE)
        if requirement.state == "passed":
            assert isinstance(needed, Assessment)
            return {"type": "grade", "id": self._numbers("grade item", needed.id), "min": float(needed.pass_mark or 0)}
        if done == "viewed":
            return {"type": "grade", "id": self._numbers("grade item", needed.id)}
        if done == "passed":  # handed in, with whatever result
            tries = [self._completed(needed.id, COMPLETE), self._completed(needed.id, FAILED)]
            return {"op": "|", "c": tries}
        raise ValueError(f"Moodle cannot wait for {needed.id} to be {requirement.state}")

    def _completed(self, item: str, state: int) -> dict[str, Any]:
        return {"type": "completion", "cm": self._numbers("module", item), "e": state}


def _tree(conditions: Iterable[dict[str, Any]]) -> str | None:
    conditions = list(conditions)
    if not conditions:
        return None
    tree = {"op": "&", "c": conditions, "showc": [True] * len(conditions)}
    return json.dumps(tree, separators=(",", ":"))
