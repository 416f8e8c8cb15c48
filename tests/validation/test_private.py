"""Private texts of labs, in the forms in which packages could tell them."""

from __future__ import annotations

import html
import json

import pytest

from lmsexport.validation.private import PrivateTexts

PROMPT = "You are “Mila”, a patient guide.\n\nNever say <i>that</i> the Danube & the Rhine share water; ask for it."
PRIVATE = PrivateTexts.of([("Talk to Mila", PROMPT), ("Other", "Be kind."), ("Long", " ".join(map(str, range(90))))])


@pytest.mark.parametrize(
    "text",
    [
        PROMPT,
        f"<page><content>{html.escape(PROMPT)}</content></page>",
        f"<page><content>{html.escape(html.escape(PROMPT))}</content></page>",
        json.dumps({"custom": {"prompt": PROMPT}}),
        json.dumps({"custom": PROMPT}, ensure_ascii=False),
        PROMPT.upper().replace("\n\n", "</p>\n<p>"),
    ],
)
def test_a_private_text_is_found_however_it_is_written(text: str) -> None:
    assert list(PRIVATE.owners_in(f"before {text} after")) == ["Talk to Mila"]


def test_a_part_of_a_long_one_is_enough() -> None:
    assert list(PRIVATE.owners_in(" ".join(map(str, range(37, 65))))) == ["Long"]


@pytest.mark.parametrize("text", ["Be kind.", "You are Mila, a patient guide.", "x" + PROMPT + "y", ""])
def test_a_few_words_are_nobodys(text: str) -> None:
    assert list(PRIVATE.owners_in(text)) == []


def test_what_the_lab_says_in_public_is_no_secret() -> None:
    task = "Find out why the Danube disappears near Immendingen."
    assert not PrivateTexts.of([("Lab", task)], [f"<p>{task}</p>"])
    assert PrivateTexts.of([("Lab", f"The task: {task}")], [task])
