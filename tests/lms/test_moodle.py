"""What Moodle makes of packages: each rule speaks about one package, and is silent about another."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import pytest

from formats.judged import replaced
from lms.packages import Changes, arrival, subject, told
from lmsexport.lms.base import Arrival, lmss
from lmsexport.lms.moodle import Moodle
from lmsexport.validation.judge import judge

MOODLE = Moodle()


def arrives(target: str, version: str, changes: Changes | None = None) -> Arrival:
    return arrival(MOODLE, target, version, changes)


def test_moodle_is_registered_with_versions_that_were_tried() -> None:
    assert isinstance(lmss()["moodle"], Moodle)
    assert all("tried" in seen for seen in MOODLE.versions.values())
    assert len({rule.id for rule in MOODLE.rules}) == len(MOODLE.rules)


def test_a_backup_arrives_whole_and_its_tools_and_students_are_a_matter_for_people() -> None:
    found = arrives("moodle", "4.4")
    with subject("moodle") as package:
        assert found.outline == package.outline
    assert told(found.remarks, "moodle-needs-tool") == [("to do", "An ungraded lab")]
    assert [what for _, what in told(found.remarks, "moodle-needs-keys")] == [
        "Chat that comes along",
        "Newer chat that comes along",
    ]
    assert len(told(found.remarks, "moodle-nobody-enrolled")) == 1
    assert {remark.rule.id for remark in found.remarks} == {
        "moodle-needs-tool", "moodle-needs-keys", "moodle-nobody-enrolled",
    }  # fmt: skip


def test_what_the_site_does_not_have_is_left_out_or_broken() -> None:
    quiz = "activities/url_374613577/module.xml"
    strange: Changes = {
        "moodle_backup.xml": replaced("<modulename>url<", "<modulename>game<"),
        quiz: replaced("<modulename>url<", "<modulename>game<"),
        "questions.xml": replaced("<qtype>shortanswer<", "<qtype>regexp<", 1),
    }
    found = arrives("moodle", "4.4", strange)
    assert ("dropped", "A site & more") in told(found.remarks, "moodle-missing-activity")
    assert all(item.title != "A site & more" for item in found.outline.items)
    assert len(told(found.remarks, "moodle-missing-question-type")) == 1


def test_a_bank_that_no_quiz_draws_from_becomes_an_activity_in_moodle_5_only() -> None:
    undrawn: Changes = {
        "activities/quiz_1088249237/quiz.xml": replaced("question_set_reference", "set_aside"),
        "activities/quiz_183001240/quiz.xml": replaced("question_set_reference", "set_aside"),
        "activities/quiz_405144026/quiz.xml": replaced("question_set_reference", "set_aside"),
    }
    rule = "moodle-bank-activity"
    assert told(arrives("moodle", "5.0").remarks, rule) == []
    assert told(arrives("moodle", "4.4", undrawn).remarks, rule) == []
    assert ("changed", "Arithmetic") in told(arrives("moodle", "5.0", undrawn).remarks, rule)


@pytest.mark.parametrize("target", ["moodle-xml", "gift"])
def test_a_file_of_questions_makes_no_quiz(target: str) -> None:
    found = arrives(target, "4.4")
    assert ("to do", "Arithmetic") in told(found.remarks, "moodle-only-questions")


def test_a_cartridge_loses_marks_parameters_and_feedback() -> None:
    found = arrives("cartridge-1.1", "4.4")
    by_title = {item.title: item for item in found.outline.items}
    assert found.outline.modules[0].title == "General" and found.outline.modules[0].text == "1. Texts"
    assert by_title["A graded lab"].settings == {"points": "100"}
    assert by_title["Picking"].settings == {
        "time limit": "60", "attempts": "5", "feedback shows": "never", "answers show": "never",
    }  # fmt: skip
    assert {question.points for question in found.outline.questions if question.type != "text"} >= {1}
    for rule in ("general", "lab", "marks", "review", "feedback", "wrong-choices"):
        assert told(found.remarks, f"moodle-cartridge-{rule}"), rule
    assert told(found.remarks, "moodle-cartridge-bank") == []


def test_a_second_bank_of_a_cartridge_is_lost() -> None:
    second = replaced("</objectbank>", '</objectbank><objectbank ident="second"/>')
    found = arrives("cartridge-1.1", "4.4", {"quizzes/question-bank.xml": second})
    assert told(found.remarks, "moodle-cartridge-bank") == [("dropped", "second")]


def test_a_newer_cartridge_is_refused() -> None:
    found = arrives("cartridge-1.3", "5.0")
    assert found.outline.modules == () and told(found.remarks, "moodle-cartridge-version")[0][0] == "dropped"


def test_a_second_upload_makes_a_second_of_everything(tmp_path: Path) -> None:
    with ExitStack() as stack:
        first, later = (stack.enter_context(subject("moodle")) for _ in range(2))
        remarks = tuple(MOODLE.again(first, later, "4.4"))
        assert ("duplicated", "The end") in told(remarks, "moodle-restores-again")
        assert told(remarks, "moodle-restores-again")[-1][0] == "resets attempts"
        (tmp_path / "other.gift").write_text("::New:: What is new? {=this ~that}\n", encoding="utf-8")
        other = stack.enter_context(judge(tmp_path / "other.gift")).subject
        gift = stack.enter_context(subject("gift"))
        assert other is not None
        assert told(tuple(MOODLE.again(gift, other, "4.4")), "moodle-imports-again") == []
        assert len(told(tuple(MOODLE.again(gift, gift, "4.4")), "moodle-imports-again")) > 300


def test_every_rule_names_its_source() -> None:
    assert all(rule.source.startswith("Moodle ") and rule.says.endswith(".") for rule in MOODLE.rules)
