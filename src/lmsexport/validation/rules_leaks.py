"""Rules about what must not leave the building, and about what cannot be kept from students."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from lmsexport.errors import Severity
from lmsexport.model.secrets import secret_shapes
from lmsexport.validation.archives import PackageError
from lmsexport.validation.contents import Contents
from lmsexport.validation.private import PrivateTexts
from lmsexport.validation.reader import MOST, Breach, Subject, rule

_TEXTS = frozenset("css csv gift htm html js json md qti svg tex txt vtt xhtml xml xsd yaml yml".split())
"""Endings of files in which a secret can be read."""


_MORE_TEXTS = frozenset(
    "bat cfg conf config crt env htaccess htpasswd ini ipynb java jsx key log pem php pl properties ps1 py rb sh sql "
    "toml ts tsx".split()
)
_LONGEST = 1_000_000
"""Bytes up to which files of such endings, and those without any, are looked into."""
_BEGINNING = 8_000
"""Bytes of a file by which it is known to be no text."""


def _is_text(contents: Contents, name: str) -> bool:
    base = name.rpartition("/")[2]
    ending = base.rpartition(".")[2].lower()
    if ending in _TEXTS or contents.single:
        return True
    return (ending in _MORE_TEXTS or "." not in base) and contents.size(name) <= _LONGEST


def texts(contents: Contents) -> Iterator[tuple[str, str]]:
    """The members in which something can be read, with what stands in them; what is damaged is another rule's."""
    for name in contents:
        if not _is_text(contents, name):
            continue
        try:
            data = contents.read(name)
        except PackageError:
            continue
        if b"\0" not in data[:_BEGINNING]:
            yield name, data.decode("utf-8", "replace")


def _at(name: str, text: str, index: int) -> tuple[str, int]:
    return name, text.count("\n", 0, index) + 1


@rule(
    "leak-secret",
    "No file has a key, a password or a token in it.",
    source="everybody who may download the package can read it, and so can every student who opens a page",
    mend="take it out, and have its owner withdraw it: it has been in a file that was passed on",
    tried=False,
)
def secrets(subject: Subject) -> Iterable[Breach]:
    return subject.contents.once(_leaks).secrets


_FOR_NOBODY = re.compile(
    r"(?:^|/)(?:\.git/config|\.svn/entries|\.env(?:\.\w+)?|\.htpasswd|\.netrc|id_(?:rsa|dsa|ecdsa|ed25519)"
    r"|[^/]+\.(?:p12|pfx|jks|kdbx|ppk))$"
)


@rule(
    "leak-private-file",
    "There is no file that only its author should have: keys, settings of a server, the history of a repository.",
    source="everybody who may download the package can read it",
    mend="take it out; if it holds keys or passwords, have their owner withdraw them",
    tried=False,
)
def private_files(subject: Subject) -> Iterator[Breach]:
    yield from (
        Breach("such a file is no part of a course", name) for name in subject.contents if _FOR_NOBODY.search(name)
    )


_PROMPT = "a system prompt, which tells an assistant what students are not to know"
_PRIVATE = (
    ("a labs bundle, which is for the tool of the labs alone", "json", "/labs-bundle/",
     re.compile(r'"schema"\s*:\s*"[^"\n]*/labs-bundle/\d')),
    ("the source of a lab, with its private texts", "yaml yml", "private:",
     re.compile(r"^private:[ \t]*(?:#.*)?\n[ \t]+\w", re.MULTILINE)),
    (_PROMPT, "js json yaml yml", "rompt",
     re.compile(r"""\b[Ss]ystem[_ -]?[Pp]rompt\b["']?\s*[:=]\s*["'`|>]*\s*[^\s"'`|][^"'`\n]{30}""")),
    (_PROMPT, "xml", "rompt", re.compile(r"""\bname=["'][Ss]ystem[_ -]?[Pp]rompt["']>\s*[^\s<]{2}""")),
    (_PROMPT, "xml", "rompt", re.compile(r"customparameters>(?:[^<]*\n)?[Ss]ystem[_ -]?[Pp]rompt=[^\n<]{30}")),
)  # fmt: skip
"""What it is, the endings of files in which it stands, a sign without which a search is not worth while, its shape."""


@rule(
    "leak-private-text",
    "No file holds what only the tool of a lab may know: its bundle, its source, a system prompt.",
    source="everybody who may download the package can read it; a launch carries its parameters through the browser",
    mend="take it out of the package, and keep it with the tool",
    severity=Severity.WARNING,
    tried=False,
)
def private_texts(subject: Subject) -> Iterable[Breach]:
    return () if subject.reader.holds_private_texts else subject.contents.once(_leaks).private


