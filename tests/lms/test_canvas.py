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

CANVAS, NEW, BRIGHTSPACE = Canvas(), NewQuizzes(), Brightspace()
MODULES = "course_settings/module_meta.xml"


def test_they_are_registered_and_say_what_was_only_read() -> None:
    assert {"brightspace", "canvas", "canvas-new-quizzes", "moodle"} <= lmss().keys()
    assert not any(rule.tried for rule in (*BRIGHTSPACE.rules, *set(NEW.rules) - set(CANVAS.rules)))
    assert all(rule.source and rule.says.endswith(".") for lms in lmss().values() for rule in lms.rules)


def test_an_export_arrives_whole_and_its_labs_need_their_tools() -> None:
    found = arrival(CANVAS, "canvas", "classic")
    with subject("canvas") as package:
        assert found.outline == package.outline
    assert told(found.remarks, "canvas-needs-tool") == [("to do", "An ungraded lab"), ("to do", "实验")]
    assert told(found.remarks, "canvas-needs-keys") == [("to do", "Chat that comes along")]
    assert told(found.remarks, "canvas-tool-warning") == [("to do", "An ungraded lab")]
    assert {remark.rule.id for remark in found.remarks} == {
        "canvas-needs-tool", "canvas-needs-keys", "canvas-tool-warning",
    }  # fmt: skip


def test_hints_and_unequal_shares_of_a_cartridge_are_not_for_canvas() -> None:
    found = arrival(CANVAS, "cartridge-1.3", "classic")
    assert ("dropped", "Single choice with every field") in told(found.remarks, "canvas-no-hints")
    assert all(question.hints == () for question in found.outline.questions)
    assert ("changed", "Which are letters?") in told(found.remarks, "canvas-equal-shares")
    letters, _ = [question for question in found.outline.questions if question.prompt == "Which are letters?"]
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
    assert ("changed", "How was it?") in told(found.remarks, "canvas-cartridge-points")
    assert ("changed", "Which are even?") not in told(found.remarks, "canvas-cartridge-points")
    assert [len(bank.questions) for bank in found.outline.banks] == [309, 9, 12, 6, 3, 4, 13, 2]
    assert {"canvas-needs-tool", "canvas-tool-warning", "canvas-needs-keys"}.isdisjoint(
        remark.rule.id for remark in found.remarks
    )


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
        assert {r.effect for r in CANVAS.again(earlier, earlier, "classic")} == {"updated"}
        gone = {
            quiz: replaced('ident="g5ccc7793499bc24e5161c89a9033716f"', 'ident="another"'),
        }
        later = stack.enter_context(subject("canvas", dict(gone)))
        remarks = list(CANVAS.again(earlier, later, "classic"))
        assert told(remarks, "canvas-questions-stay") == [("to do", "Picking: Which of these has a leading zero?")]
        assert ("updated", "Picking") in told(remarks, "canvas-updates")


def test_an_item_that_is_gone_leaves_its_module_and_old_requirements_stay() -> None:
    with ExitStack() as stack:
        earlier = stack.enter_context(subject("canvas"))
        rows = earlier.contents.read(MODULES).decode()
        first = rows[rows.index("<completionRequirements>") : rows.index("</completionRequirements>") + 25]
        item = rows[rows.index('<item identifier="gf2491db087ba4ce98388307e286198ae">') :]
        item = item[: item.index("</item>") + 7]
        change = replaced(first, "")
        later = stack.enter_context(subject("canvas", {MODULES: lambda data: change(data.replace(item.encode(), b""))}))
        remarks = list(CANVAS.again(earlier, later, "classic"))
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
        assert ("duplicated", "Picking") in told(lms.again(package, package, ""), rule)


def test_new_quizzes_lose_texts_and_own_their_banks() -> None:
    found = arrival(NEW, "canvas", "2026")
    assert ("dropped", "Picking: A passage") in told(found.remarks, "canvas-new-quizzes-no-texts")
    assert all(getattr(part, "type", "") != "text" for item in found.outline.items for part in item.questions)
    assert ("to do", "Arithmetic") in told(found.remarks, "canvas-new-quizzes-banks")


def test_brightspace_leaves_settings_and_tools_to_people() -> None:
    found = arrival(BRIGHTSPACE, "cartridge-1.3", "2026")
    assert ("to do", "Examination") in told(found.remarks, "brightspace-settings")
    assert ("to do", "A graded lab") in told(found.remarks, "brightspace-tools")
