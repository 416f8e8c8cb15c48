"""The names of pages: Canvas renames the second of two, and swaps their names at each further import.

It compares whole names (`app/models/wiki_page.rb`, `ensure_unique_title`); the home page has the name of the course.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lmsexport.content import Wording
from lmsexport.formats.canvas.write.modules import task_title
from lmsexport.formats.qti12 import kept_name
from lmsexport.formats.qti12.carries.questions import NAME_LENGTH
from lmsexport.lowering import Adapted, Around, Capabilities, changed
from lmsexport.lowering.passes.names import cut
from lmsexport.model import Course, Lab, Lesson, Module
from lmsexport.model.course_parts import Item


def named_once(node: Course, around: Around) -> Course:
    """A course of whose pages no two have one name: the module stands behind it, or the id where that does not tell
    them apart. Names are no longer than Canvas keeps."""
    short = _with_titles(node, {part.id: kept_name(part.title) for part, _ in _parts(node)})
    alike = _alike(short, around.say)
    titles = {part.id: _with_module(part, module) for part, module in _parts(short) if part.id in alike}
    still = _alike(_with_titles(short, titles), around.say)
    titles |= {part.id: _with_id(part) for part, _ in _parts(short) if part.id in alike & still}
    return _with_titles(short, titles)


def _alike(course: Course, say: Wording) -> set[str]:
    """Ids of modules and items whose page has the name of another page."""
    names = {part.id: name for part, _ in _parts(course) if (name := _page_name(part, say))}
    pages = Counter([course.title, *names.values()])
    return {id for id, name in names.items() if pages[name] > 1}


def _parts(course: Course) -> Iterator[tuple[Lesson | Lab | Module, Module]]:
    """What becomes a page, or may, with its module."""
    for module in course.modules:
        yield module, module
        yield from ((item, module) for item in module.items if isinstance(item, Lesson | Lab))


def _page_name(part: Lesson | Lab | Module, say: Wording) -> str:
    """The name of the page that a part becomes; empty where it becomes none."""
    if isinstance(part, Lab):
        return "" if part.points else task_title(part, say)
    return part.title if isinstance(part, Lesson) or part.description else ""


def _with_module(part: Lesson | Lab | Module, module: Module) -> str:
    name = f"{part.title} ({module.title})"
    return _with_id(part) if module.title == part.title or len(name) > NAME_LENGTH else name


def _with_id(part: Lesson | Lab | Module) -> str:
    return f"{cut(NAME_LENGTH - len(part.id) - 3)(part.title)} ({part.id})"


def _with_titles(course: Course, titles: dict[str, str]) -> Course:
    """A course of which some modules and items have other titles."""

    def titled(part: Module | Item) -> Module | Item:
        return changed(part, title=titles.get(part.id, part.title))

    modules = (changed(module, items=tuple(map(titled, module.items))) for module in course.modules)
    return changed(course, modules=tuple(map(titled, modules)))


CARRIES: Capabilities = {
    f"{kind}.title": Adapted(
        f"Canvas keeps {NAME_LENGTH} characters of a name, and each name for one page only: the rest is “…”, and the "
        "module, or an id, stands behind what several pages are called.",
        "Shorten it, or give each page a name of its own.",
        becomes=named_once,
        shortens=True,
    )
    for kind in ("Lesson", "Lab", "Module")
}
