"""Passes: what is carried in another form is changed in the model, and the loss is the difference."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from lmsexport.lowering import Adapted, Around, Carried, Carry, Dropped, Loss, Noted, changed, lower
from lmsexport.lowering.around import taken
from lmsexport.lowering.kept import words_lost
from lmsexport.lowering.passes.feedback import explanation_in_general, in_general, outcomes_at_truth, parts_in_general
from lmsexport.lowering.passes.names import cut, line, question_name
from lmsexport.lowering.passes.question_types import ordering_as_matching, unit_in_prompt
from lmsexport.lowering.passes.scoring import all_or_none_in_order, spelled_out
from lmsexport.model import (
    Assessment,
    Course,
    Essay,
    Matching,
    MultipleResponse,
    Ordering,
    Question,
    SingleChoice,
    TrueFalse,
)
from lowering.test_lower import EVERYTHING, course, lesson
from lowering_of import Declared, texts_of

AT = ("modules", 0, "items", 0, "questions", 0)


def lowered(question: dict[str, Any], **declared: Carry) -> tuple[Any, tuple[Loss, ...], Any]:
    """The only question of a quiz as a target carries it, the losses, and what renders its texts."""
    data = course({"type": "quiz", "id": "quiz", "title": "Quiz", "questions": [{"id": "q"} | question]})
    own = {name.replace("_", ".", 1): carry for name, carry in declared.items()}
    capabilities = {name: carry for name, carry in EVERYTHING.items() if name not in own} | own  # in their order
    whole = texts_of(data)
    found = lower(whole, Declared(capabilities))
    (item,) = found.course.course.items
    assert isinstance(item, Assessment)
    assert not words_lost(whole, found.course, found.losses), "every word is in the lowered course, or in a loss"
    twice = lower(found.course, Declared(capabilities))
    assert twice.course.course == found.course.course, "lowering twice changes nothing"
    return item.questions[0], found.losses, lambda text: found.course.fragment("", text)


def test_the_loss_is_what_the_pass_has_changed_at_its_place() -> None:
    unit = Adapted("Below the prompt.", "Leave it out.", becomes=unit_in_prompt)
    numeric = {"type": "numeric", "prompt": "How *long*?", "answers": [{"value": "2"}]}
    question, losses, fragment = lowered(numeric | {"unit": "m"}, Numeric_unit=unit)
    assert question.unit is None
    assert fragment(question.prompt).plain == "How long? (m)"
    (loss,) = losses
    assert (loss.code, loss.path, loss.owner, loss.what) == ("Numeric.unit", (*AT, "unit"), "q", "m")
    assert (loss.severity, loss.message, loss.remedy) == ("adapted", "Below the prompt.", "Leave it out.")
    assert lowered(numeric, Numeric_unit=unit)[1] == ()


def test_a_pass_at_what_holds_a_part_names_the_parts_that_it_has_changed() -> None:
    choices = [
        {"id": "a", "text": "A", "correct": True},
        {"id": "b", "text": "B"},
        {"id": "c", "text": "C", "fixed": True},
    ]
    single = {"type": "single-choice", "prompt": "Which?", "choices": choices}
    question, losses, _ = lowered(single, Choice_fixed=Adapted("None moves.", becomes=all_or_none_in_order))
    assert question.shuffle is False and not any(choice.fixed for choice in question.choices)
    assert [(loss.code, loss.path, loss.what) for loss in losses] == [
        ("Choice.fixed", (*AT, "choices", 2, "fixed"), "True")
    ]


def test_a_harmless_rewriting_is_silent() -> None:
    truth = {"type": "true-false", "prompt": "So?", "answer": False, "if_true": "No.",
             "feedback": {"correct": "Right.", "incorrect": "Wrong."}}  # fmt: skip
    question, losses, fragment = lowered(truth, TrueFalse_feedback=Carried(becomes=outcomes_at_truth))
    assert losses == ()
    assert fragment(question.if_true).plain == "No. Wrong." and question.if_false == "Right."
    assert question.feedback.correct == question.feedback.incorrect == ""


def test_what_has_become_another_type_is_lowered_as_that_one() -> None:
    items = [{"id": "a", "text": "First"}, {"id": "b", "text": "Second", "feedback": "Later."}]
    question, losses, fragment = lowered(
        {"type": "ordering", "prompt": "Order.", "items": items, "explanation": "By time."},
        OrderedItem_feedback=Adapted("In general.", becomes=parts_in_general),
        Ordering_explanation=Adapted("In general.", becomes=explanation_in_general),
        Ordering=Adapted("Matched.", becomes=ordering_as_matching),
        Matching_prompt=Carried(becomes=lambda node, around: changed(node, shuffle=False)),
    )
    assert isinstance(question, Matching) and question.shuffle is False, "a pass for what it has become"
    assert [(pair.prompt, pair.match) for pair in question.pairs] == [("First", "1"), ("Second", "2")]
    assert fragment(question.feedback.general).plain == "Second Later. Explanation By time."
    assert [(loss.code, loss.path) for loss in losses] == [
        ("OrderedItem.feedback", (*AT, "items", 1, "feedback")),
        ("Ordering.explanation", (*AT, "explanation")),
        ("Ordering", AT),
    ]


def test_one_pass_for_several_features_names_each_that_has_changed() -> None:
    moved = in_general("correct", "incorrect")
    question, losses, fragment = lowered(
        {"type": "essay", "prompt": "Why?", "feedback": {"correct": "Good.", "general": "Thanks."}},
        Feedback_correct=Adapted("In general.", becomes=_of_essays(moved)),
    )
    assert isinstance(question, Essay)
    assert fragment(question.feedback.general).plain == "Thanks. Correct Good."
    assert [(loss.path, loss.what) for loss in losses] == [((*AT, "feedback", "correct"), "Good.")]


def _of_essays(move: Any) -> Any:
    def at_essays(node: Essay, around: Around) -> Essay:
        moved: Essay = move(node, around)
        return moved

    return at_essays


def test_what_nobody_wrote_is_no_loss() -> None:
    named = Adapted("Cut.", becomes=question_name(cut(20), cut(9)), shortens=True)
    truth = {"type": "true-false", "prompt": "Is it **really** so?", "answer": True}
    question, losses, _ = lowered(truth, TrueFalse_title=named)
    assert (question.title, losses) == ("Is it re…", ())
    question, losses, _ = lowered(truth | {"title": "A title that is longer"}, TrueFalse_title=named)
    assert question.title == "A title that is lon…" and [loss.what for loss in losses] == ["A title that is longer"]


def test_shares_are_said_at_each_choice_and_make_a_whole() -> None:
    thirds = [{"id": id, "text": id, "correct": True, "weight": "33.33"} for id in "abc"]
    several = {"type": "multiple-response", "prompt": "Which?", "choices": [*thirds, {"id": "d", "text": "d"}]}
    question, _, _ = lowered(several, MultipleResponse_choices=Carried(becomes=spelled_out))
    assert isinstance(question, MultipleResponse)
    assert sum(choice.weight or 0 for choice in question.choices if choice.correct) == pytest.approx(Decimal(100))


def test_a_note_changes_nothing() -> None:
    truth = {"type": "true-false", "prompt": "So?", "answer": True, "hints": ["Think."]}
    question, losses, _ = lowered(truth, TrueFalse_hints=Noted("Many LMSs do not show them."))
    assert question.hints == ("Think.",)
    assert [(loss.severity, loss.message) for loss in losses] == [("noted", "Many LMSs do not show them.")]


def test_a_required_field_that_is_dropped_leaves_what_the_declaration_says() -> None:
    whole = texts_of(course(lesson("one")))
    found = lower(whole, Declared(EVERYTHING | {"Lesson.body": Dropped("No texts.", leaves="-")}))
    assert [getattr(item, "body", "") for item in found.course.course.items] == ["-"]
    assert [loss.what for loss in found.losses] == ["Text."]


def test_a_pass_can_put_several_things_in_the_place_of_one() -> None:
    def twice(node: Any, around: Around) -> Any:
        return (node, changed(node, id=f"{node.id}-again")) if not node.id.endswith("-again") else node

    data = course({"type": "link", "id": "link", "title": "Link", "url": "https://example.org/"})
    found = lower(texts_of(data), Declared(EVERYTHING | {"Link": Adapted("Twice.", becomes=twice)}))
    assert [item.id for item in found.course.course.items] == ["link", "link-again"]
    assert [(loss.code, loss.path) for loss in found.losses] == [("Link", ("modules", 0, "items", 0))]


def test_a_forgotten_word_is_found_by_the_second_law() -> None:
    forgets = Adapted("Gone without a word.", becomes=lambda node, around: changed(node, if_true=""))
    whole = texts_of(
        course(
            {
                "type": "quiz",
                "id": "quiz",
                "title": "Quiz",
                "questions": [
                    {"type": "true-false", "id": "q", "prompt": "So?", "answer": True, "if_true": "A *zebra*."}
                ],
            }
        )
    )
    found = lower(whole, Declared(EVERYTHING | {"TrueFalse.if_true": forgets}))
    assert words_lost(whole, found.course, found.losses) == {"A": 1, "zebra": 1}
    dropped = lower(whole, Declared(EVERYTHING | {"TrueFalse.if_true": Dropped("No place.")}))
    assert not words_lost(whole, dropped.course, dropped.losses)


def test_the_annotation_of_a_pass_says_what_it_takes() -> None:
    def for_two(node: SingleChoice | MultipleResponse, around: Around) -> Any: ...

    def for_one(node: Ordering, around: Around) -> Any: ...

    def for_all(node: Question, around: Around) -> Any: ...

    assert taken(for_two) == (SingleChoice, MultipleResponse)
    assert taken(for_one) == (Ordering,)
    assert TrueFalse in taken(for_all) and len(taken(for_all)) == 10
    assert taken(line("title", str.upper)) == taken(lambda node, around: node) == ()


def test_a_pass_for_a_class_that_the_model_lacks_is_refused() -> None:
    class Hotspot(Essay):
        pass

    def at_hotspots(node: Hotspot, around: Around) -> Any: ...

    at_hotspots.__annotations__["node"] = Hotspot
    with pytest.raises(TypeError, match="takes Hotspot, and the model has no such class"):
        lower(texts_of(course(lesson("one"))), Declared(EVERYTHING | {"Essay.prompt": Carried(becomes=at_hotspots)}))


def test_a_course_is_never_changed() -> None:
    data = course(lesson("one", title="A title"))
    before = data.model_dump_json()
    found = lower(
        texts_of(data), Declared(EVERYTHING | {"Lesson.title": Adapted("Cut.", becomes=line("title", cut(3)))})
    )
    assert [item.title for item in found.course.course.items] == ["A …"]
    assert data.model_dump_json() == before and isinstance(found.course.course, Course)
