"""Items of an outline as parts of a course."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from lmsexport.importing.grades import Grades
from lmsexport.importing.media import Media
from lmsexport.importing.parts import Part, part
from lmsexport.importing.texts import IN_PART, UNDER_TITLE, Texts
from lmsexport.importing.told import Origin, Told
from lmsexport.importing.tools import Tools
from lmsexport.model import Discussion, Download, Heading, Lab, Lesson, Link, Requirement, Term
from lmsexport.validation import NOTHING, Item, RichText
from lmsexport.validation.outline import Need
from lmsexport.validation.targets import Member


class Items:
    """Makes parts of the course of all items but assessments."""

    def __init__(self, texts: Texts, media: Media, told: Told, tools: Tools, grades: Grades) -> None:
        self.texts = texts
        self.media = media
        self.told = told
        self.tools = tools
        self.grades = grades
        self._of_kind: dict[str, Callable[[Item, Origin], Part]] = {
            "lesson": self._lesson, "lab": self._lab, "link": self._link, "download": self._download,
            "heading": self._heading, "discussion": self._discussion, "unknown": self._lesson,
        }  # fmt: skip

    def part(self, item: Item, id: str) -> Part:
        """The item with the id `id`."""
        made = self._of_kind[item.kind](item, Origin(id, item.place))
        return Part(made.model, {"id": id} | dict(made.fields) | common(item, self.texts.items))

    # -- kinds -----------------------------------------------------------------------------------------------------

    def _lesson(self, item: Item, origin: Origin) -> Part:
        said = Said(item)
        body = self.texts(said.text("body", item.text), origin, UNDER_TITLE, item=origin.part)
        glossary = [
            part(Term, term=one.term, definition=self.texts(one.text, origin))
            for one in item.parts if one.name == "glossary"
        ]  # fmt: skip
        return part(
            Lesson, title=_title(item), subtitle=said.line("subtitle"), guiding_question=said.line("guiding_question"),
            objectives=said.lines("objectives"), body=body, glossary=glossary or None,
        )  # fmt: skip

    def _lab(self, item: Item, origin: Origin) -> Part:
        said = Said(item)
        settings = item.settings
        return part(
            Lab, title=_title(item), summary=self.texts(said.text("summary"), origin, UNDER_TITLE),
            task=self.texts(said.text("task", item.text), origin, item=origin.part),
            suggested_opening=said.line("suggested_opening"), assistant=said.line("assistant"),
            tagline=said.line("tagline"), welcome=self.texts(said.text("welcome"), origin),
            tool=self.tools.of(item), parameters=self.tools.parameters(item) or None,
            points=settings.get("points"), opens=_opens(item),
            **(self.grades.fields(settings) if "points" in settings else {}),
        )  # fmt: skip

    def _link(self, item: Item, origin: Origin) -> Part:
        return part(
            Link, title=_title(item), url=item.url, description=self._text(item, origin), opens=_opens(item)
        )  # fmt: skip

    def _download(self, item: Item, origin: Origin) -> Part:
        files = [Member(file.member, file.name) for file in item.files] or self.media.with_sums(item.media)
        file = self.media.path(files[0]) if files else None
        for more in files[1:]:
            self.told.say("not kept", f"the file {more.shown or more.name}: a download is one file", origin)
        return part(Download, title=_title(item), file=file, description=self._text(item, origin))

    def _heading(self, item: Item, origin: Origin) -> Part:
        return part(Heading, title=_title(item), description=self.texts(item.text, origin, IN_PART))

    def _discussion(self, item: Item, origin: Origin) -> Part:
        return part(Discussion, title=_title(item), prompt=self._text(item, origin))

    def _text(self, item: Item, origin: Origin) -> str:
        return self.texts(item.text, origin, UNDER_TITLE, item=origin.part)


class Said:
    """The parts of an item that its package tells apart."""

    def __init__(self, item: Item) -> None:
        self._item = item

    def text(self, name: str, otherwise: RichText = NOTHING) -> RichText:
        """A part; `otherwise` where the package tells no parts apart."""
        found = next((one.text for one in self._item.parts if one.name == name), NOTHING)
        return found if self._item.parts else otherwise

    def line(self, name: str) -> str:
        """The words of a part."""
        return self.text(name).words

    def lines(self, name: str) -> list[str] | None:
        """The words of each of several parts."""
        return [one.text.words for one in self._item.parts if one.name == name and one.text.words] or None


def _opens(item: Item) -> str | None:
    return "embedded" if item.settings.get("opens") == "embedded" else None


def _title(item: Item) -> str:
    """The title; where there is none, the beginning of the text."""
    return " ".join(item.title.split()) or _beginning(item.text.words)


def _beginning(words: str, longest: int = 60) -> str:
    return words if len(words) <= longest else words[:longest].rpartition(" ")[0] + " …"


def common(item: Item, ids: Mapping[str, str]) -> dict[str, Any]:
    """The fields of every item: its gates, and whether students see it."""
    fields: dict[str, Any] = {}
    if needs := requirements(item.needs, ids):
        fields["requires"] = needs
    if state := item.settings.get("complete when"):
        fields["complete_when"] = state
    if item.settings.get("visible") == "no":
        fields["published"] = False
    return fields


def requirements(needs: Sequence[Need], ids: Mapping[str, str]) -> list[Part]:
    """Items that come first; those that are not in the course are left out."""
    return [part(Requirement, item=ids[need.id], state=need.state) for need in needs if need.id in ids]
