"""Links and pictures of Moodle's texts lead to what they mean, as its own import has it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from html import unescape
from pathlib import Path

import pytest

from formats.exporting import CONTEXT, EVERYTHING, resolved
from lmsexport.engine.build import Request, build
from lmsexport.formats.base import format_named
from lmsexport.lowering import lower
from lmsexport.packaging.archive import write_package
from lmsexport.validation import Contents, Elsewhere, Embedded, ItemRef, Lost, Member, Number, Outline, RichText
from lmsexport.validation.judge import recognised
from lmsexport.validation.reader import Subject

_ADDRESS = re.compile(r'(?:src|href)="([^"]*)"')

QUESTIONS = """\
<quiz>
<question type="truefalse"><name><text>a</text></name>
<questiontext format="html"><text><![CDATA[<p>See <img src="@@PLUGINFILE@@/my%20plan.png" alt="plan"></p>]]></text>
<file name="my plan.png" path="/" encoding="base64">cG5n</file></questiontext>
<answer fraction="0"><text>true</text></answer><answer fraction="100"><text>false</text></answer></question>
<question type="numerical"><name><text>b</text></name>
<questiontext format="html"><text><![CDATA[<p>No file: <img src="@@PLUGINFILE@@/my%20plan.png" alt=""></p>]]></text>
</questiontext><answer fraction="100"><text>2.5</text><tolerance>0.5</tolerance></answer></question>
<question type="cloze"><name><text>c</text></name><questiontext format="html">
<text>{1:SHORTANSWER:=a*} {1:NUMERICAL:=3:1} {1:MULTICHOICE:=x~y}</text></questiontext></question>
</quiz>
"""


@pytest.fixture(scope="module")
def backup(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Subject]:
    out = tmp_path_factory.mktemp("built")
    build(Request(EVERYTHING, out, ("moodle",), prove=False))
    with Contents(out / "everything-moodle.mbz") as contents:
        yield recognised(contents)


@pytest.fixture
def questions(tmp_path: Path) -> Iterator[Subject]:
    (tmp_path / "q.xml").write_text(QUESTIONS, encoding="utf-8")
    with Contents(tmp_path / "q.xml") as contents:
        yield recognised(contents)


def texts(outline: Outline) -> Iterator[RichText]:
    for module in outline.modules:
        yield module.text
        yield from (item.text for item in module.items)
    for question in outline.questions:
        yield from (question.prompt, *question.hints, *question.feedback.values())
        for answer in question.answers:
            yield from (answer.text, answer.feedback)


def test_every_address_of_a_course_leads_somewhere(backup: Subject) -> None:
    found = [(unescape(address), text.base) for text in texts(backup.outline)
             for address in _ADDRESS.findall(text.markup)]  # fmt: skip
    assert any(isinstance(backup.target(*one), Member) for one in found)
    assert any(isinstance(backup.target(*one), ItemRef) for one in found)
    assert [one for one in found if isinstance(backup.target(*one), Lost)] == []


def test_links_to_activities_name_items_of_the_outline(backup: Subject) -> None:
    ids = {item.id for item in backup.outline.items}
    for text in texts(backup.outline):
        for address in _ADDRESS.findall(text.markup):
            if isinstance(target := backup.target(unescape(address), text.base), ItemRef):
                assert target.id in ids


def test_what_is_not_in_the_backup_is_lost(backup: Subject) -> None:
    assert backup.target("$@PAGEVIEWBYID*1@$") == Lost("$@PAGEVIEWBYID*1@$")
    assert backup.target("@@PLUGINFILE@@/none.png") == Lost("@@PLUGINFILE@@/none.png")
    assert backup.target("https://example.org/a") == Elsewhere("https://example.org/a")


def test_downloads_and_gates_name_their_files_and_items(backup: Subject) -> None:
    downloads = [item for item in backup.outline.items if item.kind == "download"]
    assert downloads
    assert all(item.files and item.files[0].member in backup.contents for item in downloads)
    ids = {item.id for item in backup.outline.items}
    needs = [need for item in backup.outline.items for need in item.needs]
    assert {need.id for need in needs} <= ids
    assert {need.state for need in needs} <= {"viewed", "submitted", "passed"}


def test_a_number_is_that_of_an_activity_of_its_kind(backup: Subject) -> None:
    """The numbers of courses, users and grades are others."""
    page = next(item for item in backup.outline.items if item.kind == "lesson")
    number = page.place.partition("_")[2].partition("/")[0]
    assert backup.target(f"$@PAGEVIEWBYID*{number}@$#a%20b") == ItemRef(page.id, "a b")
    assert backup.target(f"$@COURSEVIEWBYID*{number}@$") == Lost(f"$@COURSEVIEWBYID*{number}@$")


FILES = """\
<files>
<file id="1"><contenthash>aa1</contenthash><contextid>7</contextid><component>mod_page</component>
<filearea>intro</filearea><itemid>0</itemid><filepath>/</filepath><filename>image.png</filename></file>
<file id="2"><contenthash>bb2</contenthash><contextid>7</contextid><component>mod_page</component>
<filearea>content</filearea><itemid>0</itemid><filepath>/</filepath><filename>image.png</filename></file>
<file id="3"><contenthash>cc3</contenthash><contextid>9</contextid><component>question</component>
<filearea>answer</filearea><itemid>41</itemid><filepath>/</filepath><filename>image.png</filename></file>
<file id="4"><contenthash>dd4</contenthash><contextid>9</contextid><component>question</component>
<filearea>answer</filearea><itemid>42</itemid><filepath>/</filepath><filename>image.png</filename></file>
<file id="5"><contenthash>dd4</contenthash><contextid>9</contextid><component>question</component>
<filearea>hint</filearea><itemid>5</itemid><filepath>/a b/</filepath><filename>once.png</filename></file>
<file id="6"><contenthash>bb2</contenthash><contextid>8</contextid><component>mod_resource</component>
<filearea>content</filearea><itemid>0</itemid><filepath>/</filepath><filename>a.css</filename></file>
<file id="7"><contenthash>cc3</contenthash><contextid>8</contextid><component>mod_resource</component>
<filearea>content</filearea><itemid>0</itemid><filepath>/</filepath><filename>index.html</filename>
<sortorder>1</sortorder></file>
</files>
"""
ABOUT = """\
<moodle_backup><information><contents><activities><activity><moduleid>3</moduleid><sectionid>1</sectionid>
<modulename>resource</modulename><title>Site</title><directory>activities/resource_3</directory></activity>
</activities></contents></information></moodle_backup>
"""
SITE = '<activity id="2" contextid="8"><resource id="2"><name>Site</name></resource></activity>'


@pytest.fixture
def pasted(tmp_path: Path) -> Iterator[Subject]:
    """A backup of pictures that all have the name that Moodle's editor gives to pasted ones."""
    members = {"moodle_backup.xml": ABOUT, "files.xml": FILES, "activities/resource_3/resource.xml": SITE}
    members |= {f"files/{sum[:2]}/{sum}": sum for sum in ("aa1", "bb2", "cc3", "dd4")}
    for name, text in members.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    with Contents(tmp_path) as contents:
        yield recognised(contents)


