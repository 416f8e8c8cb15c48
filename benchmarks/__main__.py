"""`python -m benchmarks`: prints tables of time and memory, beside peers on the same questions."""

from __future__ import annotations

import shutil
import sys
import tempfile
import zipfile
from pathlib import Path

from benchmarks.courses import write_bbq, write_course, write_pages, write_text2qti
from benchmarks.player import SLOWDOWN, opened
from benchmarks.process import Measured, measure
from benchmarks.table import row, table
from benchmarks.validation import validation
from lmsexport.formats.base import formats

LMSEXPORT = (sys.executable, "-m", "lmsexport")
TEXT2QTI = (str(Path(sys.executable).with_name("text2qti")),)
PACKAGE_MAKER = (sys.executable, str(Path(sys.executable).with_name("bbq_converter.py")), "--quiet", "--allow-mixed")
"""qti_package_maker, with the option for each kind of file that it writes."""


def main() -> None:
    """All measurements."""
    with tempfile.TemporaryDirectory(prefix="lmsexport-bench-") as name:
        folder = Path(name)
        start_up(folder)
        questions(folder)
        every_target(folder)
        lessons(folder)
        packages(folder)
        media(folder)
        validation(folder)


def build(course: Path, *arguments: str, force: bool = True) -> Measured:
    """A build of a course into a folder beside it."""
    options = ["--quiet", "-o", str(course.with_name(f"{course.name}-dist")), *arguments]
    return measure([*LMSEXPORT, "build", str(course), *options, *(["--force"] if force else [])])


def start_up(folder: Path) -> None:
    """What everybody waits for: nothing."""
    empty = folder / "empty"
    empty.mkdir()
    (empty / "q.txt").write_text("Quiz title: x\n", encoding="utf-8")
    table("start-up", "", "lmsexport", "text2qti")
    row("`--help`", measure([*LMSEXPORT, "--help"]), measure([*TEXT2QTI, "--help"]))
    row("`--version`", measure([*LMSEXPORT, "--version"]), measure([*TEXT2QTI, "--version"]))


def questions(folder: Path) -> None:
    """One target, beside the peer on the same questions."""
    table("questions to one target", "", "lmsexport, moodle", "text2qti, QTI 1.2", "ratio of times", "lmsexport, html")
    for number in (10, 100, 1_000, 10_000):
        course = write_course(folder / f"questions-{number}", 0, number)
        peer = folder / f"peer-{number}"
        peer.mkdir()
        theirs = measure([*TEXT2QTI, str(write_text2qti(peer / "quiz.txt", number))], cwd=peer)
        ours = build(course, "-t", "moodle")
        row(f"{number:,}", ours, theirs, f"{ours.seconds / theirs.seconds:.2f}", build(course, "-t", "html"))


def every_target(folder: Path) -> None:
    """The same thousand questions to each target, beside the peers; qti_package_maker writes no feedback."""
    table("1,000 questions to each target", "", "time and memory", "ratio of times to text2qti")
    course, peer = write_course(folder / "targets", 0, 1_000), folder / "peer"
    peer.mkdir()
    theirs = measure([*TEXT2QTI, str(write_text2qti(peer / "quiz.txt", 1_000))], cwd=peer)
    row("text2qti, QTI 1.2", theirs, "1.00")
    rows = str(write_bbq(peer / "bbq-quiz-questions.txt", 1_000))
    for label, option in (("QTI 1.2", "--qti12"), ("QTI 2.1", "--qti21")):
        other = measure([*PACKAGE_MAKER, option, "-i", rows], cwd=peer)
        row(f"qti_package_maker, {label}", other, f"{other.seconds / theirs.seconds:.2f}")
    for target in sorted(formats()):
        ours = build(course, "-t", target)
        row(target, ours, f"{ours.seconds / theirs.seconds:.2f}")


def lessons(folder: Path) -> None:
    """All targets: everything, nothing changed, one lesson changed."""
    table("lessons to all targets", "", "everything", "nothing changed", "one lesson changed")
    for number, more in ((10, 0), (100, 0), (500, 0), (500, 1_000)):
        course = write_course(folder / f"lessons-{number}-{more}", number, more)
        everything = build(course)
        nothing = build(course, force=False)
        versions = iter(range(100))

        def change(course: Path = course, versions: object = versions) -> None:
            lesson = course / "001-module-1/lesson-1.md"
            with lesson.open("a", encoding="utf-8") as file:
                file.write(f"\nChanged {next(versions)}.\n")  # type: ignore[call-overload]

        dist = str(course.with_name(f"{course.name}-dist"))
        changed = measure([*LMSEXPORT, "build", str(course), "--quiet", "-o", dist], before=change)
        label = f"{number}" + (f" and {more:,} questions" if more else "")
        row(label, everything, nothing, changed)


def packages(folder: Path) -> None:
    """A package for an LMS: time to build it, its size, and what its first page costs a slow phone."""
    table("packages for an LMS", "", "scorm-1.2", "size", f"first page, processor {SLOWDOWN} times slower")
    rows = [(f"{n} lessons", write_course(folder / f"package-{n}", n, 0)) for n in (10, 100, 500)]
    rows.append(("500 lessons, 1,000 questions", write_course(folder / "package-1000", 500, 1_000)))
    rows.append(("200 short pages of text", write_pages(folder / "pages", 200)))
    for label, course in rows:
        seconds = build(course, "-t", "scorm-1.2")
        (package,) = course.with_name(f"{course.name}-dist").glob("*-scorm-1.2.zip")
        with zipfile.ZipFile(package) as archive:
            archive.extractall(package.with_suffix(""))
        row(label, seconds, f"{package.stat().st_size / 1000:,.0f} kB", str(opened(package.with_suffix(""))))


def media(folder: Path) -> None:
    """A file of a gigabyte goes into every package without passing through memory."""
    table("a video of 1 GB", "", "without", "with")
    course = write_course(folder / "media", 10, 10)
    without = build(course, "-t", "html"), build(course, "-t", "moodle")
    with (course / "001-module-1/film.mp4").open("wb") as file:
        file.truncate(1_000_000_000)
    with (course / "001-module-1/lesson-1.md").open("a", encoding="utf-8") as lesson:
        lesson.write("\n![A film](film.mp4)\n")
    for target, before in zip(("html", "moodle"), without, strict=True):
        row(target, before, build(course, "-t", target))
    shutil.rmtree(course)


if __name__ == "__main__":
    main()
