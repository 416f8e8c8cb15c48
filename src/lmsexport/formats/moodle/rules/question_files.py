"""Rules of files of questions: what keeps Moodle's import from reading them."""

from __future__ import annotations

import base64
import binascii
import html
import posixpath
from collections.abc import Iterator
from urllib.parse import unquote

from lxml import etree

from lmsexport.errors import Severity
from lmsexport.formats.moodle.read.gift import paragraphs
from lmsexport.formats.moodle.read.gift_texts import hidden
from lmsexport.formats.moodle.read.question_file import categories_of
from lmsexport.formats.moodle.read.values import children, said
from lmsexport.formats.moodle.rules.links import FILE_LINK
from lmsexport.formats.moodle.rules.questions import entries_of
from lmsexport.validation import Breach, PackageError, Rule, Subject, line_of, rule


def _root(subject: Subject) -> tuple[str, etree._Element | None]:
    member = categories_of(subject.contents).member
    return member, subject.contents.xml(member)


@rule(
    "moodle-xml-file",
    "Files in Moodle XML are in base64.",
    source="Moodle 4.4, question/format/xml/format.php, import_files: base64_decode",
    mend="Export the questions again.",
    tried=True,
)
def embedded_file(subject: Subject) -> Iterator[Breach]:
    """Moodle stores whatever comes out."""
    member, root = _root(subject)
    for row in root.iter("file") if root is not None else ():
        name = row.get("name", "")
        try:
            base64.b64decode("".join((row.text or "").split()), validate=True)
        except (binascii.Error, ValueError):
            yield Breach(f"“{name}” is no base64", member, line_of(row))
            continue
        if row.get("encoding", "base64") != "base64":
            yield Breach(f"“{name}” says the encoding {row.get('encoding')}", member, line_of(row))


_NAMES = ("category", "name")
"""Whose texts show no files: what looks like the address of one is shown as it stands (format_string)."""


@rule(
    "moodle-xml-file-link",
    "The files that texts show stand beside them in the file.",
    source="Moodle 4.4, question/format/xml/format.php, import_text_with_files",
    mend="Add the file as a `file` beside the `text`, or take the picture out.",
    tried=True,
)
def embedded_link(subject: Subject) -> Iterator[Breach]:
    """A student sees a broken picture."""
    member, root = _root(subject)
    for text in root.iter("text") if root is not None else ():
        links = dict.fromkeys(FILE_LINK.findall(text.text or ""))
        parent = text.getparent()
        if not links or parent is None or parent.tag in _NAMES:
            continue
        own = {
            posixpath.join(row.get("path", "/"), row.get("name", "")).lstrip("/") for row in children(parent, "file")
        }
        for link in links:
            if (name := unquote(html.unescape(link))) not in own:
                yield Breach(f"the text shows “{name}”, which is not beside it", member, line_of(text))


@rule(
    "moodle-xml-question",
    "Every question says its type and has a text.",
    source="Moodle 4.4, question/format/xml/format.php, import_question: `xmltypeunsupported`",
    mend="Write the type: multichoice, truefalse, shortanswer, numerical, matching, cloze, essay, description.",
    tried=True,
)
def xml_question(subject: Subject) -> Iterator[Breach]:
    """The question is left out."""
    member, root = _root(subject)
    for row in children(root, "question"):
        if not row.get("type"):
            yield Breach("a question has no type", member, line_of(row))
        elif row.get("type") != "category" and not said(row, "questiontext/text").strip():
            yield Breach(f"the question “{said(row, 'name/text')[:60]}” has no text", member, line_of(row))


@rule(
    "gift-syntax",
    "Every question keeps to the grammar of GIFT.",
    source="Moodle 4.4, question/format/gift/format.php, readquestion: `braceerror`, `giftmatchingformat`, "
    "`errornotnumbers`",
    mend="Put a backslash before each of ~ = # { } : that belongs to the text.",
    tried=True,
)
def gift_syntax(subject: Subject) -> Iterator[Breach]:
    """The question is left out, or read as another; with “stop on error”, the form's default, nothing is imported."""
    for entry in entries_of(subject):
        yield from (Breach(f"{entry.called}: {fault}", entry.member, entry.line) for fault in entry.faults)


@rule(
    "gift-empty-line",
    "No question holds an empty line.",
    source="Moodle 4.4, question/format.php, readquestions: an empty line ends a question, and so does a line of `0`",
    mend="Take the empty line out, or write `\\n` in a text.",
    tried=True,
)
def empty_line(subject: Subject) -> Iterator[Breach]:
    """The question is cut in two: neither half can be read."""
    member = categories_of(subject.contents).member
    for line, lines in paragraphs(_text(subject)):
        body = hidden("\n".join(row for row in lines if not row.startswith("//")))
        if body.count("{") == 1 and "}" not in body and not body.startswith("$CATEGORY"):
            yield Breach("the answers that begin here are cut off by an empty line", member, line)


def _text(subject: Subject) -> str:
    try:
        return subject.contents.read(categories_of(subject.contents).member).decode("utf-8-sig", "replace")
    except PackageError:
        return ""


@rule(
    "gift-encoding",
    "The file is in UTF-8.",
    source="Moodle 4.4, question/format.php, validate_is_utf8_file: `importwrongfileencoding`",
    mend="Save the file as UTF-8.",
    tried=True,
)
def encoding(subject: Subject) -> Iterator[Breach]:
    """The form refuses the file."""
    member = categories_of(subject.contents).member
    try:
        subject.contents.read(member).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = subject.contents.read(member)[: error.start].count(b"\n") + 1
        yield Breach("there are bytes that are no UTF-8", member, line)
    except PackageError:
        return


@rule(
    "gift-answers",
    "A question with choices or pairs has at least two, a typed one at least one.",
    source="Moodle 4.4, question/format/gift/format.php, check_answer_count: `importminerror`",
    mend="Add an answer.",
    tried=True,
)
def gift_answers(subject: Subject) -> Iterator[Breach]:
    """Moodle fails in reporting it: nothing at all is imported."""
    for entry in entries_of(subject):
        if entry.qtype == "multichoice" and len(entry.responses) < 2:
            yield Breach(f"{entry.called} has {len(entry.responses)} of at least two choices", entry.member, entry.line)
        if entry.qtype == "match" and len(entry.pairs) < 2:
            yield Breach(f"{entry.called} has {len(entry.pairs)} of at least two pairs", entry.member, entry.line)
        if entry.qtype == "shortanswer" and not entry.responses:
            yield Breach(f"{entry.called} has no answer", entry.member, entry.line)


@rule(
    "gift-weight",
    "Shares before answers are written as Moodle reads them: `%50%`, at most two digits before the point, or 100.",
    source="Moodle 4.4, question/format/gift/format.php, readquestion: $giftanswerweightregex",
    mend="Write `=` for the right choice, and a share such as `%33.33333%` for others.",
    severity=Severity.WARNING,
    tried=False,
)
def gift_weight(subject: Subject) -> Iterator[Breach]:
    """A share that is not read as one becomes a part of the answer."""
    for entry in entries_of(subject):
        for row in entry.responses:
            if row.unread_share:
                answer = f"{entry.called} has the answer “{row.text.lstrip()[:40]}”, which begins like a share"
                yield Breach(answer, entry.member, entry.line)


XML_RULES: tuple[Rule, ...] = (embedded_file, embedded_link, xml_question)
GIFT_RULES: tuple[Rule, ...] = (gift_syntax, empty_line, encoding, gift_answers, gift_weight)
