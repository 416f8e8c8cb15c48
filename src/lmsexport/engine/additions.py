"""What must not have come to a package on its way: keys, and links to sites that the course does not name."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress

from lmsexport.model import Course
from lmsexport.model.secrets import secret_shapes
from lmsexport.validation import Breach, Contents, Outline, Rule, Subject, rules_leaks

_LEADS = re.compile(
    r"""\b(?:href|src)\s*\\?=\s*(?:\\*["']|&(?:amp;)*(?:quot|apos|\#34|\#39);)\s*(?:https?\\?:)?//([^/\s"'<>?\#\\&:]+)""",
    re.IGNORECASE,
)
"""The site of a link or a picture in markup, however often the markup is escaped, as in XML, JSON or GIFT."""


def keys_added(
    subject: Subject, promised: Callable[[], Outline], copied: Collection[str]
) -> Iterator[tuple[Breach, Rule]]:
    """Keys that a package has and its course has not; `copied` are the course's own files.

    A source with a key is not built at all. One that its Markdown has hidden from that check is its author's, too.
    """
    for rule in (rules_leaks.secrets, rules_leaks.private_files):
        breaches = [breach for breach in rule.check(subject) if breach.member not in copied]
        if breaches and next(secret_shapes(str(promised())), None) is None:
            yield from ((breach, rule) for breach in breaches)


def sites_added(contents: Contents, course: Course, copied: Collection[str]) -> Iterator[Breach]:
    """Links to sites that nothing in the course names; each site once."""
    known, strange = course.model_dump_json().casefold(), set[str]()
    for name, text in rules_leaks.texts(contents):
        if name in copied or name.endswith(".js"):
            continue
        for found in _LEADS.finditer(text):
            site = found[1].casefold()
            if site not in strange and site not in known and _in_letters(site) not in known:
                strange.add(site)
                yield Breach(f"a link leads to {site[:80]}, which the course does not name", name,
                             text.count("\n", 0, found.start()) + 1)  # fmt: skip


def _in_letters(site: str) -> str:
    """An international name as an author writes it (RFC 3492); links have it in ASCII."""
    with suppress(UnicodeError):
        return site.encode("ascii").decode("idna").casefold()
    return site
