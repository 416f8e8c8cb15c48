"""Matching: `match`."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from lxml import etree

from lmsexport.formats.moodle.carries.names import match_html
from lmsexport.formats.moodle.read.entries import Entry
from lmsexport.formats.moodle.read.gift_texts import formatted, pieces, shown
from lmsexport.formats.moodle.read.moodle_xml_rows import html
from lmsexport.formats.moodle.read.question_bank_rows import outcomes
from lmsexport.formats.moodle.read.values import children, is_on, percent, rich, said
from lmsexport.formats.moodle.write import gift_texts
from lmsexport.formats.moodle.write.draft import Draft
from lmsexport.formats.moodle.write.question_rows import NOTHING, Record
from lmsexport.model import Matching
from lmsexport.validation import Answer as OutlineAnswer
from lmsexport.validation import rich as html_text


def write(draft: Draft, question: Matching) -> None:
    """Fill the row of `match`; a distractor is a pair without a prompt."""
    draft.record.qtype, draft.record.shuffle = "match", question.shuffle is not False
    for pair in question.pairs:
        draft.record.pairs.append(_pair(draft, pair.id, pair.prompt, pair.match))
    for place, distractor in enumerate(question.distractors):
        draft.record.pairs.append(_pair(draft, f"distractor {place}", "", distractor))
    draft.combined(question.feedback)


def _pair(draft: Draft, key: str, prompt: str, match: str) -> dict[str, Any]:
    id = draft.writer.numbers("match", draft.question.id, key)
    shown_prompt = draft.html(prompt, "subquestion", id, "qtype_match", inline=True)
    return {"id": id, "html": shown_prompt or (NOTHING if prompt else ""), "match": match_html(match)}


def gift_lines(record: Record) -> Iterator[str]:
    """Write a line for each pair: `=France -> Paris`."""
    for pair in record.pairs:
        match = gift_texts.escaped(gift_texts.without_breaks(pair["match"]))
        yield f"={gift_texts.html(pair['html'], '')} -> {match}"


def read_backup(entry: Entry, plugin: etree._Element) -> None:
    """Read the pairs."""
    row = plugin.find("matchoptions")
    entry.shuffle = is_on(said(row, "shuffleanswers"))
    outcomes(entry, row)
    for pair in children(plugin, "matches/match"):
        entry.pairs.append((rich(pair, "questiontext"), said(pair, "answertext")))
        entry.items_of_pairs.append(pair.get("id", ""))
        entry.bodies.add(f"subquestion {pair.get('id', '')}")
    if row is None:
        entry.missing = ("matchoptions",)


def read_xml(entry: Entry, row: etree._Element) -> None:
    """Read the pairs."""
    entry.shuffle = is_on(said(row, "shuffleanswers") or "1")
    for place, pair in enumerate(children(row, "subquestion"), 1):
        entry.pairs.append((html(pair), said(pair, "answer/text")))
        entry.items_of_pairs.append(f"{entry.id}.{place}")


def read_gift(entry: Entry, text: str, format: str) -> None:
    """Read the pairs."""
    for piece in pieces(text, "="):
        prompt, arrow, match = piece.partition("->")
        if not arrow:
            entry.faults = (*entry.faults, f"`{shown(piece)[:40]}` has no `->`, which a matching needs in each answer")
        entry.pairs.append((formatted(prompt, format)[0], shown(match)))
        entry.items_of_pairs.append("")


def outline_answers(entry: Entry) -> Iterator[OutlineAnswer]:
    """Say each pair, and each distractor, as outlines do."""
    asked = sum(bool(prompt.strip()) for prompt, _ in entry.pairs)
    share = percent(Decimal(1) / asked) if asked else Decimal(0)
    for (prompt, match), item in zip(entry.pairs, entry.items_of_pairs, strict=True):
        text = html_text(prompt, f"subquestion {item}")
        yield OutlineAnswer(text=text, match=html_text(match), share=share if prompt.strip() else Decimal(0))
