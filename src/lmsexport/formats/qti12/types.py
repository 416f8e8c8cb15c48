"""What each type of question becomes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from markupsafe import escape

from lmsexport.formats.qti12.carries import is_mixed
from lmsexport.formats.qti12.drafts import Draft, listed, shuffled
from lmsexport.formats.qti12.items import Answer, Item, Range, Row, Text, plain_number, spellings
from lmsexport.model import (
    BLANK,
    AcceptedNumber,
    Blank,
    DropdownBlank,
    Essay,
    FillInBlanks,
    Matching,
    MultipleResponse,
    NumberBlank,
    Numeric,
    Ordering,
    ShortAnswer,
    SingleChoice,
    TextBlock,
    TrueFalse,
)

_IN_CANVAS = {
    "single-choice": "multiple_choice_question",
    "multiple-response": "multiple_answers_question",
    "true-false": "true_false_question",
    "short-answer": "short_answer_question",
    "numeric": "numerical_question",
    "matching": "matching_question",
    "typed-blanks": "fill_in_multiple_blanks_question",
    "drop-downs": "multiple_dropdowns_question",
    "essay": "essay_question",
    "text": "text_only_question",
}
_IN_CARTRIDGES = {
    "single-choice": "cc.multiple_choice.v0p1",
    "multiple-response": "cc.multiple_response.v0p1",
    "true-false": "cc.true_false.v0p1",
    "short-answer": "cc.fib.v0p1",
    "essay": "cc.essay.v0p1",
}
"""Template → what the item says that it is: `question_type` for Canvas, `cc_profile` in cartridges."""


def filled(one: Draft) -> Item:
    """The item, with all that its type adds."""
    lacking = one.writer.dialect.lacks(one.question)
    if lacking:
        _stand_in(one)
    else:
        _FILLERS[type(one.question)](one, one.question)
    _describe(one)
    return one.item


def _describe(one: Draft) -> None:
    points = plain_number(one.setting.points)
    if not one.item.cartridge:
        one.item.metadata = [("question_type", _IN_CANVAS[one.item.template]), ("points_possible", points)]
        return
    if one.item.template == "text":
        return  # it becomes a part of the question that follows
    one.item.metadata = [("cc_profile", _IN_CARTRIDGES[one.item.template])]
    if one.setting.points == one.setting.points.to_integral_value() and 1 <= one.setting.points <= 99:
        one.item.metadata.append(("cc_weighting", points))
    if one.item.template == "essay":
        one.item.metadata.append(("qmd_computerscored", "No"))


# -- choices -------------------------------------------------------------------------------------------------------


def _choice(one: Draft, question: SingleChoice | MultipleResponse) -> None:
    one.item.answers = one.choices(question.choices)


def _true_false(one: Draft, question: TrueFalse) -> None:
    """The idents that Moodle's import of cartridges asks for; and for Canvas the English words, which it translates."""
    said = (one.say.true, one.say.false) if one.item.cartridge else ("True", "False")
    one.item.answers = [
        Answer(ident, Text(word, html=False), right, one.item.tell(f"{ident}_fb", one.text(feedback)))
        for ident, word, right, feedback in (
            ("true", said[0], question.answer, question.if_true),
            ("false", said[1], not question.answer, question.if_false),
        )
    ]


# -- entries -------------------------------------------------------------------------------------------------------


def _short_answer(one: Draft, question: ShortAnswer) -> None:
    one.item.case_sensitive = question.case_sensitive
    for n, answer in enumerate(question.answers):
        text = answer.text.replace(r"\*", "*") if question.wildcards else answer.text
        one.item.answers.append(one.answer(str(n), Text(text, html=False), True, answer.feedback))


def _numeric(one: Draft, question: Numeric) -> None:
    if question.unit:
        one.add(f"<p>({escape(question.unit)})</p>")
    if one.item.cartridge:
        one.item.template = "short-answer"
        one.item.answers = _spelled(one, "", question.answers)
        return
    for n, answer in enumerate(question.answers):
        low, high = answer.bounds
        value = "" if answer.value is None else plain_number(answer.value)
        ident = one.number(str(n))
        said = one.item.tell(f"{ident}_fb", one.text(answer.feedback))
        one.item.ranges.append(Range(ident, value, plain_number(low), plain_number(high), said))


def _spelled(one: Draft, key: str, answers: Sequence[AcceptedNumber]) -> list[Answer]:
    """Numbers as texts, in their usual spellings."""
    return [
        one.answer(f"{key}{n} {text}", Text(text, html=False), True, answer.feedback)
        for n, answer in enumerate(answers)
        for text in spellings(answer.bounds[0])
    ]


def _essay(one: Draft, question: Essay) -> None:
    if question.min_words or question.max_words:
        one.add(f"<p>({escape(_length(one, question))})</p>")
    if question.template:
        one.add(f"<blockquote>{one.html(question.template)}</blockquote>")


def _length(one: Draft, question: Essay) -> str:
    if question.min_words and question.max_words:
        return one.say.words_between(min=question.min_words, max=question.max_words)
    if question.min_words:
        return one.say.words_min(min=question.min_words)
    return one.say.words_max(max=question.max_words)


# -- rows ----------------------------------------------------------------------------------------------------------


def _matching(one: Draft, question: Matching) -> None:
    matches = [pair.match for pair in question.pairs] + list(question.distractors)
    _rows(one, [(p.id, p.prompt, p.match, p.feedback) for p in question.pairs], list(dict.fromkeys(matches)))


