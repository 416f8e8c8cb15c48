"""What New Quizzes leave behind of quizzes that classic ones take in whole, for the notes on the upload."""

from __future__ import annotations

from collections.abc import Iterator

from lmsexport.model import Assessment, Course, Matching, Numeric, TextBlock


def new_quizzes_notes(course: Course) -> Iterator[str]:
    """A sentence where something gets lost (instructure/qti, `base_interaction.rb`, answer_feedback)."""
    asked = [part for item in course.items if isinstance(item, Assessment) for part in item.questions]
    texts = sum(isinstance(part, TextBlock) for part in asked)
    silent = sum(map(_loses_feedback, [*asked, *(question for bank in course.banks for question in bank.questions)]))
    lost = [f"texts between questions ({texts})"] * bool(texts)
    lost += [f"what is said to an accepted number or a pair (in {silent} of the questions)"] * bool(silent)
    if lost:
        yield f"Where “Import existing quizzes as New Quizzes” is ticked, Canvas loses {' and '.join(lost)}."


def _loses_feedback(part: object) -> bool:
    """Whether a question has feedback that New Quizzes do not look for."""
    match part:
        case Numeric():
            return any(answer.feedback for answer in part.answers)
        case Matching():
            return any(pair.feedback for pair in part.pairs)
        case _:
            return False
