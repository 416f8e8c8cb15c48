"""A text with blanks: a response for each, and `[name]` in the text. Canvas alone has it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import count

from lxml import etree

from lmsexport.formats.qti12.questions.numeric import accepted
from lmsexport.formats.qti12.read.item_parts import ItemParts, text_of
from lmsexport.formats.qti12.read.response_processing import ident_of, percent, tag
from lmsexport.formats.qti12.write.draft import Draft
from lmsexport.formats.qti12.write.item import Answer as Label
from lmsexport.formats.qti12.write.item import Row, Text
from lmsexport.model import BLANK, Blank, DropdownBlank, FillInBlanks, NumberBlank, TextBlank
from lmsexport.validation import NOTHING, Answer, BlankKind, RichText, joined

_LABEL = "{*}response_label"
_LABELS = ("response_label", "response_lid", "response_grp")
_RESPONSES = ("{*}response_lid", "{*}response_str", "{*}response_num", "{*}response_grp")
_TYPED = "fill_in_multiple_blanks_question"
_NUMBERS = frozenset({"integer", "decimal", "scientific"})
"""What fields of numbers take (`fibtype`, ASI 1.2)."""
_BLANK = re.compile(r"\[([^\]\[]+)\]")


def write(draft: Draft[FillInBlanks]) -> None:
    """Write a row for each blank: the entries of its list, or the texts that are right."""
    blanks = draft.question.blanks
    draft.item.template = "drop-downs" if isinstance(blanks[0], DropdownBlank) else "typed-blanks"
    draft.item.text = Text(BLANK.sub(lambda blank: f"[{blank[1]}]", draft.item.text.content))
    for blank in blanks:
        draft.item.rows.append(Row(f"response_{blank.id}", Text(blank.id, html=False), _labels(draft, blank)))


def _labels(draft: Draft[FillInBlanks], blank: Blank) -> list[Label]:
    match blank:
        case DropdownBlank():
            return draft.choices(blank.choices, f"{blank.id} ")
        case TextBlank():
            return [
                draft.answer(f"{blank.id} {place}", Text(answer.text, html=False), True, answer.feedback)
                for place, answer in enumerate(blank.answers)
            ]
        case NumberBlank():
            raise TypeError("numbers are lowered to texts")


def read(parts: ItemParts) -> tuple[Answer, ...]:
    """The blanks in the order of the prompt, with their answers; their shares are those of the best one."""
    blanks = enumerate(_in_order(parts), 1)
    return tuple(answer for place, response in blanks for answer in _answers(parts, response, place))


def _in_order(parts: ItemParts) -> list[etree._Element]:
    """The places for answers in the order of the prompt."""
    order = _order(parts)
    return sorted(parts.responses, key=lambda response: order[ident_of(response)])


def prompt_of(parts: ItemParts) -> RichText:
    """The prompt with the number of each blank in the place of its name; or of the blank itself, where it has none."""
    presentation = parts.item.find("{*}presentation")
    prompt, names = parts.text_of(presentation), _names(parts)
    if not names and presentation is not None:
        return _around_blanks(presentation, parts)
    order = dict(zip(names, count(1), strict=False))

    def numbered(text: str) -> str:
        return _BLANK.sub(lambda blank: f"[{order[blank[1]]}]" if blank[1] in order else blank[0], text)

    return prompt.altered(numbered)


def _around_blanks(presentation: etree._Element, parts: ItemParts) -> RichText:
    """What stands before, between and behind the places for answers."""
    said, order = list[RichText | str](), _order(parts)
    for element in presentation.iter("{*}mattext", *_RESPONSES):
        if tag(element) != "mattext":
            said.append(f"[{order[ident_of(element)]}]")
        elif not any(tag(up) in _LABELS for up in element.iterancestors()):
            said.append(parts.text_of(element.getparent()))
    return joined(said)


def _names(parts: ItemParts) -> dict[str, str]:
    """Name of each blank that the prompt names in brackets, in its order → identifier of its response. Others are none.

    Canvas calls a blank by the identifier (`fill_in_the_blank.rb`); New Quizzes, too, and show its first answer beside.
    """
    known = {name: ident_of(one) for one in parts.responses for name in (text_of(one).words, _bare(one)) if name}
    prompt = text_of(parts.item.find("{*}presentation")).words
    return {name: known[name] for name in dict.fromkeys(_BLANK.findall(prompt)) if name in known}


def _order(parts: ItemParts) -> dict[str, int]:
    """Identifier of each response → its place in the prompt, from 1; those that it does not name come last."""
    places = dict.fromkeys((*_names(parts).values(), *map(ident_of, parts.responses)))
    return {ident: place for place, ident in enumerate(places, 1)}


def _bare(response: etree._Element) -> str:
    return ident_of(response).removeprefix("response_")


def kinds(parts: ItemParts) -> tuple[BlankKind, ...]:
    """The kind of each blank, in the order of the prompt."""
    return tuple(_kind(parts, response) for response in _in_order(parts))


def _kind(parts: ItemParts, response: etree._Element) -> BlankKind:
    if tag(response) in ("response_lid", "response_grp"):
        named_so = parts.named == _TYPED and next(response.iter(_LABEL), None) is None
        return "text" if named_so or any(_is_typed(parts, label) for label in response.iter(_LABEL)) else "choice"
    fields = {(one.get("fibtype") or "").lower() for one in response.iter("{*}render_fib")}
    tests = (test for one in ("vargte", "vargt", "varlte", "varlt") for test in parts.item.iter(f"{{*}}{one}"))
    compared = any(test.get("respident") == ident_of(response) for test in tests)
    return "number" if tag(response) == "response_num" or fields & _NUMBERS or compared else "text"


def _answers(parts: ItemParts, response: etree._Element, place: int) -> Iterator[Answer]:
    ident = ident_of(response)
    if _kind(parts, response) == "number":
        numbers = list(accepted(parts, ident))
        most = max((one.share for one in numbers), default=Decimal(0)) or Decimal(100)
        yield from (replace(one, share=percent(one.share, most), blank=str(place)) for one in numbers)
        return
    labels = [
        (label.get("ident", ""), parts.text_of(label), _is_typed(parts, label)) for label in response.iter(_LABEL)
    ]
    if tag(response) != "response_lid":
        labels = [(value, RichText(value), False) for value in parts.processing.named(ident)]
    shares = {value: parts.processing.share({ident: frozenset([value])}) for value, *_ in labels}
    best = max(shares.values(), default=Decimal(0)) or Decimal(100)
    for value, text, is_typed in labels:
        feedback = parts.of_answer(ident, value) or parts.feedback.get(f"{value}_fb", NOTHING)
        share = Decimal(100) if is_typed else percent(shares[value], best)
        yield Answer(text=text, share=share, feedback=feedback, blank=str(place), id=value)


def _is_typed(parts: ItemParts, label: etree._Element) -> bool:
    """Whether a label is a spelling that is accepted: in gap texts of Canvas all are, whichever a condition names
    (`fill_in_the_blank.rb`, process_canvas), but for lists and word banks of New Quizzes (`answer_type`)."""
    return parts.named == _TYPED and label.get("answer_type", "openEntry") == "openEntry"
