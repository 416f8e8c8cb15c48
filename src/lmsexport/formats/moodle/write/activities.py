"""Activities: what each item of a module becomes in Moodle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from lmsexport.formats.moodle.write.availability import Completion
from lmsexport.formats.moodle.write.gradebook import GradeItem
from lmsexport.formats.moodle.write.launches import LabDetails
from lmsexport.formats.moodle.write.quizzes import QuizDetails

KINDS = {
    "lesson": "page",
    "quiz": "quiz",
    "test": "quiz",
    "lab": "lti",
    "link": "url",
    "download": "resource",
    "heading": "label",
    "discussion": "forum",
}
"""Type of an item → Moodle's activity module; lessons can be books instead."""

LINK_CODES = {
    "page": "PAGEVIEWBYID",
    "book": "BOOKVIEWBYID",
    "quiz": "QUIZVIEWBYID",
    "lti": "LTIVIEWBYID",
    "url": "URLVIEWBYID",
    "resource": "RESOURCEVIEWBYID",
    "forum": "FORUMVIEWBYID",
}
"""Activity module → the code that a restore turns into the activity's address."""


@dataclass(slots=True)
class Section:
    """A section of the course page; 0 is the one above all modules."""

    id: int
    number: int
    name: str
    summary: str
    availability: str | None = None
    sequence: list[int] = field(default_factory=list)
    files: list[int] = field(default_factory=list)
    published: bool = True


@dataclass(frozen=True, slots=True)
class PageDetails:
    """What only a page says."""

    content: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter of a book."""

    id: int
    title: str
    html: str


@dataclass(frozen=True, slots=True)
class BookDetails:
    """What only a book says."""

    chapters: Sequence[Chapter]


@dataclass(frozen=True, slots=True)
class LinkDetails:
    """What only a web address says."""

    url: str
    window: bool
    """Whether it opens in a window of its own."""


Details = PageDetails | BookDetails | LinkDetails | QuizDetails | LabDetails


@dataclass(slots=True)
class Activity:
    """An activity with all that its documents say."""

    id: int
    instance: int
    context: int
    kind: str
    idnumber: str
    name: str
    section: Section
    intro: str
    completion: Completion
    availability: str | None
    grade: GradeItem | None
    details: Details | None
    """What only its kind says; None where that is nothing."""
    published: bool
    """Whether students see it once they see its section."""
    categories: list[int] = field(default_factory=list)

    @property
    def visible(self) -> bool:
        """Whether students see it: Moodle hides the activities of a hidden section, each by itself."""
        return self.published and self.section.published

    @property
    def key(self) -> str:
        """Name of the activity in the backup: `page_12`."""
        return f"{self.kind}_{self.id}"

    @property
    def folder(self) -> str:
        """Folder of its documents."""
        return f"activities/{self.key}"
