"""What lets an LMS move on (cmi5, 13.1.4, moveOn): by the choice of a course, and by what its pages ask for."""

from __future__ import annotations

from typing import Literal

MoveOn = Literal["automatic", "passed", "completed", "completed-and-passed", "completed-or-passed", "not-applicable"]

_WORDS = {
    "passed": "Passed",
    "completed": "Completed",
    "completed-and-passed": "CompletedAndPassed",
    "completed-or-passed": "CompletedOrPassed",
    "not-applicable": "NotApplicable",
}


def move_on(choice: MoveOn, *, examined: bool) -> str:
    """The word of cmi5 for a unit; one that nobody can pass would never let anybody on."""
    if choice == "automatic":
        return "CompletedAndPassed" if examined else "Completed"
    if not examined and choice in ("passed", "completed-and-passed"):
        return "Completed"
    return _WORDS[choice]
