"""Parts of a course as their authors write them: the inverse of `shorthand`.

What is as it is by default is left out. What has no short form stands as the model has it, so a new field, or a new
type of question or item, is written without a change here.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from typing import Any

from pydantic.fields import FieldInfo

from lmsexport.authoring.shorthand import INFERRED_TYPES, INLINE_ITEMS, letters
from lmsexport.authoring.yamlout import Flow, FlowMap, Word
from lmsexport.model import (
    AcceptedNumber,
    AcceptedText,
    Assessment,
    Author,
    Blank,
    Choice,
    Course,
    DropdownBlank,
    Feedback,
    FillInBlanks,
    GradeCategory,
    Item,
    ItemBase,
    Lesson,
    Matching,
    Model,
    Module,
    MultipleResponse,
    NumberBlank,
    Numeric,
    Ordering,
    Pool,
    QuestionBase,
    Requirement,
    ShortAnswer,
    SingleChoice,
    TextBlank,
    TextBlock,
    Tool,
    TrueFalse,
)

Fields = dict[str, Any]
"""Keys of a mapping in the source, in the order in which they are written, with texts, words, lists and mappings."""

LONGEST_KEY = 100
"""Characters of a text that stands as the key of a mapping: `France: Paris`."""

_FIRST: dict[type[Model], tuple[str, ...]] = {
    NumberBlank: ("id", "kind"),
    ItemBase: ("type", "id", "title"),
    QuestionBase: ("id", "type", "title", "prompt", "points", "unit", "min_words", "max_words"),
    TextBlock: ("id", "type"),
    Pool: ("id", "type", "draw", "bank"),
    Choice: ("text", "correct", "id", "feedback"),
}
_LAST: dict[type[Model], tuple[str, ...]] = {
    TextBlank: ("case_sensitive", "points"),
    NumberBlank: ("points",),
    DropdownBlank: ("points",),
    ItemBase: ("grade_category", "weight", "requires", "complete_when", "published", "questions"),
    QuestionBase: ("scoring", "shuffle", "feedback", "explanation", "hints", "tags"),
    Module: ("requires", "published", "items"),
    Course: ("banks", "modules", "tools", "grade_categories", "targets", "options"),
}
"""Class of the model → the fields that come first and last; the others stand between them in the order of the model."""


def fields(part: Model) -> Fields:
    """The fields of a part that are not as they are by default, in the guide's order and in short forms."""
    written: Fields = {}
    for name, default in _ordered(type(part)):
        given = getattr(part, name)
        if given != default:
            written[name] = Flow(value(given)) if name in _IN_BRACKETS else value(given)
    return written


def value(given: Any) -> Any:
    """A value of the model as YAML has it; parts in their short forms."""
    match given:
        case str():
            return given
        case Model():
            return _SHORT.get(type(given), fields)(given)
        case tuple() | list():
            return [value(entry) for entry in given]
        case dict():
            return {key: value(entry) for key, entry in given.items()}
        case bool():
            return Word("yes" if given else "no")
        case Decimal():
            return number(given)
        case int() | float() | datetime.date():
            return Word(given)
    return given


def number(given: Decimal) -> Word:
    """A number with all digits that it has; an exponent only where it saves many zeros."""
    plain = abs(given.adjusted()) < 16
    return Word(f"{given:f}" if plain else str(given).replace("E+", "e").replace("E", "e"))


def percent(given: Decimal) -> Word:
    """A share in percent: `80%`."""
    return Word(f"{number(given)}%") if _takes_percent_sign(given) else number(given)


def _takes_percent_sign(given: Decimal) -> bool:
    """Whether a number can stand before `%`: not with an exponent."""
    return "e" not in number(given)


_IN_BRACKETS = frozenset({"keywords", "targets", "tags", "distractors"})
"""Lists of short texts."""
_NEEDED = object()
"""Stands for the default of a field that has none, or that says what a part is."""


