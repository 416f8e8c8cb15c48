"""What QTI 1.2 carries of questions: in the profile of Common Cartridge, and as Canvas reads and writes it.

A question that a dialect has no type for becomes a stand-in, as the course chooses: an essay, a text, or nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from lmsexport.formats.qti12.carries import passes
from lmsexport.formats.qti12.questions.ordering import ordering_shuffled
from lmsexport.lowering import (
    CARRIED,
    QUESTION_CLASSES,
    QUESTION_PARTS,
    Adapted,
    Capabilities,
    Carried,
    Dropped,
    Noted,
    ids_in_banks,
    whole,
)
from lmsexport.lowering.passes import scoring
from lmsexport.lowering.passes.feedback import explanation_in_general, in_general
from lmsexport.lowering.passes.names import cut, line, question_name
from lmsexport.lowering.passes.question_types import unit_in_prompt
from lmsexport.model import (
    AcceptedNumber,
    FillInBlanks,
    Matching,
    NumberBlank,
    Numeric,
    Ordering,
    ShortAnswer,
)
from lmsexport.model.numbers import plain_number

NAME_LENGTH = 255
"""Characters that LMSs keep of a name."""

BEGINNING_LENGTH = 100
"""Characters of a prompt that name a question without a title."""

LONGEST_PROMPT = 12_000
"""Bytes of Markdown that surely stay below the 16 KB of HTML that Canvas takes in."""

_DIGITS = 15
"""Digits that floating point keeps of every number."""

StandIn = Literal["essay", "text", "leave-out"]
"""What stands for a question that a format has no type for: an essay with all its parts in the text, which a person
grades; the text alone, which earns nothing; or nothing."""

kept_name = cut(NAME_LENGTH)
"""A name that every LMS keeps whole."""


_name = question_name(kept_name, cut(BEGINNING_LENGTH))


@dataclass(frozen=True, slots=True)
class Dialect:
    """A way of writing QTI 1.2."""

    schema: str
    """Where its schema is published."""
    lacks: Callable[[passes.Lacking], bool]
    """Whether it has no type for a question, which then becomes a stand-in."""
    lacking: str
    """Why there is no place for such a question."""
    carries: Capabilities
    """What it carries of questions and banks, stand-ins aside."""
    after_wrong: Literal["Yes", "No"] = "Yes"
    """Whether processing goes on after a wrong choice. Nothing follows, but readers differ: Canvas Commons and Open edX
    take conditions that end the processing for those of right answers; Moodle shows the feedback of all others to
    everybody."""
    in_cartridges: bool = False
    """Whether documents follow the CC QTI profile: its metadata, and the instructions of an assessment."""

    @property
    def capabilities(self) -> Capabilities:
        """What it carries of questions and banks. Stand-ins come first: what they are is then carried as that."""
        return {**self.stand_ins("essay"), **self.carries}

    def stand_ins(self, kind: StandIn) -> Capabilities:
        """What becomes of questions that it lacks."""
        carry = _stand_in(self.lacks, self.lacking, kind)
        return {name: carry for name in _MAY_LACK if name not in self.carries}


@cache
def _stand_in(lacks: Callable[[passes.Lacking], bool], lacking: str, kind: StandIn) -> Adapted | Dropped:
    remedy = "Ask it as another type, or choose what stands in its place (`stand_in`, one of the target’s options)."
    if kind == "leave-out":
        return Dropped(lacking, remedy, when=lambda question, _: lacks(question))
    becomes = passes.stand_in(lacks, kind, _name)
    return Adapted(f"{lacking} {_STANDS_IN[kind]}", remedy, becomes=becomes, shortens=True)


_MAY_LACK = ("FillInBlanks", "Matching", "Numeric", "Ordering", "ShortAnswer")
_STANDS_IN = {
    "essay": "An essay stands in its place, with all that students see of it; a person has to grade it by the answers "
    "that stand in the course.",
    "text": "Its text stands in its place, without an answer to give and without points; in a bank, an essay.",
}


def cut_name(length: int = NAME_LENGTH) -> Adapted:
    """The declaration for a title that may be too long."""
    return Adapted(
        f"LMSs keep {length} characters of a name; the rest is “…”.",
        "Shorten it.",
        becomes=line("title", cut(length)),
        shortens=True,
    )


# -- conditions ----------------------------------------------------------------------------------------------------


def _exact(answer: AcceptedNumber) -> bool:
    """Whether a single number is accepted, so that it can be spelled out."""
    low, high = answer.bounds
    return low == high


def _has_many_digits(answer: AcceptedNumber) -> bool:
    """Whether a number is longer than what floating point holds."""
    return any(len(plain_number(end).replace(".", "").strip("-0")) > _DIGITS for end in answer.bounds)


def _is_wild(text: str) -> bool:
    r"""Whether an accepted text has an asterisk that stands for any characters; `\*` is a plain one."""
    return "*" in text.replace(r"\*", "")


def _has_wildcards(question: passes.Lacking) -> bool:
    if not isinstance(question, ShortAnswer) or not question.wildcards:
        return False
    return any(_is_wild(answer.text) for answer in question.answers)


def _spellable(question: FillInBlanks | Numeric) -> bool:
    """Whether every number that a question accepts can be spelled out."""
    blanks = question.blanks if isinstance(question, FillInBlanks) else [question]
    return all(_exact(a) for blank in blanks if isinstance(blank, NumberBlank | Numeric) for a in blank.answers)


def _lacks_in_cartridge(question: passes.Lacking) -> bool:
    match question:
        case Matching() | Ordering():
            return True
        case FillInBlanks():
            return len(question.blanks) > 1 or not _spellable(question)
        case Numeric():
            return not _spellable(question)
        case ShortAnswer():
            return _has_wildcards(question)


def _lacks_in_canvas(question: passes.Lacking) -> bool:
    return not _spellable(question) if isinstance(question, FillInBlanks) else _has_wildcards(question)


# -- declarations --------------------------------------------------------------------------------------------------

_WORTH_LESS = Dropped(
    "Whatever answer such a file lists counts as right, so an answer that earns less than all points is left out; "
    "it is scored as wrong.",
    "Accept it for all points, or leave it out.",
    when=lambda answer, _: answer.weight != 100,
)
_NAMED = Adapted(
    f"LMSs keep {NAME_LENGTH} characters of a name; the rest is “…”.", "Shorten it.", becomes=_name, shortens=True
)
_SPELLED = "The number is compared as text, in its usual spellings."
_EXACT = "Allow no tolerance that students need."

_SHARED: Capabilities = {
    **{feature: carry for feature, carry in whole(
        CARRIED, *QUESTION_CLASSES, *QUESTION_PARTS, "TextBlock", "Bank"
    ).items() if feature not in _MAY_LACK},
    **{f"{type}.title": _NAMED for type in QUESTION_CLASSES},
    "Feedback.partial": Adapted(
        "QTI 1.2 knows right and wrong only; it stands in the general feedback.", becomes=in_general("partial")
    ),
    **{f"{type}.explanation": Adapted("It stands in the general feedback.", becomes=explanation_in_general)
       for type in QUESTION_CLASSES},
    "Essay.feedback": Adapted(
        "An essay has one feedback for all results; each text stands there under its name.",
        becomes=in_general("correct", "incorrect"),
    ),
    **{f"{type}.tags": Dropped("QTI 1.2 has no place for tags.") for type in QUESTION_CLASSES},
    "AcceptedText": _WORTH_LESS,
    "AcceptedNumber": _WORTH_LESS,
    "Essay.grader_notes": Dropped("The file has no place that only graders see.", "Keep the notes with the course."),
    "Essay.min_words": Adapted("The length stands below the question.", becomes=passes.essay_below_prompt),
    "Essay.max_words": Adapted("The length stands below the question.", becomes=passes.essay_below_prompt),
    "Essay.template": Adapted(
        "The text to begin with stands below the question, for copying.", becomes=passes.essay_below_prompt
    ),
    "Numeric.unit": Adapted("The unit stands at the end of the question.", becomes=unit_in_prompt),
    "TextBlock": Dropped(
        "It stands in a question bank, and banks hold only questions.",
        "Move it into the assessment.",
        when=lambda block, course: block.id in ids_in_banks(course),
    ),
    "ShortAnswer.wildcards": Carried(passes.plain_asterisks),
}  # fmt: skip

_SAME_ANSWERS = Adapted(
    "Of answers that are the same to the LMS, the first one stands.",
    "Leave out the others.",
    becomes=passes.first_of_same,
    shortens=True,
)

CARTRIDGE = Dialect(
    "http://www.imsglobal.org/profile/cc/ccv1p1/ccv1p1_qtiasiv1p2p1_v1p0.xsd",
    _lacks_in_cartridge,
    "Common Cartridge has no such type of question.",
    {
        **_SHARED,
        **{f"{type}.points": passes.POINTS_OF_CARTRIDGES for type in QUESTION_CLASSES},
        **{f"{type}.hints": Noted("The cartridge has them; many LMSs do not show them.") for type in QUESTION_CLASSES},
        "MultipleResponse.scoring=partial": Adapted(
            "Common Cartridge knows all or nothing only: the points are for a wholly right answer.",
            "Use `scoring: all-or-nothing`, so that all LMSs score alike.",
            becomes=passes.all_or_nothing,
        ),
        "Choice.weight": Adapted("Only a wholly right answer earns points.", becomes=passes.equal_shares),
        "Numeric.answers": Adapted(_SPELLED, _EXACT, becomes=passes.numeric_as_short_answer),
        "NumberBlank.answers": Adapted(_SPELLED, _EXACT, becomes=passes.numbers_spelled),
        "FillInBlanks.blanks": Adapted(
            "The blank is a line in the text of the question.", becomes=passes.single_blank
        ),
        "ShortAnswer.answers": _SAME_ANSWERS,
    },
    in_cartridges=True,
)  # fmt: skip
"""The profile of Common Cartridge (QTI 1.2.1 subset, “CC QTI profile”): no partial credit, six types."""

CARTRIDGE_FOR_MOODLE = replace(CARTRIDGE, after_wrong="No")
"""The same, as Moodle reads it best."""

CANVAS = Dialect(
    "http://www.imsglobal.org/xsd/ims_qtiasiv1p2p1.xsd",
    _lacks_in_canvas,
    "Canvas has no such question.",
    {
        **_SHARED,
        "TextBlock.title": _NAMED,
        **{f"{type}.hints": Dropped("Canvas has no hints.", "Put the hint into the feedback.")
           for type in QUESTION_CLASSES},
        **{f"{type}.prompt": Noted(
            "Canvas replaces the text of a question that is longer than 16 KB by a notice.",
            "Put the long text into a lesson.",
            when=lambda question, _: len(question.prompt.encode()) > LONGEST_PROMPT,
        ) for type in QUESTION_CLASSES},
        **{f"{type}.scoring=all-or-nothing": Adapted(
            "Canvas gives a share of the points for each right part.",
            "Use `scoring: partial`, so that all LMSs score alike.",
            becomes=scoring.each_part,
        ) for type in ("Matching", "MultipleResponse", "Ordering")},
        **{f"{blank}.points": Adapted(
            "Canvas gives each blank an equal share of the points.", becomes=passes.equal_blanks
        ) for blank in ("DropdownBlank", "NumberBlank", "TextBlank")},
        "Choice.weight": Adapted(
            "Canvas gives every right choice the same share, and takes as much away for a wrong one where several "
            "are right.", becomes=passes.equal_shares,
        ),
        "DropdownBlank.choices": Adapted(
            "Canvas shows the entries of a list without markup.", becomes=passes.plain_entries, shortens=True
        ),
        "NumberBlank.answers": Adapted(_SPELLED, _EXACT, becomes=passes.numbers_spelled),
        "FillInBlanks.blanks": Adapted(
            "Canvas has drop-down lists or typed blanks in a question, not both: all are typed, and the entries of a "
            "list stand behind the blank; what is said to who picks a wrong one is left out.", "Write two questions.",
            becomes=passes.lists_typed, shortens=True,
        ),
        "Matching": CARRIED,
        "Matching.distractors": Adapted("Of equal distractors one stands.", becomes=passes.distinct_distractors,
                                        shortens=True),
        "Numeric": CARRIED,
        "Numeric.answers": Noted(
            "Canvas’ classic quizzes keep 15 digits of a number.", "Ask for fewer.",
            when=lambda question, _: any(map(_has_many_digits, question.answers)),
        ),
        "Ordering": Adapted(
            "Canvas’ classic quizzes have no ordering; students match each item with its position.",
            "In New Quizzes the question can be written anew as “Ordering”.",
            becomes=ordering_shuffled,
        ),
        "ShortAnswer.case_sensitive": Noted("Canvas does not tell upper from lower case."),
        "TextBlank.case_sensitive": Adapted("Canvas does not tell upper from lower case.", becomes=passes.any_case),
        "TextBlank.answers": Carried(passes.names_not_in_brackets),  # when all texts are in place
        "ShortAnswer.answers": _SAME_ANSWERS,
    },
)  # fmt: skip
"""As Canvas writes it for its own import: the types of its classic quizzes, in valid QTI 1.2."""
