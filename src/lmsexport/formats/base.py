"""What a format is, and where formats are found."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any, ClassVar, Protocol

from lmsexport.content import ResolvedCourse
from lmsexport.errors import UsageError
from lmsexport.lowering import Capabilities
from lmsexport.model import Course, Model, did_you_mean
from lmsexport.model.checks import Finding
from lmsexport.packaging import Archive, Package

GROUP = "lmsexport.formats"
"""The entry-point group through which formats register; the built-in ones use it too."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a build gives to every target."""

    when: datetime.datetime
    """The time that packages carry: SOURCE_DATE_EPOCH, or noon UTC of the course's date."""
    templates: Path | None = None
    """The user's own templates, which override single files by path."""
    schemas: Mapping[str, Path] = field(default_factory=dict)
    """The official schemas that are at hand, by folder and name: `scorm-1.2/adlcp_rootv1p2.xsd`."""


class Options(Model):
    """The base of a target's options; `options.<target>` in course.yaml fills it."""

    def findings(self, course: Course) -> Iterable[Finding]:  # noqa: ARG002 - for those who choose more
        """What is wrong with the choice in this course; the paths begin at the options."""
        return ()

    def carried(self, capabilities: Capabilities) -> Capabilities:
        """What the target carries by this choice, when it carries `capabilities` by default."""
        return capabilities


class Format(Protocol):
    """A target: what it is called, what it carries, and how it writes a course."""

    name: ClassVar[str]
    """What users type: `moodle`."""
    title: ClassVar[str]
    """What users read: “Moodle backup”."""
    extension: ClassVar[str]
    """Ending of the file, with its dot; empty for a folder."""
    archive: ClassVar[Archive]
    """How the package is packed."""
    capabilities: ClassVar[Capabilities]
    """What it carries."""
    options: ClassVar[type[Options]]
    """What a course can choose."""

    def export(self, course: ResolvedCourse, options: Any, context: Context) -> Package:
        """Write a lowered course. Pure: no disk, no clock; the same arguments give the same package."""


@cache
def registered() -> Mapping[str, EntryPoint]:
    """Where each format is, by name, in the order of their names; none is imported for that."""
    found = sorted(entry_points(group=GROUP), key=lambda entry: entry.name)
    return {entry.name: entry for entry in found}


def formats() -> Mapping[str, Format]:
    """All registered formats by name, in the order of their names."""
    return {name: _loaded(name) for name in registered()}


def format_named(name: str) -> Format:
    """The format with this name. Raises `UsageError` with the nearest known one."""
    if name not in registered():
        raise UsageError(f"there is no target `{name}` ({did_you_mean(name, registered())})")
    return _loaded(name)


@cache
def _loaded(name: str) -> Format:
    format: Format = registered()[name].load()()
    return format
