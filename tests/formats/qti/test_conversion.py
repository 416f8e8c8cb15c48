"""QTI 3.0 converted to 2.1 by software that is not ours: valid by the official schema, and scored as before."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree
from qti_convert import convert_qti3_to_qti21

from formats.exporting import EVERYTHING, SAMPLE, TESTS, content, export
from formats.judged import store
from formats.moodle.hostile import courses as hostile
from formats.qti import table
from formats.qti.processor import Item
from formats.qti.test_schemas import generated
from formats.qti.test_scores import agrees
from lmsexport.formats.qti.rules.schemas import document_of
from lmsexport.model import Course
from lmsexport.packaging import Package
from strategies import courses


def converted(package: Package) -> Iterator[tuple[str, bytes]]:
    """Every item, test and section as a document of QTI 2.1."""
    for part in package:
        if part.name.startswith(("items/", "tests/", "banks/")):
            yield part.name, convert_qti3_to_qti21(content(package, part.name)).xml.encode()


def invalid(name: str, xml: bytes) -> list[str]:
    """What is not valid in a document."""
    root = etree.fromstring(xml)
    document = document_of(name, root)
    assert document is not None
    schema = store().schema(document.schemas)
    schema.validate(root)
    log = cast(list[Any], schema.error_log)
    return [f"{error.line}: {error.message}" for error in log]


def wrong(package: Package) -> dict[str, list[str]]:
    return {name: errors for name, xml in converted(package) if (errors := invalid(name, xml))}


@pytest.mark.shared
@pytest.mark.parametrize("folder", [SAMPLE, EVERYTHING, TESTS / "courses" / "arabic"], ids=lambda folder: folder.name)
def test_every_document_is_valid_as_2_1(folder: Path) -> None:
    assert wrong(export("qti-3.0", folder)) == {}


any_course = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.shared
@given(random=courses())
@any_course
def test_so_are_generated_courses(random: Course) -> None:
    assert wrong(generated("qti-3.0", random)) == {}


@pytest.mark.shared
@given(data=hostile())
@any_course
def test_so_are_courses_of_any_text(data: dict[str, Any]) -> None:
    assert wrong(generated("qti-3.0", Course.model_validate(data))) == {}


def test_the_table_of_scores_holds_after_the_conversion() -> None:
    questions = [question.model_dump(mode="json") for _, question in table.TABLE.values()]
    package = export("qti-3.0", table.course(questions))
    items = {name: Item(xml) for name, xml in converted(package)}
    for id, (row, question) in table.TABLE.items():
        item = items[f"items/{id}.xml"]
        for response in row.responses:
            agrees(question, response, item.process(table.given(item, question, response)))
