"""What a format is, and where formats are found."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, TypeVar

from lmsexport.errors import LmsExportError, UsageError
from lmsexport.lowering import Capabilities, LoweredCourse
from lmsexport.model import Course, Model, did_you_mean
from lmsexport.model.checks import Finding
from lmsexport.packaging import Archive, Package

if TYPE_CHECKING:
    from lmsexport.validation import Outline

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

    def parts(self, course: LoweredCourse) -> Mapping[str, LoweredCourse]:
        """What each package of a lowered course holds, by the end of its name; a single package holds the whole."""
        return {"": course}

    def why_empty(self, course: Course) -> str:  # noqa: ARG002 - for those who hold a part of a course alone
        """Why a package by this choice would hold nothing of a lowered course, as a sentence; empty when it does."""
        return ""


Chosen = TypeVar("Chosen", bound=Options)
"""The options of one target."""


class Format(Protocol[Chosen]):
    """A target: what it is called, what it carries, and how it writes a course."""

    name: ClassVar[str]
    """What users type: `moodle`."""
    title: ClassVar[str]
    """What users read: “Moodle backup”."""
    reader: ClassVar[str | None]
    """The reader of what it writes: a name in the entry-point group `lmsexport.readers`. None: nothing is proven."""
    extension: ClassVar[str]
    """Ending of the file, with its dot; empty for a folder."""
    archive: ClassVar[Archive]
    """How the package is packed."""
    capabilities: ClassVar[Capabilities]
    """What it carries."""

    @property
    def options(self) -> type[Chosen]:
        """What a course can choose."""

    def export(self, course: LoweredCourse, options: Chosen, context: Context) -> Package:
        """Write a lowered course. Pure: no disk, no clock; the same arguments give the same package."""

    def outline(self, course: LoweredCourse, options: Chosen) -> Outline:
        """What a package of a lowered course says, as its reader will read it: a function of the course alone. It is
        not asked where there is no reader."""


AnyFormat = Format[Any]
"""A target as the registry knows it: what its options are, its own class of options says."""


@cache
def registered() -> Mapping[str, EntryPoint]:
    """Where each format is, by name, in the order of their names; none is imported for that."""
    found = sorted(entry_points(group=GROUP), key=lambda entry: entry.name)
    return {entry.name: entry for entry in found}


def formats() -> Mapping[str, AnyFormat]:
    """All registered formats by name, in the order of their names."""
    return {name: _loaded(name) for name in registered()}


def format_named(name: str) -> AnyFormat:
    """The format with this name. Raises `UsageError` with the nearest known one."""
    if name not in registered():
        raise UsageError(f"there is no target `{name}` ({did_you_mean(name, registered())})")
    return _loaded(name)


@cache
def _loaded(name: str) -> AnyFormat:
    try:
        format: AnyFormat = registered()[name].load()()
    except Exception as error:
        raise LmsExportError(f"the target `{name}` cannot be loaded: {type(error).__name__}: {error}") from error
    return format
