"""What no schema can say of a course: ids that are unique, references that exist, pools and gates that work."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from graphlib import CycleError, TopologicalSorter

from lmsexport.errors import ModelPath
from lmsexport.model.assessment import Assessment, Pool
from lmsexport.model.course_parts import CourseBase, Item, is_graded
from lmsexport.model.items import Heading, Lab
from lmsexport.model.numbers import plain_number


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule of the course that is broken, and where."""

    path: ModelPath
    code: str
    message: str
    hint: str = ""
    other: ModelPath | None = None
    """Where the other one stands, when a rule is about two."""


def findings(course: CourseBase) -> list[Finding]:
    """All broken rules of a course, in the order of the source."""
    checks = (_unique_ids, _requirements, _gate_circles, _module_requirements, _pools, _labs, _grading)
    return [finding for check in checks for finding in check(course)]


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """“did you mean `x`?” for the nearest known word, else the list of known ones."""
    known = sorted(known)
    if near := difflib.get_close_matches(word, known, n=1):
        return f"did you mean `{near[0]}`?"
    if 0 < len(known) <= 12:
        return "known: " + ", ".join(f"`{name}`" for name in known)
    return ""


def _items(course: CourseBase) -> Iterator[tuple[ModelPath, Item]]:
    for m, module in enumerate(course.modules):
        for i, item in enumerate(module.items):
            yield ("modules", m, "items", i), item


def identities(course: CourseBase) -> Iterator[tuple[ModelPath, str, str]]:
    """Path, kind and id of everything that has an identity of its own."""
    for d, draft in enumerate(course.drafts):
        yield ("drafts", d), "draft", draft.id
    for t, tool in enumerate(course.tools):
        yield ("tools", t), "tool", tool.id
    for c, category in enumerate(course.grade_categories):
        yield ("grade_categories", c), "grade category", category.id
    for b, bank in enumerate(course.banks):
        yield ("banks", b), "bank", bank.id
        for q, question in enumerate(bank.questions):
            yield ("banks", b, "questions", q), "question", question.id
    for m, module in enumerate(course.modules):
        yield ("modules", m), "module", module.id
        for i, item in enumerate(module.items):
            path = ("modules", m, "items", i)
            yield path, item.type, item.id
            if isinstance(item, Assessment):
                for q, part in enumerate(item.questions):
                    yield (*path, "questions", q), "question", part.id


def _unique_ids(course: CourseBase) -> Iterator[Finding]:
    first: dict[str, tuple[str, ModelPath]] = {}
    for path, kind, id in identities(course):
        if id in first:
            other, other_path = first[id]
            yield Finding(
                (*path, "id"),
                "duplicate-id",
                f"the id `{id}` of this {kind} is taken by a {other}",
                "ids are unique in the whole course; choose another",
                (*other_path, "id"),
            )
        else:
            first[id] = kind, path


def _requirements(course: CourseBase) -> Iterator[Finding]:
    items = {item.id: item for item in course.items}
    drafts = {draft.id for draft in course.drafts}
    for path, item in _items(course):
        for r, requirement in enumerate(item.requires):
            at = (*path, "requires", r)
            needed = items.get(requirement.item)
            if requirement.item in drafts:
                continue
            if needed is None:
                yield Finding(
                    at, "unknown-item", f"there is no item `{requirement.item}`", did_you_mean(requirement.item, items)
                )
            elif isinstance(needed, Heading):
                yield Finding(at, "heading-required", f"`{requirement.item}` is a heading, which nobody can complete")
            elif requirement.state not in needed.states:
                yield Finding(
                    at,
                    f"never-{requirement.state}",
                    f"nobody can reach `{requirement.state}` with `{requirement.item}`",
                    "give it a `pass_mark`, or require `submitted`"
                    if "submitted" in needed.states
                    else "require `viewed`",
                )


def _gate_circles(course: CourseBase) -> Iterator[Finding]:
    """Items that wait for each other, directly or through the prerequisites of their modules."""
    gates: dict[str, list[str]] = {}
    place: dict[str, ModelPath] = {}
    for m, module in enumerate(course.modules):
        gates[f"module {module.id}"] = [item.id for item in module.items]
        for i, item in enumerate(module.items):
            gates[item.id] = [r.item for r in item.requires] + [f"module {id}" for id in module.requires]
            place[item.id] = ("modules", m, "items", i, *(("requires",) if item.requires else ()))
    while circle := _circle(gates):
        names = [id for id in circle if id in place]
        first = min(names, key=place.__getitem__)
        yield Finding(
            place[first],
            "circular-prerequisite",
            " waits for ".join(f"`{id}`" for id in _rotated(names, first)) + ", so none of them ever opens",
            "drop one of these requirements",
        )
        for id in circle:
            gates.pop(id, None)


