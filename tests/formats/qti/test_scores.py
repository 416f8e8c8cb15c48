"""Every type × feedback level × scoring rule × version, written, read back, answered: scored as the model scores."""

from __future__ import annotations

from functools import cache

import pytest

from formats.exporting import content, export
from formats.qti.processor import Item, Result
from formats.qti.table import TABLE, course, given
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
    explanation = [question.explanation] if question.explanation else []
    assert result.said == [*expected.feedback, *explanation], f"{question.id}: {response!r}"


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("id", TABLE)
def test_the_score_and_the_feedback_are_those_of_the_model(version: str, id: str) -> None:
    row, question = TABLE[id]
    item = items(version)[id]
    for response in (*row.responses, *(row.spelled if version != "qti-3.0" else ())):
        agrees(question, response, item.process(given(item, question, response)))
