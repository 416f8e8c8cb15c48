"""What an LMS is told of passing, held against what the pages of a package do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from formats.exporting import exported
from formats.judged import broken, judged, replaced
from formats.scorm.test_play import one_test
from lmsexport.validation import Outline
from lmsexport.validation.compare import differences
from lmsexport.validation.judge import Judgement
from lmsexport.validation.normal import normal
from lmsexport.validation.promises import PASS_MARK, ClaimIndex, PackageClaims

TOLD = {
    "scorm-1.2": ("imsmanifest.xml", "<adlcp:masteryscore>80<", "<adlcp:masteryscore>10<"),
    "scorm-2004": ("imsmanifest.xml", "minNormalizedMeasure>0.8<", "minNormalizedMeasure>0.1<"),
    "cmi5": ("cmi5.xml", 'masteryScore="0.8"', 'masteryScore="0.1"'),
}
"""Where the mark of 80 % stands, and how it is changed."""

UNSAID = {
    "scorm-1.2": ("imsmanifest.xml", "<adlcp:masteryscore>80</adlcp:masteryscore>", ""),
    "scorm-2004": ("imsmanifest.xml", 'satisfiedByMeasure="true"', 'satisfiedByMeasure="false"'),
    "cmi5": ("cmi5.xml", ' masteryScore="0.8"', ""),
}


@contextmanager
def changed(target: str, change: tuple[str, str, str] | None, activities: str = "one") -> Iterator[Judgement]:
    package = exported(target, one_test(), activities=activities)[0]
    with judged(target, package, {change[0]: replaced(*change[1:])} if change else None) as found:
        yield found


def marks(outline: Outline) -> dict[str, str | None]:
    return {item.id: item.settings.get("pass mark") for item in outline.items if item.kind == "assessment"}


@pytest.mark.parametrize("activities", ["one", "each"])
@pytest.mark.parametrize("target", TOLD)
def test_an_lms_that_is_told_another_mark_passes_others(target: str, activities: str) -> None:
    with changed(target, None, activities) as right, changed(target, TOLD[target], activities) as wrong:
        assert right.subject is not None and wrong.subject is not None
        rule = f"{target.partition('-')[0]}-pass-mark"
        assert rule not in broken(right)
        (told,) = [one.breach for one in wrong.findings if one.rule.id == rule]
        assert told.what.endswith("passes with 10 % here, and with 80 % on its page") and told.line
        assert (marks(right.subject.outline), marks(wrong.subject.outline)) == ({"exam": "4"}, {"exam": "0.5"})
        (found,) = differences(right.subject.outline, wrong.subject.outline)
        assert (found.aspect, found.before, found.after) == ("setting pass mark", "4", "0.5")


@pytest.mark.parametrize("target", TOLD)
def test_the_outline_and_the_promises_see_it(target: str) -> None:
    with changed(target, TOLD[target]) as wrong, changed(target, None) as right:
        assert wrong.subject is not None and right.subject is not None
        (found,) = differences(normal(right.subject.outline), normal(wrong.subject.outline))
        assert (found.aspect, found.after) == ("setting pass mark", "0.5")
        heard = ClaimIndex()
        assert heard.broken_by(PackageClaims("one.zip", right.subject.outline)) == []
        ((promise, told),) = heard.broken_by(PackageClaims("two.zip", wrong.subject.outline))
        assert promise is PASS_MARK and told.what == "“Exam” is passed with 10 % here, and 80 % in one.zip"


@pytest.mark.parametrize("target", UNSAID)
def test_so_it_is_with_one_that_is_told_none(target: str) -> None:
    with changed(target, UNSAID[target]) as found:
        assert found.subject is not None
        assert marks(found.subject.outline) == {"exam": None}
        (told,) = [one.breach.what for one in found.findings if one.rule.id.endswith("-pass-mark")]
        assert "passes with no mark here, and with 80 % on its page" in told


@pytest.mark.parametrize("activities", ["one", "each"])
def test_what_lets_a_student_move_on(activities: str) -> None:
    change = ("cmi5.xml", 'moveOn="CompletedAndPassed"', 'moveOn="NotApplicable"')
    with changed("cmi5", change, activities) as found:
        assert found.subject is not None
        (told,) = [one.breach.what for one in found.findings if one.rule.id == "cmi5-pass-mark"]
        assert told.endswith("moves on when NotApplicable here, and when CompletedAndPassed by its page")
        settings = {item.id: item.settings.get("complete when") for item in found.subject.outline.items}
        course = found.subject.outline.settings.get("complete when")
        assert (settings["exam"], course) == (("passed", "no") if activities == "one" else (None, None))


@pytest.mark.parametrize("target", ["scorm-1.2", "cmi5"])
@pytest.mark.parametrize("activities", ["one", "each"])
@pytest.mark.parametrize(
    "test",
    [{"counts": "last"}, {"graded": False}, {"pass_mark": None}, {"pass_mark": 66.67, "complete_when": "viewed"}],
)
def test_ours_are_told_the_same(target: str, activities: str, test: dict[str, object]) -> None:
    with judged(target, exported(target, one_test(**test), activities=activities)[0]) as found:
        assert not {id for id in broken(found) if id.endswith("-pass-mark")}


@pytest.mark.parametrize("mark", ["1e29", "-1e-29", "0e29", "1e999999999", "NaN", "", f"80.{'0' * 40}1"])
@pytest.mark.parametrize("target", TOLD)
def test_no_number_is_too_odd(target: str, mark: str) -> None:
    member, old, new = TOLD[target]
    with changed(target, (member, old, new.replace("0.1", mark).replace("10", mark))) as found:
        assert "judge-failed" not in broken(found)
