"""Moodle as the receiver of backups, files of questions and cartridges."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import ClassVar

from lmsexport.lms.base import Arrival, ImportRule, Remark
from lmsexport.validation import Answer, Draw, Item, Module, Outline, Question, Subject

_RESTORE = "Moodle 4.4, backup/moodle2/"
_CARTRIDGE = "Moodle 4.4, backup/cc/"

NO_TOOL = ImportRule(
    "moodle-needs-tool",
    "The tool of a lab does not come with the package: Moodle looks for an installed one with the lab's address.",
    "Moodle 4.4, mod/lti/backup/moodle2/restore_lti_stepslib.php; mod/lti/locallib.php, lti_get_tool_by_url_match",
)  # fmt: skip
TOOL_KEYS = ImportRule(
    "moodle-needs-keys",
    "A tool that comes with the course has no key, secret or addresses: they are entered in the course.",
    "Moodle 4.4, mod/lti/backup/moodle2/restore_lti_stepslib.php, process_ltitype",
)
NOBODY = ImportRule(
    "moodle-nobody-enrolled",
    "A restored course has no students: they are enrolled afterwards.",
    f"{_RESTORE}restore_stepslib.php, restore_users; a backup without users brings none",
)
UNKNOWN_ACTIVITY = ImportRule(
    "moodle-missing-activity",
    "An activity of a kind that the site does not have is left out, and with it the gradebook's settings.",
    f"{_RESTORE}restore_plan_builder.class.php, build_activity_plan: set_missing_modules; restore_final_task",
    tried=False,
)
UNKNOWN_QUESTION = ImportRule(
    "moodle-missing-question-type",
    "A question of a type that the site does not have arrives without answers, and no attempt of its quiz can start.",
    "Moodle 4.4, question/engine/bank.php, get_qtype: `missingtype`",
)
BANK_ACTIVITY = ImportRule(
    "moodle-bank-activity",
    "Moodle 5 keeps no question bank in a course: the category goes to an activity “System shared question bank”.",
    "Moodle 5.0, backup/moodle2/restore_stepslib.php and restore_prechecks_helper (a warning before the restore)",
)
ONLY_QUESTIONS = ImportRule(
    "moodle-only-questions",
    "A file of questions fills the question bank; quizzes, their settings and draws are made by hand.",
    "Moodle 4.4, question/format.php, importprocess",
)
CART_VERSION = ImportRule(
    "moodle-cartridge-version",
    "Moodle reads cartridges of the versions 1.0 and 1.1 only, and refuses others.",
    "Moodle 4.4, backup/converter/imscc11/lib.php, detect_format",
)
CART_GENERAL = ImportRule(
    "moodle-cartridge-general",
    "The first module becomes the section “General”, and names of modules stand in the summaries of sections.",
    f"{_CARTRIDGE}cc2moodle.php, create_sections",
)
CART_LAB = ImportRule(
    "moodle-cartridge-lab",
    "An LTI link loses its parameters and its points: Moodle gives 100 points and sends name and e-mail.",
    f"{_CARTRIDGE}entity11.lti.class.php",
)
CART_MARKS = ImportRule(
    "moodle-cartridge-marks",
    "Every question of a quiz counts one point, and Moodle takes the sum of all for 4 until somebody saves the marks.",
    f"{_CARTRIDGE}entity11.quiz.class.php (`sumgrades` 4, `maxmark` 1)",
)
CART_REVIEW = ImportRule(
    "moodle-cartridge-review",
    "Students see neither feedback nor right answers until a teacher opens the review options of the quiz.",
    f"{_CARTRIDGE}entity11.quiz.class.php (all review options 0)",
)
CART_FEEDBACK = ImportRule(
    "moodle-cartridge-feedback",
    "Feedback on an answer of a multiple-response or short-answer question goes into the general feedback, or is lost.",
    f"{_CARTRIDGE}entity11.quiz.class.php, get_feedback",
)
CART_WRONG = ImportRule(
    "moodle-cartridge-wrong-choices",
    "Wrong choices of a multiple-response question take nothing away, so that who ticks all gets full marks.",
    f"{_CARTRIDGE}entity11.quiz.class.php, get_answers_multiple_response",
)
CART_BANK = ImportRule(
    "moodle-cartridge-bank",
    "Of several question banks the first one arrives, as “Quiz Bank 1”.",
    f"{_CARTRIDGE}entity11.quiz.class.php, get_questions",
    tried=False,
)
AGAIN_COURSE = ImportRule(
    "moodle-restores-again",
    "A restore never replaces: as a new course it stands beside the old one, merged into the old one every item is "
    "there twice, and “delete the contents” takes all attempts with it.",
    f"{_RESTORE}restore_root_task.class.php; backup/util/dbops/restore_dbops.class.php, delete_course_content",
)
AGAIN_QUESTIONS = ImportRule(
    "moodle-imports-again",
    "A second import adds every question again; ID numbers that its category has already are left out.",
    "Moodle 4.4, question/format.php, importprocess (a new stamp for each; `record_exists` on idnumber)",
)

_TYPES = frozenset(
    "single-choice multiple-response true-false short-answer numeric matching fill-in-blanks essay text".split()
)


class Moodle:
    """Moodle's restore and its question import."""

    name: ClassVar[str] = "moodle"
    title: ClassVar[str] = "Moodle"
    versions: ClassVar[Mapping[str, str]] = {
        "4.2": "tried in 4.2.3",
        "4.4": "tried in a development version of 4.4, November 2023",
        "5.0": "tried in 5.0.6",
    }
    kinds: ClassVar[frozenset[str]] = frozenset({"moodle", "moodle-xml", "gift", "cartridge"})
    rules: ClassVar[tuple[ImportRule, ...]] = (
        NO_TOOL, TOOL_KEYS, NOBODY, UNKNOWN_ACTIVITY, UNKNOWN_QUESTION, BANK_ACTIVITY, ONLY_QUESTIONS, CART_VERSION,
        CART_GENERAL, CART_LAB, CART_MARKS, CART_REVIEW, CART_FEEDBACK, CART_WRONG, CART_BANK, AGAIN_COURSE,
        AGAIN_QUESTIONS,
    )  # fmt: skip

    def arrives(self, subject: Subject, version: str) -> Arrival:
        """The course, or the questions, after an upload."""
        outline = subject.outline
        if subject.reader.kind == "moodle":
            return _restored(outline, version)
        if subject.reader.kind == "cartridge":
            return _converted(outline, subject.kind)
        remarks = [Remark(ONLY_QUESTIONS, "to do", bank.title) for bank in outline.banks]
        return Arrival(outline, (*remarks, *_strange_questions(outline, version)))

    def again(self, earlier: Subject, later: Subject, version: str) -> Iterable[Remark]:  # noqa: ARG002
        """A second upload: nothing is replaced."""
        if later.reader.kind in ("moodle", "cartridge"):
            there = {(item.kind, item.title) for item in earlier.outline.items}
            for item in later.outline.items:
                if (item.kind, item.title) in there:
                    yield Remark(AGAIN_COURSE, "duplicated", item.title)
            yield Remark(AGAIN_COURSE, "resets attempts", earlier.outline.title)
            return
        known = {(question.type, question.prompt) for question in earlier.outline.questions}
        for question in later.outline.questions:
            if (question.type, question.prompt) in known:
                yield Remark(AGAIN_QUESTIONS, "duplicated", question.title or question.prompt[:60])


