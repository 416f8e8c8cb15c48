"""The Cloze notation of Moodle's embedded answers, which each blank carries as its text.

Moodle reads it again when a teacher edits the question: https://docs.moodle.org/en/Embedded_Answers_(Cloze)_question_type
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from math import gcd, lcm

from lmsexport.formats.moodle.records import Answer


def whole_weights(points: Sequence[Decimal]) -> list[int]:
    """The shares of the blanks as the smallest whole numbers of the same ratio; Cloze knows no fractions.

    Blanks that are all worth nothing share evenly: Moodle divides by the sum.
    """
    ratios = [number.as_integer_ratio() for number in points]
    common = lcm(*(below for _, below in ratios))
    whole = [above * (common // below) for above, below in ratios]
    divisor = gcd(*whole)
    return [number // divisor for number in whole] if divisor else [1] * len(whole)


def weights_for(points: Sequence[Decimal], whole: Decimal) -> list[int]:
    """The same shares as whole numbers that add up to the points of the question; the smallest ones where none do."""
    weights = whole_weights(points)
    times = whole / sum(weights)
    return [weight * int(times) for weight in weights] if times and times == int(times) else weights


def subquestion(kind: str, weight: int, answers: Iterable[Answer]) -> str:
    """A blank: `{1:SHORTANSWER:=right#feedback~%50%partly~wrong}`."""
    written = []
    for answer in answers:
        share = Decimal(answer.fraction) * 100
        mark = "=" if share == 100 else f"%{share.normalize():f}%" if share else ""
        near = f":{answer.tolerance}" if kind == "NUMERICAL" and answer.text != "*" else ""
        said = f"#{_escape(answer.feedback)}" if answer.feedback else ""
        written.append(f"{mark}{_escape(answer.text, answer.html)}{near}{said}")
    return f"{{{weight}:{kind}:{'~'.join(written)}}}"


def _escape(text: str, html: bool = True) -> str:
    r"""A text that Moodle reads back unchanged (qtype_multianswer_extract_question).

    It decodes entities once and then undoes `\}` and `\#`, and nothing else. An ampersand is written by its number,
    because an answer cannot end in `&amp;`; so is what would be read as a mark before an answer.
    """
    text = text.replace("&", "&#38;").replace("\\", "&#92;")
    if not html:
        text = text.replace("<", "&lt;")
    text = re.sub(r"(?<!&)#|}", r"\\\g<0>", text).replace("~", "&#126;")
    return re.sub("^[=%]", lambda mark: f"&#{ord(mark[0])};", text)
