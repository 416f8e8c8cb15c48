"""Items of QTI 1.2 in a cartridge, as Moodle's converter looks at them (backup/cc/entity11.quiz.class.php)."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from lxml import etree

from lmsexport.validation import Answer, Contents, Question, RichText, line_of, plain

PROFILES = {
    "cc.multiple_choice.v0p1": "single-choice",
    "cc.multiple_response.v0p1": "multiple-response",
    "cc.true_false.v0p1": "true-false",
    "cc.essay.v0p1": "essay",
    "cc.fib.v0p1": "short-answer",
    "cc.pattern_match.v0p1": "short-answer",
}
"""Profiles that the converter knows, and the type that it makes of them."""

_SOURCE = re.compile(r'\bsrc="(?:\$IMS-CC-FILEBASE\$/?)?([^":]+)"')
_LABELS = "{*}response_lid/{*}render_choice/{*}response_label"


def shown(markup: str) -> str:
    """The words that are left of a text: one level of entities is undone, and what then looks like markup is markup."""
    return plain(html.unescape(markup))


@dataclass(frozen=True, slots=True)
class Condition:
    """What the converter sees of a `respcondition`."""

    goes_on: bool
    """Whether it says continue="Yes"."""
    equals: tuple[str, ...]
    """The values of the `varequal` right in its `conditionvar`."""
    tells: tuple[str, ...]
    """The feedback that it shows."""
    score: str
    """The text of its first `setvar`."""


class RawItem:
    """One item."""

    def __init__(self, element: etree._Element) -> None:
        self.element = element
        self.profile = _profile(element)
        self.conditions = [_condition(found) for found in element.iterfind("{*}resprocessing/{*}respcondition")]
        told = {one.get("ident", ""): one for one in element.iterfind("{*}itemfeedback")}
        self._told = {
            ident: one.findtext("{*}flow_mat/{*}material/{*}mattext") or "" for ident, one in told.items()
        }  # fmt: skip

    @property
    def prompt(self) -> str:
        """The first text."""
        flow = self.element.findtext("{*}presentation/{*}flow/{*}material/{*}mattext")
        return flow or self.element.findtext("{*}presentation/{*}material/{*}mattext") or ""

    @property
    def general(self) -> str:
        """The feedback of every condition that goes on."""
        return self._said(ident for one in self.conditions if one.goes_on for ident in one.tells)

    @property
    def texts(self) -> Iterator[str]:
        """The texts whose addresses nobody resolves: of choices and feedback."""
        yield from self._told.values()
        yield from (text for _, text in self.labels)

    @property
    def labels(self) -> list[tuple[str, str]]:
        """The choices: their idents and texts."""
        within = self.element.find("{*}presentation/{*}flow")
        place = within if within is not None else self.element.find("{*}presentation")
        rows = place.iterfind(_LABELS) if place is not None else iter(())
        return [(row.get("ident", ""), row.findtext("{*}material/{*}mattext") or "") for row in rows]

    def choices(self) -> Iterator[Answer]:
        """The answers of a question with choices."""
        right = self._ticked() if self.profile.startswith("cc.multiple_response") else []
        for ident, text in self.labels:
            own = [one for one in self.conditions if one.equals and one.equals[0].lower() == ident.lower()]
            share = Decimal(100) if own and own[-1].score not in ("", "0") else Decimal(0)
            if ident in right:
                share = round(Decimal(100) / len(right), 5).normalize() + 0
            said = ident if self.profile.startswith("cc.true_false") else shown(text)
            yield Answer(text=RichText(said), share=share, feedback=self._rich(t for one in own for t in one.tells))

    def typed(self) -> Iterator[Answer]:
        """The answers of a question with a typed one (`get_answers_fib`)."""
        right = next((one.equals for one in self.conditions if one.score == "100"), ())
        for text in dict.fromkeys(right):
            if text not in ("", "0"):
                yield Answer(text=RichText(html.unescape(text)), share=Decimal(100))
        for one in self.conditions:
            if one.score != "100" and one.equals and one.equals[0] not in right:
                yield Answer(
                    text=RichText(html.unescape(one.equals[0])), share=Decimal(0), feedback=self._rich(one.tells)
                )

    def _ticked(self) -> list[str]:
        found = []
        for condition in self.element.iterfind("{*}resprocessing/{*}respcondition"):
            if any(one.get("varname") == "SCORE" and one.text == "100" for one in condition.iterfind("{*}setvar")):
                for one in condition.iterfind("{*}conditionvar//{*}varequal"):
                    parent = one.getparent()
                    if one.get("case") == "Yes" and parent is not None and etree.QName(parent).localname != "not":
                        found.append(one.text or "")
        return list(dict.fromkeys(found))

    def _rich(self, idents: Iterable[str]) -> RichText:
        return RichText(self._said(idents))

    def _said(self, idents: Iterable[str]) -> str:
        return " ".join(filter(None, (shown(self._told.get(ident, "")) for ident in idents)))


def _profile(element: etree._Element) -> str:
    for field in element.iterfind("{*}itemmetadata/{*}qtimetadata/{*}qtimetadatafield"):
        if field.findtext("{*}fieldlabel") == "cc_profile":
            return field.findtext("{*}fieldentry") or ""
    return ""


def _condition(element: etree._Element) -> Condition:
    return Condition(
        element.get("continue", "").lower() == "yes",
        tuple(one.text or "" for one in element.iterfind("{*}conditionvar/{*}varequal")),
        tuple(one.get("linkrefid", "") for one in element.iterfind("{*}displayfeedback")),
        element.findtext("{*}setvar") or "",
    )


class RawItems:
    """The items of a package, by the places of the questions that are read from them."""

    def __init__(self, contents: Contents) -> None:
        self._contents = contents
        self._found: dict[str, dict[int, etree._Element]] = {}

    def of(self, question: Question) -> RawItem | None:
        """The item of a question."""
        member, _, line = question.place.rpartition(":")
        if member not in self._found:
            root = self._contents.xml(member) if member in self._contents else None
            rows = root.iter("{*}item") if root is not None else ()
            self._found[member] = {line_of(row): row for row in rows}
        element = self._found[member].get(int(line)) if line.isdecimal() else None
        return RawItem(element) if element is not None else None

    def pictures(self, question: Question) -> Iterator[str]:
        """The sums of the pictures in the text of a question, which alone are looked for."""
        raw, folder = self.of(question), posixpath.dirname(question.place.rpartition(":")[0])
        for address in _SOURCE.findall(html.unescape(raw.prompt)) if raw else ():
            name = posixpath.normpath(posixpath.join(folder, address))
            if name in self._contents:
                yield self._contents.sums(name).sha256
