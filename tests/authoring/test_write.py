"""Writing a course is the inverse of loading it, and what it writes looks as an author would have written it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings

from authoring.courses import question
from authoring.courses import write as write_files
from authoring.editors import complaints, kind, read
from authoring.odd_courses import courses
from authoring.test_guide import FILES as GUIDE
from authoring.test_guide import QUESTIONS
from authoring.test_guide import course as guide
from conftest import DEEP, ROOT
from legal.course import course
from lmsexport.authoring import load, write
from lmsexport.authoring.short_forms import value
from lmsexport.authoring.yamlout import yaml_text
from lmsexport.errors import InternalError, Severity
from lmsexport.model import Course

SAMPLE = ROOT / "source"
OURS = (SAMPLE, ROOT / "tests" / "courses" / "everything", ROOT / "tests" / "courses" / "arabic")
COURSES = 2000 if DEEP else 40


def loaded(root: Path) -> Course:
    source, problems = load(root)
    assert [str(problem) for problem in problems if problem.severity is Severity.ERROR] == []
    assert source is not None
    return source.course


def loaded_again(files: Mapping[str, str]) -> Course:
    with TemporaryDirectory() as root:
        return loaded(write_files(Path(root), dict(files)))


def assert_inverse(given: Course) -> None:
    files = write(given)
    again = loaded_again(files)
    assert again == given
    assert write(again) == files


@pytest.mark.deep
@pytest.mark.parametrize("seed", range(1, COURSES + 1))
def test_a_legal_course_that_is_written_and_loaded_is_the_same(seed: int, tmp_path: Path) -> None:
    assert_inverse(loaded(course(seed).write(tmp_path)))


def test_drafts_stand_where_they_stood(tmp_path: Path) -> None:
    module = "title: M\nitems:\n  - heading: Later\n    id: later\n    draft: which\n  - a.md\n  - quiz.yaml\n"
    drafts = "  - prompt: One?\n    draft: nothing is right\n    choices: [a, b]\n    points: 0.50\n    hints:\n"
    quiz = f"type: quiz\ntitle: Q\nquestions:\n{drafts}  - prompt: Two?\n    type: essay\n{drafts}"
    files = {
        "course.yaml": "id: c\ntitle: C\ndate: 2026-01-31\nmodules: [m]\nbanks: [b.yaml, c.yaml]\n",
        "m/module.yaml": module,
        "m/a.md": "---\ntitle: A\ndraft: text\n---\n\n# x\n",
        "m/quiz.yaml": quiz,
        "b.yaml": "draft: all\ntitle: B\n",
        "c.yaml": quiz.replace("type: quiz", "type: bank"),
    }
    given = loaded(write_files(tmp_path, dict(files)))
    assert len(given.drafts) == 7
    assert_inverse(given)
    assert list(write(given)) == ["course.yaml", "c.yaml", "b.yaml", "m/module.yaml", "m/quiz.yaml", "m/a.md"]


@settings(max_examples=40, deadline=None)
@given(courses())
def test_so_is_a_course_with_texts_made_to_go_wrong(given: Course) -> None:
    assert_inverse(given)


@pytest.mark.parametrize("root", OURS, ids=lambda root: root.name)
def test_our_courses_come_back_in_the_same_files_and_pass_the_schemas(root: Path) -> None:
    given = loaded(root)
    files = write(given)
    sources = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.suffix in (".md", ".yaml")}
    assert set(files) == sources - {"README.md", "REVIEW.md"}
    assert_inverse(given)
    for name, text in files.items():
        schema = kind(Path(name), read(text))
        assert schema is not None
        assert complaints(schema, text) == [], name


def test_lessons_and_quizzes_of_the_sample_come_back_to_the_letter() -> None:
    changed = {name for name, text in write(loaded(SAMPLE)).items() if text != (SAMPLE / name).read_text("utf-8")}
    in_module = {"module.yaml", "module-test.yaml", *(f"{n}-lab.yaml" for n in range(1, 5))}
    # An empty line; the place of explanations; folded lines; settings as they are by default.
    assert changed == {"course.yaml", *(f"05-constitutional-ai/{name}" for name in in_module)}


WITH_OTHER_WORDS = {
    "course.yaml": "some settings are as they are by default",
    "banks/capitals.yaml": "short choices stand in brackets",
    "02-rhine/02-test.yaml": "short choices stand in brackets",
}
"""Files of the guide that are written in another way, and why."""


def test_files_of_the_guide_come_back_to_the_letter(tmp_path: Path) -> None:
    files = write(loaded(guide(tmp_path)))
    assert set(files) == set(GUIDE)
    assert {name for name in GUIDE if files[name] != GUIDE[name]} == set(WITH_OTHER_WORDS)


def test_questions_of_the_guide_come_back_to_the_letter(tmp_path: Path) -> None:
    changed = {found.id for text in QUESTIONS if yaml_text(value(found := question(tmp_path, text))) != text}
    # A wrong choice without `wrong:`; short choices in brackets; quotes that need not be; points at the end.
    assert changed == {"longest", "gaps", "border", "quotes"}


HEAD = "id: demo\ntitle: Demo\ndate: 2026-01-31\nmodules: [m]\n"


def written_again(root: Path, name: str, files: dict[str, str | bytes]) -> str:
    return write(loaded(write_files(root, files)))[name]


@pytest.mark.parametrize(
    ("long", "short"),
    [
        ("title: M\nid: m\nitems: []\npublished: yes\n", "title: M\n"),
        ("title: M\nid: other\nnumber: 0\nrequires: []\n", "id: other\ntitle: M\nnumber: 0\n"),
        (
            "title: M\nitems:\n- {title: T, published: no, id: a, download: ./files/../x.pdf}\n",
            "title: M\nitems:\n  - download: ./files/../x.pdf\n    id: a\n    title: T\n    published: no\n",
        ),
        (
            "title: M\nitems:\n- {heading: H, id: h}\n- {discussion: D, id: item, prompt: P}\n"
            "- {link: 'https://example.org', id: no, title: 12:30, requires: [{item: item, state: submitted}]}\n",
            "title: M\nitems:\n  - heading: H\n    id: h\n  - discussion: D\n    id: item\n    prompt: P\n"
            '  - link: https://example.org\n    id: "no"\n    title: "12:30"\n'
            "    requires:\n      - item: item\n        state: submitted\n",
        ),
    ],
)
def test_modules_are_written_shortly(long: str, short: str, tmp_path: Path) -> None:
    assert written_again(tmp_path, "m/module.yaml", {"m/module.yaml": long}) == short


@pytest.mark.parametrize(
    ("long", "short"),
    [
        ("{type: numeric, prompt: P, answers: [{min: 1, max: 2e1}]}", "type: numeric\nprompt: P\nanswer: 1..20\n"),
        (
            "{type: numeric, prompt: P, answers: [{value: 1e30, tolerance: 0, tolerance_type: relative}]}",
            "type: numeric\nprompt: P\nanswer: 1e30\ntolerance: 0%\n",
        ),
        (
            "{type: numeric, prompt: P, answers: [{value: 1, tolerance: 1e-30, tolerance_type: relative}]}",
            "type: numeric\nprompt: P\nanswers:\n  - value: 1\n    tolerance: 1e-30\n    tolerance_type: relative\n",
        ),
        (
            "{prompt: P, choices: [{text: no, correct: yes, id: a}, {id: x, text: n/a, weight: -33.30}]}",
            'prompt: P\nchoices:\n  - right: "no"\n  - wrong: n/a\n    id: x\n    weight: -33.30%\n',
        ),
        (
            "{type: matching, prompt: P, pairs: [{id: b, prompt: A, match: B}, {prompt: C, match: D, id: c}]}",
            "prompt: P\npairs:\n  - id: b\n    prompt: A\n    match: B\n  - id: c\n    prompt: C\n    match: D\n",
        ),
        (
            "{type: matching, prompt: P, pairs: [{prompt: A, match: B}, {prompt: A, match: C}]}",
            "prompt: P\npairs:\n  - prompt: A\n    match: B\n  - prompt: A\n    match: C\n",
        ),
        (
            "{type: true-false, prompt: P, answer: on, feedback: {general: G}, hints: H, tags: T}",
            "type: true-false\nprompt: P\nanswer: true\nfeedback: G\nhints:\n  - H\ntags: [T]\n",
        ),
        (
            "{type: fill-in-blanks, prompt: '{{a}}', blanks: [{id: a, kind: text, answers: [{text: 'null'}]}]}",
            "prompt: \"{{a}}\"\nblanks:\n  a: \"null\"\n",
        ),
    ],
)  # fmt: skip
def test_questions_are_written_shortly(long: str, short: str, tmp_path: Path) -> None:
    assert yaml_text(value(question(tmp_path, long))) == f"id: quiz-q1\n{short}"


def test_front_matter_ends_where_it_ends(tmp_path: Path) -> None:
    text = "---\ntitle: |-\n  Before\n  ---\n  after\n---\n---\n\n--- \nBody\n"
    files: dict[str, str | bytes] = {"m/module.yaml": "title: M\nitems: [no.md]\n", "m/no.md": text}
    assert written_again(tmp_path, "m/no.md", files) == text


def test_what_no_file_can_hold_is_not_written(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "m/module.yaml": "title: M\nitems: [a.md]\n",
        "m/a.md": "---\ntitle: A\n---\nText.\n",
    }
    given = loaded(write_files(tmp_path, files))
    [module] = given.modules
    for character in ("\r", "\x85", "\u2028"):
        lesson = module.items[0].model_copy(update={"body": f"One{character}two"})
        changed = given.model_copy(update={"modules": (module.model_copy(update={"items": (lesson,)}),)})
        with pytest.raises(InternalError, match=f"U\\+{ord(character):04X}, which is in the lesson `a`"):
            write(changed)


def test_no_file_is_written_over_another(tmp_path: Path) -> None:
    given = loaded(write_files(tmp_path, {"m/module.yaml": "title: M\n", "course.yaml": HEAD}))
    again = given.modules[0].model_copy(update={"id": "other"})
    with pytest.raises(InternalError, match="two parts of the course have the file `m/module"):
        write(given.model_copy(update={"modules": (*given.modules, again)}))
    with pytest.raises(InternalError, match="has no file"):
        write(given.model_copy(update={"source": ""}))
