"""Single faults in what a package says, as outlines: the proof has to find every one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import TypeVar

from lmsexport.validation import Bank, Draw, Item, Module, Outline, Question, RichText
from lmsexport.validation.outline import Answer
from lmsexport.validation.settled import DEFAULTS

Fault = tuple[str, Outline]
"""What was done, and the outline with it."""

Thing = TypeVar("Thing")
ODD = "zebra"
"""A word that no course has."""


def planted(outline: Outline) -> Iterator[Fault]:
    """Every single fault in an outline: a word, a text, a share, a file, a setting, a part that is gone or added."""
    for name, title in _lines(outline.title):
        yield f"course title: {name}", replace(outline, title=title)
    for name, text in _texts(outline.text):
        yield f"course text: {name}", replace(outline, text=text)
    for name, modules in _each(outline.modules, _of_module):
        yield name, replace(outline, modules=modules)
    for name, banks in _each(outline.banks, _of_bank):
        yield name, replace(outline, banks=banks)
    for tool in outline.tools:
        yield "tool: gone", replace(outline, tools={k: v for k, v in outline.tools.items() if k != tool})
        yield "tool: another address", replace(outline, tools={**outline.tools, tool: f"https://{ODD}.example"})
    for title in outline.grade_categories:
        left = {each: weight for each, weight in outline.grade_categories.items() if each != title}
        yield "grade category: gone", replace(outline, grade_categories=left)
        yield "grade category: another weight", replace(outline, grade_categories={**left, title: "7"})


def spread(faults: Iterator[Fault], most: int) -> list[Fault]:
    """At most so many faults of each kind, from all parts of the outline."""
    kinds: dict[str, list[Fault]] = {}
    for fault in faults:
        kinds.setdefault(fault[0], []).append(fault)
    return [fault for same in kinds.values() for fault in same[:: max(1, -(-len(same) // most))]]


def _each(
    things: Sequence[Thing], faults: Callable[[Thing], Iterator[tuple[str, Thing]]]
) -> Iterator[tuple[str, tuple[Thing, ...]]]:
    """The list with one fault in one of its things, or with one of them gone."""
    for at, thing in enumerate(things):
        before, after = tuple(things[:at]), tuple(things[at + 1 :])
        kind = type(thing).__name__.lower()
        yield f"{kind}: gone", (*before, *after)
        for name, other in faults(thing):
            yield f"{kind} {name}", (*before, other, *after)


def _of_module(module: Module) -> Iterator[tuple[str, Module]]:
    yield from (("title", replace(module, title=title)) for _, title in _lines(module.title))
    yield from ((f"text: {name}", replace(module, text=text)) for name, text in _texts(module.text))
    yield from ((name, replace(module, settings=settings)) for name, settings in _settings(module.settings))
    yield from ((name, replace(module, items=items)) for name, items in _each(module.items, _of_item))
    if len(module.items) > 1:
        yield "items: two swapped", replace(module, items=(module.items[1], module.items[0], *module.items[2:]))


def _of_item(item: Item) -> Iterator[tuple[str, Item]]:
    yield from ((f"title: {name}", replace(item, title=title)) for name, title in _lines(item.title))
    yield from ((f"text: {name}", replace(item, text=text)) for name, text in _texts(item.text))
    yield from ((name, replace(item, settings=settings)) for name, settings in _settings(item.settings))
    yield from ((name, replace(item, settings=settings)) for name, settings in _limits(item.settings))
    yield from ((name, replace(item, questions=parts)) for name, parts in _each(item.questions, _of_part))
    if item.url:
        yield "address", replace(item, url=f"{item.url}&{ODD}=1")
    if item.media:
        yield "file: gone", replace(item, media=item.media[1:])
    yield "file: one too many", replace(item, media=tuple(sorted((*item.media, "f" * 64))))
    if len(item.questions) > 1 and _shown(item.questions[0]) != _shown(item.questions[1]):
        swapped = (item.questions[1], item.questions[0], *item.questions[2:])
        yield "questions: two swapped", replace(item, questions=swapped)


def _shown(part: Question | Draw) -> object:
    return part.prompt if isinstance(part, Question) else part


def _of_bank(bank: Bank) -> Iterator[tuple[str, Bank]]:
    yield from ((f"title: {name}", replace(bank, title=title)) for name, title in _lines(bank.title))
    yield from ((f"text: {name}", replace(bank, text=text)) for name, text in _texts(bank.text))
    yield from ((name, replace(bank, questions=parts)) for name, parts in _each(bank.questions, _of_question))


def _of_part(part: Question | Draw) -> Iterator[tuple[str, Question | Draw]]:
    if isinstance(part, Question):
        yield from _of_question(part)
        return
    yield "number", replace(part, number=part.number + 1)
    yield "bank", replace(part, bank=f"{part.bank} {ODD}")
    if part.points is not None:
        yield "points", replace(part, points=part.points + 1)


def _of_question(question: Question) -> Iterator[tuple[str, Question]]:
    yield from ((f"prompt: {name}", replace(question, prompt=text)) for name, text in _texts(question.prompt))
    yield from ((f"title: {name}", replace(question, title=title)) for name, title in _lines(question.title))
    yield "type", replace(question, type="essay" if question.type != "essay" else "numeric")
    yield from ((name, replace(question, feedback=texts)) for name, texts in _feedback(question.feedback))
    yield from ((name, replace(question, answers=answers)) for name, answers in _answers(question.answers))
    if question.points is not None:
        yield "points", replace(question, points=question.points + 1)
    for at, hint in enumerate(question.hints):
        before, after = question.hints[:at], question.hints[at + 1 :]
        yield "hint: gone", replace(question, hints=(*before, *after))
        yield "hint: another word", replace(question, hints=(*before, RichText(f"{hint} {ODD}"), *after))
    yield from ((name, replace(question, settings=settings)) for name, settings in _settings(question.settings))
    if question.tags:
        yield "tag: gone", replace(question, tags=question.tags[1:])
    yield "tag: one too many", replace(question, tags=(*question.tags, ODD))


def _feedback(texts: Mapping[str, RichText]) -> Iterator[tuple[str, Mapping[str, RichText]]]:
    for when, text in texts.items():
        yield from ((f"feedback: {name}", {**texts, when: other}) for name, other in _texts(text))
    for first, second in pairwise(texts):
        if texts[first] != texts[second]:
            yield "feedback: two swapped", {**texts, first: texts[second], second: texts[first]}


def _answers(answers: tuple[Answer, ...]) -> Iterator[tuple[str, tuple[Answer, ...]]]:
    yield from _each(answers, _of_answer)
    for at in range(len(answers) - 1):
        first, second = answers[at : at + 2]
        if first.feedback != second.feedback:
            swapped = (replace(first, feedback=second.feedback), replace(second, feedback=first.feedback))
            yield "answer feedback: two swapped", (*answers[:at], *swapped, *answers[at + 2 :])
        if first.share != second.share:
            swapped = (replace(first, share=second.share), replace(second, share=first.share))
            yield "answer shares: two swapped", (*answers[:at], *swapped, *answers[at + 2 :])
    if answers:
        yield "answer: one too many", (*answers, replace(answers[0], text=RichText(ODD)))


def _of_answer(answer: Answer) -> Iterator[tuple[str, Answer]]:
    yield "text", replace(answer, text=RichText(f"{answer.text} {ODD}"))
    if answer.match:
        yield "match", replace(answer, match=RichText(f"{answer.match} {ODD}"))
    yield "share", replace(answer, share=answer.share - 10)
    yield "share, a little", replace(answer, share=answer.share - Decimal("0.1"))
    yield from ((f"feedback: {name}", replace(answer, feedback=text)) for name, text in _texts(answer.feedback))
    if not answer.feedback:
        yield "feedback: added", replace(answer, feedback=RichText(ODD))


_LIMITS = {"time limit": "5", "requires": "Another: viewed", "attempts": "3", "pass mark": "1"}
"""What keeps students from something."""


def _limits(settings: Mapping[str, str]) -> Iterator[tuple[str, Mapping[str, str]]]:
    for name in [name for name in _LIMITS if name not in settings]:
        yield f"setting {name}: added", {**settings, name: _LIMITS[name]}


def _settings(settings: Mapping[str, str]) -> Iterator[tuple[str, Mapping[str, str]]]:
    for name, value in settings.items():
        if DEFAULTS.get(name) != value:  # which holds where nothing is said
            yield f"setting {name}: gone", {other: v for other, v in settings.items() if other != name}
        yield f"setting {name}: changed", {**settings, name: f"{value} {ODD}"}
    if "visible" not in settings:
        yield "setting visible: added", {**settings, "visible": "no"}


def _texts(text: RichText) -> Iterator[tuple[str, RichText]]:
    yield from ((name, RichText(other)) for name, other in _wordings(text.words))


def _wordings(text: str) -> Iterator[tuple[str, str]]:
    words = text.split()
    if not words:
        return
    middle = len(words) // 2
    yield "gone", ""
    yield "last word gone", " ".join(words[:-1])
    yield "another word", " ".join([*words[:middle], ODD, *words[middle + 1 :]])
    yield "a word more", f"{text} {ODD}"
    if len(words) > 1 and words[0] != words[-1]:
        yield "two words swapped", " ".join([words[-1], *words[1:-1], words[0]])


def _lines(line: str) -> Iterator[tuple[str, str]]:
    if line:
        yield "another word", f"{ODD} {line}"
        yield "gone", ""
