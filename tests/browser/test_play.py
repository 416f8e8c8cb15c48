"""Playing quizzes and tests as a student does: by names, and by the keyboard alone."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.conftest import Pages, Sites
from formats.html import showcase

pytestmark = pytest.mark.browser


def tab_to(page: Page, name: str, *, within: str = "") -> None:
    """Press Tab until the element with this accessible name has the focus."""
    target = page.locator(within) if within else page.locator("body")
    for _ in range(150):
        page.keyboard.press("Tab")
        focused = target.locator("*:focus")
        if focused.count() and name in accessible_name(focused):
            return
    raise AssertionError(f"the Tab key never comes to {name!r}")


def accessible_name(element: Locator) -> str:
    return str(element.aria_snapshot())


def exercise(page: Page, name: str) -> Locator:
    return page.locator(f'[data-question="{name}"]')


def test_the_keyboard_alone_plays_every_type_of_question(pages: Pages, sites: Sites) -> None:
    page = pages(sites(), "quiz-all")
    keys = page.keyboard

    def at(name: str, question: str) -> None:
        tab_to(page, name, within=f'[data-question="p-{question}"]')

    def check(question: str) -> None:
        at("Check answer", question)
        keys.press("Enter")
        expect(exercise(page, f"p-{question}").locator(".verdict")).to_have_text("Correct")

    at("Lyon", "single")
    keys.press("ArrowDown")
    check("single")
    for number in ("2", "3"):
        at(f'"{number}"', "multiple")
        keys.press("Space")
    check("multiple")
    at("True", "true")
    keys.press("Space")
    check("true")
    at("Your answer", "short")
    keys.type("johann wolfgang von GOETHE")
    check("short")
    at("Your answer", "numeric")
    keys.type("10,4 km")
    check("numeric")
    at("France", "matching")
    keys.type("Paris")
    at("Italy", "matching")
    keys.type("Rome")
    at(r"\pi", "matching")
    keys.type("3.14")
    check("matching")
    put_in_order(page, "p-ordering", ["First", "Second", "Third"])
    check("ordering")
    at("Blank 1", "blanks")
    keys.type("paris")
    at("Blank 2", "blanks")
    keys.type("2.05")
    at("Blank 3", "blanks")
    keys.type("Seine")
    check("blanks")
    at("Your answer", "essay")
    keys.type("Because it is so, all in all")
    tab_to(page, "Submit all answers")
    keys.press("Enter")
    assert page.evaluate("document.activeElement.className").startswith("result")
    expect(page.get_by_role("heading", name="Score: 8 of 9 points")).to_be_visible()
    expect(page.locator(".result")).to_contain_text("Passed")
    expect(page.locator(".result")).to_contain_text("Points for texts that are not scored here: 1")


def put_in_order(page: Page, question: str, wanted: list[str]) -> None:
    """Move the items by their buttons with the keyboard; each move is said."""
    texts = exercise(page, question).locator(".order-text")
    for place, text in enumerate(wanted):
        while (now := [each.strip() for each in texts.all_inner_texts()].index(text)) != place:
            button = exercise(page, question).get_by_role("button", name=f"Move up {text}")
            button.focus()
            page.keyboard.press("Enter")
            assert button.evaluate("(each) => each === document.activeElement")
            expect(page.locator(".announcement")).to_have_text(f"{text}: position {now} of {len(wanted)}")


def test_practice_gives_hints_between_tries_then_feedback_and_the_right_answer(pages: Pages, sites: Sites) -> None:
    page = pages(sites(), "quiz-all")
    question = exercise(page, "p-single")
    feedback = question.get_by_role("status")
    question.get_by_label("Lyon").check()
    question.get_by_role("button", name="Check answer").click()
    expect(feedback).to_contain_text("Incorrect")
    expect(feedback).to_contain_text("You picked Lyon.")
    expect(feedback).to_contain_text("It is on the Seine.")
    expect(question).not_to_contain_text("Right answer")
    question.get_by_label("None of these").check()
    question.get_by_role("button", name="Check answer").click()
    expect(feedback).to_contain_text("Pa…")
    question.get_by_label("Lyon").check()
    question.get_by_role("button", name="Check answer").click()
    expect(feedback).to_contain_text("None of it.")
    expect(feedback).to_contain_text("Read on.")
    expect(feedback).to_contain_text("Why p-single is so.")
    expect(question.locator("[data-part=b]")).to_contain_text("Right answer")
    expect(question.locator("[data-part=b] input")).to_be_disabled()


def test_parts_that_are_right_and_wrong_are_told_apart(pages: Pages, sites: Sites) -> None:
    page = pages(sites(), "quiz-all")
    question = exercise(page, "p-matching")
    question.get_by_label("France").select_option("Paris")
    question.get_by_label("Italy").select_option("Oslo")
    question.get_by_role("button", name="Check answer").click()
    expect(question.get_by_role("status")).to_contain_text("Partly correct")
    expect(question.locator("[data-part=fr]")).to_contain_text("On the Seine.")
    expect(question.locator("[data-part=it]")).to_contain_text("Right answer: Rome")


def test_an_attempt_survives_a_reload_and_starts_anew(pages: Pages, sites: Sites) -> None:
    page = pages(sites(), "quiz-all")
    exercise(page, "p-short").get_by_label("Your answer").fill("Schiller")
    exercise(page, "p-short").get_by_role("button", name="Check answer").click()
    order = exercise(page, "p-ordering").locator(".order-text").all_inner_texts()
    page.reload()
    expect(exercise(page, "p-short").get_by_label("Your answer")).to_have_value("Schiller")
    expect(exercise(page, "p-short").get_by_role("status")).to_contain_text("His friend.")
    assert exercise(page, "p-ordering").locator(".order-text").all_inner_texts() == order
    submits(page)
    page.get_by_role("button", name="Try again").click()
    expect(exercise(page, "p-short").get_by_label("Your answer")).to_have_value("")
    expect(page.locator(".result")).to_be_hidden()
    submits(page)
    expect(page.locator(".result")).to_contain_text("Attempt 2: 0 %")
    expect(page.locator(".result")).to_contain_text("What counts: the best attempt")


def test_a_test_turns_pages_draws_from_its_pool_and_says_nothing_before_the_end(pages: Pages, sites: Sites) -> None:
    page = pages(sites(), "test-all")
    expect(page.get_by_role("button", name="Check answer").locator("visible=true")).to_have_count(0)
    expect(page.locator(".exercise:visible")).to_have_count(4)
    assert page.locator(".exercise").count() == 11
    assert page.locator('[data-question^="b-"]').count() == 2
    numbers = page.locator(".question-number").all_text_contents()
    assert numbers == [f"Question {n} of 11" for n in range(1, 12)]
    page.get_by_role("button", name="Next questions").click()
    assert page.evaluate("document.activeElement.textContent") == "Question 5 of 11"
    page.get_by_role("button", name="Next questions").click()
    expect(page.get_by_role("button", name="Next questions")).to_be_hidden()
    submits(page)
    expect(page.get_by_role("heading", name="Score: 0 of 13 points")).to_be_visible()
    expect(page.locator(".result")).to_contain_text("Not passed yet")
    assert page.locator(".exercise:visible").count() == 11
    expect(exercise(page, "t-single").get_by_role("status")).to_contain_text("None of it.")
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("button", name="Submit all answers")).to_be_hidden()
    for _ in range(2):
        page.get_by_role("button", name="Next questions").click()
    submits(page)
    expect(page.locator(".result")).to_contain_text("No attempts are left.")
    expect(page.get_by_role("button", name="Try again")).to_have_count(0)


def test_hints_come_on_demand_where_feedback_waits(pages: Pages, sites: Sites) -> None:
    page = pages(sites(only(questions=[showcase.questions("t")[1]])), "quiz")
    question = exercise(page, "t-single")
    hint = question.get_by_role("button", name="Show a hint")
    hint.click()
    expect(question.get_by_role("status")).to_have_text("HintIt is on the Seine.")
    hint.click()
    hint.click(force=True)
    assert question.locator(".hint-text").count() == 2
    expect(hint).to_have_attribute("aria-disabled", "true")


def submits(page: Page) -> None:
    """Hand in, also what has no answer."""
    page.get_by_role("button", name="Submit all answers").click()
    anyway = page.get_by_role("button", name="Submit anyway")
    if anyway.is_visible():
        anyway.click()


def test_nothing_is_handed_in_open_by_one_click(pages: Pages, sites: Sites) -> None:
    page = pages(sites(), "test-all")
    for _ in range(2):
        page.get_by_role("button", name="Next questions").click()
    page.get_by_role("button", name="Submit all answers").click()
    expect(page.locator(".result")).to_be_hidden()
    panel = page.get_by_role("region", name="Not answered yet: 11 of 11")
    expect(panel).to_be_focused()
    assert panel.get_by_role("listitem").count() == 11
    panel.get_by_role("button", name="Question 2 of 11").click()
    assert page.evaluate("document.activeElement.textContent") == "Question 2 of 11"
    expect(panel).to_be_hidden()
    for _ in range(2):
        page.get_by_role("button", name="Next questions").click()
    page.get_by_role("button", name="Submit all answers").click()
    page.get_by_role("button", name="Submit anyway").click()
    expect(page.get_by_role("heading", name="Score: 0 of 13 points")).to_be_visible()
    expect(panel).to_be_hidden()


def only(**fields: Any) -> Any:
    """A course with one quiz."""
    quiz: dict[str, Any] = {"type": "quiz", "id": "quiz", "title": "Quiz", "source": "one/quiz.yaml"} | fields
    return showcase.course(
        modules=[{"id": "one", "title": "One", "items": [quiz]}], grade_categories=[], banks=[], tools=[],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("shows", "said"),
    [
        ("after-close", "The rest shows when this assessment has closed."),
        ("never", "This assessment shows no feedback."),
    ],
)
def test_what_is_not_to_be_seen_does_not_show(pages: Pages, sites: Sites, shows: str, said: str) -> None:
    course = only(questions=showcase.questions("t"), feedback_shows=shows, answers_show=shows)
    page = pages(sites(course), "quiz")
    submits(page)
    expect(page.locator(".result")).to_contain_text(said)
    shown = page.locator("main").inner_text()
    assert "None of it." not in shown and "Right answer" not in shown and "Why t-" not in shown


def test_choices_are_shuffled_and_fixed_ones_stay(pages: Pages, sites: Sites) -> None:
    choices = [{"id": id, "text": id, "correct": id == "a", "fixed": id == "f"} for id in "abcdef"]
    shuffled = {"type": "single-choice", "id": "yes", "prompt": "Which?", "choices": choices}
    course = only(questions=[shuffled, shuffled | {"id": "no", "shuffle": False}], shuffle_choices=True)
    page = pages(sites(course), "quiz")
    orders = set()
    for _ in range(8):
        orders.add("".join(text.strip() for text in exercise(page, "yes").locator(".choice-text").all_inner_texts()))
        order = [text.strip() for text in exercise(page, "no").locator(".choice-text").all_inner_texts()]
        assert order == list("abcdef")
        submits(page)
        page.get_by_role("button", name="Try again").click()
    assert len(orders) > 1
    assert {order[-1] for order in orders} == {"f"}


def test_time_runs_out(pages: Pages, sites: Sites) -> None:
    site = sites(only(questions=[showcase.questions("t")[4]], time_limit=2))
    page = pages(site, "quiz")
    page.clock.install()
    page.reload()
    expect(page.locator(".exercise")).to_be_hidden()
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("timer")).to_have_text("Time left: 2:00")
    exercise(page, "t-short").get_by_label("Your answer").fill("Goethe")
    page.clock.run_for(61_000)
    expect(page.locator(".announcement")).to_have_text(re.compile("Time left: (1:00|0:59)"))
    page.clock.run_for(60_000)
    expect(page.locator(".result")).to_contain_text("Time is up; your answers were submitted.")
    expect(page.get_by_role("heading", name="Score: 1 of 1 points")).to_be_visible()


def test_progress_is_kept_for_the_tab(pages: Pages, sites: Sites) -> None:
    page = pages(sites())
    expect(page.locator(".progress")).to_contain_text("0 of 8 done")
    page.get_by_role("link", name="Begin the course").click()
    expect(page.locator(".menu .progress")).to_contain_text("1 of 7 done")
    page.get_by_role("link", name="Next A practice quiz").click()
    page.get_by_role("link", name="Everything there is").click()
    expect(page.locator("[data-entry=lesson-one] .done-mark")).to_contain_text("viewed")
    expect(page.locator("[data-entry=quiz-all] .done-mark")).to_have_count(0)


def test_the_suggested_opening_can_be_copied(pages: Pages, sites: Sites) -> None:
    page = pages(sites(), "lab-one")
    page.evaluate("navigator.clipboard.writeText = async (text) => { window.copied = text; }")
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("window.copied") == "Hello!\nHow are you?"
