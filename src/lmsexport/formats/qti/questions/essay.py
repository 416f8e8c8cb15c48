"""Essay: a longer text, which a person scores."""

from __future__ import annotations

import copy

from lxml import etree

from lmsexport.content import Wording
from lmsexport.content.xhtml import escape
from lmsexport.formats.qti.read.interaction_reader import Answers, InteractionReader
from lmsexport.formats.qti.write.draft import Draft
from lmsexport.model import Essay
from lmsexport.validation import RichText, rich_of, without, words


def write(draft: Draft, question: Essay) -> None:
    """Write the field, what only graders read, and hints below it, since an essay has no tries."""
    draft.declare_response("string", (), default=draft.lines(question.template))
    _add_field(draft, question)
    if question.grader_notes:
        use = "scoring" if draft.el.version.bodies else None
        notes = draft.el.body(draft.flow(question.grader_notes))
        draft.parts.body.append(draft.el("rubricBlock", notes, view="scorer", use=use))
    label = f"<p><strong>{escape(draft.wording.hint)}</strong></p>"
    draft.parts.body += [f"<div>{label}{draft.flow(hint)}</div>" for hint in question.hints]


def _add_field(draft: Draft, question: Essay) -> None:
    length = length_of(question, draft.wording)
    lines = max(3, min(50, (question.max_words or question.min_words or 150) // 10))
    height = next((n for n in (3, 6, 15) if lines <= n), 15)
    draft.add_interaction(
        "extendedTextInteraction",
        draft.prompt(question, f"<p>{escape(length)}</p>" if length else ""),
        format="plain", expectedLines=lines,
        expectedLength=question.max_words * 7 if question.max_words else None,
        class_=f"qti-height-lines-{height}" if draft.el.version.kebab else None,
    )  # fmt: skip


def length_of(question: Essay, wording: Wording) -> str:
    """How long an essay is to be, in words for its students; empty where nothing says it."""
    if question.min_words and question.max_words:
        return wording.words_between(min=question.min_words, max=question.max_words)
    if question.min_words:
        return wording.words_min(min=question.min_words)
    return wording.words_max(max=question.max_words) if question.max_words else ""


def read(reader: InteractionReader) -> Answers:
    """Read what stands in the field from the start, what only graders read (QTI 2.2, `rubricBlock`), and hints."""
    item = reader.processing.item
    values = item.iterfind("responseDeclaration/defaultValue/value")
    beginning = " ".join("".join(map(str, value.itertext())) for value in values)
    notes = (block for block in item.iterfind("itemBody//rubricBlock") if "scorer" in (block.get("view") or "").split())
    settings = {"begins with": " ".join(beginning.split()), "for graders": " ".join(map(words, notes))}
    hints = [_without_label(hint, reader.member) for hint in hints_below(reader.element)]
    return Answers([], {name: text for name, text in settings.items() if text}, tuple(hints))


def hints_below(field: etree._Element) -> list[etree._Element]:
    """Hints below the field, each below its label."""
    hints: list[etree._Element] = []
    for element in reversed(list(field.itersiblings("div"))):
        first = element.find("p")
        label = first.find("strong") if first is not None and first is element[0] else None
        if first is None or label is None or len(first) != 1 or first.text or label.tail or len(element) < 2:
            break
        hints.insert(0, element)
    return hints


def _without_label(hint: etree._Element, member: str) -> RichText:
    text = copy.deepcopy(hint)
    without(text[0])
    return rich_of(text, member)