@cache
def _ordered(kind: type[Model]) -> tuple[tuple[str, object], ...]:
    """The fields that authors write for a class, in the guide's order, with their defaults."""
    first = next((order for base, order in _FIRST.items() if issubclass(kind, base)), ())
    last = next((order for base, order in _LAST.items() if issubclass(kind, base)), ())
    known = {name: field for name, field in kind.model_fields.items() if name not in ("source", "drafts")}
    between = [name for name in known if name not in first and name not in last]
    return tuple((name, _default(name, known[name])) for name in (*first, *between, *last) if name in known)


def _default(name: str, field: FieldInfo) -> object:
    needed = field.is_required() or name in ("type", "kind")
    return _NEEDED if needed else field.get_default(call_default_factory=True)


def _replaced(written: Fields, key: str, entries: Fields) -> Fields:
    """The mapping with other entries where `key` stands."""
    replaced: Fields = {}
    for name, each in written.items():
        replaced |= entries if name == key else {name: each}
    return replaced


def _without(written: Fields, *keys: str) -> Fields:
    return {name: each for name, each in written.items() if name not in keys}


def _alone(written: Fields, key: str) -> Any:
    """The value of `key` where the mapping holds nothing else, else the mapping."""
    return written[key] if len(written) == 1 and key in written else written


def _unlettered(entries: list[Any]) -> list[Any]:
    """Parts without the ids that they get by their position."""
    return [
        _without(entry, "id") if entry.get("id") == letters(position) else entry
        for position, entry in enumerate(entries)
    ]


def _fit_as_keys(texts: list[str]) -> bool:
    """Whether texts can be the keys of a mapping: short, on one line, each only once."""
    return len(set(texts)) == len(texts) and all(len(text) <= LONGEST_KEY and "\n" not in text for text in texts)


# -- items ---------------------------------------------------------------------------------------------------------


def inline_item(item: Item) -> Fields:
    """An item that stands in module.yaml: `heading: Title`."""
    written = value(item)
    field = INLINE_ITEMS[item.type]
    return {item.type: written[field]} | _without(written, "type", field)


def _requirement(needed: Requirement) -> Any:
    if needed.state == "viewed":
        return needed.item
    return fields(needed) if needed.item == "item" else {needed.item: needed.state}


def _lesson(lesson: Lesson) -> Fields:
    written = _without(fields(lesson), "type", "body")
    if lesson.glossary and _fit_as_keys([term.term for term in lesson.glossary]):
        written["glossary"] = {term.term: term.definition for term in lesson.glossary}
    return written


def _assessment(assessment: Assessment) -> Fields:
    mark = assessment.pass_mark
    return fields(assessment) | ({} if mark is None else {"pass_mark": percent(mark)})


# -- questions -----------------------------------------------------------------------------------------------------


def _inferred(written: Fields) -> Fields:
    """A question without its type, where a key tells it."""
    told = next((type for key, type in INFERRED_TYPES.items() if key in written), None)
    return _without(written, "type") if told == written["type"] else written


def _pool(pool: Pool) -> Fields:
    return _inferred(_replaced(fields(pool), "bank", {"from": pool.bank}))


def _text_block(block: TextBlock) -> Fields:
    return _inferred(fields(block))


def _feedback(feedback: Feedback) -> Any:
    return _alone(fields(feedback), "general")


def _choice(choice: Choice) -> Fields:
    mark = {"right" if choice.correct else "wrong": choice.text}
    written = _replaced(_without(fields(choice), "correct"), "text", mark)
    return written | ({} if choice.weight is None else {"weight": percent(choice.weight)})


def _choosing(question: SingleChoice | MultipleResponse) -> Fields:
    written = fields(question)
    return _inferred(written | {"choices": _unlettered(written["choices"])})


def _true_false(question: TrueFalse) -> Fields:
    return fields(question) | {"answer": Word("true" if question.answer else "false")}


def _typing(question: ShortAnswer | Numeric) -> Fields:
    return _with_answers(fields(question))


