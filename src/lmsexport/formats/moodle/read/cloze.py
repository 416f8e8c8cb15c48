"""Embedded answers, the Cloze notation, as Moodle reads them (qtype_multianswer_extract_question)."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from decimal import Decimal

from lmsexport.formats.moodle.read.entries import Entry, Response
from lmsexport.formats.moodle.read.values import number

_KINDS = {
    "numerical": "NUMERICAL NM",
    "shortanswer": "SHORTANSWER SA MW SHORTANSWER_C SAC MWC",
    "multichoice": "MULTICHOICE MC MULTICHOICE_V MCV MULTICHOICE_H MCH MULTICHOICE_S MCS MULTICHOICE_VS MCVS "
    "MULTICHOICE_HS MCHS",
    "multiresponse": "MULTIRESPONSE MR MULTIRESPONSE_H MRH MULTIRESPONSE_S MRS MULTIRESPONSE_HS MRHS",
}
KINDS = {name: kind for kind, names in _KINDS.items() for name in names.split()}
"""Name in the notation → type of the question in the blank."""

_CASED = frozenset({"SHORTANSWER_C", "SAC", "MWC"})
_START = re.compile(r"\{([0-9]*):([A-Za-z_]+):")
_SHARE = re.compile(r"=|%(-?[0-9]+(?:[.,][0-9]*)?)%")
_SIGN = re.compile("[~#}]")
_NUMBER = re.compile(r"-?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?")
_Row = tuple[str, str, str | None]


def with_blanks(entry: Entry) -> None:
    """Take what stands in braces out of a question as its blanks, with `{#1}`, `{#2}`, … in its text."""
    pieces, last, faults = [], 0, []
    position = 0
    while found := _START.search(entry.text, position):
        position = found.end()
        kind = KINDS.get(found[2])
        if kind is None:
            faults.append(f"`{found[0]}` begins no blank: Moodle knows no `{found[2]}`, so it stays in the text")
            continue
        read = _alternatives(entry.text, position)
        if read is None:
            faults.append(f"`{found[0]}` begins a blank that does not end: it stays in the text")
            continue
        rows, end = read
        blank = _blank(entry, kind, found, rows)
        blank.text = entry.text[found.start() : end]
        entry.blanks.append(blank)
        pieces.append(entry.text[last : found.start()] + f"{{#{len(entry.blanks)}}}")
        last = position = end
    entry.text = "".join(pieces) + entry.text[last:]
    entry.faults = (*entry.faults, *faults)


def _blank(entry: Entry, kind: str, found: re.Match[str], rows: list[_Row]) -> Entry:
    blank = Entry(
        qtype="multichoice" if kind == "multiresponse" else kind,
        id=f"{entry.id}.{len(entry.blanks) + 1}",
        place=entry.place,
        name=entry.name,
        mark=Decimal(found[1]) if found[1] and len(found[1]) < 10 else Decimal(1),
        single=kind != "multiresponse",
        case_sensitive=found[2] in _CASED,
    )
    blank.responses = [_response(blank.qtype, *row) for row in rows]
    return blank


def _response(qtype: str, mark: str, answer: str, feedback: str | None) -> Response:
    share = Decimal(1) if mark == "=" else Decimal(0)
    if mark.startswith("%") and (percent := number(mark.strip("%").replace(",", "."))) is not None:
        share = percent / 100
    text = _undone(answer)
    row = Response(
        text.strip() if qtype == "shortanswer" else text, share, _undone(feedback or ""), html=qtype == "multichoice"
    )
    if qtype == "numerical":
        middle, colon, wide = answer.partition(":")
        if _NUMBER.fullmatch(middle) and (not colon or _NUMBER.fullmatch(wide)):
            row.text, row.tolerance = middle, number(wide) or Decimal(0)
    return row


def _undone(text: str) -> str:
    return html.unescape(text).replace(r"\}", "}").replace(r"\#", "#")


def _alternatives(text: str, start: int) -> tuple[list[_Row], int] | None:
    """The answers from here on, and where the brace after the last one ends; None when there is none."""
    rows: list[_Row] = []
    position = start
    while True:
        share = _SHARE.match(text, position)
        mark, position = (share[0], share.end()) if share else ("", position)
        end = next(_ends(text, position + 1, ("\\", "&", "&amp;"), "~#}"), None)
        if end is None:
            return None
        answer, feedback = text[position:end], None
        if text[end] == "#":
            closed = next(_ends(text, end + 1, ("\\",), "~}"), None)
            if closed is None:
                return None
            feedback, end = text[end + 1 : closed], closed
        rows.append((mark, answer, feedback))
        if text[end] == "}":
            return rows, end + 1
        position = end + 1


def _ends(text: str, start: int, before: tuple[str, ...], signs: str) -> Iterator[int]:
    """Where an answer or a feedback can end: at a sign that nothing of `before` stands before."""
    for found in _SIGN.finditer(text, start):
        place = found.start()
        if found[0] in signs and not text.endswith(before, max(0, place - 5), place):
            yield place
