"""The law of legal courses: what `check` accepts builds in every target, proven, and `validate --strict` passes it.

A rule's warning is allowed where `check` had given the same warning at the line.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from conftest import SHARED
from formats.judged import store
from legal.folder import Folder
from lmsexport.engine.build import Request, build
from lmsexport.engine.check import check
from lmsexport.errors import Problem, Severity
from lmsexport.formats.base import formats
from lmsexport.formats.labs import private_in
from lmsexport.validation.judge import CrossChecks, Finding, judge

TARGETS = tuple(sorted(formats()))


@dataclass(frozen=True, slots=True)
class Fault:
    """A legal course that a target does not build, or builds wrong."""

    target: str
    stage: str
    """Where it shows: `build`, `crash`, `validate`, or `together`, when all packages are validated in one call."""
    kind: str
    """The message without what belongs to this course, to count by."""
    message: str

    def __str__(self) -> str:
        return f"{self.target}: {self.stage}: {self.message}"


SCHEMAS = SHARED / "schemas"
"""The official schemas; LMSEXPORT_SCHEMAS names them while the law is tried."""


def prepared(folder: Folder) -> Folder:
    """The course without the option that needs the official schemas, where they are not at hand."""
    head = folder.files["course.yaml"]
    if not SCHEMAS.is_dir() and isinstance(head, dict):
        for options in head.get("options", {}).values():
            options.pop("control_documents", None)
    return folder


ANNOUNCED_AS = {
    "cartridge-tool-without-https": "tool-without-https",
    "html-contrast": "pale-letters",
    "html-double-escaped": "shown-markup",
    "html-heading-order": "heading-level",
    "html-remote-media": "remote-media",
    "moodle-hidden-feedback": "hidden-feedback",
    "moodle-tool-address": "tool-without-https",
    "moodle-unreachable-completion": "pass-mark-zero",
    "qti-feedback-never-shown": "unseen-feedback",
}
"""Rule → the warning of `check` that says the same."""


class RefusedError(Exception):
    """`check` does not accept the course."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


def faults(course: Path, out: Path, targets: Sequence[str] = TARGETS, *, together: bool = False) -> Iterator[Fault]:
    """What is wrong with what is built of the course in a folder. Raises `RefusedError`.

    With `together`, packages are also held against each other; losses that were declared make them differ, too.
    """
    checked = check(course)
    if checked.errors:
        raise RefusedError(checked.errors)
    packages: list[Package] = []
    yield from _built(course, out, tuple(targets), packages)
    packages += [("labs", bundle) for bundle in out.glob("*-labs.json")]
    announced = {problem.code for problem in checked.problems}
    yield from _judged(packages, announced, CrossChecks(private_in(path for _, path in packages)) if together else None)


Package = tuple[str, Path]
"""A target and what was written for it."""


def _built(course: Path, out: Path, targets: tuple[str, ...], packages: list[Package]) -> Iterator[Fault]:
    """What goes wrong while the targets are built; `packages` takes what they wrote."""
    try:
        result = build(Request(course, out, targets, prove=True))
    except Exception as error:
        yield Fault("all targets", "crash", *_crash(error))
        return
    for target, row in result.targets.items():
        for problem in row.get("problems", ()):
            yield Fault(target, "build", kind_of(problem["message"]), problem["message"])
        packages += [(target, out / package["file"]) for package in row.get("packages", ())]


def _judged(packages: list[Package], announced: set[str], together: CrossChecks | None) -> Iterator[Fault]:
    """What `validate --strict` says of the packages, each alone or all together."""
    for target, path in packages:
        with judge(path, store()) as judgement:
            alone = len(judgement.findings)
            if together:
                together(judgement)
            for number, finding in enumerate(judgement.findings):
                rule = finding.rule
                if rule.severity is not Severity.NOTE and ANNOUNCED_AS.get(rule.id, rule.id) not in announced:
                    stage = "validate" if number < alone else "together"
                    yield Fault(target, stage, rule.id, _shown(finding))
            for what in judgement.unread:
                yield Fault(target, "validate", kind_of(what), f"not understood: {what}")


def _shown(finding: Finding) -> str:
    line = f":{finding.breach.line}" if finding.breach.line else ""
    return f"{finding.breach.member}{line}: {finding.breach.what} [{finding.rule.id}]"


def _crash(error: Exception) -> tuple[str, str]:
    """The kind and the message of what should never be raised."""
    frames = traceback.extract_tb(error.__traceback__)
    last = next((frame for frame in reversed(frames) if "lmsexport" in frame.filename), frames[-1])
    place = f"{Path(last.filename).name}:{last.lineno}"
    name = type(error).__name__
    return f"{name} in {place}", f"{name}: {error} ({place}, {last.name})"


_DIFFERENCE = re.compile(
    r"[:,] ([a-z][a-z ]*)(?: “.*?”)?(?:, ([a-z]+))?(?:: it|) (says|has|removed|added|changed|moved)\b", re.DOTALL
)
"""What differs, between the place and what is said of it."""


def kind_of(message: str) -> str:
    """A message without its place, its numbers and what it quotes: what differences have in common."""
    if rule := re.search(r"\[([a-z0-9.-]+)\]$", message):
        return rule[1]
    if difference := _DIFFERENCE.search(message):
        return " ".join(filter(None, difference.groups()))
    return re.sub(r"\d+|`[^`]*`|“.*”", "…", message, flags=re.DOTALL)
