"""cmi5 packages from anywhere: what an LMS shows of them; of our own packages, all that their pages say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar

from lxml import etree

from lmsexport.formats.cmi5.marks import COMPLETES, as_the_lms_is_told, units_told
from lmsexport.formats.cmi5.rules import RULES
from lmsexport.formats.cmi5.structurereading import NAMESPACE, STRUCTURE, mastery, said, structure_of
from lmsexport.pages.reading import is_ours, read_pages
from lmsexport.validation import Contents, Document, Item, Module, Outline, Rule, line_of

_DEEPEST = 30


class Cmi5Reader:
    """Reads cmi5 packages, and course structures alone."""

    kind: ClassVar[str] = "cmi5"
    title: ClassVar[str] = "cmi5"
    rank: ClassVar[int] = 25
    rules: ClassVar[tuple[Rule, ...]] = RULES

    def recognises(self, contents: Contents) -> str | None:
        """“cmi5 package”, “cmi5 course structure”."""
        if structure_of(contents) is not None:
            return "cmi5 course structure" if contents.single else "cmi5 package"
        return "cmi5 package" if STRUCTURE in contents else None

    def documents(self, contents: Contents) -> Iterable[Document]:
        """The course structure."""
        found = structure_of(contents)
        if found is not None and etree.QName(found[1]).namespace == NAMESPACE:
            yield Document(found[0], ("cmi5/CourseStructure.xsd",))

    def read(self, contents: Contents) -> Outline:
        """The blocks and units; of our own packages, the course, with what the LMS is told of passing."""
        found = structure_of(contents)
        if found is None:
            return Outline(unread=(f"{STRUCTURE} is no course structure that can be read",))
        if is_ours(contents):
            return as_the_lms_is_told(read_pages(contents), list(units_told(contents)))
        return _outline(*found)


def _outline(member: str, root: etree._Element) -> Outline:
    course = root.find("{*}course")
    modules: list[Module] = []
    alone: list[Item] = []
    for element in root:
        name = etree.QName(element).localname if isinstance(element.tag, str) else ""
        if name == "au":
            alone.append(_unit(element, member))
        elif name == "block":
            if alone:
                modules.append(Module(id="", title="", items=tuple(alone)))
            alone = []
            modules.append(
                Module(id=element.get("id", ""), title=said(element, "title"), text=said(element, "description"),
                       items=tuple(_inside(element, member, 0)))
            )  # fmt: skip
    if alone:
        modules.append(Module(id="", title="", items=tuple(alone)))
    number_of = sum(item.kind != "heading" for module in modules for item in module.items)
    what = "the unit shows" if number_of == 1 else f"the {number_of} units show"
    strings = [one.get("lang") for one in root.iterfind("{*}course/{*}title/{*}langstring")]
    return Outline(
        title=said(course, "title"),
        text=said(course, "description"),
        language=next((one for one in strings if one), ""),
        modules=tuple(modules),
        unread=(f"what {what} is not read, only how the course is put together",),
    )


def _inside(block: etree._Element, member: str, depth: int) -> Iterator[Item]:
    """What stands in a block; a block in it is a heading."""
    for element in block:
        name = etree.QName(element).localname if isinstance(element.tag, str) else ""
        if name == "au":
            yield _unit(element, member)
        elif name == "block" and depth < _DEEPEST:
            text = said(element, "description")
            yield Item(id=element.get("id", ""), kind="heading", title=said(element, "title"), text=text)
            yield from _inside(element, member, depth + 1)


def _unit(element: etree._Element, member: str) -> Item:
    settings: dict[str, str] = {}
    if state := COMPLETES.get(element.get("moveOn", "")):
        settings["complete when"] = state
    if (mark := mastery(element)) is not None:
        settings |= {"points": "100", "pass mark": f"{(mark * 100 + 0).normalize():f}"}
    if (method := element.get("launchMethod")) is not None:
        settings["opens"] = "window" if method == "OwnWindow" else "embedded"
    return Item(
        id=element.get("id", ""), kind="unknown", title=said(element, "title"), text=said(element, "description"),
        url=" ".join((element.findtext("{*}url") or "").split()), settings=settings,
        place=f"{member}:{line_of(element)}",
    )  # fmt: skip
