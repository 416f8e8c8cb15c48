"""Take out of a course what a target cannot carry, and name each loss."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from pydantic import BaseModel

from lmsexport.errors import ModelPath
from lmsexport.lowering.capabilities import SILENT, Adapted, Capabilities, Dropped, carry_of, model_classes
from lmsexport.model import Course


@dataclass(frozen=True, slots=True)
class Loss:
    """Something that a target does not carry as the author wrote it."""

    code: str
    """The feature, for example `Choice.fixed`."""
    path: ModelPath
    """Where it stands in the course."""
    owner: str
    """Id of the nearest thing that has one: the question, the lesson, …"""
    what: str
    """The content that is concerned: the text itself, or the value."""
    severity: Literal["adapted", "dropped"]
    message: str
    """What stands in its place, or why there is no place for it."""
    remedy: str = ""
    """What the author or the instructor can do."""


def lower(course: Course, capabilities: Capabilities) -> tuple[Course, tuple[Loss, ...]]:
    """The course as a target with these capabilities can carry it, and what that costs.

    Dropped fields go back to their defaults, dropped parts leave their list; adapted ones stay for the writer.
    Lowering twice changes nothing more.
    """
    lowering = _Lowering(course, capabilities)
    lowered = lowering.node(course, (), course.id)
    assert isinstance(lowered, Course)
    return lowered, tuple(lowering.losses)


class _Lowering:
    def __init__(self, course: Course, capabilities: Capabilities) -> None:
        self.course = course
        self.capabilities = capabilities
        self.losses: list[Loss] = []
        self.watched = {name: list(_watched_fields(model, capabilities)) for name, model in model_classes().items()}
        self.branches = {name: list(_branches(model)) for name, model in model_classes().items()}

    def node(self, node: BaseModel, path: ModelPath, owner: str) -> BaseModel | None:
        """The node with its losses taken out; None when the whole node is dropped."""
        name = type(node).__name__
        owner = getattr(node, "id", owner)
        if self._concerned(carry := carry_of(self.capabilities, name), node):
            self._lose(name, path, owner, leaf_texts(node), carry)
            if isinstance(carry, Dropped):
                return None
        changes: dict[str, Any] = {}
        for field in self.watched[name]:
            value = getattr(node, field)
            if value == node.__class__.model_fields[field].get_default(call_default_factory=True, validated_data={}):
                continue
            feature = f"{name}.{field}"
            carry = self.capabilities.get(f"{feature}={value}") or carry_of(self.capabilities, feature)
            if self._concerned(carry, node):
                self._lose(feature, (*path, field), owner, leaf_texts(value), carry)
                if isinstance(carry, Dropped):
                    changes[field] = node.__class__.model_fields[field].get_default(
                        call_default_factory=True, validated_data={}
                    )
        for field in self.branches[name]:
            if field not in changes:
                value = getattr(node, field)
                lowered = self._value(value, (*path, field), owner)
                if lowered is not value:
                    changes[field] = lowered
        return node.model_copy(update=changes) if changes else node

    def _value(self, value: Any, path: ModelPath, owner: str) -> Any:
        if isinstance(value, BaseModel):
            return self.node(value, path, owner)
        if isinstance(value, tuple):
            lowered = tuple(self._value(part, (*path, index), owner) for index, part in enumerate(value))
            if all(new is old for new, old in zip(lowered, value, strict=True)):
                return value
            return tuple(part for part in lowered if part is not None)
        return value

    def _concerned(self, carry: object, node: BaseModel) -> bool:
        if not isinstance(carry, Adapted | Dropped):
            return False
        return carry.when is None or carry.when(node, self.course)

    def _lose(self, feature: str, path: ModelPath, owner: str, texts: Iterator[str], carry: Any) -> None:
        dropped = isinstance(carry, Dropped)
        self.losses.append(
            Loss(
                code=feature,
                path=path,
                owner=owner,
                what="\n".join(texts),
                severity="dropped" if dropped else "adapted",
                message=carry.why if dropped else carry.how,
                remedy=carry.remedy,
            )
        )


def leaf_texts(value: object) -> Iterator[str]:
    """Every text, number and choice below a value, in order: what a reader would miss if it were gone."""
    if isinstance(value, BaseModel):
        for field in type(value).model_fields:
            if field not in SILENT:
                yield from leaf_texts(getattr(value, field))
    elif isinstance(value, dict):
        for name, part in value.items():
            yield str(name)
            yield from leaf_texts(part)
    elif isinstance(value, tuple | list):
        for part in value:
            yield from leaf_texts(part)
    elif isinstance(value, Decimal):
        yield f"{value.normalize():f}"
    elif value is not None and value != "":
        yield str(value)


def _watched_fields(model: type[BaseModel], capabilities: Capabilities) -> Iterator[str]:
    """The fields for which the target declares anything but “carried”."""
    for field in model.model_fields:
        feature = f"{model.__name__}.{field}"
        declared = [carry_of(capabilities, feature)]
        declared += [carry for key, carry in capabilities.items() if key.startswith(f"{feature}=")]
        if field not in SILENT and any(isinstance(carry, Adapted | Dropped) for carry in declared):
            yield field


def _branches(model: type[BaseModel]) -> Iterator[str]:
    """The fields that hold parts of the model."""
    for name, field in model.model_fields.items():
        if any(other in repr(field.annotation) for other in ("lmsexport.model",)):
            yield name
