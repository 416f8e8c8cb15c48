"""The laws of a format, each as one test."""

from __future__ import annotations

import datetime
import inspect
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest import SkipTest

from lxml import etree

from lmsexport.authoring import load
from lmsexport.content import ResolvedCourse, resolve
from lmsexport.engine.build import build
from lmsexport.engine.proving import differences_of, private_texts, reader_of
from lmsexport.engine.request import Request
from lmsexport.formats.base import AnyFormat, Context, Options, format_named
from lmsexport.lowering import Lowered, lower
from lmsexport.lowering.declarations import misspelt, undeclared
from lmsexport.lowering.kept import words_lost
from lmsexport.lowering.plans import plans
from lmsexport.packaging import Package
from lmsexport.packaging.archive import write_package
from lmsexport.testing.faults import planted, spread
from lmsexport.validation import Contents, Outline, Reader, Subject
from lmsexport.validation.compare import Difference, differences
from lmsexport.validation.normal import normal
from lmsexport.validation.rules_leaks import private_in

COURSES = Path(__file__).parent / "courses"
"""Small courses: all parts of the model with all fields, nothing but what is needed, and odd texts."""

_CONTEXT = Context(datetime.datetime(2026, 1, 31, 12, tzinfo=datetime.UTC))


@cache
def course_in(folder: Path) -> ResolvedCourse:
    """The course in a folder, with its texts. Raises `AssertionError` for one with a mistake."""
    source, problems = load(folder)
    assert source is not None and not problems, problems
    course, problems = resolve(source)
    assert not problems, problems
    return course


