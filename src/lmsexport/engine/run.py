"""Build what is not current: shared stages once, then the targets, side by side where that pays."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from lmsexport.content.memory import FILE as TEXTS
from lmsexport.content.memory import Memory, read_memory
from lmsexport.engine.check import check, chosen_formats
from lmsexport.engine.current import is_current, result_of, stand, templates_folder
from lmsexport.engine.fingerprints import Fingerprints
from lmsexport.engine.labs import labs_bundle
from lmsexport.engine.parallel import cores, forked
from lmsexport.engine.problem_json import problem_row
from lmsexport.engine.proving import size_of
from lmsexport.engine.report import course_facts, write_report
from lmsexport.engine.request import Inputs, Progress, Request, Result
from lmsexport.engine.schemas import HeldSchemas
from lmsexport.engine.setup import setup_files
from lmsexport.engine.state import FILE, Built, State, state_text
from lmsexport.engine.target import Output, TargetWriter
from lmsexport.errors import CourseError, Problem, Severity, UsageError
from lmsexport.formats.base import AnyFormat, Context, format_named
from lmsexport.model import Course
from lmsexport.packaging.archive import clamped, write_file
from lmsexport.packaging.replace import clean, remove

WORTH_FORKING = 400
"""Items and questions that a course needs for a second process to pay."""


def run(request: Request, state: State, prints: Fingerprints, made_from: Inputs, progress: Progress) -> Result:
    """Build the targets that are not current, and bring report, bundle and state up to date."""
    for name in request.targets:
        format_named(name)
    software, inputs = made_from
    known = state.software == software and not request.force
    memory = read_memory(request.out / TEXTS) if known else Memory()
    checked = check(request.source, memory)
    warnings = _refuse_errors(checked.problems, request.strict)
    source, resolved = checked.source, checked.resolved
    assert source is not None and resolved is not None
    targets = chosen_formats(source, request.targets)
    context = Context(build_time(source.course.date), templates_folder(request.source), HeldSchemas())
    before = state if state.course == source.course.id else State()
    after = State(source.course.id, dict(before.targets), before.defaults, inputs, software)
    after.problems = [problem_row(problem, request.source) for problem in warnings]
    if not request.targets:
        after.defaults = [target.name for target in targets]
    with _alone(request.out):
        clean(request.out)
        current = [target.name for target in targets if is_current(before, target.name, request, prints, inputs)]
        for name in current:
            progress(name, "unchanged")
        writer = TargetWriter(source, resolved, request.source, request.out, context, request.prove)
        due = [target for target in targets if target.name not in current]
        for output in _written(writer, due, progress):
            built = Built(inputs, output.files, output.report, request.prove)
            after.targets[output.target] = _with_earlier(built, before.targets.get(output.target), request.out)
            if built.report["status"] == "built":
                _remember(built, request.out, prints)
        _write_shared(request.out, source.course, after, prints)
        for name in _left_over(before, after):
            remove(request.out / name)
        after.files = prints.seen
        write_file(request.out / TEXTS, memory.dump())
        write_file(request.out / FILE, state_text(after))
    return result_of(after, [target.name for target in targets], current, warnings, request.source)


def _with_earlier(built: Built, earlier: Built | None, out: Path) -> Built:
    """A target as it stands: one that failed has left the package from before in its place."""
    if built.report["status"] != "failed" or earlier is None:
        return built
    files = [name for name in earlier.outputs if (out / name).exists()]
    return replace(built, outputs=earlier.outputs, report=built.report | {"files": files})


def _left_over(before: State, after: State) -> set[str]:
    """What the last build wrote and this one did not: a package of a lesson that is gone, a bundle without labs."""
    gone = before.shared.keys() - after.shared.keys()
    for name, built in before.targets.items():
        gone |= built.outputs.keys() - after.targets[name].outputs.keys()
    return gone


def _refuse_errors(problems: list[Problem], strict: bool) -> list[Problem]:
    """The warnings among the problems. Raises `CourseError` with all of them when one is an error, or counts as one."""
    if any(problem.severity is Severity.ERROR for problem in problems) or (strict and problems):
        raise CourseError(problems)
    return problems


def build_time(date: datetime.date) -> datetime.datetime:
    """The time that packages carry: SOURCE_DATE_EPOCH if it is set, else noon UTC of the course's date.

    Raises `UsageError` when SOURCE_DATE_EPOCH is no number of seconds (reproducible-builds.org, SOURCE_DATE_EPOCH).
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is None:
        return clamped(datetime.datetime.combine(date, datetime.time(12), datetime.UTC))
    try:
        return clamped(datetime.datetime.fromtimestamp(int(epoch), datetime.UTC))
    except (ValueError, OverflowError, OSError):
        raise UsageError(f"SOURCE_DATE_EPOCH is `{epoch}`, but must be a number of seconds since 1970") from None


@contextmanager
def _alone(out: Path) -> Iterator[None]:
    """Make the output folder and keep other builds out of it: they wait. Nothing is left when a build is killed."""
    out.mkdir(parents=True, exist_ok=True)
    try:
        import fcntl
    except ImportError:  # not on Windows, where two builds at a time are at their own risk
        yield
        return
    folder = os.open(out, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _written(writer: TargetWriter, targets: list[AnyFormat], progress: Progress) -> list[Output]:
    """Write the targets, in their order; side by side for large courses on machines that can fork."""
    for target in targets:
        progress(target.name, "start")
    pays = len(targets) > 1 and cores() > 1 and size_of(writer.source.course) >= WORTH_FORKING
    outputs = {}
    for output in forked(writer, targets, cores(), writer.failed, _carry_the_same) if pays else map(writer, targets):
        outputs[output.target] = output
        progress(output.target, output.report["status"])
    clean(writer.out)  # a process that was killed has left what it had begun
    return [outputs[target.name] for target in targets]


def _carry_the_same(target: AnyFormat, other: AnyFormat) -> bool:
    """Whether targets are versions of one format, so that they have members in common."""
    return target.capabilities is other.capabilities


def _remember(built: Built, out: Path, prints: Fingerprints) -> None:
    """Take the sums of a package that was just written, so that nobody reads it again."""
    for name, sha256 in built.outputs.items():
        if not (out / name).is_dir():
            prints.remember_output(out, name, sha256)
    for package in built.report["packages"]:
        if (out / package["file"]).is_dir():
            for member in package["members"]:
                prints.remember_output(out, f"{package['file']}/{member['name']}", member["sha256"])


def _write_shared(out: Path, course: Course, state: State, prints: Fingerprints) -> None:
    """Write what belongs to no single target: the bundle of the labs, what sets their tools up, and the report."""
    bundle = f"{course.id}-labs.json"
    if text := labs_bundle(course):
        state.shared[bundle] = write_file(out / bundle, text, mode=0o600)
    else:
        remove(out / bundle)
    for name, text in setup_files(course).items():
        state.shared[name] = write_file(out / name, text)
    rows = [built.report for _, built in sorted(state.targets.items()) if _is_reported(built, state, out, prints)]
    state.shared |= write_report(out, course_facts(course), rows, state.problems)
    for name, sha256 in state.shared.items():
        prints.remember_output(out, name, sha256)


def _is_reported(built: Built, state: State, out: Path, prints: Fingerprints) -> bool:
    """Whether the report has a target: what came of it comes from the same inputs, and stands as it was left."""
    return built.inputs == state.inputs and (built.report["status"] == "failed" or stand(built.outputs, out, prints))
