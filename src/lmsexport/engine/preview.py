"""The web pages of a course in memory, built anew whenever its files change.

Texts that did not change are not rendered again.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lmsexport.content.memory import Memory
from lmsexport.engine.check import check
from lmsexport.engine.current import templates_folder
from lmsexport.engine.run import build_time
from lmsexport.engine.target import exported
from lmsexport.errors import LmsExportError, Problem
from lmsexport.formats.base import Context, format_named
from lmsexport.packaging import Package, templates

TARGET = "html"
"""The target whose pages are shown."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The course as it was at one time."""

    revision: str
    """Changes with every build, and when the preview is started again."""
    problems: tuple[Problem, ...]
    """What is wrong with it, warnings included."""
    package: Package | None
    """Its pages; None while the course cannot be built."""
    problem_page: str = ""
    """What stands in place of the pages."""


class Preview:
    """Builds the pages, and builds them again."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._memory = Memory()
        self._revisions = (f"{os.getpid()}-{number}" for number in itertools.count())
        self.now = self._build()

    def follow(self) -> Iterator[Snapshot]:
        """Wait for changes, for ever: each snapshot after the first."""
        from watchfiles import watch

        for _ in watch(self._root, step=50):
            templates.cache_clear()  # the user's own may have changed, too
            self.now = self._build()
            yield self.now

    def _build(self) -> Snapshot:
        try:
            memory = self._memory.again()
            checked = check(self._root, memory)
            problems = tuple(checked.problems)
            if checked.errors or checked.source is None or checked.resolved is None:
                return self._broken(problems)  # the memory of when it was whole stays: it knows more
            self._memory = memory
            context = Context(build_time(checked.source.course.date), templates_folder(self._root))
            package, *_ = exported(format_named(TARGET), checked.source, checked.resolved, context, reload=True)
            return Snapshot(next(self._revisions), problems, package)
        except (LmsExportError, OSError) as error:
            return self._broken((Problem("cannot-build", str(error)),))

    def _broken(self, problems: tuple[Problem, ...]) -> Snapshot:
        revision = next(self._revisions)
        page = templates("report").get_template("problems.html.j2").render(problems=problems, revision=revision)
        return Snapshot(revision, problems, None, page)
