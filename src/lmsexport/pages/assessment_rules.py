"""What the script of a page knows of an assessment, read back: its rules, its answers, what a record keeps of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from lxml import etree

from lmsexport.model.numbers import plain_number
from lmsexport.pages.questions.all_types import response_size
from lmsexport.pages.questions.data import ResponseSize
from lmsexport.pages.questions.shown import number, there
from lmsexport.pages.record_room import widest
from lmsexport.pages.sealing import unsealed
from lmsexport.validation import Draw, Question


def rules_of(article: etree._Element) -> tuple[Mapping[str, Any], str]:
    """The rules and answers of an assessment, and all its texts. Those that are sealed, the page itself unseals."""
    script = there(next((one for one in article.iter("script") if "data" in (one.get("class") or "").split()), None))
    text = script.text or ""
    if (name := script.get("data-sealed")) is not None:
        text = unsealed(text.strip(), name)
    rules = json.loads(text)
    if not isinstance(rules, dict):
        raise TypeError("rules")
    return rules, text.replace('\\"', '"')


def sizes_of(rules: Mapping[str, Any]) -> Iterator[ResponseSize]:
    """What a record keeps of each question that an attempt asks."""
    data = rules.get("questions", {})
    for place in rules.get("order", ()):
        if "question" in place:
            yield response_size(data[place["question"]])
        elif "draw" in place:
            yield from [widest(response_size(data[id]) for id in place["of"])] * min(
                int(place["draw"]), len(place["of"])
            )


def settings_of(rules: Mapping[str, Any], asked: tuple[Question | Draw, ...]) -> dict[str, str]:
    points = sum(
        (one.number * (one.points or Decimal(0)) if isinstance(one, Draw) else one.points or Decimal(0))
        for one in asked
    )  # fmt: skip
    total = Decimal(points)
    found = {"points": plain_number(total)}
    if (mark := rules.get("passMark")) is not None:
        found["pass mark"] = plain_number(round(number(mark) * total / 100, 5))
    names = {
        "attempts": "attempts", "time limit": "minutes", "counts": "counts", "questions per page": "perPage",
        "feedback shows": "feedbackShows", "answers show": "answersShow",
    }  # fmt: skip
    found |= {setting: str(rules[name]) for setting, name in names.items() if rules.get(name)}
    for setting, name in (("shuffle questions", "shuffleQuestions"), ("shuffle choices", "shuffleChoices")):
        found[setting] = "yes" if rules.get(name) else "no"
    return found
