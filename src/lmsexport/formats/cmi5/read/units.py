"""The blocks and units of a cmi5 package from anywhere."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from lmsexport.formats.cmi5.read.pass_marks import COMPLETES
from lmsexport.formats.cmi5.read.structure import mastery, said
from lmsexport.model.numbers import plain_number
from lmsexport.validation import Item, Module, Outline, RichText, line_of

_DEEPEST = 30


def outline_of(member: str, root: etree._Element) -> Outline:
    """The blocks and units of a course structure."""
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
                Module(id=element.get("id", ""), title=said(element, "title"), text=_description(element),
                       items=tuple(_inside(element, member, 0)))
            )  # fmt: skip
    if alone:
        modules.append(Module(id="", title="", items=tuple(alone)))
    number_of = sum(item.kind != "heading" for module in modules for item in module.items)
    what = "the unit shows" if number_of == 1 else f"the {number_of} units show"
    strings = [one.get("lang") for one in root.iterfind("{*}course/{*}title/{*}langstring")]
    return Outline(
        title=said(course, "title"),
        text=_description(course),
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
            yield Item(id=element.get("id", ""), kind="heading", title=said(element, "title"), text=RichText(text))
            yield from _inside(element, member, depth + 1)


def _description(element: etree._Element | None) -> RichText:
    return RichText(said(element, "description"))


def _unit(element: etree._Element, member: str) -> Item:
    settings: dict[str, str] = {}
    if state := COMPLETES.get(element.get("moveOn", "")):
        settings["complete when"] = state
    if (mark := mastery(element)) is not None:
        settings |= {"points": "100", "pass mark": plain_number(mark * 100)}
    if (method := element.get("launchMethod")) is not None:
        settings["opens"] = "window" if method == "OwnWindow" else "embedded"
    return Item(
        id=element.get("id", ""), kind="unknown", title=said(element, "title"), text=_description(element),
        url=" ".join((element.findtext("{*}url") or "").split()), settings=settings,
        place=f"{member}:{line_of(element)}",
    )  # fmt: skip
