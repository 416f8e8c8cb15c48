"""The rules of Moodle's packages that no schema says."""

from __future__ import annotations

from lmsexport.formats.moodle.rules.documents import DOCUMENT_RULES
from lmsexport.formats.moodle.rules.links import LINK_RULES
from lmsexport.formats.moodle.rules.question_files import GIFT_RULES, XML_RULES
from lmsexport.formats.moodle.rules.questions import FILE_RULES, QUESTION_RULES
from lmsexport.formats.moodle.rules.references import REFERENCE_RULES
from lmsexport.formats.moodle.rules.settings import SETTINGS_RULES
from lmsexport.validation import Rule

BACKUP: tuple[Rule, ...] = (*DOCUMENT_RULES, *REFERENCE_RULES, *LINK_RULES, *SETTINGS_RULES, *QUESTION_RULES)
XML: tuple[Rule, ...] = (*XML_RULES, *QUESTION_RULES, *FILE_RULES)
GIFT: tuple[Rule, ...] = (*GIFT_RULES, *QUESTION_RULES, *FILE_RULES)
