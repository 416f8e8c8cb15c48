"""Files of questions: written from plain data, read back by software of others, and graded by Moodle's rules.

GIFT is read by the grammar of gift-pegjs. Of Moodle XML, moodle-xml-parser reads choices, and lxml the rest, element by
element as question/format/xml/format.php does; embedded answers are cut up by qtype_multianswer's own expressions.
"""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lxml import etree
from moodle_xml_parser.parser import parse_bytes

from formats.moodle.courses import CONTEXT, course, quiz, resolved
from lmsexport.formats.base import format_named
from lmsexport.lowering import Loss, lower
from lmsexport.packaging import Package

NODE = Path(__file__).parents[2] / "node"


def export(
    data: dict[str, Any], target: str, files: dict[str, Path] | None = None, **options: Any
) -> tuple[Package, tuple[Loss, ...]]:
    """The package of a course, and its losses."""
    whole, format = resolved(data, files), format_named(target)
    chosen = format.options.model_validate(options)
    lowered = lower(whole, format, chosen)
    return format.export(lowered.course, chosen, CONTEXT), lowered.losses


def written(package: Package) -> bytes:
    """The only file of a package."""
    (part,) = package
    with part.open() as file:
        return file.read()


def xml_of(*questions: dict[str, Any], **settings: Any) -> etree._Element:
    """A quiz with these questions as Moodle XML."""
    return etree.fromstring(written(export(course(quiz("quiz", list(questions), **settings)), "moodle-xml")[0]))


def gift_of(*questions: dict[str, Any], **settings: Any) -> str:
    """A quiz with these questions as GIFT."""
    return written(export(course(quiz("quiz", list(questions), **settings)), "gift")[0]).decode()


def read_gift(text: str) -> list[dict[str, Any]]:
    """What the grammar of gift-pegjs finds in a text."""
    node = shutil.which("node")
    assert node is not None, "these tests need Node.js"
    done = subprocess.run(
        [node, "read-gift.js"], cwd=NODE, input=text, capture_output=True, text=True, check=False, encoding="utf-8"
    )
    assert done.returncode == 0, f"{done.stderr}\n{text}"
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


@dataclass
class Answer:
    """Something that a student can pick or type."""

    text: str
    share: float
    feedback: str = ""
    tolerance: float = 0


@dataclass
class Read:
    """A question as it was read back; texts without markup."""

    kind: str
    """Moodle's type; `multi` is multichoice with several right answers."""
    general: str = ""
    answers: list[Answer] = field(default_factory=list)
    outcomes: dict[str, str] = field(default_factory=dict)
    pairs: list[tuple[str, str]] = field(default_factory=list)
    cased: bool = False
    blanks: list[tuple[float, Read]] = field(default_factory=list)


def plain(markup: str | None) -> str:
    """HTML without its tags."""
    return html.unescape(re.sub(r"<[^>]+>", " ", markup or "")).strip()


# -- Moodle XML ------------------------------------------------------------------------------------------------------


def read_xml(question: etree._Element) -> Read:
    """A question of Moodle XML."""
    kind = question.get("type") or ""
    found = Read(kind, plain(question.findtext("generalfeedback/text")))
    for outcome, name in (("correct", "correct"), ("partial", "partiallycorrect"), ("incorrect", "incorrect")):
        found.outcomes[outcome] = plain(question.findtext(f"{name}feedback/text"))
    if kind == "multichoice":
        return _choices(question, found)
    found.cased = question.findtext("usecase") == "1"
    for subquestion in question.iterfind("subquestion"):
        found.pairs.append((plain(subquestion.findtext("text")), plain(subquestion.findtext("answer/text"))))
    for answer in question.iterfind("answer"):
        said, near = plain(answer.findtext("feedback/text")), float(answer.findtext("tolerance") or 0)
        found.answers.append(
            Answer(answer.findtext("text") or "", float(answer.get("fraction") or 0) / 100, said, near)
        )
    if kind == "cloze":
        found.blanks = list(_blanks(question.findtext("questiontext/text") or ""))
    return found


def _choices(question: etree._Element, found: Read) -> Read:
    """A question with choices, as a parser of others reads it."""
    (other,) = parse_bytes(b"<quiz>%s</quiz>" % etree.tostring(question))["multichoice"]
    found.kind = "multichoice" if other.single else "multi"
    found.general = plain(other.general_feedback)
    found.outcomes = {
        "correct": plain(other.correct_feedback),
        "partial": plain(other.partially_correct_feedback),
        "incorrect": plain(other.incorrect_feedback),
    }
    found.answers = [Answer(plain(o.answer), o.score_fraction / 100, plain(o.feedback)) for o in other.options]
    return found


_ALTERNATIVE = r"(=|%(-?[0-9]+(?:[.,][0-9]*)?)%)?(.+?(?<!\\|&)(?<!&amp;)(?=[~#}]|$))(#(.*?(?<!\\)(?=[~}]|$)))?"
_BLANK = re.compile(rf"\{{([0-9]*):([A-Z_]+):({_ALTERNATIVE}(?:~{_ALTERNATIVE})*)\}}", re.DOTALL)
"""question/type/multianswer/questiontype.php: ANSWER_REGEX."""


