"""A backup holds every file that a restore asks for, and every reference in it leads somewhere."""

from __future__ import annotations

import datetime
import hashlib
import re
from pathlib import Path
from typing import Any

import pytest

from formats.moodle.courses import CONTEXT, QUESTIONS, course, export, lesson, quiz, resolved
from formats.moodle.reading import NULL, activity, document, names, text, texts
from lmsexport.formats.base import Context
from lmsexport.formats.moodle import MoodleBackup, MoodleOptions
from lmsexport.lowering import lower
from lmsexport.packaging import Package, write_package

TOOL = {"id": "chat", "name": "Chat", "url": "https://labs.example.edu/launch"}
LAB = {
    "type": "lab",
    "id": "lab",
    "title": "Lab",
    "task": "Do.",
    "assistant": "Ada",
    "private": {"prompt": "hush-hush"},
}

REQUIRED = (
    "moodle_backup.xml files.xml groups.xml outcomes.xml questions.xml roles.xml scales.xml gradebook.xml "
    "completion.xml grade_history.xml course/course.xml course/roles.xml course/filters.xml course/contentbank.xml "
    "course/enrolments.xml course/completiondefaults.xml course/competencies.xml course/inforef.xml"
).split()
REQUIRED_OF_ACTIVITIES = (
    "module.xml grades.xml roles.xml filters.xml inforef.xml competencies.xml grade_history.xml".split()
)


@pytest.fixture(scope="module")
def picture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("media") / "dot.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"picture")
    return path


@pytest.fixture(scope="module")
def package(picture: Path) -> Package:
    bank = {"id": "bank", "title": "Bank", "questions": [q | {"id": f"bank-{q['id']}"} for q in QUESTIONS]}
    data = course(
        lesson("one", body="![A dot](images/dot.png) and [the quiz](item:two)."),
        quiz(
            "two", [*QUESTIONS, {"type": "pool", "id": "draw", "bank": "bank", "draw": 3}], requires=[{"item": "one"}]
        ),
        LAB,
        {"type": "link", "id": "link", "title": "Link", "url": "https://example.org/?a=1&b=2"},
        {"type": "download", "id": "file", "title": "File", "file": "images/dot.png"},
        {"type": "heading", "id": "heading", "title": "Heading"},
        {"type": "discussion", "id": "talk", "title": "Talk", "prompt": "Say."},
        banks=[bank],
        tools=[TOOL],
    )
    return export(data, {"images/dot.png": picture})


def test_the_files_that_a_restore_asks_for_are_there(package: Package) -> None:
    backup = document(package, "moodle_backup.xml")
    wanted = list(REQUIRED)
    for folder in texts(backup, ".//activity/directory"):
        kind = folder.partition("/")[2].partition("_")[0]
        wanted += [f"{folder}/{name}" for name in [*REQUIRED_OF_ACTIVITIES, f"{kind}.xml"]]
    for folder in texts(backup, ".//section/directory"):
        wanted += [f"{folder}/section.xml", f"{folder}/inforef.xml"]
    assert set(wanted) <= set(names(package))
    assert names(package)[0] == "moodle_backup.xml"


def test_it_claims_the_release_whose_layout_it_has(package: Package) -> None:
    information = document(package, "moodle_backup.xml").find("information")
    assert information is not None
    assert text(information, "moodle_version") == "2022041900"
    assert text(information, "backup_release") == "4.0"


def test_every_setting_has_its_section_or_activity(package: Package) -> None:
    backup = document(package, "moodle_backup.xml")
    folders = {folder.rpartition("/")[2] for folder in texts(backup, ".//directory")}
    for setting in backup.iter("setting"):
        level = setting.findtext("level") or ""
        if level != "root":
            owner = setting.findtext(level)
            assert owner in folders
            assert setting.findtext("name") in (f"{owner}_included", f"{owner}_userinfo")


def test_the_sections_list_their_activities_in_order(package: Package) -> None:
    backup = document(package, "moodle_backup.xml")
    sections = [document(package, name) for name in names(package) if name.endswith("section.xml")]
    module = next(section for section in sections if text(section, "number") == "1")
    assert text(module, "sequence").split(",") == texts(backup, ".//activity/moduleid")
    assert {text(section, "number") for section in sections} == {"0", "1"}


def test_all_numbers_fit_into_31_bits_and_none_serves_two_rows(package: Package) -> None:
    for name, tag in (
        ("questions.xml", "question"),
        ("questions.xml", "answer"),
        ("questions.xml", "question_category"),
        ("files.xml", "file"),
    ):
        numbers = [int(element.attrib["id"]) for element in document(package, name).iter(tag) if "id" in element.attrib]
        assert numbers
        assert len(set(numbers)) == len(numbers)
        assert all(0 < number < 2**31 for number in numbers)


