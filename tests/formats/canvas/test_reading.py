"""Canvas exports read back, and the rules that they keep."""

from __future__ import annotations

from functools import cache

import pytest

from formats.exporting import EVERYTHING, SAMPLE, export
from formats.judged import Change, broken, judged, replaced, says_as_read
from formats.moodle.courses import course
from lmsexport.formats.canvas.rules.all_rules import MODULES, RULES
from lmsexport.formats.imscc import rules as rules_cartridges
from lmsexport.formats.qti12.rules.all_rules import RULES as QTI_RULES
from lmsexport.validation import Draw, Item, Outline


@cache
def outline() -> Outline:
    with judged("canvas", export("canvas", EVERYTHING)) as found:
        assert found.subject is not None and found.title == "Canvas course export"
        return found.subject.outline


def item(title: str) -> Item:
    (found,) = [one for one in outline().items if one.title == title]
    return found


def test_the_modules_wait_for_each_other_and_their_items_are_complete_as_canvas_asks() -> None:
    assert [module.title for module in outline().modules] == [
        "1. Texts",
        "2. Questions",
        "Labs & tests",
        "Drafts",
        "Next year",
        "",
    ]
    assert outline().modules[1].settings["requires"] == "1. Texts: complete"
    assert item("A lesson with every block").settings["complete when"] == "viewed"
    assert item("Talk about it").settings["complete when"] == "submitted"
    assert item("A graded lab").settings["complete when"] == "submitted"


def test_a_test_has_its_settings_and_draws_its_questions_from_banks_by_their_titles() -> None:
    test = item("Examination")
    expected = {
        "points": "20", "pass mark": "12.5", "attempts": "1", "time limit": "45", "graded": "yes", "counts": "highest",
        "questions per page": "1", "grade category": "Examination & more", "answers show": "never",
        "feedback shows": "after-submission", "shuffle choices": "yes", "complete when": "passed",
        "requires": "A graded lab: submitted",
    }  # fmt: skip
    assert test.settings == expected
    draws = [part for part in test.questions if isinstance(part, Draw)]
    assert [(draw.bank, draw.number, str(draw.points)) for draw in draws] == [
        ("Arithmetic", 10, "1.5"),
        ("Mixed: <all> & sundry", 2, "2"),
    ]
    assert {bank.title: len(bank.questions) for bank in outline().banks} == {
        "Arithmetic": 300, "Mixed: <all> & sundry": 9,
    }  # fmt: skip


def test_practice_is_not_graded_and_unlimited_attempts_are_no_number() -> None:
    practice = next(one for one in outline().items if one.title.startswith("Practice"))
    assert practice.settings["graded"] == "no" and "attempts" not in practice.settings


def test_labs_are_assignments_or_tools_with_their_parameters() -> None:
    graded, free = item("A graded lab"), item("An ungraded lab")
    assert graded.kind == free.kind == "lab"
    assert graded.settings["points"] == "20" and graded.settings["opens"] == "window"
    assert free.settings["parameter lab_id"] == "embedded-lab"
    assert outline().tools == {"Chat that comes along": "https://chat.example.org/launch?mode=a&b=c"}


def test_empty_and_repeated_parameters_of_an_address_are_read() -> None:
    url = "https://chat.example.org/launch?tenant=a&tenant=b&debug="
    tool = {"id": "chat", "name": "Chat", "url": url, "lti": "1.1"}
    lab = {"type": "lab", "id": "lab", "title": "Lab", "task": "Do.", "assistant": "Ada"}
    with judged("canvas", export("canvas", course(lab, tools=[tool]))) as found:
        assert found.subject is not None
        settings = next(one for one in found.subject.outline.items if one.kind == "lab").settings
    assert (settings["parameter tenant"], settings["parameter debug"]) == ("a\nb", "")


META = "course_settings/course_settings.xml"
GROUPS = "course_settings/assignment_groups.xml"
QUIZ = "g1e2a02c537af4a159b191ad16a81b9ad/assessment_meta.xml"

BREAKS: dict[str, tuple[str, Change]] = {
    "canvas-dangling-item": (
        MODULES,
        replaced("<identifierref>gcd9ccf17f50b58330bb61b1c35c6fe77<", "<identifierref>x<"),
    ),
    "canvas-requirement": (MODULES, replaced('type="must_view"', 'type="must_like"', 1)),
    "canvas-pass-mark": (MODULES, replaced("<min_score>12.5<", "<min_score>125<")),
    "canvas-prerequisite": (
        MODULES,
        replaced("<identifierref>g72f505dd696eae790f24a91e7327ade2<", "<identifierref>later<"),
    ),
    "canvas-points": (QUIZ, replaced("<points_possible>20<", "<points_possible>10<", 1)),
    "canvas-group": (GROUPS, replaced("<group_weight>40<", "<group_weight>30<")),
    "canvas-title": (META, replaced("<title>", "<title>" + "long " * 60)),
    "canvas-link": ("wiki_content/everything-end.html", replaced("$/pages/", "$/pages/x-")),
}


@pytest.mark.parametrize("id", BREAKS)
def test_an_export_that_breaks_a_rule_is_told_so(id: str) -> None:
    member, change = BREAKS[id]
    with judged("canvas", export("canvas", EVERYTHING), {member: change}) as found:
        assert id in broken(found)
        says_as_read(found, id, "canvas")


def test_every_rule_has_an_export_that_breaks_it() -> None:
    assert BREAKS.keys() == {rule.id for rule in RULES} - {rule.id for rule in (*rules_cartridges.RULES, *QTI_RULES)}


def test_the_sample_reads_without_a_rest() -> None:
    with judged("canvas", export("canvas", SAMPLE)) as found:
        assert found.subject is not None
        course = found.subject.outline
        assert course.unread == () and len(course.modules[0].items) >= 18
        assert sum(bool(one.kind == "lab") for one in course.items) >= 4
