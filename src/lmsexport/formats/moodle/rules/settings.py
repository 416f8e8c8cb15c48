"""Rules of course backups: marks, grades, review options and completion that fit together."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from lmsexport.errors import Severity
from lmsexport.formats.moodle.read.backup_archive import Folder
from lmsexport.formats.moodle.read.backup_course import standing
from lmsexport.formats.moodle.read.quiz import Slot, mask
from lmsexport.formats.moodle.read.values import is_on, number, said, whole
from lmsexport.model.numbers import plain_number
from lmsexport.validation import Breach, Rule, Subject, line_of, rule

_NEAR = Decimal("0.001")


def _quizzes(subject: Subject) -> Iterator[tuple[Folder, str, list[Slot]]]:
    found = standing(subject.contents)
    for folder in found.backup.activities:
        if folder.kind == "quiz" and folder.record is not None:
            yield folder, f"“{found.titles[folder.id]}”", found.slots.get(folder.id, [])


@rule(
    "moodle-sumgrades",
    "The sum of the marks that a quiz says, `sumgrades`, is that of its slots.",
    source="Moodle 4.4, mod/quiz/locallib.php, quiz_create_attempt: `cannotstartgradesmismatch`; "
    "restore_quiz_stepslib.php takes the number over as it stands",
    mend="Set `sumgrades` to the sum of the slots' `maxmark`; in Moodle, save the quiz's Questions page once.",
    tried=True,
)
def sumgrades(subject: Subject) -> Iterator[Breach]:
    """With 0, no attempt can start; with another number, every result is wrong."""
    for folder, title, slots in _quizzes(subject):
        total = sum((slot.mark for slot in slots), Decimal(0))
        says = number(said(folder.record, "sumgrades")) or Decimal(0)
        if slots and abs(total - says) > _NEAR:
            yield Breach(
                f"{title} says {plain_number(says)}, and its slots give {plain_number(total)}",
                folder.main,
                _line(folder, "sumgrades"),
            )


def _line(folder: Folder, name: str) -> int:
    found = folder.record.find(name) if folder.record is not None else None
    return line_of(found) if found is not None else 0


@rule(
    "moodle-slots",
    "The slots of a quiz are numbered 1, 2, 3, …, each once.",
    source="Moodle 4.4, mod/quiz/db/install.xml: quiz_slots has the unique key quizid-slot",
    mend="Number the slots anew.",
    tried=True,
)
def slot_numbers(subject: Subject) -> Iterator[Breach]:
    """A number that stands twice is an error of the database; with a hole the quiz cannot be opened."""
    for folder, title, slots in _quizzes(subject):
        found = [slot.number for slot in slots]
        if found != list(range(1, len(found) + 1)):
            yield Breach(f"{title} has the slots {', '.join(map(str, found[:20]))}", folder.main)


@rule(
    "moodle-pass-mark",
    "A grade to pass lies between the lowest and the highest grade.",
    source="Moodle 4.4, lib/grade/grade_item.php; lib/completionlib.php, internal_get_grade_state",
    mend="Lower the grade to pass.",
    tried=False,
)
def pass_mark(subject: Subject) -> Iterator[Breach]:
    """Nobody can pass, and what waits for it stays closed."""
    found = standing(subject.contents)
    for folder in found.backup.activities:
        for row in folder.grade_items:
            low, high, passing = (
                number(said(row, name)) or Decimal(0) for name in ("grademin", "grademax", "gradepass")
            )
            if said(row, "gradetype") == "1" and passing and not low <= passing <= high:
                yield Breach(
                    f"“{found.titles[folder.id]}” is passed with {plain_number(passing)} of {plain_number(high)}",
                    f"{folder.path}/grades.xml",
                    line_of(row),
                )


@rule(
    "moodle-hidden-feedback",
    "A quiz shows the feedback that its questions have.",
    source="Moodle 4.4, mod/quiz/classes/question/display_options.php, make_from_quiz",
    mend="In the quiz's review options, tick specific and general feedback.",
    severity=Severity.WARNING,
    tried=True,
)
def hidden_feedback(subject: Subject) -> Iterator[Breach]:
    """What was written for students is never seen."""
    for folder, title, slots in _quizzes(subject):
        for name, what, has in (
            ("specificfeedback", "to answers", lambda entry: any(row.feedback for row in entry.responses)),
            ("generalfeedback", "in general", lambda entry: bool(entry.general)),
        ):
            told = sum(slot.entry is not None and any(map(has, slot.entry.every)) for slot in slots)
            if told and not mask(folder.record, name):
                said_to = f"{title} never shows what {told} of its questions say {what}"
                yield Breach(said_to, folder.main, _line(folder, f"review{name}"))


@rule(
    "moodle-unreachable-completion",
    "What completes an activity can happen.",
    source="Moodle 4.4, lib/completionlib.php, internal_get_state; mod/quiz/classes/completion/custom_completion.php",
    mend="Change the completion settings of the activity.",
    severity=Severity.WARNING,
    tried=False,
)
def unreachable_completion(subject: Subject) -> Iterator[Breach]:
    """The activity is never complete, and what waits for it stays closed."""
    found = standing(subject.contents)
    off = found.backup.scope == "course" and said(found.backup.course, "enablecompletion") == "0"
    for folder in found.backup.activities:
        module, title, member = folder.module, f"“{found.titles[folder.id]}”", f"{folder.path}/module.xml"
        if module is None or said(module, "completion") in ("", "0"):
            continue
        if off:
            yield Breach(f"{title} has completion settings, and the course has completion switched off", member)
        elif said(module, "completion") == "2":
            yield from (Breach(f"{title} {why}", member) for why in _never(folder))


def _never(folder: Folder) -> Iterator[str]:
    module, record = folder.module, folder.record
    graded = bool(folder.grade_items)
    by_grade = bool(said(module, "completiongradeitemnumber"))
    if by_grade and not graded:
        yield "is completed by a grade, and has none"
    if is_on(said(module, "completionpassgrade")):
        passing = [number(said(row, "gradepass")) for row in folder.grade_items]
        if graded and not any(passing):
            yield "is completed by a passing grade, and no grade passes"
    attempts, allowed = whole(said(record, "completionminattempts")), whole(said(record, "attempts_number"))
    if folder.kind == "quiz" and allowed and attempts > allowed:
        yield f"is completed by {attempts} attempts, and allows {allowed}"


@rule(
    "moodle-empty-quiz",
    "A quiz has questions.",
    source="Moodle 4.4, mod/quiz/classes/structure.php; an attempt at it cannot start",
    mend="Add questions, or take the quiz out.",
    severity=Severity.WARNING,
    tried=False,
)
def empty_quiz(subject: Subject) -> Iterator[Breach]:
    """Students find nothing to answer."""
    for folder, title, slots in _quizzes(subject):
        if not slots:
            yield Breach(f"{title} asks nothing", folder.main)


SETTINGS_RULES: tuple[Rule, ...] = (
    sumgrades,
    slot_numbers,
    pass_mark,
    hidden_feedback,
    unreachable_completion,
    empty_quiz,
)
