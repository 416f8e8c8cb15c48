"""An LMS with a run time that forgives nothing, which starts attempts as the standards have it and shows a teacher what
became of them."""

from __future__ import annotations

import json
import re
import time
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

from lxml import etree

from formats.scorm.lms import Launch, Lms

SCRIPT = Path(__file__).with_suffix(".js")

RUN = """(() => {
  const keep = (values, calls, ended) => {
    const sent = JSON.stringify({ values, calls, ended });
    try {
      const request = new XMLHttpRequest();
      request.open("POST", "/strict/NUMBER", false);
      request.send(sent);
      return request.status === 200;
    } catch {
      return navigator.sendBeacon("/strict/NUMBER", sent) && navigator.onLine; // while the page goes
    }
  };
  return strictRuntime(STANDARD, GIVEN, keep);
})()"""

Elements = dict[str, str]

PATIENCE = 5.0
"""Seconds in which what a closed tab said last has come."""


@dataclass(slots=True)
class Session:
    """One launch of an activity."""

    frame: str
    values: Elements
    calls: list[list[Any]] = field(default_factory=list)
    ended: bool = False

    @property
    def request(self) -> str:
        """What the activity asked the LMS to do when it ended (SCORM 2004)."""
        return self.values.get("adl.nav.request", "_none_")


@dataclass(frozen=True, slots=True)
class Shown:
    """What a teacher sees of a student in one activity."""

    status: str
    """`lesson_status` in SCORM 1.2, `completion_status` in 2004."""
    success: str
    """`success_status`; in SCORM 1.2 the status is all there is."""
    score: str
    """`score.raw`; empty where there is none."""
    progress: str
    """`progress_measure`; empty in SCORM 1.2."""
    seconds: int
    """Of all sessions, in whole seconds."""
    attempts: int


