"""What quizzes and banks become in a cartridge: questions alone, each of which says all of itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from pydantic import BaseModel

from lmsexport.content.composed import label
from lmsexport.formats.base import Options
from lmsexport.formats.qti12.carries.passes import POINTS_OF_CARTRIDGES, pass_mark_in_instructions
from lmsexport.formats.qti12.carries.questions import CARTRIDGE, cut_name
from lmsexport.lowering import (
    CARRIED,
    PUBLISHED,
    Adapted,
    Around,
    Capabilities,
    Carried,
    Dropped,
    Noted,
    changed,
    whole,
)
from lmsexport.lowering.passes.texts import with_texts
from lmsexport.model import (
    AnyQuestion,
    Assessment,
    Bank,
    Course,
    Essay,
    Matching,
    MultipleResponse,
    Pool,
    Question,
    SingleChoice,
    TextBlock,
)

LONGEST_TITLE = 230
"""Characters of a quiz's title in a cartridge: Moodle adds to it for the name of a question bank."""

Node = TypeVar("Node", bound=BaseModel)
Part = Question | Pool


def _with_quizzes(course: Course, quizzes: dict[str, Assessment]) -> Course:
    modules = tuple(
        changed(module, items=tuple(quizzes.get(item.id, item) for item in module.items)) for module in course.modules
    )
    return changed(course, modules=modules)


def _quizzes(course: Course, around: Around) -> Iterator[tuple[Assessment, Around]]:
    """The assessments of a course, each with the place of its parts."""
    for module in course.modules:
        inside = around.within(module)
        for item in module.items:
            if isinstance(item, Assessment):
                yield item, inside.within(item)


# -- draws ---------------------------------------------------------------------------------------------------------


def pools_filled(node: Course, around: Around) -> Course:
    """The first questions of a bank in the place of each draw from it."""
    quizzes = {}
    for quiz, _ in _quizzes(node, around):
        if any(quiz.pools):
            parts = (part for whole in quiz.questions for part in _filled(whole, node, around))
            quizzes[quiz.id] = changed(quiz, questions=tuple(parts))
    return _with_quizzes(node, quizzes) if quizzes else node


def _filled(part: Part, course: Course, around: Around) -> Iterator[Part]:
    if not isinstance(part, Pool):
        yield part
        return
    bank = course.bank(part.bank)
    for question in bank.drawable[: part.draw]:
        moved = with_texts(question, around.within(bank), _ready)
        yield changed(moved, id=f"{part.id} {question.id}", points=part.points)


def _ready(text: str, around: Around) -> str:
    """A text that can stand in another file: it stands ready, since links start from their file."""
    return around.ready(text)


# -- texts ---------------------------------------------------------------------------------------------------------


def texts_above_questions(node: Course, around: Around) -> Course:
    """The texts between questions above the question that follows; the last ones below the last question."""
    quizzes = {}
    for quiz, inside in _quizzes(node, around):
        if any(isinstance(part, TextBlock) for part in quiz.questions):
            quizzes[quiz.id] = changed(quiz, questions=tuple(_with_texts(quiz, inside)))
    return _with_quizzes(node, quizzes) if quizzes else node


def _with_texts(quiz: Assessment, around: Around) -> Iterator[Part]:
    waiting = ""
    before: AnyQuestion | None = None
    for part in quiz.questions:
        match part:
            case TextBlock():
                name = [label(part.title)] if part.title else []
                waiting = around.compose(waiting, *name, part.text)
            case Pool():
                raise TypeError("draws are filled first")
            case question:
                if before is not None:
                    yield before
                before = changed(question, prompt=around.compose(waiting, question.prompt))
                waiting = ""
    if before is None:  # CC QTI profile: a section holds an item at the least
        yield Essay.model_construct(None, id=f"{quiz.id} text", title=quiz.title, prompt=waiting)
    else:
        yield changed(before, prompt=around.compose(before.prompt, waiting))


