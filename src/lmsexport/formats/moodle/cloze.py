"""The Cloze notation of Moodle's embedded answers, which each blank carries as its text.

Moodle reads it again when a teacher edits the question: https://docs.moodle.org/en/Embedded_Answers_(Cloze)_question_type
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from math import gcd, lcm


def whole_weights(points: Sequence[Decimal]) -> list[int]:
    """The shares of the blanks as the smallest whole numbers of the same ratio; Cloze knows no fractions."""
    ratios = [number.as_integer_ratio() for number in points]
    common = lcm(*(below for _, below in ratios))
    whole = [above * (common // below) for above, below in ratios]
    divisor = gcd(*whole) or 1
    return [number // divisor for number in whole]


def subquestion(kind: str, weight: int, answers: Iterable[tuple[str, str, str, str]]) -> str:
    """A blank: `{1:SHORTANSWER:=right#feedback~%50%partly~wrong}`. Answers are text, fraction, feedback, tolerance."""
    written = []
    for text, fraction, feedback, tolerance in answers:
        share = Decimal(fraction) * 100
        mark = "=" if share == 100 else f"%{share.normalize():f}%" if share else ""
        near = f":{tolerance}" if kind == "NUMERICAL" and text != "*" else ""
        written.append(f"{mark}{_escape(text)}{near}" + (f"#{_escape(feedback)}" if feedback else ""))
    return f"{{{weight}:{kind}:{'~'.join(written)}}}"


def _escape(text: str) -> str:
    r"""Cloze ends an answer at `}`, `~` and `#`, unless a backslash stands before it."""
    return re.sub(r"([\\}~#\"/=])", r"\\\1", text)
