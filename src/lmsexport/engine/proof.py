"""The proof that nothing is lost silently: a package differs from its course by what was declared, and by nothing else.

A package is read back by the reader of its format, and its outline is held against the course's. Whatever the course
says and the package does not must be explained by a loss that the target has declared at that place, or by an omission
that its writer has named. What a package says beyond the course (a front page, a default) is no loss, but for
what keeps students out: an item that is hidden, a limit, a mark.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from lmsexport.engine.aspects import UNSAID
from lmsexport.engine.declared import Declared, is_gone, is_text, side_of
from lmsexport.lowering import Loss
from lmsexport.model import Course
from lmsexport.model.items import RESERVED_PARAMETERS
from lmsexport.packaging import Omission
from lmsexport.validation import Outline, Question
from lmsexport.validation.compare import Difference, differences
from lmsexport.validation.settled import in_banks, with_merged_draws

_WORD = re.compile(r"\w+")
_BLANK = re.compile(r"\[\d+\]")


def undeclared(
    course: Course, promised: Outline, found: Outline, losses: Iterable[Loss], omissions: Iterable[Omission] = ()
) -> list[Difference]:
    """What is missing in `found`, the outline of a package, and was declared nowhere: a fault of lmsexport.

    `promised` is the outline of the course as `lower` has left it for the target; the losses and the omissions are what
    the build reports for it.
    """
    declared = Declared.made(course, losses, omissions)
    asked = [part for item in promised.items for part in item.questions]
    asked += [question for bank in promised.banks for question in bank.questions]
    there, prompts = Texts.of(found), {part.id: part.prompt for part in asked if isinstance(part, Question)}
    drawn = {question.id for bank in promised.banks for question in bank.questions}
    lost = [one for one in missing(promised, found) if not (one.aspect in _OF_WHO_DRAWS and one.owner in drawn)]
    elsewhere = {one.owner for one in lost if one.aspect == "url"}
    return [
        one
        for one in lost
        if not any(there.bear_out(loss, one, prompts.get(one.owner)) for loss in declared.at(one))
        and not _in_address(one, elsewhere)
    ]


_OF_WHO_DRAWS = frozenset(("setting shuffle", "setting fixed choices"))
"""What a question of a bank leaves to the quizzes that draw it: they may differ, and a package may say it for one."""


def _in_address(one: Difference, elsewhere: Collection[str]) -> bool:
    """Whether it is a parameter that every lab has, and whose content the lab's address says, too."""
    reserved = one.aspect.removeprefix("setting parameter ") in RESERVED_PARAMETERS
    return reserved and one.what == "removed" and one.owner not in elsewhere


def missing(promised: Outline, found: Outline) -> Iterator[Difference]:
    """What `promised` says and `found` does not say, or says otherwise."""
    there = Texts.of(found)
    if not found.modules:  # a file of questions
        promised = replace(promised, modules=(), banks=in_banks(promised))
    promised, found = with_merged_draws(promised), with_merged_draws(found)
    in_order = {module.title for module in found.modules if "in order" in module.settings}
    hidden = {(item.kind, item.id) for item in found.items if item.settings.get("visible") == "no"}
    for one in differences(promised, found):
        if one.what == "added" and not _keeps_out(one, in_order) and (one.aspect, one.owner) not in hidden:
            continue
        if one.what == "removed" and UNSAID.get(one.aspect) == one.before:
            continue
        if not there.hold(one):
            yield one


