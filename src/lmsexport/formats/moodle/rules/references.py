"""Rules of course backups: what refers to something finds it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

from lmsexport.errors import Severity
from lmsexport.formats.moodle.read.availability import conditions
from lmsexport.formats.moodle.read.backup_course import Standing, standing
from lmsexport.formats.moodle.read.values import children, said
from lmsexport.validation import Breach, Rule, Subject, line_of, rule


@rule(
    "moodle-dangling-question",
    "Every question that a quiz asks is in the backup.",
    source="Moodle 4.4, backup/moodle2/restore_stepslib.php, process_quiz_question_instance's question references: "
    "an unknown number is left as it is",
    mend="Make the backup again with its question bank.",
    tried=True,
)
def dangling_question(subject: Subject) -> Iterator[Breach]:
    """The restore says nothing; the quiz then shows a missing question, or a stranger's."""
    found = standing(subject.contents)
    for folder in found.backup.activities:
        for slot in found.slots.get(folder.id, ()):
            if slot.dangling:
                yield Breach(
                    f"slot {slot.number} of “{found.titles[folder.id]}” asks {slot.dangling}, which is not there",
                    folder.main,
                    slot.line,
                )


@rule(
    "moodle-too-few-questions",
    "A quiz draws no more questions from a category than it has.",
    source="Moodle 4.4, mod/quiz/locallib.php, quiz_start_new_attempt: `notenoughrandomquestions`",
    mend="Draw fewer, or add questions to the category.",
    tried=True,
)
def too_few_questions(subject: Subject) -> Iterator[Breach]:
    """No attempt can start."""
    found = standing(subject.contents)
    for folder in found.backup.activities:
        draws = Counter(slot.category.id for slot in found.slots.get(folder.id, ()) if slot.category)
        for id, wanted in draws.items():
            category = found.bank.named(id)
            below = [other for other in found.bank.categories if other.parent == id]
            if category is None or below:
                continue
            there = sum(entry.qtype not in ("description", "random") for entry in category.entries.values())
            if wanted > there:
                yield Breach(
                    f"“{found.titles[folder.id]}” draws {wanted} questions from “{category.name}”, which has {there}",
                    folder.main,
                )


@rule(
    "moodle-unannounced-category",
    "Every question category with questions is announced in an inforef.xml, with the one above it.",
    source="Moodle 4.4, backup/moodle2/restore_stepslib.php, restore_load_categories_and_questions; backup/util/dbops/"
    "restore_dbops.class.php, load_categories_and_questions_to_tempids",
    mend="Name the category in a `question_categoryref` of the course's or a quiz's inforef.xml.",
    tried=True,
)
def unannounced_category(subject: Subject) -> Iterator[Breach]:
    """The category is left out without a word."""
    found = standing(subject.contents)
    named = [name for name in subject.contents if name.endswith("inforef.xml")]
    path = "question_categoryref/question_category/id"
    announced = {said(row) for name in named for row in children(subject.contents.xml(name), path)}
    for category in found.bank.categories:
        if category.entries and category.id not in announced:
            yield Breach(
                f"“{category.name}” with {len(category.entries)} questions is in no inforef.xml",
                "questions.xml",
                category.line,
            )


@rule(
    "moodle-top-category",
    "Every context has one top question category.",
    source="Moodle 4.4, backup/util/dbops/restore_dbops.class.php, precheck_categories: `restoremultipletopcats`",
    mend="Keep one category with the parent 0 in each context.",
    tried=True,
)
def top_category(subject: Subject) -> Iterator[Breach]:
    """Two tops stop the restore before it begins."""
    found = standing(subject.contents)
    bank = found.bank
    if not found.backup.has_tops:
        return
    tops = Counter(category.context for category in bank.categories if category.is_top)
    for category in bank.categories:
        if category.is_top and tops[category.context] > 1:
            yield Breach(
                f"“{category.name}” is one of {tops[category.context]} top categories of a context",
                "questions.xml",
                category.line,
            )


@rule(
    "moodle-category-parent",
    "Every question category stands below one that is there, and not below itself.",
    source="Moodle 4.4, backup/moodle2/restore_stepslib.php, restore_create_categories_and_questions, after_execute: "
    "else it goes to the top of its context",
    mend="Make the backup again with the whole question bank, or move the category after the restore.",
    severity=Severity.WARNING,
    tried=False,
)
def category_parent(subject: Subject) -> Iterator[Breach]:
    """Moodle itself writes such backups of shared categories."""
    bank = standing(subject.contents).bank
    known = {category.id: category for category in bank.categories}
    for category in bank.categories:
        above, seen = category.parent, {category.id}
        while above in known and above not in seen:
            seen.add(above)
            above = known[above].parent
        if above == category.id:
            yield Breach(f"“{category.name}” stands below itself", "questions.xml", category.line)
        elif not category.is_top and category.parent not in known:
            yield Breach(
                f"“{category.name}” stands below the category {category.parent}, which is not there",
                "questions.xml",
                category.line,
            )