# -- backups -----------------------------------------------------------------------------------------------------------


def _restored(outline: Outline, version: str) -> Arrival:
    kept = tuple(
        replace(module, items=tuple(item for item in module.items if item.kind != "unknown"))
        for module in outline.modules
    )
    remarks = [Remark(UNKNOWN_ACTIVITY, "dropped", item.title) for item in outline.items if item.kind == "unknown"]
    remarks += _strange_questions(outline, version)
    labs = [item for item in outline.items if item.kind == "lab"]
    for lab in labs:
        if not any(lab.url.startswith(address.partition("?")[0]) for address in outline.tools.values()):
            remarks.append(Remark(NO_TOOL, "to do", lab.title))
    remarks += [Remark(TOOL_KEYS, "to do", name) for name in outline.tools]
    if version >= "5.0":
        stay = [bank.title for bank in outline.banks if not _is_drawn(bank.title, outline)]
        remarks += [Remark(BANK_ACTIVITY, "changed", title) for title in stay]
    remarks.append(Remark(NOBODY, "to do", outline.title))
    return Arrival(replace(outline, modules=kept), tuple(remarks))


def _is_drawn(title: str, outline: Outline) -> bool:
    parts = (part for item in outline.items for part in item.questions)
    return any(isinstance(part, Draw) and part.bank == title for part in parts)


