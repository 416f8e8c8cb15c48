"""What a Common Cartridge carries of a course: the same in all versions, and less in a thin one."""

from __future__ import annotations

from lmsexport.formats.launch import TOOL_CARRIES
from lmsexport.formats.qti12 import CARTRIDGE, cut_name, kept_name
from lmsexport.formats.qti12.carries.cartridge_quizzes import QUIZZES, one_bank
from lmsexport.formats.shown_files import PAGES
from lmsexport.lowering import CARRIED, LINKS, Adapted, Around, Capabilities, Carried, Dropped, Noted, whole
from lmsexport.lowering.passes.links import Reaches, no_item, unlinked
from lmsexport.lowering.passes.names import line, numbered
from lmsexport.model import Download, Item, Lab, Lesson, Link


def plain_title(title: str) -> str:
    """The title of a course that no importer takes for markup: Moodle refuses the whole cartridge for it."""
    return title.replace("<", "‹").replace(">", "›")


def is_html(file: str) -> bool:
    """Whether a file is a page to every importer, whatever lists it."""
    return file.lower().endswith(PAGES)


def _is_on_a_page(around: Around) -> bool:
    """Whether a text stands on a page: documents of quizzes and discussions cannot link to pages."""
    return not around.owner or isinstance(around.resolved.items.get(around.owner), Lesson | Lab)


def _reaches(item: Item, field: str, around: Around) -> bool:  # noqa: ARG001
    """Whether a cartridge has an address for an item: there is none for quizzes and discussions."""
    return isinstance(item, Link | Download) or (isinstance(item, Lesson | Lab) and _is_on_a_page(around))


def _reaches_for_moodle(item: Item, field: str, around: Around) -> bool:  # noqa: ARG001
    """Whether Moodle finds an item: it makes dead links of those between pages."""
    return isinstance(item, Link | Download)


def _links(reaches: Reaches) -> Adapted:
    return Adapted(
        "A cartridge of this version has no address for it, so the words of the link stay, without the link.",
        "Name it in the text, so that students find it.",
        becomes=unlinked(reaches),
    )


_BY_THE_LMS = Dropped("A cartridge has no gates and no completion.", "Set them in the LMS after the upload.")
_GRADEBOOK = Dropped("A cartridge has no gradebook.", "Set it in the LMS after the upload.")
_SETTING = Dropped("A cartridge has no such setting.", "Set it in the LMS after the upload.")
_ITEMS = ("Discussion", "Download", "Heading", "Lab", "Lesson", "Link")
_NO_DESCRIPTION = Dropped("A cartridge shows its name only.", "Write it into a lesson.")

_IN_THE_GRADEBOOK = (
    "GradeCategory", "GradeCategory.*", "Assessment.weight", "Lab.weight", "Assessment.grade_category",
    "Lab.grade_category", "Assessment.graded",
)  # fmt: skip

CAPABILITIES: Capabilities = {
    **whole(CARRIED, "Author", "Bank", "Course", *_ITEMS, "Module", "Term"),
    **CARTRIDGE.capabilities,
    **QUIZZES,
    **TOOL_CARRIES,
    **{f"{kind}.title": cut_name() for kind in _ITEMS},
    "Module.number": Carried(numbered(str)),
    "Module.title": cut_name(),
    **{f"{name}.complete_when": _BY_THE_LMS for name in ("Assessment", *_ITEMS)},
    **whole(_BY_THE_LMS, "Requirement"),
    "Module.requires": _BY_THE_LMS,
    **dict.fromkeys(_IN_THE_GRADEBOOK, _GRADEBOOK),
    **{f"Assessment.{field}": _SETTING for field in ("counts", "shuffle_questions", "questions_per_page")},
    "Course.banks": Carried(one_bank),
    "Bank.title": Dropped(
        "A cartridge has one question bank without a name; it holds the questions of all banks.", leaves=""
    ),
    "Bank.description": Dropped("The question bank of a cartridge has no description."),
    "Course.description": Noted("It stands on a page of its own, and in the metadata."),
    "Course.title": Adapted(
        "LMSs take angle brackets in the name of a course for markup; they become ‹ and ›.",
        "Choose another title.",
        becomes=line("title", lambda title: plain_title(kept_name(title))),
        shortens=True,
    ),
    "Course.version": Noted("It stands on the page about the course."),
    "Download.description": _NO_DESCRIPTION,
    "Download.file": Noted(
        "LMSs show an HTML file of a cartridge as a page.",
        "Offer it in an archive, or write it as a lesson.",
        when=lambda download, _: is_html(download.file),
    ),
    "Heading.description": _NO_DESCRIPTION,
    "Lab.opens": _SETTING,
    "Lab.points": Noted("The link says it to Canvas, which makes an assignment of it; other LMSs do not read it."),
    "Link.description": _NO_DESCRIPTION,
    LINKS: _links(_reaches),
    "Module.description": Noted("It is a page of its own, the first of the module."),
}  # fmt: skip

FOR_MOODLE: Capabilities = {**CAPABILITIES, LINKS: _links(_reaches_for_moodle)}

_LINKS_ONLY = Dropped("A thin cartridge holds links only.", "Build without `thin`.")

_IN_THE_TOOL = Noted("A thin cartridge holds links only; the lab’s tool shows it, from the labs bundle.")

THIN: Capabilities = {
    **CAPABILITIES,
    **dict.fromkeys(("Assessment", "Bank", "Discussion", "Download", "Lesson"), _LINKS_ONLY),
    **{f"Lab.{text}": _IN_THE_TOOL for text in ("summary", "task", "suggested_opening", "assistant", "tagline",
                                                "welcome")},
    "Course.description": _LINKS_ONLY,
    "Course.version": _LINKS_ONLY,
    LINKS: _links(no_item),
    "Module.description": _LINKS_ONLY,
}  # fmt: skip
