"""Each document of a backup says what the table says, and the table agrees with what a real Moodle wrote."""

from __future__ import annotations

import re
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from conftest import SHARED
from formats.moodle.courses import QUESTIONS, course, export, lesson, question, quiz
from formats.moodle.documents import TABLE, faults, seen
from formats.moodle.reading import NULL, activity, document, names, text
from lmsexport.packaging import Package

TOOL = {"id": "chat", "name": "Chat", "url": "https://labs.example.edu/launch", "installed": False}
LAB = {"type": "lab", "title": "Lab", "task": "Do.", "assistant": "Ada"}
LINK = {"type": "link", "title": "Link", "url": "https://example.org/?a=1&b=2"}
DRAW = {"type": "pool", "id": "draw", "bank": "bank", "draw": 2}


@pytest.fixture(scope="module")
def backups(tmp_path_factory: pytest.TempPathFactory) -> list[Package]:
    """Courses that use every document and every element between them."""
    picture = tmp_path_factory.mktemp("media") / "dot.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + b"picture")
    bank = {"id": "bank", "title": "Bank", "questions": [q | {"id": f"bank-{q['id']}"} for q in QUESTIONS]}
    plain = course(
        lesson("one", body="![A dot](images/dot.png)"),
        quiz("two", [*QUESTIONS, DRAW], requires=[{"item": "one"}], instructions="Think."),
        LAB | {"id": "lab"},
        LINK | {"id": "link"},
        {"type": "download", "id": "file", "title": "File", "file": "images/dot.png"},
        {"type": "heading", "id": "heading", "title": "Heading"},
        {"type": "discussion", "id": "talk", "title": "Talk", "prompt": "Say."},
        banks=[bank],
        tools=[TOOL | {"installed": True}],
    )
    rich = course(
        lesson("one", body="Begin.\n\n## A\n\n![A dot](images/dot.png)\n\n## B\n\nEnd."),
        quiz("two", [QUESTIONS[0] | {"tags": ["Colour"]}], pass_mark=60, grade_category="tests", attempts=2),
        LAB | {"id": "lab", "points": 10, "grade_category": "tests", "opens": "embedded"},
        LINK | {"id": "link", "opens": "embedded"},
        {"type": "discussion", "id": "talk", "title": "Talk", "prompt": "Say.", "complete_when": "submitted"},
        keywords=["Painting"],
        grade_categories=[{"id": "tests", "title": "Tests", "weight": 100}],
        tools=[TOOL],
    )
    files = {"images/dot.png": picture}
    words = [{"id": "yes", "text": "Yes", "correct": True}, {"id": "no", "text": "No"}]
    lists = {"kind": "dropdown", "id": "list", "choices": words}
    gaps = question("fill-in-blanks", "gaps", prompt="{{list}}", blanks=[lists])
    newer = course(quiz("newer", [*QUESTIONS, gaps]))
    return [export(plain, files), export(rich, files, lessons="book"), export(newer, release="4.4")]


def documents(package: Package) -> Iterator[tuple[str, etree._Element]]:
    for name in names(package):
        if name.endswith(".xml"):
            yield name.rpartition("/")[2], document(package, name)


def test_every_element_of_every_document_is_what_moodle_expects(backups: list[Package]) -> None:
    assert [fault for package in backups for name, root in documents(package) for fault in faults(name, root)] == []


def test_every_row_of_the_table_is_tried(backups: list[Package]) -> None:
    used = {row for package in backups for name, root in documents(package) for row in seen(name, root)}
    rows = {(name, key.removesuffix("?")) for name in TABLE.sections() for key in TABLE[name]}
    assert rows - used == set()


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("<visible>1</visible>", "", "module.xml: no visible in <module>"),
        ("<visible>1</visible>", "<visible>0</visible>", "module.xml: visible in <module> is '0', expected 1"),
        ("<lang>$@NULL@$</lang>", "<lang/>", "module.xml: lang in <module> is '', expected NULL"),
        ("<score>0</score>", "<scores>0</scores>", "module.xml: scores in <module> is not in the table"),
        ("<score>0</score>", "<score>0</score><score>0</score>", "module.xml: <score> stands twice in <module>"),
        ('id="', 'id="9', "module.xml: @id in <module> is "),
    ],
)
def test_the_table_finds(old: str, new: str, fault: str, backups: list[Package]) -> None:
    written = etree.tostring(activity(backups[0], "", "one", "module.xml"), encoding="unicode")
    changed = written.replace(old, new, 1)
    assert changed != written
    found = list(faults("module.xml", etree.fromstring(changed)))
    assert found and found[0].startswith(fault)