def _strange_questions(outline: Outline, version: str) -> Iterator[Remark]:
    known = _TYPES | ({"ordering"} if version >= "5.0" else frozenset())
    for question in outline.questions:
        if question.type not in known:
            yield Remark(UNKNOWN_QUESTION, "changed", question.title or question.prompt[:60])


# -- cartridges --------------------------------------------------------------------------------------------------------


def _converted(outline: Outline, kind: str) -> Arrival:
    if not kind.startswith(("Common Cartridge 1.0", "Common Cartridge 1.1")):
        return Arrival(Outline(), (Remark(CART_VERSION, "dropped", f"{outline.title} ({kind})"),))
    remarks: list[Remark] = []
    modules = []
    for number, module in enumerate(outline.modules):
        if not module.title:
            continue
        items = tuple(_converted_item(item, remarks) for item in module.items)
        title = "" if number else "General"
        modules.append(Module(id=module.id, title=title, text=module.title, items=items))
    remarks += [Remark(CART_GENERAL, "changed", module.title) for module in outline.modules if module.title]
    banks = tuple(replace(bank, title=f"Quiz Bank {n}") for n, bank in enumerate(outline.banks[:1], 1))
    remarks += [Remark(CART_BANK, "dropped", bank.title or bank.id) for bank in outline.banks[1:]]
    return Arrival(replace(outline, modules=tuple(modules), banks=banks), tuple(remarks))


def _converted_item(item: Item, remarks: list[Remark]) -> Item:
    if item.kind == "lab":
        remarks.append(Remark(CART_LAB, "changed", item.title))
        return replace(item, settings={"points": "100"})
    if item.kind != "assessment":
        return item
    remarks += [Remark(rule, "changed", item.title) for rule in (CART_MARKS, CART_REVIEW)]
    questions = tuple(
        _converted_question(part, remarks) if isinstance(part, Question) else part for part in item.questions
    )
    kept = {name: value for name, value in item.settings.items() if name in ("time limit", "attempts")}
    hidden = {"feedback shows": "never", "answers show": "never"}
    return replace(item, questions=questions, settings=kept | hidden)


def _converted_question(question: Question, remarks: list[Remark]) -> Question:
    called = question.title or question.prompt[:60]
    answers: tuple[Answer, ...] = question.answers
    if question.type in ("multiple-response", "short-answer") and any(answer.feedback for answer in answers):
        remarks.append(Remark(CART_FEEDBACK, "changed", called))
        answers = tuple(replace(answer, feedback="") for answer in answers)
    if question.type == "multiple-response":
        remarks.append(Remark(CART_WRONG, "changed", called))
        answers = tuple(replace(answer, share=max(answer.share, Decimal(0))) for answer in answers)
    points = None if question.type == "text" else Decimal(1)
    return replace(question, points=points, answers=answers)
