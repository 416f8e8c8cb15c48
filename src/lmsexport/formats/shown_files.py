"""The files of a package that its texts show or offer."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from lmsexport.formats.manifests import is_elsewhere, spellings
from lmsexport.validation import Contents, PackageError
from lmsexport.validation.plain import MOST_TAGS

PAGES = (".html", ".htm", ".xhtml")
FILEBASE = re.compile(
    r"(?:\$|%24)(?:IMS[-_]CC[-_]FILEBASE(?:\$|%24)/?"
    r"|CANVAS_COURSE_REFERENCE(?:\$|%24)/file_contents/course(?:%20|[ +])files/)"
)
"""What stands for the folder of the files in an address (Common Cartridge 1.1, 4.2; Canvas, link_parser.rb)."""

_HOLDS_ADDRESSES = re.compile(r"(?:src|href|data|poster)\s*=", re.IGNORECASE)


def addresses(markup: str) -> Iterator[str]:
    """All that markup shows or links to, as it is written there."""
    if not _HOLDS_ADDRESSES.search(markup) or markup.count("<") > MOST_TAGS:
        return
    root = etree.fromstring(markup.encode(errors="replace"), etree.HTMLParser(encoding="utf-8", no_network=True))
    for element in root.iter(etree.Element) if root is not None else ():
        names = ("src", "href", "poster", *(("data",) if element.tag == "object" else ()))
        yield from (address for name in names if (address := element.get(name)) is not None)


def _tails(path: str) -> Iterator[str]:
    """A path without its first folder, without the first two, and so on."""
    while path:
        _, _, path = path.partition("/")
        yield path


@dataclass(slots=True)
class ShownFiles:
    """Finds the files of one package."""

    contents: Contents
    unread: list[str] = field(default_factory=list)
    """What could not be read: a sentence each."""
    used: set[str] = field(default_factory=set)
    """The members whose sums stand in the outline."""

    def shown(self, markup: str, member: str) -> tuple[str, ...]:
        """The sums of the files that markup in a member shows or offers."""
        return self.sums_of(addresses(markup), member)

    def shown_in(self, element: etree._Element, member: str) -> tuple[str, ...]:
        """The same for all texts of a document of questions, or of a part of it."""
        texts = (text.text or "" for text in element.iter("{*}mattext"))
        return self.sums_of((address for text in texts for address in addresses(text)), member)

    def sums_of(self, found: Iterable[str], member: str) -> tuple[str, ...]:
        """The sums of the files that addresses in a member lead to; pages are not among them."""
        members = {self.resolved(address, member) for address in found}
        return self.sums(name for name in members if not self.is_page(name))

    def is_page(self, member: str) -> bool:  # noqa: ARG002 - for packages that have pages
        """Whether a member is a page of the package, and no file that its texts offer; files of questions have none."""
        return False

    def resolved(self, address: str, member: str) -> str:
        """The member that an address in a member means; empty when it leads to none."""
        if is_elsewhere(address):
            return ""
        whole, folder = FILEBASE.sub("", address), posixpath.dirname(member)
        paths = (*spellings(whole), *spellings(whole.replace("+", " ")))
        places = [p for path in paths for p in (posixpath.join(folder, path), f"web_resources/{path}", path)]
        if whole != address:  # Canvas looks for it in fewer and fewer folders (`link_resolver.rb`)
            places += [f"web_resources/{tail}" for path in paths for tail in _tails(path)]
        return next((place for place in map(posixpath.normpath, places) if place in self.contents), "")

    def sums(self, members: Iterable[str]) -> tuple[str, ...]:
        """The sums of members, sorted; of those that are there and can be read."""
        sums = set()
        for name in members:
            if name in self.contents:
                try:
                    sums.add(self.contents.digest(name))
                    self.used.add(name)
                except PackageError as error:
                    self.unread.append(f"{name}: {error}")
        return tuple(sorted(sums))
