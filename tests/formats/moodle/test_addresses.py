"""Links and pictures of Moodle's texts lead to what they mean, as its own import has it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from html import unescape
from pathlib import Path

import pytest

from lmsexport.engine.build import Request, build
from lmsexport.validation import Contents, Elsewhere, Embedded, ItemRef, Lost, Member, Number, Outline, RichText
from lmsexport.validation.judge import recognised
from lmsexport.validation.reader import Subject

EVERYTHING = Path(__file__).parents[2] / "courses" / "everything"
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
