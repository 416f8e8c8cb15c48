"""What Moodle's packages say of a lowered course, as their readers read it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lmsexport.formats.moodle.write.book_chapters import opens_with_chapter
from lmsexport.formats.outline.course_outline import CourseOutliner
from lmsexport.formats.pages import Pages
from lmsexport.lowering import LoweredCourse, changed
from lmsexport.model import AnyQuestion, Assessment, Lesson, ShortAnswer, TextBlock
from lmsexport.model import Bank as CourseBank
from lmsexport.model import Item as CourseItem
from lmsexport.packaging import templates
from lmsexport.validation import Bank, Item, Outline, Question, RichText, joined


class MoodleOutliner(CourseOutliner):
    """Outlines questions as Moodle has them."""

    def shuffles(self, bank: CourseBank) -> bool | None:  # noqa: ARG002
        """Questions of banks can be shuffled where they say nothing: the quizzes that draw them decide."""
        return True

    def question(self, question: AnyQuestion | TextBlock, source: str, shuffle: bool | None) -> Question:
        """What is said to an answer `*` that earns nothing and comes last is said to all wrong ones."""
        if isinstance(question, ShortAnswer) and question.wildcards:
            *foreseen, last = question.answers
            if last.text.strip() == "*" and not last.weight:
                feedback = changed(question.feedback, incorrect=last.feedback)
                question = changed(question, answers=tuple(foreseen), feedback=feedback)
        return super().question(question, source, shuffle)


class QuestionFileOutliner(MoodleOutliner):
    """Outlines a file of questions: it has a category for each quiz and bank, and for what is said of those above."""

    def outline(self) -> Outline:
        """The categories as banks."""
        return Outline(banks=tuple(self._categories()))

    def _categories(self) -> Iterator[Bank]:
        course = self.course
        if course.description:
            yield Bank(id=course.title, title=course.title, text=self.summary())
        for module in course.modules:
            path = f"{course.title}/{module.title}"
            if module.description:
                yield Bank(id=path, title=module.title, text=self.said(module.source, module.description))
            for quiz in module.items:
                assert isinstance(quiz, Assessment)
                item = self.item(quiz)
                questions = tuple(part for part in item.questions if isinstance(part, Question))
                yield Bank(id=f"{path}/{quiz.title}", title=quiz.title, text=item.text, questions=questions)
        for bank in course.banks:
            yield self.bank(bank)


class GiftOutliner(QuestionFileOutliner):
    """Outlines a GIFT file: it does not say whether choices are shuffled."""

    def question(self, question: AnyQuestion | TextBlock, source: str, shuffle: bool | None) -> Question:  # noqa: ARG002
        """A question whose choices the site's default shuffles, or not."""
        return super().question(question, source, None)


class BackupOutliner(MoodleOutliner):
    """Outlines a backup; lessons are pages, or books."""

    def __init__(self, course: LoweredCourse, books: bool) -> None:
        super().__init__(course, templates("moodle"))
        self.books = books

    def page(self, pages: Pages[None], item: CourseItem, text: RichText) -> RichText:
        """An item's page; what stands in a book before the first heading has the lesson's title."""
        page = super().page(pages, item, text)
        if self.books and isinstance(item, Lesson) and not opens_with_chapter(pages.lesson(item, None)):
            return joined([item.title, page])
        return page

    def item(self, item: CourseItem) -> Item:
        """An item; what weighs nothing does not count."""
        outlined = super().item(item)
        if outlined.settings.get("weight") != "0":
            return outlined
        settings = {name: value for name, value in outlined.settings.items() if name != "weight"}
        return replace(outlined, settings=settings | {"graded": "no"})
