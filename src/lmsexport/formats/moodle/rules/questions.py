"""Rules of questions, wherever they stand: in a backup, in Moodle XML, in GIFT."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from lmsexport.errors import Severity
from lmsexport.formats.moodle.carries.shares import is_listed
from lmsexport.formats.moodle.read.backup_course import standing
from lmsexport.formats.moodle.read.entries import STANDARD, Entry, all_of
from lmsexport.formats.moodle.read.question_file import categories_of
from lmsexport.formats.moodle.read.values import percent
from lmsexport.model.numbers import plain_number
from lmsexport.validation import Breach, Rule, Subject, rule

_NEAR = Decimal("0.005")
"""Moodle rounds the sum of the shares to two digits (qtype_multichoice::save_question_options)."""

_CORE_TYPES = STANDARD | frozenset(
    "calculated calculatedmulti calculatedsimple ddimageortext ddmarker ddwtos random randomsamatch".split()
)


def entries_of(subject: Subject) -> Iterator[Entry]:
    """All questions of a package, those in blanks below theirs."""
    if "moodle_backup.xml" in subject.contents:
        return standing(subject.contents).bank.entries
    return (entry for category in categories_of(subject.contents).categories for entry in category.entries)


def _breach(entry: Entry, what: str) -> Breach:
    return Breach(f"the question {entry.called} {what}", entry.member, entry.line)


def _parts(entry: Entry) -> Iterator[tuple[str, Entry]]:
    """A question with answers of its own, or its blanks, each with the words that name it."""
    if entry.qtype != "multianswer":
        yield "", entry
    for number, blank in enumerate(entry.blanks, 1):
        yield f"in its blank {number} ", blank


@rule(
    "moodle-right-answer",
    "Every question that gives points has an answer that earns all of them.",
    source="Moodle 4.4, question/type/shortanswer/questiontype.php and multichoice/questiontype.php, "
    "save_question_options: `fractionsnomax`; qtype_multianswer_validate_question",
    mend="Mark an answer as right: 100 %.",
    tried=True,
)
def right_answer(subject: Subject) -> Iterator[Breach]:
    """A file of questions is not imported any further from there on; after a restore nobody gets the points."""
    for entry in entries_of(subject):
        for where, part in _parts(entry) if entry.mark else ():
            if not _has_right(part):
                yield _breach(entry, f"{where}has no answer that earns all points")


def _has_right(entry: Entry) -> bool:
    shares = [row.fraction for row in entry.responses if row.fraction is not None]
    if entry.qtype == "multichoice" and not entry.single:
        return any(share > 0 for share in shares)
    if entry.qtype in ("multichoice", "shortanswer", "numerical", "truefalse"):
        return any(percent(share) >= 100 for share in shares)
    return True


@rule(
    "moodle-shares",
    "The shares of the right choices of a question with several right ones add up to 100 %.",
    source="Moodle 4.4, question/type/multichoice/questiontype.php, save_question_options: `fractionsaddwrong`",
    mend="Change the shares, so that they add up to 100 %.",
    severity=Severity.WARNING,
    tried=True,
)
def shares(subject: Subject) -> Iterator[Breach]:
    """With less, nobody gets all points; with more, a part of the right choices is enough. Hints are lost."""
    for entry in entries_of(subject):
        for where, part in _parts(entry) if entry.mark else ():
            if part.qtype != "multichoice" or part.single:
                continue
            total = sum((row.fraction for row in part.responses if row.fraction and row.fraction > 0), Decimal(0))
            if total and abs(total - 1) > _NEAR:
                yield _breach(entry, f"{where}has right choices that add up to {plain_number(percent(total))} %")


@rule(
    "moodle-choices",
    "A question with choices has at least two.",
    source="Moodle 4.4, question/type/multichoice/questiontype.php, save_question_options: `notenoughanswers`",
    mend="Add a choice.",
    tried=True,
)
def choices(subject: Subject) -> Iterator[Breach]:
    """An import stops there; after a restore there is nothing to choose."""
    for entry in entries_of(subject):
        for where, part in _parts(entry):
            there = sum(bool(row.plain.strip() or row.text.strip()) for row in part.responses)
            if part.qtype == "multichoice" and there < 2 and not part.missing:
                yield _breach(entry, f"{where}has {there} of at least two choices")


@rule(
    "moodle-pairs",
    "A matching question has at least two pairs.",
    source="Moodle 4.4, question/type/match/edit_match_form.php, validation: `notenoughqsandas`",
    mend="Add pairs, or matches without a prompt.",
    severity=Severity.WARNING,
    tried=True,
)
def pairs(subject: Subject) -> Iterator[Breach]:
    """It works, but a teacher cannot save it."""
    for entry in entries_of(subject):
        if entry.qtype != "match" or entry.missing:
            continue
        prompts = [match for prompt, match in entry.pairs if prompt.strip()]
        if len(prompts) < 2:
            yield _breach(entry, f"has {len(prompts)} of at least two pairs")


@rule(
    "moodle-match",
    "Every prompt of a matching question has its match.",
    source="Moodle 4.4, question/type/match/questiontype.php, save_question_options: `nomatchinganswer`",
    mend="Write the match.",
    tried=True,
)
def match(subject: Subject) -> Iterator[Breach]:
    """An import stops behind the question: all that follow are missing."""
    for entry in entries_of(subject):
        if any(prompt.strip() and not match.strip() for prompt, match in entry.pairs):
            yield _breach(entry, "has a prompt without a match")


@rule(
    "moodle-share",
    "What an answer earns is a number.",
    source="Moodle 4.4, the database's column question_answers.fraction (lib/db/install.xml)",
    mend="Write the share as a number.",
    tried=True,
)
def share(subject: Subject) -> Iterator[Breach]:
    """It is an error of the database, which stops the restore or the import."""
    for entry in entries_of(subject):
        for where, part in _parts(entry):
            for row in part.responses:
                if row.fraction is None:
                    yield _breach(entry, f"{where}has the answer “{row.plain[:40]}” with a share that is no number")


_SHARED = frozenset(
    "calculated calculatedmulti calculatedsimple multianswer multichoice numerical shortanswer truefalse".split()
)
"""Types whose answers earn shares; in others, the same field may count places."""


@rule(
    "moodle-share-range",
    "What an answer earns lies between −100 % and 100 % of the points.",
    source="Moodle 4.4, question/type/questiontypebase.php, question/engine: a grade is reckoned from a fraction of 1",
    mend="Write a fraction of 1, and not a percentage or points: 1 for a right answer, 0.5 for half of it.",
    tried=False,
)
def share_range(subject: Subject) -> Iterator[Breach]:
    """A restore takes the number as it is, and students get several times the points, or lose them."""
    for entry in entries_of(subject):
        for where, part in _parts(entry):
            for row in part.responses if entry.qtype in _SHARED else ():
                if row.fraction is not None and abs(row.fraction) > 1:
                    earned = plain_number(row.fraction * 100)
                    yield _breach(entry, f"{where}gives {earned} % for the answer “{row.plain[:40]}”")


@rule(
    "moodle-question-parts",
    "Every question has the parts that its type needs.",
    source="Moodle 4.4, question/type/*/questiontype.php, get_question_options; question/type/match/backup/moodle2",
    mend="Export the question again.",
    tried=True,
)
def question_parts(subject: Subject) -> Iterator[Breach]:
    """The restore says nothing; a quiz with the question cannot be opened."""
    for entry in all_of(entries_of(subject)):
        for name in entry.missing:
            if name != "name":
                yield _breach(entry, f"of the type {entry.qtype} has no `{name}`")


@rule(
    "moodle-question-name",
    "Every question has a name.",
    source="Moodle 4.4, question/format/xml/format.php, import_headers: `xmlimportnoname`",
    mend="Give the question a name.",
    tried=True,
)
def question_name(subject: Subject) -> Iterator[Breach]:
    """An import reports an error, and with “stop on error”, the form's default, refuses the whole file."""
    for entry in entries_of(subject):
        if "name" in entry.missing:
            yield _breach(entry, "has no name")