# -- what one element says depends on another ------------------------------------------------------------------------


def test_the_settings_of_the_backup_are_those_of_its_files(backups: list[Package]) -> None:
    """A setting that is 1 makes the restore ask for its files; one that is 0 lets it pass over what stands there."""
    rows = document(backups[0], "moodle_backup.xml").iterfind(".//setting[level='root']")
    settings = {text(row, "name"): text(row, "value") for row in rows}
    assert settings.pop("filename") == "course.mbz"
    assert {name for name, value in settings.items() if value == "1"} == {
        "activities", "blocks", "files", "filters", "questionbank", "groups", "competencies", "customfield",
        "contentbankcontent", "legacyfiles",
    }  # fmt: skip
    assert {name for name, value in settings.items() if value == "0"} == {
        "imscc11", "users", "anonymize", "role_assignments", "comments", "badges", "calendarevents", "userscompletion",
        "logs", "grade_histories",
    }  # fmt: skip


def test_everything_below_the_course_is_included_without_people(backups: list[Package]) -> None:
    for row in document(backups[0], "moodle_backup.xml").iterfind(".//setting"):
        if text(row, "level") != "root":
            assert text(row, "value") == ("1" if text(row, "name").endswith("_included") else "0")


def test_pages_links_and_files_open_as_they_should(backups: list[Package]) -> None:
    """`displayoptions` are serialised by PHP: the lengths have to be right, or Moodle reads nothing."""
    plain, rich, _ = backups
    shown = {
        name: (text(found, f"{kind}/display"), text(found, f"{kind}/displayoptions"))
        for name, kind, found in (
            ("page", "page", activity(plain, "page", "one")),
            ("window", "url", activity(plain, "url", "link")),
            ("embedded", "url", activity(rich, "url", "link")),
            ("file", "resource", activity(plain, "resource", "file")),
        )
    }
    assert {name: display for name, (display, _) in shown.items()} == {
        "page": "5", "window": "6", "embedded": "1", "file": "4"
    }  # fmt: skip
    options = {name: dict(re.findall(r's:\d+:"(\w+)";(?:i:|s:\d+:")(\d+)', each)) for name, (_, each) in shown.items()}
    assert options == {
        "page": {"printintro": "0", "printlastmodified": "0"},
        "window": {"popupwidth": "1000", "popupheight": "800"},
        "embedded": {"printintro": "1"},
        "file": {"showsize": "1"},
    }
    for _, each in shown.values():
        assert each.startswith(f"a:{each.count(';') // 2}:{{")
        assert all(int(length) == len(word) for length, word in re.findall(r's:(\d+):"([^"]*)"', each))


def test_what_has_no_page_of_its_own_shows_its_description_in_the_course(backups: list[Package]) -> None:
    shown = {
        name: text(activity(backups[0], "", name, "module.xml"), "showdescription")
        for name in ("heading", "link", "file", "one", "two", "lab", "talk")
    }
    assert shown == {"heading": "1", "link": "1", "file": "1", "one": "0", "two": "0", "lab": "0", "talk": "0"}


def test_hidden_sections_stay_hidden_and_the_course_is_a_single_page(backups: list[Package]) -> None:
    rows = document(backups[0], "course/course.xml").iterfind(".//courseformatoption")
    assert {text(row, "name"): text(row, "value") for row in rows} == {"hiddensections": "1", "coursedisplay": "0"}


def test_questions_choose_by_their_type() -> None:
    typed = question("short-answer", "typed", answers=[{"text": "x"}], case_sensitive=True)
    fixed = QUESTIONS[0] | {"shuffle": False}
    package = export(course(quiz("two", [*QUESTIONS, fixed | {"id": "fixed"}, typed])))
    rows = {
        entry.findtext("idnumber"): entry for entry in document(package, "questions.xml").iter("question_bank_entry")
    }
    expected = {
        "single": ("multichoice", {"single": "1", "shuffleanswers": "1", "answernumbering": "abc", "length": "1"}),
        "multiple": ("multichoice", {"single": "0", "shuffleanswers": "1", "answernumbering": "abc"}),
        "fixed": ("multichoice", {"single": "1", "shuffleanswers": "0"}),
        "short": ("shortanswer", {"usecase": "0"}),
        "typed": ("shortanswer", {"usecase": "1"}),
        "match": ("match", {"shuffleanswers": "1"}),
        "order": ("match", {"shuffleanswers": "1"}),
        "essay": ("essay", {"minwordlimit": "10", "maxwordlimit": "99"}),
        "passage": ("description", {"length": "0", "defaultmark": "0.0000000"}),
    }
    for name, (kind, values) in expected.items():
        assert text(rows[name], ".//question/qtype") == kind
        assert {key: text(rows[name], f".//{key}") for key in values} == values, name


