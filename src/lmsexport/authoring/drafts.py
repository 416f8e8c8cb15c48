"""Drafts: items, questions and banks that say `draft: what is missing` are set aside before any rule asks for more."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from lmsexport.authoring.document import Document
from lmsexport.authoring.explain import explain
from lmsexport.authoring.reading import Reading
from lmsexport.authoring.shorthand import is_draft
from lmsexport.errors import ModelPath, Severity
from lmsexport.model import Draft

_MEND = "mend it, then delete the line `draft: …`"


def set_aside(
    reading: Reading, document: Document, id: Any, within: ModelPath = (), owner: str = "", index: int = 0,
    reason: str = "",
) -> None:  # fmt: skip
    """Keep what stands in `document` at `within` as a draft, and say that it is left out.

    `id` is its id, written or by default; `reason` is for what has become a draft by what it holds.
    """
    written: Any = document.data
    for step in within:
        written = written[step]
    said = written.get("draft", reason)
    place = document.written_place((*within, "draft") if "draft" in written else within)
    if not isinstance(said, str) or not said.strip():
        hint = "for example `draft: no right answer yet`"
        reading.report("wrong-value", "`draft` says in words what is missing", place, hint)
        return
    fields = {"id": id, "draft": said, "owner": owner, "index": index, "written": written, "source": document.name}
    if written.get("type") == "lab":
        reading.refuse_secrets(written, document, within)
    try:
        draft = Draft.of(**fields, body=None if within else document.body)
    except ValidationError as error:
        _, _, refusal, hint, _ = next(iter(explain(error, Draft, fields)))
        reading.report("wrong-value", refusal, place, hint)
        return
    reading.places.add(("drafts", len(reading.drafts)), document)
    reading.drafts.append(draft)
    message = f"`{draft.id}` is a draft and left out: {draft.draft}"
    reading.report("draft", message, place, _MEND if "draft" in written else "mend one of them", Severity.WARNING)


def without_draft_questions(reading: Reading, document: Document, data: dict[str, Any]) -> dict[str, Any]:
    """The data of an assessment or a bank without the questions that are drafts, which are set aside.

    Where no question is left, it is a draft itself: `draft` says so in the data that come back, and nothing is set
    aside.
    """
    questions = data.get("questions")
    if is_draft(data) or not isinstance(questions, list) or not any(map(is_draft, questions)):
        return data
    whole = [question for question in questions if not is_draft(question)]
    if not any(isinstance(question, dict) and question.get("type") != "text" for question in whole):
        return data | {"draft": "all its questions are drafts"}
    for index, question in enumerate(questions):
        if is_draft(question):
            set_aside(reading, document, question.get("id"), ("questions", index), str(data.get("id", "")), index)
    return data | {"questions": whole}
