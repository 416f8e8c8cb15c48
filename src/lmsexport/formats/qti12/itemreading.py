"""A QTI 1.2 item from anywhere as a question of an outline."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from lxml import etree

from lmsexport.formats.qti12.responses import Processing, number, percent, tag
from lmsexport.validation import Answer, Contents, Question, fixed_choices, line_of, plain

TYPES = {
    "multiple_choice_question": "single-choice",
    "true_false_question": "true-false",
    "multiple_answers_question": "multiple-response",
    "short_answer_question": "short-answer",
    "numerical_question": "numeric",
    "matching_question": "matching",
    "fill_in_multiple_blanks_question": "fill-in-blanks",
    "multiple_dropdowns_question": "fill-in-blanks",
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

_OUTCOMES = {"correct_fb": "correct", "general_incorrect_fb": "incorrect", "general_fb": "general"}
"""What Canvas calls the feedback of an outcome; Common Cartridge (CC 1.1, 4.6.3) has taken over the names."""

_BLANK = re.compile(r"\[([^\]\[]+)\]")


def fields(element: etree._Element) -> Mapping[str, str]:
    """The metadata of an item or an assessment, by label."""
    paths = ("{*}qtimetadata/{*}qtimetadatafield", "{*}itemmetadata/{*}qtimetadata/{*}qtimetadatafield")
    return {
        (one.findtext("{*}fieldlabel") or "").strip(): (one.findtext("{*}fieldentry") or "").strip()
        for path in paths
        for one in element.iterfind(path)
    }


def text_of(element: etree._Element | None) -> str:
    """The words of the material right below an element, or of its flows."""
    if element is None:
        return ""
    said = []
    for text in element.iterfind(".//{*}mattext"):
        if not any(tag(up).startswith(("response_", "render_")) for up in _between(text, element)):
            words = text.text or ""
            said.append(plain(words) if text.get("texttype", "text/plain") != "text/plain" else " ".join(words.split()))
    return " ".join(word for word in said if word)


def _between(inner: etree._Element, outer: etree._Element) -> Iterable[etree._Element]:
    for up in inner.iterancestors():
        if up is outer:
            return
        yield up


@dataclass(frozen=True, slots=True)
class _Read:
    """An item while it is read."""

    item: etree._Element
    processing: Processing
    feedback: Mapping[str, str]
    """Texts by their identifiers."""
    all_or_nothing: bool
    """Whether a part of the right response earns nothing: the profile of Common Cartridge knows no parts."""

    @property
    def responses(self) -> list[etree._Element]:
        """The places for answers, in order."""
        return list(self.item.iter("{*}response_lid", "{*}response_str", "{*}response_num"))

    def labels(self, response: etree._Element) -> list[tuple[str, str]]:
        """The choices of a response: identifier and text."""
        return [(found.get("ident", ""), text_of(found)) for found in response.iter("{*}response_label")]

    def of_answer(self, response: str, value: str) -> str:
        """What is shown to who gives this answer, without what is said to every right or wrong one."""
        shown = self.processing.outcome({response: frozenset([value])}).shown
        always = set(self.processing.outcome({}).shown)
        own = [id for id in dict.fromkeys(shown) if id not in _OUTCOMES and id not in always]
        return " ".join(self.feedback.get(id, "") for id in own).strip()


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
    said = known.get("question_type") or known.get("cc_profile") or ""
    told = {one.get("ident", ""): one for one in item.iterfind("{*}itemfeedback")}
    texts = {ident: text_of(one) for ident, one in told.items() if one.find("{*}hint") is None}
    read = _Read(item, Processing(item), texts, "question_type" not in known)
    type = TYPES.get(said) or _guessed(read)
    points = number(known.get("points_possible") or known.get("cc_weighting") or known.get("qmd_weighting"))
    prompt = text_of(item.find("{*}presentation"))
    if type == "fill-in-blanks":
        order = {name: str(place) for place, name in enumerate(dict.fromkeys(_BLANK.findall(prompt)), 1)}
        prompt = _BLANK.sub(lambda found: f"[{order[found[1]]}]", prompt)
        answers = _blanks(read, order)
    else:
        answers = _ANSWERS.get(type, _nothing)(read)
    return Question(
        id=item.get("ident", ""),
        type=type if TYPES.get(said) or not said else said,
        title=item.get("title", ""),
        prompt=prompt,
        points=None if type == "text" else points,
        answers=answers,
        feedback=_outcomes(read),
        settings=_settings(type, read),
        hints=tuple(text_of(one) for one in told.values() if one.find("{*}hint") is not None),
        place=f"{member}:{line_of(item)}",
    )


def _settings(type: str, read: _Read) -> dict[str, str]:
    found = {}
    if type in ("multiple-response", "matching", "fill-in-blanks"):
        found["scoring"] = "all-or-nothing" if read.all_or_nothing else "partial"
    if type == "short-answer" and read.all_or_nothing:
        tests = list(read.item.iter("{*}varequal"))
        strict = bool(tests) and all((test.get("case") or "No").lower() == "yes" for test in tests)
        found["case sensitive"] = "yes" if strict else "no"
    offered = list(read.item.iter("{*}render_choice")) if read.all_or_nothing else []
    if type in ("single-choice", "multiple-response") and offered:  # in Canvas, the quiz says it for all questions
        found["shuffle"] = "yes" if any((one.get("shuffle") or "No").lower() == "yes" for one in offered) else "no"
        labels = (label for one in offered if found["shuffle"] == "yes" for label in one.iter("{*}response_label"))
        found |= fixed_choices(text_of(one) for one in labels if (one.get("rshuffle") or "Yes").lower() == "no")
    return found


def _outcomes(read: _Read) -> dict[str, str]:
    always = [id for id in read.processing.outcome({}).shown if id not in _OUTCOMES]
    found = {_OUTCOMES[id]: text for id, text in read.feedback.items() if id in _OUTCOMES and text}
    general = " ".join([found.get("general", ""), *(read.feedback.get(id, "") for id in always)]).strip()
    if "solution" in read.feedback:
        found["explanation"] = read.feedback["solution"]
    return found | ({"general": general} if general else {})


def _guessed(read: _Read) -> str:
    """The type of an item that does not say it."""
    responses = read.responses
    if not responses:
        return "text"
    first = responses[0]
    if len(responses) > 1:
        return "matching" if all(tag(found) == "response_lid" for found in responses) else "fill-in-blanks"
    if tag(first) == "response_lid":
        if (first.get("rcardinality") or "Single") == "Multiple":
            return "multiple-response"
        words = {text.casefold() for _, text in read.labels(first)}
        return "true-false" if words == {"true", "false"} else "single-choice"
    if any(tag(test) in ("vargte", "varlte", "vargt", "varlt") for test in read.item.iter()):
        return "numeric"
    return "short-answer" if read.processing.named(first.get("ident", "")) else "essay"


def _picked(read: _Read) -> tuple[Answer, ...]:
    found = []
    for response in read.responses[:1]:
        ident = response.get("ident", "")
        labels = read.labels(response)
        is_truth = {value.lower() for value, _ in labels} == {"true", "false"}
        for value, text in labels:
            share = read.processing.share({ident: frozenset([value])})
            said = value.lower() if is_truth else text
            found.append(Answer(text=said, share=share, feedback=read.of_answer(ident, value)))
    return tuple(found)


def _several(read: _Read) -> tuple[Answer, ...]:
    """Each right choice has an equal share, and each wrong one takes as much away: so Canvas counts, and so do others
    that give parts of the points. The cartridges' profile gives all or nothing."""
    found = []
    for response in read.responses[:1]:
        ident = response.get("ident", "")
        right = read.processing.right(ident)
        equal = round(Decimal(100) / len(right), 5).normalize() if right else Decimal(0)
        wrong = Decimal(0) if read.all_or_nothing else -equal
        for value, text in read.labels(response):
            share = equal if value in right else wrong
            found.append(Answer(text=text, share=share + 0, feedback=read.of_answer(ident, value)))
    return tuple(found)


