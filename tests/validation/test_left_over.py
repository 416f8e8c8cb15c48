"""Nothing of a package goes without a word: what no reader shows is named, and what is the same reads the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from lmsexport.engine.diff import compared
from lmsexport.validation import Contents, plain
from lmsexport.validation.judge import judge, recognised
from validation.packing import zipped

CARTRIDGE = """<manifest identifier="m" xmlns="http://www.imsglobal.org/xsd/imsccv1p3/imscp_v1p1"><metadata>
<schema>IMS Common Cartridge</schema><schemaversion>1.3.0</schemaversion></metadata><organizations/><resources>
<resource identifier="task" type="assignment_xmlv1p0" href="task.xml"><file href="task.xml"/></resource>
<resource identifier="file" type="webcontent" href="plan.pdf"><file href="plan.pdf"/></resource>
</resources></manifest>"""


def test_what_no_item_shows_is_named_with_its_place(tmp_path: Path) -> None:
    members = {"imsmanifest.xml": CARTRIDGE, "task.xml": "<assignment/>", "plan.pdf": "a", "notes.txt": "b"}
    with Contents(zipped(tmp_path / "course.imscc", members)) as contents:
        assert recognised(contents).outline.unread == (
            "task.xml is an assignment: only its text is read",
            "plan.pdf (imsmanifest.xml:4): no item shows it, and no text leads to it",
            "notes.txt: no resource lists it, and no text leads to it",
        )


@pytest.mark.parametrize("depth", [200, 300, 3_000])
def test_texts_are_read_however_deep_they_stand(depth: int) -> None:
    markup = "<div>" * depth + "deep" + "</div>" * depth + "<p>after it</p>"
    assert plain(markup) == "deep after it"


@pytest.mark.parametrize("text", ["::T:: Is it?{T}", "Is it?{T}\n\nAnd it?{F}", "// [id:a]\nIs it?{T}"])
def test_a_file_without_a_category_is_as_it_is(tmp_path: Path, text: str) -> None:
    path = tmp_path / "q.gift"
    path.write_text(text)
    assert compared(path, path).differences == []


def test_a_document_of_quizzes_is_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "quiz.xml"
    item = '<item ident="q"><presentation><material><mattext>What?</mattext></material></presentation></item>'
    section = f"<section>{item}</section>"
    path.write_text(f'<questestinterop><assessment ident="a" title="A">{section}</assessment></questestinterop>')
    assert compared(path, path).differences == []


@pytest.mark.parametrize(
    ("members", "what"),
    [
        ({"moodle.xml": "<MOODLE_BACKUP/>"}, "it is a backup of Moodle 1, which lmsexport does not read"),
        (
            {"imsmanifest.xml": '<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" xmlns:d2l_2p0="http://desire2learn'
             '.com/xsd/d2lcp_v2p0" xmlns:scorm_1p2="http://www.adlnet.org/xsd/adlcp_rootv1p2"><resources/></manifest>'},
            "it is an export of Brightspace, which lmsexport does not read",
        ),
    ],
)  # fmt: skip
def test_what_is_not_read_says_so_and_nothing_else(tmp_path: Path, members: dict[str, str], what: str) -> None:
    with judge(zipped(tmp_path / "package.zip", members)) as found:
        assert [(one.rule.id, one.breach.what) for one in found.findings] == [("package-unknown", what)]
