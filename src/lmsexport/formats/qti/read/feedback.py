"""The feedback of an item from anywhere: when it is shown, found by trying answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from lmsexport.formats.qti.read.interaction_reader import NONSENSE, Candidate
from lmsexport.formats.qti.read.interactions import FEEDBACK, own_text, own_words
from lmsexport.formats.qti.read.response_processing import Outcome, Processing
from lmsexport.validation import RichText, joined

_OWN = "FEEDBACK_"
"""How our own outcomes for single answers begin; other packages may call them what they like."""

_WORDS = {
    "correct": "correct", "right": "correct", "partial": "partial", "partially_correct": "partial",
    "partially-correct": "partial", "incorrect": "incorrect", "wrong": "incorrect", "general": "general",
    "solution": "explanation", "explanation": "explanation",
}  # fmt: skip
"""Identifiers of feedback that say themselves when it is shown."""

_OUTCOMES = ("correct", "partial", "incorrect")
"""Values of our own outcome `FEEDBACK`; a choice may be called so, too."""

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


def read_feedback(
    item: etree._Element, member: str, processing: Processing, candidates: Sequence[Candidate]
) -> tuple[dict[str, RichText], list[RichText], list[str]]:
    """Feedback by when it shows, hints, and what is not understood; feedback of answers goes to the candidates."""
    elements = [element for element in item.iter(*FEEDBACK) if own_words(element)]
    if not elements:
        return {}, [], []
    if len(elements) * len(candidates) > _MOST:
        return {}, [], [f"{len(elements)} texts of feedback on {len(candidates)} answers are too many to be read"]
    tried = _tried(processing, candidates)
    by_outcome: dict[str, list[RichText]] = {}
    hints, unsaid = list[RichText](), list[str]()
    for element in elements:
        text = own_text(element, member)
        if _is_hint(element):
            hints.append(text)
        elif owners := _owners(element, candidates, tried):
            for owner in owners:
                owner.feedback.append(text)
        elif when := _when(element, tried, [answer for answer in candidates if _shows(answer, element)]):
            by_outcome.setdefault(when, []).append(text)
        else:
            name = (item.get("title") or item.get("identifier") or "?")[:60]
            unsaid.append(f"in the question “{name}”, no answer that was tried shows the feedback “{text.words[:60]}”")
    return {when: joined(texts) for when, texts in by_outcome.items()}, hints, unsaid


def _is_hint(element: etree._Element) -> bool:
    """Whether it helps with the next try; a blank of ours may be called `hint`, too."""
    outcome = element.get("outcomeIdentifier", "")
    return outcome == "FEEDBACK_HINT" or ("HINT" in outcome.upper() and not outcome.startswith(_OWN))


def _shows(candidate: Candidate, element: etree._Element) -> bool:
    """Whether an answer shows a feedback."""
    return candidate.outcome.shows(element)


def _tried(processing: Processing, candidates: Sequence[Candidate]) -> _Tried:
    nonsense = {
        name: [f"{NONSENSE} {NONSENSE}" if "air" in response.get("baseType", "") else NONSENSE]
        for name, response in processing.responses.items()
    }
    return _Tried(
        processing.outcome(processing.right),
        [*(answer.outcome for answer in candidates if answer.share <= 0), processing.outcome(nonsense)],
        [answer.outcome for answer in candidates if 0 < answer.outcome.score < processing.maximum],
        processing.outcome({}),
    )


def _owners(element: etree._Element, candidates: Sequence[Candidate], tried: _Tried) -> list[Candidate]:
    """The answers whose own feedback it is."""
    ident, outcome = element.get("identifier", ""), element.get("outcomeIdentifier", "")
    inside = next((up.get("identifier") for up in element.iterancestors() if up.tag in _CHOICES), None)
    if inside is not None:
        return [answer for answer in candidates if answer.id == inside]
    if outcome == "FEEDBACK_GENERAL" or (outcome == "FEEDBACK" and ident in _OUTCOMES):
        return []
    showing = [answer for answer in candidates if _shows(answer, element)]
    if named := [answer for answer in showing if answer.id == ident]:
        return named
    if ident.casefold() in _WORDS or tried.always.shows(element):
        return []
    if outcome.startswith(_OWN):
        return showing
    wrong = [answer for answer in candidates if answer.share <= 0]
    few = all(answer.share <= 0 for answer in showing) and 0 < len(showing) < len(wrong)
    return showing if few else []


def _when(element: etree._Element, tried: _Tried, showing: Sequence[Candidate]) -> str:
    """The outcome that shows it; empty where nothing that was tried shows it."""
    ident = element.get("identifier", "").casefold()
    if element.get("outcomeIdentifier") == "FEEDBACK_GENERAL":
        return "explanation" if element.get("title") else "general"
    right = tried.right.shows(element) or any(answer.share == 100 for answer in showing)
    wrong = any(outcome.shows(element) for outcome in tried.wrong)
    if right and wrong:
        return _WORDS.get(ident, "general")
    if right:
        return _WORDS.get(ident, "correct")
    if wrong:
        return _WORDS.get(ident, "incorrect")
    if any(outcome.shows(element) for outcome in tried.partial):
        return "partial"
    if ident in _WORDS:
        return _WORDS[ident]
    return "general" if tried.always.shows(element) else ""
