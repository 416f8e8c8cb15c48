"""Whatever the texts are: files of questions can be read, and every question is in them with its text."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from lxml import etree

from conftest import DEEP
from formats.moodle.courses import CONTEXT
from formats.moodle.hostile import courses
from formats.moodle.questionfiles import read_gift, written
from lmsexport.content import Source, nowhere, resolve
from lmsexport.errors import Severity
from lmsexport.formats.base import format_named
from lmsexport.lowering import lower
from lmsexport.model import Assessment, Course, Question

pytestmark = pytest.mark.deep
any_course = settings(max_examples=250 if DEEP else 25, deadline=None, suppress_health_check=list(HealthCheck))


def export(data: dict[str, Any], target: str) -> tuple[bytes, list[Question]]:
    """The file, and the questions that have to be in it."""
    source = Course.model_validate(data)
    course, problems = resolve(Source(source, {}, nowhere))
    assume(all(problem.severity is not Severity.ERROR for problem in problems))  # else `check` refuses the course
    format = format_named(target)
    lowered = lower(course, format).course
    quizzes = [item for item in lowered.course.items if isinstance(item, Assessment)]
    asked = [question for quiz in quizzes for question in quiz.own_questions]
    banked = [question for bank in lowered.course.banks for question in bank.questions]
    return written(format.export(lowered, format.options(), CONTEXT)), asked + banked


def xml_questions(data: dict[str, Any]) -> tuple[list[etree._Element], list[Question]]:
    file, expected = export(data, "moodle-xml")
    root = etree.fromstring(file, etree.XMLParser(huge_tree=True))
    return [question for question in root if question.get("type") != "category"], expected


@given(data=courses())
@any_course
def test_moodle_xml_holds_every_question(data: dict[str, Any]) -> None:
    found, expected = xml_questions(data)
    assert [question.findtext("idnumber") for question in found] == [question.id for question in expected]
    for question in found:
        for element in question.iterfind(".//*[@format='html']/text"):
            if element.text and "<" in element.text:
                text = re.sub(r"\{[0-9]+:[A-Z_]+:.*?(?<!\\)\}", "", element.text, flags=re.DOTALL)
                etree.fromstring(f"<x>{text}</x>", etree.XMLParser(huge_tree=True))


@pytest.mark.npm
@given(data=courses())
@any_course
def test_gift_holds_every_question_with_the_same_text(data: dict[str, Any]) -> None:
    file, expected = export(data, "gift")
    found = [question for question in read_gift(file.decode()) if question["type"] != "Category"]
    assert [question["id"] for question in found] == [question.id for question in expected]
    in_xml = {question.findtext("idnumber"): question for question in xml_questions(data)[0]}
    for read, question in zip(found, expected, strict=True):
        assert read["stem"]["format"] == "html"
        is_blank = in_xml[question.id].get("type") == "cloze"
        if is_blank:  # a question of its own, with another text and feedback
            continue
        text = in_xml[question.id].findtext("questiontext/text") or ""
        assert read["stem"]["text"] == text.strip(), question
        said = in_xml[question.id].findtext("generalfeedback/text") or ""
        if question.type in ("single-choice", "short-answer", "numeric", "true-false"):
            assert (read["globalFeedback"] or {"text": ""})["text"] == said.strip()
        if question.type == "single-choice":
            texts = [(element.findtext("text") or "").strip() for element in in_xml[question.id].iterfind("answer")]
            assert [choice["text"]["text"] for choice in read["choices"]] == texts


@given(data=courses())
@any_course
def test_a_paragraph_of_gift_is_a_question(data: dict[str, Any]) -> None:
    """As Moodle cuts a file: at every line that is empty, or is `0` (qformat_default::readquestions)."""
    file, expected = export(data, "gift")
    blocks: list[list[str]] = [[]]
    for line in file.decode().split("\n"):
        if line.strip(" \t\n\r\0\x0b") in ("", "0"):
            blocks.append([])
        else:
            blocks[-1].append(line)
    kept = [block for block in blocks if any(not line.strip().startswith("//") for line in block)]
    assert sum(not block[0].startswith("$CATEGORY:") for block in kept) == len(expected)
    assert all(len(block) == 1 for block in kept if block[0].startswith("$CATEGORY:"))
