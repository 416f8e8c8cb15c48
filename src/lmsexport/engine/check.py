"""Read a course and find everything that is wrong with it."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from lmsexport.authoring import load
from lmsexport.authoring.explain import Explained, explain
from lmsexport.content import ResolvedCourse, Source, resolve
from lmsexport.content.memory import Memory
from lmsexport.content.resolve import rendered_rows, unknown_texts
from lmsexport.engine.parallel import cores, forked
from lmsexport.errors import CourseError, Problem, Severity
from lmsexport.formats.base import AnyFormat, Options, format_named, registered
from lmsexport.model import Course, did_you_mean
from lmsexport.model.checks import Finding

WORTH_FORKING = 100_000
"""Characters of Markdown that a second process needs to pay."""

_FOLLOW_UPS = frozenset({"unknown-item", "unknown-anchor"})
"""Problems of texts that mean nothing while other files are broken."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A course that was read, with what was found."""

    source: Source | None
    resolved: ResolvedCourse | None
    problems: list[Problem]

    @property
    def errors(self) -> list[Problem]:
        """The problems that keep the course from being built."""
        return [problem for problem in self.problems if problem.severity is Severity.ERROR]


def check(root: Path, memory: Memory | None = None) -> Checked:
    """Read the course in a folder: all problems of its files, texts and options, in the order of the source.

    Texts that `memory` knows are not rendered again.
    """
    source, problems = load(root)
    if source is None:
        return Checked(None, None, problems)
    broken = any(problem.severity is Severity.ERROR for problem in problems)
    memory = memory or Memory()
    _render_side_by_side(source, memory)
    resolved, in_texts = resolve(source, memory)
    problems += [problem for problem in in_texts if not (broken and problem.code in _FOLLOW_UPS)]
    if not broken:
        problems += _target_problems(source)
    return Checked(source, resolved, sorted(problems, key=_reading_order))


def _render_side_by_side(source: Source, memory: Memory) -> None:
    """Let all cores render the texts that `memory` does not know, where they are many.

    Never where threads run: a forked process would have their locks, and nobody to open them.
    """
    processes = cores() if threading.active_count() == 1 else 1
    unknown = unknown_texts(source, memory) if processes > 1 else []
    if sum(len(at.text) for at in unknown) < WORTH_FORKING:
        return
    shares = [unknown[first::processes] for first in range(processes)]
    for rows in forked(partial(rendered_rows, source), shares, processes):
        memory.learn(rows)


def _reading_order(problem: Problem) -> tuple[str, int, int]:
    place = problem.place
    return (place.file, place.line, place.column) if place else ("", 0, 0)


def _target_problems(source: Source) -> list[Problem]:
    """Targets and options in course.yaml that do not exist or do not fit."""
    problems = []
    known = registered()
    for index, name in enumerate(source.course.targets):
        if name not in known:
            place = source.places(("targets", index))
            problems.append(Problem("unknown-target", f"there is no target `{name}`", place, did_you_mean(name, known)))
    for name, given in source.course.options.items():
        if name not in known:
            place = source.places(("options", name))
            problems.append(Problem("unknown-target", f"there is no target `{name}`", place, did_you_mean(name, known)))
            continue
        problems += [
            Problem(found.code, found.message, source.places(("options", name, *found.path)), found.hint)
            for found in _option_findings(format_named(name), given, source.course)
        ]
    return problems


def _option_findings(target: AnyFormat, given: dict[str, Any], course: Course) -> Iterable[Explained | Finding]:
    try:
        options: Options = target.options.model_validate(given)
        return options.findings(course)
    except ValidationError as error:
        return explain(error, target.options, given)


def chosen_formats(source: Source, targets: Sequence[str]) -> list[AnyFormat]:
    """The formats that were asked for, else those that the course names, else all. Raises `UsageError`."""
    names = targets or source.course.targets or registered()
    return [format_named(name) for name in dict.fromkeys(names)]


def options_of(source: Source, target: AnyFormat) -> Options:
    """The options that the course gives a target, checked before. Raises `CourseError`."""
    given: dict[str, Any] = source.course.options.get(target.name, {})
    try:
        chosen: Options = target.options.model_validate(given)
    except ValidationError as error:
        raise CourseError(_target_problems(source)) from error
    return chosen