class _Leaks(NamedTuple):
    secrets: list[Breach]
    private: list[Breach]


def _leaks(contents: Contents) -> _Leaks:
    """What two rules look for: every text is read once for both."""
    found = _Leaks([], [])
    for name, text in texts(contents):
        if len(found.secrets) <= MOST:
            found.secrets.extend(Breach(f"here stands {kind}", *_at(name, text, index))
                                 for index, kind in secret_shapes(text))  # fmt: skip
        if len(found.private) <= MOST:
            found.private.extend(_private(name, text))
    return found


def _private(name: str, text: str) -> Iterator[Breach]:
    for what, endings, sign, shape in _PRIVATE:
        if sign not in text or name.rpartition(".")[2].lower() not in endings.split():
            continue
        if found := shape.search(text):
            yield Breach(f"here stands {what}", *_at(name, text, found.start()))


def private_in(contents: Contents, private: PrivateTexts) -> Iterator[Breach]:
    """Where texts stand that are private to a lab; they are never quoted."""
    for name, text in texts(contents) if private else ():
        for owner in private.owners_in(text):
            yield Breach(f"a text that is private to the lab “{owner}” stands here", name)


_QUESTIONS = re.compile(
    rb"<(?:\w+:)?(?:questestinterop|assessmentItem|qti-assessment-item)\b|<quiz>\s*(?:<!--.*?-->\s*)*<question\b"
    rb"|^::[^\n]*::[^{]*\{[^}]*[=~][^}]*\}",
    re.DOTALL | re.MULTILINE,
)
"""What files of questions begin with: QTI, Moodle XML, GIFT."""

_OFFERED = ("files/", "web_resources/", "resources/")


@rule(
    "leak-question-file",
    "No file that students can open is a file of questions with their answers.",
    source="what a page links to, the LMS gives to everybody who can see the page",
    mend="take it out of what students see; a quiz of the LMS keeps its answers to itself",
    severity=Severity.WARNING,
    tried=False,
)
def question_files(subject: Subject) -> Iterator[Breach]:
    if subject.contents.single or subject.reader.only_questions:
        return
    offered = [name for name in subject.contents if subject.reader.plays or name.startswith(_OFFERED)]
    found = [
        name for name in offered if _may_be_questions(name) and _QUESTIONS.search(subject.contents.beginning(name))
    ]
    known = {document.member for document in subject.reader.documents(subject.contents)} if found else ()
    yield from (Breach("it holds questions and their answers", name) for name in found if name not in known)


def _may_be_questions(name: str) -> bool:
    """By its name; files of a Moodle backup are called by their sums, so each of them may be anything."""
    ending = name.rpartition("/")[2].rpartition(".")[2].lower()
    return ending in ("xml", "qti", "gift", "txt") or "." not in name.rpartition("/")[2]


_KEY = re.compile(
    r"""["']?\b(?:is_?correct|_?should_?be_?selected|correct)["']\s*:\s*(?:true|1|"true")\b"""
    r"""|["']?\bcorrect_?(?:answer|response|choice|option)s?(?:_?(?:id|index))?["']?\s*:\s*(?:\d|\[\s*[\d"'{]|["'][^"'\s])"""
    r"""|<correctResponse>\s*<value>|\bisCorrect\s*[:=]\s*(?:true|!0)\b""",
    re.IGNORECASE,
)
"""How authoring tools write what is right: H5P, Adapt, and those whose scripts hold it under such a name."""


@rule(
    "leak-answer-key",
    "Right answers are where students cannot read them.",
    source="SCORM 1.2 RTE 3.1, SCORM 2004 RTE 3.1 and cmi5 6: content is scored by the script that plays it, in the "
    "browser of the student; an LMS takes what it says",
    mend="use it for practice; ask the questions of an examination in a quiz of the LMS, which keeps its answers "
    "on the server: build a Moodle backup, a Canvas export or QTI",
    severity=Severity.NOTE,
    tried=False,
)
def answer_key(subject: Subject) -> Iterator[Breach]:
    if not subject.reader.plays:
        return
    if asked := sum(bool(question.answers) for question in subject.outline.questions):
        what = "the right answer to its question goes" if asked == 1 else f"the right answers to {asked:,} questions go"
        yield Breach(f"{what} to the browser with the pages: whoever reads the script of a page can find them")
        return
    for name, text in texts(subject.contents):
        if found := _KEY.search(text):
            yield Breach("right answers can be read here", *_at(name, text, found.start()))


RULES = (secrets, private_files, private_texts, question_files, answer_key)
