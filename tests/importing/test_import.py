"""Packages become courses: whole where the package says enough, drafts elsewhere, and nothing without a word."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lmsexport.authoring import load
from lmsexport.cli import cli
from lmsexport.engine.build import Request, build
from lmsexport.engine.check import check
from lmsexport.engine.diff import compared
from lmsexport.importing.course import QuestionFiles
from lmsexport.importing.gates import with_needs
from lmsexport.importing.grades import Grades
from lmsexport.importing.identities import Identities
from lmsexport.importing.package import Import, import_package
from lmsexport.importing.parts import BrokenError, part
from lmsexport.importing.report import as_data, as_markdown, differences, summary
from lmsexport.importing.told import Told
from lmsexport.model import Assessment, Choice, Course, Lab, MultipleResponse, SingleChoice
from lmsexport.validation import Item, Module, Need, Outline

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "source"
TARGETS = ("canvas", "cartridge-1.3", "gift", "moodle", "moodle-xml", "qti-1.2", "qti-2.1", "qti-3.0", "scorm-2004")

GIFT = """\
$CATEGORY: Rivers/Danube

::source::Where does the Danube rise? {
  =In the Black Forest # Right, near Donaueschingen.
  ~In the Alps
  ~In the Jura # That is the Rhône's neighbour.
}

