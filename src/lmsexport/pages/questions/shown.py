"""A question of our own pages while it is read back: what its HTML shows, and what its data score."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from lxml import etree

from lmsexport.model.numbers import tidy
from lmsexport.pages.questions.data import Data
from lmsexport.validation import Answer, RichText, fixed_choices, rich, rich_of

_NUMBER = re.compile(r"-?\d{1,300}(?:\.\d{1,300}|/\d{1,300})?", re.ASCII)
"""Numbers and shares as they are written (`data.py`); others could be of any size."""

_PARTS = ("choice-text", "pair-prompt", "order-text")
"""Classes of the words of a part, without what one answers it with."""


class Read(NamedTuple):
    """What a type of questions says beside what all have."""

    answers: tuple[Answer, ...] = ()
    settings: Mapping[str, str] = {}


@dataclass(frozen=True)
class ShownQuestion:
    """A question on its page."""

    element: etree._Element
    data: Data
    shuffles: bool
    """Whether choices are shuffled where the question does not say so."""
    member: str = ""
    """The page."""

    @cached_property
    def parts(self) -> Mapping[str, RichText]:
        """The choices, prompts and things to order, by their ids."""
        named = (part for part in self.element.iter(etree.Element) if part.get("data-part"))
        return {part.get("data-part", ""): self._part(part) for part in named}

    @cached_property
    def blanks(self) -> Mapping[str, str]:
        """The number of each blank in the prompt, by its id."""
        return {name: str(place) for place, name in enumerate(dict.fromkeys(map(_name, _blanks(self._asked))), 1)}

    @property
    def prompt(self) -> RichText:
        """What is asked, with blanks as `[1]`."""
        asked = copy.deepcopy(self._asked)
        asked.tail = None
        for blank in list(_blanks(asked)):
            for child in list(blank):
                blank.remove(child)
            blank.text = f"[{self.blanks[_name(blank)]}]"
        return rich_of(asked, self.member)

    @cached_property
    def _asked(self) -> etree._Element:
        divisions = self.element.iter("div")
        return there(next((one for one in divisions if "prompt" in (one.get("class") or "").split()), None))

    def scoring(self) -> dict[str, str]:
        """Whether parts earn points by themselves."""
        return {"scoring": str(self.data["scoring"])}

    def shuffling(self) -> dict[str, str]:
        """Whether what can be chosen is shuffled, and which choices keep their place then."""
        if not self.data.get("shuffle", self.shuffles):
            return {"shuffle": "no"}
        fixed = [choice["id"] for choice in self.data.get("choices", ()) if choice.get("fixed")]
        return {"shuffle": "yes"} | fixed_choices(self.parts[id].words for id in fixed)

    def feedback_of(self, row: Data) -> RichText:
        """What is said to whoever gives an answer."""
        return rich(str(row.get("feedback", "")), self.member)

    def picked(self, choices: Data, texts: Mapping[str, RichText], blank: str = "") -> Iterator[Answer]:
        """Choices of which one is taken; it earns nothing at the least."""
        for choice in choices["choices"]:
            share = max(percent(choice["share"]), Decimal(0))
            yield Answer(text=texts[choice["id"]], share=share, feedback=self.feedback_of(choice), blank=blank)

    def typed(self, data: Data, blank: str = "") -> Iterator[Answer]:
        """Texts and numbers that are accepted."""
        for row in data["answers"]:
            text = str(row["text"]) if "text" in row else _range(row)
            if data.get("wildcards") and "*" not in text.replace(r"\*", ""):
                text = text.replace(r"\*", "*")
            share = percent(row.get("share", "0"))
            yield Answer(text=RichText(text), share=share, feedback=self.feedback_of(row), blank=blank)

    def _part(self, part: etree._Element) -> RichText:
        inner = next((one for one in part.iter(etree.Element) if (one.get("class") or "") in _PARTS), None)
        return rich_of(inner, self.member)


def there(element: etree._Element | None) -> etree._Element:
    """An element of a page that is as lmsexport writes it. Raises `ValueError` where it is missing."""
    if element is None:
        raise ValueError("an element is missing")
    return element


def number(text: object) -> Decimal:
    """A number of the data. Raises `ValueError` for what is none, or has hundreds of digits."""
    if not _NUMBER.fullmatch(str(text)):
        raise ValueError("a number is expected")
    return tidy(Decimal(str(text)))


def percent(share: object) -> Decimal:
    """A share of the points in percent. Raises `ValueError` for what is none."""
    if not _NUMBER.fullmatch(str(share)):
        raise ValueError("a share is expected")
    exact = Fraction(str(share)) * 100
    return number(round(Decimal(exact.numerator) / Decimal(exact.denominator), 5) + 0)


def _range(row: Data) -> str:
    low, high = f"{number(row['low']):f}", f"{number(row['high']):f}"
    return low if low == high else f"{low} … {high}"


def _blanks(asked: etree._Element) -> Iterator[etree._Element]:
    return (span for span in asked.iter("span") if span.get("class") == "blank")


def _name(part: etree._Element) -> str:
    return part.get("data-part", "")
