"""The rules of Canvas' course exports that no schema says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from urllib.parse import unquote

from lxml import etree

from lmsexport.errors import Severity
from lmsexport.formats.imscc import rules as rules_cartridges
from lmsexport.formats.manifests import manifest_of
from lmsexport.formats.qti12.read.response_processing import number
from lmsexport.formats.qti12.rules import all_rules as rules_qti12
from lmsexport.validation import Breach, Draw, Rule, Subject, called, line_of, rule

MODULES = "course_settings/module_meta.xml"
GROUPS = "course_settings/assignment_groups.xml"
LONGEST = 255

_STANDALONE = frozenset({"ContextModuleSubHeader", "ExternalUrl", "ContextExternalTool"})
_TYPES = _STANDALONE | {"WikiPage", "Quizzes::Quiz", "Quiz", "Attachment", "DiscussionTopic", "Assignment"}
_REQUIREMENTS = frozenset("must_view must_submit must_contribute min_score must_mark_done min_percentage".split())
_OBJECT = re.compile(
    r"(?:\$|%24)(?:(?:WIKI|CANVAS_OBJECT)_REFERENCE(?:\$|%24)/(\w+)|CANVAS_COURSE_REFERENCE(?:\$|%24)/modules/(items))"
    r"/([^\"'#?/<>&\s]+)"
)
"""Links to things of the course, in all spellings that Canvas undoes (app/models/importers/link_parser.rb)."""


def _rows(subject: Subject) -> Iterator[tuple[etree._Element, etree._Element]]:
    """Every module with each of its items."""
    root = subject.contents.xml(MODULES)
    for module in root.iterfind("{*}module") if root is not None else ():
        for row in module.iterfind("{*}items/{*}item"):
            yield module, row


@rule(
    "canvas-dangling-item",
    "Every item of a module is of a kind that Canvas knows, and what it shows is in the export.",
    source="Canvas, app/models/importers/context_module_importer.rb, import_migration_item: others are left out",
    mend="export the course again with everything that its modules show",
    tried=True,
)
def dangling_item(subject: Subject) -> Iterator[Breach]:
    manifest = manifest_of(subject.contents)
    known = set(manifest.resources) if manifest else set()
    for _, row in _rows(subject):
        kind, target = row.findtext("{*}content_type") or "", row.findtext("{*}identifierref") or ""
        title = called("item", row.findtext("{*}title"), row.get("identifier"))
        if kind not in _TYPES:
            yield Breach(f"{title} is a {kind or 'thing without a type'}", MODULES, line_of(row))
        elif kind not in _STANDALONE and target not in known:
            yield Breach(f"{title} shows {target or 'nothing'}, which is not in the export", MODULES, line_of(row))
        elif kind == "ExternalUrl" and not (row.findtext("{*}url") or "").strip():
            yield Breach(f"{title} has no address", MODULES, line_of(row))


@rule(
    "canvas-requirement",
    "Every completion requirement is one that Canvas knows, and belongs to an item of its module.",
    source="Canvas, app/models/context_module.rb, completion_requirements=: others are dropped",
    mend="correct the requirement in the course that the export was made from",
    tried=False,
)
def requirement(subject: Subject) -> Iterator[Breach]:
    root = subject.contents.xml(MODULES)
    for module in root.iterfind("{*}module") if root is not None else ():
        own = {row.get("identifier") for row in module.iterfind("{*}items/{*}item")}
        for one in module.iterfind("{*}completionRequirements/{*}completionRequirement"):
            if one.get("type") not in _REQUIREMENTS:
                yield Breach(f"the requirement “{one.get('type', '')}” is unknown", MODULES, line_of(one))
            if (target := one.findtext("{*}identifierref")) not in own:
                yield Breach(f"a requirement is of {target}, which is not in its module", MODULES, line_of(one))


@rule(
    "canvas-pass-mark",
    "No quiz asks for more points than it has.",
    source="Canvas, app/models/context_module_progression.rb: a score below min_score never completes the item",
    mend="lower the score that the requirement asks for",
    tried=False,
)
def pass_mark(subject: Subject) -> Iterator[Breach]:
    for item in subject.outline.items:
        needed, points = number(item.settings.get("pass mark")), number(item.settings.get("points"))
        if needed is not None and points is not None and needed > points:
            name, _, line = item.place.partition(":")
            yield Breach(f"“{item.title}” asks for {needed} of {points} points", name, int(line or 0))


@rule(
    "canvas-prerequisite",
    "A module waits for modules that stand before it.",
    source="Canvas, app/models/context_module.rb, validate_prerequisites: others are dropped",
    mend="change the order of the modules",
    tried=True,
)
def prerequisite(subject: Subject) -> Iterator[Breach]:
    root = subject.contents.xml(MODULES)
    before: set[str | None] = set()
    for module in root.iterfind("{*}module") if root is not None else ():
        for one in module.iterfind("{*}prerequisites/{*}prerequisite"):
            if (target := one.findtext("{*}identifierref")) not in before:
                title = module.findtext("{*}title")
                yield Breach(f"“{title}” waits for {target}, which does not stand before it", MODULES, line_of(one))
        before.add(module.get("identifier"))


@rule(
    "canvas-points",
    "The points of a quiz are those of its questions and draws together.",
    source="Canvas, app/models/quizzes/quiz.rb, points_possible: the gradebook counts what the quiz says",
    mend="correct the points of the quiz, or save its questions again in Canvas",
    severity=Severity.WARNING,
    tried=True,
)
def points(subject: Subject) -> Iterator[Breach]:
    for item in subject.outline.items:
        said = number(item.settings.get("points"))
        parts = [
            (part.points or Decimal(0)) * (part.number if isinstance(part, Draw) else 1)
            for part in item.questions
            if part.points is not None or isinstance(part, Draw) or part.type != "text"
        ]
        if item.kind == "assessment" and said is not None and parts and sum(parts) != said:
            name, _, line = item.place.partition(":")
            yield Breach(f"“{item.title}” says {said} points, its questions have {sum(parts)}", name, int(line or 0))


@rule(
    "canvas-group",
    "Every assignment group that a quiz or an assignment names is there, and weights add up to 100.",
    source="Canvas, app/models/importers/assignment_importer.rb: others go into the first group",
    mend="add the group, or change the weights",
    severity=Severity.WARNING,
    tried=False,
)
def group(subject: Subject) -> Iterator[Breach]:
    root = subject.contents.xml(GROUPS)
    rows = root.findall("{*}assignmentGroup") if root is not None else []
    known = {row.get("identifier") for row in rows}
    for name in subject.contents:
        if name.endswith(("assessment_meta.xml", "assignment_settings.xml")):
            document = subject.contents.xml(name)
            for one in document.iterfind("{*}assignment_group_identifierref") if document is not None else ():
                if one.text and one.text not in known:
                    yield Breach(f"the assignment group {one.text} is not in the export", name, line_of(one))
    course = subject.contents.xml("course_settings/course_settings.xml")
    if course is not None and (course.findtext("{*}group_weighting_scheme") or "") == "percent":
        total = sum((number(row.findtext("{*}group_weight")) or Decimal(0) for row in rows), Decimal(0))
        if rows and total != 100:
            yield Breach(f"the weights of the assignment groups add up to {total}", GROUPS)


@rule(
    "canvas-title",
    "No title has more than 255 characters.",
    source="Canvas, app/models/*.rb (maximum_string_length): the import of the thing fails",
    mend="shorten the title",
    tried=False,
)
def title(subject: Subject) -> Iterator[Breach]:
    for name in subject.contents:
        if name.endswith(".xml") and (name.startswith("course_settings/") or name.endswith(("_meta.xml", "ings.xml"))):
            root = subject.contents.xml(name)
            for one in root.iter("{*}title") if root is not None else ():
                if len(one.text or "") > LONGEST:
                    yield Breach(f"the title “{(one.text or '')[:40]}…” has {len(one.text or '')} characters",
                                 name, line_of(one))  # fmt: skip


@rule(
    "canvas-link",
    "Every link from one text to another thing of the course finds it.",
    source="Canvas, app/models/importers/link_resolver.rb: others lead to a page that is not there",
    mend="correct the link, or put what it leads to into the export",
    severity=Severity.WARNING,
    tried=True,
)
def link(subject: Subject) -> Iterator[Breach]:
    manifest = manifest_of(subject.contents)
    known = set(manifest.resources) if manifest else set()
    known |= {row.get("identifier", "") for module, row in _rows(subject)}
    known |= {module.get("identifier", "") for module, _ in _rows(subject)}
    pages = {name.rpartition("/")[2].removesuffix(".html") for name in subject.contents if name.startswith("wiki_")}
    for name in subject.contents:
        if not name.endswith((".html", ".xml", ".qti")) or name == "imsmanifest.xml":
            continue
        text = rules_cartridges.text_of(subject, name)
        for found in _OBJECT.finditer(text):
            kind, target = found[1] or found[2], unquote(found[3])
            is_page = kind in ("pages", "wiki")
            if target not in known and not (is_page and target in pages):
                what = f"the page {target}" if is_page else f"{target} ({kind})"
                yield Breach(f"{what} is not in the export", name, text.count("\n", 0, found.start()) + 1)


RULES: tuple[Rule, ...] = (
    *rules_cartridges.RULES, *rules_qti12.RULES,
    dangling_item, requirement, pass_mark, prerequisite, points, group, title, link,
)  # fmt: skip
