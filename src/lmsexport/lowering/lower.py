"""Take out of a course what a target cannot carry, and name each loss."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal, NamedTuple

from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from lmsexport.errors import ModelPath
from lmsexport.lowering.capabilities import SILENT, Adapted, Capabilities, Carry, Dropped, carry_of, model_classes
from lmsexport.model import Assessment, Bank, Course, Item, ItemBase, Module, Pool, Question, QuestionBase, TextBlock


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

    Dropped fields go back to their defaults (one without a default stays, and the writer leaves it out). Dropped parts
    leave their list, and so does what is nothing without them: draws from banks that are too small now, assessments
    without a question, requirements that wait for lost items. Adapted parts stay for the writer. Lowering twice
    changes nothing more.
    """
    lowering = _Lowering(course, capabilities)
    lowered = lowering.node(course, (), course.id)
    assert isinstance(lowered, Course)
    if lowering.lost_questions:
        lowered = lowering.without_empty(lowered)
    return lowering.without_lost_requirements(lowered), tuple(lowering.losses)


class _Field(NamedTuple):
    """A field that a target does not carry in every case as it was written."""

    name: str
    default: Any
    feature: str
    carry: Carry | None
    by_value: dict[str, Carry]
    """Declarations for single values, by the value as text."""


class _Plan(NamedTuple):
    """What is to be done with the nodes of one class."""

    carry: Carry | None
    watched: list[_Field]
    branches: list[str]
    """The fields that hold parts of the model."""