::through::Through how many countries does it flow? {#10:0}

::capital::Match each capital. {=Austria -> Vienna =Serbia -> Belgrade =Hungary -> Budapest}

Which of these lie on it? {~%50%Vienna ~%50%Belgrade ~%-100%Prague}

Nothing is right here. {~one ~two}
"""


def brought(tmp_path: Path, text: str, name: str = "danube.gift", questions: QuestionFiles = "quizzes") -> Import:
    package = tmp_path / name
    package.write_text(text, encoding="utf-8")
    return import_package(package, tmp_path / "course", questions=questions)


def course_in(folder: Path) -> Course:
    source, _ = load(folder)
    assert source is not None
    return source.course


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, ["import", *map(str, arguments)], standalone_mode=False)


# -- a file of questions -----------------------------------------------------------------------------------------------


def test_a_file_of_questions_becomes_what_a_teacher_would_have_written(tmp_path: Path) -> None:
    brought(tmp_path, GIFT)
    text = (tmp_path / "course" / "01-danube" / "01-danube.yaml").read_text(encoding="utf-8")
    assert text.startswith("type: quiz\ntitle: Danube\n")
    for lines in (
        "    prompt: Where does the Danube rise?\n    choices:\n      - right: In the Black Forest\n"
        "        feedback: Right, near Donaueschingen.\n      - wrong: In the Alps\n      - wrong: In the Jura\n"
        "        feedback: That is the Rhône's neighbour.\n",
        "    type: numeric\n",
        "    pairs:\n      Austria: Vienna\n      Serbia: Belgrade\n      Hungary: Budapest\n",
        "    type: multiple-response\n",
    ):
        assert lines in text


def test_what_lacks_a_right_answer_is_a_draft_and_told_with_its_place(tmp_path: Path) -> None:
    done = brought(tmp_path, GIFT)
    (entry,) = (entry for entry in done.entries if entry.outcome == "missing")
    assert entry.what == "no choice is marked right"
    assert entry.origin.place.endswith(":15")
    assert "4 of 5 questions" in summary(done)
    (draft,) = course_in(tmp_path / "course").drafts
    assert draft.draft == "no choice is marked right"
    assert draft.index == 4
    assert draft.written["choices"] == [{"wrong": "one"}, {"wrong": "two"}]


def test_the_report_and_the_data_name_the_draft(tmp_path: Path) -> None:
    done = brought(tmp_path, GIFT)
    assert "no choice is marked right" in as_markdown(done)
    (row,) = (row for row in as_data(done)["entries"] if row["outcome"] == "missing")
    assert row["to"].startswith("01-danube/01-danube.yaml")


def test_categories_become_banks_where_that_is_asked_for(tmp_path: Path) -> None:
    brought(tmp_path, GIFT, questions="banks")
    course = course_in(tmp_path / "course")
    assert [bank.title for bank in course.banks] == ["Danube"]
    assert not any(isinstance(item, Assessment) for item in course.items)


TWO_RIGHT = """\
<quiz><question type="multichoice"><name><text>n</text></name>
<questiontext format="html"><text>Which?</text></questiontext><single>true</single>
<answer fraction="100"><text>this</text></answer><answer fraction="100"><text>that</text></answer>
<answer fraction="0"><text>none</text></answer></question></quiz>
"""


def test_where_any_of_several_choices_was_enough_all_are_asked_for_and_that_is_told(tmp_path: Path) -> None:
    done = brought(tmp_path, TWO_RIGHT, "two.xml")
    (quiz,) = course_in(tmp_path / "course").items
    assert isinstance(quiz, Assessment)
    (question,) = quiz.questions
    assert isinstance(question, MultipleResponse)
    assert [choice.correct for choice in question.choices] == [True, True, False]
    assert question.scoring == "all-or-nothing"
    assert [entry.outcome for entry in done.entries] == ["changed"]


# -- packages of a course ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Path]]:
    out = tmp_path_factory.mktemp("built")
    result = build(Request(SOURCE, out, TARGETS, prove=False))
    yield {name: out / row["packages"][0]["file"] for name, row in result.targets.items()}


@pytest.mark.parametrize("target", TARGETS)
def test_our_own_packages_come_back_with_all_their_questions(
    packages: dict[str, Path], target: str, tmp_path: Path
) -> None:
    done = import_package(packages[target], tmp_path / "course")
    checked = check(tmp_path / "course")
    assert checked.errors == []
    assert "31 of 31 questions" in summary(done)
    assert done.difference is not None
    questions = [one for one in done.difference.differences if "question" in one.aspect or one.aspect == "prompt"]
    assert questions == []


@pytest.mark.parametrize("target", ["moodle", "canvas", "qti-2.1"])
def test_every_difference_between_package_and_course_stands_in_the_report(
    packages: dict[str, Path], target: str, tmp_path: Path
) -> None:
    done = import_package(packages[target], tmp_path / "course")
    told = as_markdown(done)
    for one in differences(compared(packages[target], tmp_path / "course")):
        assert f"{one.aspect} {one.what}" in told


def test_the_same_package_gives_the_same_course(packages: dict[str, Path], tmp_path: Path) -> None:
    trees = []
    for name in ("first", "second"):
        import_package(packages["moodle"], tmp_path / name)
        trees.append({
            path.relative_to(tmp_path / name): path.read_bytes()
            for path in (tmp_path / name).rglob("*") if path.is_file()
        })  # fmt: skip
    assert trees[0] == trees[1]


# -- what goes wrong ---------------------------------------------------------------------------------------------------


def test_a_folder_with_files_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "q.gift").write_text(GIFT)
    (tmp_path / "course").mkdir()
    (tmp_path / "course" / "mine.txt").write_text("mine")
    done = run(tmp_path / "q.gift", "-o", tmp_path / "course")
    assert done.exception is not None
    assert "is not empty" in str(done.exception)
    assert [path.name for path in (tmp_path / "course").iterdir()] == ["mine.txt"]


def test_what_is_no_package_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "notes.docx").write_bytes(b"PK\3\4 not really")
    done = run(tmp_path / "notes.docx", "-o", tmp_path / "course")
    assert "notes.docx" in str(done.exception)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.docx"]


def test_the_command_writes_the_report_beside_the_course(tmp_path: Path) -> None:
    (tmp_path / "q.gift").write_text(GIFT)
    done = run(tmp_path / "q.gift", "-o", tmp_path / "course")
    assert done.return_value == 0
    assert "4 of 5 questions" in done.output
    assert (tmp_path / "course" / "IMPORT.md").is_file()
    data = json.loads((tmp_path / "course" / ".import.json").read_text())
    assert data["kind"] == "GIFT questions"


# -- ids ---------------------------------------------------------------------------------------------------------------


def test_ids_are_the_authors_or_made_of_titles() -> None:
    ids = Identities(["quiz-1", "intro"])
    assert ids.give("i4f2a8c9d0e1b4f2a8c9d0e1b", "Intro") == "intro-2"
    assert ids.give("intro", "Something") == "intro"
    assert ids.give("1423", "Größe und Łänge") == "grosse-und-lange"
    assert ids.give("quiz-1", "The quiz") == "quiz-1"
    assert ids.give("quiz-1", "The quiz") == "quiz-1-2"
    assert ids.give("", "小节") == "part"


def test_a_part_that_breaks_rules_is_written_as_its_author_would_have() -> None:
    choices = [part(Choice, id="a", text="one", correct=False), part(Choice, id="b", text="two", correct=False)]
    broken = part(SingleChoice, id="q", prompt="Which?", choices=choices)
    with pytest.raises(BrokenError, match="no choice is marked right"):
        broken.built()
    assert broken.written() == {"id": "q", "prompt": "Which?", "choices": [{"wrong": "one"}, {"wrong": "two"}]}
    assert part(SingleChoice, id="q", choices=choices).written().keys() == {"id", "choices"}


def test_gates_that_name_titles_lead_to_the_items_that_have_them() -> None:
    twins = (Item(id="x", kind="lesson", title="Twin"), Item(id="y", kind="lesson", title="Twin"))
    first = Item(id="a", kind="lesson", title="A: first")
    last = Item(id="z", kind="lesson", title="Last", settings={"requires": "A: first: viewed\nTwin: viewed"})
    modules = (Module(id="m", title="M", items=(first, *twins)),
               Module(id="n", title="N", items=(last,), settings={"requires": "M: complete"}))  # fmt: skip
    _, second = with_needs(Outline(modules=modules)).modules
    assert second.needs == (Need(id="m", state="complete"),)
    assert second.items[0].needs == (Need(id="a", state="viewed"),)


def test_gates_that_a_package_names_by_ids_stay() -> None:
    gate = (Need(id="m2", state="complete"),)
    modules = (*(Module(id=id, title="Week") for id in ("m1", "m2")), Module(id="m3", title="Last", needs=gate))
    assert with_needs(Outline(modules=modules)).modules[2].needs == gate


def test_a_backup_becomes_a_canvas_export_in_one_go(packages: dict[str, Path], tmp_path: Path) -> None:
    arguments = ["convert", str(packages["moodle"]), "-t", "canvas", "-o", str(tmp_path)]
    done = CliRunner().invoke(cli, arguments, standalone_mode=False)
    assert done.return_value == 0, done.output
    (package,) = tmp_path.glob("*.imscc")
    questions = [one for one in compared(packages["canvas"], package).differences if one.aspect == "question"]
    assert questions == []
    assert len(list(tmp_path.glob("*-import.md"))) == 1


def test_labs_keep_the_ids_that_their_tool_knows(packages: dict[str, Path], tmp_path: Path) -> None:
    import_package(packages["canvas"], tmp_path / "course")
    own = [item.id for item in course_in(SOURCE).items if item.type == "lab"]
    assert own
    assert [item.id for item in course_in(tmp_path / "course").items if item.type == "lab"] == own


@pytest.mark.parametrize("target", ["canvas", "moodle"])
def test_grade_categories_keep_their_shares_and_what_is_in_them(target: str, tmp_path: Path) -> None:
    everything = ROOT / "tests" / "courses" / "everything"
    built = build(Request(everything, tmp_path, (target,), prove=False))
    package = tmp_path / built.targets[target]["packages"][0]["file"]
    brought = import_package(package, tmp_path / "course")
    source, course = course_in(everything), course_in(tmp_path / "course")
    assert source.grade_categories
    shares = {one.title: one.weight for one in source.grade_categories}
    assert {one.title: one.weight for one in course.grade_categories} == shares
    assert _in_categories(course) == _in_categories(source)
    assert not [entry for entry in brought.entries if "grade categor" in entry.what]


def _in_categories(course: Course) -> dict[str, str | None]:
    """Title of each item that is in a grade category → that of the category."""
    titles = {one.id: one.title for one in course.grade_categories}
    items = (item for item in course.items if isinstance(item, Assessment | Lab) and item.grade_category)
    return {item.title: titles[item.grade_category] for item in items if item.grade_category}


def grades(weights: dict[str, str], *items: Item) -> tuple[Grades, list[str]]:
    """The grades of a course “All”, and what is told of them."""
    told = Told()
    outline = Outline(modules=(Module(id="m", title="M", items=items),), grade_categories=weights)
    return Grades(outline, "All", Identities(), told), [entry.what for entry in told]


def asked(title: str, points: str, category: str = "", **settings: str) -> Item:
    said = {"points": points, "grade category": category} | settings
    return Item(id=title, kind="assessment", title=title, settings=said)


def shares(found: Grades) -> dict[str, Decimal]:
    return {one.title: one.weight for one in found.built}


def test_weights_become_percent_and_that_is_told() -> None:
    found, told = grades({"Practice": "1", "Exams": "2"}, asked("a", "5", "Practice"), asked("b", "5", "Exams"))
    assert shares(found) == {"Practice": Decimal("33.33"), "Exams": Decimal("66.67")}
    assert told == ["the grade categories share the grade so: “Practice” 33.33 %, “Exams” 66.67 %"]


def test_where_points_decide_categories_are_worth_their_points() -> None:
    weights = {"Practice": "", "Exams": ""}
    items = (asked("a", "5", "Practice"), asked("b", "15", "Exams"), asked("c", "80", "Exams", graded="no"))
    found, told = grades(weights, *items)
    assert shares(found) == {"Practice": 25, "Exams": 75}
    assert len(told) == 1


def test_what_counts_outside_of_all_categories_gets_one_of_its_own() -> None:
    lab = Item(id="l", kind="lab", title="Lab", settings={"points": "10"})
    found, told = grades({"Exams": "40"}, asked("b", "15", "Exams"), asked("c", "5", weight="60"), lab)
    assert shares(found) == {"Exams": 40, "All": 60}
    assert found.fields(lab.settings) == {"grade_category": "all", "weight": None}
    assert told == ["what is graded outside of all grade categories is in one called “All”",
                    "the grade categories share the grade so: “Exams” 40 %, “All” 60 %"]  # fmt: skip


def test_a_single_category_of_the_courses_name_sets_nothing_apart() -> None:
    found, told = grades({"All": ""}, asked("b", "15", "All"))
    assert (found.built, told) == ((), [])
    assert found.fields({"grade category": "All"})["grade_category"] is None
