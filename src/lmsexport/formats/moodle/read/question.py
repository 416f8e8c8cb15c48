"""Questions as outlines have them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from lmsexport.formats.moodle.questions import fill_in_blanks, matching, ordering
from lmsexport.formats.moodle.read.answers import typed_answers
from lmsexport.formats.moodle.read.entries import STANDARD, Entry
from lmsexport.formats.moodle.read.values import shown_name
from lmsexport.model.numbers import tidy
from lmsexport.validation import Answer, BlankKind, Question, RichText, rich, share_of_each

_BLANK = re.compile(r"\{#(\d+)\}")


def question(entry: Entry, points: Decimal | None = None) -> Question:
    """A question in the words of all formats; `points` are what a quiz gives for it, else it says so itself."""
    mark = entry.mark if points is None else points
    prompt = rich(_BLANK.sub(r"[\1]", entry.text), f"questiontext {entry.id}")
    if entry.type == "text":
        found = Question(
            id=entry.idnumber or entry.id, type="text", title=shown_name(entry.name), prompt=prompt, place=entry.place
        )
        return _with_files(found, entry)
    feedback = {
        name: rich(text, f"{_AREAS[name]} {entry.id}")
        for name, text in {**entry.outcomes, "general": entry.general}.items()
    }
    answers = tuple(_answers(entry))
    found = Question(
        id=entry.idnumber or entry.id,
        type=entry.type,
        title=shown_name(entry.name),
        prompt=prompt,
        blanks=tuple(_KINDS_OF_BLANKS.get(blank.qtype, "text") for blank in entry.blanks),
        points=None if mark is None else tidy(mark),
        answers=answers,
        feedback={name: text for name, text in feedback.items() if text},
        hints=tuple(map(rich, entry.hints)),
        settings=_settings(entry),
        tags=tuple(entry.tags),
        place=entry.place,
    )
    return _with_files(found, entry)


_KINDS_OF_BLANKS: dict[str, BlankKind] = {"multichoice": "choice", "numerical": "number"}


_AREAS = {
    "general": "generalfeedback", "correct": "correctfeedback", "partial": "partiallycorrectfeedback",
    "incorrect": "incorrectfeedback",
}  # fmt: skip
"""What is said when → its file area."""


def _with_files(found: Question, entry: Entry) -> Question:
    """The question whose texts say where their files are to be found: under themselves, else under any other text."""
    bodies = sorted({body for part in entry.every for body in part.bodies})

    def based(text: RichText) -> RichText:
        lines = filter(None, dict.fromkeys([text.base, *bodies]))
        return replace(text, base="\n".join(lines)) if "@@PLUGINFILE@@" in text.markup else text

    return replace(
        found, prompt=based(found.prompt), hints=tuple(map(based, found.hints)),
        answers=tuple(replace(one, text=based(one.text), feedback=based(one.feedback)) for one in found.answers),
        feedback={name: based(text) for name, text in found.feedback.items()},
    )  # fmt: skip


def _settings(entry: Entry) -> dict[str, str]:
    found = dict(entry.essay)
    if entry.type in ("multiple-response", "matching", "ordering", "fill-in-blanks"):
        found["scoring"] = "all-or-nothing" if entry.all_or_nothing else "partial"
    if entry.shuffle is not None and entry.type in ("single-choice", "multiple-response", "matching"):
        found["shuffle"] = _yes(entry.shuffle)
    if entry.type in ("short-answer", "fill-in-blanks"):
        found["case sensitive"] = _yes(any(one.case_sensitive for one in entry.every))
    found |= share_of_each([blank.mark for blank in entry.blanks])
    return found


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _answers(entry: Entry) -> Iterator[Answer]:
    match entry.qtype:
        case "match":
            return matching.outline_answers(entry)
        case "ordering":
            return ordering.outline_answers(entry)
        case "multianswer" | "gapselect":
            return fill_in_blanks.outline_answers(entry)
    return typed_answers(entry) if entry.qtype in STANDARD else iter(())