@pytest.mark.parametrize(
    ("base", "found"),
    [("7 intro", "aa1"), ("7 content", "bb2"), ("answer 41", "cc3"), ("answer 42\nanswer 41", "dd4"), ("7", "aa1")],
)
def test_files_of_one_name_are_those_of_their_text(pasted: Subject, base: str, found: str) -> None:
    file = Member(f"files/{found[:2]}/{found}", "image.png")
    assert pasted.target("@@PLUGINFILE@@/image.png", base) == file


def test_a_file_of_a_text_that_nobody_knows_is_found_by_its_name_where_only_one_has_it(pasted: Subject) -> None:
    assert pasted.target("@@PLUGINFILE@@/a%20b/once.png?time=1", "") == Member("files/dd/dd4", "once.png")
    assert isinstance(pasted.target("@@PLUGINFILE@@/image.png", ""), Lost)


def test_a_download_begins_with_the_file_that_opens(pasted: Subject) -> None:
    (site,) = pasted.outline.items
    assert [file.name for file in site.files] == ["index.html", "a.css"]


def test_pictures_of_answers_in_a_file_of_questions_are_their_own(tmp_path: Path) -> None:
    answer = (
        '<answer fraction="{}"><text>&lt;img src="@@PLUGINFILE@@/image.png" alt="" /&gt;</text>'
        '<file name="image.png" path="/" encoding="base64">{}</file><feedback>'
        '<text>&lt;img src="@@PLUGINFILE@@/image.png" alt="" /&gt;</text>'
        '<file name="image.png" path="/" encoding="base64">{}</file></feedback></answer>'
    )
    rows = answer.format(100, "MQ==", "Mg==") + answer.format(0, "Mw==", "NA==")
    category = '<question type="category"><category><text>top/A</text></category></question>'
    text = "<name><text>a</text></name><questiontext><text>Which?</text></questiontext><single>true</single>"
    name = tmp_path / "q.xml"
    name.write_text(f'<quiz>{category}<question type="multichoice">{text}{rows}</question></quiz>', encoding="utf-8")
    with Contents(name) as contents:
        subject = recognised(contents)
        (question,) = subject.outline.questions
        bases = [text.base for one in question.answers for text in (one.text, one.feedback)]
        shown = [subject.target("@@PLUGINFILE@@/image.png", base) for base in bases]
    assert shown == [Embedded("image.png", data) for data in (b"1", b"2", b"3", b"4")]