def test_answers_are_html_where_they_are_chosen_and_plain_where_they_are_typed(backups: list[Package]) -> None:
    formats = {
        (text(entry, "qtype"), text(answer, "answerformat"))
        for entry in document(backups[0], "questions.xml").iter("question")
        for answer in entry.iterfind("*/answers/answer")
    }
    assert formats == {("multichoice", "1"), ("truefalse", "0"), ("shortanswer", "0"), ("numerical", "0")}


def test_a_quiz_shuffles_what_the_course_says() -> None:
    quizzes = [
        quiz("mixed", [QUESTIONS[0]], shuffle_questions=True, shuffle_choices=True),
        quiz("fixed", [QUESTIONS[2]], shuffle_questions=False, shuffle_choices=False),
    ]
    package = export(course(*quizzes))
    assert {
        name: [text(activity(package, "quiz", name), f".//{key}") for key in ("shufflequestions", "shuffleanswers")]
        for name in ("mixed", "fixed")
    } == {"mixed": ["1", "1"], "fixed": ["0", "0"]}


def test_the_gaps_of_a_text_are_the_questions_below_it_in_their_order(backups: list[Package]) -> None:
    root = document(backups[0], "questions.xml")
    questions = {each.get("id"): each for each in root.iter("question")}
    for gaps in root.iter("multianswer"):
        ids = text(gaps, "sequence").split(",")
        assert [text(questions[id], "qtype") for id in ids] == ["multichoice", "shortanswer", "numerical"]
        assert {text(questions[id], "parent") for id in ids} == {text(gaps, "question")}


def test_the_file_of_a_download_is_its_main_file(backups: list[Package]) -> None:
    """A resource shows the first file by `sortorder`; pictures of pages have none."""
    rows = document(backups[0], "files.xml").iter("file")
    assert {(text(row, "component"), text(row, "sortorder")) for row in rows} == {
        ("mod_page", "0"),
        ("mod_resource", "1"),
    }


def test_an_activity_has_the_first_grade_item_and_a_category_none(backups: list[Package]) -> None:
    rows = [row for _, root in documents(backups[1]) for row in root.iter("grade_item") if row.get("id")]
    assert {(text(row, "itemtype"), text(row, "itemnumber"), text(row, "itemmodule")) for row in rows} == {
        ("mod", "0", "quiz"), ("mod", "0", "lti"), ("course", NULL, NULL), ("category", NULL, NULL)
    }  # fmt: skip


def test_a_lab_takes_grades_only_if_it_has_points(backups: list[Package]) -> None:
    found = [activity(package, "lti", "lab") for package in backups[:2]]
    assert [text(lab, "lti/instructorchoiceacceptgrades") for lab in found] == ["0", "1"]
    assert [text(lab, "lti/grade") for lab in found] == ["0", "10.00000"]
    assert [text(lab, "lti/launchcontainer") for lab in found] == ["4", "3"]


@pytest.mark.parametrize(
    ("fields", "version", "client", "own"),
    [
        ({"lti": "1.1"}, "LTI-1p0", NULL, {}),
        (
            {"lti": "1.3", "login_url": "https://labs.example.edu/login", "jwks_url": "https://labs.example.edu/keys"},
            "1.3.0",
            "course-chat",
            {
                "keytype": "JWK_KEYSET",
                "publickeyset": "https://labs.example.edu/keys",
                "initiatelogin": "https://labs.example.edu/login",
                "redirectionuris": "https://labs.example.edu/launch",
                "ltiservice_gradesynchronization": "2",
            },
        ),
    ],
)
def test_a_tool_that_travels_says_how_it_is_launched(
    fields: dict[str, str], version: str, client: str, own: dict[str, str]
) -> None:
    package = export(course(LAB | {"id": "lab", "points": 1}, tools=[TOOL | fields]))
    tool = activity(package, "lti", "lab").find("lti/ltitype")
    assert tool is not None
    assert (text(tool, "ltiversion"), text(tool, "clientid"), text(tool, "tooldomain")) == (
        version, client, "labs.example.edu"
    )  # fmt: skip
    rows = {text(row, "name"): text(row, "value") for row in tool.iter("ltitypesconfig")}
    assert {"launchcontainer": "4", "coursevisible": "1", "forcessl": "1"}.items() <= rows.items()
    shared = {"acceptgrades", "coursevisible", "launchcontainer", "sendname", "sendemailaddr", "forcessl"}
    assert {name: value for name, value in rows.items() if name not in shared} == own


