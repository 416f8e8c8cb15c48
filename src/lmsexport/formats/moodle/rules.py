"""The rules of Moodle's packages that no schema says."""

from __future__ import annotations

from lmsexport.formats.moodle.rules_documents import DOCUMENT_RULES
from lmsexport.formats.moodle.rules_files import GIFT_RULES, XML_RULES
from lmsexport.formats.moodle.rules_questions import FILE_RULES, QUESTION_RULES
from lmsexport.formats.moodle.rules_references import REFERENCE_RULES
from lmsexport.formats.moodle.rules_settings import SETTINGS_RULES
from lmsexport.validation import Rule

BACKUP: tuple[Rule, ...] = (*DOCUMENT_RULES, *REFERENCE_RULES, *SETTINGS_RULES, *QUESTION_RULES)
XML: tuple[Rule, ...] = (*XML_RULES, *QUESTION_RULES, *FILE_RULES)
GIFT: tuple[Rule, ...] = (*GIFT_RULES, *QUESTION_RULES, *FILE_RULES)
