"""What a target has declared as lost, by place: which of it explains a difference between a course and its package."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pydantic import BaseModel

from lmsexport.engine.aspects import FIELDS
from lmsexport.errors import ModelPath
from lmsexport.lowering import Loss
from lmsexport.model import Course, QuestionBase
from lmsexport.packaging import Omission
from lmsexport.validation.compare import Difference

_OF_PARTS = frozenset(("draw", "files", "setting points", "setting requires", "setting shuffle choices"))
"""Aspects of a thing that come from the things within it, so that their losses explain it."""


@dataclass(frozen=True, slots=True)
class Declared:
    """What was declared, by place."""

    places: Mapping[str, ModelPath]
    """Id → where the thing with that id stands in the course."""
    of: Mapping[ModelPath, list[Loss]]
    """Where a thing stands → the losses of the thing itself and of its parts, without those of things within it."""
    omitted: frozenset[str]
    """Ids of the things with omissions."""
    untitled: frozenset[str]
    """Titles of banks that are not carried."""
    completed: frozenset[str]
    """Ids of the items whose author says what completes them."""

    @classmethod
    def made(cls, course: Course, losses: Iterable[Loss], omissions: Iterable[Omission]) -> Declared:
        places = dict(_places(course, ()))
        things = frozenset(places.values())
        of: dict[ModelPath, list[Loss]] = {}
        for loss in losses:
            thing = next(path for n in range(len(loss.path), -1, -1) if (path := loss.path[:n]) in things)
            of.setdefault(thing, []).append(loss)
        completed = frozenset(item.id for item in course.items if item.complete_when is not None)
        untitled = frozenset(loss.what for found in of.values() for loss in found if loss.code == "Bank.title")
        return cls(places, of, frozenset(one.owner for one in omissions), untitled, completed)

    def at(self, one: Difference) -> Iterator[Loss]:
        """The losses that concern a difference."""
        if one.aspect == "setting complete when" and one.owner not in self.completed:
            yield _UNDERSTOOD
        if one.aspect == "bank" and one.before in self.untitled:
            yield _OMITTED
        if one.owner in self.omitted and (is_text(one.aspect) or one.aspect.startswith(("files", "answer"))):
            yield _OMITTED
        place = self.places.get(one.owner, ())
        own = self.of.get(place, [])
        if one.aspect in _OF_PARTS:
            own = [loss for path, losses in self.of.items() if path[: len(place)] == place for loss in losses]
        yield from (loss for loss in own if _concerns(loss, one, place))
        around = (loss for length in range(len(place)) for loss in self.of.get(place[:length], ()))
        yield from (loss for loss in around if _is_whole(loss) and loss.path == place[: len(loss.path)])


_UNDERSTOOD = Loss(
    "complete_when", (), "", "", "dropped", "What suits the item completes it, and no wish of its author."
)
_OMITTED = Loss("omission", (), "", "", "dropped", "The writer has named it.")


def _is_whole(loss: Loss) -> bool:
    """Whether the thing itself is concerned, and not a field of it."""
    return "." not in loss.code


def _concerns(loss: Loss, one: Difference, place: ModelPath) -> bool:
    if _is_whole(loss) and loss.path == place:
        return True
    if one.aspect == "draw":
        return loss.code.startswith("Pool")
    if one.aspect == "setting requires" and loss.code == "Requirement":
        return True
    field = loss.code.partition(".")[2].partition("=")[0]
    aspect = side_of(one)
    fields = next((fields for beginning, fields in FIELDS if aspect.startswith(beginning)), frozenset())
    return field in fields if field else aspect.startswith("answer")


def is_gone(one: Difference) -> bool:
    """Whether a thing is missing as a whole."""
    return one.what == "removed" and not one.before


def side_of(one: Difference) -> str:
    """The aspect, with what it is of an answer: `answer share`."""
    if not one.aspect.startswith("answer "):
        return one.aspect
    if one.what == "moved":
        return "answer order"
    side = one.aspect.rpartition("”")[2].removeprefix(", ")
    return f"answer {side}".strip()


def _places(node: object, path: ModelPath) -> Iterator[tuple[str, ModelPath]]:
    """Every thing of the course with an id of its own, and where it stands: items, questions, banks, modules."""
    if isinstance(node, BaseModel):
        id = getattr(node, "id", "")
        if id and (len(path) in (0, 2, 4, 6)):
            yield id, path
        for name in () if isinstance(node, QuestionBase) else type(node).model_fields:
            if name in ("modules", "items", "questions", "banks") and len(path) < 6:
                for index, part in enumerate(getattr(node, name)):
                    yield from _places(part, (*path, name, index))


def is_text(aspect: str) -> bool:
    """Whether it is one whose words may stand among others."""
    if aspect.partition(" ")[0] in ("text", "prompt", "feedback", "hints", "title", "bank"):
        return True
    return aspect.endswith(", feedback") or aspect in ("setting begins with", "setting for graders")
