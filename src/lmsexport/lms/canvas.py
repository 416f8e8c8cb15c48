"""Canvas as the receiver of its own exports, of cartridges, and of quizzes in QTI 1.2; and its New Quizzes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import ClassVar

from lmsexport.lms.base import Arrival, ImportRule, Remark
from lmsexport.validation import Answer, Item, Module, Outline, Question, Subject

_IMPORTERS = "Canvas, app/models/importers/"
_READ = "read in Canvas' code, not run"

NEEDS_TOOL = ImportRule(
    "canvas-needs-tool",
    "Canvas ties a lab to the tool that is installed at the time of the import; without one the lab does not start.",
    "Canvas, app/models/context_module.rb, add_item; lib/lti, find_external_tool by the address",
)
TOOL_WARNING = ImportRule(
    "canvas-tool-warning",
    "Canvas says of every lab that its tool must be configured, also when the tool is there: open one lab to see.",
    f"{_IMPORTERS}context_module_importer.rb",
)
NO_HINTS = ImportRule(
    "canvas-no-hints",
    "Classic quizzes have no hints: they are left out.",
    "Canvas, lib/qti/assessment_item_converter.rb, get_feedback",
)
EQUAL_SHARES = ImportRule(
    "canvas-equal-shares",
    "A multiple-answers question gives each right choice the same share, and takes as much away for each wrong one.",
    "Canvas, app/models/quizzes/quiz_question/multiple_answers_question.rb, correct_answer_parts",
)
OLD_REQUIREMENTS = ImportRule(
    "canvas-keeps-requirements",
    "A module that asks for nothing any more keeps its old requirements.",
    f"{_IMPORTERS}context_module_importer.rb ({_READ})",
    tried=False,
)
UPDATED = ImportRule(
    "canvas-updates",
    "What has the identifier of something in the course is updated in place; attempts stay, and are not graded anew.",
    f"{_IMPORTERS}*.rb, find by migration_id",
)
QUESTIONS_STAY = ImportRule(
    "canvas-questions-stay",
    "A question that is gone from a quiz stays in it, while the points of the quiz are the new ones: delete it there.",
    f"{_IMPORTERS}quiz_importer.rb, quiz_question_importer.rb",
)
LEAVES_MODULE = ImportRule(
    "canvas-item-leaves",
    "An item that is gone from a module leaves the module; the page, quiz or assignment itself stays in the course.",
    f"{_IMPORTERS}context_module_importer.rb, where.not(migration_id: …)",
)
CART_UNPUBLISHED = ImportRule(
    "canvas-cartridge-unpublished",
    "Quizzes, links and labs of a cartridge come unpublished: publish what students are to see.",
    f"{_IMPORTERS}context_module_importer.rb, add_item (workflow_state)",
)
CART_FILES = ImportRule(
    "canvas-cartridge-pages-are-files",
    "Lessons of a cartridge become files that are shown in a frame, not pages.",
    "Canvas, lib/cc/importer/standard/webcontent_converter.rb",
)
CART_TWICE = ImportRule(
    "canvas-cartridge-items-twice",
    "A second import of a cartridge adds every item of its modules once more; quizzes too, unless “Overwrite "
    "assessment content with matching IDs” is ticked.",
    "Canvas, lib/cc/importer/standard/org_converter.rb (items have no ids); content_migration.rb, overwrite_quizzes",
)  # fmt: skip
QTI_UNPUBLISHED = ImportRule(
    "canvas-qti-unpublished",
    "Quizzes from a QTI file come unpublished: look at them, then publish.",
    f"{_IMPORTERS}quiz_importer.rb",
)
QTI_TWICE = ImportRule(
    "canvas-qti-twice",
    "Every quiz, bank and question comes twice, unless “Overwrite assessment content with matching IDs” is ticked.",
    "Canvas, app/models/content_migration.rb, overwrite_quizzes; lib/canvas/migration, add_assessment_id_prepend",
)  # fmt: skip
NO_TEXTS = ImportRule(
    "canvas-new-quizzes-no-texts",
    "Texts between questions are lost.",
    "Canvas community, “Classic Quizzes to New Quizzes migration”: text (no question) is not supported",
    tried=False,
)
NEW_GROUPS = ImportRule(
    "canvas-new-quizzes-banks",
    "Banks become item banks, which belong to a person, not to the course: share them with the others who teach.",
    "Open edX wiki, “Canvas – Randomized Content” (page 3944907252), on item banks and whom they are shared with",
    tried=False,
)


class Canvas:
    """Canvas with its classic quizzes."""

    name: ClassVar[str] = "canvas"
    title: ClassVar[str] = "Canvas"
    versions: ClassVar[Mapping[str, str]] = {
        "classic": "its import code of August 2017 run on a database; what came later was read"
    }
    kinds: ClassVar[frozenset[str]] = frozenset({"canvas", "cartridge", "qti-1.2"})
    rules: ClassVar[tuple[ImportRule, ...]] = (
        NEEDS_TOOL, TOOL_WARNING, NO_HINTS, EQUAL_SHARES, OLD_REQUIREMENTS, UPDATED, QUESTIONS_STAY, LEAVES_MODULE,
        CART_UNPUBLISHED, CART_FILES, CART_TWICE, QTI_UNPUBLISHED, QTI_TWICE,
    )  # fmt: skip

    def arrives(self, subject: Subject, version: str) -> Arrival:  # noqa: ARG002
        """The course after an import."""
        remarks: list[Remark] = []
        modules = tuple(
            replace(module, items=tuple(_item(item, remarks) for item in module.items))
            for module in subject.outline.modules
        )
        banks = tuple(
            replace(bank, questions=tuple(_question(question, remarks) for question in bank.questions))
            for bank in subject.outline.banks
        )
        if subject.reader.kind == "cartridge":
            remarks += _from_cartridge(subject.outline)
        elif subject.reader.kind == "qti-1.2":
            remarks += [Remark(QTI_UNPUBLISHED, "to do", item.title) for item in subject.outline.items]
        return Arrival(replace(subject.outline, modules=modules, banks=banks), tuple(remarks))

    def again(self, earlier: Subject, later: Subject, version: str) -> Iterable[Remark]:  # noqa: ARG002
        """What a newer file does to what came from an earlier one, in the same course."""
        if later.reader.kind == "canvas":
            yield from _updated(earlier.outline, later.outline)
            return
        rule = CART_TWICE if later.reader.kind == "cartridge" else QTI_TWICE
        there = {(item.kind, item.title) for item in earlier.outline.items}
        for item in later.outline.items:
            if (item.kind, item.title) in there:
                yield Remark(rule, "duplicated", item.title)


class NewQuizzes(Canvas):
    """Canvas, with “Import existing quizzes as New Quizzes” ticked."""

    name: ClassVar[str] = "canvas-new-quizzes"
    title: ClassVar[str] = "Canvas with New Quizzes"
    versions: ClassVar[Mapping[str, str]] = {"2026": "read on the vendor's pages, not tried"}
    kinds: ClassVar[frozenset[str]] = frozenset({"canvas", "qti-1.2"})
    rules: ClassVar[tuple[ImportRule, ...]] = (*Canvas.rules, NO_TEXTS, NEW_GROUPS)

    def arrives(self, subject: Subject, version: str) -> Arrival:
        """The course after an import; quizzes without the texts between their questions."""
        arrival = super().arrives(subject, version)
        remarks = [
            Remark(NO_TEXTS, "dropped", f"{item.title}: {part.title or part.prompt[:60]}")
            for item in arrival.outline.items
            for part in item.questions
            if isinstance(part, Question) and part.type == "text"
        ]
        remarks += [Remark(NEW_GROUPS, "to do", bank.title) for bank in arrival.outline.banks]
        modules = tuple(_without_texts(module) for module in arrival.outline.modules)
        return Arrival(replace(arrival.outline, modules=modules), (*arrival.remarks, *remarks))


def _without_texts(module: Module) -> Module:
    items = tuple(
        replace(item, questions=tuple(part for part in item.questions if getattr(part, "type", "") != "text"))
        for item in module.items
    )
    return replace(module, items=items)


def _item(item: Item, remarks: list[Remark]) -> Item:
    if item.kind == "lab":
        remarks += [Remark(NEEDS_TOOL, "to do", item.title), Remark(TOOL_WARNING, "to do", item.title)]
    parts = tuple(_question(part, remarks) if isinstance(part, Question) else part for part in item.questions)
    return replace(item, questions=parts) if item.questions else item


def _question(question: Question, remarks: list[Remark]) -> Question:
    called = question.title or question.prompt[:60]
    if question.hints:
        remarks.append(Remark(NO_HINTS, "dropped", called))
        question = replace(question, hints=())
    if question.type == "multiple-response":
        equal = tuple(_equal(question.answers))
        if equal != question.answers:
            remarks.append(Remark(EQUAL_SHARES, "changed", called))
            question = replace(question, answers=equal)
    return question


def _equal(answers: tuple[Answer, ...]) -> Iterator[Answer]:
    right = sum(answer.share > 0 for answer in answers) or 1
    share = round(Decimal(100) / right, 5).normalize()
    for answer in answers:
        yield replace(answer, share=share if answer.share > 0 else -share)


def _from_cartridge(outline: Outline) -> Iterator[Remark]:
    for item in outline.items:
        if item.kind == "lesson":
            yield Remark(CART_FILES, "changed", item.title)
        elif item.kind in ("assessment", "link", "lab"):
            yield Remark(CART_UNPUBLISHED, "to do", item.title)


def _updated(earlier: Outline, later: Outline) -> Iterator[Remark]:
    """What a newer export does, thing by thing: Canvas finds them by the identifiers in the export."""
    new = {item.id: item for item in later.items}
    for item in earlier.items:
        other = new.get(item.id)
        if other is None:
            yield Remark(LEAVES_MODULE, "changed", item.title)
            continue
        yield Remark(UPDATED, "updated", other.title)
        here = {part.id for part in other.questions if isinstance(part, Question)}
        for part in item.questions:
            if isinstance(part, Question) and part.id not in here:
                yield Remark(QUESTIONS_STAY, "to do", f"{item.title}: {part.title or part.prompt[:60]}")
    asked = {module.id: _requirements(module) for module in later.modules}
    for module in earlier.modules:
        if _requirements(module) and asked.get(module.id) == 0:
            yield Remark(OLD_REQUIREMENTS, "to do", module.title)


def _requirements(module: Module) -> int:
    return Counter("complete when" in item.settings for item in module.items)[True]