def test_every_question_category_of_a_quiz_exists_and_is_announced(package: Package) -> None:
    known = {c.get("id") for c in document(package, "questions.xml").iter("question_category")}
    announced = texts(activity(package, "quiz", "two", "inforef.xml"), ".//question_category/id")
    assert len(announced) == 3  # its own and its bank's, and the one above both
    assert set(announced) <= known


def test_every_slot_points_to_a_question_or_to_a_category(package: Package) -> None:
    questions = document(package, "questions.xml")
    entries = {entry.get("id") for entry in questions.iter("question_bank_entry")}
    categories = {category.get("id") for category in questions.iter("question_category")}
    slots = list(activity(package, "quiz", "two").iter("question_instance"))
    assert len(slots) == len(QUESTIONS) + 3
    for slot in slots:
        if (entry := slot.findtext("question_reference/questionbankentryid")) is not None:
            assert entry in entries
        else:
            drawn = re.findall(
                r'"questioncategoryid":"(\d+)"', slot.findtext("question_set_reference/filtercondition") or ""
            )
            assert set(drawn) <= categories and len(drawn) == 1


def test_a_bank_lives_with_the_first_quiz_that_draws_from_it() -> None:
    """Moodle 5 keeps no questions in the context of a course."""
    banks = [
        {"id": name, "title": name, "questions": [QUESTIONS[2] | {"id": f"{name}-q"}]} for name in ("drawn", "idle")
    ]
    pool = {"type": "pool", "id": "draw", "bank": "drawn", "draw": 1}
    first = quiz("first", [QUESTIONS[0]])
    package = export(course(first, quiz("second", [pool]), quiz("third", [pool | {"id": "again"}]), banks=banks))
    contexts = {name: activity(package, "quiz", name).get("contextid") for name in ("first", "second", "third")}
    rows = {text(row, "idnumber"): row for row in document(package, "questions.xml").iter("question_category")}
    assert text(rows["drawn"], "contextid") == contexts["second"]
    assert text(rows["idle"], "contextid") == contexts["first"]
    assert {text(row, "contextlevel") for row in rows.values()} == {"70"}
    for name in ("second", "third"):
        slot = activity(package, "quiz", name)
        assert text(slot, ".//questionscontextid") == contexts["second"]
        announced = texts(activity(package, "quiz", name, "inforef.xml"), ".//question_category/id")
        assert rows["drawn"].get("id") in announced and text(rows["drawn"], "parent") in announced
    assert texts(document(package, "course/inforef.xml"), ".//question_category") == []


def test_each_context_has_one_category_at_the_top(package: Package) -> None:
    tops = [
        c.findtext("contextid")
        for c in document(package, "questions.xml").iter("question_category")
        if c.findtext("parent") == "0"
    ]
    assert len(tops) == len(set(tops)) == 1


def test_files_are_stored_by_their_hash_and_listed_where_they_are_used(package: Package, picture: Path) -> None:
    sha1 = hashlib.sha1(picture.read_bytes(), usedforsecurity=False).hexdigest()
    assert package[f"files/{sha1[:2]}/{sha1}"].content == picture
    listed = document(package, "files.xml").findall("file")
    assert [
        (text(f, "component"), text(f, "filearea"), text(f, "filepath"), text(f, "filename"))
        for f in listed
        if text(f, "component") == "mod_page"
    ] == [("mod_page", "content", "/images/", "dot.png")]
    assert {text(f, "contenthash") for f in listed} == {sha1}
    page = activity(package, "page", "one")
    assert "@@PLUGINFILE@@/images/dot.png" in text(page, "page/content")
    own = [f.get("id") for f in listed if text(f, "contextid") == page.get("contextid")]
    assert texts(activity(package, "page", "one", "inforef.xml"), ".//file/id") == own


def test_links_between_items_are_written_in_moodles_code(package: Package) -> None:
    quiz_id = activity(package, "quiz", "two").get("moduleid")
    assert f"$@QUIZVIEWBYID*{quiz_id}@$" in text(activity(package, "page", "one"), "page/content")


def test_nothing_private_is_in_the_package(package: Package) -> None:
    for part in package:
        with part.open() as file:
            assert b"hush-hush" not in file.read(), part.name