# -- a real backup ---------------------------------------------------------------------------------------------------

NOT_OURS = {
    # people, who do not travel with a course, and the roles of the site
    "inforef.xml: roleref in <inforef> is not in the table",
    "questions.xml: createdby in <question> is '2', expected NULL",
    "questions.xml: modifiedby in <question> is '2', expected NULL",
    "questions.xml: ownerid in <question_bank_entry> is '2', expected NULL",
    "roles.xml: <roles_definition> is not in the table",
    # a foreign site cannot read keys
    "lti.xml: password in <lti> is not in the table",
    "lti.xml: resourcekey in <lti> is not in the table",
    # the ways of enrolment are the business of the site
    "enrolments.xml: <enrols> is not in the table",
    # plugins, and fields newer than 4.0
    "groups.xml: <groupings> is not in the table",
    "groups.xml: groupcustomfields in <groups> is not in the table",
    "lti.xml: subplugin_ltiservice_gradebookservices_lti in <lti> is not in the table",
    "quiz.xml: subplugin_quizaccess_seb_quiz in <quiz> is not in the table",
    "questions.xml: plugin_qbank_comment_question in <question> is not in the table",
    "questions.xml: plugin_qbank_customfields_question in <question> is not in the table",
    "questions.xml: plugin_qtype_ddwtos_question in <question> is not in the table",
    # everything of ours has an idnumber; PHP writes false as nothing
    "course.xml: idnumber in <course> is '', expected <text>",
    "grades.xml: idnumber in <grade_item> is '', expected <text> | NULL",
    "module.xml: idnumber in <module> is '', expected <text>",
    "moodle_backup.xml: interactive in <detail> is '', expected 0",
}
"""What a real Moodle writes and the table does not know."""
CHOSEN = {
    # the release whose layout it has, and a site that is none
    "backup_version", "moodle_release", "moodle_version", "@version", "original_wwwroot",
    # texts are HTML; the generator that filled the reference wrote others
    "introformat", "summaryformat", "contentformat", "answerformat",
    # how things are shown
    "display", "launchcontainer", "showactivitydates", "showdescriptionlaunch", "showtitlelaunch", "numbering",
    "answernumbering", "responsefieldlines", "revision",
    # the form of a quiz takes it away where it has no meaning
    "graceperiod",
    # hints keep what was right
    "clearwrong", "shownumcorrect",
    # points with decimals, of which restore_lti_stepslib takes the whole number
    "grade",
    # drag-the-words, which we do not write
    "qtype",
}  # fmt: skip
"""Elements whose constants the reference has otherwise, so that only the table holds them."""


@pytest.fixture(scope="module")
def reference() -> dict[str, list[etree._Element]]:
    """The documents of a backup that Moodle 4.4 wrote, by their names without folders."""
    found: dict[str, list[etree._Element]] = {}
    with tarfile.open(SHARED / "reference" / "moodle-4.4-course.mbz") as archive:
        for member in archive.getmembers():
            if member.name.endswith(".xml") and (file := archive.extractfile(member)):
                found.setdefault(Path(member.name).name, []).append(etree.fromstring(file.read()))
    return found


@pytest.mark.shared
def test_a_real_backup_has_the_same_elements_with_values_of_the_same_kinds(
    reference: dict[str, list[etree._Element]],
) -> None:
    found = {
        fault for name, roots in reference.items() for root in roots for fault in faults(name, root, any_value=True)
    }
    assert found == NOT_OURS


@pytest.mark.shared
def test_a_real_backup_has_the_same_constants(reference: dict[str, list[etree._Element]]) -> None:
    found = {fault for name, roots in reference.items() for root in roots for fault in faults(name, root)} - NOT_OURS
    different = {fault.split(" in <")[0].split(": ")[1] for fault in found}
    assert different == CHOSEN


@pytest.mark.shared
def test_our_documents_have_no_element_that_a_real_backup_lacks(
    reference: dict[str, list[etree._Element]], backups: list[Package]
) -> None:
    """Of the documents and records that the reference has: it holds no forum, file, tool or random question."""
    real = {row for name, roots in reference.items() for root in roots for row in seen(name, root)}
    ours = {row for package in backups for name, root in documents(package) for row in seen(name, root)}
    sections = {name for name, _ in real}
    assert {f"{name} {key}" for name, key in ours - real if name in sections} == {
        "activity forum",
        "activity resource",
        "inforef fileref",
        "lti ltitype",
        "lti preferheight",
        "question plugin_qtype_gapselect_question",
        "question plugin_qtype_ordering_question",
        "question_instance question_set_reference",
    }
