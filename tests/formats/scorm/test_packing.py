"""What is kept of a student: found again as it was, in no more room than the build counted on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from formats.html import showcase
from formats.html.test_scorers_agree import run
from formats.scorm.conftest import WHEN
from lmsexport.content import ResolvedCourse, Source, nowhere, resolve, wording
from lmsexport.errors import LmsExportError
from lmsexport.formats.base import Context, format_named
from lmsexport.lowering import LoweredCourse, lower
from lmsexport.model import Assessment, Course
from lmsexport.packaging import templates
from lmsexport.pages.assets import linked
from lmsexport.pages.questions.data import SHORT
from lmsexport.pages.record import course_data
from lmsexport.pages.record_room import room
from strategies import FILES, courses

pytestmark = pytest.mark.node


def modules() -> str:
    """The scripts that keep and pack, as one that gives its names away."""
    return linked(templates("scorm", None, "player", "html"), "record").replace(
        "})();\n", "return { Record, deal };\n})()"
    )


PREPARE = """
const { Record, deal } = eval(data.script);
const kept = (record) => ({
  progress: record.progress,
  tallies: Object.fromEntries(Object.keys(record.tallies).map((id) => [id, record.tallyOf(id)])),
});
"""


def rules_of(course: ResolvedCourse) -> dict[str, Any]:
    """The rules and questions of each assessment, as its page has them."""
    from lmsexport.pages.assessments import AssessmentPages
    from lmsexport.pages.renderer import SiteRenderer

    words = wording("en")
    environment = templates("scorm", None, "player", "html")
    pages = AssessmentPages(course, environment, SiteRenderer("../", course.items), words, lms=True)
    return {item.id: pages.view(item)["rules"] for item in course.course.items if isinstance(item, Assessment)}


def longest(question: dict[str, Any], text: str) -> Any:
    """The response to a question that needs the most room."""
    match question["type"]:
        case "single-choice":
            return question["choices"][-1]["id"]
        case "multiple-response":
            return [choice["id"] for choice in question["choices"]]
        case "true-false":
            return False
        case "matching":
            return {pair["id"]: question["matches"][-1] for pair in question["pairs"]}
        case "ordering":
            return [item["id"] for item in reversed(question["items"])]
        case "fill-in-blanks":
            return {
                blank["id"]: blank["choices"][-1]["id"] if blank["kind"] == "dropdown" else text
                for blank in question["blanks"]
            }
        case _:
            return text


ROUND = """
const results = data.courses.map(({ course, rules, answers, limit, text }) => {
  const record = new Record(course);
  record.progress = Object.fromEntries(course.items.map(({ id }, n) => [id, ["viewed", "submitted", "passed"][n % 3]]));
  for (const [n, id] of course.assessments.entries()) {
    record.tallies[id] = { count: 1 + n, counted: `${250 + n}/7`, percents: [] };
    const seed = 4294967295 - n;
    const asked = deal(rules[id], seed).filter(({ question }) => question).map(({ question }) => question);
    const of = (table, value) => Object.fromEntries(asked.map((each) => [each, value ?? table[each]]));
    const state = { seed, page: 4, deadline: 1893456000000, responses: of(answers[id]) };
    Object.assign(state, { tries: of({}, 3), closed: of({}, true) });
    record.write(id, state, rules[id]);
  }
  const packed = record.pack(limit);
  const again = new Record(course);
  const restored = again.restore(packed);
  const attempts = course.assessments.map((id) => [record.read(id), again.read(id, rules[id]) ?? null]);
  return { packed, restored, cramped: record.cramped, before: kept(record), after: kept(again), attempts };
});
console.log(JSON.stringify(results));
"""


def played(courses: list[ResolvedCourse], text: str, limit: int = 64_000) -> list[dict[str, Any]]:
    """What is packed of courses with every question answered, and what is found again."""
    rows = []
    for course in courses:
        rules = rules_of(course)
        answers = {
            id: {name: longest(question, text) for name, question in rule["questions"].items()}
            for id, rule in rules.items()
        }
        data = json.loads(str(course_data(course.course, wording("en"), standard="2004", failed="at-once", tells=[])))
        rows.append({"course": data, "rules": rules, "answers": answers, "limit": limit})
    found: list[dict[str, Any]] = run(PREPARE + ROUND, {"script": modules(), "courses": rows})
    return found


def same(one: dict[str, Any], other: dict[str, Any] | None) -> bool:
    """Whether an attempt is the one that was packed; what says nothing need not be there."""
    if other is None:
        return False
    said = {name: {key: value for key, value in one[name].items() if value not in ("", None)} for name in (
        "responses", "tries", "closed"
    )}  # fmt: skip
    return (
        said == {name: other[name] for name in said} and one["seed"] == other["seed"] and one["page"] == other["page"]
    )


def lowered(course: Course, files: tuple[str, ...] = FILES) -> LoweredCourse:
    resolved, _ = resolve(Source(course, {name: Path(__file__) for name in files}, nowhere))
    return lower(resolved, format_named("scorm-2004")).course


def test_all_of_the_showcase_is_found_again(tmp_path: Path) -> None:
    resolved = showcase.resolved(showcase.course(), tmp_path)
    nasty = "a~b|c%d\n\t\"'\\ عربي 例 😀 %7c ~~ ||"
    (result,) = played([resolved], nasty)
    assert result["restored"] and not result["cramped"]
    assert result["before"]["progress"] == result["after"]["progress"]
    for id, tally in result["before"]["tallies"].items():
        assert result["after"]["tallies"][id]["count"] == tally["count"]
        assert result["after"]["tallies"][id]["share"] == pytest.approx(tally["share"], abs=0.0005)
    assert all(same(before, after) for before, after in result["attempts"])
    assert not any(ord(char) < 32 for char in result["packed"])


@pytest.mark.parametrize("text", ["x" * 9000, "ab~|% " * 1500, "é\n" * 4000])
def test_an_essay_keeps_as_much_as_there_is_room_for(tmp_path: Path, text: str) -> None:
    """All of the 4,096 characters of SCORM 1.2, but for what a sign takes that has to be written as three."""
    essay = {"type": "essay", "id": "text", "prompt": "Write."}
    quiz = {"type": "quiz", "id": "quiz", "title": "Quiz", "questions": [essay]}
    modules = [{"id": "m", "title": "M", "items": [quiz]}]
    course = Course.of(id="c", title="C", date="2025-01-31", modules=modules)
    (result,) = played([lowered(course)], text, 4096)
    assert 4096 - 3 < len(result["packed"]) <= 4096 and result["cramped"]
    ((_, after),) = result["attempts"]
    kept = after["responses"]["text"]
    assert text.startswith(kept) and len(kept) > 1800


def test_no_course_needs_more_room_than_was_counted() -> None:
    found: list[ResolvedCourse] = []

    @given(courses())
    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    def gather(course: Course) -> None:
        found.append(lowered(course))

    gather()
    for course, result in zip(found, played(found, "x" * SHORT), strict=True):
        needed = room(course.course)
        assert all(same(before, after) for before, after in result["attempts"])
        assert len(result["packed"]) <= needed.everything
        assert len(result["packed"].split("|")[0]) == needed.core
        fixed = [len(attempt.split("~")[0]) + 1 for attempt in result["packed"].split("|")[1:]]
        assert max(fixed, default=0) <= needed.largest


@given(text=st.text(max_size=40))
@settings(max_examples=25, deadline=None, derandomize=True)
def test_any_text_is_found_again(text: str) -> None:
    essay = {"type": "essay", "id": "e", "prompt": "Why?"}
    quiz = {"type": "quiz", "id": "q", "title": "Q", "questions": [essay]}
    course = Course.of(id="c", title="C", date="2025-01-31", modules=[{"id": "m", "title": "M", "items": [quiz]}])
    (result,) = played([lowered(course)], text)
    assert all(same(before, after) for before, after in result["attempts"])


def wordy(essays: int) -> LoweredCourse:
    """Quizzes of one essay each."""
    quizzes = [
        {"type": "quiz", "id": f"q{n}", "title": "Q", "questions": [{"type": "essay", "id": f"e{n}", "prompt": "Why?"}]}
        for n in range(essays)
    ]
    return lowered(
        Course.of(id="c", title="C", date="2025-01-31", modules=[{"id": "m", "title": "M", "items": quizzes}])
    )


@pytest.mark.parametrize("length", [100, 1000, 5000, 100_000])
def test_what_does_not_fit_goes_and_that_is_said(length: int) -> None:
    (result,) = played([wordy(5)], "x" * length, limit=4096)
    assert len(result["packed"]) <= 4096 and result["restored"]
    assert result["before"]["progress"] == result["after"]["progress"], "states and results stay in any case"
    assert result["cramped"] == (length >= 1000)
    before, after = result["attempts"][-1]
    assert after is not None, "the attempt that is being made stays"
    assert before["responses"]["e4"].startswith(after["responses"]["e4"])
    assert len(after["responses"]["e4"]) >= min(length, 3000)


def test_an_attempt_at_other_questions_is_left_aside(tmp_path: Path) -> None:
    script = """
