"""What differs between two outlines is told in the course's terms, each thing once."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from lmsexport.validation import Answer, Bank, Draw, Item, Module, Outline, Question, RichText
from lmsexport.validation.compare import Difference, differences

PARIS = Answer(text=RichText("Paris"), share=Decimal(100), feedback=RichText("Yes."))
LYON = Answer(text=RichText("Lyon"), share=Decimal(0))
CAPITAL = Question(
    id="capital", type="single-choice", prompt=RichText("Which is the capital?"), points=Decimal(2),
    answers=(PARIS, LYON),
    feedback={"general": RichText("On the Seine.")}, hints=(RichText("It is old."),),
)  # fmt: skip
TRUTH = Question(id="truth", type="true-false", prompt=RichText("Is it?"), points=Decimal(1))
QUIZ = Item(
    id="quiz", kind="assessment", title="Quiz", questions=(CAPITAL, TRUTH, Draw(bank="Sums", number=3)),
    settings={"pass mark": "2", "attempts": "3"},
)  # fmt: skip
LESSON = Item(id="lesson", kind="lesson", title="Lesson", text=RichText("Read this."), media=("aa", "bb"))
COURSE = Outline(
    title="Course",
    modules=(Module(id="one", title="One", items=(LESSON, QUIZ)), Module(id="two", title="Two")),
    banks=(Bank(id="sums", title="Sums", questions=(TRUTH,)),),
)


def with_items(*items: Item) -> Outline:
    return replace(COURSE, modules=(replace(COURSE.modules[0], items=items), COURSE.modules[1]))


def with_question(question: Question) -> Outline:
    return with_items(LESSON, replace(QUIZ, questions=(question, *QUIZ.questions[1:])))


def told(after: Outline) -> list[tuple[str, tuple[str, ...], str, str, str]]:
    return [(d.what, d.place, d.aspect, d.before, d.after) for d in differences(COURSE, after)]


def test_nothing_differs_from_itself() -> None:
    assert differences(COURSE, COURSE) == []


def test_a_changed_text_a_title_and_a_setting() -> None:
    after = with_items(
        replace(LESSON, text=RichText("Read that."), media=("bb", "cc")),
        replace(QUIZ, title="Test", settings={"pass mark": "1", "time limit": "5"}),
    )
    assert told(after) == [
        ("changed", ("One", "Lesson"), "text", "Read this.", "Read that."),
        ("changed", ("One", "Lesson"), "files", "aa", "cc"),
        ("changed", ("One", "Quiz"), "title", "Quiz", "Test"),
        ("changed", ("One", "Quiz"), "setting pass mark", "2", "1"),
        ("removed", ("One", "Quiz"), "setting attempts", "3", ""),
        ("added", ("One", "Quiz"), "setting time limit", "", "5"),
    ]


def test_what_changes_in_a_question() -> None:
    place = ("One", "Quiz", "Which is the capital?")
    answers = (
        replace(PARIS, feedback=RichText("Right.")),
        replace(LYON, share=Decimal(50)),
        Answer(text=RichText("Nice"), share=Decimal(0)),
    )
    after = replace(CAPITAL, points=Decimal(3), answers=answers, feedback={}, hints=())
    assert told(with_question(after)) == [
        ("changed", place, "points", "2", "3"),
        ("removed", place, "feedback general", "On the Seine.", ""),
        ("removed", place, "hints", "It is old.", ""),
        ("changed", place, "answer “Paris”, feedback", "Yes.", "Right."),
        ("changed", place, "answer “Lyon”, share", "0", "50"),
        ("added", place, "answer", "", "Nice (0 %)"),
    ]


def test_a_rewritten_answer_is_one_change_and_a_new_order_moves_the_fewest() -> None:
    third = Answer(text=RichText("Nice"), share=Decimal(0))
    place = ("One", "Quiz", "Which is the capital?")
    assert told(with_question(replace(CAPITAL, answers=(PARIS, third)))) == [
        ("changed", place, "answer “Lyon”", "Lyon", "Nice"),
    ]
    swapped = with_question(replace(CAPITAL, answers=(LYON, PARIS)))
    assert [(d.what, d.aspect) for d in differences(COURSE, swapped)] in (
        [("moved", "answer “Paris”")],
        [("moved", "answer “Lyon”")],
    )


def test_a_thing_is_found_again_by_its_text_where_its_id_is_another() -> None:
    other = replace(CAPITAL, id="q17", answers=(PARIS, LYON))
    assert told(with_question(other)) == []
    renamed = with_items(replace(LESSON, id="i1"), replace(QUIZ, id="i2"))
    assert told(renamed) == []


def test_an_item_that_goes_to_another_module_is_moved_and_one_that_is_gone_is_removed() -> None:
    one, two = COURSE.modules
    after = replace(COURSE, modules=(replace(one, items=(QUIZ,)), replace(two, items=(LESSON,))))
    assert told(after) == [("moved", ("One", "Lesson"), "lesson", "One", "Two")]
    gone = replace(COURSE, modules=(replace(one, items=(QUIZ,)), two))
    assert differences(COURSE, gone) == [Difference("removed", ("One", "Lesson"), "lesson", owner="lesson")]
    assert differences(gone, COURSE) == [Difference("added", ("One", "Lesson"), "lesson", owner="lesson")]


def test_modules_questions_draws_and_banks() -> None:
    after = with_items(LESSON, replace(QUIZ, questions=(TRUTH, Draw(bank="Sums", number=2))))
    assert told(replace(after, banks=())) == [
        ("removed", ("One", "Quiz", "Which is the capital?"), "question", "", ""),
        ("changed", ("One", "Quiz", "3 of “Sums”"), "number", "3", "2"),
        ("removed", ("Sums",), "bank", "", ""),
    ]
    assert told(replace(COURSE, modules=COURSE.modules[::-1])) in (
        [("moved", ("One",), "module", "", "")],
        [("moved", ("Two",), "module", "", "")],
    )


def test_ten_thousand_questions_are_compared_in_one_pass() -> None:
    questions = tuple(replace(TRUTH, id=f"q{n}", prompt=RichText(f"Is it {n}?")) for n in range(10_000))
    before, after = (with_items(replace(QUIZ, questions=order)) for order in (questions, questions[::-1]))
    assert len([d for d in differences(before, after) if d.what == "moved"]) == 9_999
