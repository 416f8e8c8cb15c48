"""A question as its author writes it, and what becomes of it in each target: the table of `tests/cases/questions`.

A case is a file. It begins with the question, as in a quiz, or with a list, where one alone makes no quiz; a bank that
it draws from may follow. `earns` has responses with the percent of the points that they get. The rest is what targets
make of it; targets that do the same stand in one section. `writes` leaves out what is the same for every question, see
`fragments.py`.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml

from formats.exporting import CONTEXT, resolved
from formats.judged import judged
from lmsexport.content import ResolvedCourse
from lmsexport.formats.base import format_named
from lmsexport.lowering import Lowered, lower
from lmsexport.model import AnyQuestion, Assessment, Pool, TextBlock
from lmsexport.model.scoring import Response
from lmsexport.validation import Draw, Outline, Question
from lmsexport.validation.normal import normal
from questions.fragments import fragment

CASES = sorted((Path(__file__).parents[1] / "cases" / "questions").glob("*.txt"))
RULE = "~~~~~~~~ "
INPUT = ("bank", "earns")
"""Sections that belong to what is asked; all others are what was accepted."""


@dataclass(frozen=True)
class Case:
    """A case and what was accepted."""

    path: Path
    asked: str
    """The question, as its author writes it."""
    sections: Mapping[str, str]
    """By their headings: `bank`, `earns`, `writes: html, cmi5`, …"""

    @classmethod
    def of(cls, path: Path) -> Case:
        asked, *sections = path.read_text(encoding="utf-8").split(f"\n{RULE}")
        return cls(path, asked + "\n", dict(section.rstrip("\n").partition("\n")[::2] for section in sections))

    @cached_property
    def course(self) -> ResolvedCourse:
        """A course with a quiz that asks this question, and nothing else."""
        with TemporaryDirectory() as folder:
            root = Path(folder)
            bank = "banks: [bank.yaml]\n" if "bank" in self.sections else ""
            _write(root / "course.yaml", f"id: course\ntitle: Course\ndate: 2026-01-31\nmodules: [module]\n{bank}")
            _write(root / "module" / "module.yaml", "title: Module\nitems: [quiz.yaml]\n")
            listed = self.asked if self.asked.startswith("- ") else f"- {textwrap.indent(self.asked, '  ').lstrip()}"
            _write(root / "module" / "quiz.yaml", f"type: quiz\ntitle: Quiz\nquestions:\n{listed}")
            if bank:
                _write(root / "bank.yaml", self.sections["bank"] + "\n")
            return resolved(root, {})

    @property
    def question(self) -> AnyQuestion | TextBlock | Pool:
        """The question that the quiz asks."""
        (quiz,) = self.course.course.items
        assert isinstance(quiz, Assessment)
        return quiz.questions[0]

    @property
    def earns(self) -> list[tuple[Response, Fraction]]:
        """Responses, each with the share of the points that it earns."""
        lines = self.sections.get("earns", "").splitlines()
        pairs = (line.split(" = ") for line in lines)
        return [(yaml.safe_load(response), Fraction(percent) / 100) for response, percent in pairs]

    @property
    def accepted(self) -> dict[str, dict[str, str]]:
        """What was accepted: target → what it `writes`, `reads` and `loses`."""
        found: dict[str, dict[str, str]] = {}
        for heading, text in self.sections.items():
            verb, _, targets = heading.partition(": ")
            for target in targets.split(", ") if targets else ():
                found.setdefault(target, {})[verb] = text
        return found

    def accept(self, outcomes: Mapping[str, Mapping[str, str]]) -> None:
        """Write what comes out now into the file."""
        asked = [f"{name}\n{self.sections[name]}\n" for name in INPUT if name in self.sections]
        self.path.write_text(RULE.join([self.asked, *asked, *_sections(outcomes)]), encoding="utf-8")


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _sections(outcomes: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    """What targets do, with those together that do the same."""
    for verb in ("writes", "reads", "loses"):
        targets: dict[str, list[str]] = {}
        for target, outcome in outcomes.items():
            targets.setdefault(outcome[verb], []).append(target)
        for text, alike in targets.items():
            yield f"{verb}: {', '.join(alike)}\n{text}\n"


# -- what becomes of a question ------------------------------------------------------------------------------------


def outcome(case: Case, target: str) -> dict[str, str]:
    """What a target writes of a case, what is read back, and what is lost."""
    format = format_named(target)
    lowered = lower(case.course, format)
    if reason := format.options().why_empty(lowered.course.course):
        return {"writes": f"(nothing: {reason})", "reads": "(nothing)", "loses": losses(lowered)}
    package = format.export(lowered.course, format.options(), CONTEXT)
    with judged(target, package) as judgement:
        assert judgement.subject is not None and judgement.unread == []
        said = judgement.subject.outline
    return {"writes": fragment(target, package), "reads": as_lines(normal(said)), "loses": losses(lowered)}


def losses(lowered: Lowered) -> str:
    """The losses at the question, or of all that it stands in: how it is carried, and the feature."""
    found = [
        loss
        for loss in lowered.losses
        if {"questions", "banks"} & {*loss.path} or loss.code in ("Assessment", "Module")
    ]
    return "\n".join(dict.fromkeys(f"{loss.severity} {loss.code}" for loss in found)) or "(nothing)"


def as_lines(outline: Outline) -> str:
    """The questions of an outline, for people."""
    asked = [part for item in outline.items for part in item.questions]
    lines = [line for part in asked for line in _part(part)]
    for bank in outline.banks:
        lines += [f"bank {bank.title}", *(f"  {line}" for part in bank.questions for line in _part(part))]
    return "\n".join(lines)


def _part(part: Question | Draw) -> Iterator[str]:
    if isinstance(part, Draw):
        yield f"draws {part.number} of {part.bank}{_points(part)}"
        return
    yield f"{part.type}{_points(part)}{f', titled {part.title}' if part.title else ''}"
    yield f"  {part.prompt}"
    for answer in part.answers:
        blank = f"[{answer.blank}] " if answer.blank else ""
        feedback = f"   ({answer.feedback})" if answer.feedback else ""
        yield f"  {blank}{answer.share.normalize():f} %  {answer.said}{feedback}"
    yield from (f"  {when}: {text}" for when, text in sorted(part.feedback.items()))
    yield from (f"  hint: {hint}" for hint in part.hints)
    yield from (f"  {name} = {value!r}" for name, value in sorted(part.settings.items()))
    if part.tags:
        yield f"  tags: {', '.join(part.tags)}"


def _points(part: Question | Draw) -> str:
    return "" if part.points is None else f", points {part.points.normalize():f}"
