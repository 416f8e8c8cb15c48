r"""GIFT read as Moodle's import does (qformat_gift::readquestion of Moodle 4.2 to 5.0, the same code in all).

A question is a paragraph: it ends at an empty line. Before anything else is looked for, each escaped sign becomes a
placeholder; so `\{` never opens the answers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from lmsexport.formats.moodle.questions import (
    essay,
    matching,
    numeric,
    ordering,
    short_answer,
    single_choice,
    true_false,
)
from lmsexport.formats.moodle.read.entries import Entry, without_catch_all
from lmsexport.formats.moodle.read.gift_texts import formatted, hidden, shown
from lmsexport.formats.moodle.read.moodle_xml import FileCategory, path

_ID = re.compile(r"\[id:((?:\\\]|[^\]\x00-\x1f])+)\]")
_TAG = re.compile(r"\[tag:((?:\\\]|[^\]<>`\x00-\x1f])+)\]")
BLANK = "_____"
"""What Moodle puts where the answers stood within the text."""


def paragraphs(text: str) -> Iterator[tuple[int, list[str]]]:
    """The questions of a file: the line where each begins, and its lines. A line of `0` counts as empty, too."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    begun, found = 0, list[str]()
    for place, line in enumerate([*lines, ""], 1):
        stripped = line.strip()
        if stripped in ("", "0"):
            if found:
                yield begun, found
            found = []
        else:
            begun = begun if found else place
            found.append(stripped)


def read_gift(text: str, member: str) -> list[FileCategory]:
    """The categories of a file with their questions, in order."""
    categories, seen = [FileCategory()], 0
    for line, lines in paragraphs(text):
        body = hidden("\n".join("" if row.startswith("//") else row for row in lines).strip())
        if body.startswith("$CATEGORY:"):
            categories.append(FileCategory(path(shown(body.removeprefix("$CATEGORY:")))))
        elif body:
            seen += 1
            entry = _entry(body, f"{member}:{line}", str(seen))
            _from_comment(entry, "\n".join(row for row in lines if row.startswith("//")))
            categories[-1].entries.append(without_catch_all(entry))
    return [category for category in categories if category.entries or category.path]


def _from_comment(entry: Entry, comment: str) -> None:
    if found := _ID.search(comment):
        entry.idnumber = found[1].strip().replace(r"\]", "]")
    entry.tags = [tag.strip().replace(r"\]", "]") for tag in _TAG.findall(comment)]


# -- a question -----------------------------------------------------------------------------------------------------


def _entry(body: str, place: str, id: str) -> Entry:
    entry = Entry(qtype="", id=id, place=place, mark=Decimal(1))
    if body.startswith("::") and (end := body.find("::", 2)) >= 0:
        entry.name, body = shown(body[2:end]), body[end + 2 :].strip()
    start, end = body.find("{"), body.find("}")
    if start < 0 and end < 0:
        entry.qtype, entry.mark = "description", Decimal(0)
        entry.text, _ = formatted(body, "moodle")
        return entry
    if start < 0 or end < start:
        entry.text, _ = formatted(body, "moodle")
        entry.faults = ("a brace has no partner: { and } enclose the answers",)
        return entry
    answers = body[start + 1 : end].strip()
    entry.text, format = formatted(body[:start] + ("" if body.endswith("}") else BLANK) + body[end + 1 :], "moodle")
    if "{" in body[start + 1 : end] or "{" in body[end + 1 :] or "}" in body[end + 1 :]:
        entry.faults = ("there are more braces than one pair: Moodle reads the first { and the first }",)
    answers, marked, general = answers.rpartition("####") if "####" in answers else (answers, "", "")
    entry.general = formatted(general, format)[0] if marked else ""
    answers = answers.strip()
    entry.qtype = _kind(answers)
    _READ[entry.qtype](entry, answers, format)
    return entry


def _kind(answers: str) -> str:
    """The type of a question by the signs among its answers."""
    if answers.startswith(">"):
        return "ordering"
    if not answers:
        return "essay"
    if answers.startswith("#"):
        return "numerical"
    if "~" in answers:
        return "multichoice"
    if "=" in answers and "->" in answers:
        return "match"
    checked = answers.partition("#")[0].strip() if answers.find("#") > 0 else answers
    return "truefalse" if checked in ("T", "TRUE", "F", "FALSE") else "shortanswer"


_READ: dict[str, Callable[[Entry, str, str], None]] = {
    "multichoice": single_choice.read_gift,
    "match": matching.read_gift,
    "truefalse": true_false.read_gift,
    "shortanswer": short_answer.read_gift,
    "numerical": numeric.read_gift,
    "ordering": ordering.read_gift,
    "essay": essay.read_gift,
}
"""Moodle's type → how its answers are read."""
