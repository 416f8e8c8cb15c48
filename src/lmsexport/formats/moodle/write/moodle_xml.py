"""A file of questions as Moodle XML, which the question bank of every Moodle imports.

https://docs.moodle.org/en/Moodle_XML_format; question/format/xml/format.php of Moodle 4.2 to 5.0.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

from lmsexport.formats.base import Context
from lmsexport.formats.moodle.write.after_upload import IMPORT_XML
from lmsexport.formats.moodle.write.draft import Draft
from lmsexport.formats.moodle.write.files import stored_path
from lmsexport.formats.moodle.write.question_file import InFile, Section, category_path, filed_record
from lmsexport.formats.moodle.write.question_rows import Record
from lmsexport.lowering import LoweredCourse
from lmsexport.model import Question
from lmsexport.packaging import Package, Woven, templates, wellformed

_KINDS = {
    "match": "matching",
    "multianswer": "cloze",
}
"""Moodle's question type → its name in the file, where they differ."""

_MARK = re.compile("\x1e([0-9]+)\x1f")
"""What stands for a file until the text is written; no text of a course can hold these characters."""


def moodle_xml_package(course: LoweredCourse, context: Context) -> Package:
    """The questions of a lowered course as one document."""
    return _Document(course, context).package()


@dataclass(frozen=True, slots=True)
class _Embedded:
    """A file within the document."""

    name: str
    folder: str
    """Begins and ends with a slash."""
    mark: str


class _Document:
    def __init__(self, course: LoweredCourse, context: Context) -> None:
        self.course = course
        self.around = InFile(course)
        self.env = templates("moodle-xml", context.templates).overlay()
        self.env.filters = self.env.filters | {"cdata": _cdata}  # not the shared ones
        self.paths: list[Path] = []

    def package(self) -> Package:
        sections = [self._section(section) for section in self.around.sections()]
        text = self.env.get_template("quiz.xml.j2").render(sections=sections)
        package = Package(notes=[IMPORT_XML])
        package.add("questions.xml", self._woven(text))
        return package

    def _woven(self, text: str) -> bytes | Woven:
        """The document with its files; base64 has no character that would make it ill-formed."""
        data = wellformed("questions.xml", _MARK.sub("", text))
        if not self.paths:
            return data
        pieces = _MARK.split(text)  # text, number, text, number, … text
        return Woven(tuple(self.paths[int(p)] if n % 2 else p.encode() for n, p in enumerate(pieces)))

    def _section(self, section: Section) -> dict[str, Any]:
        questions = [self._question(question, section) for question in section.questions]
        return {"path": category_path(section.path), "info": section.info, "questions": questions}

    def _question(self, question: Question, section: Section) -> Markup:
        draft = self.around.draft(question, section)
        record = filed_record(_with_blanks(draft))
        template = self.env.get_template(f"questions/{question.type}.xml.j2")
        kind = _KINDS.get(record.qtype, record.qtype)
        return Markup(template.render(q=record, kind=kind, files=self._files))  # noqa: S704 - escaped by the template

    def _files(self, area: str, item: int) -> list[_Embedded]:
        """The files of a text of the question that is being written."""
        return [self._embedded(path) for path in self.around.files.get((area, item), ())]

    def _embedded(self, path: str) -> _Embedded:
        self.paths.append(self.course.files[path])
        folder, name = posixpath.split(stored_path(path))
        return _Embedded(name, f"/{folder}/" if folder else "/", f"\x1e{len(self.paths) - 1}\x1f")


def _with_blanks(draft: Draft) -> Record:
    """The record of a question with its blanks in its text."""
    text = draft.record.text
    for number, (_, blank) in enumerate(draft.children, 1):
        text = text.replace(f"{{#{number}}}", blank.text)
    return replace(draft.record, text=text)


def _cdata(text: str) -> Markup:
    """A text that Moodle reads unchanged: it drops white space that stands alone between two entities (xmlize)."""
    if not any(sign in text for sign in "<&>"):
        return escape(text)
    return Markup(f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>")  # noqa: S704 - a CDATA section
