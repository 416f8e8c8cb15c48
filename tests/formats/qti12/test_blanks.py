"""Blanks in Canvas stand where their author put them, whatever else stands in brackets."""

from __future__ import annotations

import re
from typing import Any

import pytest

from formats.exporting import document, exported
from formats.moodle.courses import course, quiz
from lmsexport.validation import plain


def typed(id: str, answer: str = "right") -> dict[str, Any]:
    return {"kind": "text", "id": id, "answers": [{"text": answer}]}


def listed(id: str, *texts: str) -> dict[str, Any]:
    choices = [{"id": f"c{n}", "text": text, "correct": n == 0} for n, text in enumerate(texts)]
    return {"kind": "dropdown", "id": id, "choices": choices}


CASES: dict[str, tuple[str, list[dict[str, Any]], str]] = {
    "words": ("Write [n] or {{n}}.", [typed("n")], "Write [n] or ⟨right⟩."),
    "code": ("In C, `a[n]` is element {{n}}.", [typed("n")], "In C, a[n] is element ⟨right⟩."),
    "code-behind": ("Element {{n}} is `a[n]`.", [typed("n")], "Element ⟨right⟩ is a[n]."),
    "block": ("```\na[n] = 1\n```\n\nIt sets {{n}}.", [typed("n")], "a[n] = 1 It sets ⟨right⟩."),
    "coloured-block": ("```c\na[n] = 1;\n```\n\nIt sets {{n}}.", [typed("n")], "a[n] = 1; It sets ⟨right⟩."),
    "formula": ("$x[n]$ is sample {{n}}.", [typed("n")], "x[n] is sample ⟨right⟩."),
    "displayed-formula": ("$$x[n]$$\n\nIt is sample {{n}}.", [typed("n")], "x[n] It is sample ⟨right⟩."),
    "emphasis": ("**[n]** is {{n}}.", [typed("n")], "[n] is ⟨right⟩."),
    "two": ("[a] [b] {{a}} {{b}}", [typed("a", "1"), typed("b", "2")], "[a] [b] ⟨1⟩ ⟨2⟩"),
    "crossed": ("`m[b]` {{a}}, `m[a]` {{b}}", [typed("a", "1"), typed("b", "2")], "m[b] ⟨1⟩, m[a] ⟨2⟩"),
    "next-name-too": ("[n] [n-2] {{n}}", [typed("n")], "[n] [n-2] ⟨right⟩"),
    "next-name-is-a-blank": ("[n] {{n}} {{n-2}}", [typed("n", "1"), typed("n-2", "2")], "[n] ⟨1⟩ ⟨2⟩"),
    "in-a-list": ("{{a}} {{b}}", [listed("a", "m[b]", "m"), listed("b", "x", "y")], "⟨m[b]⟩ ⟨x⟩"),
    "in-its-own-list": ("{{a}} {{b}}", [listed("a", "m[a]", "m"), listed("b", "x", "y")], "⟨m[a]⟩ ⟨x⟩"),
    "list-typed": ("{{a}} {{b}}", [listed("a", "m[b]", "m"), typed("b", "x")], "⟨m[b]⟩ (m[b] / m) ⟨x⟩"),
    "other-brackets": ("A[i] and {{n}}.", [typed("n")], "A[i] and ⟨right⟩."),
}  # fmt: skip
"""Prompt, blanks, and what a student sees: the right answers in their fields."""


def filled(item: Any) -> str:
    """The question as Canvas shows it (`quiz_question_builder.rb`): each field where the first `[name]` stands."""
    text = item.findtext("presentation/material/mattext")
    for row in item.iterfind("presentation/response_lid"):
        name = row.findtext("material/mattext")
        right = row.find("render_choice/response_label/material/mattext").text
        field = f"⟨{right}⟩"
        if item.findtext(".//fieldentry") == "multiple_dropdowns_question":
            field += "".join(f"<option>{text.text}</option>" for text in row.iterfind(".//response_label//mattext"))
        text = text.replace(f"[{name}]", field, 1)
    return plain(re.sub("<option>.*?</option>", "", text))


@pytest.mark.parametrize("target", ["canvas", "qti-1.2"])
@pytest.mark.parametrize("name", CASES)
def test_each_field_stands_in_its_place(name: str, target: str) -> None:
    prompt, blanks, shown = CASES[name]
    question = {"type": "fill-in-blanks", "id": "gaps", "prompt": prompt, "blanks": blanks}
    package, _ = exported(target, course(quiz("quiz", [question])))
    (part,) = [part.name for part in package if re.search(r"\.xml\.qti$|^g\w+\.xml$", part.name)]
    (item,) = document(package, part).iterfind(".//item")
    assert filled(item) == shown


def test_what_stands_in_brackets_stays_and_costs_nothing() -> None:
    question = {"type": "fill-in-blanks", "id": "gaps", "prompt": "`a[n]` is {{n}}", "blanks": [typed("n")]}
    _, losses = exported("canvas", course(quiz("quiz", [question])))
    assert not [loss for loss in losses if loss.code.startswith(("FillInBlanks", "TextBlank"))]