def _typed(read: _Read) -> tuple[Answer, ...]:
    found = []
    for response in read.responses[:1]:
        ident = response.get("ident", "")
        for value in read.processing.named(ident):
            share = read.processing.share({ident: frozenset([value])})
            found.append(Answer(text=value, share=share, feedback=read.of_answer(ident, value)))
    return tuple(found)


def _numbers(read: _Read) -> tuple[Answer, ...]:
    found = []
    for condition in read.processing.conditions:
        scores = [number(change.text) or Decimal(0) for change in condition.iterfind("{*}setvar")]
        own = [one.get("linkrefid", "") for one in condition.iterfind("{*}displayfeedback")]
        low = _limit(condition, "vargte", "vargt")
        high = _limit(condition, "varlte", "varlt")
        exact = _limit(condition, "varequal")
        if low is None and high is None and exact is None:
            continue
        said = " ".join(read.feedback.get(id, "") for id in own if id not in _OUTCOMES).strip()
        share = percent(sum(scores, Decimal(0)), read.processing.maximum)
        span = _span(low, high) if low is not None or high is not None else format(exact or Decimal(0), "f")
        found.append(Answer(text=span, share=share, feedback=said))
    return tuple(found)


def _limit(condition: etree._Element, *tests: str) -> Decimal | None:
    for test in tests:
        for one in condition.iter(f"{{*}}{test}"):
            if (found := number(one.text)) is not None:
                return found
    return None


