"""The settings of quizzes, completion, gates and grades, read against Moodle's own constants."""

from __future__ import annotations

import json
from typing import Any

import pytest

from formats.moodle.courses import choices, course, export, lesson, question, quiz
from formats.moodle.reading import NULL, activity, document, names, text, texts
from lmsexport.formats.moodle import MoodleBackup
from lmsexport.model import Course
from lmsexport.packaging import Package
from lowering_of import lowered_by

DURING, AFTER, LATER, CLOSED = 0x10000, 0x01000, 0x00100, 0x00010
TRUTH = question("true-false", "q", answer=True)


def of_quiz(**settings: Any) -> Any:
    root = activity(export(course(quiz("quiz", [TRUTH], **settings))), "quiz", "quiz")
    return root.find("quiz")


@pytest.mark.parametrize(
    ("when", "mask"),
    [
        ("immediately", DURING | AFTER | LATER | CLOSED),
        ("after-submission", AFTER | LATER | CLOSED),
        ("after-close", CLOSED),
        ("never", 0),
    ],
)
def test_feedback_and_right_answers_show_when_the_course_says(when: str, mask: int) -> None:
    feedback = of_quiz(feedback_shows=when, answers_show="never")
    assert int(text(feedback, "reviewspecificfeedback")) == int(text(feedback, "reviewgeneralfeedback")) == mask
    assert int(text(feedback, "reviewoverallfeedback")) == mask & ~DURING
    assert text(feedback, "reviewrightanswer") == "0"
    assert int(text(of_quiz(answers_show=when), "reviewrightanswer")) == mask


@pytest.mark.parametrize(
    ("shows", "hints", "behaviour"),
    [
        ("immediately", (), "immediatefeedback"),
        ("immediately", ("Think.",), "interactive"),
        ("after-submission", ("Think.",), "deferredfeedback"),
    ],
)
def test_how_questions_behave(shows: str, hints: tuple[str, ...], behaviour: str) -> None:
    root = activity(export(course(quiz("quiz", [TRUTH | {"hints": hints}], feedback_shows=shows))), "quiz", "quiz")
    assert text(root, "quiz/preferredbehaviour") == behaviour


def test_attempts_time_and_order() -> None:
    settings = of_quiz(attempts=3, time_limit=30, counts="last", shuffle_questions=True)
    assert text(settings, "attempts_number") == "3"
    assert text(settings, "timelimit") == "1800"
    assert text(settings, "grademethod") == "4"  # QUIZ_ATTEMPTLAST
    assert text(settings, ".//shufflequestions") == "1"
    assert text(of_quiz(), "attempts_number") == "0"  # unlimited


def test_sumgrades_is_the_sum_of_the_slots_and_pages_are_full() -> None:
    questions = [question("true-false", f"q{n}", answer=True, points=n) for n in range(1, 6)]
    bank = {
        "id": "bank",
        "title": "Bank",
        "questions": [question("true-false", f"b{n}", answer=True) for n in range(3)],
    }
    pool = {"type": "pool", "id": "draw", "bank": "bank", "draw": 2, "points": 4}
    root = activity(
        export(course(quiz("quiz", [*questions, pool], questions_per_page=2), banks=[bank])), "quiz", "quiz"
    )
    marks = [float(mark) for mark in texts(root, ".//question_instance/maxmark")]
    assert marks == [1, 2, 3, 4, 5, 4, 4]
    assert float(text(root, "quiz/sumgrades")) == float(text(root, "quiz/grade")) == sum(marks)
    assert texts(root, ".//question_instance/page") == ["1", "1", "2", "2", "3", "3", "4"]
    assert texts(root, ".//question_instance/slot") == [str(n) for n in range(1, 8)]
    assert text(root, ".//firstslot") == "1"


def test_the_pass_mark_is_in_points() -> None:
    questions = [question("true-false", f"q{n}", answer=True) for n in range(15)]
    grades = activity(export(course(quiz("quiz", questions, pass_mark=80))), "quiz", "quiz", "grades.xml")
    assert (float(text(grades, ".//grademax")), float(text(grades, ".//gradepass"))) == (15, 12)


