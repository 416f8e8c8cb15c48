"""The gates that an LMS is told of between the activities of our own packages, beside those that their pages name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from lxml import etree

from lmsexport.formats.manifests import manifest_in
from lmsexport.formats.scorm.read.organisations import organisation_of
from lmsexport.pages.reading import HOME, script_data_on_pages
from lmsexport.validation import Contents, Item, Module, Outline


def other_gates(contents: Contents, outline: Outline) -> Iterator[str]:
    """Name the activities that the LMS opens otherwise than their pages say; `outline` is what the pages say.

    In a package of one activity the pages keep their gates themselves.
    """
    organisation = organisation_of(manifest_in(contents))
    if organisation is None or HOME in script_data_on_pages(contents):
        return
    titles = {f"item.{item.id}": item.title for item in outline.items}
    items = {f"item.{item.id}": frozenset(_requires(item)) for item in outline.items}
    modules = {f"module.{module.id}": module for module in outline.modules}
    for activity in organisation.iter("{*}item"):
        identifier = activity.get("identifier", "")
        states = {f"{titles.get(id, id)}: {state}" for id, state in _sequencing(activity)}
        whole = {titles.get(id, id) for id in _prerequisites(activity)}
        needs = items.get(identifier, frozenset())
        if module := modules.get(identifier):
            needs = _needs_of(module, outline.modules, states | whole)
        if states != needs and whole != _items(needs):
            told = ", ".join(sorted(states or whole)) or "nothing"
            said = ", ".join(sorted(needs)) or "nothing"
            yield f"{identifier} waits for {told} in the LMS, and for {said} by its page"


def _needs_of(module: Module, modules: Sequence[Module], told: set[str]) -> frozenset[str]:
    """The states of items that a module waits for. Its page names modules: of several that have one title, those count
    that the LMS is told of."""
    needs: set[str] = set()
    for named, number in Counter(_requires(module)).items():
        states = [
            _completing(other) for other in modules if other is not module and f"{other.title}: complete" == named
        ]
        known = sorted(filter(None, states), key=lambda each: not (each <= told or _items(each) <= told))
        needs.update(*known[:number])
    return frozenset(needs)


def _completing(module: Module) -> set[str]:
    """The states of items that complete a module."""
    items = (item for item in module.items if "complete when" in item.settings)
    return {f"{item.title}: {item.settings['complete when']}" for item in items}


def _items(states: Iterable[str]) -> set[str]:
    """The titles of the items whose states these are."""
    return {state.rpartition(": ")[0] for state in states}


def _requires(part: Module | Item) -> list[str]:
    requires = part.settings.get("requires", "")
    return requires.split("\n") if requires else []


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
