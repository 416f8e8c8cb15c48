"""A question of our own pages read back: what it shows from its HTML, what it scores from its data (`data.py`)."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from lxml import etree

from lmsexport.validation import Answer, Question, fixed_choices, plain, share_of_each, words

Data = Mapping[str, Any]
Texts = Mapping[str, str]
"""Words of the parts of a question, by their ids."""

_NUMBER = re.compile(r"-?\d{1,300}(?:\.\d{1,300}|/\d{1,300})?", re.ASCII)
"""Numbers and shares as `data.py` writes them; others could be of any size."""

_SHUFFLED = frozenset({"single-choice", "multiple-response", "matching"})


def question(shown: etree._Element, data: Data, shuffle: bool, member: str) -> Question:
    """A question; `shuffle` holds where it does not say so itself."""
    type = str(data["type"])
    parts = {one.get("data-part", ""): _part(one) for one in shown.iter(etree.Element) if one.get("data-part")}
    feedback = {name: plain(str(text)) for name, text in data.get("feedback", {}).items()}
    if data.get("explanation"):
        feedback["explanation"] = plain(str(data["explanation"]))
    prompt, blanks = _prompt(shown)
    options = {
        (str(one.get("data-part")), str(option.get("value"))): words(option)
        for one in shown.iter("span")
        for option in one.iter("option")
        if one.get("data-part")
    }
    if type == "matching" and "matches" not in data:  # the page alone offers them
        offered = (option for one in shown.iter("select") for option in one.iter("option") if option.get("value") != "")
        data = {**data, "matches": list(dict.fromkeys(map(words, offered)))}
    answers = _blanks(data, blanks, options) if type == "fill-in-blanks" else _ANSWERS.get(type, _none)(data, parts)
    return Question(
        id=shown.get("data-question", ""), type=type, prompt=prompt, points=number(data.get("points", "0")),
        answers=tuple(answers), feedback=feedback, hints=tuple(plain(str(hint)) for hint in data.get("hints", ())),
        settings=dict(_settings(type, shown, data, shuffle)) | _of_parts(type, data, parts, blanks, shuffle),
        place=f"{member}:{shown.sourceline or 0}",
    )  # fmt: skip


def text_block(shown: etree._Element, member: str) -> Question:
    """A text between questions."""
    return Question(
        id=shown.get("data-text", ""), type="text", prompt=words(shown), place=f"{member}:{shown.sourceline or 0}"
    )


def there(element: etree._Element | None) -> etree._Element:
    """An element of a page that is as lmsexport writes it. Raises `ValueError` where it is missing."""
    if element is None:
        raise ValueError("an element is missing")
    return element


def number(text: object) -> Decimal:
    """A number of the data. Raises `ValueError` for what is none, or has hundreds of digits."""
    if not _NUMBER.fullmatch(str(text)):
        raise ValueError("a number is expected")
    return Decimal(f"{Decimal(str(text)).normalize():f}")


def _part(element: etree._Element) -> str:
    """The words of a choice, a prompt or a thing to order, without what one answers it with."""
    names = ("choice-text", "pair-prompt", "order-text")
    inner = next((one for one in element.iter(etree.Element) if (one.get("class") or "") in names), None)
    return words(inner) if inner is not None else ""


def _prompt(shown: etree._Element) -> tuple[str, dict[str, str]]:
    """What is asked, with blanks as `[1]`, and the number of each blank by its id."""
    found = there(next((one for one in shown.iter("div") if "prompt" in (one.get("class") or "").split()), None))
    asked = copy.deepcopy(found)
    asked.tail = None
    blanks: dict[str, str] = {}
    for blank in [one for one in asked.iter("span") if one.get("class") == "blank"]:
        place = blanks.setdefault(blank.get("data-part", ""), str(len(blanks) + 1))
        for child in list(blank):
            blank.remove(child)
        blank.text = f"[{place}]"
    return words(asked), blanks


_LENGTHS = (("words at least", "min_words"), ("words at most", "max_words"))


def _settings(type: str, shown: etree._Element, data: Data, shuffle: bool) -> Iterator[tuple[str, str]]:
    if "scoring" in data:
        yield "scoring", str(data["scoring"])
    elif type == "fill-in-blanks":
        yield "scoring", "partial"
    if type in _SHUFFLED:
        yield "shuffle", "yes" if data.get("shuffle", shuffle) else "no"
    if type == "short-answer":
        yield "case sensitive", "yes" if data.get("case_sensitive") else "no"
    if data.get("unit"):
        yield "unit", str(data["unit"])
    if type == "essay":
        yield from ((name, str(data[key])) for name, key in _LENGTHS if data.get(key))
        field = next(shown.iter("textarea"), None)
        if field is not None and (starts := " ".join("".join(map(str, field.itertext())).split())):
            yield "begins with", starts


def _of_parts(type: str, data: Data, parts: Texts, places: Mapping[str, str], shuffle: bool) -> dict[str, str]:
    """Settings that come from the choices and the blanks."""
    if type == "fill-in-blanks":
        blanks = sorted(data["blanks"], key=lambda blank: int(places[blank["id"]]))
        strict = "yes" if any(blank.get("case_sensitive") for blank in blanks) else "no"
        return {"case sensitive": strict} | share_of_each([number(blank["points"]) for blank in blanks])
    shuffled = data.get("shuffle", shuffle)
    return fixed_choices(parts[one["id"]] for one in data.get("choices", ()) if one.get("fixed") and shuffled)


# -- answers ----------------------------------------------------------------------------------------------------------


def _percent(share: object) -> Decimal:
    if not _NUMBER.fullmatch(str(share)):
        raise ValueError("a share is expected")
    exact = Fraction(str(share)) * 100
    return number(round(Decimal(exact.numerator) / Decimal(exact.denominator), 5) + 0)


def _said(row: Data) -> str:
    return plain(str(row.get("feedback", "")))


def _picked(data: Data, parts: Texts) -> Iterator[Answer]:
    for choice in data["choices"]:
        share = max(_percent(choice["share"]), Decimal(0))
        yield Answer(text=parts[choice["id"]], share=share, feedback=_said(choice))


def _several(data: Data, parts: Texts) -> Iterator[Answer]:
    """Of all or nothing, each right choice has an equal share."""
    right = sum(bool(choice.get("right")) for choice in data["choices"])
    whole = data.get("scoring") == "all-or-nothing"
    for choice in data["choices"]:
        equal = Fraction(1, right) if choice.get("right") and right else Fraction(0)
        share = _percent(equal if whole else choice["share"])
        yield Answer(text=parts[choice["id"]], share=share, feedback=_said(choice))


def _truths(data: Data, _: Texts) -> Iterator[Answer]:
    for value in (True, False):
        said = data.get("if_true" if value else "if_false", "")
        share = Decimal(100 if data["answer"] is value else 0)
        yield Answer(text=str(value).lower(), share=share, feedback=plain(str(said)))


def _typed(data: Data, _: Texts, blank: str = "") -> Iterator[Answer]:
    for row in data["answers"]:
        text = str(row["text"]) if "text" in row else _range(row)
        if data.get("wildcards") and "*" not in text.replace(r"\*", ""):
            text = text.replace(r"\*", "*")
        yield Answer(text=text, share=_percent(row.get("share", "0")), feedback=_said(row), blank=blank)


def _range(row: Data) -> str:
    low, high = f"{number(row['low']):f}", f"{number(row['high']):f}"
    return low if low == high else f"{low} … {high}"


def _pairs(data: Data, parts: Texts) -> Iterator[Answer]:
    share = _percent(Fraction(1, len(data["pairs"])))
    for pair in data["pairs"]:
        yield Answer(text=f"{parts[pair['id']]} → {pair['match']}", share=share, feedback=_said(pair))
    used = {pair["match"] for pair in data["pairs"]}
    yield from (Answer(text=f" → {match}", share=Decimal(0)) for match in data.get("matches", ()) if match not in used)


def _order(data: Data, parts: Texts) -> Iterator[Answer]:
    share = _percent(Fraction(1, len(data["items"])))
    for row in data["items"]:
        yield Answer(text=parts[row["id"]], share=share, feedback=_said(row))


def _blanks(data: Data, places: Mapping[str, str], options: Mapping[tuple[str, str], str]) -> Iterator[Answer]:
    for blank in sorted(data["blanks"], key=lambda blank: int(places[blank["id"]])):
        place = places[blank["id"]]
        if blank["kind"] != "dropdown":
            yield from _typed(blank, {}, place)
            continue
        for choice in blank["choices"]:
            share = max(_percent(choice["share"]), Decimal(0))
            text = options[blank["id"], choice["id"]]
            yield Answer(text=text, share=share, feedback=_said(choice), blank=place)


def _none(_: Data, __: Texts) -> Iterator[Answer]:
    return iter(())


_ANSWERS: Mapping[str, Callable[[Data, Texts], Iterator[Answer]]] = {
    "single-choice": _picked,
    "multiple-response": _several,
    "true-false": _truths,
    "short-answer": _typed,
    "numeric": _typed,
    "matching": _pairs,
    "ordering": _order,
}
