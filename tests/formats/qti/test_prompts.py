"""What is asked stands where all players take it: no preformatted lines in a prompt, and in 2.1 no link."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import etree

from formats.exporting import content, export
from formats.qti.processor import read
from formats.qti.table import course
from formats.qti.test_odd_cases import choices, differences, every_version, question

CODE = "```python\nif x:\n    print(1)\n```"
ASKED = {
    "code": f"What prints\n\n{CODE}",
    "code in a list": "- one\n\n  ```\n  a\n    b\n  ```\n- two",
    "code in a quotation": "> ```\n> a\n>   b\n> ```\n\nSo?",
    "HTML": "<pre>a\n  b</pre>\n\nWhat?",
    "a link": "See [this](https://example.org/).",
    "a link in a list": "- [this](https://example.org/)\n- that",
    "a table with a link": "| a |\n|---|\n| [b](https://example.org/) |",
    "a link and code": f"[This](https://example.org/)\n\n{CODE}",
}
TYPES: dict[str, dict[str, Any]] = {
    "choices": question("single-choice", choices=choices("A", "B")),
    "several": question("multiple-response", choices=choices("A", "B")),
    "truth": question("true-false", answer=True),
    "matching": question("matching", pairs=[{"id": "x", "prompt": "X", "match": "1"},
                                            {"id": "y", "prompt": "Y", "match": "2"}]),
    "ordering": question("ordering", items=[{"id": "x", "text": "X"}, {"id": "y", "text": "Y"}]),
    "essay": question("essay"),
    "essay of some length": question("essay", min_words=5),
}  # fmt: skip


def written(version: str, asked: dict[str, Any]) -> etree._Element:
    """The body of the one item, which is read back as it was meant."""
    data = course([asked])
    assert differences(version, data) == []
    return next(read(content(export(version, data), "items/q.xml")).iter("itemBody"))


@every_version
@pytest.mark.parametrize("type", TYPES)
@pytest.mark.parametrize("name", ASKED)
def test_it_stands_above_the_interaction(name: str, type: str, version: str) -> None:
    body = written(version, TYPES[type] | {"prompt": ASKED[name]})
    refused = {"pre", "a"} if version == "qti-2.1" else {"pre"}
    for prompt in body.iter("prompt"):
        assert refused.isdisjoint(element.tag for element in prompt.iter())
    if "code" in name or name == "HTML":
        lines = next(body.iter("pre"))
        text = "".join(map(str, lines.itertext()))
        assert "    print(1)" in text or "\n  b" in text
        assert lines.getparent() is not body  # Canvas shows paragraphs and divisions of the body alone
    else:
        assert next(body.iter("a")).get("href") == "https://example.org/"


@every_version
def test_a_prompt_without_them_stays_in_the_interaction(version: str) -> None:
    body = written(version, TYPES["choices"] | {"prompt": "*What* is `a`?\n\n- so\n- or so"})
    assert [child.tag for child in body] == ["choiceInteraction"]
