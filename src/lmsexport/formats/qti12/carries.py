"""What QTI 1.2 carries of questions: in the profile of Common Cartridge, and as Canvas reads and writes it.

A question that a dialect has no type for becomes a stand-in, as the course chooses: an essay, a text, or nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal

from lmsexport.formats.shuffling import could_move
from lmsexport.lowering import CARRIED, Adapted, Capabilities, Dropped, per_course
from lmsexport.model import (
    AcceptedNumber,
    Assessment,
    Course,
    DropdownBlank,
    FillInBlanks,
    Matching,
    MultipleResponse,
    NumberBlank,
    Numeric,
    Ordering,
    ShortAnswer,
)

NAME_LENGTH = 255
"""Characters that LMSs keep of a name."""

LONGEST_PROMPT = 12_000
"""Bytes of Markdown that surely stay below the 16 KB of HTML that Canvas takes in."""

StandIn = Literal["essay", "text", "leave-out"]
"""What stands for a question that a format has no type for: an essay with all its parts in the text, which a person
grades; the text alone, which earns nothing; or nothing."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """A way of writing QTI 1.2."""

    name: Literal["cartridge", "canvas"]
    lacks: Callable[[Any], bool]
    """Whether it has no type for a question, which then becomes a stand-in."""
    lacking: str
    """Why there is no place for such a question."""
    carries: Capabilities
    """What it carries of questions and banks, stand-ins aside."""
    after_wrong: Literal["Yes", "No"] = "Yes"
    """Whether processing goes on after a wrong choice. Nothing follows, but readers differ: Canvas Commons and Open edX
    take conditions that end the processing for those of right answers; Moodle shows the feedback of all others to
    everybody."""

    def capabilities(self, stand_in: StandIn) -> Capabilities:
        """What it carries of questions and banks."""
        return {**self.carries, **{name: self._stand_in(stand_in) for name in _MAY_LACK if name not in self.carries}}

    def _stand_in(self, stand_in: StandIn) -> Adapted | Dropped:
        def when(question: Any, _: Course) -> bool:
            return self.lacks(question)

        remedy = "Ask it as another type, or choose what stands in its place (`stand_in`, one of the target’s options)."
        if stand_in == "leave-out":
            return Dropped(self.lacking, remedy, when=when)
        return Adapted(f"{self.lacking} {_STANDS_IN[stand_in]}", remedy, when=when)


_MAY_LACK = ("FillInBlanks", "Matching", "Numeric", "Ordering", "ShortAnswer")
_STANDS_IN = {
    "essay": "An essay stands in its place, with all parts in its text; a person has to grade it.",
    "text": "Its text stands in its place, without an answer to give and without points.",
}


def name(text: str, length: int = NAME_LENGTH) -> str:
    """A name that every LMS keeps whole."""
    return text if len(text) <= length else text[: length - 1] + "…"


def cut_name(length: int = NAME_LENGTH) -> Adapted:
    """The declaration for a title that may be too long."""
    return Adapted(
        f"LMSs keep {length} characters of a name; the rest is “…”.",
        "Shorten it.",
        when=lambda node, _: len(node.title or "") > length,
    )


# -- conditions ----------------------------------------------------------------------------------------------------


def exact(answer: AcceptedNumber) -> bool:
    """Whether a single number is accepted, so that it can be spelled out."""
    low, high = answer.bounds
    return low == high


def is_wild(text: str) -> bool:
    r"""Whether an accepted text has an asterisk that stands for any characters; `\*` is a plain one."""
    return "*" in text.replace(r"\*", "")


def _has_wildcards(question: Any) -> bool:
    if not isinstance(question, ShortAnswer) or not question.wildcards:
        return False
    return any(is_wild(answer.text) for answer in question.answers)


def _spellable(question: FillInBlanks | Numeric) -> bool:
    """Whether every number that a question accepts can be spelled out."""
    blanks = question.blanks if isinstance(question, FillInBlanks) else [question]
    return all(exact(a) for blank in blanks if isinstance(blank, NumberBlank | Numeric) for a in blank.answers)


def _lacks_in_cartridge(question: Any) -> bool:
    match question:
        case Matching() | Ordering():
            return True
        case FillInBlanks():
            return len(question.blanks) > 1 or not _spellable(question)
        case Numeric():
            return not _spellable(question)
        case _:
            return _has_wildcards(question)


def _lacks_in_canvas(question: Any) -> bool:
    return not _spellable(question) if isinstance(question, FillInBlanks) else _has_wildcards(question)


def is_mixed(question: FillInBlanks) -> bool:
    """Whether some blanks are drop-down lists and others are typed into."""
    lists = sum(isinstance(blank, DropdownBlank) for blank in question.blanks)
    return 0 < lists < len(question.blanks)


@per_course
def _in_banks(course: Course) -> frozenset[str]:
    return frozenset(question.id for bank in course.banks for question in bank.questions)


def _is_shuffled_otherwise(question: Any, course: Course) -> bool:
    """Whether a question says other than a quiz that asks it; where none does, than what is usual."""
    asked = [quiz.shuffle_choices for quiz in _asked_by(course).get(question.id, ())] or [True]
    return any(shuffled != question.shuffle for shuffled in asked)


@per_course
def _asked_by(course: Course) -> dict[str, list[Assessment]]:
    """Id of a question → the assessments that ask it, or draw from its bank."""
    drawn = {bank.id: bank.questions for bank in course.banks}
    found: dict[str, list[Assessment]] = {}
    for quiz in (item for item in course.items if isinstance(item, Assessment)):
        banks = (question for pool in quiz.pools for question in drawn[pool.bank])
        for question in (*quiz.own_questions, *banks):
            found.setdefault(question.id, []).append(quiz)
    return found


@per_course
def _added_up(course: Course) -> frozenset[int]:
    """Identities of the choices whose weights are added up, so that one below 0 takes points away."""
    asked = [question for item in course.items if isinstance(item, Assessment) for question in item.own_questions]
    asked += [question for bank in course.banks for question in bank.questions]
    return frozenset(id(choice) for one in asked if isinstance(one, MultipleResponse) for choice in one.choices)


def _weighs_differently(choice: Any, course: Course) -> bool:
    """Whether a choice earns other than all or nothing; one that is picked alone earns nothing at the least."""
    earned = choice.weight
    if earned is not None and earned < 0 and id(choice) not in _added_up(course):
        earned = 0
    return earned not in (None, 100 if choice.correct else 0)


# -- declarations --------------------------------------------------------------------------------------------------

TYPES = (
    "Essay", "FillInBlanks", "Matching", "MultipleResponse", "Numeric", "Ordering", "ShortAnswer", "SingleChoice",
    "TrueFalse",
)  # fmt: skip

_PARTS = (
    "AcceptedNumber", "AcceptedText", "Choice", "DropdownBlank", "Feedback", "NumberBlank", "OrderedItem", "Pair",
    "TextBlank",
)  # fmt: skip

_WORTH_LESS = Dropped(
    "Whatever answer such a file lists counts as right, so an answer that earns less than all points is left out; "
    "it is scored as wrong.",
    "Accept it for all points, or leave it out.",
    when=lambda answer, _: answer.weight != 100,
)
_SPELLED = Adapted("The number is compared as text, in its usual spellings.", "Allow no tolerance that students need.")

_SHARED: Capabilities = {
    **{f"{part}{ending}": CARRIED for part in (*TYPES, *_PARTS, "TextBlock", "Bank") for ending in ("", ".*")
       if not (ending == "" and part in _MAY_LACK)},
    **{f"{type}.title": cut_name() for type in (*TYPES, "TextBlock")},
    **{f"{type}.explanation": Adapted("It stands in the general feedback.") for type in TYPES},
    **{f"{type}.tags": Dropped("QTI 1.2 has no place for tags.") for type in TYPES},
    "AcceptedText": _WORTH_LESS,
    "AcceptedNumber": _WORTH_LESS,
    "Feedback.partial": Adapted("QTI 1.2 knows right and wrong only; it stands in the general feedback."),
    "Essay.feedback": Adapted(
        "An essay has one feedback for all results; each text stands there under its name.",
        when=lambda essay, _: bool(essay.feedback.correct or essay.feedback.incorrect),
    ),
    "Essay.grader_notes": Dropped("The file has no place that only graders see.", "Keep the notes with the course."),
    "Essay.min_words": Adapted("The length stands below the question."),
    "Essay.max_words": Adapted("The length stands below the question."),
    "Essay.template": Adapted("The text to begin with stands below the question, for copying."),
    "Numeric.unit": Adapted("The unit stands at the end of the question."),
    "TextBlock": Dropped(
        "It stands in a question bank, and banks hold only questions.",
        "Move it into the assessment.",
        when=lambda block, course: block.id in _in_banks(course),
    ),
}  # fmt: skip

CARTRIDGE = Dialect(
    "cartridge",
    _lacks_in_cartridge,
    "Common Cartridge has no such type of question.",
    {
        **_SHARED,
        **{f"{type}.points": Adapted(
            "A cartridge has whole points from 1 to 99 only, and many LMSs give each question one point.",
            "Look at the points after the upload.",
            when=lambda question, _: question.points != 1,
        ) for type in TYPES},
        **{f"{type}.hints": Adapted("The cartridge has them; many LMSs do not show them.") for type in TYPES},
        "Choice.weight": Adapted("Only a wholly right answer earns points.", when=_weighs_differently),
        "MultipleResponse.scoring=partial": Adapted(
            "Common Cartridge knows all or nothing only: the points are for a wholly right answer.",
            "Use `scoring: all-or-nothing`, so that all LMSs score alike.",
        ),
        "Numeric.answers": _SPELLED,
        "NumberBlank.answers": _SPELLED,
        "FillInBlanks.blanks": Adapted(
            "The blank is a line in the text of the question.", when=lambda question, _: len(question.blanks) == 1
        ),
        "TextBlock.text": Adapted("A cartridge has only questions; the text stands above the one that follows it."),
        "TextBlock.title": Adapted("Its name stands above the text."),
    },
)  # fmt: skip
"""The profile of Common Cartridge (QTI 1.2.1 subset, “CC QTI profile”): no partial credit, six types."""

CARTRIDGE_FOR_MOODLE = replace(CARTRIDGE, after_wrong="No")
"""The same, as Moodle reads it best."""

CANVAS = Dialect(
    "canvas",
    _lacks_in_canvas,
    "Canvas has no such question.",
    {
        **_SHARED,
        **{f"{type}.hints": Dropped("Canvas has no hints.", "Put the hint into the feedback.") for type in TYPES},
        **{f"{type}.prompt": Adapted(
            "Canvas replaces the text of a question that is longer than 16 KB by a notice.",
            "Put the long text into a lesson.",
            when=lambda question, _: len(question.prompt.encode()) > LONGEST_PROMPT,
        ) for type in TYPES},
        **{f"{type}.scoring=all-or-nothing": Adapted(
            "Canvas gives a share of the points for each right part.",
            "Use `scoring: partial`, so that all LMSs score alike.",
        ) for type in ("Matching", "MultipleResponse", "Ordering")},
        **{f"{type}.shuffle": Adapted(
            "Canvas shuffles the choices of all questions of a quiz, or none.",
            "Set `shuffle_choices` of the quiz.", when=_is_shuffled_otherwise,
        ) for type in ("Matching", "MultipleResponse", "SingleChoice")},
        **{f"{blank}.points": Adapted("Canvas gives each blank an equal share of the points.")
           for blank in ("DropdownBlank", "NumberBlank", "TextBlank")},
        "Choice.weight": Adapted(
            "Canvas gives every right choice the same share, and takes as much away for a wrong one where several "
            "are right.", when=_weighs_differently,
        ),
        "Choice.fixed": Adapted(
            "Canvas shuffles all choices of a quiz or none, so this quiz keeps the order of its choices.",
            "Word the choice so that its position does not matter.", when=could_move,
        ),
        "FillInBlanks.blanks": Adapted(
            "Canvas has drop-down lists or typed blanks in a question, not both: all are typed, and the entries of a "
            "list stand behind the blank.", "Write two questions.",
            when=lambda question, _: is_mixed(question),
        ),
        "Matching": CARRIED,
        "Numeric": CARRIED,
        "NumberBlank.answers": _SPELLED,
        "Ordering": Adapted(
            "Canvas’ classic quizzes have no ordering; students match each item with its position.",
            "In New Quizzes the question can be written anew as “Ordering”.",
        ),
        "ShortAnswer.case_sensitive": Adapted("Canvas does not tell upper from lower case."),
        "TextBlank.case_sensitive": Adapted("Canvas does not tell upper from lower case."),
    },
)  # fmt: skip
"""As Canvas writes it for its own import: the types of its classic quizzes, in valid QTI 1.2."""
