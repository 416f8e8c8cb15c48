"""What questions become in QTI 1.2: passes of both dialects."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import count
from typing import Literal

from lmsexport.content import Fragment
from lmsexport.content.composed import bulleted, mapped, paragraph, wrapped
from lmsexport.formats.qti12.spellings import spellings
from lmsexport.lowering import Adapted, Around, Noted, Pass, changed
from lmsexport.lowering.passes.feedback import parts_in_general
from lmsexport.lowering.passes.question_types import as_type, blanks_as_lines
from lmsexport.model import (
    BLANK,
    AcceptedNumber,
    AcceptedText,
    AnyQuestion,
    Assessment,
    Choice,
    Course,
    DropdownBlank,
    Essay,
    FillInBlanks,
    Matching,
    Module,
    MultipleResponse,
    NumberBlank,
    Numeric,
    Ordering,
    Pool,
    QuestionBase,
    ShortAnswer,
    SingleChoice,
    TextBlank,
    TextBlock,
)
from lmsexport.model.numbers import plain_number
from lmsexport.packaging import short_hash

Lacking = FillInBlanks | Matching | Numeric | Ordering | ShortAnswer
"""Questions that a dialect may have no type for."""


def identifier(*parts: str) -> str:
    """An XML ID over the parts, in the shape that Canvas gives its own."""
    return f"g{short_hash(*parts, length=32)}"


def shuffled(node: AnyQuestion, around: Around, things: Sequence[str]) -> list[str]:
    """Things in an order that says nothing of where they belong, and stays; never the order that they came in."""
    key = identifier(around.course.id, node.id)
    order = sorted(things, key=lambda thing: short_hash(key, thing))
    return order if order != list(things) else order[1:] + order[:1]


# -- other types ---------------------------------------------------------------------------------------------------


def stand_in(lacks: Callable[[Lacking], bool], kind: Literal["essay", "text"], name: Pass) -> Pass:
    """An essay, or a text, with all that a student sees of the question. A bank has no use for a text.

    `name` gives an essay its name, before it holds more than the prompt.
    """

    def stand_for_question(node: Lacking, around: Around) -> Lacking | Essay | TextBlock:
        if not lacks(node):
            return node
        prompt = blanks_as_lines(node, around) if isinstance(node, FillInBlanks) else node.prompt
        text = around.compose(prompt, *_parts_shown(node, around))
        if kind == "text" and not around.in_bank:
            return TextBlock.model_construct(None, id=node.id, title=node.title, text=text)
        if isinstance(node, Matching | Ordering):
            node = parts_in_general(node, around)
        named = name(node, around)
        assert isinstance(named, QuestionBase)
        return as_type(Essay, named, prompt=text)

    return stand_for_question


def _parts_shown(node: Lacking, around: Around) -> list[Fragment]:
    """What a student sees of a question besides its prompt, as lists."""
    match node:
        case Matching():
            matches = dict.fromkeys([*(pair.match for pair in node.pairs), *node.distractors])
            prompts = bulleted(*(around.fragment(pair.prompt) for pair in node.pairs))
            return [prompts, bulleted(*map(paragraph, shuffled(node, around, list(matches))))]
        case Ordering():
            texts = {item.id: item.text for item in node.items}
            return [bulleted(*(around.fragment(texts[id]) for id in shuffled(node, around, list(texts))))]
        case FillInBlanks():
            lists = (blank.choices for blank in node.blanks if isinstance(blank, DropdownBlank))
            return [bulleted(*(around.fragment(choice.text) for choice in choices)) for choices in lists]
        case Numeric():
            return [paragraph(f"({node.unit})")] if node.unit else []
        case _:
            return []


def numeric_as_short_answer(node: Numeric, around: Around) -> ShortAnswer:  # noqa: ARG001
    """The number is typed as a text, in one of its spellings."""
    return as_type(ShortAnswer, node, answers=_spelled(node.answers))


def single_blank(node: FillInBlanks, around: Around) -> FillInBlanks | ShortAnswer | SingleChoice:
    """A single blank is a line in the prompt, to be filled in below: a short answer, or a choice."""
    if len(node.blanks) > 1:
        return node
    (blank,) = node.blanks
    prompt = blanks_as_lines(node, around)
    if isinstance(blank, DropdownBlank):
        return as_type(SingleChoice, node, prompt=prompt, choices=blank.choices)
    texts = _spelled(blank.answers) if isinstance(blank, NumberBlank) else blank.answers
    sensitive = isinstance(blank, TextBlank) and blank.case_sensitive
    return as_type(ShortAnswer, node, prompt=prompt, answers=texts, case_sensitive=sensitive)


# -- answers -------------------------------------------------------------------------------------------------------


def _spelled(answers: Sequence[AcceptedNumber]) -> tuple[AcceptedText, ...]:
    """Single numbers as texts, in their usual spellings."""
    return tuple(
        AcceptedText.model_construct(None, text=text, weight=answer.weight, feedback=answer.feedback)
        for answer in answers
        for text in spellings(answer.bounds[0])
    )


def numbers_spelled(node: FillInBlanks, around: Around) -> FillInBlanks:  # noqa: ARG001
    """Numbers are typed as texts into their blanks."""
    blanks = tuple(
        TextBlank.model_construct(None, id=blank.id, points=blank.points, answers=_spelled(blank.answers))
        if isinstance(blank, NumberBlank)
        else blank
        for blank in node.blanks
    )
    return changed(node, blanks=blanks)


def lists_typed(node: FillInBlanks, around: Around) -> FillInBlanks:
    """Where some blanks are lists and others are typed into, all are typed; entries stand behind their blank."""
    lists = [blank for blank in node.blanks if isinstance(blank, DropdownBlank)]
    if len(lists) in (0, len(node.blanks)):
        return node
    entries = {blank.id: [around.fragment(choice.text).plain for choice in blank.choices] for blank in lists}

    def with_entries(text: str) -> str:
        return BLANK.sub(lambda blank: blank[0] + _in_brackets(entries.get(blank[1], [])), text)

    typed = {blank.id: _typed(blank, entries[blank.id]) for blank in lists}
    prompt = around.composed.keep(mapped(around.fragment(node.prompt), with_entries))
    return changed(node, prompt=prompt, blanks=tuple(typed.get(blank.id, blank) for blank in node.blanks))


def _in_brackets(entries: Sequence[str]) -> str:
    return f" ({html.escape(' / '.join(entries), quote=False)})" if entries else ""


def _typed(blank: DropdownBlank, entries: Sequence[str]) -> TextBlank:
    right = ((choice, entry) for choice, entry in zip(blank.choices, entries, strict=True) if choice.correct)
    answers = tuple(AcceptedText.model_construct(None, text=entry, feedback=choice.feedback) for choice, entry in right)
    return TextBlank.model_construct(None, id=blank.id, points=blank.points, answers=answers)


def plain_entries(node: DropdownBlank, around: Around) -> DropdownBlank:
    """The entries of a list without markup."""

    def without_markup(choice: Choice) -> Choice:
        words = paragraph(around.fragment(choice.text).plain)
        return choice if around.fragment(choice.text) == words else changed(choice, text=around.composed.keep(words))

    return changed(node, choices=tuple(map(without_markup, node.choices)))


def plain_asterisks(node: ShortAnswer, around: Around) -> ShortAnswer:  # noqa: ARG001
    """Answers in which every asterisk is one."""
    if not node.wildcards:
        return node
    answers = tuple(changed(answer, text=answer.text.replace(r"\*", "*")) for answer in node.answers)
    return changed(node, answers=answers, wildcards=False)


def any_case(node: TextBlank, around: Around) -> TextBlank:  # noqa: ARG001
    """Upper and lower case are the same."""
    return changed(node, case_sensitive=False)


def first_of_same(node: ShortAnswer, around: Around) -> ShortAnswer:  # noqa: ARG001
    """Of answers that are the same to the LMSs, the first, which counts. They compare letters in lower case; to them
    `Straße` and `Strasse` are two (Canvas: `strip.downcase` in `short_answer_question.rb`)."""
    answers: dict[str, AcceptedText] = {}
    for answer in node.answers:
        answers.setdefault(answer.text if node.case_sensitive else answer.text.strip().lower(), answer)
    return changed(node, answers=tuple(answers.values()))


def distinct_distractors(node: Matching, around: Around) -> Matching:  # noqa: ARG001
    """Each distractor once."""
    return changed(node, distractors=tuple(dict.fromkeys(node.distractors)))


# -- scoring -------------------------------------------------------------------------------------------------------


def equal_shares(
    node: SingleChoice | MultipleResponse | DropdownBlank,
    around: Around,  # noqa: ARG001
) -> SingleChoice | MultipleResponse | DropdownBlank:
    """Every right choice has the same share; where one is picked a wrong one earns nothing, as below nothing."""

    def shared_equally(choice: Choice) -> Choice:
        earned = choice.weight
        if earned is not None and not isinstance(node, MultipleResponse):
            earned = max(earned, Decimal(0))
        usual = earned in (None, 100 if choice.correct else 0) and not isinstance(node, MultipleResponse)
        return choice if usual else changed(choice, weight=None)

    return changed(node, choices=tuple(map(shared_equally, node.choices)))


def all_or_nothing(node: MultipleResponse, around: Around) -> MultipleResponse:  # noqa: ARG001
    """The points are for a wholly right answer."""
    return changed(node, scoring="all-or-nothing")


def equal_blanks(node: FillInBlanks, around: Around) -> FillInBlanks:  # noqa: ARG001
    """Every blank has the same share of the points."""
    if len({blank.points for blank in node.blanks}) < 2:
        return node
    return changed(node, blanks=tuple(changed(blank, points=Decimal(1)) for blank in node.blanks))


def whole_points(node: AnyQuestion | Pool, around: Around) -> AnyQuestion | Pool:  # noqa: ARG001
    """Points as a whole number from 1 to 99."""
    return changed(node, points=min(max(node.points.quantize(Decimal(1), "ROUND_HALF_UP"), Decimal(1)), Decimal(99)))


POINTS_OF_CARTRIDGES = Adapted(
    "A cartridge has whole points from 1 to 99 only; these are rounded.",
    "Look at the points after the upload.",
    becomes=whole_points,
    besides=Noted(
        "Canvas reads the points; Moodle and many other LMSs give each question of a cartridge one point.",
        "Set the points after the upload.",
        when=lambda question, _: question.points != 1,
    ),
)


# -- prompts -------------------------------------------------------------------------------------------------------


def essay_below_prompt(node: Essay, around: Around) -> Essay:
    """The length, and the text to begin with, below the prompt."""
    length, template = _length(node, around), around.fragment(node.template)
    more = [paragraph(f"({length})")] if length else []
    if not template.empty:
        more.append(wrapped("<blockquote>", _as_block(template), "</blockquote>"))
    if not more:
        return node
    return changed(node, prompt=around.compose(node.prompt, *more), min_words=None, max_words=None, template="")


def _as_block(fragment: Fragment) -> Fragment:
    return wrapped("<p>", fragment, "</p>") if fragment.paragraph else fragment


def _length(node: Essay, around: Around) -> str:
    if node.min_words and node.max_words:
        return around.say.words_between(min=node.min_words, max=node.max_words)
    if node.min_words:
        return around.say.words_min(min=node.min_words)
    return around.say.words_max(max=node.max_words) if node.max_words else ""


def names_not_in_brackets(node: FillInBlanks, around: Around) -> FillInBlanks:
    """Blanks whose names stand in brackets nowhere else in the question, entries of lists and code included: Canvas
    puts a field in the place of the first `[name]` that it comes to (`quiz_question_builder.rb`)."""
    texts = [node.prompt, *(c.text for blank in node.blanks if isinstance(blank, DropdownBlank) for c in blank.choices)]
    words = "".join(map(repr, (piece for text in texts for piece in around.fragment(text).pieces)))
    taken = {blank.id for blank in node.blanks}
    names = {blank.id: _free_name(blank.id, words, taken) for blank in node.blanks if f"[{blank.id}]" in words}
    if not names:
        return node

    def renamed(text: str) -> str:
        return BLANK.sub(lambda blank: f"{{{{{names.get(blank[1], blank[1])}}}}}", text)

    blanks = tuple(changed(blank, id=names.get(blank.id, blank.id)) for blank in node.blanks)
    return changed(node, prompt=around.composed.keep(mapped(around.fragment(node.prompt), renamed)), blanks=blanks)


def _free_name(name: str, words: str, taken: set[str]) -> str:
    """A name like this one that is no other blank's and stands in no brackets."""
    return next(
        other for number in count(2) if (other := f"{name}-{number}") not in taken and f"[{other}]" not in words
    )


# -- quizzes -------------------------------------------------------------------------------------------------------


def pass_mark_in_instructions(node: Assessment, around: Around) -> Assessment:
    """The pass mark below the instructions."""
    if node.pass_mark is None:
        return node
    mark = paragraph(around.say.pass_mark(n=plain_number(node.pass_mark)))
    return changed(node, instructions=around.compose(node.instructions, mark), pass_mark=None)


def quizzes_alone(node: Course, around: Around) -> Course:  # noqa: ARG001
    """The quizzes of all modules in one without a name."""
    return changed(node, modules=(Module.model_construct(None, id="quizzes", title="", items=tuple(node.items)),))