class StrictLms(Lms):
    """Closes with an error when the package has made a call that a standard does not allow."""

    def __init__(self, package: Path, standard: str) -> None:
        super().__init__(package, standard)
        self.next = Launch()
        self.sessions: list[Session] = []
        self.marks = marks(package / "imsmanifest.xml")
        """By the page that is launched: the mastery score, in percent."""

    def __exit__(self, *error: object) -> None:
        super().__exit__(*error)
        if not any(error):
            assert self.faults == []

    @property
    def faults(self) -> list[list[Any]]:
        """Calls with an error, but for elements that have no value yet, and commits in an offline minute."""
        calls = [call for session in self.sessions for call in session.calls]
        return [call for call in calls if call[-1] not in (0, 403) and not (call[-1] in (101, 391) and self.cut_off)]

    def runtime(self) -> bytes:
        return SCRIPT.read_bytes()

    def launch_script(self) -> str:
        session = Session(self.frame, self._given())
        self.sessions.append(session)
        parts = {"NUMBER": str(len(self.sessions) - 1), "STANDARD": json.dumps(self.standard)}
        given = session.values | {f"cmi.{name}": value for name, value in self.next.given.items()}
        return re.sub("|".join(parts), lambda found: parts[found[0]], RUN).replace("GIVEN", json.dumps(given))

    def receive(self, path: str, body: bytes) -> None:
        told = json.loads(body)
        session = self.sessions[int(path.rpartition("/")[2])]
        session.values = told["values"]
        session.calls += told["calls"]
        session.ended |= told["ended"]

    def hears_the_end(self) -> None:
        """Wait for the last words of a session whose page was closed."""
        end = time.monotonic() + PATIENCE
        while not self.sessions[-1].ended and time.monotonic() < end:
            time.sleep(0.05)
        assert self.sessions[-1].ended

    # -- attempts ------------------------------------------------------------------------------------------------------

    def _of(self, frame: str) -> list[Session]:
        return [session for session in self.sessions if session.frame == frame]

    def _given(self) -> Elements:
        """What the LMS has for the next session: of the attempt that goes on, or of none (SCORM 2004 RTE 2.1.1)."""
        before = self._of(self.frame)
        last = before[-1].values if before else {}
        ended = bool(before) and self.standard == "2004" and last.get("cmi.exit", "") != "suspend"
        suspended = last.get(EXIT[self.standard]) == "suspend"
        kept = {} if ended else {name: value for name, value in last.items() if not name.endswith(_OF_A_SESSION)}
        mark = self.marks.get(self.frame)
        if self.standard == "1.2":
            begun = {"cmi.core.lesson_status": "not attempted", "cmi.core.score.raw": "", "cmi.suspend_data": "",
                     "cmi.core.lesson_location": ""}  # fmt: skip
            fixed = {
                "cmi.core.credit": "credit", "cmi.core.lesson_mode": "normal", "cmi.core.student_name": "Learner, Lou",
                "cmi.core.entry": "resume" if suspended else "" if before else "ab-initio",
            }  # fmt: skip
            return begun | kept | fixed
        begun = {"cmi.completion_status": "unknown", "cmi.success_status": "unknown"}
        fixed = {
            "cmi.credit": "credit", "cmi.mode": "normal", "cmi.learner_name": "Learner, Lou",
            "cmi.entry": "resume" if suspended else "ab-initio",
        }  # fmt: skip
        passing = {} if mark is None else {"cmi.scaled_passing_score": f"{float(mark / 100):g}"}
        return begun | kept | fixed | passing

    def shown(self, frame: str = "index.html") -> Shown:
        """What a teacher sees of the last attempt, with the time of all."""
        sessions = self._of(frame)
        own = sessions[-1].values
        seconds = int(sum(_seconds(each.values.get(TIME[self.standard], "")) for each in sessions))
        if self.standard == "1.2":
            status = self._by_mastery(frame, own)
            return Shown(status, "", own["cmi.core.score.raw"], "", seconds, 1)
        exits = [each.values.get("cmi.exit", "") for each in sessions[:-1]]
        raw = own.get("cmi.score.raw", "")
        progress = own.get("cmi.progress_measure", "")
        attempts = 1 + sum(exit != "suspend" for exit in exits)
        return Shown(own["cmi.completion_status"], self._by_measure(frame, own), raw, progress, seconds, attempts)

    def _by_mastery(self, frame: str, own: Elements) -> str:
        """The mastery score decides where there is one and a score (1.2 RTE 3.4.4, `lesson_status`)."""
        mark, raw = self.marks.get(frame), own["cmi.core.score.raw"]
        if mark is None or not raw:
            return own["cmi.core.lesson_status"]
        return "passed" if Fraction(raw) >= mark else "failed"

    def _by_measure(self, frame: str, own: Elements) -> str:
        """The scaled passing score decides where there is one and a score (2004 RTE 4.2.21)."""
        mark, scaled = self.marks.get(frame), own.get("cmi.score.scaled", "")
        if mark is None or not scaled:
            return own["cmi.success_status"]
        return "passed" if Fraction(scaled) * 100 >= mark else "failed"


EXIT = {"1.2": "cmi.core.exit", "2004": "cmi.exit"}
TIME = {"1.2": "cmi.core.session_time", "2004": "cmi.session_time"}
_OF_A_SESSION = (".exit", ".session_time", "adl.nav.request")


def _seconds(text: str) -> float:
    """Seconds of 0000:01:02.5 or PT1M2.5S."""
    if ":" in text:
        hours, minutes, seconds = text.split(":")
        return int(hours) * 3600 + int(minutes) * 60 + float(seconds)
    found = re.fullmatch(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?", text)
    return (
        sum(float(part or 0) * unit for part, unit in zip(found.groups(), (3600, 60, 1), strict=True)) if found else 0
    )


def marks(manifest: Path) -> dict[str, Fraction]:
    """The pass marks of a manifest in percent, by the page that is launched."""
    root = etree.parse(manifest).getroot()
    hrefs = {each.get("identifier"): each.get("href") for each in root.iterfind(".//{*}resource")}
    found = {}
    for item in root.iterfind(".//{*}item[@identifierref]"):
        text = item.findtext("{*}masteryscore") or item.findtext("{*}sequencing//{*}minNormalizedMeasure")
        if text:
            scale = 1 if item.find("{*}masteryscore") is not None else 100
            found[str(hrefs[item.get("identifierref")])] = Fraction(text) * scale
    return found
