"""What is legal in a course and can hardly be meant: no LMS can do anything with it, or not what its author expects."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, assert_never
from urllib.parse import parse_qsl, urlsplit

from pydantic import BaseModel

from lmsexport.errors import ModelPath
from lmsexport.model.assessment import Assessment, Bank, Pool
from lmsexport.model.base import MARKDOWN, PLAIN, is_marked
from lmsexport.model.checks import Finding
from lmsexport.model.items import RESERVED_PARAMETERS, Lab
from lmsexport.model.markup import shown_markup
from lmsexport.model.outcomes import partly_right
from lmsexport.model.questions import (
    AcceptedNumber,
    AcceptedText,
    AnyQuestion,
    DropdownBlank,
    Essay,
    FillInBlanks,
    Matching,
    MultipleResponse,
    NumberBlank,
    Numeric,
    Ordering,
    ShortAnswer,
    SingleChoice,
    TextBlank,
    TextBlock,
    TrueFalse,
)
from lmsexport.model.typed import matches

if TYPE_CHECKING:
    from lmsexport.model.course import Course
    from lmsexport.model.course_parts import Tool

LONGEST_TAG = 50
"""Characters of a tag that Moodle keeps (lib/classes/tag: TAG_MAX_LENGTH)."""


def remarks(course: Course) -> Iterator[Finding]:
    """All that should be said of a course without broken rules."""
    for t, tool in enumerate(course.tools):
        yield from _tool(("tools", t), tool, course)
    yield from _tags(("keywords",), course.keywords)
    for path, line in plain_texts(course):
        if shown := shown_markup(line):
            message = f"people read `{shown}` as it stands: this is plain text"
            yield Finding(path, "shown-markup", message, "write the character itself, without markup")
    for m, module in enumerate(course.modules):
        for i, item in enumerate(module.items):
            at: ModelPath = ("modules", m, "items", i)
            if isinstance(item, Lab):
                yield from _ends(((*at, "parameters", name), text) for name, text in item.parameters.items())
            if isinstance(item, Assessment) and item.pass_mark == 0:
                yield Finding(
                    (*at, "pass_mark"), "pass-mark-zero", "with a pass mark of 0 everybody passes",
                    "leave it out; what waits for it can require `submitted`",
                )  # fmt: skip
            if isinstance(item, Assessment) and item.feedback_shows == "never" and any(map(_tells, item.questions)):
                yield Finding(
                    (*at, "feedback_shows"), "hidden-feedback", "nobody sees the feedback that its questions have",
                    "let it show, or drop it from the questions",
                )  # fmt: skip
    yield from _unseen_gates(course)
    for path, question in answered_questions(course):
        yield from _tags((*path, "tags"), question.tags)
        yield from _unseen_feedback(path, question)
        yield from _answers(path, question)


def plain_texts(node: BaseModel, mark: object = PLAIN, path: ModelPath = ()) -> Iterator[tuple[ModelPath, str]]:
    """Every plain text below a node that people read: titles, matches, terms, …; accepted answers are typed.

    With the mark `LINE`, only those of one line.
    """
    for name, is_text in _fields(type(node), mark):
        value = getattr(node, name, None)  # a course with mistakes has not all fields
        for n, part in enumerate(value) if isinstance(value, tuple) else ((None, value),):
            at = (*path, name) if n is None else (*path, name, n)
            if is_text and part:
                yield at, part
            elif isinstance(part, BaseModel) and not isinstance(part, AcceptedText):
                yield from plain_texts(part, mark, at)


@cache
def _fields(model: type[BaseModel], mark: object) -> tuple[tuple[str, bool], ...]:
    """The fields that hold texts with this mark (True), or may hold parts of the model (False); not what is private."""
    fields = {name: field for name, field in model.model_fields.items() if name not in ("private", "source", "drafts")}
    return tuple((name, is_marked(field, mark)) for name, field in fields.items() if not is_marked(field, MARKDOWN))


def answered_questions(course: Course) -> Iterator[tuple[ModelPath, AnyQuestion]]:
    """All questions that are answered, with their paths."""
    holders: list[tuple[ModelPath, Bank | Assessment]] = [(("banks", b), bank) for b, bank in enumerate(course.banks)]
    for m, module in enumerate(course.modules):
        holders += [
            (("modules", m, "items", i), item) for i, item in enumerate(module.items) if isinstance(item, Assessment)
        ]
    for path, holder in holders:
        for q, question in enumerate(holder.questions):
            if not isinstance(question, Pool | TextBlock):
                yield (*path, "questions", q), question


def _unseen_gates(course: Course) -> Iterator[Finding]:
    """What students see and that waits for what they do not see."""
    modules = {module.id for module in course.modules if module.published}
    items = {item.id for module in course.modules if module.published for item in module.items if item.published}
    drafts = {draft.id for draft in course.drafts}
    for m, module in enumerate(course.modules):
        for r, id in enumerate(module.requires):
            if module.published and id not in modules:
                yield _unseen_gate(("modules", m, "requires", r), module.id, id)
        for i, item in enumerate(module.items):
            for r, requirement in enumerate(item.requires):
                at: ModelPath = ("modules", m, "items", i, "requires", r)
                if requirement.item in drafts:
                    hint = "it opens without that until the draft is mended"
                    message = f"`{item.id}` waits for `{requirement.item}`, which is a draft"
                    yield Finding(at, "waits-for-draft", message, hint)
                elif item.id in items and requirement.item not in items:
                    yield _unseen_gate(at, item.id, requirement.item)


def _unseen_gate(path: ModelPath, waits: str, needed: str) -> Finding:
    hint = "publish both together: Moodle keeps it shut until then, and in other targets it opens without that"
    return Finding(path, "waits-for-unpublished", f"`{waits}` waits for `{needed}`, which is not published", hint)


# -- tools and tags ------------------------------------------------------------------------------------------------


def _tool(path: ModelPath, tool: Tool, course: Course) -> Iterator[Finding]:
    for field in ("url", "login_url", "jwks_url", "registration_url"):
        if (getattr(tool, field) or "").startswith("http:"):
            yield Finding(
                (*path, field), "tool-without-https",
                f"the address of the tool `{tool.id}` begins with `http:`, but LMSs open tools by https alone",
                "write `https:`; the tool has to answer there",
            )  # fmt: skip
    if tool.lti == "1.1":
        ours = {*RESERVED_PARAMETERS} | {
            name for item in course.items if isinstance(item, Lab) and course.tool_of(item) is tool
            for name in item.parameters
        }  # fmt: skip
        for name in dict.fromkeys(name for name, _ in parse_qsl(urlsplit(tool.url).query, keep_blank_values=True)):
            if name in ours:
                yield Finding(
                    (*path, "url"), "parameter-twice",
                    f"the address has a parameter `{name}`, and so have launches: in Canvas both stand in the address",
                    "call the one in the address otherwise, or leave it out",
                )  # fmt: skip


def _tags(path: ModelPath, tags: Sequence[str]) -> Iterator[Finding]:
    for index, tag in enumerate(tags):
        if len(tag) > LONGEST_TAG:
            message = f"this tag has {len(tag)} characters; LMSs keep {LONGEST_TAG}"
            yield Finding((*path, index), "long-tag", message, "shorten it")


# -- feedback ------------------------------------------------------------------------------------------------------


def _unseen_feedback(path: ModelPath, question: AnyQuestion) -> Iterator[Finding]:
    """Feedback for partly right responses where there are none; what is said to an essay, LMSs say in any case."""
    if question.feedback.partial and question.gradable and not partly_right(question):
        yield Finding(
            (*path, "feedback", "partial"), "unseen-feedback",
            "nobody sees this feedback: no answer earns a part of the points",
            "drop it, or let answers earn a part, by `weight` or `scoring: partial`",
        )  # fmt: skip


_TELLING = frozenset({"feedback", "correct", "partial", "incorrect", "general", "explanation", "if_true", "if_false"})
"""Fields that say something to a student who has answered."""


def _tells(node: BaseModel) -> bool:
    """Whether a question, or a part of it, has feedback."""
    for name, value in node:
        if isinstance(value, str) and name in _TELLING and value:
            return True
        parts = value if isinstance(value, tuple) else (value,)
        if any(isinstance(part, BaseModel) and _tells(part) for part in parts):
            return True
    return False


# -- answers and choices -------------------------------------------------------------------------------------------


def _answers(path: ModelPath, question: AnyQuestion) -> Iterator[Finding]:
    match question:
        case ShortAnswer():
            yield from _typed((*path, "answers"), question.answers, question.case_sensitive, question.wildcards)
        case Numeric():
            yield from _numbers((*path, "answers"), question.answers)
        case FillInBlanks():
            for b, blank in enumerate(question.blanks):
                yield from _blank((*path, "blanks", b), blank)
        case SingleChoice() | MultipleResponse() | TrueFalse() | Matching() | Ordering() | Essay():
            return
        case _:
            assert_never(question)


def _blank(path: ModelPath, blank: TextBlank | NumberBlank | DropdownBlank) -> Iterator[Finding]:
    match blank:
        case TextBlank():
            yield from _typed((*path, "answers"), blank.answers, blank.case_sensitive, wildcards=False)
        case NumberBlank():
            yield from _numbers((*path, "answers"), blank.answers)
        case DropdownBlank():
            return


def spelled(text: str, case_sensitive: bool = True) -> str:
    """A text as every LMS compares it: some know that ß is ss, and others need both spellings."""
    words = " ".join(unicodedata.normalize("NFC", text).split())
    return words if case_sensitive else words.lower()


def _typed(
    path: ModelPath, answers: Sequence[AcceptedText], case_sensitive: bool, wildcards: bool
) -> Iterator[Finding]:
    def accepts(other: AcceptedText, answer: AcceptedText) -> bool:
        if wildcards and "*" in answer.text:
            return other.text == answer.text
        if wildcards and "*" in other.text:
            return matches(other.text, answer.text, case_sensitive=case_sensitive, wildcards=True)
        return spelled(other.text, case_sensitive) == spelled(answer.text, case_sensitive)

    yield from _ends(((*path, index, "text"), answer.text) for index, answer in enumerate(answers))
    for index, answer in enumerate(answers):
        above = (number for number, other in enumerate(answers[:index]) if accepts(other, answer))
        if (number := next(above, None)) is not None:
            yield _never_reached((*path, index), number)


def _numbers(path: ModelPath, answers: Sequence[AcceptedNumber]) -> Iterator[Finding]:
    for index, answer in enumerate(answers):
        low, high = answer.bounds
        for number, other in enumerate(answers[:index]):
            if other.bounds[0] <= low and high <= other.bounds[1]:
                yield _never_reached((*path, index), number)
                break


def _never_reached(path: ModelPath, number: int) -> Finding:
    message = f"this answer never counts: all that it accepts is accepted by answer {number + 1} above it"
    return Finding(path, "unreachable-answer", message, "drop it, or move it up: the first match counts")


def _ends(texts: Iterable[tuple[ModelPath, str]]) -> Iterator[Finding]:
    """White space at the ends of what is compared or sent: nobody types it, and LMSs cut it off."""
    for path, text in texts:
        if text != text.strip():
            message = f"white space at the ends of `{' '.join(text.split())}` does not count"
            yield Finding(path, "blank-at-end", message, "drop it")
