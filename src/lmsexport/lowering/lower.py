"""Rewrite a course as a target can carry it, and name each loss."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple, Protocol, Self

from pydantic import BaseModel

from lmsexport.content import ComposedTexts, Fragment, ResolvedCourse
from lmsexport.errors import ModelPath
from lmsexport.lowering.around import Around
from lmsexport.lowering.declarations import EDITED, LINKS, Adapted, Capabilities, Carry, Dropped, Noted
from lmsexport.lowering.leftovers import Leftovers
from lmsexport.lowering.losses import Loss, leaf_texts
from lmsexport.lowering.passes.links import declared_links, lost_links, texts_in
from lmsexport.lowering.plans import Feature, Plan, plans
from lmsexport.lowering.publishing import published
from lmsexport.model import Course


class Choices(Protocol):
    """What a course can choose for a target."""

    def carried(self, capabilities: Capabilities) -> Capabilities:
        """What the target carries by this choice, when it carries `capabilities` by default."""


class Target(Protocol):
    """What lowering asks of a target."""

    @property
    def capabilities(self) -> Capabilities:
        """What it carries."""

    @property
    def options(self) -> type[Choices]:
        """What a course can choose."""


class LoweredCourse(ResolvedCourse):
    """A course as one target carries it: what its writer transcribes.

    It is never validated again: its texts may be composed, and it may break rules of authors.
    """

    @classmethod
    def of(cls, resolved: ResolvedCourse, course: Course, composed: ComposedTexts) -> Self:
        """The lowered course with the texts and files of the author's, and those that passes have composed."""
        return cls(course, resolved.files, resolved._destinations, resolved._fragments, composed)


@dataclass(frozen=True, slots=True)
class Lowered:
    """What lowering makes of a course."""

    course: LoweredCourse
    losses: tuple[Loss, ...]
    """What the target does not carry as its author wrote it."""


def lower(course: ResolvedCourse, target: Target, options: Choices | None = None) -> Lowered:
    """The course as a target carries it, and what that costs: the only way to a course that a writer takes.

    What is not published is taken out first, where the target does not hold it: all that follows sees none of it.
    Dropped fields go back to their defaults; dropped parts leave their list, and so does what is nothing without them:
    draws from banks that are too small now, assessments without a question, requirements that wait for lost items.
    Passes turn what is carried in another form into that form: the parts of a node before the node, the course last.
    Links lead to what is left. Lowering twice changes nothing more. `options` are the target's defaults when they are
    left out.
    """
    carried = (options or target.options()).carried(target.capabilities)
    if not _LAST or _LAST[0].course is not course or _LAST[0].carried != carried:
        _LAST[:] = [_Last(course, carried, _lowered(course, carried))]
    return _LAST[0].lowered


class _Last(NamedTuple):
    """What was lowered last: versions of a format carry the same."""

    course: ResolvedCourse
    carried: Capabilities
    lowered: Lowered


_LAST: list[_Last] = []


def _lowered(course: ResolvedCourse, carried: Capabilities) -> Lowered:
    plan_of, links, edited = plans(carried), declared_links(carried), carried.get(EDITED)
    unseen: list[Loss] = []
    seen = published(course, carried, unseen.append)
    walk = _Walk(seen.resolved, plan_of, links, edited, seen.left_out)
    lowered = walk.course()
    if missing := walk.linked - {item.id for item in lowered.items}:
        walk = _Walk(seen.resolved, plan_of, links, edited, seen.left_out | missing)
        lowered = walk.course()
    losses = (*unseen, *(seen.at_home(loss, course.course) for loss in walk.losses.values()))
    return Lowered(LoweredCourse.of(course, lowered, walk.around.composed), losses)


