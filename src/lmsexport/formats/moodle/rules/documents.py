"""Rules of course backups: which documents there are, and what their names and numbers must be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lmsexport.errors import Severity
from lmsexport.formats.moodle.carries.names import NAME_LENGTH
from lmsexport.formats.moodle.read.backup_archive import Backup, opened
from lmsexport.formats.moodle.read.backup_course import standing
from lmsexport.formats.moodle.read.values import children, number, said
from lmsexport.formats.moodle.write.fixed_documents import NULL
from lmsexport.validation import Breach, Rule, Subject, line_of, rule

DOCUMENTS = ("files.xml", "questions.xml", "roles.xml", "scales.xml", "groups.xml", "outcomes.xml")
COURSE_DOCUMENTS = ("course/course.xml", "course/roles.xml")
ACTIVITY_DOCUMENTS = ("module.xml", "grades.xml", "roles.xml")
"""What a restore stops without. Other documents may be missing."""
CORE_ACTIVITIES = frozenset(
    "assign assignment bigbluebuttonbn book chat choice data feedback folder forum glossary h5pactivity imscp label "
    "lesson lti page qbank quiz resource scorm subsection survey url wiki workshop".split()
)
"""Activity modules that came with Moodle 4.0 to 5.1, or came with one of them."""
CORE_FORMATS = frozenset({"topics", "weeks", "social", "singleactivity", "site", ""})


@rule(
    "moodle-incomplete",
    "Every part that the backup lists brings its documents along.",
    source="Moodle 4.4, backup/util/plan/restore_structure_step.class.php, execute: a missing document stops it",
    mend="Make the backup again; do not delete files from it.",
    tried=True,
)
def incomplete(subject: Subject) -> Iterator[Breach]:
    """The restore stops in the middle, with a half of the course."""
    backup = opened(subject.contents)
    if backup.information is None:
        yield Breach("moodle_backup.xml has no information that can be read", "moodle_backup.xml")
        return
    wanted = [(name, 0) for name in (*DOCUMENTS, *(COURSE_DOCUMENTS if backup.scope in ("course", "") else ()))]
    filters = ("filters.xml",) if backup.setting("filters") == "1" else ()
    wanted += [(f"course/{name}", 0) for name in filters if backup.scope == "course"]
    for folder in backup.activities:
        own = (*ACTIVITY_DOCUMENTS, *filters, f"{folder.kind}.xml")
        wanted += [(f"{folder.path}/{name}", folder.line) for name in own]
    for folder in backup.sections:
        wanted.append((f"{folder.path}/section.xml", folder.line))
    for name, line in wanted:
        if name not in subject.contents:
            yield Breach(f"{name} is missing", "moodle_backup.xml", line)


@rule(
    "moodle-unlisted",
    "Every activity and section in the archive is listed in moodle_backup.xml.",
    source="Moodle 4.4, backup/util/helper/backup_general_helper.class.php, get_backup_information",
    mend="List it there, or take it out of the archive.",
    severity=Severity.WARNING,
    tried=False,
)
def unlisted(subject: Subject) -> Iterator[Breach]:
    """What is not listed is not restored."""
    backup = opened(subject.contents)
    known = {folder.path for folder in (*backup.activities, *backup.sections)}
    there = {
        "/".join(name.split("/")[:2]): name
        for name in subject.contents
        if name.startswith(("activities/", "sections/")) and name.count("/") == 2
    }
    for path in sorted(there.keys() - known):
        yield Breach(f"the folder {path} is not listed, so Moodle leaves it out", there[path])


@rule(
    "moodle-missing-file",
    "The bytes of every file in files.xml are in the archive.",
    source="Moodle 4.4, backup/util/dbops/restore_dbops.class.php, send_files_to_pool: `file_missing_in_backup`",
    mend="Make the backup again with its files.",
    tried=True,
)
def missing_file(subject: Subject) -> Iterator[Breach]:
    """The restore goes on, and pictures and downloads are gone."""
    seen = set()
    for file in opened(subject.contents).files:
        if file.member not in subject.contents and file.size and file.member not in seen:
            seen.add(file.member)
            yield Breach(f"“{file.name}” is not in the archive as {file.member}", "files.xml", file.line)


@rule(
    "moodle-damaged-file",
    "Every file has the SHA-1 that files.xml says.",
    source="Moodle 4.4, backup/util/dbops/restore_dbops.class.php, send_files_to_pool: it takes what is there",
    mend="Make the backup again.",
    tried=True,
)
def damaged_file(subject: Subject) -> Iterator[Breach]:
    """Moodle says nothing, and keeps whatever stands in the place of the file."""
    backup, seen = opened(subject.contents), set()
    for file in backup.files:
        if file.member in seen or (sums := backup.sums(file.member)) is None:
            continue
        seen.add(file.member)
        if sums.sha1 != file.sha1:
            yield Breach(f"“{file.name}” has the SHA-1 {sums.sha1}, not {file.sha1}", file.member)


@rule(
    "moodle-unannounced-file",
    "Every file of an activity, a section or the course is announced in the inforef.xml of its part.",
    source="Moodle 4.4, backup/moodle2/restore_stepslib.php, restore_load_included_files::process_file",
    mend="Announce it in a `fileref` of the part's inforef.xml.",
    tried=True,
)
def unannounced_file(subject: Subject) -> Iterator[Breach]:
    """A file that is not announced is not restored; those of questions need no announcement."""
    backup = opened(subject.contents)
    named = [name for name in subject.contents if name.endswith("inforef.xml")]
    announced = {said(row) for name in named for row in children(subject.contents.xml(name), "fileref/file/id")}
    everywhere = ("user", "group", "grouping", "grade", "badges", "question")
    for file in backup.files:
        if file.id not in announced and not file.of_question and file.component not in everywhere:
            yield Breach(
                f"“{file.name}” ({file.component}) is in no inforef.xml, so Moodle leaves it out",
                "files.xml",
                file.line,
            )


@rule(
    "moodle-course-name",
    "The names of the course hold no angle brackets.",
    source="Moodle 4.4, backup/util/settings/base_setting.class.php, validate_value: `setting_invalid_text`",
    mend="Rename the course.",
    tried=True,
)
def course_name(subject: Subject) -> Iterator[Breach]:
    """The restore stops at its first step."""
    backup = opened(subject.contents)
    if backup.scope not in ("course", ""):
        return
    for name in ("original_course_fullname", "original_course_shortname"):
        text = said(backup.information, name)
        if "<" in text or ">" in text:
            yield Breach(f"“{text[:80]}” holds an angle bracket", "moodle_backup.xml")


@rule(
    "moodle-name-length",
    "Names of activities, sections, categories and questions have at most 255 characters.",
    source="Moodle 4.4, the database's columns `name` (lib/db/install.xml, mod/*/db/install.xml)",
    mend="Shorten the name.",
    tried=True,
)
def name_length(subject: Subject) -> Iterator[Breach]:
    """A longer one is an error of the database, which stops the restore."""
    found = standing(subject.contents)
    names = [(folder.main, 0, said(folder.record, "name")) for folder in found.backup.activities]
    names += [(folder.main, 0, said(folder.document("section.xml"), "name")) for folder in found.backup.sections]
    names += [("questions.xml", category.line, category.name) for category in found.bank.categories]
    names += [(entry.member, entry.line, entry.name) for entry in found.bank.entries]
    for member, line, name in names:
        if len(name) > NAME_LENGTH:
            yield Breach(f"the name “{name[:60]}…” has {len(name)} characters", member, line)


@rule(
    "moodle-duplicate-number",
    "A number is given to one thing only.",
    source="Moodle 4.4, backup/util/dbops/restore_dbops.class.php, set_backup_ids_record: the last one is kept",
    mend="Give each its own number.",
    tried=True,
)
def duplicate_number(subject: Subject) -> Iterator[Breach]:
    """What refers to the number is joined to the wrong thing."""
    backup = opened(subject.contents)
    kinds = {
        ("moodle_backup.xml", "activity"): [folder.id for folder in backup.activities],
        ("moodle_backup.xml", "section"): [folder.id for folder in backup.sections],
        ("files.xml", "file"): [file.id for file in backup.files],
        ("questions.xml", "question category"): _ids(backup, "question_category"),
        ("questions.xml", "question bank entry"): _ids(backup, "question_bank_entry"),
        ("questions.xml", "question"): _ids(backup, "question"),
        ("questions.xml", "answer"): _ids(backup, "answer"),
    }
    for (member, kind), ids in kinds.items():
        for id, times in Counter(ids).items():
            if times > 1 and id:
                yield Breach(f"{times} things of the kind {kind} have the number {id}", member)


def _ids(backup: Backup, name: str) -> list[str]:
    root = backup.contents.xml("questions.xml")
    return [row.get("id", "") for row in root.iter(name)] if root is not None else []


@rule(
    "moodle-foreign-plugin",
    "Activities, questions and the course's format are of kinds that Moodle itself has.",
    source="Moodle 4.4, backup/util/plan/restore_plan.class.php, is_missing_modules: the gradebook is left out, too",
    mend="Install the plugin on the site before the restore, or replace the activity.",
    severity=Severity.WARNING,
    tried=True,
)
def foreign_plugin(subject: Subject) -> Iterator[Breach]:
    """What a site does not know it leaves out, and the gradebook with it."""
    backup = opened(subject.contents)
    for folder in backup.activities:
        if folder.kind not in CORE_ACTIVITIES:
            yield Breach(f"“{folder.title}” needs the plugin mod_{folder.kind}", "moodle_backup.xml", folder.line)
    if (format := said(backup.course, "format")) not in CORE_FORMATS:
        yield Breach(f"the course needs the plugin format_{format}; without it, it has the site's format",
                     "course/course.xml")  # fmt: skip


@rule(
    "moodle-front-page",
    "The backup is one of a course, not of a site's front page.",
    source="Moodle 4.4, backup/util/helper/restore_prechecks_helper.class.php, execute_prechecks",
    mend="Make a backup of a course.",
    tried=True,
)
def front_page(subject: Subject) -> Iterator[Breach]:
    """A front page is restored only into a front page."""
    if said(opened(subject.contents).information, "original_course_format") == "site":
        yield Breach("this is the backup of a site's front page", "moodle_backup.xml")


@rule(
    "moodle-idnumber",
    "An ID number is given once: to one activity of the course, to one question of a category.",
    source="Moodle 4.4, lib/gradelib.php, grade_verify_idnumber; backup/moodle2/restore_stepslib.php, "
    "process_question_bank_entry",
    mend="Give each its own ID number.",
    severity=Severity.WARNING,
    tried=True,
)
def idnumber(subject: Subject) -> Iterator[Breach]:
    """The second one loses its own."""
    found = standing(subject.contents)
    modules = Counter(said(folder.module, "idnumber") for folder in found.backup.activities)
    for id, times in modules.items():
        if id and times > 1:
            yield Breach(f"{times} activities have the ID number “{id}”", "moodle_backup.xml")
    for category in found.bank.categories:
        for id, times in Counter(entry.idnumber for entry in category.entries.values()).items():
            if id and times > 1:
                yield Breach(
                    f"{times} questions of “{category.name}” have the ID number “{id}”", "questions.xml", category.line
                )


@rule(
    "moodle-tool-secret",
    "No LTI activity has a key or a secret that is not encrypted, not even an empty one.",
    source="Moodle 4.4, mod/lti/backup/moodle2/restore_lti_stepslib.php, process_lti: decrypt; backup/util/plan/"
    "restore_step.class.php, decrypt",
    mend="Take the elements `resourcekey` and `password` out, and enter key and secret in Moodle.",
    tried=True,
)
def tool_secret(subject: Subject) -> Iterator[Breach]:
    """Anyone who has the package can read it, and a site that encrypts such things stops the restore at it."""
    for folder in opened(subject.contents).activities:
        record = folder.record if folder.kind == "lti" else None
        places = [row for name in ("resourcekey", "password") for row in children(record, name)]
        configs = children(record, "ltitype/ltitypesconfigs/ltitypesconfig")
        places += [row for row in configs if said(row, "name") in ("resourcekey", "password")]
        for row in places:
            if name := said(row, "name"):
                shows = bool(said(row, "value"))
            else:
                name, sealed = str(row.tag), row.get("encrypted") == "true" and bool((row.text or "").strip())
                shows = (row.text or "") != NULL and not sealed
            if shows:
                yield Breach(f"“{folder.title}” has a `{name}` that is not encrypted", folder.main, line_of(row))


@rule(
    "moodle-tool-address",
    "An LTI activity has an https address, or a tool that has one.",
    source="Moodle 4.4, mod/lti/locallib.php, lti_get_launch_data",
    mend="Write the tool's https address.",
    severity=Severity.WARNING,
    tried=False,
)
def tool_address(subject: Subject) -> Iterator[Breach]:
    """Without https, browsers show no tool within a page that has it."""
    for folder in opened(subject.contents).activities:
        record = folder.record if folder.kind == "lti" else None
        if record is None:
            continue
        address = said(record, "toolurl") or said(record, "securetoolurl") or said(record, "ltitype/baseurl")
        if not address and not number(said(record, "typeid")):
            yield Breach(f"“{folder.title}” has neither an address nor a tool", folder.main, line_of(record))
        elif address and not address.lower().startswith("https://"):
            yield Breach(f"“{folder.title}” is opened at {address[:100]}", folder.main, line_of(record))


DOCUMENT_RULES: tuple[Rule, ...] = (
    incomplete,
    unlisted,
    missing_file,
    damaged_file,
    unannounced_file,
    course_name,
    name_length,
    duplicate_number,
    foreign_plugin,
    front_page,
    idnumber,
    tool_secret,
    tool_address,
)
