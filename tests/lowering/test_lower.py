"""Lowering: what a target cannot carry leaves the course and is named, the rest stays as it is."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lmsexport.formats.base import formats
from lmsexport.lowering import CARRIED, PUBLISHED, Adapted, Carry, Dropped, Noted, features, per_course
from lmsexport.lowering.declarations import undeclared
from lmsexport.lowering.table import carried_table
from lmsexport.model import Assessment, Course, Lesson, MultipleResponse
from lowering_of import lowered_by
from strategies import courses

EVERYTHING: dict[str, Carry] = {
    PUBLISHED: CARRIED,
    **{f"{feature.partition('.')[0]}{end}": CARRIED for feature in features() for end in ("", ".*")},
}

random_courses = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


def course(*items: dict[str, Any], **fields: Any) -> Course:
    module = {"id": "module", "title": "Module", "items": list(items)}
    return Course.of(**{"id": "course", "title": "Course", "date": "2025-01-31", "modules": [module]} | fields)


def lesson(id: str, **fields: Any) -> dict[str, Any]:
    return {"type": "lesson", "id": id, "title": f"Lesson {id}", "body": "Text."} | fields


def quiz(*choices: dict[str, Any], **fields: Any) -> dict[str, Any]:
    answers = [{"id": "a", "text": "Red", "correct": True}, {"id": "b", "text": "Blue"}, *choices]
    question = {"type": "multiple-response", "id": "question", "prompt": "Which?", "choices": answers} | fields
    return {"type": "quiz", "id": "quiz", "title": "Quiz", "questions": [question]}


def question(course: Course) -> MultipleResponse:
    (item,) = course.items
    assert isinstance(item, Assessment) and isinstance(item.questions[0], MultipleResponse)
    return item.questions[0]


def drawn(number: int, *kinds: str) -> Course:
    """A course with a draw of so many questions from a bank with these types."""
    shared = {"prompt": "Which?"}
    fields: dict[str, dict[str, Any]] = {
        "true-false": {"answer": True},
        "ordering": {"items": [{"id": "a", "text": "One"}, {"id": "b", "text": "Two"}]},
        "essay": {},
    }
    questions = [{"type": kind, "id": f"q-{n}"} | shared | fields[kind] for n, kind in enumerate(kinds)]
    pool = {"type": "pool", "id": "pool", "bank": "bank", "draw": number}
    quiz = {"type": "quiz", "id": "quiz", "title": "Quiz", "questions": [pool]}
    after = lesson("after", requires=[{"item": "quiz"}])
    return course(quiz, after, banks=[{"id": "bank", "title": "Bank", "questions": questions}])


def test_a_draw_shrinks_with_its_bank() -> None:
    original = drawn(3, "true-false", "ordering", "essay")
    lowered, losses = lowered_by(original, EVERYTHING | {"Ordering": Dropped("No place.")})
    (quiz,) = (item for item in lowered.items if isinstance(item, Assessment))
    assert [pool.draw for pool in quiz.pools] == [2]
    assert [(loss.code, loss.severity, loss.path) for loss in losses] == [
        ("Ordering", "dropped", ("banks", 0, "questions", 1)),
        ("Pool", "adapted", ("modules", 0, "items", 0, "questions", 0)),
    ]


def test_what_has_lost_all_its_questions_goes_with_them() -> None:
    lowered, losses = lowered_by(drawn(1, "ordering", "ordering"), EVERYTHING | {"Ordering": Dropped("No place.")})
    assert lowered.banks == () and [item.id for item in lowered.items] == ["after"]
    assert [item.requires for item in lowered.items] == [()]
    assert [loss.code for loss in losses] == ["Ordering", "Ordering", "Bank", "Pool", "Assessment", "Requirement"]


def test_a_value_that_is_the_default_can_be_declared() -> None:
    capabilities = EVERYTHING | {"MultipleResponse.scoring=partial": Noted("All or nothing.")}
    assert [loss.what for loss in lowered_by(course(quiz()), capabilities)[1]] == ["partial"]
    assert lowered_by(course(quiz(scoring="all-or-nothing")), capabilities)[1] == ()


def test_a_course_that_is_carried_whole_is_the_same_object() -> None:
    original = course(lesson("one"), quiz())
    assert lowered_by(original, EVERYTHING) == (original, ())
    assert lowered_by(original, EVERYTHING)[0] is original


def test_a_dropped_field_goes_back_to_its_default_and_is_named_with_its_text() -> None:
    original = course(lesson("one", subtitle="Second line", minutes=5), lesson("two"))
    lowered, losses = lowered_by(
        original, EVERYTHING | {"Lesson.subtitle": Dropped("No place.", "Put it into the title.")}
    )
    first = next(iter(lowered.items))
    assert isinstance(first, Lesson) and first.subtitle is None and first.minutes == 5
    (loss,) = losses
    assert (loss.code, loss.owner, loss.what, loss.severity) == ("Lesson.subtitle", "one", "Second line", "dropped")
    assert loss.path == ("modules", 0, "items", 0, "subtitle")
    assert (loss.message, loss.remedy) == ("No place.", "Put it into the title.")


def test_a_noted_field_stays_as_it_is() -> None:
    original = course(quiz({"id": "c", "text": "Green", "feedback": "No.", "weight": "-25.50"}))
    lowered, losses = lowered_by(original, EVERYTHING | {"Choice.weight": Noted("Rounded.")})
    assert lowered == original
    assert [(loss.owner, loss.what, loss.severity) for loss in losses] == [("c", "-25.5", "noted")]


def test_a_dropped_part_leaves_its_list_and_all_its_texts_are_named() -> None:
    gone = Dropped("No fixed choices.", when=lambda choice, course: choice.fixed)
    choice = {"id": "c", "text": "None of these", "feedback": "Look again.", "fixed": True}
    lowered, (loss,) = lowered_by(course(quiz(choice)), EVERYTHING | {"Choice": gone})
    assert [choice.id for choice in question(lowered).choices] == ["a", "b"]
    assert loss.path == ("modules", 0, "items", 0, "questions", 0, "choices", 2)
    assert {"None of these", "Look again."} <= set(loss.what.split("\n"))


def test_a_single_value_can_have_a_declaration_of_its_own() -> None:
    capabilities = EVERYTHING | {"MultipleResponse.scoring=all-or-nothing": Dropped("Only shares.")}
    lowered, losses = lowered_by(course(quiz(scoring="all-or-nothing")), capabilities)
    assert question(lowered).scoring == "partial"
    assert [(loss.code, loss.what) for loss in losses] == [("MultipleResponse.scoring", "all-or-nothing")]
    assert lowered_by(course(quiz(scoring="partial")), capabilities)[1] == ()


def test_what_is_as_by_default_is_no_loss() -> None:
    assert (
        lowered_by(course(quiz()), EVERYTHING | {"MultipleResponse.*": Dropped("Nothing of it.")})[1][0].what
        == "Which?"
    )
    assert lowered_by(course(quiz()), EVERYTHING | {"MultipleResponse.points": Dropped("One point each.")})[1] == ()
    lowered, losses = lowered_by(
        course(quiz(points=2)), EVERYTHING | {"MultipleResponse.points": Dropped("One point each.")}
    )
    assert question(lowered).points == Decimal(1)
    assert [loss.what for loss in losses] == ["2"]


def test_gates_that_wait_for_a_dropped_item_are_taken_out_and_named() -> None:
    link = {"type": "link", "id": "link", "title": "Link", "url": "https://example.org/"}
    original = course(lesson("one"), link, lesson("two", requires=[{"item": "link"}, {"item": "one"}]))
    lowered, losses = lowered_by(original, EVERYTHING | {"Link": Dropped("No links.")})
    assert [item.id for item in lowered.items] == ["one", "two"]
    assert [requirement.item for item in lowered.items for requirement in item.requires] == ["one"]
    assert [(loss.code, loss.path) for loss in losses] == [
        ("Link", ("modules", 0, "items", 1)),
        ("Requirement", ("modules", 0, "items", 2, "requires", 0)),
    ]
    assert Course.model_validate(lowered.model_dump()) == lowered


def test_gates_that_wait_for_a_dropped_module_are_taken_out_and_named() -> None:
    modules = [
        {"id": "first", "title": "First", "items": [lesson("one")]},
        {
            "id": "second",
            "title": "Second",
            "items": [lesson("two", requires=[{"item": "one"}])],
            "requires": ["first"],
        },
    ]
    gone = Dropped("Not the first.", when=lambda module, course: module.id == "first")
    lowered, losses = lowered_by(course(modules=modules), EVERYTHING | {"Module": gone})
    assert [(module.id, module.requires) for module in lowered.modules] == [("second", ())]
    assert [loss.code for loss in losses] == ["Module", "Requirement", "Module.requires"]
    assert losses[2].path == ("modules", 1, "requires", 0)


@pytest.mark.parametrize("target", sorted(formats()))
def test_a_format_says_something_about_every_part_of_the_model(target: str) -> None:
    assert undeclared(formats()[target].capabilities) == []


@pytest.mark.parametrize("target", sorted(formats()))
def test_a_format_declares_only_what_there_is(target: str) -> None:
    """A misspelt declaration would never be applied."""
    known = {*features(), *(f"{feature.partition('.')[0]}.*" for feature in features())}
    assert {key for key in formats()[target].capabilities if key.partition("=")[0] not in known} == set()


DROPPABLE = (
    "Choice.feedback",
    "Question.hints",
    "Lesson.glossary",
    "Lab",
    "Link",
    "Essay",
    "TextBlock",
    "Term",
    "Discussion",
)


@given(course=courses(), dropped=st.sets(st.sampled_from(DROPPABLE)))
@random_courses
def test_lowering_twice_changes_nothing_more_whatever_is_dropped(course: Course, dropped: set[str]) -> None:
    capabilities = EVERYTHING | {feature: Dropped("Not here.") for feature in dropped}
    once, losses = lowered_by(course, capabilities)
    again, rest = lowered_by(once, capabilities)
    assert (again, rest) == (once, ())
    assert {loss.code for loss in losses} <= dropped | {"Requirement", "Module.requires"}


def test_the_table_has_a_row_for_every_part_and_value() -> None:
    rows = carried_table(
        EVERYTHING
        | {
            "Link.opens=embedded": Adapted("In a new window.", becomes=lambda node, around: node),
            "Lab": Dropped("No labs."),
        }
    )
    by_feature = {row["feature"]: row for row in rows}
    assert by_feature["Link.opens=embedded"]["carried"] == "in another form"
    assert by_feature["Lab"] == {"feature": "Lab", "carried": "no", "how": "No labs.", "remedy": ""}
    assert set(features()) <= set(by_feature)


def test_no_loss_quotes_a_private_text() -> None:
    lab: dict[str, Any] = {"type": "lab", "id": "lab", "title": "Lab", "task": "Talk.", "assistant": "Ada"}
    lab |= {"private": {"prompt": "HUSH"}}
    tools = [{"id": "chat", "name": "Chat", "url": "https://labs.example.edu/launch"}]
    _, losses = lowered_by(course(lab, lesson("one"), tools=tools), EVERYTHING | {"Lab": Dropped("No place.")})
    assert [loss.code for loss in losses] == ["Lab"]
    assert "Talk." in losses[0].what and "HUSH" not in losses[0].what


def test_a_condition_looks_through_a_course_once_and_anew_for_another() -> None:
    looked: list[str] = []

    @per_course
    def ids(course: Course) -> list[str]:
        looked.append(course.id)
        return [item.id for item in course.items]

    one, two = course(lesson("one")), course(lesson("two"), id="other")
    assert [ids(one), ids(one), ids(two), ids(one)] == [["one"], ["one"], ["two"], ["one"]]
    assert looked == ["course", "other", "course"]
