"""Fill in blanks: a text with fields and drop-down lists; each has a response of its own, and adds its share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import assert_never

from lmsexport.content.xhtml import escape
from lmsexport.formats.qti.read.interaction_reader import Answers, InteractionReader, picked, shuffle_setting
from lmsexport.formats.qti.read.typed_answers import typed
from lmsexport.formats.qti.write.draft import Draft
from lmsexport.formats.qti.write.response_processing import Branch, units
from lmsexport.formats.qti.write.typed import number_branches, text_branches, text_field
from lmsexport.model import BLANK, Blank, DropdownBlank, FillInBlanks, NumberBlank, TextBlank
from lmsexport.model.numbers import tidy
from lmsexport.validation import BlankKind, share_of_each


def write(draft: Draft, question: FillInBlanks) -> None:
    """Write the text with a field or a list in place of each blank, and the rules that add up what they earn."""
    rules = draft.rules
    total = sum((Fraction(blank.points) for blank in question.blanks), Fraction(0))
    fields: dict[str, str] = {}
    each: list[list[tuple[Branch, Fraction]]] = []
    for n, blank in enumerate(question.blanks, 1):
        share = Fraction(blank.points) / total if total else Fraction(1, len(question.blanks))
        fields[blank.id] = _field(draft, blank, draft.wording.blank(n=n))
        each.append([(branch, branch.share * share) for branch in _branches(draft, blank, share)])
    draft.parts.body.append(_placed(draft.block(question.prompt), fields))
    draft.parts.composite = len(question.blanks) > 1
    counted_in = units(share for branches in each for _, share in branches)
    left = iter(counted_in.counts)
    for blank, branches in zip(question.blanks, each, strict=True):
        cases = [(b.condition, _earned(draft, next(left)) + rules.set_feedback(b.feedback)) for b, _ in branches]
        is_filled = draft.el("not", rules.is_null(_response(blank)))
        draft.parts.rules.append(rules.condition([(is_filled, rules.condition(cases))]))
    draft.parts.rules.append(rules.counted(counted_in))


def _earned(draft: Draft, count: str) -> str:
    return draft.rules.add(count) if count != "0" else ""


def _response(blank: Blank) -> str:
    return f"RESPONSE_{blank.id}"


def _field(draft: Draft, blank: Blank, label: str) -> str:
    if not isinstance(blank, DropdownBlank):
        return text_field(draft, _response(blank), label, blank.answers)
    choices = [
        draft.el("inlineChoice", escape(draft.plain(choice.text)), identifier=choice.id, fixed=choice.fixed or None)
        for choice in blank.choices
    ]
    return draft.interaction(
        "inlineChoiceInteraction", *choices, responseIdentifier=_response(blank), shuffle=draft.placement.shuffle,
        **draft.el.aria(label),
    )  # fmt: skip


def _branches(draft: Draft, blank: Blank, part: Fraction) -> Iterable[Branch]:
    name, outcome = _response(blank), f"FEEDBACK_{blank.id}"
    match blank:
        case DropdownBlank():
            return _picks(draft, blank, name, outcome)
        case TextBlank():
            return text_branches(draft, blank, name, outcome, part)
        case NumberBlank():
            return number_branches(draft, blank, name, outcome)
    assert_never(blank)


def _picks(draft: Draft, blank: DropdownBlank, name: str, outcome: str) -> Iterator[Branch]:
    draft.declare_response("identifier", [choice.id for choice in blank.choices if choice.correct], name=name)
    for choice in blank.choices:
        weight = choice.weight if choice.weight is not None else Decimal(100 if choice.correct else 0)
        feedback = {outcome: choice.id} if draft.add_feedback(outcome, choice.id, choice.feedback) else {}
        yield Branch(draft.rules.picked(choice.id, name), Fraction(weight) / 100, feedback)


_TAG = re.compile(r"(<[^>]*>)")
_MATH = re.compile(r"</?(?:\w+:)?math[\s>]")


def _placed(xml: str, fields: dict[str, str]) -> str:
    """A text with the fields in place of its blanks; one that stands where no field can be follows the text."""
    left = dict(fields)
    out: list[str] = []
    formula = 0
    for piece in _TAG.split(xml):
        if piece.startswith("<"):
            if _MATH.match(piece):
                formula += -1 if piece[1] == "/" else 1
            out.append(piece)
        else:
            out.append(piece if formula else BLANK.sub(lambda blank: left.pop(blank[1], blank[0]), piece))
    return "".join(out) + "".join(f"<p>{field}</p>" for field in left.values())


def read(readers: Sequence[InteractionReader]) -> Answers:
    """Read what fits into each blank."""
    together = Answers(blanks=tuple(map(_kind, readers)))
    sensitive: set[str] = set()
    for reader in readers:
        answers = Answers(list(picked(reader))) if _kind(reader) == "choice" else typed(reader)
        together.candidates += answers.candidates
        together.settings |= shuffle_setting(reader.element)
        sensitive |= set(answers.settings.values())
    if sensitive:
        together.settings["case sensitive"] = max(sensitive)  # yes where one says so
    if len(readers) > 1:
        earned = _earned_alone(readers)
        together.settings["scoring"] = "partial" if any(points > 0 for points in earned) else "all-or-nothing"
        together.settings |= share_of_each(earned)
    return together


def _kind(reader: InteractionReader) -> BlankKind:
    if reader.element.tag == "inlineChoiceInteraction":
        return "choice"
    return "number" if reader.takes_numbers else "text"


def _earned_alone(readers: Sequence[InteractionReader]) -> list[Decimal]:
    """What each blank earns where it alone is right."""
    right = [{reader.name: reader.right} if reader.right else {} for reader in readers]
    return [tidy(Decimal(repr(r.processing.outcome(given).score))) for r, given in zip(readers, right, strict=True)]
