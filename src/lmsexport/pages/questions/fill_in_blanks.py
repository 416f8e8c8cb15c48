"""Fill in the blanks: a text with fields and menus in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from lmsexport.model import Blank, DropdownBlank, FillInBlanks, NumberBlank, TextBlank
from lmsexport.model.numbers import plain_number
from lmsexport.pages.questions.data import (
    SHORT,
    Data,
    Html,
    ResponseSize,
    Row,
    choice_rows,
    digits_for,
    filled,
    number_row,
    right_numbers,
    right_texts,
    text_row,
    whole_shares,
)
from lmsexport.pages.questions.shown import Read, ShownQuestion, number
from lmsexport.validation import Answer, RichText, rich_of, share_of_each


def write(question: FillInBlanks, html: Html) -> Row:
    """Write the blanks; the page has them in the prompt."""
    return {"blanks": [_blank(blank, html) for blank in question.blanks]}


def _blank(blank: Blank, html: Html) -> Row:
    common = {"id": blank.id, "kind": blank.kind, "points": plain_number(blank.points)}
    if isinstance(blank, TextBlank):
        texts = [text_row(answer, html) for answer in blank.answers]
        right = right_texts(blank.answers, wildcards=False)
        return filled(**common, answers=texts, case_sensitive=blank.case_sensitive, right=right)
    if isinstance(blank, NumberBlank):
        numbers = [number_row(answer, html) for answer in blank.answers]
        return filled(**common, answers=numbers, right=right_numbers(blank.answers))
    if isinstance(blank, DropdownBlank):
        right = next(choice.text for choice in blank.choices if choice.correct)
        return filled(**common, choices=choice_rows(blank.choices, whole_shares(blank.choices), html), right=right)
    assert_never(blank)


def add_for_records(row: Row, question: FillInBlanks) -> None:
    """Add what the choices of menus are called in a report."""
    for blank, entry in zip(question.blanks, row["blanks"], strict=True):
        if isinstance(blank, DropdownBlank):
            for choice, shown in zip(blank.choices, entry["choices"], strict=True):
                shown["text"] = choice.text


def read(shown: ShownQuestion) -> Read:
    """Read the blanks in the order of the prompt."""
    blanks = sorted(shown.data["blanks"], key=lambda blank: int(shown.blanks[blank["id"]]))
    strict = "yes" if any(blank.get("case_sensitive") for blank in blanks) else "no"
    settings = {"scoring": "partial", "case sensitive": strict}
    shares = share_of_each([number(blank["points"]) for blank in blanks])
    return Read(tuple(answer for blank in blanks for answer in _answers(shown, blank)), settings | shares)


def _answers(shown: ShownQuestion, blank: Data) -> Iterator[Answer]:
    place = shown.blanks[blank["id"]]
    if blank["kind"] == "dropdown":
        return shown.picked(blank, _menu(shown, blank["id"]), place)
    return shown.typed(blank, place)


def _menu(shown: ShownQuestion, blank: str) -> dict[str, RichText]:
    """The choices of a blank, by their ids."""
    spans = (span for span in shown.element.iter("span") if span.get("data-part") == blank)
    return {str(option.get("value")): rich_of(option, shown.member) for span in spans for option in span.iter("option")}


def size(data: Data) -> ResponseSize:
    """The place of a choice for each menu, and what is typed into each field."""
    menus = [len(blank["choices"]) for blank in data["blanks"] if blank["kind"] == "dropdown"]
    fields = len(data["blanks"]) - len(menus)
    return ResponseSize(sum(map(digits_for, menus)), fields * (SHORT + 1))
