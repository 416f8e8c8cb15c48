"""Differences that are none: words that packages put above a text, and texts that stand in another place."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby

from lmsexport.content.wording import LANGUAGES, wording
from lmsexport.validation.compare import Difference


def without_moved_texts(found: Sequence[Difference]) -> list[Difference]:
    """The differences as a person would tell them.

    Names that packages put above texts are no difference; a text of a question that now stands in another of its
    texts has moved there: `before` is the text, `after` says where it stands.
    """
    kept = [one for one in found if not (one.aspect == "text" and _adds_only_names(one))]
    return [one for _, group in groupby(kept, key=lambda one: one.place) for one in _of_one_thing(list(group))]


# -- names above texts -------------------------------------------------------------------------------------------------


def _adds_only_names(one: Difference) -> bool:
    """Whether nothing but such names came to a text, or went."""
    if one.what == "moved":
        return False
    old, new = one.before.split(), one.after.split()
    if max(len(old), len(new)) > 20_000:
        return False
    steps = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    changes = [" ".join(words) for kind, a, b, c, d in steps if kind != "equal" for words in (old[a:b], new[c:d])]
    return all(_names_of_texts().fullmatch(change) for change in changes if change)


@cache
def _names_of_texts() -> re.Pattern[str]:
    """What stands above and between the texts of a course, in all languages."""
    names: set[str] = set()
    for say in map(wording, LANGUAGES):
        names |= {re.escape(name) for name in (say.objectives, say.glossary, say.your_task, say.suggested_opening)}
        names |= {_gaps(say.minutes), _gaps(say.authors), _gaps(say.licence), _gaps(say.version)}
    every = "|".join(sorted(names))
    return re.compile(rf"(?:(?:{every}|·|\(\d{{4}}-\d\d-\d\d\)) ?)+")


def _gaps(phrase: str) -> str:
    """A phrase with anything in its gaps."""
    return re.sub(r"\\\{\w+\\\}", r".+?", re.escape(phrase))


# -- texts in another place of their question --------------------------------------------------------------------------


@dataclass(slots=True)
class _Said:
    """A difference, while it is found out which texts it has taken in."""

    one: Difference
    rest: str
    """What it says now, without them."""
    before: str
    """What it said, until that is found elsewhere."""


def _of_one_thing(found: list[Difference]) -> Iterator[Difference]:
    said = [_Said(one, one.after, one.before) for one in found if one.what != "moved"]
    for each in sorted(said, key=lambda each: -len(each.before)):
        hosts = [host for host in said if host is not each and _takes_in(host, each.before)] if _is_text(each) else []
        if not hosts:
            continue
        for host in hosts:
            host.rest = _without(host.rest, each.before)
        where = ", ".join(host.one.aspect for host in hosts)
        yield replace(each.one, what="moved", after=where)
        each.before = ""
    for each in said:
        if each.before != each.one.before or each.rest != each.one.after:
            if each.rest == each.before:
                continue
            each.one = replace(each.one, before=each.before, after=each.rest if not each.before else each.one.after)
            each.one = replace(each.one, what="changed" if each.before else "added")
        yield each.one
    yield from (one for one in found if one.what == "moved")


def _is_text(each: _Said) -> bool:
    aspect = each.one.aspect
    of_texts = aspect.startswith(("feedback", "hints")) or aspect.endswith(", feedback") or aspect == "setting unit"
    return of_texts and bool(each.before) and each.before not in each.one.after


def _takes_in(host: _Said, text: str) -> bool:
    holds = (
        host.one.aspect == "prompt" or host.one.aspect.startswith("feedback") or host.one.aspect.endswith("feedback")
    )
    return holds and host.rest.count(text) > host.before.count(text)


def _without(text: str, taken: str) -> str:
    for named in (*(f"{name} {taken}" for name in names_of_feedback()), f"({taken})", taken):
        before, found, behind = text.rpartition(named)
        if found:
            return " ".join(f"{before} {behind}".split())
    return text


@cache
def names_of_feedback() -> tuple[str, ...]:
    """What packages put above feedback that stands within another text, in all languages."""
    found = (wording(language) for language in LANGUAGES)
    return tuple(name for say in found for name in (say.explanation, say.correct, say.partial, say.incorrect))