COMPLETION = ("completion", "completionview", "completiongradeitemnumber", "completionpassgrade")


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (lesson("i"), ("2", "1", NULL, "0")),
        (quiz("i", [TRUTH]), ("2", "0", NULL, "0")),
        (quiz("i", [TRUTH], pass_mark=80), ("2", "0", "0", "1")),
        (quiz("i", [TRUTH], complete_when="viewed"), ("2", "1", NULL, "0")),
        ({"type": "heading", "id": "i", "title": "H"}, ("0", "0", NULL, "0")),
        (
            {"type": "discussion", "id": "i", "title": "D", "prompt": "P", "complete_when": "submitted"},
            ("2", "0", NULL, "0"),
        ),
    ],
)
def test_what_completes_an_activity(item: dict[str, Any], expected: tuple[str, ...]) -> None:
    module = activity(export(course(item)), "", "i", "module.xml")
    assert tuple(text(module, name) for name in COMPLETION) == expected


def test_handing_in_completes_a_quiz_whatever_its_grade() -> None:
    assert text(of_quiz(), "completionminattempts") == "1"
    assert text(of_quiz(pass_mark=80), "completionminattempts") == "0"
    assert text(document(export(course(lesson("l"))), "course/course.xml"), "enablecompletion") == "1"


def gate(package: Package, item: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(text(activity(package, "", item, "module.xml"), "availability"))
    return found


def test_gates_wait_for_completion_passing_or_handing_in() -> None:
    package = export(
        course(
            lesson("read"),
            quiz("pass", [TRUTH], pass_mark=80),
            quiz("hand-in", [TRUTH | {"id": "r"}], pass_mark=50, complete_when="submitted"),
            lesson(
                "last",
                requires=[
                    {"item": "read"},
                    {"item": "pass", "state": "passed"},
                    {"item": "pass", "state": "submitted"},
                    {"item": "hand-in", "state": "passed"},
                ],
            ),
        )
    )
    ids = {name: int(activity(package, "", name, "module.xml").get("id", "0")) for name in ("read", "pass")}
    grade_item = int(text(activity(package, "", "hand-in", "inforef.xml"), ".//grade_item/id"))
    found = gate(package, "last")
    assert found["op"] == "&" and found["showc"] == [True] * 4
    assert found["c"] == [
        {"type": "completion", "cm": ids["read"], "e": 1},
        {"type": "completion", "cm": ids["pass"], "e": 2},
        {
            "op": "|",
            "c": [{"type": "completion", "cm": ids["pass"], "e": 1}, {"type": "completion", "cm": ids["pass"], "e": 3}],
        },
        {"type": "grade", "id": grade_item, "min": 50.0},
    ]
    assert text(activity(package, "", "read", "module.xml"), "availability") == NULL


def test_a_gate_that_waits_for_handing_in_does_not_open_on_a_look() -> None:
    lab = {"type": "lab", "id": "lab", "title": "L", "task": "T", "assistant": "A", "points": 5}
    tool = {"id": "chat", "name": "Chat", "url": "https://labs.example.edu/launch"}
    requires = [{"item": "lab", "state": "submitted"}, {"item": "i", "state": "submitted"}]
    first = quiz("i", [TRUTH], complete_when="viewed")
    data = course(lab, first, lesson("last", requires=requires), tools=[tool])
    package = export(data)
    ids = [int(text(activity(package, "", id, "inforef.xml"), ".//grade_item/id")) for id in ("lab", "i")]
    assert gate(package, "last")["c"] == [{"type": "grade", "id": id} for id in ids]
    _, losses = lowered_by(Course.model_validate(data), MoodleBackup.capabilities)
    assert [loss.code for loss in losses if loss.code != "Tool.installed"] == ["Requirement"] * 2


def test_hints_of_a_drawn_question_make_a_quiz_interactive() -> None:
    bank = {"id": "bank", "title": "B", "questions": [TRUTH | {"hints": ["Think."]}]}
    pool = {"type": "pool", "id": "p", "bank": "bank", "draw": 1}
    package = export(course(quiz("i", [pool], feedback_shows="immediately"), banks=[bank]))
    assert text(activity(package, "quiz", "i"), "quiz/preferredbehaviour") == "interactive"


def test_answers_that_show_at_once_need_a_behaviour_that_answers_at_once() -> None:
    assert text(of_quiz(answers_show="immediately"), "preferredbehaviour") == "immediatefeedback"


def test_a_module_opens_when_the_one_before_is_complete() -> None:
    second = {"id": "second", "title": "Second", "requires": ["module"], "items": [lesson("b")]}
    data = course(lesson("a"), {"type": "heading", "id": "h", "title": "H"})
    data["modules"].append(second)
    package = export(data)
    sections = [document(package, name) for name in names(package) if name.endswith("section.xml")]
    gated = next(section for section in sections if text(section, "name") == "Second")
    conditions = json.loads(text(gated, "availabilityjson"))["c"]
    assert [condition["cm"] for condition in conditions] == [
        int(activity(package, "", "a", "module.xml").get("id", "0"))
    ]


def test_grade_categories_weigh_as_the_course_says() -> None:
    categories = [
        {"id": "practice", "title": "Practice", "weight": 40},
        {"id": "tests", "title": "Tests", "weight": 60},
    ]
    package = export(
        course(
            quiz("a", [TRUTH], grade_category="practice", weight=2),
            quiz("b", [TRUTH | {"id": "r"}], grade_category="tests"),
            quiz("c", [TRUTH | {"id": "s"}], graded=False),
            grade_categories=categories,
        )
    )
    book = document(package, "gradebook.xml")
    rows = {row.findtext("fullname"): row for row in book.iter("grade_category")}
    assert {name: text(row, "aggregation") for name, row in rows.items()} == {
        "?": "10",
        "Practice": "10",
        "Tests": "13",
    }
    totals = {
        row.findtext("iteminstance"): float(row.findtext("aggregationcoef") or 0) for row in book.iter("grade_item")
    }
    assert (totals[rows["Practice"].get("id")], totals[rows["Tests"].get("id")]) == (40, 60)
    items = {name: activity(package, "quiz", name, "grades.xml") for name in "abc"}
    assert text(items["a"], ".//categoryid") == rows["Practice"].get("id")
    assert float(text(items["a"], ".//aggregationcoef")) == 2
    assert float(text(items["b"], ".//aggregationcoef")) == 0  # under “by points” this would be extra credit
    assert float(text(items["c"], ".//aggregationcoef")) == 0  # practice counts nothing


def test_what_says_no_weight_counts_one_beside_a_neighbour_that_does() -> None:
    eight = [TRUTH | {"id": "r", "points": 8}]
    lab = {"type": "lab", "id": "c", "title": "C", "task": "Do.", "assistant": "A", "points": 50}
    tool = {"id": "t", "name": "T", "url": "https://tool.example.org/", "installed": True}
    package = export(course(quiz("a", [TRUTH], weight=2), quiz("b", eight), lab, tools=[tool]))
    items = [activity(package, kind, id, "grades.xml") for kind, id in (("quiz", "a"), ("quiz", "b"), ("lti", "c"))]
    assert [float(text(item, ".//aggregationcoef")) for item in items] == [2, 1, 1]


def test_practice_counts_nothing_where_points_are_added_up() -> None:
    package = export(course(quiz("a", [TRUTH], graded=False), quiz("b", [TRUTH | {"id": "r"}])))
    practice, graded = (activity(package, "quiz", name, "grades.xml") for name in "ab")
    assert (text(practice, ".//weightoverride"), float(text(practice, ".//aggregationcoef2"))) == ("1", 0)
    assert text(graded, ".//weightoverride") == "0"


TWO = [{"id": side, "prompt": side, "match": match} for side, match in (("p", "A"), ("q", "B"))]
TILDE = {"kind": "text", "id": "x", "answers": [{"text": "a~b"}]}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (course(quiz("i", [TRUTH], feedback_shows="after-close")), "Assessment.feedback_shows"),
        (
            course(quiz("i", [question("ordering", "o", items=[{"id": id, "text": id} for id in "abc"])])),
            "Ordering",
        ),
        (course(quiz("i", [question("matching", "m", pairs=TWO)])), "Matching.pairs"),
        (course(quiz("i", [question("fill-in-blanks", "f", prompt="{{x}}", blanks=[TILDE])])), "TextBlank"),
        (course(lesson("i", title="x" * 256)), "Lesson.title"),
        (course(lesson("i"), title="a < b"), "Course.title"),
        (course(lesson("i", title="The <canvas> element")), "Lesson.title"),
        (course(lesson("i"), tools=[{"id": "t", "name": "T", "url": "https://e.org/", "installed": False}]), "Tool"),
        (course(quiz("i", [TRUTH | {"feedback": {"partial": "Half."}}])), "Feedback.partial"),
        (course(quiz("i", [TRUTH | {"hints": ["Think."]}])), "TrueFalse.hints"),
        (course(quiz("i", [question("essay", "e", hints=["Think."])])), "Essay.hints"),
        (course(quiz("i", [TRUTH | {"title": "x" * 256}])), "TrueFalse.title"),
        (course(quiz("i", [TRUTH]), lesson("l", requires=[{"item": "i", "state": "viewed"}])), "Requirement.state"),
    ],
)
def test_what_moodle_cannot_carry_is_said(data: dict[str, Any], code: str) -> None:
    _, losses = lowered_by(Course.model_validate(data), MoodleBackup.capabilities)
    assert [loss.code for loss in losses] == [code]
    assert losses[0].message
    noted = ("Assessment.feedback_shows", "TrueFalse.hints", "Essay.hints", "Matching.pairs", "TextBlank")
    assert losses[0].severity == ("dropped" if code == "Tool" else "noted" if code in noted else "adapted")


