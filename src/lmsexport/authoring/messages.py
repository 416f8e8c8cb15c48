"""The model's complaints about single values, in plain words: one sentence per kind of complaint."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lmsexport.authoring.shorthand import id_from_name
from lmsexport.model import did_you_mean
from lmsexport.model.secrets import secret_shapes

Sentence = Callable[[str, Any, dict[str, Any]], tuple[str, str]]
"""What it is about, the value and the complaint's details → message and hint."""


def say(kind: str, subject: str, value: Any, context: dict[str, Any], field: str) -> tuple[str, str, str]:
    """Code, message and hint for a complaint of pydantic about a value."""
    code, sentence = _SENTENCES.get(kind, ("wrong-value", _does_not_fit))
    message, hint = sentence(subject, value, context)
    return code, message, hint or _UNITS.get(field, "")


def _expected(what: str, hint: str = "") -> Sentence:
    def sentence(subject: str, value: Any, _: dict[str, Any]) -> tuple[str, str]:
        if value is None:
            return (
                f"{subject} has no value, but {what} was expected",
                "write one, or leave the key out if it is optional",
            )
        return f"{subject} must be {what}, not {shown(value)}", hint

    return sentence


def shown(value: Any) -> str:
    """A value as a message quotes it: short, and never a secret."""
    if isinstance(value, dict):
        return "`key: value` lines"
    if isinstance(value, list | tuple):
        return "a list"
    text = " ".join(str(value).split())
    if any(True for _ in secret_shapes(str(value))):
        return "this text"
    if not text:
        return "empty"
    return f"`{text}`" if len(text) <= 40 else f"`{text[:39]}…`"


def _a_number(what: str) -> Sentence:
    def sentence(subject: str, value: Any, context: dict[str, Any]) -> tuple[str, str]:
        text = value.replace(",", ".", 1) if isinstance(value, str) else ""
        hint = f"write `{text.strip()}`, with a point" if text != value and _is_number(text) else ""
        message, empty = _expected(what)(subject, value, context)
        return message, hint or empty

    return sentence


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _does_not_fit(subject: str, value: Any, _: dict[str, Any]) -> tuple[str, str]:
    return f"{subject} does not fit: {shown(value)}", ""


def _out_of_range(subject: str, value: Any, context: dict[str, Any]) -> tuple[str, str]:
    words = (("ge", "at least"), ("le", "at most"), ("gt", "above"), ("lt", "below"))
    limit = next(f"{word} {context[key]}" for key, word in words if key in context)
    return f"{subject} is {shown(value)}, but must be {limit}", ""


def _too_few(subject: str, _: Any, context: dict[str, Any]) -> tuple[str, str]:
    least = context["min_length"]
    return f"{subject} needs at least {least} {'entries' if least != 1 else 'entry'}", ""


def _empty(subject: str, _value: Any, _: dict[str, Any]) -> tuple[str, str]:
    return f"{subject} is empty", "write something"


def _too_long(subject: str, _: Any, context: dict[str, Any]) -> tuple[str, str]:
    return f"{subject} is longer than {context['max_length']} characters", "shorten it"


def _unknown_value(subject: str, value: Any, context: dict[str, Any]) -> tuple[str, str]:
    words = [word.strip("'") for word in str(context["expected"]).replace(" or ", ", ").split(", ")]
    return f"{subject} cannot be {shown(value)}", did_you_mean(str(value), words)


_PATTERNS = (
    (
        "^[a-z][a-z0-9]*(-",
        "{value} is no id",
        "write for example `{slug}`: lower-case letters, digits and single hyphens, a letter first",
    ),
    ("^https?", "{value} is no web address", "write it in full: `https://…`"),
    ("^[A-Za-z]{2,3}", "{value} is no language tag", "for example `en`, `de-AT`, `ar`, `zh-Hant`"),
    (r"\S", "{subject} is empty", "write something, or delete the line"),
    ("^[ -~]*$", "the parameter {subject} is not one line of plain ASCII", "put other texts under `private`"),
    (
        "^[a-z][a-z0-9_]*$",
        "{value} is no name of a parameter",
        "write for example `{name}`: lower-case letters, digits and underscores, a letter first",
    ),
)
"""Beginning of a pattern of the model → message and hint."""


def _pattern(subject: str, value: Any, context: dict[str, Any]) -> tuple[str, str]:
    for beginning, message, hint in _PATTERNS:
        if str(context["pattern"]).startswith(beginning):
            slug = id_from_name(str(value))[:40].strip("-") or "unit-1"
            said = {"value": shown(value), "subject": subject, "slug": slug, "name": slug.replace("-", "_")}
            return message.format(**said), hint.format(**said)
    return _does_not_fit(subject, value, context)


_text = ("wrong-value", _expected("a text", "put quotes around a text that begins with `[` or `{` or holds `: `"))
_list = ("wrong-value", _expected("a list", "begin each entry with `- `"))
_mapping = ("wrong-value", _expected("`key: value` lines"))
_whole = ("wrong-value", _a_number("a whole number"))
_number = ("wrong-value", _a_number("a number"))
_yes_or_no = ("wrong-value", _expected("`true` or `false`"))
_date = ("wrong-value", _expected("a date", "write year-month-day: `2026-01-31`"))

_SENTENCES: dict[str, tuple[str, Sentence]] = {
    "string_type": _text,
    "string_unicode": _text,
    "tuple_type": _list,
    "list_type": _list,
    "dict_type": _mapping,
    "model_type": _mapping,
    "model_attributes_type": _mapping,
    "int_type": _whole,
    "int_parsing": _whole,
    "int_parsing_size": _whole,
    "int_from_float": _whole,
    "decimal_type": _number,
    "decimal_parsing": _number,
    "finite_number": _number,
    "bool_type": _yes_or_no,
    "bool_parsing": _yes_or_no,
    "date_type": _date,
    "date_parsing": _date,
    "date_from_datetime_parsing": _date,
    "date_from_datetime_inexact": _date,
    "greater_than_equal": ("out-of-range", _out_of_range),
    "less_than_equal": ("out-of-range", _out_of_range),
    "too_short": ("too-few", _too_few),
    "string_too_short": ("empty", _empty),
    "string_too_long": ("too-long", _too_long),
    "string_pattern_mismatch": ("wrong-value", _pattern),
    "literal_error": ("unknown-value", _unknown_value),
}
"""Kind of a complaint → code of the problem, and what to say."""

_UNITS = {
    "minutes": "in minutes, for example `20`",
    "time_limit": "in minutes, for example `20`",
    "pass_mark": "in percent, for example `80`",
    "value": "for a range write `10..20`",
}
"""Field → what its number means and how to write it."""
