"""A rich text as lines of plain text: what stands in a field that holds nothing else."""

from __future__ import annotations

import pytest

from formats.exporting import SAMPLE, resolved
from lmsexport.content.lines import in_lines, is_in_lines, lines_of

TEXTS = {
    "I believe\n\n1. because\n2. and because\n\nFinally": "I believe\n\n1. because\n2. and because\n\nFinally",
    "3. three\n4. four": "3. three\n4. four",
    "- one\n\n- two\n\n  more\n\n- three": "– one\n\n– two\n\nmore\n\n– three",
    "- one\n  - inside\n- two": "– one\n– inside\n– two",
    "| a | b |\n|---|---|\n| 1 | 2 |": "a b\n1 2",
    "Dear reader  \nI write\n*because* of **this**": "Dear reader\nI write because of this",
    "### What\n\n![The map](map.png) shows": "What\n\n[The map] shows",
    "```\nx = 1\n\ny = a < b\n```": "x = 1\n\ny = a < b",
}


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_becomes_lines_that_stay_as_they_are(text: str) -> None:
    lines = in_lines(resolved(SAMPLE, {}).fragment("course.yaml", text))
    assert lines_of(lines) == TEXTS[text]
    assert is_in_lines(lines) and in_lines(lines) is lines
