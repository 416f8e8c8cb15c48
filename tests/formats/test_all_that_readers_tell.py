"""What readers tell beyond what is compared: all that an import needs to write a course anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from formats.exporting import CONTEXT, EVERYTHING, SAMPLE, TESTS, resolved
from lmsexport.content import ResolvedCourse
from lmsexport.engine.proving import reader_of
from lmsexport.formats.base import format_named
from lmsexport.formats.shown_files import addresses
from lmsexport.lowering import LoweredCourse, lower
from lmsexport.model import Download
from lmsexport.packaging import portable
from lmsexport.packaging.archive import write_package
from lmsexport.validation import (
    Contents,
    Elsewhere,
    Embedded,
    Item,
    ItemRef,
    Lost,
    Member,
    Module,
    Outline,
    Part,
    Question,
    RichText,
    Subject,
    Target,
)
from lmsexport.validation.normal import normal
from lmsexport.validation.plain import without_display

TARGETS = (
    "canvas", "cartridge-1.1", "cartridge-1.3", "qti-1.2", "qti-2.1", "qti-3.0", "moodle", "moodle-xml", "gift",
)  # fmt: skip
LEADS: dict[str, set[type[Target]]] = {
    "canvas": {Elsewhere, ItemRef, Member},
    "cartridge-1.1": {Elsewhere, Member},
    "cartridge-1.3": {Elsewhere, ItemRef, Member},
    "qti-1.2": {Member},
    "qti-2.1": {Member},
    "qti-3.0": {Member},
    "moodle": {Elsewhere, ItemRef, Member},
    "moodle-xml": {Elsewhere, Embedded},
    "gift": set(),
}
"""Where the addresses of the largest course lead: not all targets link from one item to another."""
COURSES = {"sample": SAMPLE, "everything": EVERYTHING, "arabic": TESTS / "courses" / "arabic"}

OF_QUESTIONS = ("qti-1.2", "qti-2.1", "qti-3.0", "moodle-xml", "gift")
"""Targets that have no lessons and no labs."""

each_package = pytest.mark.parametrize(("target", "course"), [(one, name) for one in TARGETS for name in COURSES])


@cache
def source(course: str) -> ResolvedCourse:
    return resolved(COURSES[course], {})


@cache
def lowered(target: str, course: str) -> LoweredCourse:
    format = format_named(target)
    return lower(source(course), format, format.options()).course


@cache
def meant(target: str, course: str) -> Outline:
    """What the package has to say."""
    format = format_named(target)
    return format.outline(lowered(target, course), format.options())


@contextmanager
def package(target: str, course: str) -> Iterator[Subject]:
    """The package of a course, opened."""
    format = format_named(target)
    reader = reader_of(format)
    assert reader is not None
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"course{format.extension}"
        written = format.export(lowered(target, course), format.options(), CONTEXT)
        write_package(written, format.archive, path, CONTEXT.when)
        with Contents(path) as contents:
            yield Subject(contents, reader, reader.kind)


@cache
def told(target: str, course: str) -> Outline:
    """What its reader says."""
    with package(target, course) as subject:
        return subject.outline


def in_pairs(target: str, course: str) -> Iterable[tuple[Question, Question]]:
    """Each question as it is meant, and as it is read."""
    both = (list(normal(one(target, course)).questions) for one in (meant, told))
    return zip(*both, strict=True)


@each_package
def test_every_address_leads_somewhere(target: str, course: str) -> None:
    with package(target, course) as subject:
        outline = subject.outline
        ids = {*(module.id for module in outline.modules), *(item.id for item in outline.items)}
        found = [subject.target(address, text.base) for text in texts(outline) for address in addresses(text.markup)]
        assert [one for one in found if isinstance(one, Lost)] == []
        assert {one.id for one in found if isinstance(one, ItemRef)} <= ids
        assert all(one.name in subject.contents for one in found if isinstance(one, Member))
        if course == "everything":
            assert {type(one) for one in found} == LEADS[target]


def texts(part: object) -> Iterator[RichText]:
    """All texts of an outline, or of a part of it."""
    if isinstance(part, RichText):
        yield part
    elif isinstance(part, tuple | list):
        for one in part:
            yield from texts(one)
    elif isinstance(part, dict):
        yield from texts(list(part.values()))
    elif is_dataclass(part):
        for field in fields(part):
            yield from texts(getattr(part, field.name))


def items_in_pairs(target: str, course: str) -> Iterator[tuple[Item, Item]]:
    """Each item as it is meant, and as it is read."""
    for module, read in zip(meant(target, course).modules, told(target, course).modules, strict=True):
        yield from zip(module.items, read.items, strict=True)


def said(part: Part) -> tuple[str, str, str]:
    return part.name, part.term, " ".join(without_display(part.text.words).split())


@each_package
def test_parts_are_told_apart(target: str, course: str) -> None:
    """Canvas and cartridges have a lab as two items, the page with its task and the link that opens it: both tell."""
    kinds = Counter[str]()
    for item, read in items_in_pairs(target, course):
        if item.parts:
            assert [said(part) for part in read.parts] == [said(part) for part in item.parts], item.title
            kinds[item.kind] += 1
    assert target in OF_QUESTIONS or (kinds["lesson"] and kinds["lab"])


def requirements(part: Item | Module, titles: dict[str, str]) -> str:
    return "\n".join(sorted(f"{titles[need.id]}: {need.state}" for need in part.needs))


@each_package
def test_needs_say_by_ids_what_settings_say_by_titles(target: str, course: str) -> None:
    outline, found = told(target, course), 0
    for parts in (outline.modules, tuple(outline.items)):
        titles = {part.id: part.title for part in parts}
        for part in parts:
            assert requirements(part, titles) == part.settings.get("requires", "")
            found += len(part.needs)
    assert bool(found) == (target in ("canvas", "moodle") and course != "arabic")


@each_package
def test_downloads_offer_their_file(target: str, course: str) -> None:
    files = [file for item in told(target, course).items if item.kind == "download" for file in item.files]
    names = [Path(item.file).name for item in lowered(target, course).course.items if isinstance(item, Download)]
    pages = [name for name in names if target != "canvas" and name.endswith(".html")]
    assert [file.name for file in files] == [portable(name) for name in names if name not in pages]
    assert target == "moodle" or all(file.member.endswith(f"/{file.name}") for file in files)


def test_moodle_has_files_by_their_bytes() -> None:
    with package("moodle", "everything") as subject:
        files = [file for item in subject.outline.items if item.kind == "download" for file in item.files]
        sources = {path.name: path.read_bytes() for path in source("everything").files.values()}
        assert files
        assert all(subject.contents.read(file.member) == sources[file.name] for file in files)


@each_package
def test_numbers_are_those_of_the_course(target: str, course: str) -> None:
    """A tolerance in percent is written as a distance, and a number whose tolerance the LMS would change as a range.

    Moodle has ranges as a number with a distance.
    """
    found = 0
    for question, read in in_pairs(target, course):
        for answer, other in zip(question.answers, read.answers, strict=True):
            assert (answer.number is None) == (other.number is None), question.prompt
            if answer.number and other.number:
                found += 1
                assert (other.number.low, other.number.high) == (answer.number.low, answer.number.high)
                if other.number.value is not None:
                    assert answer.number.value in (other.number.value, None)
                    assert other.number.value + other.number.tolerance == answer.number.high
    assert bool(found) == (course != "sample" and not target.startswith("cartridge"))


@each_package
def test_true_is_true(target: str, course: str) -> None:
    asked = [pair for pair in in_pairs(target, course) if pair[0].type == "true-false"]
    assert asked or course == "sample"
    for question, read in asked:
        assert (
            [answer.means for answer in read.answers] == [answer.means for answer in question.answers] == [True, False]
        )


@pytest.mark.parametrize("target", ["qti-2.1", "qti-3.0"])
def test_an_asterisk_stands_for_any_characters_where_the_course_says_so(target: str) -> None:
    """`short` accepts `Par*s`, `short-both` what begins with `2*`, and `short-literal` the formula `2*3` alone."""
    wild = {
        question.id: [answer.wildcards for answer in question.answers]
        for question in told(target, "everything").questions
        if question.id in ("short", "short-both", "short-literal")
    }
    assert wild == {"short": [True, False, False], "short-both": [True], "short-literal": [False]}


@each_package
def test_blanks_are_of_their_kinds(target: str, course: str) -> None:
    asked = [pair for pair in in_pairs(target, course) if pair[0].type == "fill-in-blanks"]
    assert bool(asked) == (course != "sample" and not target.startswith(("cartridge", "gift")))
    for question, read in asked:
        assert read.blanks == question.blanks != ()
