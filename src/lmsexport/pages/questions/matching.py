"""Matching: each prompt is brought together with its match."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from lmsexport.model import Matching
from lmsexport.pages.questions.data import Data, Html, ResponseSize, Row, digits_for, filled
from lmsexport.pages.questions.shown import Read, ShownQuestion, percent
from lmsexport.validation import NOTHING, Answer, RichText


def write(question: Matching, html: Html) -> Row:
    """Write the pairs; the page offers the matches."""
    pairs = [filled(id=pair.id, match=pair.match, feedback=html(pair.feedback)) for pair in question.pairs]
    return {"pairs": pairs, "scoring": question.scoring}


def matches_of(question: Matching) -> list[str]:
    """What a student can choose from, in an order that gives nothing away."""
    return sorted({*(pair.match for pair in question.pairs), *question.distractors})


def add_for_records(row: Row, question: Matching) -> None:
    """Add all that can be chosen: a report names it by its place."""
    row["matches"] = matches_of(question)


def read(shown: ShownQuestion) -> Read:
    """Read the pairs, and the matches that belong to no prompt."""
    return Read((*_pairs(shown), *_distractors(shown)), shown.scoring() | shown.shuffling())


def _pairs(shown: ShownQuestion) -> Iterator[Answer]:
    share = percent(Fraction(1, len(shown.data["pairs"])))
    for pair in shown.data["pairs"]:
        prompt, match = shown.parts[pair["id"]], RichText(str(pair["match"]))
        yield Answer(text=prompt, match=match, share=share, feedback=shown.feedback_of(pair))


def _distractors(shown: ShownQuestion) -> Iterator[Answer]:
    used = {pair["match"] for pair in shown.data["pairs"]}
    offered = shown.data["matches"] if "matches" in shown.data else _offered(shown)
    yield from (Answer(text=NOTHING, match=RichText(match), share=Decimal(0)) for match in offered if match not in used)


def _offered(shown: ShownQuestion) -> list[str]:
    options = (option for select in shown.element.iter("select") for option in select.iter("option"))
    texts = ("".join(map(str, option.itertext())) for option in options if option.get("value") != "")
    return list(dict.fromkeys(texts))


def size(data: Data) -> ResponseSize:
    """The place of a match for each pair."""
    matches = data.get("matches") or {pair["match"] for pair in data["pairs"]}
    return ResponseSize(len(data["pairs"]) * digits_for(len(matches)))
