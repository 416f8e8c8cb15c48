"""Activities: what each item of a module becomes in Moodle."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from lmsexport.formats.launch import launch_url, parameters
from lmsexport.formats.moodle.categories import Categories
from lmsexport.formats.moodle.gates import Completion
from lmsexport.formats.moodle.gradebook import GradeItem
from lmsexport.formats.moodle.records import decimal
from lmsexport.model import Assessment, Course, Lab, Ordering, Pool, Question, TextBlock, Tool
from lmsexport.model.assessment import Shows
from lmsexport.packaging import Numbers

KINDS = {
    "lesson": "page",
    "quiz": "quiz",
    "test": "quiz",
    "lab": "lti",
    "link": "url",
    "download": "resource",
    "heading": "label",
    "discussion": "forum",
}
"""Type of an item → Moodle's activity module; lessons can be books instead."""

LINK_CODES = {
    "page": "PAGEVIEWBYID",
    "book": "BOOKVIEWBYID",
    "quiz": "QUIZVIEWBYID",
    "lti": "LTIVIEWBYID",
    "url": "URLVIEWBYID",
    "resource": "RESOURCEVIEWBYID",
    "forum": "FORUMVIEWBYID",
}
"""Activity module → the code that a restore turns into the activity's address."""


@dataclass(slots=True)
class Section:
    """A section of the course page; 0 is the one above all modules."""

    id: int
    number: int
    name: str
    summary: str
    availability: str | None = None
    sequence: list[int] = field(default_factory=list)
    files: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Activity:
    """An activity with all that its documents say; `extra` holds what only its kind has."""

    id: int
    instance: int
    context: int
    kind: str
    idnumber: str
    name: str
    section: Section
    intro: str
    completion: Completion
    availability: str | None
    grade: GradeItem | None
    extra: dict[str, Any]
    categories: list[int] = field(default_factory=list)

    def __getattr__(self, name: str) -> Any:
        try:
            return self.extra[name]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def key(self) -> str:
        """Name of the activity in the backup: `page_12`."""
        return f"{self.kind}_{self.id}"

    @property
    def folder(self) -> str:
        """Folder of its documents."""
        return f"activities/{self.key}"


DURING, AFTER, LATER, CLOSED = 0x10000, 0x01000, 0x00100, 0x00010
"""When a quiz shows something (mod_quiz\\question\\display_options): during the attempt, within two minutes after it,
later while the quiz is open, after it has closed."""

_SHOWS: dict[Shows, int] = {
    "immediately": DURING | AFTER | LATER | CLOSED,
    "after-submission": AFTER | LATER | CLOSED,
    "after-close": CLOSED,
    "never": 0,
}
_METHODS = {"highest": 1, "average": 2, "first": 3, "last": 4}


def quiz_fields(quiz: Assessment, course: Course, numbers: Numbers, categories: Categories) -> dict[str, Any]:
    """The settings and slots of a quiz."""
    drawn = (question for pool in quiz.pools for question in course.bank(pool.bank).questions)
    asked = [*quiz.own_questions, *drawn]
    return {
        "time_limit": (quiz.time_limit or 0) * 60,
        "behaviour": _behaviour(quiz, asked),
        "attempts": quiz.attempts or 0,
        "grade_method": _METHODS[quiz.counts],
        "review": _review(quiz),
        "per_page": quiz.questions_per_page or 0,
        "shuffle_choices": quiz.shuffle_choices or any(map(_shuffles_itself, asked)),
        "shuffle_questions": quiz.shuffle_questions,
        "total": f"{quiz.total_points:.5f}",
        "slots": list(_slots(quiz, numbers, categories)),
    }


def _shuffles_itself(question: Question) -> bool:
    """Whether a question is shuffled even where the quiz is not: Moodle's switch for the quiz overrules its own."""
    return isinstance(question, Ordering) or bool(getattr(question, "shuffle", None))


