"""What documents of QTI 1.2 say of the quizzes and banks of a course that was lowered for Canvas."""

from __future__ import annotations

from dataclasses import replace

from lmsexport.formats.outline.course_outline import CourseOutliner
from lmsexport.model import AnyQuestion, Assessment, TextBlock
from lmsexport.model import Item as CourseItem
from lmsexport.validation import Item, Module, Outline, Question


class CanvasQuizOutliner(CourseOutliner):
    """Outlines quizzes as Canvas has them: a quiz says for all its questions whether choices are shuffled."""

    def question(self, question: AnyQuestion | TextBlock, source: str, shuffle: bool | None) -> Question:
        """A question that does not say it; nor that choices keep their place, as those do of a bank that is there
        without the quiz that draws from it and shuffles nothing."""
        outlined = super().question(question, source, shuffle)
        own = {"shuffle", "fixed choices"}
        return replace(outlined, settings={k: v for k, v in outlined.settings.items() if k not in own})

    def settings(self, quiz: Assessment) -> dict[str, str]:
        """The settings of a quiz: what is to show after it has closed is hidden as yet."""
        return {name: "never" if value == "after-close" else value for name, value in super().settings(quiz).items()}


class QuizFileOutliner(CanvasQuizOutliner):
    """Outlines a file of quizzes alone."""

    def outline(self) -> Outline:
        """The quizzes, in one module, and the banks."""
        items = tuple(map(self.item, self.course.items))
        return Outline(
            title=self.course.title,
            language=self.course.language,
            modules=(Module(id="", title="", items=items),),
            banks=tuple(map(self.bank, self.course.banks)),
        )

    def item(self, item: CourseItem) -> Item:
        """A quiz without what completes it, which a course alone asks for."""
        outlined = super().item(item)
        return replace(outlined, settings={k: v for k, v in outlined.settings.items() if k != "complete when"})