# -- settings ------------------------------------------------------------------------------------------------------


def shuffled_by_question(node: Course, around: Around) -> Course:
    """Whether choices are shuffled, said at each question and not by its quiz."""
    banks = tuple(
        changed(bank, questions=tuple(_shuffling(part, node.shuffles(bank.id)) for part in bank.questions))
        for bank in node.banks
    )
    quizzes = {
        quiz.id: changed(
            quiz,
            questions=tuple(_shuffling(part, quiz.shuffle_choices) for part in quiz.questions),
            shuffle_choices=True,
        )
        for quiz, _ in _quizzes(node, around)
    }
    return changed(_with_quizzes(node, quizzes), banks=banks)


def _shuffling(part: Node, shuffled: bool) -> Node:
    is_said = not isinstance(part, SingleChoice | MultipleResponse | Matching) or part.shuffle is not None
    return part if is_said else changed(part, shuffle=shuffled)


def whether_shown(node: Assessment, around: Around) -> Assessment:  # noqa: ARG001
    """Feedback, and right answers, are shown or not."""
    return changed(
        node,
        feedback_shows="never" if node.feedback_shows == "never" else "after-submission",
        answers_show="never" if node.answers_show == "never" else "after-submission",
    )


def one_bank(node: Course, around: Around) -> Course:
    """One bank with the questions of all banks."""
    if not node.banks or [bank.id for bank in node.banks] == [BANK]:
        return node
    questions = (
        with_texts(question, around.within(bank), _ready) for bank in node.banks for question in bank.questions
    )
    return changed(node, banks=(Bank.model_construct(None, id=BANK, title="", questions=tuple(questions)),))


BANK = "banks"
"""Id of the one bank of a cartridge."""

_NOT_SHOWN = Noted("Many LMSs do not show what a cartridge says above a quiz.")

QUIZZES: Capabilities = {
    **whole(CARRIED, "Assessment"),
    "Assessment.title": cut_name(LONGEST_TITLE),
    "Assessment.pass_mark": Adapted(
        "It stands in the instructions; a cartridge has no place for it that LMSs read.",
        "Set it in the LMS.",
        becomes=pass_mark_in_instructions,
    ),
    "Assessment.instructions": _NOT_SHOWN,
    "Assessment.subtitle": _NOT_SHOWN,
    "Assessment.feedback_shows": Adapted(
        "A cartridge says only whether feedback is shown, not when.", becomes=whether_shown
    ),
    "Assessment.answers_show": Adapted(
        "A cartridge says only whether right answers are shown, not when.", becomes=whether_shown
    ),
    "Pool.*": CARRIED,
    "Pool.points": POINTS_OF_CARTRIDGES,
    "Pool": Adapted(
        "A cartridge cannot draw at random: the first questions of the bank stand in the quiz.",
        "Draw from the bank again in the LMS.",
        becomes=pools_filled,
    ),
    "TextBlock.text": Adapted(
        "A cartridge has only questions; the text stands above the one that follows it.", becomes=texts_above_questions
    ),
    "TextBlock.title": Adapted("Its name stands above the text.", becomes=texts_above_questions),
    "Assessment.shuffle_choices": Carried(shuffled_by_question),
}
"""What cartridges carry of assessments."""


def nameless(node: TextBlock, around: Around) -> TextBlock:
    """A text without a name that only repeats its beginning."""
    beginning = (node.title or "").removesuffix("…")
    return changed(node, title=None) if around.fragment(node.text).plain.startswith(beginning) else node


class QuizzesOfCartridges:
    """The quizzes of a course as cartridges have them, for packages that hold them beside their own, in which all texts
    have names."""

    capabilities: Capabilities = {
        **QUIZZES,
        **CARTRIDGE.capabilities,
        PUBLISHED: CARRIED,
        "Assessment.shuffle_questions": Dropped("A cartridge has no draws, and so no order that changes."),
        "TextBlock": Carried(nameless),
    }
    options: type[Options] = Options