def _with_answers(written: Fields) -> Fields:
    """`answer: Paris`, `answer: 42` with its tolerance, or `answers` with a list."""
    answers: list[Any] = written["answers"]
    if len(answers) == 1 and isinstance(answers[0], str):
        return _replaced(written, "answers", {"answer": answers[0]})
    if len(answers) == 1 and answers[0].keys() == {"value", "tolerance"}:
        return _replaced(written, "answers", {"answer": answers[0]["value"], "tolerance": answers[0]["tolerance"]})
    return written | {"answers": Flow(answers)}


def _accepted_text(answer: AcceptedText) -> Any:
    return _alone(fields(answer), "text")


def _accepted_number(answer: AcceptedNumber) -> Any:
    written = fields(answer)
    if answer.min is not None and answer.max is not None:
        between = {"value": Word(f"{number(answer.min)}..{number(answer.max)}")}
        written = between | _without(written, "min", "max")
    elif answer.tolerance_type == "relative" and _takes_percent_sign(answer.tolerance):
        near = {"value": written["value"], "tolerance": percent(answer.tolerance)}
        written = near | _without(written, "value", "tolerance", "tolerance_type")
    return _alone(written, "value")


def _matching(question: Matching) -> Fields:
    written = fields(question)
    pairs: Any = _unlettered(written["pairs"])
    if all(pair.keys() == {"prompt", "match"} for pair in pairs) and _fit_as_keys([pair["prompt"] for pair in pairs]):
        pairs = {pair["prompt"]: pair["match"] for pair in pairs}
    return _inferred(written | {"pairs": pairs})


def _ordering(question: Ordering) -> Fields:
    written = fields(question)
    return _inferred(written | {"items": Flow(_alone(item, "text") for item in _unlettered(written["items"]))})


def _fill_in_blanks(question: FillInBlanks) -> Fields:
    written = fields(question)
    return _inferred(written | {"blanks": {blank.id: _blank(blank) for blank in question.blanks}})


def _blank(blank: Blank) -> Any:
    """What stands under the name of a blank."""
    written = _without(value(blank), "id")
    return FlowMap(written) if isinstance(blank, NumberBlank) else _alone(written, "answer")


def _text_blank(blank: TextBlank) -> Fields:
    return _with_answers(_without(fields(blank), "kind"))


def _number_blank(blank: NumberBlank) -> Fields:
    return _replaced(_with_answers(fields(blank)), "kind", {"type": blank.kind})


def _dropdown_blank(blank: DropdownBlank) -> Fields:
    written = _without(fields(blank), "kind")
    return written | {"choices": _unlettered(written["choices"])}


# -- the course ----------------------------------------------------------------------------------------------------


def _author(author: Author) -> Any:
    return _alone(fields(author), "name")


def _category(category: GradeCategory) -> Fields:
    return FlowMap(fields(category) | {"weight": percent(category.weight)})


def _tool(tool: Tool) -> Fields:
    written = fields(tool)
    return written | ({"lti": Word(tool.lti)} if "lti" in written else {})


def _course(course: Course) -> Fields:
    return fields(course) | ({"options": _option(course.options)} if course.options else {})


_SWITCH = re.compile("yes|no|on|off|true|false")


def _option(given: Any) -> Any:
    """Options of targets, where `yes` is a switch and no answer of a student."""
    if isinstance(given, dict):
        return {key: _option(entry) for key, entry in given.items()}
    return Word(given) if isinstance(given, str) and _SWITCH.fullmatch(given) else value(given)


_SHORT: dict[type[Model], Callable[[Any], Any]] = {
    AcceptedNumber: _accepted_number, AcceptedText: _accepted_text, Assessment: _assessment, Author: _author,
    Choice: _choice, Course: _course, DropdownBlank: _dropdown_blank, Feedback: _feedback,
    FillInBlanks: _fill_in_blanks, GradeCategory: _category, Lesson: _lesson, Matching: _matching,
    MultipleResponse: _choosing, NumberBlank: _number_blank, Numeric: _typing, Ordering: _ordering, Pool: _pool,
    Requirement: _requirement, ShortAnswer: _typing, SingleChoice: _choosing, TextBlank: _text_blank,
    TextBlock: _text_block, Tool: _tool, TrueFalse: _true_false,
}  # fmt: skip
"""Class of the model → how a part of it is written shorter."""
