"""An LMS that follows the sequencing of SCORM 2004: the manifest's tree, run by the engine of scorm-again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from lxml import etree

from formats.scorm.lms import Lms

NS = {"cp": "http://www.imsglobal.org/xsd/imscp_v1p1", "ss": "http://www.imsglobal.org/xsd/imsss"}

PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>LMS</title><link rel="icon" href="data:,">
<style>html, body, main, iframe { margin: 0; border: 0; width: 100%; height: 100%; display: block }</style>
<script src="/runtime.js"></script></head>
<body><main><h1 style="position: absolute; inset-inline-start: -100vw">LMS</h1>
<iframe title="Course" src="about:blank"></iframe></main><script>
const { tree, hrefs } = SETTINGS;
console.info = console.log = console.debug = () => {}; // the engine tells what it does
let delivered = null;
const runtime = new Scorm2004API({
  logLevel: 5, lmsCommitUrl: "/commit/sequenced", dataCommitFormat: "json",
  sequencing: { activityTree: tree, eventListeners: { onActivityDelivery: ({ id }) => { delivered = id; } } },
});
window.API_1484_11 = runtime;
const frame = document.querySelector("iframe");
const kept = {}; // of activities that were left with `suspend`: the next launch goes on with the same attempt
let here = null;
const keep = () => {
  const { exit, session_time, ...cmi } = JSON.parse(JSON.stringify(runtime.renderCMIToJSONObject().cmi));
  kept[here] = exit === "suspend" ? { cmi: { ...cmi, entry: "resume" } } : null;
};
/** A student picks an activity: the one before ends, and the engine decides. What is delivered; null for nothing. */
window.choose = async (id) => {
  delivered = null;
  if (frame.src !== "about:blank") {
    const gone = new Promise((resolve) => { frame.onload = resolve; });
    frame.src = "about:blank"; // the activity before says its last words
    await gone;
    keep();
  }
  const taken = runtime.processNavigationRequest("choice", id);
  if (!taken || !delivered) return null;
  runtime.reset();
  if (kept[delivered]) runtime.loadFromJSON(kept[delivered]);
  here = delivered;
  frame.src = "/content/" + hrefs[delivered];
  return delivered;
};
window.tracking = (id) => runtime.getActivityTrackingData(id);
</script></body></html>
"""


class SequencedLms(Lms):
    """Shows one activity at a time, and only what the rules of the manifest let through."""

    def __init__(self, package: Path) -> None:
        super().__init__(package, "2004")
        manifest = etree.parse(package / "imsmanifest.xml").getroot()
        organization = manifest.find(".//cp:organization", NS)
        assert organization is not None
        hrefs = {each.get("identifier"): each.get("href") for each in manifest.iterfind(".//cp:resource", NS)}
        self.hrefs = {
            str(item.get("identifier")): str(hrefs[item.get("identifierref")])
            for item in manifest.iterfind(".//cp:item[@identifierref]", NS)
        }
        self.tree = activity(organization)

    def page(self) -> str:
        """The page of the LMS with the engine in it."""
        return PAGE.replace("SETTINGS", json.dumps({"tree": self.tree, "hrefs": self.hrefs}))


# -- the manifest, as the engine wants it (SCORM 2004 CAM 5.1; defaults as in the schemas) -----------------------------


def activity(element: etree._Element) -> dict[str, Any]:
    """An `organization` or `item` with everything below it."""
    found: dict[str, Any] = {
        "id": element.get("identifier"),
        "title": element.findtext("cp:title", namespaces=NS),
        "children": [activity(child) for child in element.iterfind("cp:item", NS)],
    }
    rules = element.find("ss:sequencing", NS)
    if rules is None:
        return found
    mode, rollup = rules.find("ss:controlMode", NS), rules.find("ss:rollupRules", NS)
    delivery = rules.find("ss:deliveryControls", NS)
    found["sequencingControls"] = {
        "choice": flag(mode, "choice", default=True),
        "choiceExit": flag(mode, "choiceExit", default=True),
        "flow": flag(mode, "flow", default=False),
        "forwardOnly": flag(mode, "forwardOnly", default=False),
        "useCurrentAttemptObjectiveInfo": flag(mode, "useCurrentAttemptObjectiveInfo", default=True),
        "useCurrentAttemptProgressInfo": flag(mode, "useCurrentAttemptProgressInfo", default=True),
        "rollupObjectiveSatisfied": flag(rollup, "rollupObjectiveSatisfied", default=True),
        "rollupProgressCompletion": flag(rollup, "rollupProgressCompletion", default=True),
        "objectiveMeasureWeight": 1.0 if rollup is None else float(rollup.get("objectiveMeasureWeight", "1")),
    }
    found["deliveryControls"] = {
        "tracked": flag(delivery, "tracked", default=True),
        "completionSetByContent": flag(delivery, "completionSetByContent", default=False),
        "objectiveSetByContent": flag(delivery, "objectiveSetByContent", default=False),
    }
    found["sequencingRules"] = {
        "preConditionRules": [rule(each) for each in rules.iterfind(".//ss:preConditionRule", NS)]
    }
    primary = rules.find("ss:objectives/ss:primaryObjective", NS)
    if primary is not None:
        found["primaryObjective"] = objective(primary)
    found["objectives"] = [objective(each) for each in rules.iterfind("ss:objectives/ss:objective", NS)]
    return found


def rule(element: etree._Element) -> dict[str, Any]:
    """A pre-condition rule."""
    conditions = element.find("ss:ruleConditions", NS)
    action = element.find("ss:ruleAction", NS)
    assert conditions is not None and action is not None
    return {
        "action": action.get("action"),
        "conditionCombination": conditions.get("conditionCombination", "all"),
        "conditions": [
            {
                "condition": each.get("condition"),
                "operator": each.get("operator", "noOp"),
                "referencedObjective": each.get("referencedObjective"),
            }
            for each in conditions.iterfind("ss:ruleCondition", NS)
        ],
    }


def objective(element: etree._Element) -> dict[str, Any]:
    """An objective with its maps to global ones."""
    least = element.findtext("ss:minNormalizedMeasure", namespaces=NS)
    return {
        "objectiveID": element.get("objectiveID"),
        "satisfiedByMeasure": flag(element, "satisfiedByMeasure", default=False),
        "minNormalizedMeasure": None if least is None else float(least),
        "mapInfo": [
            {
                "targetObjectiveID": each.get("targetObjectiveID"),
                "readSatisfiedStatus": flag(each, "readSatisfiedStatus", default=True),
                "readNormalizedMeasure": flag(each, "readNormalizedMeasure", default=True),
                "writeSatisfiedStatus": flag(each, "writeSatisfiedStatus", default=False),
                "writeNormalizedMeasure": flag(each, "writeNormalizedMeasure", default=False),
            }
            for each in element.iterfind("ss:mapInfo", NS)
        ],
    }


def flag(element: etree._Element | None, name: str, *, default: bool) -> bool:
    """An attribute of the type boolean."""
    return default if element is None or element.get(name) is None else element.get(name) == "true"
