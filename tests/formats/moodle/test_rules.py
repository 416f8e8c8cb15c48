"""Each rule of Moodle's packages: a package that breaks it, and none of ours that does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from formats.exporting import EVERYTHING, SAMPLE, TESTS, export
from formats.judged import Change, broken, faults, judged, replaced, says_as_read
from formats.moodle.courses import course, lesson, question, quiz
from lmsexport.formats.moodle.rules.all_rules import BACKUP, GIFT, XML
from lmsexport.validation.judge import Judgement, judge

LISTED, QUESTIONS = "moodle_backup.xml", "questions.xml"
TYPED = "activities/quiz_849415104"
PRACTICE = "activities/quiz_1088249237"
LAB = "activities/lti_152881620/lti.xml"
PICTURE = "files/2d/2d60f0dff4d3507bc8154064601eb3bbaf73e400"
LONG = "x" * 300


def in_answers(old: str, new: str, after: str) -> Change:
    """A change of the first place after a text."""

    def change(content: bytes) -> bytes:
        before, found, rest = content.decode().partition(after)
        assert found
        return (before + found + rest.replace(old, new, 1)).encode()

    return change


def without_choices(content: bytes) -> bytes:
    """One answer is left of the first question with choices."""
    return re.sub(rb"(?s)(<answer .*?</answer>).*?</answers>", rb"\1</answers>", content, count=1)


BACKUPS: dict[str, tuple[str, Change | None]] = {
    "moodle-dangling-question": (
        f"{TYPED}/quiz.xml", replaced("<questionbankentryid>2115028222<", "<questionbankentryid>7<")),
    "moodle-too-few-questions": (
        QUESTIONS, lambda content: re.sub(rb"<qtype>\w+<", b"<qtype>description<", content)),
    "moodle-unannounced-category": (f"{TYPED}/inforef.xml", replaced("<id>2077761281<", "<id>1<")),
    "moodle-top-category": (QUESTIONS, replaced("<parent>666074007<", "<parent>0<")),
    "moodle-category-parent": (QUESTIONS, replaced("<parent>666074007<", "<parent>12<")),
    "moodle-category-stamp": (
        QUESTIONS, replaced("bd8e0d0d-0b2d-5e4c-9d60-f079e214bb35", "f30a1870-a148-5eef-8047-5528dd61c2dd")),
    "moodle-availability": ("activities/quiz_183001240/module.xml", replaced(":1902982093,", ":12,")),
    "moodle-section": (LISTED, replaced("<sectionid>528295749<", "<sectionid>12<", 1)),
    "moodle-activity-link": ("activities/page_1025423394/page.xml", replaced("VIEWBYID*", "VIEWBYID*9")),
    "moodle-file-link": (QUESTIONS, replaced("@@PLUGINFILE@@/media/green.png", "@@PLUGINFILE@@/media/gone.png", 1)),
    "moodle-grade-category": (f"{TYPED}/grades.xml", replaced("<categoryid>1703514185<", "<categoryid>12<")),
    "moodle-sumgrades": (f"{TYPED}/quiz.xml", replaced("<sumgrades>15.0", "<sumgrades>14.0")),
    "moodle-slots": (f"{TYPED}/quiz.xml", replaced("<slot>2<", "<slot>3<", 1)),
    "moodle-pass-mark": (f"{TYPED}/grades.xml", replaced("<gradepass>7.5", "<gradepass>17.5")),
    "moodle-hidden-feedback": (f"{TYPED}/quiz.xml", replaced("specificfeedback>4368<", "specificfeedback>0<")),
    "moodle-unreachable-completion": (
        f"{TYPED}/grades.xml", replaced("<gradepass>7.50000<", "<gradepass>0.00000<")),
    "moodle-empty-quiz": (
        f"{PRACTICE}/quiz.xml", lambda content: content[: content.index(b"<question_instance ")]
        + content[content.index(b"</question_instances>"):]),
    "moodle-right-answer": (
        QUESTIONS, in_answers("<fraction>1.0000000<", "<fraction>0.5000000<", "Single choice with every field")),
    "moodle-shares": (
        QUESTIONS, in_answers("<fraction>0.6000000<", "<fraction>0.3000000<", "Multiple response with every field")),
    "moodle-choices": (QUESTIONS, without_choices),
    "moodle-pairs": (
        QUESTIONS, lambda content: b"<matches>\n</matches>".join(
            [content[: content.index(b"<matches>")], content[content.index(b"</matches>") + 10:]])),
    "moodle-match": (QUESTIONS, replaced("<answertext>Paris<", "<answertext><", 1)),
    "moodle-share": (QUESTIONS, replaced("<fraction>1.0000000<", "<fraction>all<", 1)),
    "moodle-share-range": (QUESTIONS, replaced("<fraction>1.0000000<", "<fraction>100.0000000<", 1)),
    "moodle-question-parts": (QUESTIONS, replaced("qtype_multichoice_question", "qtype_other_question", 2)),
    "moodle-question-type": (QUESTIONS, replaced("<qtype>numerical<", "<qtype>formulas<", 1)),
    "moodle-numbers": (QUESTIONS, replaced("<answertext>343<", "<answertext>fast<", 1)),
    "moodle-incomplete": (f"{TYPED}/module.xml", None),
    "moodle-unlisted": (LISTED, replaced("activities/quiz_849415104", "activities/quiz_8")),
    "moodle-missing-file": (PICTURE, None),
    "moodle-damaged-file": (PICTURE, lambda content: content + b"x"),
    "moodle-unannounced-file": ("activities/resource_920309573/inforef.xml", replaced("<id>", "<id>9")),
    "moodle-course-name": (LISTED, replaced("‹b›", "&lt;b&gt;")),
    "moodle-name-length": (f"{TYPED}/quiz.xml", replaced("<name>Typing<", f"<name>{LONG}<")),
    "moodle-duplicate-number": (QUESTIONS, replaced('question id="1693269556"', 'question id="1093166443"')),
    "moodle-foreign-plugin": ("course/course.xml", replaced("<format>topics<", "<format>tiles<")),
    "moodle-front-page": (LISTED, replaced("<original_course_format>topics<", "<original_course_format>site<")),
    "moodle-idnumber": (QUESTIONS, replaced("<idnumber>single<", "<idnumber>passage<")),
    "moodle-tool-secret": (LAB, replaced("<toolurl>", "<password>1234</password><toolurl>")),
    "moodle-tool-address": (
        "activities/lti_353103913/lti.xml", replaced("<toolurl>https://", "<toolurl>http://")),
}  # fmt: skip


@pytest.mark.parametrize("id", BACKUPS)
def test_a_backup_that_breaks_a_rule_is_told_so(id: str) -> None:
    member, change = BACKUPS[id]
    with judged("moodle", export("moodle", EVERYTHING), {member: change}) as found:
        assert id in broken(found)
        says_as_read(found, id, "moodle")


@contextmanager
def file_of(tmp_path: Path, name: str, data: str | bytes) -> Iterator[Judgement]:
    path = tmp_path / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    with judge(path) as found:
        yield found


def xml(question: str = "", kind: str = "shortanswer", name: str = "One") -> str:
    answers = question or '<answer fraction="100"><text>Two</text></answer>'
    text = "<questiontext format='html'><text>What?</text></questiontext>"
    return f'<quiz><question type="{kind}"><name><text>{name}</text></name>{text}{answers}</question></quiz>'


PICTURE_LINK = '<text>&lt;img src="@@PLUGINFILE@@/a.png" alt="A"&gt;</text>'
QUESTION_FILES: dict[str, str] = {
    "moodle-xml-file": xml(f'<generalfeedback>{PICTURE_LINK}<file name="a.png" encoding="base64">§</file>'
                           '</generalfeedback><answer fraction="100"><text>a</text></answer>'),
    "moodle-xml-file-link": xml(f"<generalfeedback>{PICTURE_LINK}</generalfeedback>"
                                '<answer fraction="100"><text>a</text></answer>'),
    "moodle-xml-question": "<quiz><question><name><text>One</text></name></question></quiz>",
    "moodle-question-name": xml().replace("<name><text>One</text></name>", ""),
    "moodle-blanks": xml(kind="cloze"),
    "moodle-listed-share": xml('<answer fraction="100"><text>a</text></answer>'
                               '<answer fraction="37"><text>b</text></answer>'),
}  # fmt: skip


@pytest.mark.parametrize("id", QUESTION_FILES)
def test_a_file_of_moodle_xml_that_breaks_a_rule_is_told_so(id: str, tmp_path: Path) -> None:
    with file_of(tmp_path, "questions.xml", QUESTION_FILES[id]) as found:
        assert found.kind == "moodle-xml" and id in broken(found)
        says_as_read(found, id, "moodle-xml")


def test_a_plain_file_of_moodle_xml_has_nothing_wrong(tmp_path: Path) -> None:
    with file_of(tmp_path, "questions.xml", xml()) as found:
        assert found.kind == "moodle-xml" and found.findings == []


GIFTS: dict[str, str | bytes] = {
    "gift-syntax": "::One:: What? {=a ~b\n\n::Two:: Why? {#ten}\n",
    "gift-empty-line": "::One:: What? {\n=a\n\n~b\n}\n",
    "gift-encoding": "::One:: Größe? {=groß ~klein}\n".encode("latin-1"),
    "gift-answers": "::One:: What? {=a}\n\n::Two:: Which? {~b}\n",
    "gift-weight": "::One:: What? {=%1234%a ~b}\n",
}


@pytest.mark.parametrize("id", GIFTS)
def test_a_gift_file_that_breaks_a_rule_is_told_so(id: str, tmp_path: Path) -> None:
    with file_of(tmp_path, "questions.gift", GIFTS[id]) as found:
        assert found.kind == "gift" and id in broken(found)
        says_as_read(found, id, "gift")


def test_an_answer_that_is_about_shares_is_no_share() -> None:
    """`[html]` before it, or a share of its own, keeps Moodle from reading it as one."""
    options = [{"id": "a", "text": "%50% of all", "correct": True}, {"id": "b", "text": "%5% of all"}]
    asked = [question("single-choice", "a", choices=options), question("short-answer", "b", answers=[{"text": "%50%"}])]
    with judged("gift", export("gift", course(quiz("q", asked)))) as found:
        assert found.subject is not None and faults(found) == []
        read = found.subject.outline.banks[0].questions
    assert [answer.text.words for one in read for answer in one.answers] == ["%50% of all", "%5% of all", "%50%"]


def test_a_plain_gift_file_has_nothing_wrong(tmp_path: Path) -> None:
    text = "$CATEGORY: Sums\n\n::One:: What is 1 + 1? {=2 ~3#No.}\n\n::Two:: True? {T}\n\n::Pi:: {#3.14:0.01}\n"
    with file_of(tmp_path, "questions.gift", text) as found:
        assert found.kind == "gift" and found.findings == []


def test_every_rule_has_a_package_that_breaks_it() -> None:
    rules = {rule.id for rule in (*BACKUP, *XML, *GIFT)}
    assert rules == BACKUPS.keys() | QUESTION_FILES.keys() | GIFTS.keys()


@pytest.mark.parametrize("folder", [SAMPLE, EVERYTHING, TESTS / "courses" / "arabic"], ids=lambda folder: folder.name)
@pytest.mark.parametrize("target", ["moodle", "moodle-xml", "gift"])
def test_none_of_ours_does(target: str, folder: Path) -> None:
    with judged(target, export(target, folder)) as found:
        assert found.kind == target
        assert faults(found) == []
        assert found.unread == []


def itself(content: bytes) -> bytes:
    """Every question category with itself for a parent, but those at the top."""
    return re.sub(
        rb'(<question_category id="(\d+)">(?:(?!</question_category>).)*?<parent>)[1-9]\d*(</parent>)', rb"\1\2\3",
        content, flags=re.DOTALL,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("id", "member", "change", "said"),
    [
        ("moodle-category-parent", QUESTIONS, itself, "stands below itself"),
        ("moodle-availability", "activities/quiz_183001240/module.xml", replaced(":1902982093,", ":183001240,"),
         "waits for itself"),
    ],
)  # fmt: skip
def test_what_leads_to_itself_is_told(id: str, member: str, change: Change, said: str) -> None:
    with judged("moodle", export("moodle", EVERYTHING), {member: change}) as found:
        assert any(one.rule.id == id and one.breach.what.endswith(said) for one in found.findings)


def test_a_link_to_the_course_itself_leads_somewhere() -> None:
    """Links to headings do: a heading stands on the course's page."""
    heading = {"type": "heading", "id": "h", "title": "H"}
    package = export("moodle", course(lesson("one", body="[Up](item:h)"), heading))
    (page,) = [part.name for part in package if part.name.endswith("page.xml")]
    with judged("moodle", package) as found:
        assert faults(found) == []
    with judged("moodle", package, {page: replaced("COURSEVIEWBYID*", "COURSEVIEWBYID*9")}) as found:
        assert broken(found) == {"moodle-activity-link"}