const { course, rules, answers, changed } = data.one;
const record = new Record(course);
record.write("quiz-all", { seed: 5, responses: answers["quiz-all"], tries: {}, closed: {} }, rules["quiz-all"]);
const again = new Record(course);
again.restore(record.pack(4096));
const found = again.read("quiz-all", rules["quiz-all"]) !== undefined;
console.log(JSON.stringify([found, again.read("quiz-all", changed) ?? null]));
"""
    resolved = showcase.resolved(showcase.course(), tmp_path)
    rules = rules_of(resolved)
    changed = json.loads(json.dumps(rules["quiz-all"]))
    changed["questions"]["p-single"]["choices"].reverse()
    data = json.loads(str(course_data(resolved.course, wording("en"), standard="1.2", failed="at-last", tells=[])))
    answers = {"quiz-all": {"p-single": "b"}}
    one = {"course": data, "rules": rules, "answers": answers, "changed": changed}
    assert run(PREPARE + script, {"script": modules(), "one": one}) == [True, None]


def test_a_course_that_can_never_fit_is_refused(tmp_path: Path) -> None:
    question = {"type": "ordering", "prompt": "Order", "items": [{"id": f"i{n}", "text": "x"} for n in range(60)]}
    quiz = {"type": "quiz", "id": "q", "title": "Q", "questions": [{**question, "id": f"o{n}"} for n in range(70)]}
    course = Course.of(id="c", title="C", date="2025-01-31", modules=[{"id": "m", "title": "M", "items": [quiz]}])
    format = format_named("scorm-1.2")
    with pytest.raises(LmsExportError, match=r"4096 characters .* needs 4\d{3}: build `scorm-2004`"):
        format.export(lowered(course), format.options(), Context(WHEN))
    assert format_named("scorm-2004").export(lowered(course), format_named("scorm-2004").options(), Context(WHEN))


def test_a_course_that_may_not_fit_says_so(tmp_path: Path) -> None:
    for target, said in (("scorm-1.2", True), ("scorm-2004", False)):
        format = format_named(target)
        package = format.export(wordy(5), format.options(), Context(WHEN))
        assert any("4096 characters" in note for note in package.notes) == said
