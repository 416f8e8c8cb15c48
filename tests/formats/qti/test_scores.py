"""Every type × feedback level × scoring rule × version, written, read back, answered: scored as the model scores."""

from __future__ import annotations

from functools import cache

import pytest

from formats.exporting import content, export
from formats.qti.processor import Item, Result
from formats.qti.table import TABLE, course, given, said
from lmsexport.model import AnyQuestion
from lmsexport.model.scoring import Response, score

VERSIONS = ("qti-2.1", "qti-2.2", "qti-3.0")


@cache
def items(version: str) -> dict[str, Item]:
    package = export(version, course([question.model_dump(mode="json") for _, question in TABLE.values()]))
    return {id: Item(content(package, f"items/{id}.xml")) for id in TABLE}


def agrees(question: AnyQuestion, response: Response, result: Result) -> None:
    expected = score(question, response)
    assert expected.fraction is not None and result.score is not None
    assert result.most == float(question.points)
    assert abs(result.score - float(expected.fraction * question.points)) < 1e-9, f"{question.id}: {response!r}"
    assert result.said == said(question, response), f"{question.id}: {response!r}"


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("id", TABLE)
def test_the_score_and_the_feedback_are_those_of_the_model(version: str, id: str) -> None:
    row, question = TABLE[id]
    item = items(version)[id]
    for response in (*row.responses, *row.spelled):
        agrees(question, response, item.process(given(item, question, response)))


@pytest.mark.parametrize("version", VERSIONS)
def test_hints_come_one_after_the_other_until_the_answer_is_right(version: str) -> None:
    item = items(version)["sevenths-all"]
    shown = [item.process({"RESPONSE": ["h"]}, tries).outcomes["FEEDBACK_HINT"] for tries in (1, 2, 3)]
    assert shown == ["hint-1", "hint-2", "hint-2"]
    assert item.process({"RESPONSE": list("abcdefg")}, 2).outcomes["FEEDBACK_HINT"] is None