def _circle(gates: dict[str, list[str]]) -> list[str]:
    """One circle of the graph, each node once, or nothing."""
    try:
        TopologicalSorter(gates).prepare()
    except CycleError as error:
        return list(reversed(error.args[1]))[:-1]
    return []


def _rotated(names: list[str], first: str) -> list[str]:
    start = names.index(first)
    return [*names[start:], *names[:start], first]


def _module_requirements(course: CourseBase) -> Iterator[Finding]:
    known = {module.id: m for m, module in enumerate(course.modules)}
    for m, module in enumerate(course.modules):
        for r, id in enumerate(module.requires):
            at = ("modules", m, "requires", r)
            if id not in known:
                yield Finding(at, "unknown-module", f"there is no module `{id}`", did_you_mean(id, known))
            elif known[id] == m:
                yield Finding(at, "circular-prerequisite", f"the module `{id}` waits for itself, so it never opens")


def _pools(course: CourseBase) -> Iterator[Finding]:
    banks = {bank.id: bank for bank in course.banks}
    drafts = Counter(draft.owner or draft.id for draft in course.drafts)
    for path, item in _items(course):
        if not isinstance(item, Assessment):
            continue
        drawn: dict[str, int] = {}
        for q, question in enumerate(item.questions):
            if not isinstance(question, Pool):
                continue
            at = (*path, "questions", q)
            if question.bank not in banks:
                yield Finding(
                    (*at, "bank"),
                    "unknown-bank",
                    f"there is no bank `{question.bank}`",
                    _DRAFT_BANK if question.bank in drafts else did_you_mean(question.bank, banks),
                )
                continue
            size = len(banks[question.bank].drawable)
            drawn[question.bank] = drawn.get(question.bank, 0) + question.draw
            if drawn[question.bank] > size:
                yield Finding(
                    (*at, "draw"),
                    "pool-too-small",
                    f"{drawn[question.bank]} questions are drawn from the bank `{question.bank}`, which has {size}",
                    _DRAFTS_OF_BANK if drafts[question.bank] else "draw fewer, or add questions to the bank",
                )


_DRAFT_BANK = "it is a draft; mend it, or write `draft: …` beside this draw, too"
_DRAFTS_OF_BANK = "its drafts are not drawn; mend them, or draw fewer"


def _labs(course: CourseBase) -> Iterator[Finding]:
    tools = [tool.id for tool in course.tools]
    for path, item in _items(course):
        if not isinstance(item, Lab):
            continue
        if item.tool is not None and item.tool not in tools:
            yield Finding(
                (*path, "tool"), "unknown-tool", f"there is no tool `{item.tool}`", did_you_mean(item.tool, tools)
            )
        elif item.tool is None and len(tools) != 1:
            yield Finding(
                path,
                "no-tool",
                f"the lab does not say which tool it runs in, and the course has {len(tools) or 'no'} tools",
                "add `tool: <id>`" if tools else "describe the tool under `tools` in course.yaml",
            )


def _grading(course: CourseBase) -> Iterator[Finding]:
    categories = [category.id for category in course.grade_categories]
    total = sum((category.weight for category in course.grade_categories), Decimal(0))
    if categories and abs(total - 100) > Decimal("0.05"):
        yield Finding(
            ("grade_categories",),
            "weights",
            f"the weights of the grade categories add up to {plain_number(total)} %, not to 100 %",
        )
    for path, item in _items(course):
        category = getattr(item, "grade_category", None)
        if category is None and categories and is_graded(item):
            yield Finding(
                path,
                "no-grade-category",
                f"`{item.id}` is graded, but belongs to none of the grade categories",
                "add `grade_category: …`, or `graded: false`",
            )
        if category is not None and category not in categories:
            yield Finding(
                (*path, "grade_category"),
                "unknown-grade-category",
                f"there is no grade category `{category}`",
                did_you_mean(category, categories),
            )