def noted_of(data: dict[str, Any]) -> list[str]:
    _, losses = lowered_by(Course.model_validate(data), MoodleBackup.capabilities)
    return [loss.code for loss in losses if loss.severity == "noted"]


@pytest.mark.parametrize(
    ("weight", "is_listed"), [("33.33", False), ("33.33333", True), ("12.5", True), ("15", False), ("90", True)]
)
def test_a_share_that_the_form_has_not_in_its_list_is_said(weight: str, is_listed: bool) -> None:
    """question_bank::fraction_options_full."""
    of_choices = choices("a", "b")
    of_choices[1]["weight"] = weight
    single = question("single-choice", "s", choices=of_choices)
    short = question("short-answer", "t", answers=[{"text": "a"}, {"text": "b", "weight": weight}])
    codes = [] if is_listed else ["SingleChoice.choices", "ShortAnswer.answers"]
    assert noted_of(course(quiz("i", [single, short]))) == codes


@pytest.mark.parametrize(("right", "codes"), [(10, []), (11, ["MultipleResponse.choices"])])
def test_so_are_the_equal_shares_of_many_right_choices(right: int, codes: list[str]) -> None:
    texts = [{"id": f"c{n}", "text": str(n), "correct": n < right} for n in range(right + 1)]
    assert noted_of(course(quiz("i", [question("multiple-response", "m", choices=texts)]))) == codes


