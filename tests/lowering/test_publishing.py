"""What is not published: a target that does not say that it hides things sees none of it."""

from __future__ import annotations

from typing import Any

from lmsexport.lowering import CARRIED, PUBLISHED, Carry, Dropped, Loss, lower
from lmsexport.model import Course, Lesson
from lmsexport.model.remarks import remarks
from lowering.test_lower import EVERYTHING, lesson
from lowering_of import Declared, lowered_by, texts_of

SILENT_ON_IT = {name: carry for name, carry in EVERYTHING.items() if name != PUBLISHED}


def course(*modules: dict[str, Any], **fields: Any) -> Course:
    listed = [{"id": f"m{n}", "title": f"Module {n}"} | module for n, module in enumerate(modules)]
    return Course.of(**{"id": "course", "title": "Course", "date": "2025-01-31", "modules": listed} | fields)


def lost(course: Course, capabilities: dict[str, Carry]) -> tuple[Course, dict[tuple[str | int, ...], Loss]]:
    left, losses = lowered_by(course, capabilities)
    return left, {loss.path: loss for loss in losses}


def test_what_is_not_published_is_left_out_and_named_with_all_its_texts() -> None:
    written = course({"items": [lesson("seen"), lesson("draft", published=False, body="Zebra.")]},
                     {"published": False, "items": [lesson("later")]}, {"items": [lesson("end")]})  # fmt: skip
    left, losses = lost(written, SILENT_ON_IT)
    assert [item.id for item in left.items] == ["seen", "end"]
    draft, later = losses["modules", 0, "items", 1], losses["modules", 1]
    assert (draft.code, draft.severity, draft.owner, draft.what) == (
        "Part.published", "dropped", "draft", "Lesson draft\nZebra.")  # fmt: skip
    assert draft.message == "It is not published, and the format hides nothing from students, so it is left out."
    assert (later.owner, later.what) == ("m1", "Module 1\nLesson later\nText.")


def test_a_target_that_says_that_it_carries_it_has_it() -> None:
    written = course({"published": False, "items": [lesson("draft", published=False)]})
    assert lowered_by(written, SILENT_ON_IT | {PUBLISHED: CARRIED}) == (written, ())


def test_the_reason_of_a_target_is_its_own() -> None:
    left, losses = lost(course({"items": [lesson("draft", published=False)]}), EVERYTHING | {PUBLISHED: Dropped("No.")})
    assert (list(left.items), [loss.message for loss in losses.values()]) == ([], ["No."])


def test_what_waits_for_it_opens_without_it() -> None:
    waits = lesson("waits", requires=[{"item": "draft"}, {"item": "seen"}])
    written = course({"published": False, "items": [lesson("draft")]}, {"items": [lesson("seen")]},
                     {"requires": ["m0", "m1"], "items": [waits]})  # fmt: skip
    left, losses = lost(written, SILENT_ON_IT)
    assert ([*left.modules[1].requires], [gate.item for gate in left.modules[1].items[0].requires]) == (
        ["m1"],
        ["seen"],
    )
    gate = "What it waits for is not in the package, so it opens without it."
    assert losses["modules", 2, "requires", 0].message == gate
    assert losses["modules", 2, "items", 0, "requires", 0].message == gate


def test_links_to_it_keep_their_words_at_the_place_of_their_author() -> None:
    leads = lesson("leads", body="See [the draft](a.md).", source="b.md")
    written = course({"published": False, "items": []}, {"items": [lesson("x", published=False, source="a.md"), leads]})
    found = lower(texts_of(written, ["a.md", "b.md"]), Declared(SILENT_ON_IT))
    (item,) = found.course.course.items
    assert isinstance(item, Lesson) and found.course.fragment("b.md", item.body).plain == "See the draft."
    assert [(loss.path, loss.what) for loss in found.losses if loss.code == "Text.links"] == [
        (("modules", 1, "items", 1, "body"), "item:x")
    ]


def test_a_condition_does_not_see_it() -> None:
    """A bank from which only a draft draws is drawn by nobody."""
    asked = {"type": "true-false", "id": "asked", "prompt": "Is it?", "answer": True}
    draft = {"type": "quiz", "id": "draft", "title": "Draft", "published": False,
             "questions": [{"type": "pool", "id": "pool", "bank": "bank", "draw": 1}]}  # fmt: skip
    written = course({"items": [draft]}, banks=[{"id": "bank", "title": "Bank", "questions": [asked]}])
    undrawn = Dropped("Nobody draws.", when=lambda _, course: not list(course.items))
    left, losses = lost(written, SILENT_ON_IT | {"Bank": undrawn})
    assert (left.banks, losses["banks", 0].message) == ((), "Nobody draws.")


def test_authors_hear_of_gates_that_students_cannot_open() -> None:
    waits = [{"item": "draft"}]
    written = course({"published": False, "items": [lesson("draft"), lesson("other", requires=waits)]},
                     {"requires": ["m0"], "items": [lesson("seen", requires=waits)]})  # fmt: skip
    found = [(remark.path, remark.message) for remark in remarks(written) if remark.code == "waits-for-unpublished"]
    assert found == [
        (("modules", 1, "requires", 0), "`m1` waits for `m0`, which is not published"),
        (("modules", 1, "items", 0, "requires", 0), "`seen` waits for `draft`, which is not published"),
    ]
