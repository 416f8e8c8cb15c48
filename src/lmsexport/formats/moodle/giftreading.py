r"""GIFT read as Moodle's import does (qformat_gift::readquestion of Moodle 4.2 to 5.0, the same code in all).

A question is a paragraph: it ends at an empty line. Before anything else is looked for, each escaped sign becomes a
placeholder; so `\{` never opens the answers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from html import escape

from lmsexport.formats.moodle.entries import Entry, Response, without_catch_all
from lmsexport.formats.moodle.questionxml import FileCategory, path
from lmsexport.formats.moodle.values import number

_SIGNS = {":": "058", "#": "035", "=": "061", "{": "123", "}": "125", "~": "126"}
_WEIGHT = re.compile(r"%-*[0-9]{1,2}\.?[0-9]*%")
_FORMAT = re.compile(r"\[([^\]]*)\]")
_FORMATS = frozenset({"moodle", "html", "plain", "markdown"})
_ID = re.compile(r"\[id:((?:\\\]|[^\]\x00-\x1f])+)\]")
_TAG = re.compile(r"\[tag:((?:\\\]|[^\]<>`\x00-\x1f])+)\]")
_ORDER = re.compile(r"\s*>\s*(\d*)\s*(?:[A-Z_]+\s+)*(?:none|123|abc|ABCD|iii|IIII)?\s*(.*)", re.DOTALL)
BLANK = "_____"
"""What Moodle puts where the answers stood within the text."""


def paragraphs(text: str) -> Iterator[tuple[int, list[str]]]:
    """The questions of a file: the line where each begins, and its lines. A line of `0` counts as empty, too."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    begun, found = 0, list[str]()
    for place, line in enumerate([*lines, ""], 1):
        stripped = line.strip()
        if stripped in ("", "0"):
            if found:
                yield begun, found
            found = []
        else:
            begun = begun if found else place
            found.append(stripped)


def read_gift(text: str, member: str) -> list[FileCategory]:
    """The categories of a file with their questions, in order."""
    categories, seen = [FileCategory()], 0
    for line, lines in paragraphs(text):
        body = hidden("\n".join("" if row.startswith("//") else row for row in lines).strip())
        if body.startswith("$CATEGORY:"):
            categories.append(FileCategory(path(shown(body.removeprefix("$CATEGORY:")))))
        elif body:
            seen += 1
            entry = _entry(body, f"{member}:{line}", str(seen))
            _from_comment(entry, "\n".join(row for row in lines if row.startswith("//")))
            categories[-1].entries.append(without_catch_all(entry))
    return [category for category in categories if category.entries or category.path]


# -- signs ----------------------------------------------------------------------------------------------------------


def hidden(text: str) -> str:
    r"""The text with a placeholder for each escaped sign, and `\\` as one backslash."""
    text = text.replace("\\\\", "&&092;")
    for sign, code in _SIGNS.items():
        text = text.replace(f"\\{sign}", f"&&{code};")
    return text.replace("\\n", "&&010;").replace("&&092;", "\\")


def shown(text: str) -> str:
    """The text with its signs again, trimmed."""
    for sign, code in _SIGNS.items():
        text = text.replace(f"&&{code};", sign)
    return text.replace("&&010;", "\n").strip()


def _formatted(text: str, default: str) -> tuple[str, str]:
    """A text as HTML, and its format; `[html]` before it says it."""
    text = text.strip()
    found = _FORMAT.match(text)
    format = default
    if found and found[1] in _FORMATS:
        text, format = text[found.end() :], found[1]
    text = shown(text)
    return (escape(text, quote=False) if format == "plain" else text), format


def _raw(text: str) -> str:
    """A text that is compared with what a student types: without its format, and not as HTML."""
    found = _FORMAT.match(text.strip())
    return shown(text.strip()[found.end() :] if found and found[1] in _FORMATS else text)


def _from_comment(entry: Entry, comment: str) -> None:
    if found := _ID.search(comment):
        entry.idnumber = found[1].strip().replace(r"\]", "]")
    entry.tags = [tag.strip().replace(r"\]", "]") for tag in _TAG.findall(comment)]


# -- a question -----------------------------------------------------------------------------------------------------


def _entry(body: str, place: str, id: str) -> Entry:
    entry = Entry(qtype="", id=id, place=place, mark=Decimal(1))
    if body.startswith("::") and (end := body.find("::", 2)) >= 0:
        entry.name, body = shown(body[2:end]), body[end + 2 :].strip()
    start, end = body.find("{"), body.find("}")
    if start < 0 and end < 0:
        entry.qtype, entry.mark = "description", Decimal(0)
        entry.text, _ = _formatted(body, "moodle")
        return entry
    if start < 0 or end < start:
        entry.text, _ = _formatted(body, "moodle")
        entry.faults = ("a brace has no partner: { and } enclose the answers",)
        return entry
    answers = body[start + 1 : end].strip()
    entry.text, format = _formatted(body[:start] + ("" if body.endswith("}") else BLANK) + body[end + 1 :], "moodle")
    if "{" in body[start + 1 : end] or "{" in body[end + 1 :] or "}" in body[end + 1 :]:
        entry.faults = ("there are more braces than one pair: Moodle reads the first { and the first }",)
    answers, marked, general = answers.rpartition("####") if "####" in answers else (answers, "", "")
    entry.general = _formatted(general, format)[0] if marked else ""
    answers = answers.strip()
    entry.qtype = _kind(answers)
    _READ[entry.qtype](entry, answers, format)
    return entry


