"""What a student did, noted as a teacher would, and what an LMS has to keep of it: every element, nothing left out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import floor
from typing import Any

from formats.scorm.student import accepted
from lmsexport.model import (
    AnyQuestion,
    Assessment,
    Course,
    DropdownBlank,
    Essay,
    FillInBlanks,
    Heading,
    Item,
    Matching,
    MultipleResponse,
    Numeric,
    Ordering,
    Requirement,
    ShortAnswer,
    SingleChoice,
    TextBlank,
    TrueFalse,
    completion_state,
)

Told = dict[str, Any]
RANKS = ("", "viewed", "submitted", "passed")
TIMES = {
    "1.2": (r"\d{2,4}:\d\d:\d\d(\.\d\d?)?", r"\d\d:\d\d:\d\d", "time"),
    "2004": (r"PT(\d+H)?(\d+M)?\d+(\.\d{1,2})?S", r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", "timestamp"),
}
"""Forms of durations and of moments, and the name of the latter (1.2 RTE 3.4, CMITimespan; 2004 RTE 4.1.1.7)."""

ROOM = {"1.2": 4096, "2004": 64_000}


def told(cmi: Mapping[str, Any], standard: str) -> Told:
    """All that a SCO can tell, as the LMS keeps it; times and packed data only have to have their form."""
    own = cmi["core"] if standard == "1.2" else cmi
    timespan, moment, at = TIMES[standard]
    assert re.fullmatch(timespan, own["session_time"]) and 0 < len(cmi["suspend_data"]) <= ROOM[standard]
    answers = {}
    for each in cmi["interactions"].values():
        one = {name: value for name, value in each.items() if value not in ("", {})}
        assert re.fullmatch(moment, one.pop(at)) and re.fullmatch(timespan, one.pop("latency"))
        assert standard == "1.2" or 0 < len(one.pop("description")) <= 250  # RTE 4.2.9.1, localized_string_type
        one["objectives"] = [objective["id"] for objective in one["objectives"].values()]
        one["pattern"] = one.pop("correct_responses", {"0": {"pattern": ""}})["0"]["pattern"]
        one["response"] = one.pop({"1.2": "student_response", "2004": "learner_response"}[standard], "")
        assert one["id"] not in answers, "every answer once"
        answers[one.pop("id")] = one
    names = ("lesson_status", "lesson_location", "exit") if standard == "1.2" else (
        "completion_status", "success_status", "progress_measure", "location", "exit",
    )  # fmt: skip
    return {
        **{name: own.get(name, "") for name in names},
        "score": _score(own["score"]),
        "objectives": {each["id"]: _objective(each, standard) for each in cmi["objectives"].values()},
        "interactions": answers,
    }


def _score(score: Mapping[str, str]) -> dict[str, str]:
    """A score without what nobody said; where there is no raw score there is none."""
    return {name: value for name, value in score.items() if value != ""} if score["raw"] != "" else {}


def _objective(each: Mapping[str, Any], standard: str) -> Told:
    names = ("status",) if standard == "1.2" else ("completion_status", "success_status")
    return {"score": _score(each["score"]), **{name: each[name] for name in names if each[name] != "unknown"}}


@dataclass(slots=True)
class Ledger:
    """Of one course, or of one item of it that is an activity by itself."""

    course: Course
    standard: str
    items: Sequence[Item]
    weights: Mapping[str, Fraction]
    """The assessments that make the score, and how they weigh."""
    alone: bool = False
    place: str = ""
    reached: dict[str, int] = field(default_factory=dict)
    percents: dict[str, Fraction] = field(default_factory=dict)
    answers: dict[str, Told] = field(default_factory=dict)

    def views(self, item: str) -> None:
        self.place = item
        self._reaches(item, "viewed")

    def says_done(self, item: str) -> None:
        self._reaches(item, "submitted")

    def answers_rightly(self, item: Assessment, asked: Sequence[AnyQuestion], *, tries: str = "") -> None:
        """The answers of the first attempt; `tries` where they were checked on the way."""
        for question in asked:
            type, pattern, response = right(question, self.standard)
            drawn = all(question.id != own.id for own in item.own_questions)
            self.answers[f"{item.id}.{question.id}.1{tries}" if drawn else f"{question.id}.1{tries}"] = {
                "type": type,
                "pattern": pattern,
                "response": response,
                "objectives": [item.id],
                "weighting": f"{points_of(question, item, self.course):f}",
                "result": "neutral" if isinstance(question, Essay) else "correct",
            }

    def hands_in(self, item: Assessment, asked: Sequence[AnyQuestion]) -> None:
        """An attempt with nothing wrong in it; essays have earned nothing yet."""
        points = [(points_of(each, item, self.course), isinstance(each, Essay)) for each in asked]
        total = sum(Fraction(worth) for worth, _ in points)
        earned = sum(Fraction(worth) for worth, written in points if not written)
        self.percents[item.id] = earned / total * 100 if total else Fraction(0)
        passed = item.pass_mark is not None and self.percents[item.id] >= Fraction(item.pass_mark)
        self._reaches(item.id, "passed" if passed else "submitted")

    def _reaches(self, item: str, state: str) -> None:
        self.reached[item] = max(RANKS.index(state), self.reached.get(item, 0))

    def may_open(self, id: str) -> bool:
        """Whether the gates of an item, and those of its module, are open."""
        items = {item.id: item for item in self.items}
        module = next(module for module in self.course.modules if items[id] in module.items)
        waits = [(need.item, str(need.state)) for need in items[id].requires]
        for other in self.course.modules:
            if other.id in module.requires:
                waits += [(each.id, str(completion_state(each))) for each in other.items if each.id in items]
        return all(self.reached.get(item, 0) >= RANKS.index(state) for item, state in waits)

    # -- what the LMS keeps of it ----------------------------------------------------------------------------------

    def record(self) -> Told:
        """The record, as `told` reads it from an LMS."""
        done = sum(map(self._is_done, self.items))
        all_done = done == len(self.items)
        examined = [item for item in self.items if item.id in self.weights and _passes(item)]
        passed = bool(examined) and all(self.reached.get(item.id) == 3 for item in examined)
        score = {}
        if self.weights and all(id in self.percents for id in self.weights):
            score = self._points(sum((self.percents[id] * share for id, share in self.weights.items()), Fraction(0)))
        objectives = {item.id: self._objective(item) for item in self.items if item.id in self.reached}
        common = {
            "score": score,
            "objectives": objectives | self._awaited(),
            "interactions": self.answers,
        }
        if self.standard == "1.2":
            status = "passed" if passed else "completed" if all_done and not examined else "incomplete"
            return {"lesson_status": status, "lesson_location": self.place, "exit": "suspend"} | common
        return {
            "completion_status": "completed" if all_done else "incomplete",
            "success_status": "passed" if passed else "unknown",
            "progress_measure": _decimal(Fraction(floor(Fraction(done, len(self.items)) * 10_000), 10_000)),
            "location": self.place,
            "exit": "suspend",
        } | common

    @property
    def is_over(self) -> bool:
        """Whether nothing is left to do."""
        return all(map(self._is_done, self.items))

    def _is_done(self, item: Item) -> bool:
        return self.reached.get(item.id, 0) >= RANKS.index(str(completion_state(item)))

    def _objective(self, item: Item) -> Told:
        done, percent = self._is_done(item), self.percents.get(item.id)
        examined = completion_state(item) == "passed"
        score = {} if percent is None else self._points(percent)
        if self.standard == "1.2":
            missed = "failed" if examined and percent is not None else "incomplete"
            return {"score": score, "status": ("passed" if examined else "completed") if done else missed}
        verdict = {"success_status": "passed" if done else "failed"} if examined and percent is not None else {}
        return {"score": score, "completion_status": "completed" if done else "incomplete", **verdict}

    def _awaited(self) -> dict[str, Told]:
        """The states of this activity that other activities wait for (a global objective each)."""
        if not self.alone:
            return {}
        (own,) = self.items
        needs: list[Requirement] = [need for item in self.course.items for need in item.requires]
        module = next(module for module in self.course.modules if own in module.items)
        states = {str(need.state) for need in needs if need.item == own.id}
        if any(module.id in other.requires for other in self.course.modules):
            states.add(str(completion_state(own)))
        come = [state for state in states if self.reached.get(own.id, 0) >= RANKS.index(state)]
        name = "status" if self.standard == "1.2" else "success_status"
        return {state: {"score": {}, name: "passed"} for state in come}

    def _points(self, percent: Fraction) -> dict[str, str]:
        """Never rounded up."""
        raw = Fraction(floor(percent * 100), 100)
        scaled = {} if self.standard == "1.2" else {"scaled": _decimal(raw / 100)}
        return {"raw": _decimal(raw), "min": "0", "max": "100"} | scaled


def _passes(item: Item) -> bool:
    return isinstance(item, Assessment) and item.pass_mark is not None


def _decimal(number: Fraction) -> str:
    return f"{float(number):.4f}".rstrip("0").rstrip(".")


def points_of(question: AnyQuestion, item: Assessment, course: Course) -> Any:
    """What it earns in this assessment: a draw may set that."""
    pools = (pool for pool in item.pools if any(question.id == each.id for each in course.bank(pool.bank).drawable))
    pool = next(pools, None)
    return (question.points if pool is None or pool.points is None else pool.points).normalize()


def whole(course: Course, standard: str, weights: Mapping[str, Fraction]) -> Ledger:
    """The ledger of a course that is one activity."""
    return Ledger(course, standard, [item for item in course.items if not isinstance(item, Heading)], weights)


def single(course: Course, standard: str, item: Item) -> Ledger:
    """The ledger of an item that is an activity by itself."""
    counts = isinstance(item, Assessment) and item.graded
    return Ledger(course, standard, [item], {item.id: Fraction(1)} if counts else {}, alone=True)


# -- answers, in the notation of each standard -----------------------------------------------------------------------


def right(question: AnyQuestion, standard: str) -> tuple[str, str, str]:
    """Type, pattern and response of the answer that `Student` gives when it is to be right.

    SCORM 1.2 (RTE 3.4.4): a character for each choice, in the order of the author. SCORM 2004 (RTE 4.2.9): short
    identifiers between [,] and [.].
    """
    old = standard == "1.2"
    comma, dot = (",", ".") if old else ("[,]", "[.]")

    def names(things: Sequence[Any], wanted: Sequence[Any]) -> list[str]:
        ids = [thing.id for thing in things]
        return ["abcdefghijklmnopqrstuvwxyz"[ids.index(one.id)] if old else one.id.replace("-", "_") for one in wanted]

    match question:
        case SingleChoice() | MultipleResponse():
            found = names(question.choices, [choice for choice in question.choices if choice.correct])
            joined = comma.join(found)
            picked = f"{{{joined}}}" if old and len(found) > 1 else joined
            return "choice", picked, picked
        case TrueFalse():
            truth = str(question.answer).lower()[: 1 if old else None]
            return "true-false", truth, truth
        case ShortAnswer():
            return "fill-in", "" if question.wildcards else question.answers[0].text, accepted(question)
        case Numeric():
            bounds = question.answers[0].bounds
            if max(map(abs, bounds)) >= 100_000:  # more digits than Moodle takes as a number
                return "fill-in", "", str(bounds[0])
            low, high = (f"{bound:.7f}".rstrip("0").rstrip(".") for bound in bounds)
            return "numeric", low if low == high else "" if old else f"{low}[:]{high}", low
        case Matching():
            targets = [next(other for other in question.pairs if other.match == pair.match) for pair in question.pairs]
            pairs = zip(names(question.pairs, question.pairs), names_of_targets(question, targets, old), strict=True)
            paired = comma.join(dot.join(pair) for pair in pairs)
            return "matching", paired, paired
        case Ordering():
            order = comma.join(names(question.items, question.items))
            return "sequencing", order, order
        case FillInBlanks():
            return "fill-in", *_blanks(question, old)
        case _:
            return "fill-in" if old else "long-fill-in", "", "Because it is so, all in all."


def names_of_targets(question: Matching, targets: Sequence[Any], old: bool) -> list[str]:
    """What the matches are called: in 1.2 by their place in the list to choose from, which is sorted."""
    matches = sorted({*(pair.match for pair in question.pairs), *question.distractors})
    if old:
        return ["abcdefghijklmnopqrstuvwxyz"[matches.index(pair.match)] for pair in targets]
    return [pair.id.replace("-", "_") for pair in targets]


def _blanks(question: FillInBlanks, old: bool) -> tuple[str, str]:
    patterns, responses = [], []
    for blank in question.blanks:
        if isinstance(blank, DropdownBlank):
            shown = typed = next(choice.text for choice in blank.choices if choice.correct)
        elif isinstance(blank, TextBlank):
            shown = typed = blank.answers[0].text
        else:
            assert blank.answers[0].value is not None
            typed, shown = str(blank.answers[0].bounds[0]), f"{blank.answers[0].value:f}"
        patterns.append(shown)
        responses.append(typed)
    between = ", " if old else "[,]"
    return between.join(patterns), between.join(responses)
