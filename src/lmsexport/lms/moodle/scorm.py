"""A SCORM package that becomes an activity of Moodle."""

from __future__ import annotations

from lmsexport.lms.base import Arrival, Remark
from lmsexport.lms.moodle import rules
from lmsexport.validation import Outline


def played(outline: Outline) -> Arrival:
    """The course as students see it within the activity, and what a teacher sets."""
    remarks = [Remark(rules.SCORM_ONE, "changed", outline.title)]
    if any("pass mark" in item.settings for item in outline.items):
        remarks.append(Remark(rules.SCORM_COMPLETION, "to do", outline.title))
    remarks.append(Remark(rules.SCORM_OVER, "to do", outline.title))
    return Arrival(outline, tuple(remarks))
