"""The score of a page of ours, and whether students pass by it: an LMS may go by either."""

from __future__ import annotations

from collections.abc import Iterator

from lmsexport.errors import Severity
from lmsexport.pages.pass_marks import launched_on
from lmsexport.pages.reading import is_ours, script_data_on_pages
from lmsexport.validation import Breach, Rule, Subject, rule


def verdict_rule(id: str, source: str) -> Rule:
    """The rule that score and verdict cannot disagree, by a clause of its format."""
    return rule(
        id,
        "The score agrees with the verdict, so that an LMS may pass students by either.",
        source=source,
        mend="name the assessment that decides in the option `score`, or pass students by the verdict alone",
        severity=Severity.NOTE,
        tried=False,
    )(_disagreements)


def _disagreements(subject: Subject) -> Iterator[Breach]:
    if not is_ours(subject.contents):
        return
    for member in script_data_on_pages(subject.contents):
        page = launched_on(subject.contents, member)
        if page is not None and page.examined and len(page.asked) > 1:
            named = ", ".join(f"“{item.title[:60]}”" for item in page.asked)
            yield Breach(
                f"the score is made of {named}, and whoever misses one pass mark fails, whatever the score", member
            )
