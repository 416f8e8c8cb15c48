"""Build what is not current: shared stages once, then the targets, side by side where that pays."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lmsexport.content.memory import FILE as TEXTS
from lmsexport.content.memory import Memory, read_memory
from lmsexport.engine.build import Inputs, Progress, Request, Result, is_current, templates_folder
from lmsexport.engine.check import check, chosen_formats
from lmsexport.engine.fingerprints import Fingerprints
from lmsexport.engine.labs import labs_bundle
from lmsexport.engine.parallel import cores, forked
from lmsexport.engine.report import course_facts, write_report
from lmsexport.engine.rows import problem_row
from lmsexport.engine.schemas import HeldSchemas
from lmsexport.engine.setup import setup_files
from lmsexport.engine.state import FILE, Built, State, state_text
from lmsexport.engine.target import TargetWriter
from lmsexport.errors import CourseError, Problem, Severity, UsageError
from lmsexport.formats.base import Context, Format, format_named
from lmsexport.model import Assessment, Course
from lmsexport.packaging.archive import clamped, write_file
from lmsexport.packaging.replace import clean, remove

WORTH_FORKING = 400
"""Items and questions that a course needs for a second process to pay."""


def run(request: Request, state: State, prints: Fingerprints, made_from: Inputs, progress: Progress) -> Result:
    """Build the targets that are not current, and bring report, bundle and state up to date."""
    for name in request.targets:
        format_named(name)
    software, inputs = made_from
    memory = read_memory(request.out / TEXTS) if state.software == software else Memory()
    checked = check(request.source, memory)
    warnings = _refuse_errors(checked.problems, request.strict)
    source, resolved = checked.source, checked.resolved
    assert source is not None and resolved is not None
    targets = chosen_formats(source, request.targets)
    context = Context(build_time(source.course.date), templates_folder(request.source), HeldSchemas())
    with _alone(request.out):
        clean(request.out)
        current = [target.name for target in targets if is_current(state, target.name, request.out, prints, inputs)]
        writer = TargetWriter(source, resolved, request.source, request.out, context, request.prove)
        due = [target for target in targets if target.name not in current]
        for name in current:
            progress(name, "unchanged")
        built = _written(writer, due, inputs, progress)
        result = Result(source.course.id, built=list(built), unchanged=current, problems=warnings)
        for row in built.values():
            _remember(row, request.out, prints)
        after = State(source.course.id, inputs=inputs, software=software)
        if state.course == source.course.id:
            after.targets, after.defaults = dict(state.targets), state.defaults
        after.targets |= built
        after.defaults = after.defaults if request.targets else [target.name for target in targets]
        after.problems = [problem_row(problem, request.source) for problem in warnings]
        _write_shared(request.out, source.course, after, prints)
        for name in _left_over(state, after) if state.course == source.course.id else ():
            remove(request.out / name)
        after.files = prints.seen
        result.targets = {target.name: after.targets[target.name].report for target in targets}
        write_file(request.out / TEXTS, memory.dump())
        write_file(request.out / FILE, state_text(after))
    return result


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


def _written(writer: TargetWriter, targets: list[Format], inputs: str, progress: Progress) -> dict[str, Built]:
    """Write the targets; side by side for large courses on machines that can fork."""
    for target in targets:
        progress(target.name, "start")
    pays = len(targets) > 1 and cores() > 1 and _size(writer.source.course) >= WORTH_FORKING
    built = {}
    for output in forked(writer, targets, cores()) if pays else map(writer, targets):
        built[output.target] = Built(inputs, output.files, output.report)
        progress(output.target, "done")
    return {target.name: built[target.name] for target in targets}


def _size(course: Course) -> int:
    in_items = sum(1 + (len(item.questions) if isinstance(item, Assessment) else 0) for item in course.items)
    return in_items + sum(len(bank.questions) for bank in course.banks)


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
    names = [name for name in sorted(state.targets) if is_current(state, name, out, prints, state.inputs)]
    rows = [state.targets[name].report for name in names]
    state.shared |= write_report(out, course_facts(course), rows, state.problems)
    for name, sha256 in state.shared.items():
        prints.remember_output(out, name, sha256)