def _behaviour(quiz: Assessment, asked: Sequence[Question]) -> str:
    """How questions behave: hints are for tries, and tries are for quizzes that answer at once."""
    if quiz.feedback_shows == "immediately" and any(getattr(question, "hints", ()) for question in asked):
        return "interactive"
    at_once = "immediately" in (quiz.feedback_shows, quiz.answers_show)
    return "immediatefeedback" if at_once else "deferredfeedback"


def _review(quiz: Assessment) -> list[tuple[str, int]]:
    """The review options: when the attempt, marks, feedback and right answers show."""
    everything = _SHOWS["immediately"]
    feedback, answers = _SHOWS[quiz.feedback_shows], _SHOWS[quiz.answers_show]
    marks = everything if quiz.feedback_shows == "immediately" else _SHOWS["after-submission"]
    return [
        ("attempt", everything),
        ("correctness", feedback),
        ("maxmarks", everything),
        ("marks", marks),
        ("specificfeedback", feedback),
        ("generalfeedback", feedback),
        ("rightanswer", answers),
        ("overallfeedback", feedback & ~DURING),
    ]


def _slots(quiz: Assessment, numbers: Numbers, categories: Categories) -> Iterator[dict[str, Any]]:
    """One slot for each question, and for a pool one for each draw."""
    page, on_page = 1, 0
    for question in quiz.questions:
        for draw in range(question.draw if isinstance(question, Pool) else 1):
            if quiz.questions_per_page and on_page == quiz.questions_per_page:
                page, on_page = page + 1, 0
            on_page += 1
            points = Decimal(0) if isinstance(question, TextBlock) else question.points
            slot: dict[str, Any] = {
                "id": numbers("slot", quiz.id, question.id, str(draw)),
                "page": page,
                "mark": decimal(points),
                "entry": 0,
            }
            if isinstance(question, Pool):
                drawn_from = {
                    "questioncategoryid": str(categories.of_bank[question.bank]),
                    "includingsubcategories": "0",
                }
                slot["context"] = categories.home_of_bank[question.bank].context
                slot["filter"] = json.dumps(drawn_from, separators=(",", ":"))
            else:
                slot["entry"] = numbers("question", question.id)
            yield slot


def lab_fields(lab: Lab, course: Course, numbers: Numbers) -> dict[str, Any]:
    """The launch of a lab; the tool itself travels along only when no site has it installed."""
    tool = course.tool_of(lab)
    return {
        "url": launch_url(course, lab),
        "parameters": "\n".join(f"{name}={value}" for name, value in parameters(course, lab).items()),
        "container": 4 if lab.opens == "window" else 3,
        "send_name": int(tool.privacy in ("name", "full")),
        "send_email": int(tool.privacy in ("email", "full")),
        "tool": None if tool.installed else _tool(tool, numbers, course),
    }


def _tool(tool: Tool, numbers: Numbers, course: Course) -> dict[str, Any]:
    """A course tool, without key and secret: the teacher enters those once."""
    name, email = (2 if tool.privacy in given else 0 for given in (("name", "full"), ("email", "full")))
    config = [
        ("acceptgrades", "2"),
        ("coursevisible", "1"),
        ("launchcontainer", "4"),
        ("sendname", name),
        ("sendemailaddr", email),
        ("forcessl", int(tool.url.startswith("https:"))),
    ]
    if tool.lti == "1.3":
        config += [
            ("keytype", "JWK_KEYSET"),
            ("publickeyset", tool.jwks_url or ""),
            ("initiatelogin", tool.login_url or ""),
            ("redirectionuris", "\n".join(tool.redirect_urls or (tool.url,))),
            ("ltiservice_gradesynchronization", "2"),
        ]
    return {
        "id": numbers("tool", tool.id),
        "name": tool.name[:255],
        "url": tool.url,
        "domain": urlsplit(tool.url).hostname or "",
        "version": "1.3.0" if tool.lti == "1.3" else "LTI-1p0",
        "client": f"{course.id}-{tool.id}" if tool.lti == "1.3" else "",
        "config": config,
    }
