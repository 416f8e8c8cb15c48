"""What is nothing any more when something else was taken out of a course: empty banks, draws, gates."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property

from pydantic import BaseModel

from lmsexport.errors import ModelPath
from lmsexport.lowering.losses import Loss, LossSeverity, leaf_texts
from lmsexport.model import Assessment, Bank, Course, Item, ItemBase, Module, Pool, Question, QuestionBase, TextBlock

_Reason = tuple[LossSeverity, str]
_EMPTY: _Reason = "dropped", "None of its questions can be carried."
_TOO_FEW: _Reason = "adapted", "Some of the bank’s questions cannot be carried, so fewer are drawn."
_WAITS_FOR_NOTHING: _Reason = "dropped", "What it waits for is not in the package, so it opens without it."


class Leftovers:
    """Remembers what was dropped, and clears what depended on it."""

    def __init__(self, course: Course, name: Callable[[Loss], None]) -> None:
        self._course = course
        self._name = name
        self._items: set[str] = set()
        self._modules: set[str] = set()
        self._questions = False

    @cached_property
    def _quizzes(self) -> dict[str, tuple[ModelPath, Assessment]]:
        """The assessments as their author wrote them, and where, by their ids."""
        return {
            item.id: (("modules", m, "items", i), item)
            for m, module in enumerate(self._course.modules)
            for i, item in enumerate(module.items)
            if isinstance(item, Assessment)
        }

    def remember(self, node: BaseModel) -> None:
        """A node that was dropped."""
        if isinstance(node, Module):
            self._modules.add(node.id)
            self._items.update(item.id for item in node.items)
        elif isinstance(node, ItemBase):
            self._items.add(node.id)
        elif isinstance(node, QuestionBase | Bank):
            self._questions = True

    def forget(self, items: Iterable[str]) -> None:
        """Ids of items that are in no package."""
        self._items.update(items)

    def cleared(self, course: Course) -> Course:
        """The course without what is nothing without what was dropped; the losses are named."""
        if self._questions:
            course = self._without_empty(course)
        if self._items or self._modules:
            modules = tuple(map(self._without_lost_gates, course.modules))
            course = course.model_copy(update={"modules": modules})
        return course

    def _without_empty(self, course: Course) -> Course:
        """The course without banks and assessments that have lost all questions, and with draws that still work."""
        left = {bank.id: len(bank.drawable) for bank in course.banks}
        for b, bank in enumerate(self._course.banks):
            if left.get(bank.id) == 0:
                self._lose("Bank", ("banks", b), bank.id, bank, _EMPTY)
        modules = []
        for module in course.modules:
            drawn = (self._with_draws(item, left) for item in module.items)
            modules.append(module.model_copy(update={"items": tuple(item for item in drawn if item is not None)}))
        banks = tuple(bank for bank in course.banks if left[bank.id])
        return course.model_copy(update={"modules": tuple(modules), "banks": banks})

    def _with_draws(self, item: Item, left: dict[str, int]) -> Item | None:
        """An assessment that draws no more questions than its banks still hold; None when it asks nothing."""
        if not isinstance(item, Assessment):
            return item
        path, written = self._quizzes[item.id]
        questions: list[Question | Pool] = []
        for question in item.questions:
            number = left.get(question.bank, 0) if isinstance(question, Pool) else None
            if number is None or not isinstance(question, Pool) or number >= question.draw:
                questions.append(question)
                continue
            at = (*path, "questions", [part.id for part in written.questions].index(question.id))
            self._lose("Pool", at, question.id, question, _TOO_FEW if number else _EMPTY)
            if number:
                questions.append(question.model_copy(update={"draw": number}))
        if all(isinstance(question, TextBlock) for question in questions):
            self._items.add(item.id)
            self._lose("Assessment", path, item.id, item, _EMPTY)
            return None
        return item.model_copy(update={"questions": tuple(questions)})

    def _without_lost_gates(self, module: Module) -> Module:
        """A module without gates that wait for what is not there any more."""
        m = next(m for m, written in enumerate(self._course.modules) if written.id == module.id)
        items = tuple(self._opened(item, m) for item in module.items)
        for r, required in enumerate(self._course.modules[m].requires):
            if required in self._modules and required in module.requires:
                self._lose("Module.requires", ("modules", m, "requires", r), module.id, required, _WAITS_FOR_NOTHING)
        requires = tuple(required for required in module.requires if required not in self._modules)
        return module.model_copy(update={"items": items, "requires": requires})

    def _opened(self, item: Item, m: int) -> Item:
        written = [other.id for other in self._course.modules[m].items]
        for r, requirement in enumerate(item.requires):
            if requirement.item in self._items and item.id in written:
                path = ("modules", m, "items", written.index(item.id), "requires", r)
                self._lose("Requirement", path, item.id, requirement, _WAITS_FOR_NOTHING)
        kept = tuple(requirement for requirement in item.requires if requirement.item not in self._items)
        return item if len(kept) == len(item.requires) else item.model_copy(update={"requires": kept})

    def _lose(self, feature: str, path: ModelPath, owner: str, lost: object, reason: _Reason) -> None:
        self._name(Loss(feature, path, owner, "\n".join(leaf_texts(lost)), *reason))
