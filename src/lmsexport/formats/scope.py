"""Which quizzes and banks a file of questions holds."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from lmsexport.formats.base import Options
from lmsexport.lowering import LINKS, Adapted, Capabilities, Dropped
from lmsexport.lowering.passes.links import no_item, unlinked
from lmsexport.model import Assessment, Bank, Course, QuestionBase, did_you_mean
from lmsexport.model.base import Id
from lmsexport.model.checks import Finding

NO_LINKS: Capabilities = {
    LINKS: Adapted(
        "A file of questions has no address for the items of a course, so the words of the link stay, without the "
        "link.",
        "Name it in the text, so that students find it.",
        becomes=unlinked(no_item),
    )
}
"""What every format that holds questions alone does with links."""


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

    def carried(self, capabilities: Capabilities) -> Capabilities:
        """What is carried: of the assessments and banks only those to write."""
        if self.only is None:
            return capabilities
        left_out = Dropped(f"The file holds `{self.only}` alone, as the course has chosen.", when=self._is_left_out)
        return {**capabilities, "Assessment": left_out, "Bank": left_out}

    def _is_left_out(self, part: Assessment | Bank, course: Course) -> bool:
        chosen = {quiz.id for quiz in self.assessments(course)} | {bank.id for bank in self.banks(course)}
        return part.id not in chosen

    def why_empty(self, course: Course) -> str:
        """That there is no question to write."""
        parts = [part for quiz in self.assessments(course) for part in quiz.questions]
        parts += [part for bank in self.banks(course) for part in bank.questions]
        if any(isinstance(part, QuestionBase) for part in parts):
            return ""
        return "The course has no questions for a file of questions to hold."