class _Lowering:
    def __init__(self, course: Course, capabilities: Capabilities) -> None:
        self.course = course
        self.losses: list[Loss] = []
        self.plans = {model: _plan(model, capabilities) for model in model_classes().values()}
        self.lost_items: set[str] = set()
        self.lost_modules: set[str] = set()
        self.lost_questions = False

    def node(self, node: BaseModel, path: ModelPath, owner: str) -> BaseModel | None:
        """The node with its losses taken out; None when the whole node is dropped."""
        carry, watched, branches = self.plans[type(node)]
        owner = node.__dict__.get("id", owner)
        if self._concerned(carry, node):
            self._lose(type(node).__name__, path, owner, leaf_texts(node), carry)
            if isinstance(carry, Dropped):
                self._remember_lost(node)
                return None
        changes: dict[str, Any] = {}
        for field in watched:
            value = getattr(node, field.name)
            if value == field.default and str(value) not in field.by_value:
                continue
            carry = field.by_value.get(str(value), field.carry) if field.by_value else field.carry
            if self._concerned(carry, node):
                self._lose(field.feature, (*path, field.name), owner, leaf_texts(value), carry)
                if isinstance(carry, Dropped) and field.default is not PydanticUndefined:
                    changes[field.name] = field.default
        for name in branches:
            if name not in changes:
                value = getattr(node, name)
                lowered = self._value(value, (*path, name), owner)
                if lowered is not value:
                    changes[name] = lowered
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

    def without_empty(self, course: Course) -> Course:
        """The course without banks and assessments that have lost all questions, and with draws that still work."""
        left = {bank.id: len(bank.drawable) for bank in course.banks}
        for b, bank in enumerate(self.course.banks):
            if left.get(bank.id) == 0:
                self._lose("Bank", ("banks", b), bank.id, leaf_texts(bank), _EMPTY)
        places = {
            item.id: (("modules", m, "items", i), item)
            for m, module in enumerate(self.course.modules)
            for i, item in enumerate(module.items)
        }
        modules = []
        for module in course.modules:
            drawn = (self._with_draws(item, *places[item.id], left) for item in module.items)
            kept = tuple(item for item in drawn if item is not None)
            modules.append(module.model_copy(update={"items": kept}))
        banks = tuple(bank for bank in course.banks if left[bank.id])
        return course.model_copy(update={"modules": tuple(modules), "banks": banks})

    def _with_draws(self, item: Item, path: ModelPath, original: Item, left: dict[str, int]) -> Item | None:
        """An assessment that draws no more questions than its banks still hold; None when it asks nothing."""
        if not (isinstance(item, Assessment) and isinstance(original, Assessment)):
            return item
        places = {question.id: q for q, question in enumerate(original.questions)}
        questions: list[Question | Pool] = []
        for question in item.questions:
            number = left.get(question.bank, 0) if isinstance(question, Pool) else None
            if number is None or not isinstance(question, Pool) or number >= question.draw:
                questions.append(question)
                continue
            at = (*path, "questions", places[question.id])
            self._lose("Pool", at, question.id, leaf_texts(question), _TOO_FEW if number else _EMPTY)
            if number:
                questions.append(question.model_copy(update={"draw": number}))
        if all(isinstance(question, TextBlock) for question in questions):
            self.lost_items.add(item.id)
            self._lose("Assessment", path, item.id, leaf_texts(item), _EMPTY)
            return None
        return item.model_copy(update={"questions": tuple(questions)})

    def without_lost_requirements(self, course: Course) -> Course:
        """The course without gates that wait for what is not there any more."""
        if not (self.lost_items or self.lost_modules):
            return course
        places = {module.id: m for m, module in enumerate(self.course.modules)}
        modules = [self._without_lost(module, places[module.id]) for module in course.modules]
        return course.model_copy(update={"modules": tuple(modules)})

    def _without_lost(self, module: Module, m: int) -> Module:
        original = self.course.modules[m]
        places = {item.id: i for i, item in enumerate(original.items)}
        items = []
        for item in module.items:
            lost = [r for r, requirement in enumerate(item.requires) if requirement.item in self.lost_items]
            for r in lost:
                path = ("modules", m, "items", places[item.id], "requires", r)
                self._lose("Requirement", path, item.id, leaf_texts(item.requires[r]), _WAITS_FOR_NOTHING)
            kept = tuple(r for r in item.requires if r.item not in self.lost_items)
            items.append(item.model_copy(update={"requires": kept}) if lost else item)
        for r, required in enumerate(module.requires):
            if required in self.lost_modules:
                self._lose(
                    "Module.requires", ("modules", m, "requires", r), module.id, iter([required]), _WAITS_FOR_NOTHING
                )
        requires = tuple(required for required in module.requires if required not in self.lost_modules)
        return module.model_copy(update={"items": tuple(items), "requires": requires})

    def _remember_lost(self, node: BaseModel) -> None:
        if isinstance(node, Module):
            self.lost_modules.add(node.id)
            self.lost_items.update(item.id for item in node.items)
        elif isinstance(node, ItemBase):
            self.lost_items.add(node.id)
        elif isinstance(node, QuestionBase | Bank):
            self.lost_questions = True

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


_EMPTY = Dropped("None of its questions can be carried.")
_TOO_FEW = Adapted("Some of the bank’s questions cannot be carried, so fewer are drawn.")
_WAITS_FOR_NOTHING = Dropped("What it waits for is not in the package, so it opens without it.")


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


def _plan(model: type[BaseModel], capabilities: Capabilities) -> _Plan:
    fields = [_field(model, name, capabilities) for name in model.model_fields if name not in SILENT]
    watched = [
        field
        for field in fields
        if any(isinstance(carry, Adapted | Dropped) for carry in (field.carry, *field.by_value.values()))
    ]
    branches = [name for name, field in model.model_fields.items() if "lmsexport.model" in repr(field.annotation)]
    return _Plan(carry_of(capabilities, model.__name__), watched, branches)


def _field(model: type[BaseModel], name: str, capabilities: Capabilities) -> _Field:
    feature = f"{model.__name__}.{name}"
    default = model.model_fields[name].get_default(call_default_factory=True, validated_data={})
    by_value = {key.partition("=")[2]: carry for key, carry in capabilities.items() if key.startswith(f"{feature}=")}
    return _Field(name, default, feature, carry_of(capabilities, feature), by_value)
