"""What packages of one course promise together: pass mark, points, right answers and feedback are the same in each.

Packages are of one course when they ask the same questions. A package that does not say something breaks no promise;
one that says something else does. (Within a build each package is held against the course itself.)
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from lmsexport.errors import Severity
from lmsexport.model.numbers import plain_number
from lmsexport.validation.moved_texts import names_of_feedback
from lmsexport.validation.outline import Answer, Item, Outline, Question
from lmsexport.validation.reader import Breach, Rule, checked_elsewhere, rule
from lmsexport.validation.settled import settled

_Thing = TypeVar("_Thing")

_BUILD_AGAIN = "build all packages from one state of the course; the build report says what a format cannot carry"
_SOURCE = "the course: students are to be examined alike, whichever package their LMS takes in"


def _promise(id: str, says: str) -> Rule:
    return rule(id, says, source=_SOURCE, mend=_BUILD_AGAIN, severity=Severity.WARNING, tried=False)(checked_elsewhere)


PASS_MARK = _promise("build-pass-mark", "A test is passed with the same share of the points in every package.")
POINTS = _promise("build-points", "A question gives the same points in every package.")
RIGHT_ANSWERS = _promise("build-right-answers", "The same answers to a question are right in every package.")
FEEDBACK = _promise("build-feedback", "Students read the same feedback in every package.")
PRIVATE_TEXT = rule(
    "build-private-text",
    "No package holds a text that the labs bundle beside it has as private.",
    source="the guide to the labs bundle; students can read what is in a package, one way or another",
    mend="take the text out of the course: out of a page, a question or a file that goes with them",
    tried=False,
)(checked_elsewhere)
RULES = (FEEDBACK, PASS_MARK, POINTS, PRIVATE_TEXT, RIGHT_ANSWERS)


@dataclass(frozen=True, slots=True)
class PackageClaims:
    """A package, and what it says."""

    name: str
    outline: Outline
    has_points: bool = True
    """As `Reader.has_points`."""


class ClaimIndex:
    """What packages have said so far."""

    def __init__(self) -> None:
        self._earlier: list[_Sayings] = []

    def broken_by(self, package: PackageClaims) -> list[tuple[Rule, Breach]]:
        """What a package says otherwise than the first one of the same course that says it."""
        sayings = _Sayings.of(package)
        family = [earlier for earlier in self._earlier if earlier.shares_questions(sayings)]
        self._earlier.append(sayings)
        return [
            (promise, Breach(what, *_at(sayings.places.get(key, "")))) for promise, key, what in sayings.against(family)
        ]


def _at(place: str) -> tuple[str, int]:
    member, _, line = place.rpartition(":")
    return (member, int(line)) if line.isdecimal() else (place, 0)


@dataclass(frozen=True, slots=True)
class _Sayings:
    """What a package says of each thing, by what the thing is known by in every package."""

    name: str
    marks: Mapping[str, tuple[str, str]]
    """Assessment → its title, and its pass mark in percent of the points."""
    questions: Mapping[str, Question]
    points: Mapping[str, Decimal]
    places: Mapping[str, str]

    @classmethod
    def of(cls, package: PackageClaims) -> _Sayings:
        outline = settled(package.outline)
        items = dict(_once((item.title, item) for item in outline.items))
        questions = dict(_once((question.prompt.words, question) for question in outline.questions))
        marks = {key: (item.title, mark) for key, item in items.items() if (mark := _pass_mark(item))}
        worth = questions if package.has_points else {}
        points = {key: question.points for key, question in worth.items() if question.points is not None}
        places = {key: thing.place for things in (items, questions) for key, thing in things.items()}
        return cls(package.name, marks, questions, points, places)

    def shares_questions(self, other: _Sayings) -> bool:
        """Whether half of the questions of the smaller one stand in both."""
        fewest = min(len(self.questions), len(other.questions))
        return fewest > 0 and 2 * len(self.questions.keys() & other.questions.keys()) >= fewest

    def against(self, family: Sequence[_Sayings]) -> Iterator[tuple[Rule, str, str]]:
        """Where this package says something else than the first of its family that says it: rule, thing, sentence."""
        for key, (title, mark) in self.marks.items():
            first = next((other for other in family if key in other.marks), self)
            if (earlier := first.marks[key][1]) != mark:
                yield PASS_MARK, key, f"“{title}” is passed with {mark} % here, and {earlier} % in {first.name}"
        for key, points in self.points.items():
            first = next((other for other in family if key in other.points), self)
            if first.points[key] != points:
                contrast = (
                    f"gives {plain_number(points)} points here, and {plain_number(first.points[key])} in {first.name}"
                )
                yield POINTS, key, f"{_called(self.questions[key])} {contrast}"
        for key, question in self.questions.items():
            for other in family:
                if key in other.questions and other.questions[key].type == question.type:
                    yield from _differently(key, question, other.questions[key], other.name)
                    break


def _differently(key: str, question: Question, earlier: Question, name: str) -> Iterator[tuple[Rule, str, str]]:
    """Right answers and feedback, of a question that has the same type in both."""
    right, then = _right(question), _right(earlier)
    if right and then and right.keys() != then.keys():
        gone, new = [then[id] for id in then.keys() - right], [right[id] for id in right.keys() - then]
        contrast = "; ".join(
            f"{', '.join(f'“{text}”' for text in sorted(texts))} is right only {where}"
            for texts, where in ((new, "here"), (gone, f"in {name}"))
            if texts
        )
        yield RIGHT_ANSWERS, key, f"{_called(question)}: {contrast}"
    slots, then_slots = _feedback(question), _feedback(earlier)
    words, then_words = _words(*_texts(question)), _words(*_texts(earlier))
    for slot in slots.keys() & then_slots.keys():
        more, less = _words(slots[slot]) - then_words, _words(then_slots[slot]) - words
        if more and less:
            contrast = f"“{_beginning(slots[slot])}” is said here, and “{_beginning(then_slots[slot])}” in {name}"
            yield FEEDBACK, key, f"{_called(question)}: {contrast}"


# -- what things are known by, and what they say -----------------------------------------------------------------------


def _once(things: Iterable[tuple[str, _Thing]]) -> Iterator[tuple[str, _Thing]]:
    """Things by the letters of their title or prompt; what several have in common tells none of them apart."""
    keyed = [(_letters(text)[:200], thing) for text, thing in things]
    seen = Counter(key for key, _ in keyed)
    return ((key, thing) for key, thing in keyed if key and seen[key] == 1)


def _letters(text: str) -> str:
    """What every format keeps of a text: its letters and digits, without the numbers of blanks."""
    return "".join(re.findall(r"[^\W_]+", re.sub(r"\[\d+\]", " ", text))).casefold()


def _pass_mark(item: Item) -> str:
    """The pass mark in percent of the points; empty when the package does not say both."""
    try:
        points, mark = Decimal(item.settings.get("points", "")), Decimal(item.settings.get("pass mark", ""))
    except InvalidOperation:
        return ""
    return plain_number(round(mark * 100 / points, 2)) if points > 0 else ""


def _right(question: Question) -> Mapping[str, str]:
    """The answers that are worth the most, or some of it where several are to be given."""
    if question.type == "ordering":
        return {f"{place} {_letters(answer.said)}": answer.said for place, answer in enumerate(question.answers, 1)}
    several = question.type in ("multiple-response", "matching")
    right = [answer for answer in question.answers if answer.share > 0 if several or answer.share >= 100]
    return {f"{answer.blank} {_letters(_once_said(answer.said)) or answer.text}": _answer(answer) for answer in right}


def _once_said(text: str) -> str:
    """A text in which no picture is followed by its alternative text in words."""
    return re.sub(r"\[([^\]]+)\]\s*(?=\1)", "", text)


def _answer(answer: Answer) -> str:
    return f"{answer.said} in blank {answer.blank}" if answer.blank else answer.said


def _texts(question: Question) -> Iterator[str]:
    """Everything that a question says, with the names that packages put above texts."""
    yield from map(str, (question.prompt, *question.hints, *question.feedback.values()))
    for answer in question.answers:
        yield from (answer.said, answer.feedback.words)
    yield from names_of_feedback()


def _feedback(question: Question) -> Mapping[str, str]:
    """Feedback by the outcome or the answer that it belongs to."""
    of_answers = {f"{answer.blank} {_letters(answer.said)}": answer.feedback for answer in question.answers}
    return {slot: text.words for slot, text in (*question.feedback.items(), *of_answers.items()) if text}


def _words(*texts: str) -> frozenset[str]:
    return frozenset(word for text in texts for word in re.findall(r"[^\W_]+", text.casefold()))


def _called(question: Question) -> str:
    return f"“{question.title or _beginning(question.prompt.words)}”"


def _beginning(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"
