"""The other side of the law of reading back: what a target declares as lost is really not there, or stands otherwise.

A loss that is declared although the package carries the thing cries wolf, and teaches people to read past the report.
So each declared loss has to show as a difference between the course and its package. Some cannot: the two tables here
list them with the reason, and tests fail for an entry that nothing needs any more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase

from lmsexport.engine.declared import Declared, is_gone, is_text, side_of
from lmsexport.engine.proof import Texts
from lmsexport.errors import ModelPath
from lmsexport.lowering import Loss
from lmsexport.model import Course
from lmsexport.validation import Outline
from lmsexport.validation.compare import Difference, differences
from lmsexport.validation.settled import in_banks, settled, with_merged_draws

_BY_MARKERS = "A text that outlines leave out; its marker is followed by the law of conservation."
_OF_TOOLS = "Outlines have the names and addresses of the tools that a package brings along; this is for their set-up."

NOT_IN_OUTLINES: Mapping[str, str] = {
    "Author": _BY_MARKERS,
    "Author.name": _BY_MARKERS,
    "Author.url": "Where an author can be found is beside the point of a course.",
    "Course.authors": _BY_MARKERS,
    "Course.keywords": _BY_MARKERS,
    "Course.licence": _BY_MARKERS,
    "Course.version": _BY_MARKERS,
    "Lesson.minutes": "How long a lesson takes is a number among others in the line above it.",
    "ShortAnswer.wildcards": "An outline has accepted answers as typed, whether an asterisk is a sign or a wildcard.",
    "Tool.jwks_url": _OF_TOOLS,
    "Tool.login_url": _OF_TOOLS,
    "Tool.lti": _OF_TOOLS,
    "Tool.privacy": _OF_TOOLS,
    "Tool.redirect_urls": _OF_TOOLS,
    "Tool.registration_url": _OF_TOOLS,
}  # fmt: skip
"""Fields of the model that no outline has, and why that is right."""


def unseen(course: Course, promised: Outline, found: Outline, losses: Sequence[Loss]) -> Iterator[Loss]:
    """The declared losses of which nothing is to be seen.

    `promised` is the outline of the course as its author wrote it, `found` that of the package.
    """
    seen = _Seen(course, promised, found, losses)
    return (loss for loss in losses if _in_outlines(loss, course) and not seen.shows(loss))


def _in_outlines(loss: Loss, course: Course) -> bool:
    """Whether an outline could show it: none has tools that a site has installed, nor categories without an item;
    and where nothing is said, choices are shuffled."""
    if loss.code in NOT_IN_OUTLINES:
        return False
    if loss.code.startswith("Tool") and loss.path[0] == "tools":
        return not course.tools[int(loss.path[1])].installed
    if loss.code.endswith(".shuffle") and loss.path[0] == "banks":
        return loss.what == "False"
    if loss.code.startswith("GradeCategory"):
        category = course.grade_categories[int(loss.path[1])].id
        return any(getattr(item, "grade_category", None) == category for item in course.items)
    return True


_LMS = "The package says it like the course; the declaration tells what LMSs make of it."
_STANDS_THERE = "It stands there with the same words; the declaration tells where."
_NOTHING_ELSE = "The parts of the list are lost one by one, and each of those has to show."

SAID_ALIKE: Mapping[str, Mapping[str, str]] = {
    "cartridge-1.?": {
        "*.hints": _LMS,
        "*.points": _LMS,
        "Assessment.instructions": _LMS,
        "Assessment.subtitle": _LMS,
        "Course.description": _STANDS_THERE,
        "Lab.parameters": _LMS,
    },
    "cmi5 html scorm-*": {"Assessment.answers_show": _LMS, "Assessment.feedback_shows": _LMS},
    "cmi5 scorm-*": {
        "Assessment": _LMS,
        "Assessment.counts": _LMS,
        "Discussion": _LMS,
        "Discussion.complete_when": _LMS,
        "Essay.points": _LMS,
        "Lab.complete_when": _LMS,
    },
    "gift": {"*.shuffle": "Moodle shuffles where nothing is said, unless a site has set it otherwise."},
    "gift moodle-xml": {
        "Course.date": "Dates are no part of outlines.",
        "Course.grade_categories": _NOTHING_ELSE,
        "Course.tools": _NOTHING_ELSE,
    },
    "moodle": {"*.hints": _LMS, "Assessment.answers_show": _LMS, "Assessment.feedback_shows": _LMS},
    "qti-[23].?": {
        "*.answers": _LMS,
        "Assessment.attempts": _STANDS_THERE,
        "*.explanation": _LMS,
        "*.hints": _LMS,
        "Bank.description": _STANDS_THERE,
        "Essay.template": _STANDS_THERE,
        "Numeric.unit": _STANDS_THERE,
    },
}
"""Targets → losses of theirs that show in no difference, and why."""


def excuses(target: str, loss: Loss) -> Iterator[tuple[str, str]]:
    """The entries of `SAID_ALIKE` that a loss needs: targets, and code."""
    for targets, codes in SAID_ALIKE.items():
        if any(fnmatchcase(target, pattern) for pattern in targets.split()):
            yield from ((targets, code) for code in codes if fnmatchcase(loss.code, code))


_ASPECTS: Mapping[str, tuple[str, ...]] = {
    "GradeCategory": ("setting grade category", "setting weight"),
    "Requirement": ("setting requires",),
    "Term": ("text",),
}
"""Parts of a thing that are no thing themselves → where outlines have them."""


class _Seen:
    def __init__(self, course: Course, promised: Outline, found: Outline, losses: Sequence[Loss]) -> None:
        self.course = course
        self.declared = Declared.made(course, losses, ())
        self.has_items = bool(found.modules)
        texts = Texts.of(found)
        promised, found = with_merged_draws(promised), with_merged_draws(found)
        self.changed = list(_changed(promised, found))
        if not found.modules:  # a file of questions
            self.changed += _changed(replace(promised, modules=(), banks=in_banks(promised)), found)
        self.missing = [
            one for one in self.changed if one.what != "added" and not (is_text(one.aspect) and texts.hold(one))
        ]

    def shows(self, loss: Loss) -> bool:
        """Whether a difference comes from a loss; what is dropped has to be missing everywhere."""
        among = self.missing if loss.severity == "dropped" else self.changed
        return any(self._comes_from(one, loss) for one in among)

    def _comes_from(self, one: Difference, loss: Loss) -> bool:
        whole, _, field = loss.code.partition(".")
        if whole == "Tool":
            tool = self.course.tools[int(loss.path[1])]
            return one.aspect == f"tool {tool.name}" and field in ("", "name", "url", "installed")
        place = self.declared.places.get(one.owner, ())
        if is_gone(one) and one.owner:
            return self._is_of(loss, place)
        if whole in _ASPECTS and side_of(one).startswith(_ASPECTS[whole]):
            return whole != "Requirement" or place[:2] == loss.path[:2]
        return loss in self.declared.at(one)

    def _is_of(self, loss: Loss, gone: ModelPath) -> bool:
        """Whether a loss is one of a thing that is gone as a whole: of itself, or of the questions of an item.

        Items of a module that is gone may stand in another, and questions of an item in a file of questions.
        """
        if loss.code == "GradeCategory":
            id = self.course.grade_categories[int(loss.path[1])].id
            own = [item.id for item in self.course.items if getattr(item, "grade_category", None) == id]
            return gone in [self.declared.places[item] for item in own]
        if gone != loss.path[: len(gone)]:
            return False
        inner = [place for place in self.declared.places.values() if place == loss.path[: len(place)]]
        return max(inner, key=len) == gone or (len(gone) == 4 and (self.has_items or loss.code.startswith("Pool")))


def _changed(promised: Outline, found: Outline) -> Iterator[Difference]:
    """What differs but for what is understood; titles as they are, since they may be the beginning of a prompt."""
    yield from differences(settled(promised), settled(found))
    yield from (one for one in differences(promised, found) if one.aspect == "title")
