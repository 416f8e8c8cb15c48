"""The proof that nothing is lost silently: a package differs from its course by what was declared, and by nothing else.

A package is read back by the reader of its format, and its outline is held against the course's. Whatever the course
says and the package does not must be explained by a loss that the target has declared at that place, or by an omission
that its writer has named. What a package says beyond the course (a front page, a default) is no loss.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from pydantic import BaseModel

from lmsexport.errors import ModelPath
from lmsexport.lowering import Loss
from lmsexport.model import Course
from lmsexport.model.items import RESERVED_PARAMETERS
from lmsexport.packaging import Omission
from lmsexport.validation import Bank, Outline, Question
from lmsexport.validation.compare import Difference, differences

_TEXT = "subtitle minutes guiding_question objectives body glossary term definition summary task suggested_opening " \
        "assistant tagline welcome description instructions prompt text authors licence version source"  # fmt: skip

FIELDS: tuple[tuple[str, frozenset[str]], ...] = tuple(
    (aspect, frozenset(fields.split()))
    for aspect, fields in (
        ("title", "title number name"),
        ("module", "title"),
        ("text", _TEXT),
        ("language", "language"),
        ("url", "url tool parameters lti points opens"),
        ("files", f"{_TEXT} file explanation hints feedback if_true if_false"),
        ("tool", "url name installed tools lti"),
        ("setting complete when", "complete_when pass_mark points counts"),
        ("setting requires", "requires item state"),
        ("setting points", "points questions draw weight"),
        ("setting pass mark", "pass_mark points questions"),
        ("setting attempts", "attempts"),
        ("setting time limit", "time_limit"),
        ("setting shuffle questions", "shuffle_questions"),
        ("setting shuffle choices", "shuffle_choices shuffle fixed"),
        ("setting shuffle", "shuffle shuffle_choices"),
        ("setting counts", "counts"),
        ("setting feedback shows", "feedback_shows"),
        ("setting answers show", "answers_show"),
        ("setting questions per page", "questions_per_page"),
        ("setting graded", "graded"),
        ("setting grade category", "grade_category graded title"),
        ("setting opens", "opens"),
        ("setting parameter", "parameters"),
        ("setting scoring", "scoring weight"),
        ("setting case sensitive", "case_sensitive wildcards"),
        ("type", "scoring blanks wildcards tolerance answers case_sensitive"),
        ("prompt", "prompt unit blanks text min_words max_words"),
        ("points", "points"),
        ("feedback", "correct partial incorrect general explanation feedback"),
        ("hints", "hints"),
        ("tags", "tags"),
        ("number", "draw bank questions"),
        ("bank", "bank title"),
        ("answer", "text answers value tolerance tolerance_type min max weight feedback correct choices fixed match "
                   "prompt distractors scoring if_true if_false wildcards points incorrect partial items pairs blanks "
                   "case_sensitive shuffle"),
    )
)  # fmt: skip
"""Beginning of an aspect of an outline → the fields of the model whose loss can explain that it differs."""

DEFAULTS = {
    "setting shuffle questions": "no",
    "setting shuffle choices": "yes",
    "setting counts": "highest",
    "setting feedback shows": "after-submission",
    "setting answers show": "after-submission",
    "setting graded": "yes",
    "setting opens": "window",
    "setting scoring": "partial",
    "setting case sensitive": "no",
}
"""What an author who says nothing gets; a package that says nothing either has lost nothing."""

_WORD = re.compile(r"\w+")


def undeclared(
    course: Course, promised: Outline, found: Outline, losses: Iterable[Loss], omissions: Iterable[Omission] = ()
) -> list[Difference]:
    """What is missing in `found`, the outline of a package, and was declared nowhere: a fault of lmsexport.

    `promised` is the outline of the course as `lower` has left it for the target; the losses and the omissions are what
    the build reports for it.
    """
    declared = _Declared.of(course, losses, omissions)
    lost = list(missing(promised, found))
    elsewhere = {one.owner for one in lost if one.aspect == "url"}
    return [one for one in lost if not declared.explains(one) and not _in_address(one, elsewhere)]


def _in_address(one: Difference, elsewhere: Collection[str]) -> bool:
    """Whether it is a parameter that every lab has, and whose content the lab's address says, too."""
    return one.aspect.removeprefix("setting parameter ") in RESERVED_PARAMETERS and one.owner not in elsewhere


def missing(promised: Outline, found: Outline) -> Iterator[Difference]:
    """What `promised` says and `found` does not say, or says otherwise."""
    there = _Texts.of(found)
    for one in differences(promised if found.modules else _in_banks(promised), found):
        if one.what == "added" or (one.what == "removed" and DEFAULTS.get(one.aspect) == one.before):
            continue
        if not there.hold(one):
            yield one


def _in_banks(outline: Outline) -> Outline:
    """The questions alone, as files of questions have them: those of each assessment in a bank of its own."""
    banks = []
    for item in outline.items:
        questions = tuple(part for part in item.questions if isinstance(part, Question))
        if questions:
            banks.append(Bank(id=item.id, title=item.title, questions=questions))
    return replace(outline, modules=(), banks=(*banks, *outline.banks))


def _is_text(aspect: str) -> bool:
    return aspect.partition(" ")[0] in ("text", "prompt", "feedback", "hints", "title", "bank") or aspect.endswith(
        ", feedback"
    )