@rule(
    "moodle-question-type",
    "Questions are of types that Moodle itself has.",
    source="Moodle 4.4, question/type/missingtype; question/format/xml/format.php, import_question",
    mend="Install the plugin on the site before, or change the question's type.",
    severity=Severity.WARNING,
    tried=True,
)
def question_type(subject: Subject) -> Iterator[Breach]:
    """A site without the plugin leaves out the question's answers, and the quiz cannot start."""
    for entry in entries_of(subject):
        if entry.qtype and entry.qtype not in _CORE_TYPES:
            yield _breach(entry, f"needs the plugin qtype_{entry.qtype}")


@rule(
    "moodle-blanks",
    "Embedded answers are written so that Moodle finds them.",
    source="Moodle 4.4, question/type/multianswer/questiontype.php, qtype_multianswer_extract_question: ANSWER_REGEX; "
    "qtype_multianswer_validate_question: `questionsmissing`",
    mend="Write `{1:SHORTANSWER:=right~wrong}`; put a backslash before } and # within an answer.",
    tried=True,
)
def blanks(subject: Subject) -> Iterator[Breach]:
    """What Moodle does not find stays in the text, for students to read; without any blank the question is refused."""
    for entry in entries_of(subject):
        if entry.qtype in ("multianswer", "gapselect"):
            if not entry.blanks:
                yield _breach(entry, "has no blank")
            yield from (_breach(entry, f"is broken: {fault}") for fault in entry.faults)


@rule(
    "moodle-numbers",
    "The answers to a numeric question are numbers or `*`.",
    source="Moodle 4.4, question/type/numerical/questiontype.php, save_question_options: `invalidnumericanswer`",
    mend="Write a number with a point, and the tolerance of its own.",
    tried=True,
)
def numbers(subject: Subject) -> Iterator[Breach]:
    """An import stops there; after a restore the answer is never right."""
    from lmsexport.formats.moodle.read.values import number

    for entry in entries_of(subject):
        for where, part in _parts(entry):
            for row in part.responses if part.qtype == "numerical" else ():
                if number(row.text) is None and row.text.strip() != "*":
                    yield _breach(entry, f"{where}has the answer “{row.text[:40]}”")


@rule(
    "moodle-listed-share",
    "In a file of questions, answers earn only shares that Moodle's list has: 100, 90, 83.33333, 80, 75, … 5 %.",
    source="Moodle 4.4, question/format.php, importprocess: match_grade_options; question_bank::fraction_options_full",
    mend="Choose the nearest share of the list; write 33.33333 for a third.",
    tried=True,
)
def listed_share(subject: Subject) -> Iterator[Breach]:
    """The question is refused, and with “stop on error”, the form's default, the whole file."""
    for entry in entries_of(subject):
        for row in entry.responses if entry.qtype not in ("multianswer", "ordering", "match") else ():
            if row.fraction is not None and not is_listed(Fraction(row.fraction)):
                yield _breach(entry, f"gives {plain_number(row.fraction * 100)} % for the answer “{row.plain[:40]}”")


QUESTION_RULES: tuple[Rule, ...] = (
    right_answer,
    shares,
    choices,
    pairs,
    match,
    share,
    share_range,
    question_parts,
    question_type,
    blanks,
    numbers,
)
"""For all packages with questions."""

FILE_RULES: tuple[Rule, ...] = (question_name, listed_share)
"""For files of questions."""
