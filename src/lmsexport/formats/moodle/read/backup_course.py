"""A course backup as an outline."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property

from lxml import etree

from lmsexport.formats.moodle.read.availability import Requirements, completes, tree
from lmsexport.formats.moodle.read.backup_archive import Backup, FileEntry, Folder, opened
from lmsexport.formats.moodle.read.entries import STANDARD, Entry
from lmsexport.formats.moodle.read.pages import parts
from lmsexport.formats.moodle.read.question import question
from lmsexport.formats.moodle.read.question_bank import Bank as QuestionBank
from lmsexport.formats.moodle.read.quiz import Slot, asked, grade_categories, grading, settings, slots
from lmsexport.formats.moodle.read.values import children, number, rich, said, shown_name
from lmsexport.model.numbers import plain_number
from lmsexport.validation import Contents, Item, Module, Outline, RichText, behind, joined, line_of, plain
from lmsexport.validation import rich as html_text
from lmsexport.validation.outline import Bank, File, ItemKind, Need

KINDS: dict[str, ItemKind] = {
    "page": "lesson",
    "book": "lesson",
    "quiz": "assessment",
    "lti": "lab",
    "url": "link",
    "resource": "download",
    "folder": "download",
    "label": "heading",
    "forum": "discussion",
}
"""Activity module → kind of item."""


def standing(contents: Contents) -> Standing:
    """The course in a backup; the same one for all who ask."""
    return contents.once(_read)


def _read(contents: Contents) -> Standing:
    return Standing(opened(contents))


class Standing:
    """Reads one backup."""

    def __init__(self, backup: Backup) -> None:
        self.backup = backup
        self.bank = QuestionBank(backup)
        self.unread: list[str] = []
        self.titles = {folder.id: _title(folder) for folder in backup.activities}
        self.folders = {folder.id: folder for folder in backup.activities}
        grades = {row.get("id", ""): folder for folder in backup.activities for row in folder.grade_items}
        self.files_of_body: dict[str, list[FileEntry]] = {}
        """A text of a question, as `AREA ITEM` → its files."""
        for file in backup.files:
            if file.of_question:
                self.files_of_body.setdefault(f"{file.area} {file.item}", []).append(file)
        self.requirements = Requirements(self.folders, grades, self.titles)
        self.slots = {
            folder.id: list(slots(folder, self.bank)) for folder in backup.activities if folder.kind == "quiz"
        }

    def outline(self) -> Outline:
        """The course."""
        course = self.backup.course
        modules = self._modules()
        text = html_text(rich(course, "summary"), "summary 0")
        self._kinds_of_questions()
        self._users()
        return Outline(
            title=shown_name(said(course, "fullname") or said(self.backup.information, "original_course_fullname")),
            text=text,
            language=said(course, "lang") or _language(rich(course, "summary")),
            modules=modules,
            banks=self._banks(),
            tools=self._tools(),
            grade_categories=grade_categories(self.backup),
            unread=tuple(dict.fromkeys(self.unread)),
        )

    # -- modules -----------------------------------------------------------------------------------------------

    def _modules(self) -> tuple[Module, ...]:
        inside: dict[str, list[Folder]] = {}
        for folder in self.backup.activities:
            inside.setdefault(folder.section, []).append(folder)
        sections = self.backup.sections
        modules = [module for section in sections if (module := self._module(section, inside)) is not None]
        for lost in sorted(inside.keys() - {section.id for section in sections}):
            if self.backup.scope != "activity":  # whose backup lists none
                self.unread.append(f"{len(inside[lost])} activities stand in the section {lost}, which is not listed")
            items = tuple(item for folder in inside[lost] if (item := self._item(folder)) is not None)
            modules.append(Module(id=lost, title="", items=items))
        return tuple(modules)

    def _module(self, section: Folder, inside: dict[str, list[Folder]]) -> Module | None:
        row = section.document("section.xml")
        items = tuple(item for folder in inside.get(section.id, ()) if (item := self._item(folder)) is not None)
        title, text = shown_name(said(row, "name")), html_text(rich(row, "summary"), f"section {section.id}")
        if said(row, "number") == "0" and not items and not title and self._is_of_course(text.words):
            return None  # what stands above all modules of the course's page
        settings = _hidden(row)
        whose = title or f"The section {said(row, 'number')}"
        requires = self._gates(section, whose, tree(row, "availabilityjson"), inside)
        if requires:
            settings["requires"] = "\n".join(sorted(requires.values()))
        return Module(id=section.id, title=title, text=text, items=items, settings=settings, needs=tuple(requires))

    def _is_of_course(self, text: str) -> bool:
        return not text or text == plain(rich(self.backup.course, "summary"))

    def _gates(self, section: Folder, whose: str, found: object, inside: dict[str, list[Folder]]) -> dict[Need, str]:
        """What opens a section, and in words: sections of which everything is complete; else the activities."""
        needed = dict(self.requirements.of(found, f"“{whose}”", self.unread)) if found is not None else {}
        gates = {}
        for other in self.backup.sections:
            shown = (folder for folder in inside.get(other.id, ()) if not self._hidden(folder))
            tracked = {folder.id for folder in shown if completes(folder)}
            if tracked and tracked <= needed.keys() and other.id != section.id:
                name = shown_name(said(other.document("section.xml"), "name"))
                gates[Need(id=other.id, state="complete")] = f"{name}: complete"
                needed = {id: line for id, line in needed.items() if id not in tracked}
        return gates | {self._need(id, line): line for id, line in needed.items()}

    # -- items -------------------------------------------------------------------------------------------------

    def _item(self, folder: Folder) -> Item | None:
        if folder.kind == "qbank":  # holds nothing but question categories
            return None
        record = folder.record
        kind = KINDS.get(folder.kind, "unknown")
        title = self.titles[folder.id]
        if record is None:
            self.unread.append(f"“{title}” has no readable document {folder.main}")
        elif kind == "unknown":
            self.unread.append(f"“{title}” is an activity of the kind {folder.kind}: only its name and text are read")
        own = self.slots.get(folder.id, [])
        return Item(
            id=self.items[folder.id],
            kind=kind,
            title=title,
            text=self._text(folder, record),
            parts=parts(folder, title) if kind in ("lesson", "lab") else (),
            url=said(record, {"url": "externalurl", "lti": "toolurl"}.get(folder.kind, "-")),
            media=self._media(folder, own),
            files=self._files(folder),
            needs=self._needs(folder),
            questions=asked(own),
            settings=self._settings(folder, own),
            place=f"{folder.main}:{line_of(record)}" if record is not None else "",
        )

    def _text(self, folder: Folder, record: etree._Element | None) -> RichText:
        texts = [html_text(rich(record, "intro"), f"{folder.context} intro")]
        if folder.kind == "page":
            texts.append(html_text(rich(record, "content"), f"{folder.context} content"))
        for chapter in children(record, "chapters/chapter") if folder.kind == "book" else ():
            title, text = f"<p>{said(chapter, 'title')}</p>", rich(chapter, "content")
            texts += [html_text(title), html_text(text, f"chapter {chapter.get('id', '')}")]
        found = joined(texts)
        # a label is named after the beginning of its text
        return behind(self.titles[folder.id], found) if folder.kind == "label" else found

    def _media(self, folder: Folder, own: list[Slot]) -> tuple[str, ...]:
        component = f"mod_{folder.kind}"
        members = {f.member for f in self.backup.files_by_context.get(folder.context, ()) if f.component == component}
        bodies = {body for slot in own if slot.entry for part in slot.entry.every for body in part.bodies}
        members |= {file.member for body in bodies for file in self.files_of_body.get(body, ())}
        found = (self.backup.sums(member) for member in members)
        return tuple(sorted(sums.sha256 for sums in found if sums is not None))

    def _files(self, folder: Folder) -> tuple[File, ...]:
        """What a file or a folder of files offers, the main one first."""
        if folder.kind not in ("resource", "folder"):
            return ()
        own = [file for file in self.backup.files_by_context.get(folder.context, ()) if file.area == "content"]
        own.sort(key=lambda file: not file.is_main)
        return tuple(File(name=file.name, member=file.member) for file in own if file.member in self.backup.contents)

    def _needs(self, folder: Folder) -> tuple[Need, ...]:
        """What opens an activity, as far as it is read."""
        found = tree(folder.module, "availability")
        needed = self.requirements.of(found, "", []) if found is not None else ()
        return tuple(dict.fromkeys(self._need(id, line) for id, line in needed))

    def _need(self, id: str, line: str) -> Need:
        """A requirement of an activity, from its number and the words for it."""
        return Need(id=self.items[id], state=line.rpartition(": ")[2])

    @cached_property
    def items(self) -> dict[str, str]:
        """Number of each activity → its id in the outline."""
        return {folder.id: said(folder.module, "idnumber") or folder.id for folder in self.backup.activities}

    def _settings(self, folder: Folder, own: list[Slot]) -> dict[str, str]:
        found = _OF_KIND.get(folder.kind, _no_settings)(folder, own, self.backup) | self._hidden(folder)
        if state := completes(folder):
            found["complete when"] = state
        whose = f"“{self.titles[folder.id]}”"
        if requires := self.requirements.lines(tree(folder.module, "availability"), whose, self.unread):
            found["requires"] = "\n".join(requires)
        return found

    def _hidden(self, folder: Folder) -> dict[str, str]:
        """That an activity is hidden by itself. One that is hidden only with its section appears with that again
        (`visibleold`: course/lib.php, course_update_section)."""
        if folder.section in self.hidden_sections and said(folder.module, "visibleold") == "1":
            return {}
        return _hidden(folder.module)

    @cached_property
    def hidden_sections(self) -> frozenset[str]:
        """Ids of the sections that students do not see."""
        return frozenset(one.id for one in self.backup.sections if _hidden(one.document("section.xml")))

    # -- the rest ----------------------------------------------------------------------------------------------

    def _banks(self) -> tuple[Bank, ...]:
        """Categories that quizzes draw from, whole; of the others, the questions that stand in no quiz."""
        asked_entries = {id(slot.entry) for own in self.slots.values() for slot in own if slot.entry}
        drawn = {slot.category.id for own in self.slots.values() for slot in own if slot.category}
        found = []
        for category in self.bank.categories:
            entries = [entry for entry in category.entries.values() if entry.qtype != "random"]
            if category.id not in drawn:
                entries = [entry for entry in entries if id(entry) not in asked_entries]
            self.unread += [f"In the category “{category.name}” {stray}" for stray in category.strays]
            if entries:
                questions = tuple(map(question, entries))
                found.append(
                    Bank(
                        id=category.idnumber or category.id,
                        title=shown_name(category.name),
                        text=html_text(category.info),
                        questions=questions,
                    )
                )
        return tuple(found)

    def _tools(self) -> dict[str, str]:
        rows = [row for folder in self.backup.activities for row in children(folder.record, "ltitype")]
        return {said(row, "name"): said(row, "baseurl") for row in rows if said(row, "name")}

    def _kinds_of_questions(self) -> None:
        self.unread += unread_questions(list(self.bank.entries))
        for folder_id, own in self.slots.items():
            for slot in own:
                if slot.dangling:
                    self.unread.append(
                        f"“{self.titles[folder_id]}” asks {slot.dangling}, which is not in the package"
                    )  # fmt: skip

    def _users(self) -> None:
        if "users.xml" in self.backup.contents:
            number_of = len(list(children(self.backup.contents.xml("users.xml"), "user")))
            self.unread.append(f"the package has data of {number_of} users, which is not read")


def unread_questions(entries: list[Entry]) -> list[str]:
    """What was not understood of questions, a sentence each."""
    said = [
        f"the question {entry.called} is of the type {entry.qtype or '?'}: only its text and feedback are read"
        for entry in entries
        if entry.qtype not in STANDARD and entry.qtype != "random"
    ]
    return said + [f"the question {entry.called}: {fault}" for entry in entries for fault in entry.faults]


def _language(summary: str) -> str:
    """The language that the course's summary says it is in; a course forces none where its site may lack it."""
    found = re.match(r"\s*<div\b[^>]*\blang=\"([A-Za-z0-9-]+)\"", summary)
    return found[1] if found else ""


