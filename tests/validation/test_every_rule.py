"""No rule without a package that breaks it: the tables of all rooms together, and where the others are tried.

That packages keep a rule is in the same files: each rule of a format is kept by all packages of ours of that format.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from formats.canvas.test_reading import BREAKS as CANVAS
from formats.cartridge.test_rules import BREAKS as CARTRIDGES
from formats.cmi5.test_rules import BREAKS as CMI5
from formats.html.test_rules import BREAKS as SITES
from formats.moodle.test_rules import BACKUPS, GIFTS, QUESTION_FILES
from formats.qti.test_rules import BREAKS as QTI
from formats.scorm.test_rules import IN_12, IN_2004
from lmsexport.validation.judge import all_rules
from validation.test_rules import BREAKS, NEAR
from validation.test_rules_html import ALIKE

TABLES = {*CANVAS, *CARTRIDGES, *CMI5, *SITES, *BACKUPS, *GIFTS, *QUESTION_FILES, *QTI, *IN_12, *IN_2004, *ALIKE}
BOTH = {rule for rule, _ in BREAKS} & {rule for rule, _ in NEAR}
TESTS = Path(__file__).parents[1]
ELSEWHERE = {
    "archive-unreadable": "validation/test_judge.py",
    "build-feedback": "validation/test_promises.py",
    "build-pass-mark": "validation/test_promises.py",
    "build-points": "validation/test_promises.py",
    "build-private-text": "formats/test_labs.py",
    "build-right-answers": "validation/test_promises.py",
    "cmi5-dead-link": "formats/cmi5/test_rules.py",
    "cmi5-missing-media": "formats/cmi5/test_rules.py",
    "cmi5-score-and-verdict": "formats/scorm/test_score.py",
    "html-page-without-language": "validation/test_rules_html.py",
    "judge-failed": "validation/test_judge.py",
    "labs-launch": "formats/test_labs.py",
    "labs-not-for-an-lms": "formats/test_labs.py",
    "package-not-taken": "cli/test_validate.py",
    "qti12-draw": "formats/cartridge/test_rules.py",
    "qti12-missing-file": "formats/qti12/test_written_by_others.py",
    "qti12-no-manifest": "formats/qti12/test_written_by_others.py",
    "scorm-score-and-verdict": "formats/scorm/test_score.py",
    "scorm-suspend-data": "formats/scorm/test_room.py",
    "scorm-suspend-data-worst-case": "formats/scorm/test_room.py",
    "site-page-without-way": "formats/html/test_rules.py",
    "xml-schema": "validation/test_rules.py",
    "xml-schema-loose": "validation/test_rules.py",
}
"""Rules that need more than a changed member: the tests that break and keep them."""


def test_every_rule_is_in_a_table_or_has_tests_of_its_own() -> None:
    assert {rule.id for rule in all_rules()} == TABLES | BOTH | ELSEWHERE.keys()


@pytest.mark.parametrize("id", ELSEWHERE)
def test_those_tests_name_it(id: str) -> None:
    assert id in (TESTS / ELSEWHERE[id]).read_text(encoding="utf-8")
