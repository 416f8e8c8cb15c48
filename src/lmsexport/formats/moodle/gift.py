r"""A file of questions in GIFT, the text format of Moodle's question bank.

https://docs.moodle.org/en/GIFT_format; question/format/gift/format.php of Moodle 4.2 to 5.0. Texts are HTML. A question
ends at the first empty line, so a line break in a text is `\n`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from typing import ClassVar

from lmsexport.content import ResolvedCourse
from lmsexport.formats.base import Context, Options
from lmsexport.formats.moodle.draft import Draft, escape
from lmsexport.formats.moodle.notes import IMPORT_GIFT
from lmsexport.formats.moodle.questionfile import InFile, Section, accepted, category_path
from lmsexport.formats.moodle.questionfile_capabilities import GIFT, GIFT_PLACEHOLDER
from lmsexport.formats.moodle.records import Answer, Record
from lmsexport.formats.scope import QuizOptions
from lmsexport.lowering import Capabilities
from lmsexport.packaging import Archive, Package

_OUTCOMES = ("correct", "partial", "incorrect")


class Gift:
    """The target `gift`."""

    name: ClassVar[str] = "gift"
    title: ClassVar[str] = "GIFT questions"
    extension: ClassVar[str] = ".txt"
    archive: ClassVar[Archive] = "file"
    capabilities: ClassVar[Capabilities] = GIFT
    options: ClassVar[type[Options]] = QuizOptions

    def export(self, course: ResolvedCourse, options: QuizOptions, context: Context) -> Package:  # noqa: ARG002
        """Write the questions of a lowered course as one text."""
        around = InFile(course, _no_files)
        parts = [part for section in around.sections(options) for part in _section(around, section)]
        package = Package(notes=[IMPORT_GIFT], omissions=list(around.omissions))
        package.add("questions.txt", "\n".join(parts))
        return package


def _no_files(_: str, __: str) -> tuple[str, str]:
    return "GIFT holds no files: the description of a picture stands in its place.", "Use the target `moodle-xml`."


def _section(around: InFile, section: Section) -> Iterator[str]:
    yield f"$CATEGORY: {category_path(section.path)}\n".replace("\\", "\\\\")
    for question in section.questions:
        yield _question(around.draft(question, section))


def _question(draft: Draft) -> str:
    """A question as a paragraph of lines: what finds it again, its name and text, its answers in braces."""
    record = draft.record
    before, after, answered = _html(record.text), "", record
    if draft.children:  # a single blank: the answers stand in the text
        answered = draft.children[0][1]
        before, _, after = record.text.partition("{#1}")
        before, after = _html(before), _escaped(after)
    answered = _with_outcomes(replace(accepted(answered), general=record.general), draft, record)
    return f"{_comment(accepted(record))}::{_name(record.name)}::{before}{_in_braces(answered)}{after}\n"


def _in_braces(record: Record) -> str:
    if record.qtype == "description":
        return ""
    lines = list(_ANSWERS[record.qtype](record))
    if record.general:
        lines.append(f"####{_html(record.general, '')}")
    if record.qtype in ("truefalse", "essay"):
        return f"{{{''.join(lines)}}}"
    start = "{#\n" if record.qtype == "numerical" else "{\n"
    return start + "".join(f"\t{line}\n" for line in lines) + "}"


def _choices(record: Record) -> Iterator[str]:
    for answer in record.answers:
        mark = "=" if record.single and answer.fraction == "100" else f"~{_weight(answer)}"
        yield f"{mark}{_html(answer.text, '')}{_feedback(answer)}"


def _weight(answer: Answer) -> str:
    return "" if answer.fraction == "0" else f"%{answer.fraction}%"


def _texts(record: Record) -> Iterator[str]:
    for answer in record.answers:
        yield f"=%{answer.fraction}%{_typed(answer.text)}{_feedback(answer)}"


def _numbers(record: Record) -> Iterator[str]:
    for answer in record.answers:
        number = "~" if answer.text == "*" else f"=%{answer.fraction}%{answer.text}:{answer.tolerance}"
        yield f"{number}{_feedback(answer)}"


def _true_false(record: Record) -> Iterator[str]:
    """The right answer, what is said to the wrong one, what is said to the right one."""
    right, wrong = sorted(record.answers, key=lambda answer: answer.fraction, reverse=True)
    said = _feedback(wrong) or ("#" if right.feedback else "")
    yield f"{right.text.upper()}{said}{_feedback(right)}"


def _pairs(record: Record) -> Iterator[str]:
    for pair in record.pairs:
        yield f"={_html(pair['html'], '')} -> {_escaped(_one_line(pair['match']))}"


def _essay(_: Record) -> Iterable[str]:
    return ()


_ANSWERS = {
    "multichoice": _choices,
    "shortanswer": _texts,
    "numerical": _numbers,
    "truefalse": _true_false,
    "match": _pairs,
    "essay": _essay,
}
"""Moodle's question type → its answers, a line each."""


