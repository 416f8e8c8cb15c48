"""What is written as YAML is read again as it was, by our reader and by one of YAML 1.1, and looks as authors write."""

from __future__ import annotations

from itertools import chain
from typing import Any

import pytest
import yaml

from authoring import editors
from conftest import DEEP
from legal.dice import Dice
from legal.words import ANSWERS, PLAIN
from lmsexport.authoring.files import CONTROL
from lmsexport.authoring.yamlfile import read_yaml
from lmsexport.authoring.yamlout import Flow, FlowMap, Word, yaml_text

PIECES = (
    *"aZé中ع😀019 \n\t:-#&*!|>%@`'\"{}[],?~=<\\$.+_/eExyYnN", *ANSWERS, *chain(*PLAIN.values()), "no", "Yes", "null",
    "---", "...", ": ", " #", "1.10", "0x1F", "0o17", "1e3", "12:30", "2026-01-31", "<<", "  ", "\n\n", "\r", "\u2028",
    "\x85", "\ufeff", "\u00a0", "word after word", "\n---\n", "\n# no comment\n", "- x\n", "key: value\n",
)  # fmt: skip
"""What texts are made of to go wrong."""


def text_of(dice: Dice) -> str:
    return "".join(dice.pick(*PIECES) for _ in range(dice.pick(1, 1, 2, 3, 5, 9, 40)))


def everywhere(texts: list[str]) -> dict[str, Any]:
    """Texts as values, keys, entries of lists and mappings, in brackets and in braces."""
    return {
        "list": texts, "keys": {text: text for text in texts}, "brackets": Flow(texts),
        "entries": [{"first": text, "second": [text], "third": [[text]]} for text in texts],
        "braces": [FlowMap({text: text}) for text in texts], "last": texts[-1],
    }  # fmt: skip


@pytest.mark.deep
def test_every_text_is_read_as_it_was_written() -> None:
    for seed in range(3000 if DEEP else 60):
        dice = Dice(seed)
        texts = [text_of(dice) for _ in range(20)]
        written = yaml_text(everywhere(texts))
        assert not CONTROL.search(written), (seed, "loading refuses a character")
        assert read_yaml(written) == everywhere(texts), seed
        for other in (yaml.safe_load, editors.read):  # YAML 1.1, and the core schema of YAML 1.2
            assert other(written) == everywhere(texts), (seed, other)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("The Danube", "The Danube"),
        ("Who lives in the river? Fish & co., “all” of them <sup>1</sup>", None),
        ("https://example.org/?a=1&b=2#c", None),
        ("say \"no\"", None),
        ("no", '"no"'), ("y", '"y"'), ("null", '"null"'), ("~", '"~"'), ("12:30", '"12:30"'), ("0123", '"0123"'),
        ("1e3", '"1e3"'), ("1.10", '"1.10"'), ("2026-01-31", '"2026-01-31"'), ("0o17", '"0o17"'), ("<<", '"<<"'),
        ("Module 5: Title", '"Module 5: Title"'), ("C #", '"C #"'), ("- a", '"- a"'), ("[a]", '"[a]"'),
        ("{{x}} is it", '"{{x}} is it"'), ("", '""'), (" a", '" a"'), ("a\u00a0", '"a\u00a0"'),
        ('"Yes: it is"', "'\"Yes: it is\"'"), ("Note: 😀", "'Note: 😀'"), ("a\rb: c", '"a\\rb: c"'),
        ("a\u2028b", '"a\\Lb"'), ("\ttab", '"\\ttab"'),
    ],
)  # fmt: skip
def test_quotes_stand_only_where_a_reader_needs_them(text: str, written: str | None) -> None:
    assert yaml_text({"key": text}) == f"key: {written or text}\n"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("One\n\nTwo\n", "|\n  One\n\n  Two\n"),
        ("One\nTwo", "|-\n  One\n  Two\n"),
        ("One\n\n\n", "|+\n  One\n\n\n"),
        ("    code\n", "|2\n      code\n"),
        ("\nlate\n", "|2\n\n  late\n"),
        ("a break  \nhere\n", "|\n  a break  \n  here\n"),
        (f"{'long ' * 16}text", f"{'long ' * 16}text\n"),
        (f"Long: {'long ' * 16}text", f"|-\n  Long: {'long ' * 16}text\n"),
    ],
)
def test_longer_texts_stand_below_a_bar(text: str, written: str) -> None:
    assert yaml_text({"key": text}) == f"key: {written}"


def test_lists_are_indented_and_short_ones_stand_in_brackets() -> None:
    data = {
        "a": ["x", {"k": "z", "w": ["v"]}],
        "b": Flow(["x", Word("1..2")]),
        "c": Flow(["x, y"]),
        "d": Flow(["x" * 90]),
    }
    written = f"a:\n  - x\n  - k: z\n    w:\n      - v\nb: [x, 1..2]\nc:\n  - x, y\nd:\n  - {'x' * 90}\n"
    assert yaml_text(data) == written


def test_words_stand_as_they_are() -> None:
    words = {"when": Word("2026-01-31"), "share": Word("40%"), "switch": Word("yes"), "number": Word("1.10")}
    assert yaml_text(words) == "when: 2026-01-31\nshare: 40%\nswitch: yes\nnumber: 1.10\n"
    assert yaml_text({"braces": FlowMap(words)}).startswith("braces: {when: 2026-01-31, share: 40%, ")