def _title(folder: Folder) -> str:
    return shown_name(said(folder.record, "name") or folder.title)


def _hidden(row: etree._Element | None) -> dict[str, str]:
    """That Moodle keeps a section or an activity from students (`module.xml`, `section.xml`: `visible`)."""
    return {"visible": "no"} if said(row, "visible") == "0" else {}


def _no_settings(_: Folder, __: list[Slot], ___: Backup) -> dict[str, str]:
    return {}


def _lab(folder: Folder, _: list[Slot], backup: Backup) -> dict[str, str]:
    record = folder.record
    found = grading(folder, backup)
    if folder.grade_items and (points := number(said(record, "grade"))):
        found["points"] = plain_number(points)
    container = said(record, "launchcontainer")
    if container in ("2", "3", "4"):
        found["opens"] = "window" if container == "4" else "embedded"
    for line in said(record, "instructorcustomparameters").splitlines():
        name, equals, value = line.partition("=")
        if equals:
            found[f"parameter {name.strip()}"] = value.strip()
    return found


def _link(folder: Folder, _: list[Slot], __: Backup) -> dict[str, str]:
    """How Moodle shows an address: in a window of its own or a pop-up, in the page, or as the site has it."""
    way = said(folder.record, "display")
    if way in ("3", "6"):
        return {"opens": "window"}
    return {"opens": "embedded"} if way in ("1", "2", "5") else {}


_OF_KIND: dict[str, Callable[[Folder, list[Slot], Backup], dict[str, str]]] = {
    "quiz": settings, "lti": _lab, "url": _link,
}  # fmt: skip