class _Walk:
    """One way through a course, from the leaves to the course itself."""

    def __init__(
        self,
        resolved: ResolvedCourse,
        plan_of: dict[type[BaseModel], Plan],
        links: Adapted,
        edited: Carry | None,
        missing: frozenset[str] = frozenset(),
    ) -> None:
        self.plan_of = plan_of
        self.links = links
        self.edited = edited if isinstance(edited, Noted) else None
        self.linking = resolved.linking
        self.linked: set[str] = set()
        """The items that texts still link to."""
        own = resolved.with_course(resolved.course, resolved.composed.copy())
        self.around = Around(own, resolved.course.source, missing=missing)
        self.losses: dict[tuple[ModelPath, str], Loss] = {}
        """By place and message: what has become another class loses nothing twice."""
        self.leftovers = Leftovers(resolved.course, self._add)

    def course(self) -> Course:
        """The course: its parts, then what their losses leave without a purpose, then its own passes."""
        course = self.around.course
        plan = self.plan_of[Course]
        self._note_texts(course, self.around, (), course.id)
        own = self._without_links(self._without_fields(course, plan, (), course.id), self.around, (), course.id)
        taken_out = self._without_parts(course, own, plan, (), course.id)
        assert isinstance(taken_out, Course)
        (lowered,) = self._rewritten(self.leftovers.cleared(taken_out), plan, self.around, (), course.id)
        assert isinstance(lowered, Course)
        return lowered

    def node(self, node: BaseModel, around: Around, path: ModelPath, owner: str) -> tuple[BaseModel, ...]:
        """What stands in the place of a node: itself, another, several, or nothing."""
        plan = self.plan_of[type(node)]
        owner = node.__dict__.get("id", owner)
        if plan.carry is not None and self._is_concerned(plan.carry, node):
            self._lose(plan.name, path, owner, leaf_texts(node), plan.carry)
            if isinstance(plan.carry, Dropped):
                self.leftovers.remember(node)
                return ()
        here = around.within(node)
        self._note_texts(node, here, path, owner)
        lowered = self._without_links(self._without_fields(node, plan, path, owner), here, path, owner)
        lowered = self._without_parts(node, lowered, plan, path, owner, here)
        return self._rewritten(lowered, plan, here, path, owner)

    def _note_texts(self, node: BaseModel, around: Around, path: ModelPath, owner: str) -> None:
        """Name the texts of a node that an LMS changes when somebody edits them."""
        if self.edited is None:
            return
        for at, text in texts_in(node):
            fragment = around.fragment(text)
            if self._is_concerned(self.edited, fragment):
                self._lose(EDITED, (*path, *at), owner, iter([fragment.plain]), self.edited)

    def _without_links(self, node: BaseModel, around: Around, path: ModelPath, owner: str) -> BaseModel:
        """The node without links that lead nowhere; each is named."""
        if path not in self.linking:
            return node
        after = self.links.becomes(node, around)
        assert isinstance(after, BaseModel)
        for at, gone in lost_links(node, after, around):
            self._lose(LINKS, (*path, *at), owner, iter(gone), self.links)
        self.linked.update(link.item for _, text in texts_in(after) for link in around.fragment(text).links)
        return after

    def _without_fields(self, node: BaseModel, plan: Plan, path: ModelPath, owner: str) -> BaseModel:
        """The node without the fields that are dropped; their losses, and what is noted of others, are named."""
        values: dict[str, object] = {}
        for field in plan.watched:
            value = node.__dict__[field.name]
            carry = field.carry_of(value)
            if carry is not None and self._is_concerned(carry, node):
                self._lose(field.feature, (*path, field.name), owner, leaf_texts(value), carry)
                if isinstance(carry, Dropped):
                    values |= field.left_by(carry)
        return node.model_copy(update=values) if values else node

    def _without_parts(
        self, before: BaseModel, node: BaseModel, plan: Plan, path: ModelPath, owner: str, around: Around | None = None
    ) -> BaseModel:
        """The node with its parts lowered; `before` is the author's, from which they have their places."""
        fields = node.__dict__
        full = [name for name in plan.parts if fields[name]]
        if not full:
            return node
        inside = (around or self.around).within(before)
        values: dict[str, object] = {}
        for name in full:
            value = fields[name]
            at = (*path, name) if name in before.__dict__ else path
            if isinstance(value, BaseModel):
                (lowered,) = self.node(value, inside, at, owner)
                if lowered is not value:
                    values[name] = lowered
                continue
            lowered_parts = [self.node(part, inside, (*at, n), owner) for n, part in enumerate(value)]
            if any(len(new) != 1 or new[0] is not old for new, old in zip(lowered_parts, value, strict=True)):
                values[name] = tuple(part for new in lowered_parts for part in new)
        return node.model_copy(update=values) if values else node

    def _rewritten(
        self, node: BaseModel, plan: Plan, around: Around, path: ModelPath, owner: str
    ) -> tuple[BaseModel, ...]:
        """The node after all passes for its class; one that has become another class is lowered as that one."""
        around = around.at(node) if plan.steps else around
        for step in plan.steps:
            due = step.due(node)
            if not due:
                continue
            after = step.rewrite(node, around)
            if after is node:
                continue
            self._name(due, node, after, path, owner)
            if isinstance(after, BaseModel) and type(after) is type(node):
                node = after
                continue
            others = after if isinstance(after, tuple) else () if after is None else (after,)
            return tuple(part for new in others for part in self._again(new, node, around, path, owner))
        return (node,)

    def _again(
        self, new: BaseModel, before: BaseModel, around: Around, path: ModelPath, owner: str
    ) -> tuple[BaseModel, ...]:
        """A node that a pass has made: of the same class as before it is done, else it is lowered as what it is."""
        if type(new) is type(before):
            return (new,)
        plan = self.plan_of[type(new)]
        lowered = self._without_fields(new, plan, path, owner)
        lowered = self._without_parts(before, lowered, plan, path, owner, around)
        return self._rewritten(lowered, plan, around, path, owner)

    def _name(self, due: list[Feature], before: BaseModel, after: object, path: ModelPath, owner: str) -> None:
        """Name what a pass has changed of the features that it is declared for, at each place."""
        for feature in due:
            for at, value in feature.changes(before, after) if isinstance(feature.carry, Adapted) else ():
                self._lose(feature.name, (*path, *at), owner, leaf_texts(value), feature.carry)

    def _is_concerned(self, carry: Carry, node: BaseModel | Fragment) -> bool:
        if isinstance(carry, Dropped | Noted):
            return carry.when is None or carry.when(node, self.around.course)
        return False

    def _lose(self, feature: str, path: ModelPath, owner: str, texts: Iterator[str], carry: Carry) -> None:
        self._add(Loss.of(feature, path, owner, texts, carry))

    def _add(self, loss: Loss) -> None:
        self.losses.setdefault((loss.path, loss.message), loss)