def test_pictures_of_pairs_in_a_file_of_questions_are_their_own(tmp_path: Path) -> None:
    pair = (
        '<subquestion><text>&lt;img src="@@PLUGINFILE@@/image.png" alt="" /&gt;</text>'
        '<file name="image.png" path="/" encoding="base64">{}</file><answer><text>{}</text></answer></subquestion>'
    )
    rows = pair.format("MQ==", "one") + pair.format("Mg==", "two")
    name = tmp_path / "q.xml"
    name.write_text(f'<quiz><question type="matching"><name><text>a</text></name>{rows}</question></quiz>', "utf-8")
    with Contents(name) as contents:
        subject = recognised(contents)
        (question,) = subject.outline.questions
        shown = {one.match.words: subject.target("@@PLUGINFILE@@/image.png", one.text.base) for one in question.answers}
    assert shown == {"one": Embedded("image.png", b"1"), "two": Embedded("image.png", b"2")}


def test_a_book_has_the_parts_of_the_lesson_that_it_was_cut_from(tmp_path: Path) -> None:
    format = format_named("moodle")
    options = format.options.model_validate({"lessons": "book"})
    lowered = lower(resolved(EVERYTHING, {}), format, options).course
    path = tmp_path / "book.mbz"
    write_package(format.export(lowered, options, CONTEXT), format.archive, path, CONTEXT.when)
    with Contents(path) as contents:
        read = {item.id: item for item in recognised(contents).outline.items if item.kind == "lesson"}
        meant = [item for item in format.outline(lowered, options).items if item.kind == "lesson"]
        assert {item.place.partition("_")[0] for item in read.values()} == {"activities/book"}
        for item in meant:
            parts = [[(part.name, part.term, part.text.words) for part in one.parts] for one in (read[item.id], item)]
            assert parts[0] == parts[1], item.title
        assert {part.name for item in meant for part in item.parts} >= {"body", "objectives", "glossary"}


def test_a_file_of_questions_holds_its_files(questions: Subject) -> None:
    first, second, _ = questions.outline.questions
    assert questions.target("@@PLUGINFILE@@/my%20plan.png", first.prompt.base) == Embedded("my plan.png", b"png")
    assert isinstance(questions.target("@@PLUGINFILE@@/my%20plan.png", second.prompt.base), Lost)


def test_what_answers_mean(questions: Subject) -> None:
    truth, number, gaps = questions.outline.questions
    assert {answer.means: answer.share for answer in truth.answers} == {True: 0, False: 100}
    (accepted,) = number.answers
    assert accepted.number is not None
    assert accepted.number == Number(low=Decimal(2), high=Decimal(3), value=Decimal("2.5"), tolerance=Decimal("0.5"))
    assert gaps.blanks == ("text", "number", "choice")
    assert [answer.wildcards for answer in gaps.answers] == [True, False, False, False]