def test_no_key_is_in_a_lab_and_the_installed_tool_stays_out(package: Package) -> None:
    lab = activity(package, "lti", "lab")
    assert {element.tag for element in lab.iter()}.isdisjoint({"resourcekey", "password", "ltitype"})
    assert text(lab, "lti/toolurl") == "https://labs.example.edu/launch/course/lab"
    assert text(lab, "lti/typeid") == "0"
    parameters = dict(line.split("=", 1) for line in text(lab, "lti/instructorcustomparameters").split("\n"))
    assert list(parameters) == ["lab_id", "course_id", "rev", "lang"]
    assert (parameters["lab_id"], parameters["course_id"], parameters["lang"]) == ("lab", "course", "en")


def test_a_tool_that_no_site_has_travels_with_every_lab_as_one_course_tool() -> None:
    tool = TOOL | {"installed": False, "lti": "1.1", "privacy": "name"}
    package = export(course(LAB, LAB | {"id": "other"}, tools=[tool]))
    course_id = document(package, "course/course.xml").get("id")
    types = [activity(package, "lti", name).find("lti/ltitype") for name in ("lab", "other")]
    assert len({t.get("id") for t in types if t is not None}) == 1
    for found in types:
        assert found is not None
        assert (text(found, "course"), text(found, "baseurl"), text(found, "ltiversion")) == (
            course_id,
            TOOL["url"],
            "LTI-1p0",
        )
        config = {c.findtext("name"): c.findtext("value") for c in found.iter("ltitypesconfig")}
        assert {"resourcekey", "password"}.isdisjoint(config)
        assert (config["sendname"], config["sendemailaddr"]) == ("1", "0")


def test_a_graded_lab_takes_grades_and_opens_where_it_should() -> None:
    package = export(course(LAB | {"points": 10, "opens": "embedded"}, tools=[TOOL]))
    lab = activity(package, "lti", "lab")
    assert (text(lab, "lti/grade"), text(lab, "lti/instructorchoiceacceptgrades")) == ("10.00000", "1")
    assert text(lab, "lti/launchcontainer") == "3"
    assert text(activity(package, "lti", "lab", "grades.xml"), ".//grademax") == "10.00000"


@pytest.mark.parametrize("title", ['<b>&"quoted"\' 😀 مرحبا', NULL, "x" * 300])
def test_names_are_escaped_once_cut_and_never_read_as_null(title: str) -> None:
    package = export(course(lesson("one", title=title)))
    name = text(activity(package, "page", "one"), "page/name")
    title = title.replace("<b>", "‹b›")  # Moodle takes tags out of names
    assert name == (title if len(title) <= 255 and title != NULL else f"{NULL} " if title == NULL else "x" * 254 + "…")


def test_a_book_has_a_chapter_for_each_heading_and_its_own_files(picture: Path) -> None:
    body = "Begin.\n\n## First\n\nOne.\n\n## Second\n\n![A dot](images/dot.png)"
    package = export(course(lesson("one", body=body)), {"images/dot.png": picture}, lessons="book")
    chapters = activity(package, "book", "one").findall("book/chapters/chapter")
    assert [text(chapter, "title") for chapter in chapters] == ["Lesson one", "First", "Second"]
    assert "Begin." in text(chapters[0], "content")
    files = document(package, "files.xml").findall("file")
    assert [(text(f, "filearea"), text(f, "itemid")) for f in files] == [("chapter", chapters[2].get("id"))]


def test_a_right_to_left_course_says_so_in_its_pages() -> None:
    package = export(course(lesson("one", objectives=["هدف"]), language="ar"))
    content = text(activity(package, "page", "one"), "page/content")
    assert content.startswith('<div dir="rtl" lang="ar">')
    assert "ما ستتعلمه" in content


def edits() -> list[tuple[str, dict[str, Any]]]:
    """A course, then the same after each kind of edit that must leave identities alone."""
    first, second = QUESTIONS[0], QUESTIONS[2]
    base = course(lesson("one"), quiz("two", [first, second]))
    renamed = course(lesson("one", title="New"), quiz("two", [first, second], title="New"))
    reordered = course(quiz("two", [second, first]), lesson("one"))
    mended = course(lesson("one"), quiz("two", [first | {"prompt": "Mended?"}, second]))
    grown = course(lesson("zero"), lesson("one"), quiz("two", [first, second]))
    return [("base", base), ("renamed", renamed), ("reordered", reordered), ("mended", mended), ("grown", grown)]


def identities(package: Package) -> dict[str, str | None]:
    questions = {q: question_of(package, q) for q in ("single", "truth")}
    modules = {name: activity(package, "module", name, "module.xml").get("id") for name in ("one", "two")}
    return questions | modules


def question_of(package: Package, idnumber: str) -> str | None:
    entries = document(package, "questions.xml").iter("question_bank_entry")
    return next(entry.get("id") for entry in entries if entry.findtext("idnumber") == idnumber)


