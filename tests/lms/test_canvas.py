"""What Canvas and Brightspace make of packages: each rule speaks about one package, and is silent about another."""

from __future__ import annotations

from contextlib import ExitStack
from decimal import Decimal

import pytest

from formats.judged import replaced
from lms.packages import arrival, subject, told
from lmsexport.lms.base import lmss
from lmsexport.lms.brightspace import Brightspace
from lmsexport.lms.canvas import Canvas, NewQuizzes
from lmsexport.lms.canvas.arriving import arrived
from lmsexport.validation import Answer, Item, Module, Outline, Question, RichText

CANVAS, NEW, BRIGHTSPACE = Canvas(), NewQuizzes(), Brightspace()
MODULES = "course_settings/module_meta.xml"


def test_they_are_registered_and_say_what_was_only_read() -> None:
    assert {"brightspace", "canvas", "canvas-new-quizzes", "moodle"} <= lmss().keys()
    assert not any(rule.tried for rule in BRIGHTSPACE.rules)
    only_read = {rule.id for rule in NEW.rules if not rule.tried}
    of_new = {"canvas-new-quizzes-no-texts", "canvas-new-quizzes-banks"}
    assert only_read == of_new | {"canvas-publishes-again", "canvas-keeps-state"}
    assert all(rule.source and rule.says.endswith(".") for lms in lmss().values() for rule in lms.rules)


def test_an_export_arrives_whole_and_its_labs_need_their_tools() -> None:
    found = arrival(CANVAS, "canvas", "classic")
    cobalt = "What is the symbol of cobalt (not of carbon monoxide)?"
    with subject("canvas") as package:
        pairs = zip(found.outline.questions, package.outline.questions, strict=True)
        assert [(a.prompt.words, a.settings, b.settings) for a, b in pairs if a != b] == [
            (cobalt, {"case sensitive": "no"}, {"case sensitive": "yes"})
        ]
        assert [item.settings for item in found.outline.items] == [item.settings for item in package.outline.items]
    needy = [("to do", title) for title in ("An ungraded lab", "实验", "A lab for later")]
    assert told(found.remarks, "canvas-needs-tool") == needy
    assert told(found.remarks, "canvas-needs-keys") == [("to do", "Chat that comes along")]
    assert told(found.remarks, "canvas-tool-warning") == [needy[0], needy[2]]
    assert {remark.rule.id for remark in found.remarks} == {
        "canvas-any-case", "canvas-needs-tool", "canvas-needs-keys", "canvas-tool-warning",
    }  # fmt: skip


def test_hints_and_unequal_shares_of_a_cartridge_are_not_for_canvas() -> None:
    found = arrival(CANVAS, "cartridge-1.3", "classic")
    assert ("dropped", "Single choice with every field") in told(found.remarks, "canvas-no-hints")
    assert all(question.hints == () for question in found.outline.questions)
    assert ("changed", "Which are letters?") in told(found.remarks, "canvas-equal-shares")
    letters, _ = [question for question in found.outline.questions if question.prompt.words == "Which are letters?"]
    assert [answer.share for answer in letters.answers] == [Decimal(50), Decimal(50), Decimal(-50), Decimal(-50)]
    assert ("to do", "Picking") in told(found.remarks, "canvas-cartridge-unpublished")
    assert ("changed", "The end") in told(found.remarks, "canvas-cartridge-pages-are-files")


