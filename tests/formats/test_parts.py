"""Packages in parts, and of activities: each says what its part of the lowered course says, and none is forgotten."""

from __future__ import annotations

import pytest

from formats.exporting import CONTEXT, EVERYTHING, resolved
from formats.judged import judged, replaced
from lmsexport.engine.proving import differences_of
from lmsexport.formats.base import AnyFormat, Options, format_named
from lmsexport.lowering import lower
from lmsexport.lowering.kept import words_lost
from lmsexport.model import Assessment, Heading

IN_PARTS = [
    ("scorm-1.2", {"package": "lesson"}),
    ("scorm-2004", {"package": "module", "activities": "each"}),
    ("scorm-2004", {"activities": "each"}),
    ("cmi5", {"package": "module"}),
]


def chosen(target: AnyFormat, **how: str) -> Options:
    options: Options = target.options.model_validate(how)
    return options


@pytest.mark.parametrize(("name", "how"), IN_PARTS)
def test_each_package_says_what_its_part_says(name: str, how: dict[str, str]) -> None:
    target = format_named(name)
    options = chosen(target, **how)
    course = resolved(EVERYTHING, {})
    lowered = lower(course, target, options)
    assert words_lost(course, lowered.course, lowered.losses) == {}
    package = target.export(lowered.course, options, CONTEXT)
    parts = options.parts(lowered.course)
    assert list(parts) == (list(package.beside) or [""])
    for id, part in parts.items():
        with judged(name, package.beside.get(id, package)) as found:
            assert found.subject is not None and found.unread == []
            assert differences_of(target, part, options, found.subject.outline) == []


@pytest.mark.parametrize("per", ["module", "lesson"])
def test_parts_hold_all_of_the_course_and_wait_for_nothing_elsewhere(per: str) -> None:
    target = format_named("scorm-1.2")
    options = chosen(target, package=per)
    lowered = lower(resolved(EVERYTHING, {}), target, options).course
    parts = options.parts(lowered)
    items = {item.id: item for part in parts.values() for item in part.course.items}
    assert items == lowered.items
    for part in parts.values():
        beside = {item.id for item in part.course.items}
        assert all(need.item in beside for item in part.course.items for need in item.requires)
        assert not any(module.requires for module in part.course.modules)
        drawn = {pool.bank for item in part.course.items if isinstance(item, Assessment) for pool in item.pools}
        assert {bank.id for bank in part.course.banks} == drawn


def test_gates_between_packages_are_named_with_their_items() -> None:
    target = format_named("cmi5")
    course = resolved(EVERYTHING, {})
    lost = lower(course, target, chosen(target, package="module")).losses
    module_of = {item.id: module.id for module in course.course.modules for item in module.items}
    crossing = {
        item.id
        for item in course.course.items
        if not isinstance(item, Heading) and any(module_of[need.item] != module_of[item.id] for need in item.requires)
    }
    assert crossing
    assert crossing == {
        loss.owner for loss in lost if loss.code.endswith(".requires") and "same package" in loss.message
    }


def test_what_counts_is_judged_in_each_package() -> None:
    """A quiz without a pass mark is practice beside a test that has one; in a package of its own it counts."""
    target = format_named("scorm-1.2")
    course = resolved(EVERYTHING, {})
    practice = {loss.owner for loss in lower(course, target).losses if loss.code == "Assessment.graded"}
    assert practice
    alone = lower(course, target, chosen(target, package="lesson")).losses
    assert not any(loss.code == "Assessment.graded" for loss in alone)


@pytest.mark.parametrize(("name", "kept"), [("scorm-1.2", False), ("scorm-2004", True), ("cmi5", False)])
def test_gates_that_an_lms_leaves_open_are_noted(name: str, kept: bool) -> None:
    """SCORM 2004 has sequencing; an LMS need not follow prerequisites of 1.2, and cmi5 has none."""
    target = format_named(name)
    course = resolved(EVERYTHING, {})
    lost = lower(course, target, chosen(target, activities="each")).losses
    noted = {loss.path for loss in lost if loss.code in ("Requirement", "Module.requires")}
    waiting = {("modules", m, "requires") for m, module in enumerate(course.course.modules) if module.requires} | {
        ("modules", m, "items", i, "requires", r)
        for m, module in enumerate(course.course.modules)
        for i, item in enumerate(module.items)
        for r, _ in enumerate(item.requires if item.published and not isinstance(item, Heading) else ())
    }
    assert waiting
    assert noted == (set() if kept else waiting)


@pytest.mark.parametrize(
    ("name", "gate"), [("scorm-1.2", 'type="aicc_script">item.'), ("scorm-2004", 'referencedObjective="item.')]
)
def test_a_gate_that_the_lms_keeps_otherwise_than_the_page_says_is_found(name: str, gate: str) -> None:
    target = format_named(name)
    options = chosen(target, activities="each")
    package = target.export(lower(resolved(EVERYTHING, {}), target, options).course, options, CONTEXT)
    with judged(name, package, {"imsmanifest.xml": replaced(gate, f"{gate}x-", 1)}) as found:
        (said,) = found.unread
        assert "item.x-" in said and "by its page" in said
