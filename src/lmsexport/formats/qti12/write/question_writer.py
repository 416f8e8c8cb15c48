"""Questions as items of QTI 1.2 (IMS Question & Test Interoperability 1.2.1, ASI binding)."""

from __future__ import annotations

from markupsafe import Markup

from lmsexport.formats.qti12.questions.all_types import write_question
from lmsexport.formats.qti12.write.draft import Draft, Placement
from lmsexport.formats.qti12.write.item import Item
from lmsexport.formats.qti12.write.question_context import QuestionContext
from lmsexport.model import AnyQuestion, TextBlock
from lmsexport.model.numbers import plain_number

_IN_CANVAS = {
    "single-choice": "multiple_choice_question",
    "multiple-response": "multiple_answers_question",
    "true-false": "true_false_question",
    "short-answer": "short_answer_question",
    "numeric": "numerical_question",
    "matching": "matching_question",
    "typed-blanks": "fill_in_multiple_blanks_question",
    "drop-downs": "multiple_dropdowns_question",
    "essay": "essay_question",
    "text": "text_only_question",
}
_IN_CARTRIDGES = {
    "single-choice": "cc.multiple_choice.v0p1",
    "multiple-response": "cc.multiple_response.v0p1",
    "true-false": "cc.true_false.v0p1",
    "short-answer": "cc.fib.v0p1",
    "essay": "cc.essay.v0p1",
}
"""Template → what the item says that it is: `question_type` for Canvas, `cc_profile` in cartridges."""


class QuestionWriter(QuestionContext):
    """Writes the questions of one course in one dialect."""

    def xml(self, question: AnyQuestion | TextBlock, placement: Placement) -> Markup:
        """The question as an item."""
        item = self._item(question, placement)
        xml = self.env.get_template(f"questions/{item.template}.xml.j2").render(q=item)
        return Markup(xml)  # noqa: S704 - escaped by the template

    def _item(self, question: AnyQuestion | TextBlock, placement: Placement) -> Item:
        draft = Draft(self, question, placement)
        write_question(draft)
        item = draft.item
        points = "0" if isinstance(question, TextBlock) else plain_number(question.points)
        if item.cartridge:
            item.metadata = [("cc_profile", _IN_CARTRIDGES[item.template]), ("cc_weighting", points)]
            item.metadata += [("qmd_computerscored", "No")] if item.template == "essay" else []
        else:
            item.metadata = [("question_type", _IN_CANVAS[item.template]), ("points_possible", points)]
        return item
