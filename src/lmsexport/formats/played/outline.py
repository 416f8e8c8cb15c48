"""What our own pages say of a lowered course: the web pages, and the packages that play them in an LMS."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from lmsexport.content import wording
from lmsexport.content.texts import texts
from lmsexport.formats.outline.course_outline import CourseOutliner
from lmsexport.formats.played.parts import PartOfCourse
from lmsexport.lowering import LoweredCourse
from lmsexport.model import Assessment, Lab, Lesson
from lmsexport.model import Bank as CourseBank
from lmsexport.validation import Bank, Outline, RichText, joined


class PagesOutliner(CourseOutliner):
    """Pages name the parts of lessons and labs, and hold the drawn questions in the page of each assessment."""

    def __init__(self, course: LoweredCourse) -> None:
        super().__init__(course)
        self.say = wording(self.course.language)

    def outline(self) -> Outline:
        """The whole, and the course that it is a part of."""
        outline, course = super().outline(), self.resolved
        return replace(outline, settings={"part of": course.whole}) if isinstance(course, PartOfCourse) else outline

    def summary(self) -> RichText:
        """The description, and what the contents page says below it."""
        course, say = self.course, self.say
        authors = ", ".join(author.name for author in course.authors)
        lines: list[RichText | str] = [
            self.said(course.source, course.description),
            say.authors(names=authors) if authors else "",
            f"{say.version(version=course.version)}, {course.date}",
            say.licence(licence=course.licence) if course.licence else "",
        ]
        return joined(lines)

    def bank(self, bank: CourseBank) -> Bank:
        """A bank, which has no name that students see."""
        outlined = super().bank(bank)
        return Bank(id="", title="", text=outlined.text, questions=outlined.questions)

    def lesson_text(self, item: Lesson) -> RichText:
        """A lesson, with the names of its parts."""
        say, terms = self.say, [(term.term, self.said(item.source, term.definition)) for term in item.glossary]
        lines: list[RichText | str | None] = [
            item.subtitle,
            *((say.guiding_question, item.guiding_question) if item.guiding_question else ()),
            *((say.objectives, *item.objectives) if item.objectives else ()),
            self.said(item.source, item.body),
            *((say.glossary, *(word for pair in terms for word in pair)) if terms else ()),
        ]
        return joined(lines)

    def lab_text(self, item: Lab) -> RichText:
        """A lab, with the names of its parts."""
        say = self.say
        lines = [
            self.said(item.source, item.summary),
            say.your_task,
            self.said(item.source, item.task),
            *((say.suggested_opening, item.suggested_opening, say.copy) if item.suggested_opening else ()),
            say.assistant,
            item.assistant,
            item.tagline,
            self.said(item.source, item.welcome),
        ]
        return joined(lines)

    def parameters(self, lab: Lab) -> Mapping[str, str]:  # noqa: ARG002
        """None: the address of a lab names it."""
        return {}

    def files_of_quiz(self, quiz: Assessment) -> tuple[str, ...]:
        """The files of an assessment, and of the questions that it draws from."""
        drawn = [self.course.bank(pool.bank) for pool in quiz.pools]
        of_banks = [self.files(bank.source, *(at.text for at in texts(bank) if at.path[:1] == ("questions",)))
                    for bank in drawn]  # fmt: skip
        return tuple(sorted({*super().files_of_quiz(quiz), *(file for files in of_banks for file in files)}))