def _keeps_out(one: Difference, in_order: Collection[str]) -> bool:
    """Whether it keeps students from what the course gives them; items of a module in order wait for each other."""
    return one.aspect in _KEEPS_OUT and not (one.aspect == "setting requires" and {*one.place[:1]} <= {*in_order})


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of a package, as words."""

    title: str
    """Of the course; a page with this title is about it."""
    questions: Mapping[str, Question]
    """By their ids."""
    prompts: frozenset[str]
    """The words of all prompts."""
    whole: frozenset[tuple[str, ...]]
    """All titles and texts of items and modules."""
    shuffled: bool
    """Whether questions say for themselves whether their choices are shuffled."""
    weighted: bool
    """Whether items have weights; packages that score a course themselves have them in their sums."""
    titled: Mapping[str, list[str]]
    """Beginning of a title → the words of all items with it: an LMS shows some things on two pages."""
    media: Mapping[str, frozenset[str]]
    """Beginning of a title → the files of all items with it."""

    @classmethod
    def of(cls, outline: Outline) -> Texts:
        pairs = [(module.title, module.text) for module in outline.modules]
        pairs += [(item.title, item.text) for item in outline.items]
        texts = [text for pair in pairs for text in pair]
        for bank in outline.banks:  # a file of questions names the course and its modules as categories
            texts += [*bank.id.split("/"), bank.text]
        titled: dict[str, list[str]] = {}
        media: dict[str, frozenset[str]] = {}
        for item in outline.items:
            media[_first(item.title)] = media.get(_first(item.title), frozenset()) | set(item.media)
            titled.setdefault(_first(item.title), []).extend(_WORD.findall(f"{item.title} {item.text}"))
        return cls(
            outline.title,
            {question.id: question for question in outline.questions},
            frozenset(word for question in outline.questions for word in _WORD.findall(question.prompt)),
            frozenset(tuple(_WORD.findall(text)) for text in texts),
            any("shuffle" in question.settings for question in outline.questions),
            any("weight" in item.settings for item in outline.items),
            titled,
            media,
        )

    def hold(self, one: Difference) -> bool:
        """Whether it is there after all: a text with others around it, or in another place. Banks and distractors
        have no order, and a file of quizzes alone has no modules."""
        if one.what == "moved":
            unordered = one.aspect == "bank" or one.aspect.startswith("answer “ → ")
            return unordered or (one.before != "" and one.after == "")
        if is_gone(one):
            return False
        if one.aspect == "setting shuffle choices" and self.shuffled:
            return True  # each question says it itself
        if one.aspect == "setting shuffle" and not self.shuffled:
            return True  # the assessment says it for all
        if one.aspect == "setting weight" and not self.weighted:
            return True
        if one.aspect == "url":  # parameters may stand in the address
            return one.before.partition("?")[0] == one.after.partition("?")[0]
        if one.aspect == "files":
            there = self.media.get(_first(one.place[-1]), frozenset())
            return all(any(sha256.startswith(start) for sha256 in there) for start in one.before.split(", "))
        if side_of(one) == "answer share":
            return one.after != "" and abs(Decimal(one.before) - Decimal(one.after)) < _NEAR
        return is_text(one.aspect) and self._hold_text(one)

    def bear_out(self, loss: Loss, one: Difference, prompt: str | None) -> bool:
        """Whether a loss explains a difference. What is carried in another form is still there, as words; of a question
        that is gone, its `prompt`."""
        if is_gone(one) and one.aspect not in ("draw", "bank") and loss.severity == "adapted":
            return prompt is not None and set(_WORD.findall(_BLANK.sub(" ", prompt))) <= self.prompts
        question = self.questions.get(one.partner)
        if loss.severity == "dropped" or question is None or loss.code in _MAY_BE_NEVER_SAID:
            return True
        if not (one.aspect.startswith(("feedback", "hints")) or one.aspect.endswith(", feedback")):
            return True
        return set(_WORD.findall(one.before)) <= set(_WORD.findall(" ".join(_may_say(question, one.aspect))))

    def _hold_text(self, one: Difference) -> bool:
        whole = wanted = tuple(_WORD.findall(one.before))
        if (
            not one.place and one.aspect == "text"
        ):  # the metadata of a package has plain text, without the numbers of steps
            wanted = tuple(word for word in wanted if not word.isdigit())
        title = one.place[-1] if one.place else self.title
        question = self.questions.get(one.partner)
        places = [_WORD.findall(one.after), self.titled.get(_first(title), [])]
        if question is not None:
            places.append(_WORD.findall(" ".join(_may_say(question, one.aspect))))
        return any(_in_order(wanted, words) for words in places) or not self.whole.isdisjoint((wanted, whole))


_KEEPS_OUT = frozenset(f"setting {name}" for name in ("attempts", "pass mark", "requires", "time limit", "visible"))
"""Settings that keep students from something; one that a package adds is a fault, too."""

_MAY_BE_NEVER_SAID = frozenset(
    f"{type}.feedback" for type in ("Essay", "Numeric", "ShortAnswer", "SingleChoice", "TrueFalse")
)
"""Losses of feedback for an outcome that no answer has, which is left out; and of an essay's, which graders read."""

_NEAR = Decimal("0.01")
"""Shares in percent that are nearer to each other than this are the same: some formats keep two places."""


def _may_say(question: Question, aspect: str) -> Iterator[str]:
    """The texts of a question in which what belongs to an aspect can stand, too."""
    if aspect == "title":
        yield question.title
    yield from (question.prompt, *question.feedback.values(), *question.hints)
    if aspect == "feedback incorrect" and question.type in ("short-answer", "numeric"):
        return  # answers that nobody foresaw have no other place
    for answer in question.answers:
        yield from (answer.text, answer.feedback)


def _first(title: str) -> str:
    """What a title begins with, up to a colon."""
    return title.partition(":")[0].strip().casefold()


def _in_order(wanted: tuple[str, ...], there: list[str]) -> bool:
    rest = iter(there)
    return all(word in rest for word in wanted)
