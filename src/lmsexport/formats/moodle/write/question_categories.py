"""Question categories: one for each quiz and one for each bank, all in the contexts of quizzes.

A bank lives with the first quiz that draws from it. A category of the whole course would do for Moodle 4; Moodle 5
keeps no questions there, and moving them leaves random questions behind.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from lmsexport.formats.moodle.carries.names import name_html
from lmsexport.formats.moodle.write.files import FileArea
from lmsexport.formats.moodle.write.question_entries import QuestionWriter
from lmsexport.formats.moodle.write.question_rows import Category
from lmsexport.formats.pages import Pages
from lmsexport.model import Assessment, Bank, Course, Question
from lmsexport.packaging import Numbers, stable_uuid

COURSE_LEVEL, MODULE_LEVEL = 50, 70
"""Moodle's context levels of a course and of an activity."""


@dataclass(frozen=True, slots=True)
class Home:
    """A context that has question categories: of a quiz, or of the course for banks that no quiz can take in."""

    quiz: str
    """Id of the quiz; empty for the course."""
    context: int
    level: int
    instance: int
    top: int
    """Id of the category above all others of the context."""


class Categories:
    """The question categories of a course."""

    def __init__(self, course: Course, numbers: Numbers, pages: Pages[FileArea], questions: QuestionWriter) -> None:
        self._course = course
        self._numbers = numbers
        self._pages = pages
        self._questions = questions
        self._quizzes = [item for item in course.items if isinstance(item, Assessment)]
        self.of_bank = {bank.id: numbers("category", bank.id) for bank in course.banks}
        """Bank → its category."""
        self.home_of_bank = {bank.id: self._home(bank) for bank in course.banks}
        """Bank → the context that its category is in."""

    def rows(self) -> list[dict[str, Any]]:
        """All categories with their questions, each context's top one first."""
        homes = dict.fromkeys([*(self._quiz_home(quiz) for quiz in self._quizzes), *self.home_of_bank.values()])
        return [row for home in homes for row in self._rows_of(home)]

    def used_by(self, quiz: Assessment) -> list[int]:
        """Ids of the categories that a quiz has or draws from, with those above them."""
        home = self._quiz_home(quiz)
        used = [home.top, self._numbers("category", quiz.id)] if any(quiz.own_questions) else []
        for bank in self._course.banks:
            if self.home_of_bank[bank.id] == home or any(pool.bank == bank.id for pool in quiz.pools):
                used += [self.home_of_bank[bank.id].top, self.of_bank[bank.id]]
        return list(dict.fromkeys(used))

    def of_course(self) -> list[int]:
        """Ids of the categories that stand in the context of the course."""
        homeless = [bank.id for bank in self._course.banks if not self.home_of_bank[bank.id].quiz]
        return [self.home_of_bank[homeless[0]].top, *(self.of_bank[id] for id in homeless)] if homeless else []

    def _home(self, bank: Bank) -> Home:
        """Where a bank lives: with the first quiz that draws from it, else with the first quiz at all."""
        drawing = [quiz for quiz in self._quizzes if any(pool.bank == bank.id for pool in quiz.pools)]
        quiz = next(iter(drawing or self._quizzes), None)
        if quiz is not None:
            return self._quiz_home(quiz)
        context, owner = self._numbers("context", "course"), self._numbers("course", self._course.id)
        return Home("", context, COURSE_LEVEL, owner, self._numbers("category", "top", ""))

    def _quiz_home(self, quiz: Assessment) -> Home:
        numbers = self._numbers
        context, module = numbers("context", quiz.id), numbers("module", quiz.id)
        return Home(quiz.id, context, MODULE_LEVEL, module, numbers("category", "top", quiz.id))

    def _rows_of(self, home: Home) -> list[dict[str, Any]]:
        rows = [
            *self._own(home),
            *(self._bank(bank, home) for bank in self._course.banks if self.home_of_bank[bank.id] == home),
        ]
        return [self._row(home, home.top, "top", 0, f"top {home.quiz}"), *rows] if rows else []

    def _own(self, home: Home) -> Iterator[dict[str, Any]]:
        """The category of a quiz's own questions, if it has any."""
        for quiz in self._quizzes:
            if quiz.id == home.quiz and (own := list(quiz.own_questions)):
                place = Category(self._numbers("category", quiz.id), home.context, quiz.source)
                yield self._filled(home, place, quiz.title, quiz.id, own)

    def _bank(self, bank: Bank, home: Home) -> dict[str, Any]:
        place = Category(self.of_bank[bank.id], home.context, bank.source)
        row = self._filled(home, place, bank.title, bank.id, bank.questions)
        info = self._pages.html(bank.source, bank.description, FileArea(home.context, "question", "info", place.id))
        return row | {"info": info}

    def _filled(
        self, home: Home, place: Category, title: str, id: str, questions: Sequence[Question]
    ) -> dict[str, Any]:
        entries = [xml for question in questions for xml in self._questions.entries(question, place)]
        row = self._row(home, place.id, name_html(title), home.top, id)
        return row | {"idnumber": id, "entries": entries}

    def _row(self, home: Home, id: int, name: str, parent: int, stamp: str) -> dict[str, Any]:
        return {
            "id": id,
            "name": name,
            "context": home.context,
            "level": home.level,
            "owner": home.instance,
            "parent": parent,
            "info": "",
            "stamp": f"lmsexport+{stable_uuid('category', self._course.id, stamp)}",
            "order": 999 if parent else 0,
            "idnumber": "",
            "entries": [],
        }
