"""YAML as authors write it: the inverse of `yamlfile`, for every text that a model can hold.

Texts stand without quotes where each reader of YAML sees the same text. What YAML 1.1 (yaml.org/type) or 1.2 (10.3)
take for a number, a date, a truth value or nothing is quoted: ours does not need that, other tools do. Several lines,
and long lines that would need quotes, stand below a `|`. No line is folded.
"""

from __future__ import annotations

import re
from typing import Any

import yaml
from yaml.emitter import Emitter, ScalarAnalysis
from yaml.nodes import Node, ScalarNode
from yaml.representer import SafeRepresenter
from yaml.resolver import Resolver
from yaml.serializer import Serializer

from lmsexport.authoring.files import CONTROL

LONG = 80
"""Characters after which a text stands below a `|` rather than between quotes, and a list no longer in brackets."""


class Word(str):
    """A value that is no text to its readers (a number, a date, a truth value), in the spelling that it is to have."""

    __slots__ = ()


class Flow(list[Any]):
    """A list that stands in brackets where it is short and simple."""


class FlowMap(dict[str, Any]):
    """A mapping of words and plain texts that stands in braces."""


def yaml_text(data: dict[str, Any]) -> str:
    """A mapping of texts, words, lists, mappings and None as a YAML file: UTF-8 text with `\\n` at its end."""
    text: str = yaml.dump(data, None, _Writer, width=float("inf"), allow_unicode=True, sort_keys=False)
    return text


_TEXT = "tag:yaml.org,2002:str"
_ESCAPED = re.compile(f"{CONTROL.pattern}|[\r\ufeff]")
"""What stands in no file as it is: the characters that loading refuses, the carriage return that it turns into a line
break, and the byte order mark that editors drop."""
_PLAIN = re.compile(r"(?![\s\-?:,\[\]{}#&*!|>'\"%@`~]|\.{3})(?:[^\t\n]*[^\s:])")
"""Texts that may need no quotes: they begin with no indicator (YAML 1.2, 5.3) and have no white space at their ends."""
_SEPARATOR = re.compile(r": | #")
_FLOW_INDICATOR = re.compile(r"[,\[\]{}?:]")
_TAB_FIRST = re.compile(r"\s*\t")


def is_plain(text: str) -> bool:
    """Whether a text can do without quotes in a block of YAML, whoever reads it."""
    return (
        _PLAIN.fullmatch(text) is not None
        and not _SEPARATOR.search(text)
        and not _ESCAPED.search(text)
        and _resolved(text) == _TEXT
    )


def _resolved(text: str) -> str:
    """The tag that readers of YAML 1.1 or 1.2 give to a text without quotes."""
    tag: str = _RESOLVER.resolve(ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]
    return tag


def _fits_below_bar(text: str) -> bool:
    """Whether a text can stand below a `|`: no line break of another kind, no tab where the indentation is found."""
    return bool(text.strip()) and not _ESCAPED.search(text) and not _TAB_FIRST.match(text)


def _style(text: str) -> str | None:
    """How a text is written that needs not stand on one line: None without quotes, else the sign it begins with."""
    if is_plain(text):
        return None
    if ("\n" in text or len(text) > LONG) and _fits_below_bar(text):
        return "|"
    return "'" if _is_better_in_single_quotes(text) else '"'


def _is_better_in_single_quotes(text: str) -> bool:
    """Whether single quotes need less escaping; between double ones the library escapes emoji, too."""
    wide = any(char > "\uffff" for char in text)
    escapes = text.count('"') + text.count("\\")
    return not _ESCAPED.search(text) and not {"\n", "\t"} & set(text) and (wide or escapes > text.count("'"))


class _Resolver(Resolver):
    """What texts mean to readers of YAML 1.1, with what only those of YAML 1.2 read otherwise."""


_Resolver.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("[yYnN]$"), list("yYnN"))
_Resolver.add_implicit_resolver(
    "tag:yaml.org,2002:float",
    re.compile(r"[-+]?(\.\d+|\d[\d_]*(\.[\d_]*)?)([eE][-+]?\d+)?$|0o[0-7]+$"),
    list("+-.0123456789"),
)
_RESOLVER = _Resolver()


class _Writer(Emitter, Serializer, SafeRepresenter, _Resolver):
    """PyYAML's writer with our settings: lists are indented, nothing has an anchor, styles come with the texts."""

    def __init__(self, stream: Any, **options: Any) -> None:
        Emitter.__init__(self, stream, width=options["width"], allow_unicode=options["allow_unicode"])
        Serializer.__init__(self)
        SafeRepresenter.__init__(self, default_flow_style=False, sort_keys=options["sort_keys"])
        _Resolver.__init__(self)

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        """Always: a course has no aliases."""
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        """Indent what stands in a mapping, lists too."""
        super().increase_indent(flow, False)

    def analyze_scalar(self, scalar: str) -> ScalarAnalysis:
        """Say which styles a text allows; one without quotes comes only where that is allowed."""
        is_simple = not _ESCAPED.search(scalar) and "\n" not in scalar
        return ScalarAnalysis(
            scalar, not scalar, "\n" in scalar, allow_flow_plain=True, allow_block_plain=True,
            allow_single_quoted=is_simple, allow_double_quoted=True, allow_block=_fits_below_bar(scalar),
        )  # fmt: skip

    def write_plain(self, text: str, split: bool = True) -> None:  # noqa: ARG002
        """Write a text without quotes, on one line."""
        self.write_indicator(text, True)

    def write_literal(self, text: str) -> None:
        """Write the lines of a text below a `|`; an empty line has no indentation, and no `...` follows."""
        self.write_indicator("|" + self.determine_block_hints(text), True)
        for line in text.removesuffix("\n").split("\n"):
            self.write_line_break()
            if line:
                self.write_indent()
                self.write_indicator(line, False)
        self.indention = False


def _represent_text(writer: SafeRepresenter, text: str) -> Node:
    return writer.represent_scalar(_TEXT, text, _style(text))


def _represent_word(writer: SafeRepresenter, word: Word) -> Node:
    return writer.represent_scalar(_resolved(word), str(word))


def _represent_flow(writer: SafeRepresenter, entries: Flow) -> Node:
    return writer.represent_sequence("tag:yaml.org,2002:seq", entries, _fits_in_brackets(entries))


def _represent_flow_map(writer: SafeRepresenter, entries: FlowMap) -> Node:
    return writer.represent_mapping("tag:yaml.org,2002:map", entries, _fits_in_brackets([*entries, *entries.values()]))


def _fits_in_brackets(entries: list[Any]) -> bool:
    return sum(len(str(entry)) + 2 for entry in entries) <= LONG and all(
        isinstance(entry, str) and (isinstance(entry, Word) or (is_plain(entry) and not _FLOW_INDICATOR.search(entry)))
        for entry in entries
    )


_Writer.add_representer(str, _represent_text)
_Writer.add_representer(Word, _represent_word)
_Writer.add_representer(Flow, _represent_flow)
_Writer.add_representer(FlowMap, _represent_flow_map)
