"""Questions of an outline as parts of a course."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from lmsexport.authoring.shorthand import letters
from lmsexport.importing.parts import Part, part
from lmsexport.importing.settings import switch, whole
from lmsexport.importing.texts import Texts
from lmsexport.importing.told import Origin, Told
from lmsexport.model import (
    AcceptedNumber,
    AcceptedText,
    Choice,
    DropdownBlank,
    Essay,
    Feedback,
    FillInBlanks,
    Matching,
    MultipleResponse,
    NumberBlank,
    Numeric,
    OrderedItem,
    Ordering,
    Pair,
    ShortAnswer,
    SingleChoice,
    TextBlank,
    TextBlock,
    TrueFalse,
)
from lmsexport.validation import Answer, Question, RichText
from lmsexport.validation.settled import own_title

_WHOLE = Decimal(100)
_SOMETHING = Decimal("0.001")
"""The least share that counts."""
_BY_MARK: Mapping[bool, Decimal] = {True: _WHOLE, False: Decimal(0)}


class Questions:
    """Makes parts of the course of questions."""

    def __init__(self, texts: Texts, told: Told) -> None:
        self.texts = texts
        self.told = told
        self._of_type: dict[str, Callable[[Question, Origin], Part]] = {
            "single-choice": self._single_choice, "multiple-response": self._multiple_response,
            "true-false": self._true_false, "short-answer": self._short_answer, "numeric": self._numeric,
            "matching": self._matching, "ordering": self._ordering, "fill-in-blanks": self._fill_in_blanks,
            "essay": self._essay, "text": self._text,
        }  # fmt: skip

    def part(self, question: Question, id: str) -> Part:
        """The question with the id `id`; raises `KeyError` for a type that courses do not have."""
        made = self._of_type[question.type](question, Origin(id, question.place))
        return Part(made.model, {"id": id} | dict(made.fields))

    def knows(self, question: Question) -> bool:
        """Whether courses have questions of its type."""
        return question.type in self._of_type

    def unknown(self, question: Question, id: str) -> dict[str, Any]:
        """The keys of a question of a type that courses do not have: what it asks, and its answers in words."""
        origin = Origin(id, question.place)
        answers = [answer.said for answer in question.answers if answer.said]
        return {"id": id, "type": question.type, "prompt": self.texts(question.prompt, origin)} | (
            {"answers": answers} if answers else {}
        )

    # -- types -----------------------------------------------------------------------------------------------------

    def _single_choice(self, question: Question, origin: Origin) -> Part:
        right = [answer for answer in question.answers if answer.share >= _WHOLE]
        if len(right) > 1:
            self.told.say("changed", f"{len(right)} choices earn all points, so any of them could be picked: "
                          "now all that are right have to be", origin)  # fmt: skip
            return self._choosing(MultipleResponse, question, origin, whole=True)
        return self._choosing(SingleChoice, question, origin, least=_WHOLE)

    def _multiple_response(self, question: Question, origin: Origin) -> Part:
        if _scoring(question):
            return self._choosing(MultipleResponse, question, origin, whole=True)
        right = sum(answer.share > 0 for answer in question.answers)
        share = _WHOLE / right if right else Decimal(0)
        return self._choosing(MultipleResponse, question, origin, usual={True: share, False: -share})

    def _choosing(
        self, model: type[SingleChoice | MultipleResponse], question: Question, origin: Origin, *, whole: bool = False,
        least: Decimal = _SOMETHING, usual: Mapping[bool, Decimal] = _BY_MARK,
    ) -> Part:  # fmt: skip
        """A question with choices: those are right whose share is at least `least`. `usual` is the share that a right
        and a wrong one earn without saying so; `whole`: all or nothing, so that shares say nothing."""
        fixed = question.settings.get("fixed choices", "").split("\n")
        choices = []
        for number, answer in enumerate(question.answers):
            right = answer.share >= least
            weight = None if whole or abs(answer.share - usual[right]) < _SOMETHING else answer.share
            keeps_place = bool(answer.text.words) and answer.text.words in fixed
            choices.append(self._choice(answer, number, origin, right, weight, keeps_place))
        scoring = "all-or-nothing" if whole else None
        common = self._common(question, origin)
        return part(model, **common, choices=choices, shuffle=switch(question.settings, "shuffle"), scoring=scoring)

    def _choice(
        self, answer: Answer, number: int, origin: Origin, correct: bool, weight: Decimal | None = None,
        fixed: bool = False,
    ) -> Part:  # fmt: skip
        return part(
            Choice, id=letters(number), text=self.texts(answer.text, origin), correct=correct, weight=weight,
            fixed=fixed, feedback=self.texts(answer.feedback, origin),
        )  # fmt: skip

    def _true_false(self, question: Question, origin: Origin) -> Part:
        by_meaning = {answer.means: answer for answer in question.answers if answer.means is not None}
        right = next((means for means, answer in by_meaning.items() if answer.share > 0), None)
        said = {name: self.texts(by_meaning[means].feedback, origin)
                for name, means in (("if_true", True), ("if_false", False)) if means in by_meaning}  # fmt: skip
        return part(TrueFalse, **self._common(question, origin), answer=right, **said)

    def _short_answer(self, question: Question, origin: Origin) -> Part:
        wildcards = any(answer.wildcards and "*" in answer.text.words.replace(r"\*", "") for answer in question.answers)
        answers = [self._accepted_text(answer, origin, wildcards) for answer in question.answers]
        return part(ShortAnswer, **self._common(question, origin), answers=answers, wildcards=wildcards or None,
                    case_sensitive=switch(question.settings, "case sensitive") or None)  # fmt: skip

    def _accepted_text(self, answer: Answer, origin: Origin, wildcards: bool = False) -> Part:
        text = answer.text.words
        if answer.wildcards and not wildcards:
            text = text.replace(r"\*", "*")
        elif wildcards and not answer.wildcards:
            text = text.replace("*", r"\*")
        return part(AcceptedText, text=text, weight=_weight(answer), feedback=self.texts(answer.feedback, origin))

    def _numeric(self, question: Question, origin: Origin) -> Part:
        answers = [self._accepted_number(answer, origin) for answer in question.answers]
        return part(Numeric, **self._common(question, origin), answers=answers, unit=question.settings.get("unit"))

    def _accepted_number(self, answer: Answer, origin: Origin) -> Part:
        feedback = self.texts(answer.feedback, origin)
        return part(AcceptedNumber, **_number(answer), weight=_weight(answer), feedback=feedback)

    def _matching(self, question: Question, origin: Origin) -> Part:
        pairs = [answer for answer in question.answers if answer.text]
        parts = [
            part(Pair, id=letters(n), prompt=self.texts(pair.text, origin), match=self._line(pair.match, origin),
                 feedback=self.texts(pair.feedback, origin))
            for n, pair in enumerate(pairs)
        ]  # fmt: skip
        matches = {pair.match.words for pair in pairs}
        others = dict.fromkeys(answer.match.words for answer in question.answers if not answer.text)
        distractors = [text for text in others if text and text not in matches]
        return part(Matching, **self._common(question, origin), pairs=parts, distractors=distractors or None,
                    scoring=_scoring(question), shuffle=switch(question.settings, "shuffle"))  # fmt: skip

    def _ordering(self, question: Question, origin: Origin) -> Part:
        items = [
            part(OrderedItem, id=letters(n), text=self.texts(answer.text, origin),
                 feedback=self.texts(answer.feedback, origin))
            for n, answer in enumerate(question.answers)
        ]  # fmt: skip
        return part(Ordering, **self._common(question, origin), items=items, scoring=_scoring(question))

    def _essay(self, question: Question, origin: Origin) -> Part:
        said = question.settings
        notes, template = (self.texts(RichText(said.get(name, "")), origin) for name in ("for graders", "begins with"))
        return part(
            Essay, **self._common(question, origin), grader_notes=notes, template=template,
            min_words=whole(said, "words at least"), max_words=whole(said, "words at most"),
        )  # fmt: skip

    def _text(self, question: Question, origin: Origin) -> Part:
        return part(TextBlock, text=self.texts(question.prompt, origin))

    # -- gaps ------------------------------------------------------------------------------------------------------

    def _fill_in_blanks(self, question: Question, origin: Origin) -> Part:
        answers: defaultdict[str, list[Answer]] = defaultdict(list)
        for answer in question.answers:
            answers[answer.blank].append(answer)
        names = {f"[{number}]": f"gap-{number}" for number in answers if f"[{number}]" in question.prompt.words}
        common = self._common(question, origin, names)
        kinds = dict(enumerate(question.blanks, 1))
        shares = question.settings.get("share of each", "").split(", ")
        blanks = [
            self._blank(names.get(f"[{number}]", f"gap-{number}"), kinds.get(int(number)) if number.isdigit() else None,
                        found, shares[n] if len(shares) == len(answers) else "", question, origin)
            for n, (number, found) in enumerate(answers.items())
        ]  # fmt: skip
        return part(FillInBlanks, **common, blanks=blanks)

    def _blank(
        self, name: str, kind: str | None, answers: list[Answer], share: str, question: Question, origin: Origin
    ) -> Part:
        points = Decimal(share) if share else None
        match kind or _likely_kind(answers):
            case "choice":
                choices = [self._choice(answer, n, origin, answer.share >= _WHOLE, _part_weight(answer))
                           for n, answer in enumerate(answers)]  # fmt: skip
                return part(DropdownBlank, id=name, kind="dropdown", choices=choices, points=points)
            case "number":
                numbers = [self._accepted_number(answer, origin) for answer in answers]
                return part(NumberBlank, id=name, kind="numeric", answers=numbers, points=points)
            case _:
                texts = [self._accepted_text(answer, origin) for answer in answers]
                return part(TextBlank, id=name, kind="text", answers=texts, points=points,
                            case_sensitive=switch(question.settings, "case sensitive") or None)  # fmt: skip

    # -- what all share --------------------------------------------------------------------------------------------

    def _common(self, question: Question, origin: Origin, blanks: dict[str, str] | None = None) -> dict[str, Any]:
        """What every question has, but its id."""
        texts = {name: self.texts(text, origin) for name, text in question.feedback.items()}
        explanation = texts.pop("explanation", None)
        given = {name: text for name, text in texts.items() if text}
        return {
            "title": _title(question), "points": question.points,
            "prompt": self.texts(question.prompt, origin, blanks=blanks or {}),
            "feedback": part(Feedback, **given) if given else None, "explanation": explanation,
            "hints": [text for hint in question.hints if (text := self.texts(hint, origin))] or None,
            "tags": [" ".join(tag.split()) for tag in question.tags if tag.strip()] or None,
        }  # fmt: skip

    def _line(self, text: RichText, origin: Origin) -> str:
        """A text that a course has in plain words."""
        if text.markup and "<" in text.markup:
            self.told.say("changed", f"“{text.words[:60]}” is plain words here", origin)
        return text.words


def _title(question: Question) -> str:
    return " ".join(own_title(question).split())


def _scoring(question: Question) -> str | None:
    return "all-or-nothing" if question.settings.get("scoring") == "all-or-nothing" else None


def _weight(answer: Answer) -> Decimal | None:
    return None if answer.share == _WHOLE else answer.share


def _part_weight(answer: Answer) -> Decimal | None:
    return answer.share if 0 < answer.share < _WHOLE else None


def _number(answer: Answer) -> dict[str, Any]:
    """The number or the range, and how far from it is right."""
    number = answer.number
    if number is None:
        return _number_of_words(answer.text.words)
    if number.value is None:
        return {"value": number.low} if number.low == number.high else {"min": number.low, "max": number.high}
    beside = {"tolerance_type": "relative"} if number.relative else {}
    return {"value": number.value} | ({"tolerance": number.tolerance} | beside if number.tolerance else {})


def _number_of_words(words: str) -> dict[str, Any]:
    low, between, high = words.partition(" … ")
    return {"min": low, "max": high} if between else {"value": words.replace(",", ".")}


def _likely_kind(answers: Sequence[Answer]) -> str:
    """The kind of a blank that its package does not tell: one with wrong answers is a list to choose from."""
    if all(answer.number is not None for answer in answers):
        return "number"
    return "choice" if len(answers) > 1 and sum(answer.share >= _WHOLE for answer in answers) == 1 else "text"
