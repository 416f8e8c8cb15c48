"""What Moodle makes of packages: each rule speaks about one package, and is silent about another."""

from __future__ import annotations

from contextlib import ExitStack
from decimal import Decimal
from pathlib import Path

import pytest

from formats.exporting import export
from formats.judged import judged, replaced
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
    assert told(found.remarks, "moodle-needs-tool") == [("to do", "An ungraded lab"), ("to do", "A lab for later")]
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


def test_a_text_with_blanks_counts_what_its_blanks_weigh() -> None:
    found = arrives("moodle-xml", "4.4")
    assert told(found.remarks, "moodle-points-of-blanks") == [("changed", "Blanks with every field")]
    points = {question.title: question.points for question in found.outline.questions}
    assert points["Blanks with every field"] == 17  # 2, 1.5, 2.5, 1, 1 and 0.5 as whole numbers; the file says 9
    assert points["Single choice with every field"] == 2


def test_a_cartridge_becomes_sections_without_names() -> None:
    found = arrives("cartridge-1.1", "4.4")
    assert [(module.title, module.text.words) for module in found.outline.modules] == [
        ("", "1. Texts"), ("", "2. Questions"), ("", "Labs & tests"), ("", "Drafts"),
    ]  # fmt: skip
    assert told(found.remarks, "moodle-cartridge-general")[0] == ("changed", "1. Texts")
    assert found.outline.language == ""
    assert told(found.remarks, "moodle-cartridge-language")[0][0] == "dropped"


def test_items_of_a_cartridge_lose_what_the_converter_does_not_read() -> None:
    found = arrives("cartridge-1.1", "4.4")
    by_title = {item.title: item for item in found.outline.items}
    assert by_title["A graded lab"].settings == {}
    assert ("changed", "A graded lab") in told(found.remarks, "moodle-cartridge-lab")
    assert by_title["A site in its own window"].settings == {"opens": "embedded"}
    assert told(found.remarks, "moodle-cartridge-window") == [("changed", "A site in its own window")]
    assert told(found.remarks, "moodle-cartridge-heading") == [("changed", "Begin here"), ("changed", "Elsewhere")]
    assert ("changed", "A lesson with every block") in told(found.remarks, "moodle-cartridge-markup")
    assert ("changed", "The end") not in told(found.remarks, "moodle-cartridge-markup")
    assert by_title["Picking"].text.words == "Picking"
    assert by_title["Picking"].settings == {
        "points": "9", "time limit": "60", "attempts": "5", "shuffle questions": "no", "shuffle choices": "no",
        "counts": "highest", "feedback shows": "never", "answers show": "never", "questions per page": "30",
    }  # fmt: skip
    assert ("dropped", "Picking") in told(found.remarks, "moodle-cartridge-introduction")
    assert ("dropped", "Writing") not in told(found.remarks, "moodle-cartridge-introduction")
    for rule in ("marks", "review"):
        assert ("changed", "Writing") in told(found.remarks, f"moodle-cartridge-{rule}")


def test_questions_of_a_cartridge_are_scored_and_answered_otherwise() -> None:
    found = arrives("cartridge-1.1", "4.4")
    by_title = {question.title: question for question in found.outline.questions}
    single = by_title["Single choice with every field"]
    assert single.points == 1 and single.hints == () and single.settings == {"shuffle": "no"}
    assert single.feedback.keys() == {"general"}
    assert [(answer.text.words, answer.share, answer.feedback.words) for answer in single.answers][1:] == [
        ("[A red square]", Decimal(0), "That one is red. No."),
        ('Neither, & is "text"', Decimal(0), "One of them is. No."),
    ]
    several = by_title["Multiple response with every field"]
    assert [answer.share for answer in several.answers] == [50, 50, 0, 0]
    assert several.settings == {"scoring": "partial", "shuffle": "no"}
    assert several.feedback["general"].words.endswith("2 × 2. 2 × 3, but it costs nothing. None.")
    assert by_title["What is 21 + 34?"].feedback["general"].words == "Add the ones first and then the tens."
    assert [answer.text.words for answer in by_title["What is 7 − 7?"].answers] == ["0.0"]
    assert by_title["What is the symbol of cobalt (not of carbon monoxide)?"].settings == {"case sensitive": "no"}


@pytest.mark.parametrize(
    ("rule", "effect", "speaks", "silent"),
    [
        ("outcomes", "changed", "What is 21 + 34?", "Which are letters?"),
        ("feedback", "changed", "Which are letters?", "Single choice with every field"),
        ("pictures", "changed", "Single choice with every field", "Which are letters?"),
        ("hints", "dropped", "Single choice with every field", "Which are letters?"),
        ("wrong-choices", "changed", "Which are letters?", "Single choice with every field"),
        ("order", "changed", "Single choice with every field", "Which are letters?"),
        ("typed", "changed", "What is 7 − 7?", "What is 21 + 34?"),
    ],
)
def test_each_loss_of_a_question_is_said_where_it_is(rule: str, effect: str, speaks: str, silent: str) -> None:
    said = told(arrives("cartridge-1.1", "4.4").remarks, f"moodle-cartridge-{rule}")
    assert (effect, speaks) in said and (effect, silent) not in said


