"""Courses lowered for a target, or for declarations of a test's own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from lmsexport.content import ResolvedCourse, Source, nowhere, resolve
from lmsexport.formats.base import Options
from lmsexport.lowering import Capabilities, Loss, lower
from lmsexport.model import Course


@dataclass(frozen=True)
class Declared:
    """A target that is nothing but what it declares."""

    capabilities: Capabilities
    options: type[Options] = Options


def texts_of(course: Course, files: Iterable[str] = ()) -> ResolvedCourse:
    """A course with its texts; all files that it may name are this one."""
    return resolve(Source(course, dict.fromkeys(files, Path(__file__)), nowhere))[0]


def lowered_by(course: Course, capabilities: Capabilities) -> tuple[Course, tuple[Loss, ...]]:
    """A course as a target with these capabilities carries it, and what that costs."""
    lowered = lower(texts_of(course), Declared(capabilities))
    return lowered.course.course, lowered.losses
