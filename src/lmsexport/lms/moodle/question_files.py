"""A file of questions in the question bank."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from lmsexport.lms.base import Arrival, Remark, name_of
from lmsexport.lms.moodle import rules
from lmsexport.lms.moodle.backups import strange_questions
from lmsexport.validation import Contents, Subject, line_of

_BLANK = re.compile(r"\{([0-9]{0,9}):[A-Z_]+:")
"""How a blank begins in the Cloze notation: with its weight, which is 1 where there is none."""


def imported(subject: Subject, version: str) -> Arrival:
    """The questions after an import."""
    weights = dict(_weights(subject.contents)) if subject.reader.kind == "moodle-xml" else {}
    outline = subject.outline
    remarks = [Remark(rules.ONLY_QUESTIONS, "to do", bank.title) for bank in outline.banks]
    remarks += strange_questions(outline, version)
    banks = []
    for bank in outline.banks:
        counted = tuple(replace(q, points=weights.get(q.place, q.points)) for q in bank.questions)
        remarks += [
            Remark(rules.POINTS_OF_BLANKS, "changed", name_of(question))
            for question, before in zip(counted, bank.questions, strict=True)
            if question.points != before.points
        ]
        banks.append(replace(bank, questions=counted))
    return Arrival(replace(outline, banks=tuple(banks)), tuple(remarks))


def _weights(contents: Contents) -> Iterator[tuple[str, Decimal]]:
    """The place of each text with blanks, and what their weights add up to."""
    for name in contents:
        root = contents.xml(name)
        for row in root.iterfind("question[@type='cloze']") if root is not None else ():
            weights = _BLANK.findall(row.findtext("questiontext/text") or "")
            yield f"{name}:{line_of(row)}", sum((Decimal(weight or 1) for weight in weights), Decimal(0))