def test_a_cartridge_comes_as_it_was_seen_to_stand_there() -> None:
    found = arrival(CANVAS, "cartridge-1.3", "classic")
    hidden = [what for _, what in told(found.remarks, "canvas-cartridge-unpublished")]
    assert hidden[:4] == ["Begin here", "Elsewhere", "A site & more", "A site in its own window"]
    assert "An ungraded lab" in hidden and "A graded lab" not in hidden
    tools = told(found.remarks, "canvas-cartridge-tools")
    assert tools == [("to do", lab) for lab in ("A graded lab", "An ungraded lab", "实验")]
    assert list(found.outline.tools) == ["A graded lab", "An ungraded lab", "实验"]
    assert ("dropped", "Picking") in told(found.remarks, "canvas-cartridge-introduction")
    assert ("dropped", "Writing") not in told(found.remarks, "canvas-cartridge-introduction")
    assert all(question.type != "true-false" for question in found.outline.questions)
    assert ("changed", "Are you sure?") in told(found.remarks, "canvas-cartridge-true-false")
    assert told(found.remarks, "canvas-cartridge-points") == []  # each question says them, rounded
    assert [len(bank.questions) for bank in found.outline.banks] == [309, 9, 12, 6, 3, 4, 13, 2]
    assert {"canvas-needs-tool", "canvas-tool-warning", "canvas-needs-keys"}.isdisjoint(
        remark.rule.id for remark in found.remarks
    )


def test_one_right_choice_of_a_cartridge_is_a_single_choice() -> None:
    right = Answer(text=RichText("a"), share=Decimal(100)), Answer(text=RichText("b"), share=Decimal(-100))
    asked = Question(id="q", type="multiple-response", prompt=RichText("Which?"), points=Decimal(1), answers=right)
    item = Item(id="i", kind="assessment", title="Quiz", questions=(asked,))
    outline = Outline(title="Course", modules=(Module(id="m", title="One", items=(item,)),))
    found = arrived(outline, "cartridge")
    (question,) = (part for item in found.outline.items for part in item.questions)
    assert isinstance(question, Question) and question.type == "single-choice"
    assert [answer.share for answer in question.answers] == [100, 0]
    assert told(found.remarks, "canvas-cartridge-one-right") == [("changed", "Which?")]
    assert told(arrived(outline, "canvas").remarks, "canvas-cartridge-one-right") == []


def test_graded_quizzes_alone_come_unpublished_and_with_banks() -> None:
    found = arrival(CANVAS, "qti-1.2", "classic")
    hidden = [what for _, what in told(found.remarks, "canvas-qti-unpublished")]
    assert "Picking" in hidden and not any(title.startswith("Practice with") for title in hidden)
    assert told(found.remarks, "canvas-cartridge-unpublished") == []
    assert sorted(len(bank.questions) for bank in found.outline.banks) == [1, 1, 3, 6, 9, 11, 12, 300]
    assert ("changed", "Picking") in told(found.remarks, "canvas-makes-banks")
    assert told(arrival(CANVAS, "canvas", "classic").remarks, "canvas-makes-banks") == []


def test_a_newer_export_updates_and_leaves_behind_what_is_gone() -> None:
    quiz = "non_cc_assessments/g218bea1f69e82e924e527544ce90e6cd.xml.qti"
    with ExitStack() as stack:
        earlier = stack.enter_context(subject("canvas"))
        again = list(CANVAS.reimport(earlier, earlier, "classic"))
        assert {r.effect for r in again if r.rule.id != "canvas-publishes-again"} == {"updated"}
        assert told(again, "canvas-publishes-again") == [("to do", earlier.outline.title)]
        gone = {
            quiz: replaced('ident="g5ccc7793499bc24e5161c89a9033716f"', 'ident="another"'),
        }
        later = stack.enter_context(subject("canvas", dict(gone)))
        remarks = list(CANVAS.reimport(earlier, later, "classic"))
        assert told(remarks, "canvas-questions-stay") == [("to do", "Picking: Which of these has a leading zero?")]
        assert ("updated", "Picking") in told(remarks, "canvas-updates")