class FormatContract:
    """What holds for every format. A subclass names its target; it can have further courses, and other options."""

    target: str
    """Name of the format, as users type it."""
    options: Mapping[str, object] = {}
    """What is chosen for it, where that is not the default."""
    folders: Sequence[Path] = (COURSES / "whole", COURSES / "plain", COURSES / "odd")
    """The courses on which it is tried. The first of them is the one for faults and for builds."""

    # -- what it declares ----------------------------------------------------------------------------------------

    def test_it_declares_every_feature_and_misspells_none(self) -> None:
        """A part of the model that a format says nothing about would go without a word."""
        assert undeclared(self.format.capabilities) == []
        assert misspelt(self.format.capabilities) == []

    def test_its_passes_take_classes_that_exist(self) -> None:
        """A pass that takes a class which the model does not have would never run."""
        plans(self.chosen.carried(self.format.capabilities))

    # -- how courses are lowered ---------------------------------------------------------------------------------

    def test_no_word_is_lost_unsaid(self) -> None:
        """Every word of a course is in the lowered course, or in a loss."""
        for folder in self.folders:
            assert self.words_lost(course_in(folder)) == Counter(), folder.name

    def test_lowering_twice_changes_nothing(self) -> None:
        """What a target carries is carried as it is."""
        for folder in self.folders:
            once = self.lowered(course_in(folder)).course
            assert self.lowered(once).course.course == once.course, folder.name

    # -- what it writes ------------------------------------------------------------------------------------------

    def test_documents_are_well_formed(self) -> None:
        """Nobody reads XML that is none."""
        for folder in self.folders:
            for part in self.package(self.lowered(course_in(folder))):
                if part.name.endswith((".xml", ".xhtml", ".svg")):
                    with part.open() as file:
                        etree.parse(file)

    def test_the_same_source_gives_the_same_bytes(self) -> None:
        """In another folder and in another process, too."""
        folder = self.folders[0]
        with TemporaryDirectory() as first, TemporaryDirectory() as second:
            here, there = Path(first) / "out", self.built_elsewhere(folder, Path(second))
            packages = self._built(folder, here, prove=False)["packages"]
            assert packages, "nothing was built"
            for package in packages:
                assert _bytes(here / package["file"]) == _bytes(there / package["file"])

    def test_no_private_text_is_in_a_package(self) -> None:
        """What a lab keeps for its tool reaches no student."""
        course = course_in(self.folders[0])
        private = private_texts(course.course)
        assert private, "the first course has no private text"
        with self.opened(self.lowered(course)) as contents:
            assert list(private_in(contents, private)) == []

    def test_a_build_delivers_it_and_says_how_far_it_is_proven(self) -> None:
        """It keeps the rules of its format. Without a reader, nobody should take it for proven."""
        with TemporaryDirectory() as out:
            row = self._built(self.folders[0], Path(out))
        assert (row["status"], row["problems"]) == ("built", [])
        assert row["proof"] == ("read back" if reader_of(self.format) else "not proven: no reader")

    # -- what is read in it --------------------------------------------------------------------------------------

    def test_its_reader_has_all_that_readers_have(self) -> None:
        """What a reader lacks would stop the commands that ask for it."""
        wanted = {name for name in {*vars(Reader), *inspect.get_annotations(Reader)} if not name.startswith("_")}
        assert {name for name in wanted if not hasattr(self.reader, name)} == set()

    def test_a_package_says_what_its_lowered_course_says(self) -> None:
        """No more, no less, and nothing otherwise."""
        for folder in self.folders:
            assert self.differences(course_in(folder)) == [], folder.name

    def test_every_planted_fault_is_found(self) -> None:
        """A word, a share or a setting that is wrong in a package does not go through."""
        assert self.faults_missed(course_in(self.folders[0])) == Counter()

    # -- the steps, for tests of one's own -------------------------------------------------------------------------

    @property
    def format(self) -> AnyFormat:
        """The format that is tried."""
        return format_named(self.target)

    @property
    def chosen(self) -> Options:
        """The options of the format."""
        chosen: Options = self.format.options.model_validate(dict(self.options))
        return chosen

    @property
    def reader(self) -> Reader:
        """The reader that the format names."""
        reader = reader_of(self.format)
        if reader is None:
            raise SkipTest("not proven: no reader")
        return reader

    def lowered(self, course: ResolvedCourse) -> Lowered:
        """A course as the format carries it."""
        return lower(course, self.format, self.chosen)

    def package(self, lowered: Lowered) -> Package:
        """What the format writes of a lowered course."""
        return self.format.export(lowered.course, self.chosen, _CONTEXT)

    @contextmanager
    def opened(self, lowered: Lowered) -> Iterator[Contents]:
        """The package of a lowered course as readers get it."""
        with TemporaryDirectory() as folder:
            path = Path(folder) / f"package{self.format.extension}"
            write_package(self.package(lowered), self.format.archive, path, _CONTEXT.when)
            with Contents(path) as contents:
                yield contents

    def read(self, lowered: Lowered) -> Outline:
        """What the format's reader reads in the package of a lowered course; it understands all of it."""
        reader = self.reader
        with self.opened(lowered) as contents:
            kind = reader.recognises(contents)
            assert kind, f"the reader of {reader.title} does not recognise it"
            outline = Subject(contents, reader, kind).outline
        assert outline.unread == ()
        return outline

    def differences(self, course: ResolvedCourse) -> list[Difference]:
        """What a package says otherwise than its lowered course; nothing where the format has nothing to say of it."""
        lowered = self.lowered(course)
        if self.chosen.why_empty(lowered.course.course):
            return []
        return differences_of(self.format, lowered.course, self.chosen, self.read(lowered))

    def faults_missed(self, course: ResolvedCourse, of_a_kind: int = 3) -> Counter[str]:
        """The kinds of single faults in a package that go through, when so many of each kind are planted."""
        lowered = self.lowered(course)
        promised = normal(self.format.outline(lowered.course, self.chosen))
        faults = spread(planted(self.read(lowered)), of_a_kind)
        return Counter(fault for fault, outline in faults if not differences(promised, normal(outline)))

    def words_lost(self, course: ResolvedCourse) -> Counter[str]:
        """The words of a course that are neither carried nor named as lost."""
        lowered = self.lowered(course)
        return words_lost(course, lowered.course, lowered.losses)

    def built_elsewhere(self, folder: Path, place: Path, *targets: str) -> Path:
        """The folder with what another process builds of a copy of the course: the target, or so many."""
        copy, out = str(shutil.copytree(folder, place / "another name")), place / "out"
        chosen = [f"--target={target}" for target in targets or (self.target,)]
        environment = os.environ | {"PYTHONHASHSEED": "1", "PYTHONPATH": os.pathsep.join(sys.path)}
        command = [
            sys.executable,
            "-m",
            "lmsexport",
            "build",
            copy,
            *chosen,
            "--out",
            str(out),
            "--no-prove",
            "--quiet",
        ]
        subprocess.run(command, env=environment, check=True)
        return out

    def _built(self, folder: Path, out: Path, *, prove: bool = True) -> dict[str, Any]:
        """What the report of a build says of the target."""
        return build(Request(folder, out, (self.target,), prove=prove)).targets[self.target]


def _bytes(path: Path) -> dict[str, bytes]:
    """The bytes of a file, or of the files in a folder."""
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    return {file.relative_to(path).as_posix(): file.read_bytes() for file in files if file.is_file()}
