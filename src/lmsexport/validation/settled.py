"""An outline without what some formats say and others leave to be understood, so that only what matters differs.

A default is as good as nothing said; a name that is the beginning of the prompt is no title; and the feedback of an
outcome stands at the answers that have it, since that is where students read it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from lmsexport.validation.outline import Bank, Draw, Item, Outline, Question, Settings
from lmsexport.validation.rich import NOTHING, RichText, joined

DEFAULTS: Settings = {
    "shuffle questions": "no",
    "shuffle choices": "yes",
    "counts": "highest",
    "feedback shows": "after-submission",
    "answers show": "after-submission",
    "graded": "yes",
    "opens": "window",
    "scoring": "partial",
    "case sensitive": "no",
}
"""What holds where nothing is said."""

_ONE_ANSWER = ("true-false", "short-answer", "numeric")
"""Types in which a response is one of the answers."""


def settled(outline: Outline) -> Outline:
    """The outline without what is understood."""
    modules = tuple(replace(module, items=tuple(map(_item, module.items))) for module in outline.modules)
    banks = tuple(_bank(bank) for bank in outline.banks)
    return replace(outline, modules=modules, banks=banks, language=outline.language.lower())


def _item(item: Item) -> Item:
    shuffled = item.settings.get("shuffle choices", DEFAULTS["shuffle choices"])
    said = _without_defaults(item.settings)
    if said.get("weight") == said.get("points"):
        said = {name: value for name, value in said.items() if name != "weight"}
    questions = tuple(part if isinstance(part, Draw) else _question(part, shuffled) for part in item.questions)
    return replace(item, settings=said, questions=merged(questions))


def in_banks(outline: Outline) -> tuple[Bank, ...]:
    """The questions alone, as files of questions have them: those of each assessment in a bank of its own."""
    own = ((item, tuple(part for part in item.questions if isinstance(part, Question))) for item in outline.items)
    of_items = (Bank(id=item.id, title=item.title, text=item.text, questions=parts) for item, parts in own if parts)
    return (*of_items, *outline.banks)


def merged(questions: Iterable[Question | Draw]) -> tuple[Question | Draw, ...]:
    """Draws from one bank for the same points, one after the other, as one draw."""
    found: list[Question | Draw] = []
    for part in questions:
        last = found[-1] if found else None
        if isinstance(part, Draw) and isinstance(last, Draw) and (last.bank, last.points) == (part.bank, part.points):
            found[-1] = replace(last, number=last.number + part.number)
        else:
            found.append(part)
    return tuple(found)


def _bank(bank: Bank) -> Bank:
    return replace(bank, questions=tuple(_question(question, "yes") for question in bank.questions))


def _without_defaults(said: Settings) -> Mapping[str, str]:
    return {name: value for name, value in said.items() if DEFAULTS.get(name) != value}


def _question(question: Question, shuffled: str) -> Question:
    said = {name: value for name, value in _without_defaults(question.settings).items()
            if (name, value) != ("shuffle", shuffled)}  # fmt: skip
    found = replace(question, title=own_title(question), settings=said)
    if question.type == "single-choice" and any(answer.share < 0 for answer in question.answers):
        found = replace(found, answers=tuple(replace(answer, share=max(answer.share, answer.share * 0))
                                             for answer in question.answers))  # fmt: skip
    return _with_outcomes(found) if question.type in _ONE_ANSWER else found


def own_title(question: Question) -> str:
    """The title of a question, where it says more than the beginning of its prompt, or its id."""
    if question.title == question.id:
        return ""
    start = _letters(question.title.rstrip("….").strip())
    return "" if _letters(question.prompt.words).startswith(start) else question.title


def _letters(text: str) -> str:
    """What every name keeps: packages write blanks, formulas and signs in their own ways."""
    return "".join(char for char in text if char.isalpha())


def _with_outcomes(question: Question) -> Question:
    """The feedback for an outcome at the answers that have it; for wrong answers that nobody foresaw, where it was."""
    said = dict(question.feedback)
    used, answers = set(), []
    for answer in question.answers:
        text = RichText(answer.text.words.casefold()) if question.type == "true-false" else answer.text
        outcome = "correct" if answer.share >= 100 else "partial" if answer.share > 0 else "incorrect"
        used.add(outcome)
        more, own = said.get(outcome, NOTHING), answer.feedback
        read = own if own.words.endswith(more.words) else joined([own, more])
        answers.append(replace(answer, text=text, feedback=read))
    if question.type != "true-false":
        used.discard("incorrect")
    left = {name: text for name, text in said.items() if name not in used}
    return replace(question, answers=tuple(answers), feedback=left)
