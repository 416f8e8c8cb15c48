"""A student who plays a package by accessible names alone, as somebody who listens to the page would."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from playwright.sync_api import FrameLocator, Locator, Page, expect

from formats.scorm.lms import Lms
from lmsexport.model import (
    AnyQuestion,
    Assessment,
    Course,
    DropdownBlank,
    Essay,
    FillInBlanks,
    Matching,
    MultipleResponse,
    Numeric,
    Ordering,
    Pool,
    ShortAnswer,
    SingleChoice,
    TextBlank,
    TextBlock,
    TrueFalse,
)

LONGER_THAN_TYPING = 6
"""Seconds after which what was typed is told to the LMS."""


class Student:
    """Reads, answers, leaves and comes back."""

    def __init__(self, lms: Lms, new_page: Callable[[], Page], at: str = "/") -> None:
        self.lms = lms
        self._at = at
        self._new_page = new_page
        self.page = self._launch()

    def _launch(self) -> Page:
        page = self._new_page()
        page.clock.install()
        page.goto(self.lms.address + self._at)
        return page

    @property
    def course(self) -> FrameLocator | Page:
        """What of the page is the course: the frame of the LMS, or all of it where there is no LMS."""
        if self._at != "/":
            return self.page
        return self.page.frame_locator("iframe[title=Course]")

    # -- pages -----------------------------------------------------------------------------------------------------

    def begins(self) -> None:
        """Wait until the session is there."""
        expect(self.course.get_by_role("status").filter(has_text="Your progress is saved")).to_be_visible()

    def heading(self, title: str) -> None:
        """Wait until a page is there."""
        expect(self.course.get_by_role("heading", level=1, name=title, exact=True)).to_be_visible()

    def go(self, title: str) -> None:
        """Open a page from the contents."""
        links = self.course.get_by_role("link", name=re.compile(rf"^{re.escape(title)}")).filter(visible=True)
        folded = self.course.get_by_role("group").filter(has_text="Contents").locator("summary")
        if not links.count() and folded.is_visible():  # a narrow window folds the contents
            folded.click()
        if not links.count():  # an item of another module, which the first page has
            self.course.get_by_role("banner").get_by_role("link").click()
        links.first.click()
        self.heading(title)

    def press(self, name: str) -> None:
        self.course.get_by_role("button", name=name, exact=True).click()

    def press_in(self, prompt: str, name: str) -> None:
        """Press a button of one question."""
        self.course.get_by_role("group").filter(has_text=prompt).get_by_role("button", name=name).click()

    def says(self, text: str | re.Pattern[str]) -> None:
        """Wait until the page says something."""
        expect(self.course.get_by_text(text).filter(visible=True).first).to_be_visible()

    def offers(self, name: str) -> None:
        """Wait until a button is there."""
        expect(self.course.get_by_role("button", name=name, exact=True)).to_be_visible()

    def leaves(self) -> None:
        """Closes the tab."""
        self.page.close()

    def comes_back(self) -> None:
        """Launches again, in a tab that remembers nothing by itself."""
        if not self.page.is_closed():
            self.leaves()
        self.page = self._launch()
        self.begins()

    def passes(self, seconds: float) -> None:
        """Let time pass for the pages, all at once."""
        self.page.clock.fast_forward(int(seconds * 1000))
        self.page.evaluate("0")  # what that began is done before

    def saved(self) -> dict[str, Any]:
        """What the LMS keeps, once everything is told that waits a few seconds to be told."""
        self.passes(LONGER_THAN_TYPING)
        return self.lms.cmi

    def loses_the_connection(self) -> None:
        """As in a tunnel: nothing can be asked of anybody."""
        self.lms.cut_off = True
        self.page.context.set_offline(True)

    def is_back(self) -> None:
        """The connection is there again, as the browser notices by itself."""
        self.page.context.set_offline(False)

    # -- questions -------------------------------------------------------------------------------------------------

    def asks(self, question: AnyQuestion) -> Locator:
        """The group of a question, by its prompt."""
        return self.course.get_by_role("group").filter(has_text=self.words(question))

    @staticmethod
    def words(question: AnyQuestion) -> str:
        """A part of the prompt as it can be read: the longest one without a picture, a formula, code or a blank."""
        return max(re.split(r"!\[.*?\]\(.*?\)|\{\{.*?\}\}|```|[*$`|\n]", question.prompt), key=len).strip()

    def check(self, question: AnyQuestion) -> None:
        self.asks(question).get_by_role("button", name="Check answer").click()

    def answers(self, question: AnyQuestion, *, right: bool = True) -> None:
        """Answers a question, rightly or wrongly."""
        group = self.asks(question)
        match question:
            case SingleChoice():
                _pick(group, "radio", [choice.text for choice in question.choices if choice.correct == right][:1])
            case MultipleResponse():
                _pick(group, "checkbox", [choice.text for choice in question.choices if choice.correct == right])
            case TrueFalse():
                group.get_by_role("radio", name="True" if question.answer == right else "False", exact=True).check()
            case ShortAnswer():
                group.get_by_role("textbox").fill(accepted(question) if right else "zzz")
            case Numeric():
                group.get_by_role("textbox").fill(str(question.answers[0].bounds[0]) if right else "-987654")
            case Essay():
                group.get_by_role("textbox").fill("Because it is so, all in all.")
            case _:
                _arrange(group, question, right)

    def takes(
        self, item: Assessment, course: Course, *, wrong: Iterable[str] = (), but: Iterable[str] = ()
    ) -> list[AnyQuestion]:
        """Hands in answers to all that is asked; some wrong, some not given, by their ids. What was answered."""
        given = self.fills_in(item, course, wrong=wrong, but=but)
        self.submits()
        return given

    def submits(self) -> None:
        """Hands in, also what has no answer."""
        self.press("Submit all answers")
        anyway = self.course.get_by_role("button", name="Submit anyway", exact=True)
        if anyway.is_visible():
            anyway.click()

    def fills_in(
        self, item: Assessment, course: Course, *, wrong: Iterable[str] = (), but: Iterable[str] = ()
    ) -> list[AnyQuestion]:
        """Answers what is asked, up to the last page, and hands nothing in."""
        start = self.course.get_by_role("button", name="Start", exact=True)
        if item.time_limit and start.is_visible():
            start.click()
        left = {question.id: question for question in askable(item, course) if question.id not in set(but)}
        given, wrong = [], set(wrong)
        while True:
            shown = self.course.get_by_role("group").filter(visible=True).all_inner_texts()
            for question in [each for each in left.values() if any(self.words(each) in text for text in shown)]:
                self.answers(question, right=question.id not in wrong)
                given.append(left.pop(question.id))
            further = self.course.get_by_role("button", name="Next questions", exact=True)
            if not further.is_visible():
                return given
            further.click()


def accepted(question: ShortAnswer) -> str:
    """A text that is right: for an asterisk that stands for any characters, none."""
    text = question.answers[0].text
    return re.sub(r"\\?\*", lambda found: found[0][1:], text) if question.wildcards else text


def askable(item: Assessment, course: Course) -> Iterator[AnyQuestion]:
    """All questions that an attempt may ask."""
    for question in item.questions:
        if isinstance(question, Pool):
            yield from course.bank(question.bank).drawable
        elif not isinstance(question, TextBlock):
            yield question


def _arrange(group: Locator, question: AnyQuestion, right: bool) -> None:
    match question:
        case Matching():
            matches = [pair.match for pair in question.pairs]
            wanted = matches if right else [*matches[1:], matches[0]]
            for pair, match in zip(question.pairs, wanted, strict=True):
                group.get_by_role("combobox", name=spoken(pair.prompt)).select_option(match)
        case Ordering():
            texts = [spoken(item.text) for item in question.items]
            _order(group, texts if right else [*texts[1:], texts[0]])
        case FillInBlanks():
            for number, blank in enumerate(question.blanks, 1):
                _fill(group.get_by_label(f"Blank {number}", exact=True), blank, right)


def spoken(text: str) -> str:
    """A short Markdown text as a name that can be heard: pictures by their alternative texts, without signs."""
    return re.sub(r"[*`$]", "", re.sub(r"!\[(.*?)\]\(.*?\)", r"\1", text)).strip()


def _pick(group: Locator, role: Any, texts: Iterable[str]) -> None:
    for text in texts:
        exact = group.get_by_role(role, name=spoken(text), exact=True)
        (exact if exact.count() else group.get_by_role(role, name=spoken(text)[:80]).first).check()


def _order(group: Locator, wanted: list[str]) -> None:
    """Moves things up until they stand as wanted."""
    for place, text in enumerate(wanted):
        button = group.get_by_role("button", name=f"Move up {text}", exact=True)
        for _ in wanted:
            names = [each.aria_snapshot() for each in group.get_by_role("button", name=re.compile("^Move up")).all()]
            if text in names[place]:
                break
            button.click()


def _fill(entry: Locator, blank: Any, right: bool) -> None:
    if isinstance(blank, DropdownBlank):
        entry.select_option(next(choice.text for choice in blank.choices if choice.correct == right))
    elif isinstance(blank, TextBlank):
        entry.fill(blank.answers[0].text if right else "zzz")
    else:
        entry.fill(str(blank.answers[0].bounds[0]) if right else "-987654")