def _blanks(text: str) -> Iterator[tuple[float, Read]]:
    kinds = {"NUMERICAL": "numerical", "MULTICHOICE": "multichoice"}
    for weight, kind, alternatives, *_ in _BLANK.findall(text):
        blank = Read(kinds.get(kind, "shortanswer"), cased=kind == "SHORTANSWER_C")
        for mark, percent, answer, _, feedback in re.findall(rf"~?{_ALTERNATIVE}", alternatives, re.DOTALL):
            share = 1.0 if mark == "=" else float(percent or 0) / 100
            number, _, near = answer.partition(":") if kind == "NUMERICAL" else (answer, "", "")
            blank.answers.append(Answer(_undone(number), share, plain(_undone(feedback)), float(near or 0)))
        yield float(weight), blank


def _undone(text: str) -> str:
    return html.unescape(text).replace(r"\}", "}").replace(r"\#", "#")


# -- GIFT ------------------------------------------------------------------------------------------------------------

_GIFT_KINDS = {"TF": "truefalse", "Numerical": "numerical", "Matching": "matching", "Essay": "essay"}


def read_gift_question(question: dict[str, Any]) -> Read:
    """A question of GIFT, as the grammar reads it."""
    found = Read(_GIFT_KINDS.get(question["type"], "description"), _text(question.get("globalFeedback")))
    if question["type"] == "TF":
        right, wrong = _text(question["trueFeedback"]), _text(question["falseFeedback"])
        # the grammar calls what is said to a wrong answer `true`, since it stands first
        for value in (True, False):
            is_right = question["isTrue"] is value
            found.answers.append(Answer(str(value).lower(), float(is_right), wrong if is_right else right))
    for choice in question.get("choices", ()):
        found.answers.append(_gift_answer(choice))
    if question["type"] in ("MC", "Short"):
        typed = all(choice["isCorrect"] for choice in question["choices"])
        single = any(choice["isCorrect"] for choice in question["choices"])
        found.kind = "shortanswer" if typed else "multichoice" if single else "multi"
    if found.kind in ("multichoice", "multi"):
        found.answers = [Answer(plain(a.text), a.share, a.feedback) for a in found.answers]
    for pair in question.get("matchPairs", ()):
        found.pairs.append((_text(pair["subquestion"]), plain(pair["subanswer"])))
    return found


def _gift_answer(choice: dict[str, Any]) -> Answer:
    weight = choice["weight"] if choice["weight"] is not None else 100 if choice["isCorrect"] else 0
    text = choice["text"]
    if "number" in text:
        return Answer(str(text["number"]), weight / 100, _text(choice["feedback"]), text.get("range", 0))
    return Answer(text["text"], weight / 100, _text(choice["feedback"]))


def _text(rich: dict[str, str] | None) -> str:
    return plain(rich["text"]) if rich else ""


# -- grading, by question/type/*/question.php of Moodle ---------------------------------------------------------------


def graded(question: Read, response: Any) -> tuple[float, list[str]]:
    """The share of the points that a response earns, and all that is said to it. Choices are picked by their text."""
    share, said = _GRADERS[question.kind](question, response)
    share = min(max(share, 0.0), 1.0)
    outcome = "correct" if share > 0.999999 else "partial" if share > 0.000001 else "incorrect"
    return share, [text for text in (*said, question.outcomes.get(outcome, ""), question.general) if text]


def _picked(question: Read, response: str | bool) -> tuple[float, list[str]]:
    wanted = str(response).lower() if isinstance(response, bool) else response
    return next(((answer.share, [answer.feedback]) for answer in question.answers if answer.text == wanted), (0.0, []))


def _several(question: Read, response: Sequence[str]) -> tuple[float, list[str]]:
    picked = [answer for answer in question.answers if answer.text in response]
    return sum(answer.share for answer in picked), [answer.feedback for answer in picked]


def _typed(question: Read, response: str) -> tuple[float, list[str]]:
    folded = _folded(response, question.cased)
    for answer in question.answers:
        pieces = [re.escape(piece.replace(r"\*", "*")) for piece in re.split(r"(?<!\\)\*", answer.text)]
        if folded and re.fullmatch(_folded(".*".join(pieces), question.cased), folded):
            return answer.share, [answer.feedback]
    return 0.0, []


def _folded(text: str, cased: bool) -> str:
    normal = unicodedata.normalize("NFC", text.strip())
    return normal if cased else normal.lower()


def _number(question: Read, response: str) -> tuple[float, list[str]]:
    for answer in question.answers:
        if answer.text == "*" or abs(float(response) - float(answer.text)) <= answer.tolerance + 1e-12:
            return answer.share, [answer.feedback]
    return 0.0, []


def _matched(question: Read, response: dict[str, str]) -> tuple[float, list[str]]:
    stems = [(prompt, match) for prompt, match in question.pairs if prompt]
    return sum(response.get(prompt) == match for prompt, match in stems) / len(stems), []


def _filled(question: Read, response: Sequence[str]) -> tuple[float, list[str]]:
    entries = zip(question.blanks, response, strict=True)
    results = [(weight, _GRADERS[blank.kind](blank, entry)) for (weight, blank), entry in entries]
    whole = sum(weight for weight, _ in question.blanks)
    return sum(weight * share for weight, (share, _) in results) / whole, [s for _, (_, said) in results for s in said]


_GRADERS: dict[str, Callable[[Read, Any], tuple[float, list[str]]]] = {
    "multichoice": _picked, "truefalse": _picked, "multi": _several, "shortanswer": _typed, "numerical": _number,
    "matching": _matched, "cloze": _filled,
}  # fmt: skip
