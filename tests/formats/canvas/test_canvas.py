"""A Canvas export: modules with their gates, quizzes with their settings, labs that are found again."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

import pytest
from lxml import etree

from formats.exporting import SAMPLE, content, document, export, exported, named, resources, text, texts
from formats.moodle.courses import QUESTIONS, choices, course, lesson, question, quiz
from lmsexport.packaging import Package

TOOL = {"id": "chat", "name": "Chat", "url": "https://labs.example.edu/launch"}
LAB = {"type": "lab", "id": "lab", "title": "Lab", "task": "Do.", "assistant": "Ada", "parameters": {"level": "b1"}}
ONE = [question("true-false", "truth", answer=True)]


def modules(package: Package) -> etree._Element:
    return document(package, "course_settings/module_meta.xml")


def rows(package: Package) -> list[tuple[str | None, str | None, str]]:
    """Type, title and requirement of every item."""
    root = modules(package)
    wanted = {
        r.findtext("identifierref"): f"{r.get('type')} {r.findtext('min_score') or ''}".strip()
        for r in root.iter("completionRequirement")
    }
    items = root.iterfind("module/items/item")
    return [(i.findtext("content_type"), i.findtext("title"), wanted.get(i.get("identifier"), "")) for i in items]


def meta(package: Package) -> dict[str, str]:
    """The settings of the only quiz; those of its assignment apart."""
    (name,) = [part.name for part in package if part.name.endswith("assessment_meta.xml")]
    return {child.tag: child.text or "" for child in document(package, name)}


@pytest.fixture(scope="module")
def sample() -> Package:
    return export("canvas", SAMPLE)


def test_the_flag_makes_it_a_canvas_export(sample: Package) -> None:
    (resource,) = [
        r for r in document(sample, "imsmanifest.xml").iter("resource") if "canvas_export" in r.get("href", "")
    ]
    assert resource.get("href") == "course_settings/canvas_export.txt"
    assert text(document(sample, "imsmanifest.xml"), "metadata/schema") == "IMS Common Cartridge"
    assert text(document(sample, "imsmanifest.xml"), "metadata/schemaversion") == "1.1.0"


def test_everything_of_the_sample_stands_in_its_module(sample: Package) -> None:
    assert texts(modules(sample), "module/title") == ["5. Constitutional AI and Self-Critique"]
    kinds = [kind for kind, _, _ in rows(sample)]
    assert {kind: kinds.count(kind) for kind in kinds} == {
        "WikiPage": 9,  # the module's description, four lessons, four tasks of labs
        "Quizzes::Quiz": 5,
        "ContextExternalTool": 4,
    }
    banks = [document(sample, part.name) for part in sample if part.name.endswith(".xml.qti")]
    assert sum(len(root.findall(".//item")) for root in banks) == 31


def test_the_test_waits_for_the_lessons_and_asks_for_80_percent(sample: Package) -> None:
    assert texts(modules(sample), "module/require_sequential_progress") == ["true"]
    required = {title: wanted for _, title, wanted in rows(sample) if wanted}
    assert required.pop("Module 5 – Test") == "min_score 12"
    assert len(required) == 4 and set(required.values()) == {"must_view"}, "the lessons, and nothing else holds up"


def test_without_gates_every_item_has_what_completes_it() -> None:
    package = export(
        "canvas", course(lesson("one"), quiz("two", ONE), quiz("three", [ONE[0] | {"id": "t"}], pass_mark=50))
    )
    assert rows(package)[1:] == [
        ("WikiPage", "Lesson one", "must_view"),
        ("Quizzes::Quiz", "Quiz two", "must_submit"),
        ("Quizzes::Quiz", "Quiz three", "min_score 0.5"),
    ]
    assert texts(modules(package), "module/require_sequential_progress") == ["false"]


def test_a_module_waits_for_an_earlier_one() -> None:
    first = {"id": "first", "title": "First", "items": [lesson("one")]}
    second = {"id": "second", "title": "Second", "items": [lesson("two")], "requires": ["first"]}
    package = export("canvas", course() | {"modules": [first, second]})
    one, two = modules(package).findall("module")
    assert one.find("prerequisites") is None
    assert two.findtext("prerequisites/prerequisite/identifierref") == one.get("identifier")


def test_a_gate_that_looks_ahead_is_named_as_lost() -> None:
    data = course(lesson("one", requires=[{"item": "two"}]), lesson("two"))
    package, losses = exported("canvas", data)
    assert [(loss.code, loss.severity) for loss in losses if loss.code == "Requirement"] == [("Requirement", "dropped")]
    assert texts(modules(package), "module/require_sequential_progress") == ["false"]


def test_the_settings_of_a_quiz() -> None:
    settings = {
        "attempts": 3, "time_limit": 30, "counts": "average", "questions_per_page": 1, "answers_show": "never",
        "instructions": "Take *care*.", "subtitle": "Sub & title",
    }  # fmt: skip
    found = meta(export("canvas", course(quiz("q", ONE, **settings))))
    assert found["allowed_attempts"] == "3" and found["time_limit"] == "30"
    assert found["scoring_policy"] == "keep_average" and found["one_question_at_a_time"] == "true"
    assert found["show_correct_answers"] == "false" and "hide_results" not in found
    assert found["description"] == "<p>Sub &amp; title</p><p>Take <em>care</em>.</p>"
    assert found["quiz_type"] == "assignment" and found["available"] == "true" and found["points_possible"] == "1"


def test_a_graded_quiz_has_its_assignment_and_a_practice_quiz_none() -> None:
    graded, practice = (export("canvas", course(quiz("q", ONE, graded=graded))) for graded in (True, False))
    assert "assignment" in meta(graded) and "assignment" not in meta(practice)
    assert meta(practice)["quiz_type"] == "practice_quiz"


def test_what_is_hidden_until_the_close_stays_hidden() -> None:
    found = meta(export("canvas", course(quiz("q", ONE, feedback_shows="after-close", answers_show="after-close"))))
    assert found["hide_results"] == "always" and found["show_correct_answers"] == "false"


def test_choices_that_keep_their_place_keep_the_quiz_from_being_shuffled() -> None:
    fixed = [dict(choice, fixed=choice["id"] == "b") for choice in choices("Red", "All")]
    assert meta(export("canvas", course(quiz("q", ONE))))["shuffle_answers"] == "true"
    kept = question("single-choice", "s", choices=fixed)
    assert meta(export("canvas", course(quiz("q", [kept]))))["shuffle_answers"] == "false"


def test_draws_and_shuffled_questions_are_groups() -> None:
    bank = {"id": "bank", "title": "Bank & more", "questions": [q | {"id": f"b-{n}"} for n, q in enumerate(ONE * 3)]}
    pool = {"type": "pool", "id": "draw", "bank": "bank", "draw": 2, "points": "1.5"}
    package = export("canvas", course(quiz("q", [pool]), banks=[bank]))
    documents = [document(package, part.name) for part in package if part.name.endswith(".xml.qti")]
    (drawn,) = [root for root in documents if root.find("assessment") is not None]
    (held,) = [root for root in documents if root.find("objectbank") is not None]
    bank_ident = held.find("objectbank")
    assert bank_ident is not None
    selection = ".//selection/"
    assert text(drawn, f"{selection}sourcebank_ref") == bank_ident.get("ident")
    assert text(drawn, f"{selection}selection_number") == "2"
    assert text(drawn, f"{selection}selection_extension/points_per_item") == "1.5"
    assert len(held.findall(".//item")) == 3 and "Bank & more" in texts(held, ".//fieldentry")
    shuffled = export(
        "canvas", course(quiz("q", [q | {"id": f"q-{n}"} for n, q in enumerate(ONE * 3)], shuffle_questions=True))
    )
    (root,) = [document(shuffled, part.name) for part in shuffled if part.name.endswith(".xml.qti")]
    assert text(root, ".//selection_number") == "3" and root.find(".//sourcebank_ref") is None


def test_an_ungraded_lab_is_a_task_and_a_link_that_canvas_finds_again() -> None:
    package = export("canvas", course(LAB, tools=[TOOL]))
    task, link = modules(package).findall("module/items/item")[1:]
    assert (text(task, "content_type"), text(task, "title")) == ("WikiPage", "Lab: Your task")
    assert (text(link, "content_type"), text(link, "title"), text(link, "new_tab")) == (
        "ContextExternalTool",
        "Lab",
        "true",
    )
    assert text(link, "url") == "https://labs.example.edu/launch/course/lab"
    lookup = text(link, "lti_resource_link_lookup_uuid")
    assert UUID(lookup).version == 5
    (name,) = [part.name for part in package if part.name.startswith("lti_resource_links/")]
    resource = next(found for found in resources(package) if found.get("href") == name)
    assert name == f"lti_resource_links/{resource.get('identifier')}.xml", "Canvas looks for the file by the identifier"
    found = document(package, name)
    custom = named(found, "custom/property")
    assert re.fullmatch("r[0-9a-f]{10}", custom.pop("rev"))
    assert custom == {"lab_id": "lab", "course_id": "course", "lang": "en", "level": "b1"}
    own = named(found, "extensions/property")
    assert own == {"lookup_uuid": lookup, "resource_link_url": "https://labs.example.edu/launch/course/lab"}
    assert not any(
        "imsbasiclti_xmlv1p0" in (r.get("type") or "") for r in document(package, "imsmanifest.xml").iter("resource")
    )


def test_a_graded_lab_is_an_assignment() -> None:
    package = export("canvas", course(LAB | {"points": "7.5"}, tools=[TOOL]))
    (name,) = [part.name for part in package if part.name.endswith("assignment_settings.xml")]
    found = document(package, name)
    assert text(found, "submission_types") == "external_tool" and text(found, "points_possible") == "7.5"
    assert text(found, "external_tool_url") == "https://labs.example.edu/launch/course/lab"
    (link,) = [part.name for part in package if part.name.startswith("lti_resource_links/")]
    assert text(found, "resource_link_lookup_uuid") == named(document(package, link))["lookup_uuid"]
    assert rows(package)[-1][0] == "Assignment"


def test_an_old_tool_that_is_not_installed_comes_along_without_key_or_secret() -> None:
    tool = TOOL | {"lti": "1.1", "installed": False, "url": "https://labs.example.edu/launch?a=1"}
    package = export("canvas", course(LAB, tools=[tool]))
    (resource,) = [
        r for r in document(package, "imsmanifest.xml").iter("resource") if r.get("type") == "imsbasiclti_xmlv1p0"
    ]
    found = document(package, resource.get("href") or "")
    assert {p.get("name") for p in found.iter("property")} == {"privacy_level", "domain", "tool_id"}
    url = text(modules(package), "module/items/item/url")
    assert url.startswith("https://labs.example.edu/launch/course/lab?a=1&lab_id=lab&course_id=course&rev=")


def test_the_address_of_a_tool_keeps_its_query_before_the_parameters_of_a_lab() -> None:
    """A repeated, an empty and an encoded value arrive as they are: the address may be signed."""
    tool = TOOL | {"lti": "1.1", "url": "https://labs.example.edu/launch/?tenant=a&tenant=b&debug=&sig=a%2Bb#/chat"}
    url = text(modules(export("canvas", course(LAB, tools=[tool]))), "module/items/item/url")
    address, _, parameters = url.partition("&lab_id=lab&")
    assert address == "https://labs.example.edu/launch/course/lab?tenant=a&tenant=b&debug=&sig=a%2Bb"
    assert parameters.startswith("course_id=course&rev=") and parameters.endswith("&lang=en&level=b1#/chat")


def test_pages_have_addresses_of_their_own_and_links_use_them() -> None:
    body = "[two](item:two#part) [quiz](item:q) [talk](item:talk) [site](item:site) [lab](item:lab) [head](item:h)"
    package = export("canvas", course(
        lesson("one", body=body), lesson("two", title="Lesson one", body="## Part\n\nText."), quiz("q", ONE), LAB,
        {"type": "discussion", "id": "talk", "title": "Talk", "prompt": "Say."},
        {"type": "heading", "id": "h", "title": "H"},
        {"type": "link", "id": "site", "title": "Site", "url": "https://example.org/"}, tools=[TOOL],
    ))  # fmt: skip
    page = content(package, "wiki_content/course-one.html").decode()
    ident = re.search(r'name="identifier" content="(\w+)"', content(package, "wiki_content/course-two.html").decode())
    assert ident is not None and "<body>" in page, "Canvas knows only this spelling of the tag"
    links = re.findall(r'href="([^"]*)"', page)
    assert links[0] == "$WIKI_REFERENCE$/pages/course-two#to-part" and links[3] == "https://example.org/"
    assert links[4] == "$WIKI_REFERENCE$/pages/course-lab"
    objects = {"quizzes": links[1], "discussion_topics": links[2], "modules": links[5]}
    assert all(link.startswith(f"$CANVAS_OBJECT_REFERENCE$/{kind}/g") for kind, link in objects.items())
    known = {found.get("identifier") for found in resources(package)}
    assert {link.rpartition("/")[2] for kind, link in objects.items() if kind != "modules"} <= known


def test_grade_categories_are_assignment_groups() -> None:
    groups = [{"id": "a", "title": "Practice", "weight": 40}, {"id": "b", "title": "Test", "weight": 60}]
    package = export("canvas", course(quiz("q", ONE, grade_category="b"), grade_categories=groups))
    found = document(package, "course_settings/assignment_groups.xml").findall("assignmentGroup")
    assert [(text(group, "title"), text(group, "group_weight")) for group in found] == [
        ("Practice", "40"),
        ("Test", "60"),
    ]
    assert meta(package)["assignment_group_identifierref"] == found[1].get("identifier")
    assert text(document(package, "course_settings/course_settings.xml"), "group_weighting_scheme") == "percent"


def test_the_home_page_says_what_the_course_is() -> None:
    package = export("canvas", course(lesson("one"), description="All *about* it.", authors=[{"name": "Ada & Co"}]))
    home = content(package, "wiki_content/course.html").decode()
    assert (
        '<meta name="front_page" content="true"/>' in home
        and "All <em>about</em> it." in home
        and "Ada &amp; Co" in home
    )
    assert text(document(package, "course_settings/course_settings.xml"), "default_view") == "wiki"


def test_every_identifier_stays_through_a_series_of_edits() -> None:
    """What Canvas finds again by its identifier is updated in place, and not a second time in the course."""
    items: list[dict[str, Any]] = [
        lesson("one"),
        quiz("q", QUESTIONS),
        LAB,
        {"type": "heading", "id": "h", "title": "H"},
    ]
    before = identifiers(export("canvas", course(*items, tools=[TOOL])))
    edits = [
        course(*[item | {"title": f"New {item['title']}"} for item in items], title="New", tools=[TOOL]),
        course(*reversed(items), tools=[TOOL]),
        course(items[0] | {"body": "Other text."}, quiz("q", [*reversed(QUESTIONS)]), *items[2:], tools=[TOOL]),
        course(*items, lesson("more"), tools=[TOOL]),
        course(*items, tools=[TOOL], date="2027-01-01", version="2.0"),
    ]
    for edit in edits:
        assert before <= identifiers(export("canvas", edit))


def identifiers(package: Package) -> set[str]:
    """Every identifier of a package: of resources, items, questions, answers, pages and links."""
    found = set()
    for part in package:
        if part.name.endswith((".xml", ".qti")):
            root = document(package, part.name)
            found |= {e.get(key, "") for e in root.iter() for key in ("identifier", "ident") if e.get(key)}
            found |= set(texts(root, ".//lti_resource_link_lookup_uuid"))
        elif part.name.endswith(".html"):
            found |= set(re.findall(r'name="identifier" content="(\w+)"', content(package, part.name).decode()))
    return found
