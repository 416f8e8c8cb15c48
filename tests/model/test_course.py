"""What no schema says of a course: ids, references, pools, gates, weights."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from lmsexport.lowering.declarations import model_classes
from lmsexport.model import Course, Heading, Lab, Lesson, completion_state


def choice_question(id: str = "q", **fields: Any) -> dict[str, Any]:
    choices = [{"id": "a", "text": "yes", "correct": True}, {"id": "b", "text": "no"}]
    return {"type": "single-choice", "id": id, "prompt": "Sure?", "choices": choices} | fields


def lesson(id: str, **fields: Any) -> dict[str, Any]:
    return {"type": "lesson", "id": id, "title": "Lesson", "body": "Text."} | fields


def quiz(id: str, *questions: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {"type": "quiz", "id": id, "title": "Quiz", "questions": questions or [choice_question(f"{id}-q")]} | fields


def lab(id: str, **fields: Any) -> dict[str, Any]:
    return {"type": "lab", "id": id, "title": "Lab", "task": "Talk.", "assistant": "Ada"} | fields


def course(*items: dict[str, Any], **fields: Any) -> dict[str, Any]:
    module = {"id": "module", "title": "Module", "items": list(items)}
    return {"id": "course", "title": "Course", "date": "2026-01-31", "modules": [module]} | fields


def problems(data: dict[str, Any]) -> list[tuple[str, tuple[str | int, ...]]]:
    """Code and path of every finding of a course."""
    with pytest.raises(ValidationError) as raised:
        Course.model_validate(data)
    return [
        (finding.code, finding.path)
        for error in raised.value.errors()
        for finding in error.get("ctx", {}).get("findings", [])
    ]


def messages(data: dict[str, Any]) -> str:
    with pytest.raises(ValidationError) as raised:
        Course.model_validate(data)
    return str(raised.value)


TOOL = {"id": "chat", "name": "Chat", "url": "https://labs.example.edu/launch"}
BANK = {"id": "bank", "title": "Bank", "questions": [choice_question("b1"), choice_question("b2")]}


def test_a_course_with_every_kind_of_reference_is_accepted() -> None:
    built = Course.model_validate(
        course(
            lesson("one"),
            quiz(
                "two",
                {"type": "pool", "id": "draw", "bank": "bank", "draw": 2, "points": 3},
                requires=[{"item": "one"}],
                grade_category="tests",
            ),
            quiz("three", pass_mark=80, grade_category="tests"),
            lab("four", points=10, grade_category="tests", requires=[{"item": "three", "state": "passed"}]),
            banks=[BANK],
            tools=[TOOL],
            grade_categories=[{"id": "tests", "title": "Tests", "weight": 100}],
        )
    )
    assert [item.id for item in built.items] == ["one", "two", "three", "four"]
    assert built.modules[0].items[1].total_points == 6  # type: ignore[union-attr]
    assert built.tool_of(built.modules[0].items[3]).id == "chat"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("data", "code", "path"),
    [
        pytest.param(
            course(lesson("one"), lesson("one")), "duplicate-id", ("modules", 0, "items", 1, "id"), id="two items"
        ),
        pytest.param(
            course(quiz("one", choice_question("q"), choice_question("r")), quiz("two", choice_question("q"))),
            "duplicate-id",
            ("modules", 0, "items", 1, "questions", 0, "id"),
            id="two questions",
        ),
        pytest.param(
            course(lesson("one", requires=[{"item": "onee"}])),
            "unknown-item",
            ("modules", 0, "items", 0, "requires", 0),
            id="no such item",
        ),
        pytest.param(
            course(lesson("one"), lesson("two", requires=[{"item": "one", "state": "submitted"}])),
            "never-submitted",
            ("modules", 0, "items", 1, "requires", 0),
            id="a lesson is not handed in",
        ),
        pytest.param(
            course(quiz("one"), lesson("two", requires=[{"item": "one", "state": "passed"}])),
            "never-passed",
            ("modules", 0, "items", 1, "requires", 0),
            id="no pass mark",
        ),
        pytest.param(
            course({"type": "heading", "id": "h", "title": "H"}, lesson("two", requires=[{"item": "h"}])),
            "heading-required",
            ("modules", 0, "items", 1, "requires", 0),
            id="a heading",
        ),
        pytest.param(
            course(lesson("one", requires=[{"item": "two"}]), lesson("two", requires=[{"item": "one"}])),
            "circular-prerequisite",
            ("modules", 0, "items", 0, "requires"),
            id="two items in a circle",
        ),
        pytest.param(
            course(lesson("one", requires=[{"item": "one"}])),
            "circular-prerequisite",
            ("modules", 0, "items", 0, "requires"),
            id="an item waits for itself",
        ),
        pytest.param(
            course(lesson("one"), banks=[BANK], modules=[{"id": "m", "title": "M", "requires": ["n"], "items": []}]),
            "unknown-module",
            ("modules", 0, "requires", 0),
            id="no such module",
        ),
        pytest.param(
            course(quiz("one", {"type": "pool", "id": "p", "bank": "bunk", "draw": 1}), banks=[BANK]),
            "unknown-bank",
            ("modules", 0, "items", 0, "questions", 0, "bank"),
            id="no such bank",
        ),
        pytest.param(
            course(quiz("one", {"type": "pool", "id": "p", "bank": "bank", "draw": 3}), banks=[BANK]),
            "pool-too-small",
            ("modules", 0, "items", 0, "questions", 0, "draw"),
            id="draw 3 of 2",
        ),
        pytest.param(
            course(
                quiz(
                    "one",
                    {"type": "pool", "id": "p", "bank": "bank", "draw": 1},
                    {"type": "pool", "id": "r", "bank": "bank", "draw": 2},
                ),
                banks=[BANK],
            ),
            "pool-too-small",
            ("modules", 0, "items", 0, "questions", 1, "draw"),
            id="two draws together want 3 of 2",
        ),
        pytest.param(course(lab("one")), "no-tool", ("modules", 0, "items", 0), id="no tool at all"),
        pytest.param(
            course(lab("one"), tools=[TOOL, TOOL | {"id": "other"}]),
            "no-tool",
            ("modules", 0, "items", 0),
            id="two tools and the lab does not choose",
        ),
        pytest.param(
            course(lab("one", tool="chatt"), tools=[TOOL]),
            "unknown-tool",
            ("modules", 0, "items", 0, "tool"),
            id="no such tool",
        ),
        pytest.param(
            course(lesson("one"), grade_categories=[{"id": "tests", "title": "Tests", "weight": 60}]),
            "weights",
            ("grade_categories",),
            id="category weights give 60 %",
        ),
        pytest.param(
            course(quiz("one", grade_category="tests")),
            "unknown-grade-category",
            ("modules", 0, "items", 0, "grade_category"),
            id="no such category",
        ),
    ],
)
def test_a_broken_rule_of_the_course_is_found_at_its_place(
    data: dict[str, Any], code: str, path: tuple[str | int, ...]
) -> None:
    assert problems(data) == [(code, path)]


def test_items_that_wait_for_each_other_through_their_modules_are_found() -> None:
    data = course(modules=[
        {"id": "first", "title": "1", "requires": ["second"], "items": [lesson("one")]},
        {"id": "second", "title": "2", "items": [lesson("two", requires=[{"item": "one"}])]},
    ])  # fmt: skip
    assert problems(data) == [("circular-prerequisite", ("modules", 0, "items", 0))]
    assert "`one` waits for `two` waits for `one`" in messages(data)


def test_all_broken_rules_are_found_at_once() -> None:
    data = course(lesson("one", requires=[{"item": "x"}]), lesson("one"), lab("two"))
    assert {code for code, _ in problems(data)} == {"duplicate-id", "unknown-item", "no-tool"}


def test_a_near_miss_is_suggested() -> None:
    assert "unknown-item" in str(
        problems(course(lesson("what-is-cai"), lesson("b", requires=[{"item": "what-is-cia"}])))
    )
    with pytest.raises(ValidationError) as raised:
        Course.model_validate(course(lesson("what-is-cai"), lesson("b", requires=[{"item": "what-is-cia"}])))
    assert raised.value.errors()[0]["ctx"]["findings"][0].hint == "did you mean `what-is-cai`?"


def test_a_long_chain_of_prerequisites_is_no_circle() -> None:
    chain = [lesson("l0")] + [lesson(f"l{n}", requires=[{"item": f"l{n - 1}"}]) for n in range(1, 2000)]
    assert len(list(Course.model_validate(course(*chain)).items)) == 2000


@pytest.mark.parametrize(
    ("item", "state"),
    [
        (lesson("i"), "viewed"),
        (quiz("i"), "submitted"),
        (quiz("i", pass_mark=50), "passed"),
        (quiz("i", pass_mark=50, complete_when="submitted"), "submitted"),
        (lab("i"), "viewed"),
        ({"type": "heading", "id": "i", "title": "H"}, None),
    ],
)
def test_what_completes_an_item(item: dict[str, Any], state: str | None) -> None:
    built = Course.model_validate(course(item, tools=[TOOL]))
    assert completion_state(next(iter(built.items))) == state


@pytest.mark.parametrize(
    ("language", "direction"),
    [
        ("en", "ltr"),
        ("ar", "rtl"),
        ("ar-EG", "rtl"),
        ("he", "rtl"),
        ("uz-Arab", "rtl"),
        ("de-AT", "ltr"),
        ("zh-Hant", "ltr"),
    ],
)
def test_the_writing_direction_follows_the_language(language: str, direction: str) -> None:
    assert Course.model_validate(course(lesson("l"), language=language)).direction == direction


@pytest.mark.parametrize("language", ["english", "de_AT", "", "e"])
def test_a_language_that_is_no_tag_is_refused(language: str) -> None:
    assert "language" in messages(course(lesson("l"), language=language))


@pytest.mark.parametrize("points", [None, 0])
def test_a_lab_that_reports_no_points_is_never_handed_in(points: int | None) -> None:
    with pytest.raises(ValidationError, match="nobody can reach `submitted` here, only `viewed`"):
        Lab.model_validate(lab("l", points=points, complete_when="submitted"))


def test_a_lab_cannot_take_a_parameter_that_lmsexport_sets() -> None:
    with pytest.raises(ValidationError, match="`lab_id` is set by lmsexport"):
        Lab.model_validate(lab("l", parameters={"lab_id": "x"}))


def test_lab_parameters_stay_below_what_older_moodles_keep() -> None:
    with pytest.raises(ValidationError, match="120 are yours"):
        Lab.model_validate(lab("l", parameters={"a": "x" * 60, "b": "y" * 60}))


@pytest.mark.parametrize("value", ["two\nlines", "é"])
def test_lab_parameters_are_one_ascii_line(value: str) -> None:
    with pytest.raises(ValidationError):
        Lab.model_validate(lab("l", parameters={"a": value}))


@pytest.mark.parametrize("text", ["a\x00b", "a\x0bb", "a\ud800b", "a\uffffb"])
def test_characters_that_xml_cannot_hold_are_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        Lesson.model_validate(lesson("l", body=text))


@pytest.mark.parametrize("id", ["Über", "a_b", "1a", "a--b", "-a", "a-", "A", "", "a" * 65])
def test_an_id_is_a_slug(id: str) -> None:
    with pytest.raises(ValidationError):
        Heading.model_validate({"type": "heading", "id": id, "title": "H"})


def test_a_course_cannot_be_changed() -> None:
    built = Course.model_validate(course(lesson("l")))
    with pytest.raises(ValidationError, match="frozen"):
        built.title = "Other"  # type: ignore[misc]


@pytest.mark.parametrize("model", model_classes().values(), ids=lambda model: model.__name__)
def test_every_class_and_field_says_what_it_means(model: type[BaseModel]) -> None:
    assert model.__doc__
    silent = [
        name for name, field in model.model_fields.items() if name not in ("type", "kind") and not field.description
    ]
    assert silent == []


@pytest.mark.parametrize(("points", "found"), [(None, []), (0, []), (1, ["no-grade-category"])])
def test_a_lab_needs_a_grade_category_only_where_it_has_points(points: int | None, found: list[str]) -> None:
    categories = [{"id": "tests", "title": "Tests", "weight": 100}]
    data = course(lab("one", points=points), tools=[TOOL], grade_categories=categories)
    assert [code for code, _ in (problems(data) if found else [])] == found
    assert found or Course.model_validate(data)
