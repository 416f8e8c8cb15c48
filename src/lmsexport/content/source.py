"""What the stages after loading know of the source: the course, its files, and where each thing stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from lmsexport.errors import ModelPath, Place
from lmsexport.model import Course


class Places(Protocol):
    """Finds the place of a model path in the source files."""

    def __call__(self, path: ModelPath, line: int = 0) -> Place | None:
        """Place of the value at `path`, or of the nearest thing around it; `line` counts from 0 within its text."""


@dataclass(frozen=True, slots=True)
class Source:
    """A loaded course."""

    course: Course
    files: Mapping[str, Path]
    """Every regular file below the course's folder: path relative to it, with forward slashes → path on disk."""
    places: Places


def nowhere(path: ModelPath, line: int = 0) -> Place | None:  # noqa: ARG001
    """The `Places` of a course that was built in memory."""
    return None
