"""The gates that an LMS is told of between the activities of our own packages, beside those that their pages name."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from lmsexport.formats.manifests import manifest_in
from lmsexport.formats.scorm.read.organisations import organisation_of
from lmsexport.pages.reading import HOME, script_data_on_pages
from lmsexport.validation import Contents, Module, Outline


def other_gates(contents: Contents, outline: Outline) -> Iterator[str]:
    """Name the activities that the LMS opens otherwise than their pages say; `outline` is what the pages say.

    In a package of one activity the pages keep their gates themselves.
    """
    organisation = organisation_of(manifest_in(contents))
    if organisation is None or HOME in script_data_on_pages(contents):
        return
    by_page = _gates_on_pages(outline)
    titles = {f"item.{item.id}": item.title for item in outline.items}
    for activity in organisation.iter("{*}item"):
        identifier = activity.get("identifier", "")
        states = {f"{titles.get(id, id)}: {state}" for id, state in _sequencing(activity)}
        whole = {titles.get(id, id) for id in _prerequisites(activity)}
        needs = by_page.get(identifier, frozenset())
        if states != needs and whole != {need.rpartition(": ")[0] for need in needs}:
            told = ", ".join(sorted(states or whole)) or "nothing"
            said = ", ".join(sorted(needs)) or "nothing"
            yield f"{identifier} waits for {told} in the LMS, and for {said} by its page"


def _gates_on_pages(outline: Outline) -> dict[str, frozenset[str]]:
    """Identifier of an activity → the states of items that it waits for."""
    gates = {f"item.{item.id}": frozenset(_lines(item.settings.get("requires", ""))) for item in outline.items}
    for module in outline.modules:
        before = [other for other in outline.modules if f"{other.title}: complete" in _lines(_requires(module))]
        gates[f"module.{module.id}"] = frozenset(
            f"{item.title}: {item.settings['complete when']}"
            for other in before
            for item in other.items
            if "complete when" in item.settings
        )
    return gates


def _requires(module: Module) -> str:
    return module.settings.get("requires", "")


def _lines(text: str) -> list[str]:
    return text.split("\n") if text else []


def _sequencing(activity: etree._Element) -> Iterator[tuple[str, str]]:
    """What has to be reached before an activity of SCORM 2004 opens: identifiers with states (SN 3.4)."""
    rules = activity.iterfind("{*}sequencing/{*}sequencingRules/{*}preConditionRule")
    for rule in rules:
        for condition in rule.iter("{*}ruleCondition"):
            identifier, _, state = condition.get("referencedObjective", "").rpartition(".")
            yield identifier, state


def _prerequisites(activity: etree._Element) -> Iterator[str]:
    """What has to be complete before an activity of SCORM 1.2 opens (CAM 2.3.2.4)."""
    yield from filter(None, (activity.findtext("{*}prerequisites") or "").split("&"))