def _kind(answers: str) -> str:
    """The type of a question by the signs among its answers."""
    if answers.startswith(">"):
        return "ordering"
    if not answers:
        return "essay"
    if answers.startswith("#"):
        return "numerical"
    if "~" in answers:
        return "multichoice"
    if "=" in answers and "->" in answers:
        return "match"
    checked = answers.partition("#")[0].strip() if answers.find("#") > 0 else answers
    return "truefalse" if checked in ("T", "TRUE", "F", "FALSE") else "shortanswer"


def _pieces(text: str, sign: str) -> list[str]:
    """What stands between the signs; nothing before the first one is nothing."""
    pieces = [piece.strip() for piece in text.split(sign)]
    return pieces if pieces[0] else pieces[1:]


def _weighted(piece: str, default: Decimal) -> tuple[Decimal | None, str]:
    """Share of 1 and the rest: `%50%` before an answer."""
    if not _WEIGHT.match(piece):
        return default, piece
    share, _, rest = piece[1:].partition("%")
    found = number(share)
    return None if found is None else found / 100, rest


def _commented(piece: str, format: str) -> tuple[str, str]:
    """An answer, as it stands, and what is said to it."""
    answer, _, comment = piece.partition("#")
    return answer, _formatted(comment, format)[0]


def _choices(entry: Entry, answers: str, format: str) -> None:
    entry.single = "=" in answers
    for piece in _pieces(answers.replace("=", "~="), "~"):
        share, rest = (Decimal(1), piece[1:]) if piece.startswith("=") else _weighted(piece, Decimal(0))
        text, feedback = _commented(rest, format)
        entry.responses.append(Response(_formatted(text, format)[0], share, feedback))


def _pairs(entry: Entry, answers: str, format: str) -> None:
    for piece in _pieces(answers, "="):
        prompt, arrow, match = piece.partition("->")
        if not arrow:
            entry.faults = (*entry.faults, f"`{shown(piece)[:40]}` has no `->`, which a matching needs in each answer")
        entry.pairs.append((_formatted(prompt, format)[0], shown(match)))


def _true_false(entry: Entry, answers: str, format: str) -> None:
    answer, wrong, right = (*answers.split("#", 2), "", "")[:3]
    is_true = answer.strip() in ("T", "TRUE")
    for text in ("true", "false"):
        correct = is_true is (text == "true")
        said = _formatted(right if correct else wrong, format)[0]
        entry.responses.append(Response(text, Decimal(correct), said))


def _texts(entry: Entry, answers: str, format: str) -> None:
    for piece in _pieces(answers, "="):
        share, rest = _weighted(piece, Decimal(1))
        text, feedback = _commented(rest, format)
        entry.responses.append(Response(_raw(text), share, feedback, html=False))


def _numbers(entry: Entry, answers: str, format: str) -> None:
    answers, tilde, wrong = answers[1:].partition("~")
    for piece in _pieces(answers, "=") if answers.strip() else ():
        share, rest = _weighted(piece, Decimal(1))
        text, feedback = _commented(rest, format)
        row = Response(_raw(text), share, feedback, html=False)
        if not _numbered(row):
            entry.faults = (*entry.faults, f"`{row.text[:40]}` is no number, no range and no `*`")
        entry.responses.append(row)
    if not entry.responses:
        entry.faults = (*entry.faults, "a numeric question has no answer")
    if tilde:
        entry.responses.append(Response("*", Decimal(0), _commented(wrong, format)[1], html=False))


def _numbered(row: Response) -> bool:
    """Take a number with its tolerance, or a range, apart; whether it is one."""
    if row.text.find("..") > 0:
        low, high = map(number, row.text.split("..", 1))
        if low is not None and high is not None:
            row.text, row.tolerance = str((low + high) / 2), high - (low + high) / 2
        return low is not None and high is not None
    middle, _, wide = row.text.partition(":")
    if number(middle) is None or (wide and number(wide) is None):
        return row.text == "*"
    row.text, row.tolerance = middle.strip(), number(wide) or Decimal(0)
    return True


def _order(entry: Entry, answers: str, format: str) -> None:
    found = _ORDER.match(answers)
    entry.all_or_nothing = "ALL_OR_NOTHING" in answers.partition("\n")[0]
    for place, line in enumerate(filter(None, (found[2] if found else "").split("\n")), 1):
        entry.responses.append(Response(_formatted(line, format)[0], Decimal(place)))


def _essay(_: Entry, __: str, ___: str) -> None:
    """It has no answers."""


_READ: dict[str, Callable[[Entry, str, str], None]] = {
    "multichoice": _choices,
    "match": _pairs,
    "truefalse": _true_false,
    "shortanswer": _texts,
    "numerical": _numbers,
    "ordering": _order,
    "essay": _essay,
}
