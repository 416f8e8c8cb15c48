"""What has to be put into order is never shown in it: with two things, chance alone would do so every other time."""

from __future__ import annotations

from typing import Any

import pytest

from formats.exporting import export
from formats.moodle.courses import course, question, quiz

NUMBERS = range(12)


def order(number: int) -> dict[str, Any]:
    things = [{"id": "a", "text": f"First-{number}."}, {"id": "b", "text": f"Second-{number}."}]
    return question("ordering", f"order-{number}", items=things)


@pytest.mark.parametrize("target", ["html", "scorm-2004", "qti-2.1", "qti-3.0", "qti-1.2", "canvas", "cartridge-1.1"])
def test_things_are_not_shown_in_the_right_order(target: str) -> None:
    package = export(target, course(quiz("quiz", [order(number) for number in NUMBERS])))
    documents = [part.content.decode() for part in package if isinstance(part.content, bytes)]
    for number in NUMBERS:
        (text, *_) = [text for text in documents if f"First-{number}." in text]
        assert 0 <= text.find(f"Second-{number}.") < text.find(f"First-{number}."), f"question {number}"
