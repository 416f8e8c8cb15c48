"""A QTI 1.2 item from anywhere as a question of an outline."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from lmsexport.formats.qti12.questions import fill_in_blanks
from lmsexport.formats.qti12.questions.all_types import read_answers
from lmsexport.formats.qti12.read.item_parts import OUTCOMES, ItemParts, text_of
from lmsexport.formats.qti12.read.response_processing import Processing, ident_of, number, tag
from lmsexport.validation import NOTHING, Contents, Question, RichText, fixed_choices, joined, line_of
from lmsexport.validation.truth import truths

TYPES = {
    "multiple_choice_question": "single-choice",
    "true_false_question": "true-false",
    "multiple_answers_question": "multiple-response",
    "short_answer_question": "short-answer",
    "numerical_question": "numeric",
    "matching_question": "matching",
    "fill_in_multiple_blanks_question": "fill-in-blanks",
    "multiple_dropdowns_question": "fill-in-blanks",
    "ordering_question": "ordering",
    "essay_question": "essay",
    "text_only_question": "text",
    "cc.multiple_choice.v0p1": "single-choice",
    "cc.multiple_response.v0p1": "multiple-response",
    "cc.true_false.v0p1": "true-false",
    "cc.fib.v0p1": "short-answer",
    "cc.pattern_match.v0p1": "short-answer",
    "cc.essay.v0p1": "essay",
}
"""The model's types by Canvas' `question_type` and by the `cc_profile` of Common Cartridge."""


def fields(element: etree._Element) -> Mapping[str, str]:
    """The metadata of an item or an assessment, by label."""
    paths = ("{*}qtimetadata/{*}qtimetadatafield", "{*}itemmetadata/{*}qtimetadata/{*}qtimetadatafield")
    return {
        (entry.findtext("{*}fieldlabel") or "").strip(): (entry.findtext("{*}fieldentry") or "").strip()
        for path in paths
        for entry in element.iterfind(path)
    }


class Questions:
    """The questions of a package, each read once, whoever asks: rules, quizzes, banks. To be had by `Contents.once`."""

    def __init__(self, _: Contents) -> None:
        self._read: dict[etree._Element, Question] = {}

    def __call__(self, item: etree._Element, member: str) -> Question:
        """The question of an item that stands in a member."""
        if item not in self._read:
            self._read[item] = question(item, member)
        return self._read[item]


def question(item: etree._Element, member: str) -> Question:
    """The question that an item asks. Its type is what the item says, else what its structure is."""
    known = fields(item)
    named = known.get("question_type") or known.get("cc_profile") or ""
    feedback = {element.get("ident", ""): element for element in item.iterfind("{*}itemfeedback")}
    texts = {ident: text_of(element, member) for ident, element in feedback.items() if element.find("{*}hint") is None}
    parts = ItemParts(item, Processing(item), member, texts, known.get("question_type", ""))
    type = TYPES.get(named) or _guessed(parts)
    points = number(known.get("points_possible") or known.get("cc_weighting") or known.get("qmd_weighting"))
    presentation = item.find("{*}presentation")
    prompt = fill_in_blanks.prompt_of(parts) if type == "fill-in-blanks" else parts.text_of(presentation)
    return Question(
        id=item.get("ident", ""),
        type=type if TYPES.get(named) or not named else named,
        title=item.get("title", ""),
        prompt=prompt,
        points=None if type == "text" else points,
        blanks=fill_in_blanks.kinds(parts) if type == "fill-in-blanks" else (),
        answers=read_answers(type, parts),
        feedback=_outcomes(parts),
        settings=_settings(type, parts),
        hints=tuple(parts.text_of(element) for element in feedback.values() if element.find("{*}hint") is not None),
        place=f"{member}:{line_of(item)}",
    )


def _settings(type: str, parts: ItemParts) -> dict[str, str]:
    settings = {}
    if type in ("multiple-response", "matching", "ordering", "fill-in-blanks"):
        settings["scoring"] = "all-or-nothing" if parts.all_or_nothing else "partial"
    if type == "short-answer":
        tests = list(parts.item.iter("{*}varequal"))
        strict = bool(tests) and all((test.get("case") or "No").lower() == "yes" for test in tests)
        settings["case sensitive"] = "yes" if strict else "no"
    if type in ("single-choice", "multiple-response") and not parts.named:
        settings |= _order_of_choices(parts)  # in Canvas, the quiz says it for all questions
    return settings


def _order_of_choices(parts: ItemParts) -> dict[str, str]:
    """Whether choices are shuffled, and which of them keep their place."""
    offered = list(parts.item.iter("{*}render_choice"))
    if not offered:
        return {}
    if not any((choices.get("shuffle") or "No").lower() == "yes" for choices in offered):
        return {"shuffle": "no"}
    labels = (label for choices in offered for label in choices.iter("{*}response_label"))
    fixed = (text_of(label).words for label in labels if (label.get("rshuffle") or "Yes").lower() == "no")
    return {"shuffle": "yes"} | fixed_choices(fixed)


def _outcomes(parts: ItemParts) -> dict[str, RichText]:
    """What is said by outcome; and in any case, save what is said of a row, which stands at its answers."""
    of_rows = {parts.of_row(response) for response in parts.responses}
    always = [id for id in parts.processing.outcome({}).shown if id not in OUTCOMES and id not in of_rows]
    texts = {OUTCOMES[id]: text for id, text in parts.feedback.items() if id in OUTCOMES and text}
    general = joined([texts.get("general", NOTHING), parts.said(always)])
    if "solution" in parts.feedback:
        texts["explanation"] = parts.feedback["solution"]
    return texts | ({"general": general} if general else {})


def _guessed(parts: ItemParts) -> str:
    """The type of an item that does not say it."""
    responses = parts.responses
    if not responses:
        return "text"
    first, tags = responses[0], {tag(response) for response in responses}
    if len(responses) == 1 and (first.get("rcardinality") or "").lower() == "ordered":
        return "ordering"
    if len(responses) > 1 or tags == {"response_grp"}:
        return "matching" if tags <= {"response_lid", "response_grp"} else "fill-in-blanks"
    if tag(first) == "response_lid":
        if parts.processing.takes_several(first):
            return "multiple-response"
        return "true-false" if truths(text.words for _, text in parts.labels(first)) else "single-choice"
    if any(tag(test) in ("vargte", "varlte", "vargt", "varlt") for test in parts.item.iter()):
        return "numeric"
    return "short-answer" if parts.processing.named(ident_of(first)) else "essay"