def test_a_question_of_another_profile_is_left_out() -> None:
    rule = "moodle-cartridge-type"
    assert told(arrives("cartridge-1.1", "4.4").remarks, rule) == []
    other = replaced("cc.true_false.v0p1", "cc.hotspot.v0p1")
    found = arrives("cartridge-1.1", "4.4", {"quizzes/choices.xml": other})
    assert ("dropped", "The moon is bigger than the earth.") in told(found.remarks, rule)
    assert "Picking" in {item.title for item in found.outline.items}


@pytest.mark.parametrize(
    ("member", "old", "new", "rule", "what"),
    [
        ("quizzes/written.xml", "cc_profile", "profile", "empty-quiz", "Writing"),
        ("quizzes/question-bank.xml", "cc_profile", "profile", "empty-quiz", "Quiz Bank 1"),
        ("quizzes/practice-quiz.xml", '"true"', '"yes"', "true-false", "Practice?"),
    ],
)
def test_a_cartridge_may_stop_the_whole_import(member: str, old: str, new: str, rule: str, what: str) -> None:
    rules = {f"moodle-cartridge-{end}" for end in ("empty-quiz", "true-false")}
    assert rules.isdisjoint(remark.rule.id for remark in arrives("cartridge-1.1", "4.4").remarks)
    found = arrives("cartridge-1.1", "4.4", {member: replaced(old, new)})
    assert found.outline.modules == ()
    assert ("dropped", what) in told(found.remarks, f"moodle-cartridge-{rule}")


def test_banks_of_a_cartridge_are_numbered_and_stand_in_an_activity_of_moodle_5() -> None:
    found = arrives("cartridge-1.1", "5.0")
    assert [bank.title for bank in found.outline.banks] == ["Quiz Bank 'Quiz Bank 1'"]
    assert len(told(found.remarks, "moodle-cartridge-bank")) == 1
    assert len(told(found.remarks, "moodle-bank-activity")) == 1
    assert told(arrives("cartridge-1.1", "4.4").remarks, "moodle-bank-activity") == []


def test_a_newer_cartridge_is_refused() -> None:
    found = arrives("cartridge-1.3", "5.0")
    assert found.outline.modules == () and told(found.remarks, "moodle-cartridge-version")[0][0] == "dropped"


def test_a_second_upload_makes_a_second_of_everything(tmp_path: Path) -> None:
    with ExitStack() as stack:
        first, later = (stack.enter_context(subject("moodle")) for _ in range(2))
        remarks = tuple(MOODLE.reimport(first, later, "4.4"))
        assert ("duplicated", "The end") in told(remarks, "moodle-restores-again")
        assert told(remarks, "moodle-restores-again")[-1][0] == "resets attempts"
        (tmp_path / "other.gift").write_text("::New:: What is new? {=this ~that}\n", encoding="utf-8")
        other = stack.enter_context(judge(tmp_path / "other.gift")).subject
        gift = stack.enter_context(subject("gift"))
        assert other is not None
        assert told(tuple(MOODLE.reimport(gift, other, "4.4")), "moodle-imports-again") == []
        assert len(told(tuple(MOODLE.reimport(gift, gift, "4.4")), "moodle-imports-again")) > 300


@pytest.mark.parametrize("target", ["scorm-1.2", "scorm-2004"])
def test_a_scorm_package_is_one_activity_which_is_replaced(target: str) -> None:
    with subject(target) as package:
        (title,) = {package.outline.title}
        found = MOODLE.simulate(package, "5.0")
        assert [(remark.rule.id, remark.effect, remark.what) for remark in found.remarks] == [
            ("moodle-scorm-one-activity", "changed", title),
            ("moodle-scorm-completion", "to do", title),
            ("moodle-scorm-review", "to do", title),
        ]
        assert told(tuple(MOODLE.reimport(package, package, "5.0")), "moodle-scorm-replaced") == [("updated", title)]


def test_a_scorm_package_without_a_pass_mark_needs_no_other_status() -> None:
    lesson = {"type": "lesson", "id": "l", "title": "L", "body": "Read."}
    course = {"id": "c", "title": "C", "date": "2026-01-31", "modules": [{"id": "m", "title": "M", "items": [lesson]}]}
    with judged("scorm-1.2", export("scorm-1.2", course)) as found:
        assert found.subject is not None
        remarks = MOODLE.simulate(found.subject, "4.4").remarks
    assert told(remarks, "moodle-scorm-completion") == [] and told(remarks, "moodle-scorm-one-activity") != []


def test_every_rule_names_its_source() -> None:
    assert all(rule.source.startswith("Moodle ") and rule.says.endswith(".") for rule in MOODLE.rules)
