"""Open edX as the receiver of cartridges: its converter cc2olx makes a course of them, which Studio imports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from html import unescape
from typing import ClassVar, Literal
from urllib.parse import unquote

from lxml import etree

from lmsexport.lms.base import Arrival, ImportRule, Remark, name_of
from lmsexport.validation import NOTHING, Contents, Draw, Item, Module, Outline, Question, Subject, plain

_QTI = "cc2olx 0.4 (openedx/cc2olx, 99ed3e9), content_processors/qti.py, "
_LTI = "cc2olx 0.4 (openedx/cc2olx, 99ed3e9), content_processors/lti.py"

CONVERTED = ImportRule(
    "openedx-converter",
    "Studio imports no cartridge: cc2olx, a program of Open edX, makes a course archive of it first.",
    "openedx/cc2olx, README.rst",
    tried=True,
)
SETTINGS = ImportRule(
    "openedx-settings",
    "Attempts, time limit and pass mark of a quiz are lost, and it is not graded: set them in Studio.",
    f"{_QTI}_create_nodes, which writes problems alone",
    tried=True,
)
POINTS = ImportRule(
    "openedx-points",
    "Every question counts one point.",
    f"{_QTI}which writes no weight",
    tried=True,
)
FEEDBACK = ImportRule(
    "openedx-feedback",
    "Feedback is lost.",
    f"{_QTI}_parse_multiple_choice_problem and _parse_fib_problem",
    tried=True,
)
RIGHT = ImportRule(
    "openedx-right-answers",
    "Wrong answers with feedback of their own count as right, if it stands before the condition that ends the scoring.",
    f"{_QTI}_mark_correct_responses",
    tried=True,
)
TRUE_FALSE = ImportRule(
    "openedx-true-false",
    "A true-or-false question becomes one with choices.",
    f"{_QTI}_problem_creators_map",
    tried=True,
)
ESSAY = ImportRule(
    "openedx-essay",
    "An essay is an open response assessment, which students assess themselves by a rubric that stands for any.",
    f"{_QTI}_create_essay_problem",
    tried=True,
)
PARTIAL = ImportRule(
    "openedx-partial",
    "A multiple response gives a part of the points to who decides wrongly about one or two choices.",
    f"{_QTI}_create_multiple_response_problem, which writes partial_credit EDC",
    tried=True,
)
ANY_CASE = ImportRule(
    "openedx-any-case",
    "Upper and lower case are the same in typed answers.",
    f"{_QTI}_build_fib_problem_type",
    tried=True,
)
MARKUP = ImportRule(
    "openedx-markup",
    "Choices with markup, as pictures and code, are shown as its source.",
    f"{_QTI}_add_choice, which writes a text",
    tried=True,
)
PROMPT = ImportRule(
    "openedx-prompt",
    "A prompt is unescaped twice: what looks like an element, an entity or a `%` code in its words is taken for one.",
    f"{_QTI}_create_problem_description",
    tried=True,
)
NAMES = ImportRule(
    "openedx-names",
    "The questions of a quiz get one name, and Open edX keeps one block of a name: see whether all are there.",
    "cc2olx 0.4 (openedx/cc2olx, 99ed3e9), olx.py (url_name)",
    tried=False,
)
BANKS = ImportRule(
    "openedx-bank",
    "A question bank is lost.",
    f"{_QTI}_parse, which looks for assessments alone",
    tried=True,
)
OUTSIDE = ImportRule(
    "openedx-outside",
    "A page that stands in no module is not in the course.",
    "cc2olx 0.4 (openedx/cc2olx, 99ed3e9), olx.py",
    tried=True,
)
ADDRESSES = ImportRule(
    "openedx-addresses",
    "Pictures with an address relative to their page or quiz are missing.",
    "cc2olx 0.4 (openedx/cc2olx, 99ed3e9), content_post_processors/static_links.py",
    tried=True,
)
TOOL_KEYS = ImportRule(
    "openedx-needs-keys",
    "Key and secret of a tool are entered as an LTI passport in the advanced settings of the course.",
    f"{_LTI}, _parse_lti_id",
    tried=False,
)
TOOL_POINTS = ImportRule(
    "openedx-ungraded-lab",
    "A lab loses its points: it is not graded until somebody sets that in Studio.",
    f"{_LTI}, which writes no has_score",
    tried=True,
)
AGAIN = ImportRule(
    "openedx-replaces",
    "An import replaces all that stands in the course.",
    "Open edX documentation, “Export and import a course”",
    tried=False,
)


class OpenEdx:
    """Open edX, by way of cc2olx."""

    name: ClassVar[str] = "openedx"
    title: ClassVar[str] = "Open edX"
    versions: ClassVar[Mapping[str, str]] = {
        "2026": "its converter cc2olx of April 2026 run, and what it made was read; Studio was not run"
    }
    kinds: ClassVar[frozenset[str]] = frozenset({"cartridge"})
    rules: ClassVar[tuple[ImportRule, ...]] = (
        CONVERTED, SETTINGS, POINTS, FEEDBACK, RIGHT, TRUE_FALSE, ESSAY, PARTIAL, ANY_CASE, MARKUP, PROMPT, NAMES,
        BANKS, OUTSIDE, ADDRESSES, TOOL_KEYS, TOOL_POINTS, AGAIN,
    )  # fmt: skip

    def simulate(self, subject: Subject, version: str) -> Arrival:  # noqa: ARG002
        """The course after the conversion and an import into an empty one."""
        return _Conversion(subject.contents).course(subject.outline)

    def reimport(self, earlier: Subject, later: Subject, version: str) -> Iterable[Remark]:  # noqa: ARG002
        """The newer course stands in place of the earlier one."""
        for item in earlier.outline.items:
            yield Remark(AGAIN, "updated", item.title)


@dataclass(slots=True)
class _Conversion:
    """Converts one cartridge."""

    contents: Contents
    remarks: list[Remark] = field(default_factory=list)

    def say(self, rule: ImportRule, what: str, effect: Literal["changed", "dropped", "to do"] = "changed") -> None:
        self.remarks.append(Remark(rule, effect, what))

    def course(self, outline: Outline) -> Arrival:
        self.say(CONVERTED, outline.title, "to do")
        for item in (one for module in outline.modules if _is_outside(module) for one in module.items):
            self.say(OUTSIDE, item.title or item.id, "dropped")
        modules = tuple(
            replace(module, items=tuple(map(self.item, module.items)))
            for module in outline.modules
            if not _is_outside(module)
        )
        for bank in outline.banks:
            self.say(BANKS, bank.title or f"{len(bank.questions)} questions", "dropped")
        return Arrival(replace(outline, modules=modules, banks=()), tuple(self.remarks))

    def item(self, item: Item) -> Item:
        if item.media and item.kind != "download":
            self.say(ADDRESSES, item.title)
        if item.kind == "lab":
            return self.lab(item)
        return self.quiz(item) if item.kind == "assessment" else item

    def lab(self, lab: Item) -> Item:
        self.say(TOOL_KEYS, lab.title, "to do")
        if "points" in lab.settings:
            self.say(TOOL_POINTS, lab.title, "dropped")
        return replace(lab, settings={name: said for name, said in lab.settings.items() if name != "points"})

    def quiz(self, quiz: Item) -> Item:
        self.say(SETTINGS, quiz.title, "to do")
        if len(quiz.questions) > 1:
            self.say(NAMES, quiz.title, "to do")
        questions = tuple(self.question(part) for part in quiz.questions if not isinstance(part, Draw))
        return replace(quiz, text=NOTHING, settings={}, questions=questions)

    def question(self, question: Question) -> Question:
        called = name_of(question)
        if question.points not in (None, 1):
            self.say(POINTS, called)
        if question.feedback or any(answer.feedback for answer in question.answers):
            self.say(FEEDBACK, called, "dropped")
        answers = tuple(replace(answer, feedback=NOTHING) for answer in question.answers)
        question = replace(question, points=Decimal(1), feedback={}, hints=(), answers=answers)
        if question.type == "essay":
            self.say(ESSAY, called)
        if question.type == "true-false":
            self.say(TRUE_FALSE, called)
            question = replace(question, type="single-choice")
        if question.type == "multiple-response":
            self.say(PARTIAL, called)
        if question.settings.get("case sensitive") == "yes":
            self.say(ANY_CASE, called)
            question = replace(question, settings={**question.settings, "case sensitive": "no"})
        if question.type == "essay":
            return question
        self.texts(question)
        return self.scored(question)

    def texts(self, question: Question) -> None:
        """Say what is not shown as it is."""
        item = self.element(question)
        texts = [] if item is None else list(item.iterfind("{*}presentation//{*}mattext"))
        if any(text.get("texttype") == "text/html" for text in texts[1:]):
            self.say(MARKUP, name_of(question))
        prompt = (texts[0].text or "") if texts else ""
        if plain(unquote(unescape(prompt))) != plain(prompt):
            self.say(PROMPT, name_of(question))

    def scored(self, question: Question) -> Question:
        """A question with the answers that the converter takes for right."""
        right = [answer.share > 0 for answer in question.answers]
        said = list(self.said(question))
        if len(said) == len(right):
            right = [was or also for was, also in zip(right, said, strict=True)]
        if right == [answer.share > 0 for answer in question.answers]:
            return question
        self.say(RIGHT, name_of(question))
        one = Decimal(100) if question.type != "multiple-response" else round(Decimal(100) / sum(right), 5).normalize()
        pairs = zip(question.answers, right, strict=True)
        return replace(question, answers=tuple(replace(got, share=one if yes else Decimal(0)) for got, yes in pairs))

    def said(self, question: Question) -> Iterator[bool]:
        """For each answer whether the converter reads it among the right ones."""
        item = self.element(question)
        if item is None:
            return
        named: set[str] = set()
        for condition in item.iterfind("{*}resprocessing/{*}respcondition"):
            found = condition.findall("{*}conditionvar/{*}varequal") or [
                one
                for way in ("and", "or")
                for one in condition.iterfind(f"{{*}}conditionvar/{{*}}{way}/{{*}}varequal")
            ]
            named |= {one.text or "" for one in found}
            if condition.get("continue", "No") == "No":
                break
        idents = [label.get("ident", "") for label in item.iterfind(".//{*}render_choice//{*}response_label")]
        yield from (said in named for said in idents or [answer.text.words for answer in question.answers])

    def element(self, question: Question) -> etree._Element | None:
        root = self.contents.xml(question.place.rpartition(":")[0])
        items = root.iter("{*}item") if root is not None else iter(())
        return next((item for item in items if item.get("ident") == question.id), None)


def _is_outside(module: Module) -> bool:
    return not module.id and not module.title
