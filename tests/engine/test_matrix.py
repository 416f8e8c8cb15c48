"""The matrix of formats: what is written, read, judged, simulated and described by schemas."""

from __future__ import annotations

import pytest

from formats.exporting import EVERYTHING, export
from formats.judged import judged
from lmsexport.engine.matrix import matrix
from lmsexport.formats.base import formats
from lmsexport.lms.base import lmss

ROWS = {row.kind: row for row in matrix()}


def test_every_target_is_written_and_read_back() -> None:
    written = [target for row in matrix() for target in row.write]
    assert sorted(written) == sorted(formats())
    assert [row.kind for row in matrix() if row.write and not row.read] == [], "a target that nobody reads back"


def test_holes_are_seen() -> None:
    assert ROWS["labs"].write == () and ROWS["cmi5"].simulate == () and ROWS["gift"].schemas == ()
    assert ROWS["moodle"].rules > 30


def test_every_kind_that_an_lms_takes_is_read() -> None:
    assert {kind for lms in lmss().values() for kind in lms.kinds} <= ROWS.keys()


@pytest.mark.parametrize("target", ["canvas", "cartridge-1.3", "cmi5", "moodle", "qti-1.2", "qti-3.0", "scorm-2004"])
def test_a_reader_names_the_schemas_that_it_asks_for(target: str) -> None:
    row = next(row for row in ROWS.values() if target in row.write)
    with judged(target, export(target, EVERYTHING)) as found:
        assert found.subject is not None
        documents = found.subject.reader.documents(found.subject.contents)
        folders = {schema.partition("/")[0] for document in documents for schema in document.schemas}
    assert folders <= {*row.schemas} and bool(folders) == bool(row.schemas)