@pytest.mark.parametrize(("points", "codes"), [("2.5", ["Lab.points"]), ("101", ["Lab.points"]), ("100", [])])
def test_a_lab_with_points_that_its_form_refuses_is_said(points: str, codes: list[str]) -> None:
    assert noted_of(course_with_tool(points, "1.1", "name")) == codes


def test_the_form_of_a_tool_keeps_its_name() -> None:
    tool = activity(export(course_with_tool(None, "1.1", "name", name="R&D <tool>")), "lti", "l")
    assert text(tool, ".//ltitype/name") == "R&D ‹tool›"


def test_a_plain_course_loses_nothing() -> None:
    _, losses = lowered_by(
        Course.model_validate(course(lesson("l"), quiz("i", [TRUTH], pass_mark=80))), MoodleBackup.capabilities
    )
    assert losses == ()


def test_a_course_name_is_one_that_a_restore_accepts() -> None:
    package = export(course(lesson("l"), title="<b> & 'c' 😀"))
    assert text(document(package, "course/course.xml"), "fullname") == "‹b› & 'c' 😀"
    assert text(document(package, "moodle_backup.xml"), "information/original_course_fullname") == "‹b› & 'c' 😀"


def course_with_tool(points: int | str | None, lti: str, privacy: str, name: str = "T") -> dict[str, Any]:
    tool = {"id": "t", "name": name, "url": "https://e.org/", "installed": False, "lti": lti, "privacy": privacy}
    lab = {"type": "lab", "id": "l", "title": "L", "task": "Do.", "assistant": "A"}
    return course(lab | ({"points": points} if points else {}), tools=[tool])


@pytest.mark.parametrize("points", [None, 5])
@pytest.mark.parametrize("lti", ["1.1", "1.3"])
@pytest.mark.parametrize(("privacy", "told"), [("anonymous", "00"), ("name", "10"), ("email", "01"), ("full", "11")])
def test_the_form_of_a_tool_can_choose_what_is_chosen(points: int | None, lti: str, privacy: str, told: str) -> None:
    tool = activity(export(course_with_tool(points, lti, privacy)), "lti", "l")
    config = {row.findtext("name"): row.findtext("value") for row in tool.iter("ltitypesconfig")}
    assert f"{config['sendname']}{config['sendemailaddr']}" == told
    assert config["acceptgrades"] == ("2" if points else "0")
    assert config.get("ltiservice_gradesynchronization", config["acceptgrades"]) == config["acceptgrades"]
