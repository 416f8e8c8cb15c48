"""The parts of a QTI 1.2 item: its texts, its responses, and what each of these earns and shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lxml import etree

from lmsexport.formats.qti12.read.response_processing import Processing, ident_of, responses_of, tag
from lmsexport.validation import NOTHING, RichText, joined, rich

OUTCOMES = {"correct_fb": "correct", "general_incorrect_fb": "incorrect", "general_fb": "general"}
"""What Canvas calls the feedback of an outcome; Common Cartridge (CC 1.1, 4.6.3) has taken over the names."""


def text_of(element: etree._Element | None, member: str = "") -> RichText:
    """The material right below an element, or in its flows."""
    if element is None:
        return NOTHING
    texts = []
    for text in element.iterfind(".//{*}mattext"):
        if not any(tag(up).startswith(("response_", "render_")) for up in _between(text, element)):
            written = text.text or ""
            is_plain = text.get("texttype", "text/plain") == "text/plain"
            texts.append(RichText(" ".join(written.split())) if is_plain else rich(written, member))
    return joined(texts)


def _between(inner: etree._Element, outer: etree._Element) -> Iterable[etree._Element]:
    for up in inner.iterancestors():
        if up is outer:
            return
        yield up


@dataclass(frozen=True, slots=True)
class ItemParts:
    """An item while it is read."""

    item: etree._Element
    processing: Processing
    member: str
    feedback: Mapping[str, RichText]
    """Texts by their identifiers."""
    named: str
    """The type as Canvas calls it (`question_type`); empty where others have written the item."""

    @property
    def all_or_nothing(self) -> bool:
        """Whether a part of the right response earns nothing: so it is but in Canvas, and where conditions add up."""
        adding = (self.processing.adding(ident_of(response)) for response in self.responses)
        return not self.named and not any(adding)

    @property
    def responses(self) -> list[etree._Element]:
        """The places for answers, in order."""
        return responses_of(self.item)

    def text_of(self, element: etree._Element | None) -> RichText:
        """The material of a part of the item."""
        return text_of(element, self.member)

    def labels(self, response: etree._Element) -> list[tuple[str, RichText]]:
        """The choices of a response: identifier and text."""
        return [(label.get("ident", ""), self.text_of(label)) for label in response.iter("{*}response_label")]

    def of_answer(self, response: str, value: str) -> RichText:
        """What is shown to who gives this answer, without what is said to every right or wrong one."""
        shown = self.processing.outcome({response: frozenset([value])}).shown
        always = set(self.processing.outcome({}).shown)
        own = [id for id in dict.fromkeys(shown) if id not in OUTCOMES and id not in always]
        return self.said(own)

    def said(self, idents: Iterable[str]) -> RichText:
        """The feedback with these identifiers."""
        return joined(self.feedback.get(id, NOTHING) for id in idents)

    def of_row(self, response: etree._Element) -> str:
        """The identifier of the feedback that Canvas shows with a response, by its name."""
        return f"{ident_of(response).removeprefix('response_')}_fb"
