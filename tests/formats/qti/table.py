"""Every type × level of feedback × rule of scoring, with responses: what every processor is held against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from formats.qti.processor import Item
from formats.qti.processor import Response as Given
from lmsexport.model import AnyQuestion
from lmsexport.model.scoring import Response, score
from model.responses import build, choices

OUTCOMES = {"correct": "All of it.", "partial": "Some of it.", "incorrect": "None of it."}
LEVELS: dict[str, dict[str, Any]] = {
    "none": {},
    "general": {"feedback": {"general": "In any case."}},
    **{name: {"feedback": {name: text}} for name, text in OUTCOMES.items()},
    "all": {
        "feedback": OUTCOMES | {"general": "In any case."},
        "explanation": "The reason.",
        "hints": ["One.", "Two."],
    },
}


@dataclass(frozen=True)
class Row:
    """A question with responses that all processors read alike; those of `spelled` only as XML Schema has it."""

    name: str
    type: str
    fields: dict[str, Any]
    responses: tuple[Response, ...]
    spelled: tuple[Response, ...] = field(default=())


PAIRS = [
    {"id": "fr", "prompt": "France", "match": "Paris", "feedback": "On the Seine."},
    {"id": "it", "prompt": "Italy", "match": "Rome"},
    {"id": "idf", "prompt": "Île-de-France", "match": "Paris", "feedback": "The same."},
]
ITEMS = [{"id": id, "text": id, "feedback": f"About {id}."} for id in "abc"]
BLANKS = [
    {"kind": "text", "id": "x", "points": 2, "case_sensitive": True,
     "answers": [{"text": "Paris", "feedback": "Yes!"}, {"text": "Lyon", "weight": 50}]},
    {"kind": "numeric", "id": "y", "answers": [{"value": "2", "tolerance": "0.2", "feedback": "2!"}]},
    {"kind": "dropdown", "id": "z", "choices": choices(a="+", b="-", c="--50", d="-20")},
]  # fmt: skip
WORTHLESS = [{"kind": "text", "id": id, "points": 0, "answers": [{"text": id}]} for id in "xy"]
ROWS = [
    Row("single", "single-choice", {"choices": choices(a="+", b="-", c="-50", d="--50")}, ("a", "b", "c", "d", None)),
    Row("one-of", "single-choice", {"choices": choices(a="+", b="-")}, ("a", "b", None)),
    Row("worthless", "single-choice", {"points": 0, "choices": choices(a="+", b="-", c="-50")}, ("a", "b", "c", None)),
    Row("multiple", "multiple-response", {"points": "2.5", "choices": choices(a="+", b="+", c="+", d="-", e="-")},
        (["a", "b", "c"], ["c", "a"], ["a", "b", "c", "d"], ["d", "e"], ["a", "d"], list("abcde"), None)),
    Row("sevenths", "multiple-response", {"choices": choices(**dict.fromkeys("abcdefg", "+"), h="-")},
        (list("abcdefg"), list("abcdef"), list("abcdefgh"), ["h"])),
    Row("weighted", "multiple-response", {"points": 3, "choices": choices(a="+60", b="+40", c="--30", d="-0")},
        (["a", "b"], ["a", "b", "d"], ["b"], ["c"], ["b", "c"], ["a", "c"])),
    Row("rounded", "multiple-response", {"choices": choices(a="+33.33", b="+33.33", c="+33.33", d="-")},
        (["a", "b", "c"], ["a"], ["a", "b", "c", "d"], ["d"], ["a", "d"], None)),
    Row("rounded-up", "multiple-response", {"choices": choices(a="+50.02", b="+50.02", c="--10")},
        (["a", "b"], ["a"], ["a", "b", "c"], ["c"])),
    Row("strict", "multiple-response", {"choices": choices(a="+", b="+", c="-"), "scoring": "all-or-nothing"},
        (["a", "b"], ["b", "a"], ["a"], ["a", "b", "c"], ["c"], None)),
    Row("truth", "true-false", {"answer": True, "if_true": "It is.", "if_false": "It is not."}, (True, False, None)),
    Row("falsehood", "true-false", {"points": 4, "answer": False, "if_false": "Right, it is not."}, (False, True)),
    Row("text", "short-answer",
        {"answers": [{"text": "Paris", "feedback": "Yes!"}, {"text": "Lyon", "weight": 50}, {"text": "paris"}]},
        ("Paris", "PARIS", "Lyon", "Nice", "Paris is", None), ("  pArIs\u00a0", "lyon ", "Par is", " ")),
    Row("cased", "short-answer", {"case_sensitive": True, "points": 2,
                                  "answers": [{"text": "Paris"}, {"text": "Cafe\u0301", "weight": 25}]},
        ("Paris", "paris", "Caf\u00e9"), ("Cafe\u0301", " Paris", "caf\u00e9")),
    Row("letters", "short-answer", {"answers": [{"text": "Straße 1"}, {"text": "ΟΔΟΣ", "weight": 50}]},
        ("Straße 1",), ("STRASSE 1", "strasse  1", "οδος", "οδοσ", "Strase 1")),
    Row("signs", "short-answer", {"answers": [{"text": r"5*3"}, {"text": "$[x].*?{1}|^", "weight": 50}]},
        ("5*3", "$[x].*?{1}|^", "53"), ("513", " 5*3 ", "$x")),
    Row("pattern", "short-answer", {"wildcards": True, "answers": [
        {"text": r"a\*b*"}, {"text": "c++ (*)", "weight": 50, "feedback": "Near."},
        {"text": "*mid*dle*", "weight": 20}]},
        ("a*b", "A*bc", "c++ (17)", "the mid of the DLE", "ccc", None), ("xa*b", "the dle of the mid")),
    Row("number", "numeric", {"answers": [{"value": "3.14", "tolerance": "0.01", "feedback": "π"},
                                          {"min": "-5", "max": "5", "weight": 25, "feedback": "near"},
                                          {"value": "200", "tolerance": "5", "tolerance_type": "relative"}]},
        ("3.15", "3.13", "3.1501", "-5", "5", "190", "210", "5.1", "189", None)),
    Row("exact", "numeric", {"points": 3, "answers": [{"value": "0.3"}, {"value": "-1e-3", "weight": 10}]},
        ("0.3", "0.30", "-0.001", "0.31", "3")),
    Row("matching", "matching", {"pairs": PAIRS, "distractors": ["Oslo"]},
        ({"fr": "Paris", "it": "Rome", "idf": "Paris"}, {"fr": "Paris", "it": "Oslo"}, {"it": "Paris"}, {})),
    Row("matching-strict", "matching", {"points": 2, "pairs": PAIRS, "scoring": "all-or-nothing"},
        ({"fr": "Paris", "it": "Rome", "idf": "Paris"}, {"fr": "Paris", "it": "Rome"}, {"fr": "Rome"}, {})),
    Row("ordering", "ordering", {"items": ITEMS},
        (["a", "b", "c"], ["b", "a", "c"], ["b", "c", "a"], None)),
    Row("ordering-strict", "ordering", {"items": ITEMS, "scoring": "all-or-nothing"},
        (["a", "b", "c"], ["b", "a", "c"], None)),
    Row("blanks", "fill-in-blanks", {"points": 2, "prompt": "{{z}} or {{x}} and $y$, `{{y}}`", "blanks": BLANKS},
        ({"x": "Paris", "y": "2.2", "z": "a"}, {"x": "Lyon", "y": "3", "z": "c"}, {"x": "paris", "y": "9", "z": "b"},
         {"y": "1.8"}, {"z": "d"}, {}), ({"x": " Paris ", "y": "2"},)),
    Row("worthless-blanks", "fill-in-blanks", {"prompt": "{{x}} {{y}}", "blanks": WORTHLESS},
        ({"x": "x"}, {"x": "x", "y": "y"}, {"x": "y"})),
]  # fmt: skip


def everything() -> dict[str, tuple[Row, AnyQuestion]]:
    """The whole table: id → row and question."""
    found = {}
    for row in ROWS:
        for level, fields in LEVELS.items():
            id = f"{row.name}-{level}"
            found[id] = row, build(row.type, **({"prompt": "What?"} | row.fields | fields | {"id": id}))
    return found


TABLE = everything()


def course(questions: list[dict[str, Any]], **settings: Any) -> dict[str, Any]:
    """A course with a quiz of these questions, as data."""
    quiz = {"type": "quiz", "id": "quiz", "title": "Quiz", "questions": questions, "source": "one/quiz.yaml"} | settings
    module = {"id": "one", "title": "One", "items": [quiz]}
    return {"id": "course", "title": "Course", "date": "2026-01-31", "modules": [module]}


def given(item: Item, question: AnyQuestion, response: Response) -> Mapping[str, Given]:
    """A response of the model as the responses of an item, as a student who reads the item gives it."""
    if response is None:
        return {}
    if isinstance(response, bool):
        return {"RESPONSE": "true" if response else "false"}
    if question.type == "matching":
        assert isinstance(response, Mapping)
        prompts = item.choices(".//simpleMatchSet[1]/simpleAssociableChoice")
        targets = item.choices(".//simpleMatchSet[2]/simpleAssociableChoice")
        texts = {pair.id: " ".join(pair.prompt.split()) for pair in question.pairs}
        return {"RESPONSE": [f"{prompts[texts[id]]} {targets[match]}" for id, match in response.items()]}
    if isinstance(response, Mapping):
        return {f"RESPONSE_{id}": text for id, text in response.items()}
    return {"RESPONSE": response if isinstance(response, str) else list(response)}


def said(question: AnyQuestion, response: Response) -> list[str]:
    """All that shows after the first try: what the model says, the solution, and a hint for what is not all right."""
    scored = score(question, response)
    solution = [question.explanation] if question.explanation else []
    hint = question.hints[:1] if scored.outcome != "correct" else ()
    return [*scored.feedback, *solution, *hint]