@rule(
    "moodle-category-stamp",
    "Question categories of one context have different stamps.",
    source="Moodle 4.4, backup/moodle2/restore_stepslib.php, process_question_category",
    mend="Give each category a stamp of its own.",
    severity=Severity.WARNING,
    tried=False,
)
def category_stamp(subject: Subject) -> Iterator[Breach]:
    """Moodle tells categories that it has already by their stamps."""
    categories = standing(subject.contents).bank.categories
    stamps = Counter((category.context, category.stamp) for category in categories)
    for category in categories:
        if not category.stamp or stamps[category.context, category.stamp] > 1:
            yield Breach(f"“{category.name}” shares its stamp “{category.stamp}”", "questions.xml", category.line)


@rule(
    "moodle-availability",
    "What opens an activity or a section can be read, and names other activities and grades of the backup.",
    source="Moodle 4.4, availability/classes/info.php, update_dependency_id_across_course; availability/condition/"
    "completion/classes/condition.php, update_after_restore",
    mend="Make the backup with the activities that others wait for, or take the condition out.",
    tried=True,
)
def availability(subject: Subject) -> Iterator[Breach]:
    """A condition on something missing is never met: the activity stays closed."""
    found = standing(subject.contents)
    own = {folder.id: f"{folder.path}/module.xml" for folder in found.backup.activities}
    modules = own.keys() | {"-1"}
    grades = {row.get("id", "") for folder in found.backup.activities for row in folder.grade_items}
    grades |= {row.get("id", "") for row in children(subject.contents.xml("gradebook.xml"), "grade_items/grade_item")}
    for folder, member, text in _gates(found):
        try:
            tree = json.loads(text)
        except (ValueError, RecursionError):
            yield Breach(f"the conditions of {folder} are no JSON: {text[:60]}", member)
            continue
        for condition in conditions(tree):
            if condition["type"] == "completion" and member == own.get(str(condition.get("cm"))):
                yield Breach(f"{folder} waits for itself", member)
            elif condition["type"] == "completion" and str(condition.get("cm")) not in modules:
                yield Breach(f"{folder} waits for the activity {condition.get('cm')}, which is not there", member)
            if condition["type"] == "grade" and str(condition.get("id")) not in grades:
                yield Breach(f"{folder} waits for the grade item {condition.get('id')}, which is not there", member)


def _gates(found: Standing) -> Iterator[tuple[str, str, str]]:
    for folder in found.backup.activities:
        if text := said(folder.module, "availability"):
            yield f"“{found.titles[folder.id]}”", f"{folder.path}/module.xml", text
    for section in found.backup.sections:
        row = section.document("section.xml")
        if text := said(row, "availabilityjson"):
            yield f"the section “{said(row, 'name') or said(row, 'number')}”", section.main, text


@rule(
    "moodle-section",
    "Every activity stands in a section that is in the backup.",
    source="Moodle 4.4, backup/moodle2/restore_stepslib.php, restore_module_structure_step::process_module",
    mend="Make the backup again with the section.",
    tried=True,
)
def section(subject: Subject) -> Iterator[Breach]:
    """The activity is left out without a word."""
    backup = standing(subject.contents).backup
    known = {folder.id for folder in backup.sections}
    for folder in backup.activities:
        if backup.scope != "activity" and folder.section not in known:
            yield Breach(
                f"“{folder.title}” stands in the section {folder.section}, which is not there",
                "moodle_backup.xml",
                folder.line,
            )


@rule(
    "moodle-grade-category",
    "Every grade stands in a grade category that is in the backup.",
    source="Moodle 4.4, backup/moodle2/restore_stepslib.php, restore_gradebook_structure_step::process_grade_item",
    mend="Make the backup again with its gradebook.",
    severity=Severity.WARNING,
    tried=True,
)
def grade_category(subject: Subject) -> Iterator[Breach]:
    """The grade moves to the course's own category, and weights change."""
    backup = standing(subject.contents).backup
    if backup.scope != "course" or not backup.grade_categories:
        return
    for folder in backup.activities:
        for row in folder.grade_items:
            id = said(row, "categoryid")
            if id and id not in backup.grade_categories:
                yield Breach(
                    f"the grade of “{folder.title}” stands in the category {id}, which is not there",
                    f"{folder.path}/grades.xml",
                    line_of(row),
                )


REFERENCE_RULES: tuple[Rule, ...] = (
    dangling_question,
    too_few_questions,
    unannounced_category,
    top_category,
    category_parent,
    category_stamp,
    availability,
    section,
    grade_category,
)
