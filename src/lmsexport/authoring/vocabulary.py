"""The words of the source: the keys of each of its parts, in short forms too, and the words that authors mistake."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any, get_args

from pydantic import BaseModel

from lmsexport.model import QUESTION_TYPES

QUESTIONS = (*QUESTION_TYPES, "pool")
"""The types of what stands under `questions`."""

SHORT_KEYS: dict[str, tuple[str, ...]] = {
    "Choice": ("right", "wrong"),
    "ShortAnswer": ("answer",),
    "Numeric": ("answer", "tolerance"),
    "TextBlank": ("answer", "type"),
    "NumberBlank": ("answer", "tolerance", "type"),
    "DropdownBlank": ("type",),
    "Pool": ("from",),
    "Link": ("link",),
    "Download": ("download",),
    "Heading": ("heading",),
    "Discussion": ("discussion",),
}
"""Class of the model → the keys that its short forms add."""

_LONG_KEYS: dict[str, tuple[str, ...]] = {
    "Choice": ("text", "correct"),
    "ShortAnswer": (),
    "Pool": ("bank",),
    "AcceptedNumber": ("tolerance_type",),
    "TextBlank": ("kind",),
    "NumberBlank": ("kind",),
    "DropdownBlank": ("kind",),
    "Link": ("url", "type"),
    "Download": ("file", "type"),
    "Heading": ("type",),
    "Lesson": ("type", "body"),
}
"""Class of the model → fields that authors write in another way, so nobody is sent to them."""

ONE_OF = (("right", "wrong"), ("right", "text"), ("wrong", "text"), ("right", "correct"), ("wrong", "correct"),
          ("answer", "answers"), ("from", "bank"))  # fmt: skip
"""Keys that say the same, or the opposite."""

MISSING = {
    ("Choice", "text"): ("the text of the choice", "it behind `- right:` or `- wrong:`"),
    ("ShortAnswer", "answers"): ("`answer`", "`answer: …`, or `answers:` with a list"),
    ("Numeric", "answers"): ("`answer`", "`answer: 42`, or `answer: 10..20` for a range"),
    ("TextBlank", "answers"): ("`answer`", "`answer: …`, or `answers:` with a list"),
    ("NumberBlank", "answers"): ("`answer`", "`answer: 42`, or `answer: 10..20` for a range"),
    ("TrueFalse", "answer"): ("`answer`", "`answer: true` or `answer: false`"),
    ("Pool", "bank"): ("`from`", "`from:` with the id of a bank"),
    ("Pool", "draw"): ("`draw`", "`draw:` with the number of questions"),
    ("Course", "date"): ("`date`", "`date: 2026-01-31`, the day of this version"),
    ("Matching", "pairs"): ("`pairs`", "`pairs:` with lines `prompt: match`"),
    ("FillInBlanks", "blanks"): ("`blanks`", "`blanks:` with lines `name: answer`"),
    ("MultipleResponse", "choices"): ("`choices`", "`choices:` with lines `- right: …` and `- wrong: …`"),
    ("SingleChoice", "choices"): ("`choices`", "`choices:` with lines `- right: …` and `- wrong: …`"),
    ("Assessment", "questions"): ("`questions`", "`questions:` with a list"),
    ("Bank", "questions"): ("`questions`", "`questions:` with a list"),
    ("Course", "modules"): ("`modules`", "`modules:` with a list of folders"),
}
"""Class and field → what to call it when it is missing, and what to add."""

_MARK = "mark the right choice with `- right: …`"
ADVICE = (
    (frozenset({"answer", "answers", "correct", "solution"}), frozenset({"choices", "shuffle"}), _MARK),
    (frozenset({"question", "stem"}), frozenset({"prompt"}), "did you mean `prompt`?"),
    (frozenset({"options", "alternatives"}), frozenset({"choices"}), "did you mean `choices`?"),
    (frozenset({"marks", "score", "mark", "grade"}), frozenset({"points", "prompt"}), "did you mean `points`?"),
    (frozenset({"name"}), frozenset({"title"}), "did you mean `title`?"),
    (frozenset({"author"}), frozenset({"authors"}), "did you mean `authors`?"),
    (frozenset({"lang", "locale"}), frozenset({"language"}), "did you mean `language`?"),
    (frozenset({"duration", "time"}), frozenset({"time_limit"}), "did you mean `time_limit`?"),
    (frozenset({"duration", "time"}), frozenset({"minutes"}), "did you mean `minutes`?"),
    (
        frozenset({"passing_score", "passing_grade", "pass_grade"}),
        frozenset({"pass_mark"}),
        "did you mean `pass_mark`?",
    ),
    (frozenset({"prerequisites", "prerequisite", "depends"}), frozenset({"requires"}), "did you mean `requires`?"),
    (
        frozenset({"hidden", "visible", "publish"}),
        frozenset({"published"}),
        "write `published: no` to hide it",
    ),
    (frozenset({"goals", "outcomes"}), frozenset({"objectives"}), "did you mean `objectives`?"),
    (frozenset({"system_prompt", "prompt", "rubric"}), frozenset({"private"}), "put it under `private`"),
)
"""Words that authors bring along, the keys that must be known for the advice to fit, and the advice."""


ID = ("`id`", "`id:` with a short name in lower-case letters, digits and hyphens")
"""What to call an id that is missing, whatever it is the id of, and what to add."""


def keys(models: Iterable[type[BaseModel]]) -> frozenset[str]:
    """The keys that an author can write for parts of these classes."""
    found: set[str] = set()
    for model in models:
        found |= set(model.model_fields) - {"source", "drafts"} - set(_LONG_KEYS.get(model.__name__, ()))
        found |= set(SHORT_KEYS.get(model.__name__, ()))
    return frozenset(found)


def models_at(model: type[BaseModel], loc: Sequence[str | int]) -> list[type[BaseModel]]:
    """The classes that can stand at the place of an error, whose path has the tags of unions in it."""
    models = [model]
    for step in loc:
        if isinstance(step, str):
            tagged = [found for found in models if _tag(found) == step]
            models = tagged or [part for found in models for part in _parts_of(found, step)]
    return models


def _tag(model: type[BaseModel]) -> str | None:
    """The value of the field that tells the classes of a union apart."""
    fields = (model.model_fields.get("type"), model.model_fields.get("kind"))
    return next((field.default for field in fields if field and isinstance(field.default, str)), None)


@cache
def _parts_of(model: type[BaseModel], field: str) -> tuple[type[BaseModel], ...]:
    return tuple(_mentioned(model.model_fields[field].annotation)) if field in model.model_fields else ()


def _mentioned(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _mentioned(argument)
