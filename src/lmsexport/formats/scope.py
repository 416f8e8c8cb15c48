"""Which quizzes and banks a file of questions holds."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from lmsexport.formats.base import Options
from lmsexport.model import Assessment, Bank, Course, did_you_mean
from lmsexport.model.base import Id
from lmsexport.model.checks import Finding


class QuizOptions(Options):
    """What a course can choose for every format that holds questions alone."""

    only: Id | None = Field(None, description="Id of the one assessment or bank to write; all of them when left out.")

    def findings(self, course: Course) -> Iterator[Finding]:
        """An id that is neither of an assessment nor of a bank."""
        known = [item.id for item in course.items if isinstance(item, Assessment)] + [bank.id for bank in course.banks]
        if self.only is not None and self.only not in known:
            message = f"there is no assessment and no bank `{self.only}`"
            yield Finding(("only",), "unknown-assessment", message, did_you_mean(self.only, known))

    def assessments(self, course: Course) -> tuple[Assessment, ...]:
        """The assessments to write, in the order of the course."""
        found = (item for item in course.items if isinstance(item, Assessment))
        return tuple(item for item in found if self.only in (None, item.id))

    def banks(self, course: Course) -> tuple[Bank, ...]:
        """The banks to write: all of them; for a single assessment those that it draws from."""
        drawn = {pool.bank for item in self.assessments(course) for pool in item.pools}
        return tuple(bank for bank in course.banks if self.only in (None, bank.id) or bank.id in drawn)