def test_identities_survive_renaming_reordering_and_mending() -> None:
    expected = identities(export(edits()[0][1]))
    for edit, data in edits()[1:]:
        assert identities(export(data)) == expected, edit


def test_a_stamp_changes_with_its_question_and_only_then() -> None:
    def stamps(data: dict[str, Any]) -> dict[str, str]:
        root = document(export(data), "questions.xml")
        return {
            entry.findtext("idnumber") or "": entry.findtext(".//question/stamp") or ""
            for entry in root.iter("question_bank_entry")
        }

    versions = dict(edits())
    base = stamps(versions["base"])
    assert stamps(versions["renamed"]) == base
    assert stamps(versions["reordered"]) == base
    mended = stamps(versions["mended"])
    assert mended["single"] != base["single"]
    assert mended["truth"] == base["truth"]


def stamp_of(package: Package, id: str) -> str:
    entries = document(package, "questions.xml").iter("question_bank_entry")
    return next(e.findtext(".//question/stamp") or "" for e in entries if e.findtext("idnumber") == id)


def test_a_new_date_changes_no_stamp() -> None:
    data = course(quiz("two", [QUESTIONS[0]]))
    tomorrow = Context(when=CONTEXT.when + datetime.timedelta(days=1))
    later = MoodleBackup().export(lower(resolved(data), MoodleBackup()).course, MoodleOptions(), tomorrow)
    assert stamp_of(later, "single") == stamp_of(export(data), "single")


def test_a_new_picture_or_a_mended_blank_changes_the_stamp(tmp_path: Path) -> None:
    picture = tmp_path / "dot.png"
    data = course(quiz("two", [QUESTIONS[0] | {"prompt": "![A dot](dot.png)"}]))
    stamps = set()
    for content in (b"one", b"two"):
        picture.write_bytes(content)
        stamps.add(stamp_of(export(data, {"dot.png": picture}), "single"))
    assert len(stamps) == 2
    blanks = [{"kind": "text", "id": "x", "answers": [{"text": answer}]} for answer in ("Pari", "Paris")]
    fill = {"type": "fill-in-blanks", "id": "f", "prompt": "{{x}}"}
    assert len({stamp_of(export(course(quiz("two", [fill | {"blanks": [blank]}]))), "f") for blank in blanks}) == 2


def test_no_text_is_taken_for_a_stamp() -> None:
    data = course(quiz("two", [{"type": "true-false", "id": "q", "prompt": "`@@STAMP@@`", "answer": True}]))
    entry = next(document(export(data), "questions.xml").iter("question_bank_entry"))
    assert "@@STAMP@@" in (entry.findtext(".//questiontext") or "")


def test_a_link_to_a_heading_leads_to_the_course() -> None:
    heading = {"type": "heading", "id": "h", "title": "H"}
    package = export(course(lesson("one", body="[Up](item:h)"), heading))
    id = document(package, "course/course.xml").get("id")
    assert f"$@COURSEVIEWBYID*{id}@$" in text(activity(package, "page", "one"), "page/content")


def test_a_book_keeps_files_whose_names_have_spaces(picture: Path) -> None:
    package = export(
        course(lesson("one", body="## A\n\n![A dot](<my pics/a dot.png>)")),
        {"my pics/a dot.png": picture},
        lessons="book",
    )
    assert [text(f, "filename") for f in document(package, "files.xml").findall("file")] == ["a dot.png"]


def test_the_same_course_gives_the_same_bytes(tmp_path: Path) -> None:
    written = [
        write_package(export(edits()[0][1]), "tar.gz", tmp_path / name, CONTEXT.when) for name in ("a.mbz", "b.mbz")
    ]
    assert written[0].path.read_bytes() == written[1].path.read_bytes()


@pytest.mark.parametrize("lessons", ["page", "book"])
def test_a_file_has_a_name_that_moodle_keeps(lessons: str, tmp_path: Path) -> None:
    """Moodle takes some characters out of names of files (PARAM_FILE), and links to the old name were dead."""
    (tmp_path / "picture").write_bytes(b"x")
    body = "## One\n\n![P](<it's: one.png>)\n\n## Two\n\nText."
    package = export(course(lesson("one", body=body)), {"it's: one.png": tmp_path / "picture"}, lessons=lessons)
    (name,) = texts(document(package, "files.xml"), "file/filename")
    assert name.endswith("-it_s_ one.png")
    page = activity(package, lessons, "one")
    path = f"{lessons}/content" if lessons == "page" else "book/chapters/chapter/content"
    assert f'src="@@PLUGINFILE@@/{name.replace(" ", "%20")}"' in texts(page, path)[0]
