"""What a package of QTI 2 or 3 says of a lowered course."""

from __future__ import annotations

from dataclasses import replace

from lmsexport.content import wording
from lmsexport.formats.outline.course_outline import CourseOutliner
from lmsexport.formats.outline.question_outline import yes_or_no
from lmsexport.formats.qti.questions.essay import length_of
from lmsexport.model import Assessment, Bank, DropdownBlank, Essay, FillInBlanks, Ordering, TrueFalse
from lmsexport.model import Item as CourseItem
from lmsexport.model import Question as CourseQuestion
from lmsexport.validation import Item, Module, Outline, Question, joined


class QtiOutliner(CourseOutliner):
    """Makes the outline of a package: tests in one module, and banks."""

    def outline(self) -> Outline:
        """The whole. Only tests and banks are in a package."""
        whole = super().outline()
        items = tuple(whole.items)
        return replace(whole, modules=(Module(id="", title="", items=items),) if items else ())

    def item(self, item: CourseItem) -> Item:
        """A test, which is complete when its player says so."""
        test = super().item(item)
        return replace(test, settings={name: value for name, value in test.settings.items() if name != "complete when"})

    def settings(self, quiz: Assessment) -> dict[str, str]:
        """The settings of a test: each of its questions says itself whether its choices are shuffled."""
        asked = [self.question(question, quiz.source, quiz.shuffle_choices) for question in quiz.own_questions]
        shuffles = [q.settings["shuffle"] == "yes" for q in asked if q.type != "true-false" and "shuffle" in q.settings]
        most = sum(shuffles) * 2 >= len(shuffles)
        return super().settings(quiz) | {"shuffle choices": yes_or_no(most)}

    def shuffles(self, bank: Bank) -> bool:
        """Whether drop-down lists are shuffled in a bank."""
        return self.course.shuffles(bank.id)

    def question(self, question: CourseQuestion, source: str, shuffle: bool | None) -> Question:
        """A question. Interactions say whether they are shuffled; an essay has its length below its prompt."""
        outlined = super().question(question, source, shuffle)
        settings = dict(outlined.settings)
        if isinstance(question, Essay):
            length = length_of(question, wording(self.course.language))
            settings = {name: value for name, value in settings.items() if not name.startswith("words at ")}
            return replace(outlined, prompt=joined([outlined.prompt, length]), settings=settings)
        if isinstance(question, Ordering | TrueFalse):
            settings["shuffle"] = yes_or_no(isinstance(question, Ordering))
        elif isinstance(question, FillInBlanks) and any(isinstance(blank, DropdownBlank) for blank in question.blanks):
            settings["shuffle"] = yes_or_no(bool(shuffle))
        return replace(outlined, settings=settings)
