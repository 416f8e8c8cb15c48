"""What is different between two packages, or between a package and a course."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from lmsexport import __version__
from lmsexport.content import ResolvedCourse
from lmsexport.engine.check import check
from lmsexport.errors import CourseError, LmsExportError
from lmsexport.formats.outline import outlined
from lmsexport.packaging import templates
from lmsexport.validation import Contents, Module, Outline, PackageError
from lmsexport.validation.compare import Difference, differences
from lmsexport.validation.judge import UNKNOWN_KIND, recognised
from lmsexport.validation.moved_texts import without_moved_texts
from lmsexport.validation.outline import ItemKind
from lmsexport.validation.reader import Subject
from lmsexport.validation.settled import in_banks, settled
from lmsexport.validation.word_diff import marked


class UnreadableError(LmsExportError):
    """One of the two is neither a course nor a package that can be read."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two that are compared."""

    path: str
    kind: str
    """`course`, or the kind of the package."""
    title: str
    """What it is, as users read it: “Moodle course backup of Moodle 4.0”."""
    outline: Outline


@dataclass(frozen=True, slots=True)
class Compared:
    """Two courses, and what they say differently."""

    before: Side
    after: Side
    differences: Sequence[Difference]
    notes: Sequence[str] = ()
    """What was not compared, since one of the two has no place for it: a sentence each."""


def compared(before: Path, after: Path) -> Compared:
    """Compare two packages, two courses, or one of each. Raises `UnreadableError` with the reason."""
    return compared_sides(side(before), side(after))


def compared_sides(first: Side, second: Side) -> Compared:
    """Compare two that have been read."""
    old, new = first.outline, second.outline
    notes = []
    for holds_less, brought, note in _LEVELS:
        if holds_less(old) != holds_less(new):
            old, new = brought(old), brought(new)
            notes.append(note.format((first if holds_less(first.outline) else second).path))
    return Compared(first, second, without_moved_texts(differences(settled(old), settled(new))), notes)


# -- packages that hold a part of a course -----------------------------------------------------------------------------


def _has_banks_alone(outline: Outline) -> bool:
    return bool(outline.banks) and not any(module.items or module.title for module in outline.modules)


def _has_no_modules(outline: Outline) -> bool:
    return [module.title for module in outline.modules] == [""]


def _as_banks(outline: Outline) -> Outline:
    """The questions alone."""
    return Outline(banks=tuple(bank for bank in in_banks(outline) if bank.questions or outline.modules))


def _gathered(outline: Outline) -> Outline:
    """The assessments and banks alone."""
    quizzes = tuple(item for item in outline.items if item.kind == "assessment")
    return Outline(title=outline.title, modules=(Module(id="quizzes", title="", items=quizzes),), banks=outline.banks)


_LEVELS = (
    (_has_banks_alone, _as_banks, "{} is a file of questions, so only questions are compared"),
    (_has_no_modules, _gathered, "{} has no modules, so only assessments and banks are compared"),
)
"""Whether a package holds only a part of a course, what is left of others then, and what is said about it."""


# -- reading -----------------------------------------------------------------------------------------------------------


def side(path: Path) -> Side:
    """What stands at a path: the folder of a course, or a package. Raises `UnreadableError`."""
    folder = path.parent if path.name == "course.yaml" else path
    if (folder / "course.yaml").is_file():
        return _course(folder)
    with _readable(path), Contents(path) as contents:
        subject = recognised(contents)
        if subject.reader.kind == UNKNOWN_KIND:
            raise UnreadableError(
                f"{path.as_posix()} is neither a course (a folder with course.yaml) nor a package of a kind that "
                "lmsexport reads"
            )
        return side_of_package(path, subject)


def side_of_package(path: Path, subject: Subject) -> Side:
    """A package that has been opened."""
    return Side(path.as_posix(), subject.reader.kind, subject.kind, subject.outline)


def side_of_course(folder: Path, resolved: ResolvedCourse) -> Side:
    """A course that has been checked."""
    return Side(folder.as_posix(), "course", "course", outlined(resolved))


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    try:
        yield
    except PackageError as error:
        raise UnreadableError(f"{path.as_posix()}: {error}") from error
    except OSError as error:
        raise UnreadableError(f"{path.as_posix()}: {error.strerror or error}") from error


def _course(folder: Path) -> Side:
    checked = check(folder)
    if checked.errors:
        raise UnreadableError(str(CourseError(checked.errors)))
    assert checked.resolved is not None
    return side_of_course(folder, checked.resolved)


# -- for people and for programs ---------------------------------------------------------------------------------------


@dataclass(slots=True)
class Group:
    """A thing with what is different in it, and in what stands in it."""

    title: str
    whole: list[Difference] = field(default_factory=list)
    """That the thing itself was added, removed or moved."""
    differences: list[Difference] = field(default_factory=list)
    groups: dict[str, Group] = field(default_factory=dict)


def grouped(differences: Sequence[Difference]) -> Group:
    """Differences by module, item and question, in the order in which each is first named."""
    root = Group("")
    for difference in differences:
        group = root
        for step in filter(None, difference.place):  # a package of quizzes has a module without a title
            group = group.groups.setdefault(step, Group(step))
        (group.whole if _is_whole(difference) else group.differences).append(difference)
    return root


def _is_whole(difference: Difference) -> bool:
    if difference.what == "moved":
        return difference.aspect in _THINGS
    return not difference.before and not difference.after


_THINGS = frozenset({*get_args(ItemKind), "module", "bank", "question", "text", "draw"})
"""Aspects of differences that concern the thing as a whole."""


def as_data(compared: Compared) -> dict[str, Any]:
    """Everything as plain data."""
    return {
        "lmsexport": __version__,
        "before": _side(compared.before),
        "after": _side(compared.after),
        "notes": list(compared.notes),
        "differences": [
            {
                "what": difference.what,
                "place": list(difference.place),
                "owner": difference.owner,
                "aspect": difference.aspect,
                "before": difference.before,
                "after": difference.after,
            }
            for difference in compared.differences
        ],
    }


def _side(side: Side) -> dict[str, Any]:
    return {"path": side.path, "kind": side.kind, "title": side.title, "unread": list(side.outline.unread)}


def as_page(compared: Compared) -> str:
    """Everything as one web page that needs nothing else."""
    template = templates("diff", None, "report").get_template("diff.html.j2")
    return template.render(compared=compared, root=grouped(compared.differences), marked=marked, lmsexport=__version__)
