"""The LTI tools that the labs of a package open in."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from urllib.parse import urlsplit

from pydantic import ValidationError

from lmsexport.importing.identities import Identities
from lmsexport.model import Tool
from lmsexport.model.items import RESERVED_PARAMETERS
from lmsexport.validation import Item, Outline

_PARAMETER = "parameter "


class Tools:
    """Finds out which tool each lab opens in: labs open `<tool>/<course>/<lab>`."""

    def __init__(self, outline: Outline, ids: Identities) -> None:
        labs = [item for item in outline.items if item.kind == "lab" and item.url]
        named = {url: name for name, url in outline.tools.items()}
        self._ids: dict[str, str] = {}
        self.built: list[Tool] = []
        for url in dict.fromkeys([*outline.tools.values(), *map(tool_url, labs)]):
            name = named.get(url) or urlsplit(url).hostname or url
            self._ids[url] = ids.give("", name)
            brought = {"installed": False, "lti": "1.1"} if url in named else {}
            with suppress(ValidationError):  # whose address is none opens nowhere: its labs become drafts
                self.built.append(Tool.of(id=self._ids[url], name=name, url=url, **brought))

    def of(self, lab: Item) -> str | None:
        """The id of the tool of a lab; None where the course has one alone, or the lab has none."""
        return self._ids.get(tool_url(lab)) if len(self._ids) > 1 else None

    def parameters(self, lab: Item) -> dict[str, str]:
        """The custom parameters that its author gave a lab."""
        own = ((name.removeprefix(_PARAMETER), value) for name, value in lab.settings.items() if _PARAMETER in name)
        return {name: value for name, value in own if name not in RESERVED_PARAMETERS}


def tool_url(lab: Item) -> str:
    """The address of a lab's tool: that of the lab without course and lab, where it names them."""
    tail = "/".join(lab.settings.get(_PARAMETER + name, "") for name in ("course_id", "lab_id"))
    address, mark, query = lab.url.partition("?")
    return address.removesuffix(f"/{tail}") + mark + query


def own_id(item: Item) -> str:
    """What the package calls an item: a lab by the id that it is launched with."""
    return item.settings.get(_PARAMETER + "lab_id") or item.id


def course_ids(items: Iterable[Item]) -> set[str]:
    """The ids of courses that labs are launched with."""
    return {item.settings[_PARAMETER + "course_id"] for item in items if _PARAMETER + "course_id" in item.settings}
