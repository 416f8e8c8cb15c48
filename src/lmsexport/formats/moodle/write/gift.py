r"""A file of questions in GIFT, the text format of Moodle's question bank.

https://docs.moodle.org/en/GIFT_format; question/format/gift/format.php of Moodle 4.2 to 5.0. Texts are HTML. A question
ends at the first empty line, so a line break in a text is `\n`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lmsexport.formats.moodle.questions import essay, matching, numeric, short_answer, single_choice, true_false
from lmsexport.formats.moodle.write import gift_texts
from lmsexport.formats.moodle.write.after_upload import IMPORT_GIFT
from lmsexport.formats.moodle.write.draft import Draft
from lmsexport.formats.moodle.write.question_file import InFile, Section, category_path, filed_record
from lmsexport.formats.moodle.write.question_rows import Record
from lmsexport.lowering import LoweredCourse
from lmsexport.packaging import Package


def gift_package(course: LoweredCourse) -> Package:
    """The questions of a lowered course as one text."""
    around = InFile(course)
    parts = [part for section in around.sections() for part in _section(around, section)]
    package = Package(notes=[IMPORT_GIFT])
    package.add("questions.txt", "\n".join(parts))
    return package


def _section(around: InFile, section: Section) -> Iterator[str]:
    yield f"$CATEGORY: {category_path(section.path)}\n".replace("\\", "\\\\")
    for question in section.questions:
        yield _question(around.draft(question, section))


def _question(draft: Draft) -> str:
    """A question as a paragraph of lines: what finds it again, its name and text, its answers in braces."""
    record = filed_record(draft.record)
    return f"{_comment(record)}::{_name(record.name)}::{gift_texts.html(record.text)}{_in_braces(record)}\n"


def _in_braces(record: Record) -> str:
    if record.qtype == "description":
        return ""
    lines = list(_LINES[record.qtype](record))
    if record.general:
        lines.append(f"####{gift_texts.html(record.general, '')}")
    if record.qtype in ("truefalse", "essay"):
        return f"{{{''.join(lines)}}}"
    start = "{#\n" if record.qtype == "numerical" else "{\n"
    return start + "".join(f"\t{line}\n" for line in lines) + "}"


_LINES: dict[str, Callable[[Record], Iterator[str]]] = {
    "multichoice": single_choice.gift_lines,
    "shortanswer": short_answer.gift_lines,
    "numerical": numeric.gift_lines,
    "truefalse": true_false.gift_lines,
    "match": matching.gift_lines,
    "essay": essay.gift_lines,
}
"""Moodle's question type → its answers, a line each."""


def _name(name: str) -> str:
    return gift_texts.escaped(gift_texts.without_breaks(name))


def _comment(record: Record) -> str:
    """The id and the tags of a question, where Moodle looks for them (extract_idnumber_and_tags_from_comment)."""
    tags = (f" [tag:{_tag(tag['name'])}]" for tag in record.tags)
    return f"// [id:{record.idnumber}]{''.join(tags)}\n"


def _tag(name: str) -> str:
    r"""A tag: `]` has a backslash before it, and none may stand at the end."""
    kept = name.replace("]", r"\]")
    return f"{kept} " if kept.endswith("\\") else kept