# -- feedback by outcome --------------------------------------------------------------------------------------------


def _with_outcomes(record: Record, draft: Draft, whole: Record) -> Record:
    """What is said by outcome: a single choice has one outcome for each answer; otherwise it is said in any case."""
    if record.qtype == "multichoice" and record.single and record is not whole and not draft.children:
        return replace(record, answers=[_with_outcome(answer, whole) for answer in record.answers])
    texts = [(getattr(draft.writer.say, outcome), getattr(whole, outcome)) for outcome in _OUTCOMES]
    said = [f"<p><strong>{escape(label)}</strong></p>{html}" for label, html in texts if html]
    return replace(record, general=record.general + "".join(said))


def _with_outcome(answer: Answer, whole: Record) -> Answer:
    share = Fraction(answer.fraction)
    said = whole.correct if share >= 100 else whole.partial if share > 0 else whole.incorrect
    return replace(answer, feedback=answer.feedback + said)


# -- texts ----------------------------------------------------------------------------------------------------------


def _html(html: str, format: str = "[html]") -> str:
    """HTML. Its format is said for the prompt, which all others follow, and where a sign would be read as GIFT's."""
    return f"{format or ('[html]' if html[:1] in ('[', '%') else '')}{_escaped(html)}" if html else format


def _typed(text: str) -> str:
    """An answer to compare with: `->` would make a matching question of it, a bracket a format."""
    text = GIFT_PLACEHOLDER.sub("*", _one_line(text).replace("->", "-*>"))
    return f"{'[html]' if text.startswith('[') else ''}{_escaped(text)}"


def _feedback(answer: Answer) -> str:
    return f"#{_html(answer.feedback, '')}" if answer.feedback else ""


def _name(name: str) -> str:
    return _escaped(GIFT_PLACEHOLDER.sub(lambda found: f"& {found[0][1:]}", _one_line(name)))


def _escaped(text: str) -> str:
    r"""A text without signs of GIFT: a backslash stands before each, and before a backslash (qformat_gift::repchar)."""
    text = re.sub(r"[\\~=#{}:]", r"\\\g<0>", text.replace("\r\n", "\n").replace("\r", "\n"))
    return text.replace("\n", r"\n")


def _one_line(text: str) -> str:
    return re.sub(r"\s*[\r\n]\s*", " ", text)


def _comment(record: Record) -> str:
    """The id and the tags of a question, where Moodle looks for them (extract_idnumber_and_tags_from_comment)."""
    tags = (f" [tag:{_tag(tag['name'])}]" for tag in record.tags)
    return f"// [id:{record.idnumber}]{''.join(tags)}\n"


def _tag(name: str) -> str:
    r"""A tag: `]` has a backslash before it, and none may stand at the end."""
    kept = name.replace("]", r"\]")
    return f"{kept} " if kept.endswith("\\") else kept