def _span(low: Decimal | None, high: Decimal | None) -> str:
    ends = ["" if end is None else format(end.normalize(), "f") for end in (low, high)]
    return ends[0] if ends[0] == ends[1] else f"{ends[0]} … {ends[1]}".strip()


def _pairs(read: _Read) -> tuple[Answer, ...]:
    found: list[Answer] = []
    matched: set[str] = set()
    offered: dict[str, None] = {}
    for response in read.responses:
        ident = response.get("ident", "")
        labels = read.labels(response)
        shares = {value: read.processing.share({ident: frozenset([value])}) for value, _ in labels}
        best = max(shares, key=lambda value: shares[value], default="")
        text = dict(labels).get(best, "")
        offered |= dict.fromkeys(text for _, text in labels)
        matched.add(text)
        wrong = read.processing.outcome({ident: frozenset(["\0"])}).shown
        said = [id for id in wrong if id not in _OUTCOMES and id not in read.processing.outcome({}).shown]
        said += [f"{ident.removeprefix('response_')}_fb"]
        feedback = " ".join(read.feedback.get(id, "") for id in dict.fromkeys(said)).strip()
        found.append(
            Answer(text=f"{text_of(response)} → {text}", share=shares.get(best, Decimal(0)), feedback=feedback)
        )
    found += [Answer(text=f" → {text}", share=Decimal(0)) for text in offered if text not in matched]
    return tuple(found)


def _blanks(read: _Read, order: Mapping[str, str]) -> tuple[Answer, ...]:
    """Each blank is a response of its own; its shares are those of its best answer."""
    found: list[Answer] = []
    for response in read.responses:
        ident = response.get("ident", "")
        name = text_of(response) or ident.removeprefix("response_")
        labels = read.labels(response) or [(value, value) for value in read.processing.named(ident)]
        shares = {value: read.processing.share({ident: frozenset([value])}) for value, _ in labels}
        best = max(shares.values(), default=Decimal(0)) or Decimal(100)
        for value, text in labels:
            share = percent(shares[value], best)
            feedback = read.of_answer(ident, value) or read.feedback.get(f"{value}_fb", "")
            found.append(Answer(text=text, share=share, feedback=feedback, blank=order.get(name, name)))
    return tuple(found)


def _nothing(read: _Read) -> tuple[Answer, ...]:  # noqa: ARG001 - as the others
    return ()


_ANSWERS: Mapping[str, Callable[[_Read], tuple[Answer, ...]]] = {
    "single-choice": _picked,
    "true-false": _picked,
    "multiple-response": _several,
    "short-answer": _typed,
    "numeric": _numbers,
    "matching": _pairs,
}
