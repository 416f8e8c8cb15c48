"""What it takes to validate packages: with much media in them, and with many questions."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

from benchmarks.courses import write_course
from benchmarks.process import Measured, measure
from benchmarks.table import row, table

TARGETS = ("moodle", "canvas", "scorm-1.2", "qti-3.0")
_FILM = 5_000_000
"""Bytes of a film; films cannot be compressed."""

LMSEXPORT = (sys.executable, "-m", "lmsexport")


def validation(folder: Path) -> None:
    """Tables of time and memory; the first row is Python and what reads the command line."""
    nothing = measure([*LMSEXPORT, "validate", "--help"])
    table("validating packages with media", "", *TARGETS)
    row("nothing", *[nothing] * len(TARGETS))
    for megabytes in (20, 200):
        course = write_course(folder / f"media-{megabytes}", 20, 50)
        write_films(course, megabytes * 1_000_000 // _FILM)
        row(f"{megabytes} MB", *(validated(course, target) for target in TARGETS))
    table("validating packages with questions", "", *TARGETS)
    for number in (100, 1_000, 10_000):
        course = write_course(folder / f"asked-{number}", 0, number)
        row(f"{number:,}", *(validated(course, target) for target in TARGETS))


def write_films(course: Path, number: int) -> None:
    """So many films in the first lesson of a course."""
    chance = random.Random(2025)
    lesson = course / "001-module-1/lesson-1.md"
    for film in range(number):
        lesson.with_name(f"film-{film}.mp4").write_bytes(chance.randbytes(_FILM))
    with lesson.open("a", encoding="utf-8") as file:
        file.write("".join(f"\n![Film {film}](film-{film}.mp4)\n" for film in range(number)))


def validated(course: Path, target: str) -> Measured:
    """The validation of the package for a target."""
    dist = course.with_name(f"{course.name}-{target}")
    build = [*LMSEXPORT, "build", str(course), "--json", "-o", str(dist), "-t", target]
    said = subprocess.run(build, check=True, capture_output=True, text=True).stdout
    return measure([*LMSEXPORT, "validate", str(dist / json.loads(said)["targets"][0]["file"])])