def _ordering(one: Draft, question: Ordering) -> None:
    one.item.template = "matching"
    places = [str(n) for n in range(1, len(question.items) + 1)]
    rows = [(i.id, i.text, place, i.feedback) for i, place in zip(question.items, places, strict=True)]
    order = shuffled(one.setting.ident, [item.id for item in question.items])
    _rows(one, sorted(rows, key=lambda row: order.index(row[0])), places)


def _rows(one: Draft, pairs: list[tuple[str, str, str, str]], matches: list[str]) -> None:
    for key, prompt, match, feedback in pairs:
        ident = one.number("pair", key)
        answers = [Answer(one.number("match", m), Text(m, html=False), m == match) for m in matches]
        said = one.item.tell(f"{ident}_fb", one.text(feedback))
        row = Row(f"response_{ident}", one.short(prompt), answers, f"{ident}_fb" if said else "")
        one.item.rows.append(row)
    _share_out(one)


def _share_out(one: Draft) -> None:
    """Equal shares of the score of 100, as the format writes them."""
    share = f"{100 / len(one.item.rows):.2f}"
    one.item.rows = [Row(r.ident, r.text, r.answers, r.feedback, share) for r in one.item.rows]


def _fill_in(one: Draft, question: FillInBlanks) -> None:
    if one.item.cartridge:
        _one_blank(one, question)
        return
    lists = isinstance(question.blanks[0], DropdownBlank) and not is_mixed(question)
    one.item.template = "drop-downs" if lists else "typed-blanks"
    entries = {blank.id: f" ({' / '.join(_entries(one, blank))})" for blank in question.blanks
               if isinstance(blank, DropdownBlank) and not lists}  # fmt: skip
    shown = BLANK.sub(lambda found: f"[{found[1]}]{escape(entries.get(found[1], ''))}", one.item.text.content)
    one.item.text = Text(shown)
    for blank in question.blanks:
        answers = _blank(one, blank, picked=lists)
        one.item.rows.append(Row(f"response_{blank.id}", Text(blank.id, html=False), answers))
    _share_out(one)


def _entries(one: Draft, blank: DropdownBlank) -> list[str]:
    return [one.writer.plain(one.setting.source, choice.text) for choice in blank.choices]


def _blank(one: Draft, blank: Blank, picked: bool) -> list[Answer]:
    """The answers to a blank: entries of its list, or texts that are right."""
    key = f"{blank.id} "
    if isinstance(blank, NumberBlank):
        return _spelled(one, key, blank.answers)
    if isinstance(blank, DropdownBlank):
        entries = zip(blank.choices, _entries(one, blank), strict=True)
        return [
            one.answer(f"{key}{choice.id}", Text(text, html=False), choice.correct, choice.feedback)
            for choice, text in entries
            if picked or choice.correct
        ]
    return [
        one.answer(f"{key}{n}", Text(answer.text, html=False), True, answer.feedback)
        for n, answer in enumerate(blank.answers)
    ]


def _one_blank(one: Draft, question: FillInBlanks) -> None:
    """A single blank: a short answer, or a choice, below a text with a line in it."""
    (blank,) = question.blanks
    one.item.text = Text(BLANK.sub("_____", one.item.text.content))
    one.item.answers = _blank(one, blank, picked=True)
    one.item.template = "single-choice" if isinstance(blank, DropdownBlank) else "short-answer"
    one.item.case_sensitive = bool(getattr(blank, "case_sensitive", False))


# -- stand-ins -----------------------------------------------------------------------------------------------------


def _stand_in(one: Draft) -> None:
    """An essay or a text, with all parts of the question in it."""
    one.item.template = "essay" if one.writer.stand_in == "essay" else "text"
    one.item.text = Text(BLANK.sub("_____", one.item.text.content))
    one.add(_parts(one, one.question))
    for ident in ("correct_fb", "general_incorrect_fb"):
        one.item.feedbacks = [(known, text) for known, text in one.item.feedbacks if known != ident]


def _parts(one: Draft, question: Any) -> str:
    """What a student has to see of a question besides its prompt."""
    match question:
        case Matching():
            matches = [str(escape(pair.match)) for pair in question.pairs] + [
                str(escape(d)) for d in question.distractors
            ]
            prompts = [one.html(pair.prompt, inline=True) for pair in question.pairs]
            return listed(prompts) + listed(shuffled(one.setting.ident, list(dict.fromkeys(matches))))
        case Ordering():
            return listed(shuffled(one.setting.ident, [one.html(item.text, inline=True) for item in question.items]))
        case FillInBlanks():
            lists = [blank for blank in question.blanks if isinstance(blank, DropdownBlank)]
            return "".join(listed(str(escape(entry)) for entry in _entries(one, blank)) for blank in lists)
        case _:
            return ""


def _nothing(_: Draft, __: TextBlock) -> None:
    """A text block has nothing but its text."""


_FILLERS: dict[type, Callable[[Draft, Any], None]] = {
    SingleChoice: _choice,
    MultipleResponse: _choice,
    TrueFalse: _true_false,
    ShortAnswer: _short_answer,
    Numeric: _numeric,
    Matching: _matching,
    Ordering: _ordering,
    FillInBlanks: _fill_in,
    Essay: _essay,
    TextBlock: _nothing,
}
