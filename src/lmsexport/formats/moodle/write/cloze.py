r"""The Cloze notation of Moodle's embedded answers, which each blank carries as its text.

https://docs.moodle.org/en/Embedded_Answers_(Cloze)_question_type

Moodle reads it again when a teacher saves the question, after two others have. The form puts a backslash into `&#`
(qtype_multianswer_edit_form::set_data), so no reference by number may stand there. The editor tears tags apart that do
not stand in a line, and folds white space. Then qtype_multianswer_extract_question decodes references once and undoes
`\}` and `\#`, and nothing else: what has been decoded must be the answers as they stand in the question bank.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from lmsexport.formats.moodle.write.question_rows import NOTHING, Answer
from lmsexport.model.numbers import plain_number


def embedded(answer: Answer) -> Answer:
    """An answer with its HTML in a form that the notation can give back."""
    text = _one_line(answer.text or NOTHING) if answer.html else answer.text
    return replace(answer, text=text, feedback=_one_line(answer.feedback))


def _one_line(html: str) -> str:
    """HTML in which nothing has to be read as it stands but tags, words and single spaces."""
    return re.sub(r"[\n\t~]| (?= )|\\$", lambda sign: f"&#{ord(sign[0])};", html)


def subquestion(kind: str, weight: int, answers: Iterable[Answer]) -> str:
    """A blank with its answers: `{1:SHORTANSWER:=right#feedback~%50%partly~wrong}`."""
    written = []
    for answer in answers:
        share = Decimal(answer.fraction) * 100
        is_mark = answer.text.startswith(("=", "%"))
        mark = "=" if share == 100 else f"%{plain_number(share)}%" if share or is_mark else ""
        near = f":{answer.tolerance}" if kind == "NUMERICAL" and answer.text != "*" else ""
        feedback = f"#{_escaped(answer.feedback)}" if answer.feedback else ""
        written.append(f"{mark}{_ended(_escaped(answer.text))}{near}{feedback}")
    return f"{{{weight}:{kind}:{'~'.join(written)}}}"


def _escaped(text: str) -> str:
    """A text of which nothing is read as a tag, a reference or an end; a tilde, for which there is no escape, by its
    number: an import reads it, and the form changes it."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub("[#}]", r"\\\g<0>", text).replace("~", "&#126;")


def _ended(answer: str) -> str:
    """An answer that ends where it does: Moodle sees no end behind a backslash or an ampersand, and drops the space."""
    return f"{answer} " if answer.endswith(("\\", "&amp;")) else answer