@dataclass(frozen=True, slots=True)
class _Texts:
    """The texts of a package, as words."""

    title: str
    """Of the course; a page with this title is about it."""
    of_question: Mapping[str, list[str]]
    """Id of a question → all that it says."""
    whole: frozenset[tuple[str, ...]]
    """All titles and texts of items and modules."""
    shuffled: bool
    """Whether questions say for themselves whether their choices are shuffled."""
    titled: Mapping[str, list[str]]
    """Beginning of a title → the words of all items with it: an LMS shows some things on two pages."""

    @classmethod
    def of(cls, outline: Outline) -> _Texts:
        pairs = [(module.title, module.text) for module in outline.modules]
        pairs += [(item.title, item.text) for item in outline.items]
        texts = [text for pair in pairs for text in pair]
        titled: dict[str, list[str]] = {}
        for item in outline.items:
            titled.setdefault(_first(item.title), []).extend(_WORD.findall(f"{item.title} {item.text}"))
        return cls(
            outline.title,
            {question.id: _WORD.findall(" ".join(_said(question))) for question in outline.questions},
            frozenset(tuple(_WORD.findall(text)) for text in texts),
            any("shuffle" in question.settings for question in outline.questions),
            titled,
        )

    def hold(self, one: Difference) -> bool:
        """Whether it is there after all: a text with others around it, or in another place. Banks and distractors
        have no order, and a file of quizzes alone has no modules."""
        if one.what == "moved":
            unordered = one.aspect == "bank" or one.aspect.startswith("answer “ → ")
            return unordered or (one.before != "" and one.after == "")
        if one.aspect == "setting shuffle choices" and self.shuffled:
            return True  # each question says it itself
        if one.aspect == "url":  # parameters may stand in the address
            return one.before.partition("?")[0] == one.after.partition("?")[0]
        if not _is_text(one.aspect):
            return False
        wanted = tuple(_WORD.findall(one.before))
        title = one.place[-1] if one.place else self.title
        places = (_WORD.findall(one.after), self.of_question.get(one.partner, []), self.titled.get(_first(title), []))
        return any(_in_order(wanted, words) for words in places) or wanted in self.whole


def _first(title: str) -> str:
    """What a title begins with, up to a colon."""
    return title.partition(":")[0].strip().casefold()


def _in_order(wanted: tuple[str, ...], there: list[str]) -> bool:
    rest = iter(there)
    return all(word in rest for word in wanted)


def _said(question: Question) -> Iterator[str]:
    yield from (question.title, question.prompt, *question.feedback.values(), *question.hints)
    for answer in question.answers:
        yield from (answer.text, answer.feedback)


@dataclass(frozen=True, slots=True)
class _Declared:
    """What was declared, by place."""

    places: Mapping[str, ModelPath]
    """Id → where the thing with that id stands in the course."""
    at: Mapping[ModelPath, list[Loss]]
    """A place → the losses there and below it."""
    above: Mapping[ModelPath, list[Loss]]
    """A place → the losses exactly there."""
    omitted: frozenset[str]
    """Ids of the things with omissions."""
    untitled: frozenset[str]
    """Titles of banks that are not carried."""
    completed: frozenset[str]
    """Ids of the items whose author says what completes them."""

    @classmethod
    def of(cls, course: Course, losses: Iterable[Loss], omissions: Iterable[Omission]) -> _Declared:
        at: dict[ModelPath, list[Loss]] = {}
        above: dict[ModelPath, list[Loss]] = {}
        for loss in losses:
            above.setdefault(loss.path, []).append(loss)
            for length in range(len(loss.path) + 1):
                at.setdefault(loss.path[:length], []).append(loss)
        completed = frozenset(item.id for item in course.items if item.complete_when is not None)
        untitled = frozenset(loss.what for found in above.values() for loss in found if loss.code == "Bank.title")
        omitted = frozenset(one.owner for one in omissions)
        return cls(dict(_places(course, ())), at, above, omitted, untitled, completed)

    def explains(self, one: Difference) -> bool:
        """Whether a difference is one that was declared."""
        if one.aspect == "setting complete when" and one.owner not in self.completed:
            return True  # what suits the item, and no wish of its author
        if one.aspect == "bank" and one.before in self.untitled:
            return True
        if one.owner in self.omitted and (_is_text(one.aspect) or one.aspect.startswith(("files", "answer"))):
            return True
        place = self.places.get(one.owner, ())
        around = (loss for length in range(len(place)) for loss in self.above.get(place[:length], ()))
        return any(_concerns(loss, one.aspect) for loss in (*self.at.get(place, ()), *around))


def _concerns(loss: Loss, aspect: str) -> bool:
    field = loss.code.partition(".")[2].partition("=")[0]
    if not field:
        return True
    return any(field in fields for beginning, fields in FIELDS if aspect.startswith(beginning))


def _places(node: object, path: ModelPath) -> Iterator[tuple[str, ModelPath]]:
    """Every thing of the course with an id of its own, and where it stands: items, questions, banks, modules."""
    if isinstance(node, BaseModel):
        id = getattr(node, "id", "")
        if id and (len(path) in (0, 2, 4, 6)):
            yield id, path
        for name in type(node).model_fields:
            if name in ("modules", "items", "questions", "banks") and len(path) < 6:
                for index, part in enumerate(getattr(node, name)):
                    yield from _places(part, (*path, name, index))