def test_an_import_hides_nothing_and_publishes_no_page_that_is_there() -> None:
    """Read in Canvas' importers: pages and assignments keep their state, and `unpublished` is for what is new."""
    with ExitStack() as stack:
        shown = stack.enter_context(subject("canvas"))
        page = {"wiki_content/everything-reading.html": replaced('content="active"', 'content="unpublished"')}
        links = {
            MODULES: replaced("<workflow_state>active</workflow_state>", "<workflow_state>unpublished</workflow_state>")
        }
        for change, kept in ((page, "A lesson with every block"), (links, "A site & more"), (links, "1. Texts")):
            hidden = stack.enter_context(subject("canvas", dict(change)))
            assert ("to do", kept) in told(CANVAS.reimport(shown, hidden, "classic"), "canvas-keeps-state")
            back = [what for _, what in told(CANVAS.reimport(hidden, shown, "classic"), "canvas-keeps-state")]
            assert back == (["A lesson with every block"] if change is page else [])


def test_an_item_that_is_gone_leaves_its_module_and_old_requirements_stay() -> None:
    with ExitStack() as stack:
        earlier = stack.enter_context(subject("canvas"))
        rows = earlier.contents.read(MODULES).decode()
        first = rows[rows.index("<completionRequirements>") : rows.index("</completionRequirements>") + 25]
        item = rows[rows.index('<item identifier="gf2491db087ba4ce98388307e286198ae">') :]
        item = item[: item.index("</item>") + 7]
        change = replaced(first, "")
        later = stack.enter_context(subject("canvas", {MODULES: lambda data: change(data.replace(item.encode(), b""))}))
        remarks = list(CANVAS.reimport(earlier, later, "classic"))
        assert told(remarks, "canvas-keeps-requirements") == [("to do", "1. Texts")]
        assert told(remarks, "canvas-item-leaves") == [("changed", "A site & more")]


@pytest.mark.parametrize(
    ("lms", "target", "rule"),
    [
        (CANVAS, "cartridge-1.1", "canvas-cartridge-items-twice"),
        (CANVAS, "qti-1.2", "canvas-qti-twice"),
        (BRIGHTSPACE, "cartridge-1.3", "brightspace-imports-again"),
    ],
)
def test_other_packages_come_twice(lms: Canvas | Brightspace, target: str, rule: str) -> None:
    with subject(target) as package:
        assert ("duplicated", "Picking") in told(lms.reimport(package, package, ""), rule)


def test_new_quizzes_lose_texts_and_own_their_banks() -> None:
    found = arrival(NEW, "canvas", "2025")
    assert ("dropped", "Picking: A passage") in told(found.remarks, "canvas-new-quizzes-no-texts")
    assert all(getattr(part, "type", "") != "text" for item in found.outline.items for part in item.questions)
    assert ("to do", "Arithmetic") in told(found.remarks, "canvas-new-quizzes-banks")


@pytest.mark.parametrize("target", ["canvas", "qti-1.2"])
def test_new_quizzes_keep_what_their_importer_reads(target: str) -> None:
    found = arrival(NEW, target, "2025")
    questions = {question.title: question for question in found.outline.questions}
    silent = ["Numeric with every field", "Matching with every field", "Ordering with every field"]
    said = [what for _, what in told(found.remarks, "canvas-new-quizzes-feedback")]
    assert set(silent) <= {*said} and "Multiple response with every field" not in said
    assert not any(answer.feedback for title in silent for answer in questions[title].answers)
    assert any(answer.feedback for answer in questions["Multiple response with every field"].answers)
    assert told(found.remarks, "canvas-new-quizzes-matches") == [("changed", "Matching with every field")]
    last = questions["Matching with every field"].answers[-1]  # <none> & “none”
    assert last.said == "→ & “none”"
    assert told(found.remarks, "canvas-new-quizzes-bank-as-quiz") == []
    (cobalt,) = [question for question in found.outline.questions if "cobalt" in question.prompt.words]
    assert cobalt.settings["case sensitive"] == "yes" and told(found.remarks, "canvas-any-case") == []


def test_brightspace_leaves_settings_and_tools_to_people() -> None:
    found = arrival(BRIGHTSPACE, "cartridge-1.3", "untried")
    assert ("to do", "Examination") in told(found.remarks, "brightspace-settings")
    assert ("to do", "A graded lab") in told(found.remarks, "brightspace-tools")
