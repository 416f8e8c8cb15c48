"""The feedback of an item from anywhere: when it is shown, found by trying answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from lmsexport.formats.qti.candidates import NONSENSE, Candidate
from lmsexport.formats.qti.evaluation import Outcome, Processing
from lmsexport.formats.qti.prompts import FEEDBACK, said
from lmsexport.validation import plain

_OWN = "FEEDBACK_"
"""How our own outcomes for single answers begin; other packages may call them what they like."""

_WORDS = {
    "correct": "correct", "right": "correct", "partial": "partial", "partially_correct": "partial",
    "partially-correct": "partial", "incorrect": "incorrect", "wrong": "incorrect", "general": "general",
    "solution": "explanation", "explanation": "explanation",
}  # fmt: skip
"""Identifiers of feedback that say themselves when it is shown."""

_MOST = 500_000
"""Texts times answers that are tried."""

_CHOICES = frozenset({"simpleChoice", "inlineChoice", "hottext", "simpleAssociableChoice", "hotspotChoice"})


@dataclass(frozen=True, slots=True)
class _Tried:
    """What follows from the responses that were tried."""

    right: Outcome
    wrong: Sequence[Outcome]
    partial: Sequence[Outcome]
    always: Outcome
    """From no response at all."""


def told(
    item: etree._Element, processing: Processing, candidates: Sequence[Candidate]
) -> tuple[dict[str, str], list[str], list[str]]:
    """Feedback by when it shows, hints, and what is not understood; feedback of answers goes to the candidates."""
    elements = [one for one in item.iter(*FEEDBACK) if said(one)]
    if not elements:
        return {}, [], []
    if len(elements) * len(candidates) > _MOST:
        return {}, [], [f"{len(elements)} texts of feedback on {len(candidates)} answers are too many to be read"]
    tried = _tried(processing, candidates)
    found: dict[str, list[str]] = {}
    hints, unsaid = [], []
    for element in elements:
        text = said(element)
        if "HINT" in element.get("outcomeIdentifier", "").upper():
            hints.append(text)
        elif owners := _owners(element, candidates, tried):
            for owner in owners:
                owner.feedback.append(text)
        elif when := _when(element, tried, [one for one in candidates if _shows(one, element)]):
            found.setdefault(when, []).append(text)
        else:
            name = (item.get("title") or item.get("identifier") or "?")[:60]
            unsaid.append(f"in the question “{name}”, no answer that was tried shows the feedback “{text[:60]}”")
    return {when: " ".join(texts) for when, texts in found.items()}, hints, unsaid


def _shows(candidate: Candidate, element: etree._Element) -> bool:
    """Whether an answer shows a feedback."""
    return candidate.outcome.shows(element)


def _tried(processing: Processing, candidates: Sequence[Candidate]) -> _Tried:
    nonsense = {
        name: [f"{NONSENSE} {NONSENSE}" if "air" in one.get("baseType", "") else NONSENSE]
        for name, one in processing.responses.items()
    }
    return _Tried(
        processing.outcome(processing.right),
        [*(one.outcome for one in candidates if one.share <= 0), processing.outcome(nonsense)],
        [one.outcome for one in candidates if 0 < one.outcome.score < processing.maximum],
        processing.outcome({}),
    )


def _owners(element: etree._Element, candidates: Sequence[Candidate], tried: _Tried) -> list[Candidate]:
    """The answers whose own feedback it is."""
    ident, outcome = element.get("identifier", ""), element.get("outcomeIdentifier", "")
    inside = next((up.get("identifier") for up in element.iterancestors() if up.tag in _CHOICES), None)
    if inside is not None:
        return [one for one in candidates if one.id == inside]
    if outcome == "FEEDBACK_PARTS":
        title = element.get("title", "")
        return [one for one in candidates if _named(one, title)][:1]
    showing = [one for one in candidates if _shows(one, element)]
    if named := [one for one in showing if one.id == ident]:
        return named
    if outcome == "FEEDBACK_GENERAL" or ident.casefold() in _WORDS or tried.always.shows(element):
        return []
    if outcome.startswith(_OWN):
        return showing
    wrong = [one for one in candidates if one.share <= 0]
    few = all(one.share <= 0 for one in showing) and 0 < len(showing) < len(wrong)
    return showing if few else []


def _named(candidate: Candidate, title: str) -> bool:
    name = plain(candidate.text).partition(" → ")[0]
    return bool(title) and (name == title or name.startswith(title) or _bare(name) == _bare(title))


def _bare(text: str) -> str:
    return "".join(char for char in text if char.isalnum()).casefold()


def _when(element: etree._Element, tried: _Tried, showing: Sequence[Candidate]) -> str:
    """For which outcome it is said; empty where nothing that was tried shows it."""
    ident = element.get("identifier", "").casefold()
    if element.get("outcomeIdentifier") == "FEEDBACK_GENERAL":
        return "explanation" if element.get("title") else "general"
    right = tried.right.shows(element) or any(one.share == 100 for one in showing)
    wrong = any(one.shows(element) for one in tried.wrong)
    if right and wrong:
        return _WORDS.get(ident, "general")
    if right:
        return _WORDS.get(ident, "correct")
    if wrong:
        return _WORDS.get(ident, "incorrect")
    if any(one.shows(element) for one in tried.partial):
        return "partial"
    if ident in _WORDS:
        return _WORDS[ident]
    return "general" if tried.always.shows(element) else ""
