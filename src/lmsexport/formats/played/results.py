"""What makes the score, the verdict and the completion of a package, in one line for those who put it into an LMS."""

from __future__ import annotations

from lmsexport.formats.played.options import PlayedOptions
from lmsexport.formats.played.parts import PartOfCourse
from lmsexport.lowering import LoweredCourse
from lmsexport.model import Assessment
from lmsexport.model.numbers import plain_number
from lmsexport.pages.record import Counted, counted, playable


def result_line(course: LoweredCourse, options: PlayedOptions) -> str:
    """The line of a package; of a part of the course with its title."""
    counting = counted(course.course, options.score)
    items = len(playable(course.course.items))
    of = f"{course.course.title}: " if isinstance(course, PartOfCourse) else ""
    each = "of each activity; of all: " if options.activities == "each" else ""
    done = "all of it is" if items == 1 else f"all {items} items are"
    return f"{of}Score: {each}{_score(counting)}. Passed: {_passing(counting)}. Complete: when {done} done."


def _score(counting: list[Counted]) -> str:
    total = sum(each.weight for each in counting)
    if not total:
        return "none"
    if len(counting) == 1:
        return _named(counting[0].assessment)
    shares = [f"{_named(each.assessment)} ({each.weight * 100 / total:.0f} %)" for each in counting]
    return f"{', '.join(shares)}, when all were handed in"


def _named(item: Assessment) -> str:
    attempt = "" if item.counts == "highest" or item.attempts == 1 else f", {item.counts} attempt"
    return f"“{item.title}”{attempt}"


def _passing(counting: list[Counted]) -> str:
    asked = [each.assessment for each in counting]
    marks = [f"{plain_number(item.pass_mark)} % of “{item.title}”" for item in asked if item.pass_mark is not None]
    return f"from {' and '.join(marks)}" if marks else "nobody passes or fails"
