"""What some formats say and others leave to be understood, and what stands elsewhere, is no difference."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from lmsexport.validation import Answer, Item, Module, Outline, Question, RichText
from lmsexport.validation.compare import differences
from lmsexport.validation.moved_texts import without_moved_texts
from lmsexport.validation.settled import settled

RIGHT = Answer(text=RichText("4"), share=Decimal(100), feedback=RichText("2 + 2."))
WRONG = Answer(text=RichText("5"), share=Decimal(0))
ASKED = Question(id="q", type="short-answer", prompt=RichText("How much is that?"), answers=(RIGHT, WRONG),
                 feedback={"correct": RichText("Yes."), "incorrect": RichText("No.")})  # fmt: skip
CHOICE = replace(
    ASKED, type="single-choice", feedback={"general": RichText("Read on."), "explanation": RichText("It is four.")}
)


def course(*questions: Question, text: str = "", **settings: str) -> Outline:
    quiz = Item(id="quiz", kind="assessment", title="Quiz", text=RichText(text), questions=questions, settings=settings)
    return Outline(modules=(Module(id="m", title="M", items=(quiz,)),))


def said(before: Outline, after: Outline) -> list[tuple[str, str, str, str]]:
    found = without_moved_texts(differences(settled(before), settled(after)))
    return [(one.what, one.aspect, one.before, one.after) for one in found]


def test_a_default_is_as_good_as_nothing_said() -> None:
    assert said(course(counts="highest", graded="yes"), course()) == []
    assert said(course(counts="first"), course()) == [("removed", "setting counts", "first", "")]


def test_a_question_that_is_shuffled_as_its_quiz_says_nothing_of_its_own() -> None:
    shuffled, steady = (replace(CHOICE, settings={"shuffle": value}) for value in ("yes", "no"))
    assert said(course(CHOICE), course(shuffled)) == []
    assert said(course(CHOICE), course(steady)) == [("added", "setting shuffle", "", "no")]
    rules = {"shuffle choices": "no"}
    assert said(course(CHOICE, **rules), course(steady, **rules)) == []


def test_the_beginning_of_the_prompt_is_no_title() -> None:
    assert said(course(CHOICE), course(replace(CHOICE, title="How much…"))) == []
    assert said(course(CHOICE), course(replace(CHOICE, title="q"))) == []
    assert said(course(CHOICE), course(replace(CHOICE, title="Sums"))) == [("added", "title", "", "Sums")]


def test_feedback_at_an_answer_is_the_feedback_of_its_outcome() -> None:
    answers = (replace(RIGHT, feedback=RichText("2 + 2. Yes.")), replace(WRONG, feedback=RichText("No.")))
    at_answers = replace(ASKED, answers=answers, feedback={"incorrect": RichText("No.")})
    assert said(course(ASKED), course(at_answers)) == []
    lost = replace(at_answers, feedback={})  # who types 6 reads nothing
    assert said(course(ASKED), course(lost)) == [("removed", "feedback incorrect", "No.", "")]
    changed = replace(at_answers, answers=(replace(RIGHT, feedback=RichText("2 + 2.")), answers[1]))
    assert said(course(ASKED), course(changed)) == [("changed", "answer “4”, feedback", "2 + 2. Yes.", "2 + 2.")]


def test_a_text_in_another_text_of_its_question_moved_there() -> None:
    merged = replace(CHOICE, feedback={"general": RichText("Read on. Explanation It is four.")})
    assert said(course(CHOICE), course(merged)) == [
        ("moved", "feedback explanation", "It is four.", "feedback general"),
    ]
    more = replace(CHOICE, feedback={"general": RichText("Read on, please. Explanation It is four.")})
    assert [row[:2] for row in said(course(CHOICE), course(more))] == [
        ("moved", "feedback explanation"), ("changed", "feedback general"),
    ]  # fmt: skip


def test_a_text_that_is_gone_is_gone() -> None:
    lost = replace(CHOICE, feedback={"general": RichText("Read on.")})
    assert said(course(CHOICE), course(lost)) == [("removed", "feedback explanation", "It is four.", "")]


def test_names_above_texts_are_no_difference() -> None:
    named = "Subtitle 7 min What you will learn This. Glossary Word Meaning."
    assert said(course(text="Subtitle This. Word Meaning."), course(text=named)) == []
    assert said(course(text="Das. Wort."), course(text="Das lernst du. Glossar Wort."))[0][0] == "changed"
    other = named.replace("This.", "This and that.")
    assert said(course(text="Subtitle This. Word Meaning."), course(text=other))[0][1] == "text"


def test_who_wrote_it_is_no_difference() -> None:
    about = "About it. By Ada, The Team · Version 2.1 (2026-02-28) · Licence: CC-BY-4.0"
    assert said(Outline(text=RichText("About it.")), Outline(text=RichText(about))) == []
