"""A student's way through a course: as one activity with a menu, or from activity to activity of the LMS."""

from __future__ import annotations

import time
from collections.abc import Mapping
from fractions import Fraction

from formats.scorm.conftest import Launched
from formats.scorm.ledger import Ledger, Told, single, told, whole
from formats.scorm.lms import Lms
from formats.scorm.student import Student
from lmsexport.model import AnyQuestion, Assessment, Course, Heading, Item

PATIENCE = 5.0
"""Seconds in which what a closed tab said last has come to the LMS."""


class Visit:
    """Plays, and notes what is played: after each step the LMS must keep just what the ledger says."""

    def __init__(self, launched: Launched, lms: Lms, course: Course, weights: Mapping[str, Fraction], *, many: bool):
        self.course, self.lms, self.many = course, lms, many
        self.items: dict[str, Item] = {item.id: item for item in course.items if not isinstance(item, Heading)}
        self.ledgers: dict[str, Ledger] = {}
        self._whole = whole(course, lms.standard, weights)
        self._launched = launched
        self._student = None if many else self._launch()

    def _launch(self) -> Student:
        student = self._launched(self.lms)
        student.begins()
        return student

    @property
    def student(self) -> Student:
        """Who plays what is open now."""
        assert self._student is not None, "nothing was opened yet"
        return self._student

    @property
    def ledger(self) -> Ledger:
        """Of what is open now."""
        return self.ledgers[self.lms.frame] if self.many else self._whole

    def opens(self, id: str) -> None:
        """Opens an item: from the menu, or as an activity of its own, for which the LMS leaves the one before."""
        item = self.items[id]
        assert not isinstance(item, Heading)
        if not self.many:
            self.student.go(item.title)
        elif self.lms.frame != f"pages/{id}.html":
            if self._student:
                self.student.leaves()
            self.lms.frame = f"pages/{id}.html"
            self.ledgers.setdefault(self.lms.frame, single(self.course, self.lms.standard, item))
            self._student = self._launch()
            self.student.heading(item.title)
        self.ledger.views(id)

    def comes_back(self) -> None:
        """Launches again, and goes on where the student was."""
        self.student.comes_back()
        place = self.ledger.place
        if place:
            item = self.items[place]
            assert not isinstance(item, Heading)
            if not self.many and self.ledger.is_over:
                self.student.go(item.title)
            elif not self.many:
                self.student.course.get_by_role("link", name="Continue: ").click()
            self.student.heading(item.title)

    def assessment(self, id: str) -> Assessment:
        item = self.items[id]
        assert isinstance(item, Assessment)
        return item

    def checks(self, id: str, question: AnyQuestion) -> None:
        """Answers one question and has it checked."""
        self.student.answers(question)
        self.student.check(question)
        self.ledger.answers_rightly(self.assessment(id), [question], tries=".1")

    def hands_in(self, id: str, checked: list[AnyQuestion] | None = None) -> None:
        """Answers all that was not checked yet, and hands it in."""
        item, before = self.assessment(id), checked or []
        given = self.student.takes(item, self.course, but=[question.id for question in before])
        self.student.says("Score: ")
        self.ledger.answers_rightly(item, given)
        self.ledger.hands_in(item, [*before, *given])

    def says_done(self, id: str) -> None:
        self.student.press("I have finished this")
        self.ledger.says_done(id)

    def may_open(self, id: str) -> bool:
        """Whether the gates of an item are open, by what was done in all activities so far."""
        everywhere = whole(self.course, self.lms.standard, {})
        for ledger in (self._whole, *self.ledgers.values()):
            everywhere.reached |= ledger.reached
        return everywhere.may_open(id)

    def is_kept(self) -> None:
        """What the LMS has, all of it, is what the ledger says."""
        wanted = self.ledger.record()
        end = time.monotonic() + PATIENCE
        while self._kept() != wanted and time.monotonic() < end:
            time.sleep(0.05)
        kept = self._kept()
        for name in ("interactions", "objectives"):  # one by one, so that a fault is told where it is
            for id, value in wanted[name].items():
                assert kept[name].get(id) == value, f"{id} in {self.lms.frame}"
        assert kept == wanted

    def _kept(self) -> Told:
        return told(self.lms.cmi, self.lms.standard) if self.lms.cmi else {}
