"""Every type × feedback level × scoring rule, written, read back and answered: Moodle gives what the model says.

The same table was put before Moodle's own import and question engine, see docs/formats/moodle-xml.md.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from formats.moodle.questionfiles import Read, gift_of, graded, plain, read_gift, read_gift_question, read_xml, xml_of
from lmsexport.model import AnyQuestion
from lmsexport.model.scoring import Response, score
from model.responses import build, choices

OUTCOMES = {"correct": "All of it.", "partial": "Some of it.", "incorrect": "None of it."}
LEVELS: dict[str, dict[str, Any]] = {
    "none": {},
    "general": {"feedback": {"general": "In any case."}},
    **{name: {"feedback": {name: text}} for name, text in OUTCOMES.items()},
    "all": {"feedback": OUTCOMES | {"general": "In any case."}, "explanation": "The reason."},
}


@dataclass(frozen=True)
class Row:
    """A question with responses: right, partly right, wrong; `asked` says them as a student of Moodle does."""

    name: str
    type: str
    fields: dict[str, Any]
    responses: tuple[Response, ...]
    asked: Callable[[Any], Any] = lambda response: response
    whole_only: bool = False
    """Moodle gives shares where the model gives all or nothing; declared."""
    gift: bool = True


def _of_pairs(names: dict[str, str]) -> Callable[[Any], Any]:
    return lambda response: {names[id]: match for id, match in response.items()}


def _places(order: Any) -> Any:
    return {id: str(place) for place, id in enumerate(order, 1)}


PAIRS = [
    {"id": "fr", "prompt": "France", "match": "Paris", "feedback": "On the Seine."},
    {"id": "it", "prompt": "Italy", "match": "Rome"},
]
NAMES = _of_pairs({"fr": "France", "it": "Italy"})
ITEMS = [{"id": id, "text": id, "feedback": f"About {id}."} for id in "abc"]
BLANKS = [
    {"kind": "text", "id": "x", "points": 2, "case_sensitive": True,
     "answers": [{"text": "Paris", "feedback": "Yes!"}, {"text": "Lyon", "weight": 50}]},
    {"kind": "numeric", "id": "y", "answers": [{"value": "2", "tolerance": "0.2", "feedback": "2!"}]},
    {"kind": "dropdown", "id": "z", "choices": choices(a="+", b="-", c="--50")},
]  # fmt: skip
ONE_TEXT = [
    {"kind": "text", "id": "x", "answers": [{"text": "Paris", "feedback": "Yes!"}, {"text": "Lyon", "weight": 50}]}
]
ROWS = [
    Row("single", "single-choice", {"choices": choices(a="+", b="-", c="-50", d="--50")}, ("a", "c", "b", "d")),
    Row("multiple", "multiple-response", {"choices": choices(a="+", b="+", c="+", d="-")},
        (["a", "b", "c"], ["a", "b"], ["a", "b", "c", "d"], ["d"], ["a", "d"])),
    Row("weighted", "multiple-response", {"choices": choices(a="+60", b="+40", c="--30", d="-0")},
        (["a", "b"], ["a", "b", "d"], ["b"], ["c"], ["b", "c"])),
    Row("strict", "multiple-response", {"choices": choices(a="+", b="+", c="-"), "scoring": "all-or-nothing"},
        (["a", "b"], ["a"], ["a", "b", "c"], ["c"]), whole_only=True),
    Row("truth", "true-false", {"answer": True, "if_true": "It is.", "if_false": "It is not."}, (True, False)),
    Row("falsehood", "true-false", {"answer": False, "if_false": "Right, it is not."}, (False, True)),
    Row("text", "short-answer", {"answers": [{"text": "Paris", "feedback": "Yes!"}, {"text": "Lyon", "weight": 50}]},
        ("Paris", "PARIS", "Lyon", "Nice")),
    Row("pattern", "short-answer", {"wildcards": True, "answers": [{"text": r"a\*b*"}, {"text": "*c", "weight": 20}]},
        ("a*bc", "a*b", "axb", "abc")),
    Row("number", "numeric", {"answers": [{"value": "3.14", "tolerance": "0.01", "feedback": "π"},
                                          {"min": "-5", "max": "5", "weight": 25, "feedback": "near"},
                                          {"value": "200", "tolerance": "5", "tolerance_type": "relative"}]},
        ("3.15", "-5", "5", "190", "5.1", "189")),
    Row("matching", "matching", {"pairs": PAIRS, "distractors": ["Oslo"]},
        ({"fr": "Paris", "it": "Rome"}, {"fr": "Paris", "it": "Oslo"}, {"fr": "Rome", "it": "Paris"}), NAMES),
    Row("matching-strict", "matching", {"pairs": PAIRS, "scoring": "all-or-nothing"},
        ({"fr": "Paris", "it": "Rome"}, {"fr": "Rome", "it": "Paris"}), NAMES, whole_only=True),
    Row("ordering", "ordering", {"items": ITEMS}, (["a", "b", "c"], ["b", "a", "c"], ["b", "c", "a"]), _places),
    Row("ordering-strict", "ordering", {"items": ITEMS, "scoring": "all-or-nothing"},
        (["a", "b", "c"], ["b", "a", "c"]), _places, whole_only=True),
    Row("blanks", "fill-in-blanks", {"prompt": "{{z}} or {{x}} {1:SHORTANSWER:=no} {#1} {{y}}", "blanks": BLANKS},
        ({"x": "Paris", "y": "2.2", "z": "a"}, {"x": "Lyon", "y": "3", "z": "c"}, {"x": "paris", "y": "9", "z": "b"}),
        lambda r: [r["z"], r["x"], r["y"]], gift=False),
    Row("blank", "fill-in-blanks", {"prompt": "It is {{x}}, {really}.", "blanks": ONE_TEXT},
        ({"x": "Paris"}, {"x": "Lyon"}, {"x": "Nice"}), lambda r: [r["x"]]),
]  # fmt: skip
GENERAL_ONLY = {
    "moodle-xml": ("fill-in-blanks",),
    "gift": ("fill-in-blanks", "multiple-response", "matching", "ordering"),
}
"""Types in which all feedback by outcome is said in any case; declared."""


def everything() -> dict[str, tuple[Row, AnyQuestion]]:
    """The whole table: id → row and question."""
    found = {}
    for row in ROWS:
        for level, fields in LEVELS.items():
            id = f"{row.name}-{level}"
            found[id] = row, build(row.type, **({"prompt": "What?"} | row.fields | fields | {"id": id}))
    return found


TABLE = everything()


@pytest.fixture(scope="module")
def as_xml() -> dict[str, Read]:
    root = xml_of(*(question.model_dump(mode="json") for _, question in TABLE.values()))
    return {q.findtext("idnumber") or "": read_xml(q) for q in root.iterfind("question") if q.get("type") != "category"}


@pytest.fixture(scope="module")
def as_gift() -> dict[str, Read]:
    text = gift_of(*(question.model_dump(mode="json") for row, question in TABLE.values() if row.gift))
    return {q["id"]: read_gift_question(q) for q in read_gift(text) if q["type"] != "Category"}


def agrees(target: str, row: Row, question: AnyQuestion, read: Read, response: Response) -> None:
    expected = score(question, response)
    asked = row.asked(response)
    if row.type == "fill-in-blanks" and target == "gift":
        (asked,) = asked
    share, said = graded(read, asked)
    assert expected.fraction is not None
    place = f"{question.id}: {response!r}"
    if row.whole_only and expected.fraction < 1:
        assert share < 0.999999, place
        return
    assert abs(share - float(expected.fraction)) < 0.0001, place
    shown = " ".join(said)
    assert [text for text in map(plain, expected.feedback) if text not in shown] == [], place
    if row.type not in GENERAL_ONLY[target]:
        others = [text for outcome, text in OUTCOMES.items() if outcome != expected.outcome and text in shown]
        assert others == [], place
    assert ("The reason." in shown) == bool(question.explanation), place


@pytest.mark.parametrize("id", TABLE)
def test_moodle_xml_scores_as_the_model(id: str, as_xml: dict[str, Read]) -> None:
    row, question = TABLE[id]
    for response in row.responses:
        agrees("moodle-xml", row, question, as_xml[id], response)


@pytest.mark.npm
@pytest.mark.parametrize("id", [id for id, (row, _) in TABLE.items() if row.gift])
def test_gift_scores_as_the_model(id: str, as_gift: dict[str, Read]) -> None:
    row, question = TABLE[id]
    for response in row.responses:
        agrees("gift", row, question, as_gift[id], response)
