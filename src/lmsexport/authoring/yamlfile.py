"""YAML as authors mean it: every scalar is its text, keys are unique, and nothing is executed or expanded.

The model turns texts into numbers, dates and booleans where a field wants one (the failsafe schema of YAML 1.2, 10.1,
plus null), so an answer `no`, `12:30`, `0123` or `1.10` stays what it is. The data is built from libyaml's events in
one pass: aliases are refused before anything could be expanded, and nothing ever resolves a tag.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

MAX_BYTES = 20_000_000
"""Larger files are refused: a course team splits them long before."""
MAX_DEPTH = 50
"""Levels of lists and mappings within each other; a course needs ten."""

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


class YamlError(Exception):
    """Why a text is no YAML that we read, and at which character (from 0)."""

    def __init__(self, code: str, message: str, index: int, hint: str = "") -> None:
        super().__init__(message)
        self.code, self.message, self.index, self.hint = code, message, index, hint


def read_yaml(text: str) -> Any:
    """The data of a YAML text: mappings, lists, texts and None. Raises `YamlError`."""
    loader = yaml.CSafeLoader(text)
    try:
        return _document(loader.get_event)
    except yaml.MarkedYAMLError as error:
        raise _in_plain_words(error, text) from None
    except yaml.YAMLError as error:
        raise YamlError("yaml", "this is no text that YAML can hold", getattr(error, "position", 0)) from None
    finally:
        loader.dispose()


def _document(next_event: Callable[[], Any]) -> Any:
    next_event()  # the stream begins
    if not isinstance(next_event(), DocumentStartEvent):
        return None
    data = _value(next_event(), next_event, 0)
    next_event()  # the document ends
    second = next_event()
    if not isinstance(second, StreamEndEvent):
        index = second.start_mark.index
        message = "a second document begins here, but a file holds one"
        raise YamlError("yaml", message, index, "delete the line `---`")
    return data


def _value(event: Any, next_event: Callable[[], Any], depth: int) -> Any:
    kind = type(event)
    if kind is ScalarEvent:
        if event.anchor or event.tag:
            raise _expansion(event)
        value: str = event.value
        return None if value in _NULLS and not event.style else value
    if kind is AliasEvent or event.anchor or event.tag:
        raise _expansion(event)
    if depth == MAX_DEPTH:
        raise YamlError(
            "yaml-depth", f"lists and mappings stand more than {MAX_DEPTH} levels deep in each other",
            event.start_mark.index, "a course needs about ten; check the brackets and the indentation",
        )  # fmt: skip
    if kind is SequenceStartEvent:
        entries = []
        while type(event := next_event()) is not SequenceEndEvent:
            entries.append(_value(event, next_event, depth + 1))
        return entries
    assert kind is MappingStartEvent
    mapping: dict[str, Any] = {}
    while type(event := next_event()) is not MappingEndEvent:
        key = _key(event, mapping)
        mapping[key] = _value(next_event(), next_event, depth + 1)
    return mapping


def _key(event: Any, mapping: dict[str, Any]) -> str:
    index = event.start_mark.index
    if type(event) is not ScalarEvent:
        if type(event) is AliasEvent:
            raise _expansion(event)
        raise YamlError(
            "yaml-key", "a key must be a word, not a list or a mapping", index,
            "put quotes around a text that begins with `{` or `[`",
        )  # fmt: skip
    if event.anchor or event.tag:
        raise _expansion(event)
    key: str = event.value
    if key in mapping:
        raise YamlError("duplicate-key", f"the key `{key}` stands here a second time", index, "keep one of the two")
    return key


def _expansion(event: Any) -> YamlError:
    """An anchor, an alias or a tag: none has a place in a course. Its name may be a secret, so it is not told."""
    sign, what = "!", "a tag"
    if event.anchor:
        sign, what = ("*", "an alias") if type(event) is AliasEvent else ("&", "an anchor")
    return YamlError(
        "yaml-tag" if sign == "!" else "yaml-anchor", f"`{sign}` begins {what} of YAML here, and a course has none",
        event.start_mark.index, f"put quotes around a text that begins with `{sign}`",
    )  # fmt: skip


_QUOTE = "put quotes around the text, or write `|` and the text on the next lines"

_BACKSLASH = ("`\\` has a meaning within double quotes", "use single quotes, or write `\\\\`")

_WORDS = (
    ("mapping values are not allowed", "a colon with a space behind it stands within a text", _QUOTE),
    ("block sequence entries are not allowed", "a list cannot begin here", "begin it on a line of its own"),
    ("did not find expected key", "a `key: value` line was expected here", "check the indentation and the quotes"),
    ("could not find expected ':'", "a colon was expected behind this key", "write `key: value`"),
    ("did not find expected '-' indicator", "a list entry (`- …`) was expected here", "check the indentation"),
    ("did not find expected ',' or ']'", "this list in brackets is not closed", "add `]`, or quotes around the text"),
    ("did not find expected ',' or '}'", "this mapping in braces is not closed", "add `}`, or quotes around the text"),
    ("did not find expected node content", "a value was expected here", "put quotes around the text"),
    ("found unexpected end of stream", "this quote is not closed", "add the closing quote"),
    ("found unexpected document indicator", "this quote is not closed", "add the closing quote"),
    ("found unknown escape character", *_BACKSLASH),
    ("did not find expected hexdecimal number", *_BACKSLASH),
    ("did not find expected <document start>", "text stands behind the end of the data", "check the indentation"),
    ("did not find expected comment or line break", "text stands behind `|` or `>`", "begin the text on the next line"),
    ("found a tag that", "`!` has a meaning in YAML", "put quotes around the text"),
    ("tag", "`!` has a meaning in YAML", "put quotes around the text"),
    ("directive", "`%` has a meaning in YAML", "put quotes around the text"),
)  # fmt: skip
"""What libyaml says → what an author understands, and what to do."""

_AT_THE_BEGINNING = ("end of stream", "document indicator", "',' or", "alphabetic or numeric")
"""Complaints that libyaml makes where a text ends, but whose mistake is where it begins."""


def _in_plain_words(error: yaml.MarkedYAMLError, text: str) -> YamlError:
    said = str(error.problem or error.context)
    mark = error.problem_mark or error.context_mark
    if error.context_mark and any(words in said for words in _AT_THE_BEGINNING):
        mark = error.context_mark
    index = mark.index if mark else 0
    message, hint = _from_the_text(said, text, index) or next(
        ((message, hint) for words, message, hint in _WORDS if words in said), (f"this is no YAML: {said}", "")
    )
    return YamlError("yaml", message, index, hint)


def _from_the_text(said: str, text: str, index: int) -> tuple[str, str] | None:
    """What the text around a complaint says better than libyaml."""
    char = text[index : index + 1]
    before = text[text.rfind("\n", 0, index) + 1 : index]
    if char == "\t":
        return "a tab cannot indent YAML", "use spaces"
    if "cannot start any token" in said:
        return f"no text can begin with `{char}`", _QUOTE
    if "alphabetic or numeric" in said:
        what = "an alias" if char == "*" else "an anchor"
        return f"`{char}` begins {what} of YAML here", f"put quotes around a text that begins with `{char}`"
    if "expected key" in said and before.rstrip().endswith(("'", '"')):
        return "text stands behind a closing quote", "write `''` for an apostrophe within single quotes"
    if "mapping values" in said and _KEY_LINE.fullmatch(before):
        return (
            "this `key: value` line belongs to the text above it",
            "check the line above for its colon, and the indentation",
        )
    return None


_KEY_LINE = re.compile(r"[ \t]*[\w-]+")
