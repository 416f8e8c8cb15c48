"""What a cartridge says of a lowered course."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property

from jinja2 import Environment

from lmsexport.content import ItemLink, Wording, wording
from lmsexport.formats.cartridge.carries import is_html
from lmsexport.formats.imscc.outline import ImsccOutliner
from lmsexport.formats.imscc.resources import body_of
from lmsexport.formats.qti12 import identifier, kept_name
from lmsexport.lowering import LoweredCourse
from lmsexport.model import Bank as CourseBank
from lmsexport.model import Download, Lab, Link
from lmsexport.model import Item as CourseItem
from lmsexport.model import Module as CourseModule
from lmsexport.validation import Bank, Item, Module, Outline, RichText


class CartridgeOutliner(ImsccOutliner):
    """Outlines a cartridge."""

    def __init__(self, course: LoweredCourse, pages: Environment, thin: bool) -> None:
        super().__init__(course, pages)
        self.thin = thin

    def outline(self) -> Outline:
        """The course, and the page about it."""
        outlined = super().outline()
        about = () if self.thin else (Module(id="", title="", items=(self.about_course(outlined.text),)),)
        text = self.resolved.fragment(self.course.source, self.course.description).plain
        return replace(outlined, text=RichText(text), modules=(*outlined.modules, *about), tools={})

    def about_course(self, summary: RichText) -> Item:
        """The page about the course, which importers keep among the files."""
        media = self.files(self.course.source, self.course.description)
        return Item(id="", kind="lesson", title="", text=summary, media=media)

    def about_module(self, module: CourseModule) -> Iterator[Item]:
        """The page about a module; a thin cartridge has none."""
        return iter(()) if self.thin else super().about_module(module)

    def bank(self, bank: CourseBank) -> Bank:
        """The bank, which has no title to be known by."""
        return replace(super().bank(bank), id=identifier(self.course.id, bank.id))

    def files(self, source: str, *shown: str) -> tuple[str, ...]:
        """The sums of the files that texts show, and of the downloads that they link to."""
        pieces = (piece for text in shown for piece in self.resolved.fragment(source, text).pieces)
        linked = (self.resolved.items.get(piece.item) for piece in pieces if isinstance(piece, ItemLink))
        downloads = (item for item in linked if isinstance(item, Download))
        sums = {self.sum_of(self.resolved.media_path(item.source, item.file)) for item in downloads}
        return tuple(sorted({*super().files(source, *shown), *sums} - self.html_pages))

    @cached_property
    def html_pages(self) -> frozenset[str]:
        """The sums of the downloads that are pages, as every HTML file is that a module of a cartridge lists."""
        downloads = (item for item in self.course.items if isinstance(item, Download) and is_html(item.file))
        return frozenset(self.sum_of(self.resolved.media_path(item.source, item.file)) for item in downloads)

    def item(self, item: CourseItem) -> Item:
        """An item without what completes it; only links say where they open."""
        outlined = super().item(item)
        if isinstance(item, Download) and is_html(item.file):
            outlined = replace(outlined, kind="lesson", text=self.text_of_page(item), media=())
        unsaid = ("complete when",) if isinstance(item, Link) else ("complete when", "opens")
        return replace(outlined, settings={k: v for k, v in outlined.settings.items() if k not in unsaid})

    def text_of_page(self, item: Download) -> RichText:
        """An HTML file."""
        file = self.resolved.files[self.resolved.media_path(item.source, item.file)]
        return body_of(file.read_text("utf-8", "replace"), item.title)

    def rows(self, item: CourseItem) -> Iterator[Item]:
        """The entries of a module; a lab in a thin cartridge is its link alone."""
        for row in super().rows(item):
            link_alone = isinstance(item, Lab) and self.thin
            yield (
                replace(row, text=self.link_text(item), media=(), parts=())
                if isinstance(item, Lab) and link_alone
                else row
            )

    def has_page(self, lab: Lab) -> bool:  # noqa: ARG002 - all or none
        """None in a thin cartridge, which holds links only."""
        return not self.thin

    def task_title(self, lab: Lab) -> str:
        """The title of the page with the task of a lab."""
        return task_title(lab, wording(self.course.language))


def task_title(lab: Lab, say: Wording) -> str:
    """The title of the page with the task of a lab."""
    return kept_name(f"{lab.title}: {say.your_task}")
