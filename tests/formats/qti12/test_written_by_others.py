"""Questions of QTI 1.2 as other programs write them, each with the right value that its reference gives."""

from __future__ import annotations

from decimal import Decimal as D
from pathlib import Path

import pytest

from lmsexport.errors import Severity
from lmsexport.validation import Draw, Number, Outline, Question
from lmsexport.validation.judge import judge
from validation.packing import zipped

CHOICES = """<response_label ident="a"><material><mattext>A</mattext></material></response_label>
<response_label ident="b"><material><mattext>B</mattext></material></response_label>
<response_label ident="c"><material><mattext>C</mattext></material></response_label>"""


def item(ident: str, presentation: str, processing: str, kind: str = "") -> str:
    field = (
        f"<qtimetadatafield><fieldlabel>question_type</fieldlabel><fieldentry>{kind}</fieldentry></qtimetadatafield>"
    )
    metadata = f"<itemmetadata><qtimetadata>{field}</qtimetadata></itemmetadata>" if kind else ""
    return (
        f'<item ident="{ident}" title="{ident}">{metadata}<presentation>{presentation}</presentation>'
        f"<resprocessing>{processing}</resprocessing></item>"
    )


def text(words: str) -> str:
    return f"<material><mattext>{words}</mattext></material>"


def condition(tests: str, score: str = "100", action: str = "Set", more: str = "") -> str:
    change = f'<setvar action="{action}" varname="SCORE">{score}</setvar>' if score else ""
    return f"<respcondition><conditionvar>{tests}</conditionvar>{change}{more}</respcondition>"


def equal(value: str, response: str = "r", index: str = "") -> str:
    return f'<varequal respident="{response}"{index}>{value}</varequal>'


def statement(ident: str) -> str:
    choice = f'<response_lid ident="r">{text("")}<render_choice>{CHOICES}</render_choice></response_lid>'
    return item(ident, text(ident) + choice, condition(equal("a")), "multiple_choice_question")


def outline(path: Path, body: str) -> tuple[Outline, list[str]]:
    """What is read of a document, and the errors that are found in it."""
    file = path / "quiz.xml"
    file.write_text(f"<questestinterop>{body}</questestinterop>")
    with judge(file) as found:
        assert found.subject is not None
        return found.subject.outline, [one.rule.id for one in found.findings]


def assessment(section: str) -> str:
    return f'<assessment ident="quiz" title="Quiz"><section ident="root">{section}</section></assessment>'


def question(path: Path, xml: str) -> Question:
    (found,) = outline(path, assessment(xml))[0].questions
    return found


def answers(found: Question) -> list[tuple[str, str, float]]:
    return [(answer.blank, answer.said, float(answer.share)) for answer in found.answers]


GROUP = """<section ident="{ident}" title="Group"><selection_ordering><selection>{bank}
<selection_number>{number}</selection_number>{points}</selection></selection_ordering>{items}</section>"""
FOUR = "<selection_extension><points_per_item>4</points_per_item></selection_extension>"


def test_a_group_with_questions_of_its_own_is_a_draw_from_them(tmp_path: Path) -> None:
    """Canvas, assessment_test_converter.rb; text2qti, GROUP."""
    group = GROUP.format(ident="g", bank="", number=1, points=FOUR, items=statement("one") + statement("two"))
    found, errors = outline(tmp_path, assessment(group))
    (quiz,) = found.items
    assert quiz.questions == (Draw(bank="Group", number=1, points=4),)  # type: ignore[arg-type]
    assert quiz.settings["points"] == "4"
    assert [(bank.title, [one.prompt.words for one in bank.questions]) for bank in found.banks] == [
        ("Group", ["one", "two"])
    ]
    assert errors == []


def test_groups_of_one_title_stay_apart(tmp_path: Path) -> None:
    groups = [
        GROUP.format(ident="g", bank="", number=1, points="", items=statement(f"{one}1") + statement(f"{one}2"))
        for one in "ab"
    ]
    found, _ = outline(tmp_path, assessment("\n".join(groups)))
    banks = {bank.title: [one.prompt.words for one in bank.questions] for bank in found.banks}
    draws = [part.bank for item in found.items for part in item.questions if isinstance(part, Draw)]
    assert [banks[name] for name in draws] == [["a1", "a2"], ["b1", "b2"]]


def test_a_group_that_asks_all_its_questions_gives_them_its_points(tmp_path: Path) -> None:
    group = GROUP.format(ident="g", bank="", number=2, points=FOUR, items=statement("one") + statement("two"))
    (quiz,) = outline(tmp_path, assessment(group))[0].items
    assert [part.points for part in quiz.questions] == [4, 4] and quiz.settings["shuffle questions"] == "yes"


def test_a_bank_that_stayed_at_home_leaves_the_questions_of_the_group(tmp_path: Path) -> None:
    """instructure/qti, spec/fixtures/items_1.2/question_group.xml."""
    bank, items = "<sourcebank_ref>elsewhere</sourcebank_ref>", statement("one") + statement("two")
    found, errors = outline(
        tmp_path, assessment(GROUP.format(ident="g", bank=bank, number=1, points=FOUR, items=items))
    )
    assert [part.bank for part in next(found.items).questions if isinstance(part, Draw)] == ["Group"]
    assert len(found.banks[0].questions) == 2 and errors == []


def test_an_entry_of_a_bank_is_a_draw(tmp_path: Path) -> None:
    """instructure/qti, bank_entry_item.rb."""
    entry = '<bankentry_item sourcebank_ref="bank" item_ref="x" points_possible="2.0" entry_type="Item"/>'
    bank = f'<objectbank ident="bank" title="Sums">{statement("one")}</objectbank>'
    found, _ = outline(tmp_path, assessment(entry) + bank)
    assert next(found.items).questions == (Draw(bank="Sums", number=1, points=2),)  # type: ignore[arg-type]


def gap(ident: str, name: str, attributes: str = "") -> str:
    labels = "".join(
        f'<response_label ident="{ident}{n}" {attributes}>{text(word)}</response_label>'
        for n, word in enumerate(("red", "Red"))
    )
    return f'<response_lid ident="response_{ident}">{text(name)}<render_choice>{labels}</render_choice></response_lid>'


def test_all_spellings_of_a_gap_are_right(tmp_path: Path) -> None:
    """Canvas, fill_in_the_blank.rb, process_canvas: a condition names one of them."""
    processing = condition(equal("x0", "response_x"), "100", "Add")
    found = question(tmp_path, item("q", text("It is [x].") + gap("x", "x"), processing, FIB))
    assert found.prompt.words == "It is [1]."
    assert answers(found) == [("1", "red", 100), ("1", "Red", 100)]
    assert found.blanks == ("text",)


FIB = "fill_in_multiple_blanks_question"


def test_new_quizzes_call_gaps_by_identifiers_and_have_lists_among_them(tmp_path: Path) -> None:
    """instructure/qti, nq_multiple_fib_answer_types.xml: the material is the first answer, not the name."""
    processing = condition(equal("u-11", "response_u-1"), "100", "Add")
    gaps = gap("u-1", "red", 'answer_type="dropdown"')
    found = question(tmp_path, item("q", text("It is [u-1].") + gaps, processing, FIB))
    assert found.prompt.words == "It is [1]."
    assert answers(found) == [("1", "red", 0), ("1", "Red", 100)]
    assert (found.blanks, [one.id for one in found.answers]) == (("choice",), ["u-10", "u-11"])


def test_gaps_without_names_stand_where_they_are_typed(tmp_path: Path) -> None:
    string = '<response_str ident="{}" rcardinality="Single"><render_fib/></response_str>'
    shown = f"<flow>{text('One')}{string.format('a')}{text('two')}{string.format('b')}</flow>"
    processing = condition(equal(" x ", "a"), "50", "Add") + condition(equal("y", "b"), "50", "Add")
    found = question(tmp_path, item("q", shown, processing))
    assert (found.type, found.prompt.words, found.settings) == (
        "fill-in-blanks",
        "One [1] two [2]",
        {"scoring": "partial"},
    )
    assert answers(found) == [("1", "x", 100), ("2", "y", 100)]


@pytest.mark.parametrize("both", ["{}", "<or>{}</or>"])
def test_all_values_of_a_condition_are_right(tmp_path: Path, both: str) -> None:
    """Common Cartridge 1.1, 4.6: a fill-in-the-blank lists what is accepted; so does Canvas for a short answer."""
    string = '<response_str ident="{}" rcardinality="Single"><render_fib/></response_str>'
    values = both.format(equal("one") + equal("1"))
    typed = question(tmp_path, item("q", text("How many?") + string.format("r"), condition(values)))
    assert (typed.type, answers(typed)) == ("short-answer", [("", "one", 100), ("", "1", 100)])
    shown = f"<flow>{text('One')}{string.format('r')}{text('two')}{string.format('b')}</flow>"
    processing = condition(values, "50", "Add") + condition(equal("x", "b"), "50", "Add")
    blanks = question(tmp_path, item("q", shown, processing))
    assert answers(blanks) == [("1", "one", 100), ("1", "1", 100), ("2", "x", 100)]


def test_gaps_may_ask_for_numbers(tmp_path: Path) -> None:
    """IMS ASI 1.2, `fibtype`; a range is what two comparisons leave."""
    field = '<response_num ident="{}" numtype="Decimal"><render_fib fibtype="Decimal"/></response_num>'
    shown = f"<flow>{text('One')}{field.format('a')}{text('two')}{field.format('b')}</flow>"
    both = "<and><vargte respident='b'>2.5</vargte><varlte respident='b'>3.5</varlte></and>"
    found = question(
        tmp_path, item("q", shown, condition(equal("1.0", "a"), "50", "Add") + condition(both, "50", "Add"))
    )
    assert found.blanks == ("number", "number")
    assert answers(found) == [("1", "1", 100), ("2", "2.5 … 3.5", 100)]
    assert [(one.number.low, one.number.high) for one in found.answers if one.number] == [(1, 1), (D("2.5"), D("3.5"))]


def ranged(value: str, low: str, high: str) -> str:
    ends = f'<vargte respident="r">{low}</vargte><varlte respident="r">{high}</varlte>'
    return condition(f"<or>{equal(value)}<and>{ends}</and></or>" if value else ends)


@pytest.mark.parametrize(
    ("processing", "number"),
    [
        (condition(equal("3.50")), Number(low=D("3.5"), high=D("3.5"), value=D("3.5"))),
        (ranged("", "1", "2"), Number(low=D(1), high=D(2))),
        (ranged("3", "2.9", "3.1"), Number(low=D("2.9"), high=D("3.1"), value=D(3), tolerance=D("0.1"))),
        (
            ranged("0.3", "0.19999999999999998", "0.4"),
            Number(low=D("0.19999999999999998"), high=D("0.4"), value=D("0.3"), tolerance=D("0.1")),
        ),
        (ranged("5", "4", "7"), Number(low=D(4), high=D(7))),
        (condition('<vargte respident="r">4</vargte>'), None),
    ],
    ids=["number", "range", "margin", "margin in floating point", "not around the number", "one end"],
)
def test_numbers_are_read_as_they_are_meant(tmp_path: Path, processing: str, number: Number | None) -> None:
    """Canvas, qti_items.rb: an exact answer with its margin, or a range."""
    response = '<response_str ident="r" rcardinality="Single"><render_fib fibtype="Decimal"/></response_str>'
    found = question(tmp_path, item("q", text("How much?") + response, processing, "numerical_question"))
    assert [one.number for one in found.answers] == [number]


@pytest.mark.parametrize(
    ("idents", "words", "means"),
    [
        (("1", "2"), ("True", "False"), (True, False)),
        (("1", "2"), ("Falsch", "Richtig"), (False, True)),
        (("1", "2"), ("Vero", "Falso"), (True, False)),
        (("false", "true"), ("So nicht", "So"), (False, True)),
        (("1", "2"), ("So", "So nicht"), (None, None)),
    ],
)
def test_true_and_false_are_told_by_identifiers_or_words(
    tmp_path: Path, idents: tuple[str, str], words: tuple[str, str], means: tuple[bool | None, bool | None]
) -> None:
    labels = "".join(
        f'<response_label ident="{one}">{text(word)}</response_label>' for one, word in zip(idents, words, strict=True)
    )
    shown = f'{text("Is it?")}<response_lid ident="r"><render_choice>{labels}</render_choice></response_lid>'
    found = question(tmp_path, item("q", shown, condition(equal(idents[1])), "true_false_question"))
    assert tuple(one.means for one in found.answers) == means
    assert [float(one.share) for one in found.answers] == [0, 100]


def lid(cardinality: str) -> str:
    said = f'rcardinality="{cardinality}"' if cardinality else ""
    shown = f"<render_choice>{CHOICES}</render_choice>"
    return f'{text("Which?")}<response_lid ident="r" {said}>{shown}</response_lid>'


def test_a_condition_that_only_shows_feedback_ends_nothing(tmp_path: Path) -> None:
    """ASI 1.2, 3.4: `continue` is “No” unless it is said; Canvas, ILIAS and Moodle go on."""
    shown = condition(equal("a"), "", more='<displayfeedback linkrefid="f"/>')
    feedback = f'<itemfeedback ident="f">{text("Yes.")}</itemfeedback>'
    xml = item("q", lid("Single"), shown + condition(equal("a")))
    found = question(tmp_path, xml.replace("</item>", f"{feedback}</item>"))
    assert answers(found)[0] == ("", "A", 100) and found.answers[0].feedback.words == "Yes."


@pytest.mark.parametrize("cardinality", ["Multiple", ""])
def test_choices_that_add_up_are_a_multiple_response(tmp_path: Path, cardinality: str) -> None:
    adds = "".join(condition(equal(one), score, "Add") for one, score in (("a", "1"), ("b", "3"), ("c", "-1")))
    found = question(tmp_path, item("q", lid(cardinality), adds))
    assert (found.type, found.settings["scoring"]) == ("multiple-response", "partial")
    assert answers(found) == [("", "A", 25), ("", "B", 75), ("", "C", -25)]


def test_one_choice_with_parts_of_the_points_stays_a_single_choice(tmp_path: Path) -> None:
    adds = condition(equal("a"), "2", "Add") + condition(equal("b"), "1", "Add")
    found = question(tmp_path, item("q", lid("Single"), adds))
    assert (found.type, answers(found)) == ("single-choice", [("", "A", 100), ("", "B", 50), ("", "C", 0)])


@pytest.mark.parametrize(
    ("processing", "scoring"),
    [
        (condition(equal("b") + equal("a") + equal("c"), "5", "Add"), "all-or-nothing"),
        (
            "".join(
                condition(equal(one, index=f' index="{n}"'), "1", "Add") for one, n in (("a", 2), ("b", 1), ("c", 3))
            ),
            "partial",
        ),
    ],
)
def test_an_ordered_response_is_an_ordering(tmp_path: Path, processing: str, scoring: str) -> None:
    """IMS, BasicExample009b; instructure/qti, ordering_interaction.rb."""
    found = question(tmp_path, item("q", lid("Ordered"), processing))
    assert (found.type, found.settings["scoring"]) == ("ordering", scoring)
    assert [answer.text.words for answer in found.answers] == ["B", "A", "C"]


def test_white_space_around_a_value_does_not_count(tmp_path: Path) -> None:
    found = question(tmp_path, item("q", lid("Single"), condition(equal("\n  b\n"))))
    assert answers(found) == [("", "A", 0), ("", "B", 100), ("", "C", 0)]


def test_the_pairs_of_one_group_are_a_matching(tmp_path: Path) -> None:
    """ILIAS, assMatchingQuestionExport: `varsubset` with the identifiers of both."""
    labels = "".join(
        f'<response_label ident="{one}">{text(one)}</response_label>' for one in ("s1", "s2", "t1", "t2", "t3")
    )
    group = f'<response_grp ident="r" rcardinality="Multiple"><render_choice>{labels}</render_choice></response_grp>'
    pair = '<varsubset respident="r">{}</varsubset>'
    processing = condition(pair.format("s1,t2"), "3", "Add") + condition(pair.format("s2, t1"), "1", "Add")
    found = question(tmp_path, item("q", text("Which?") + group, processing))
    assert (found.type, found.settings["scoring"]) == ("matching", "partial")
    assert answers(found) == [("", "s1 → t2", 75), ("", "s2 → t1", 25), ("", "→ t3", 0)]


def test_a_group_for_each_prompt_is_a_matching(tmp_path: Path) -> None:
    """Brightspace and ATutor; Brightspace names a group by `respident`."""
    rows = "".join(
        f'<response_grp respident="{one}">{text(one)}<render_choice>{CHOICES}</render_choice></response_grp>'
        for one in ("p", "q")
    )
    processing = condition(equal("b", "p"), "1", "Add") + condition(equal("c", "q"), "1", "Add")
    found, errors = outline(tmp_path, assessment(item("q", text("Which?") + rows, processing)))
    assert answers(next(found.questions)) == [("", "p → B", 50), ("", "q → C", 50), ("", "→ A", 0)]
    assert errors == []


IMS = """<manifest xmlns="http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1" identifier="m"><metadata>
<schema>IMS Content</schema></metadata><organizations/><resources>
<resource identifier="r" type="imsqti_xmlv1p2"><file href="{}"/>
</resource></resources></manifest>"""


@pytest.mark.parametrize(
    ("manifest", "expected"),
    [
        (IMS.format("quiz.xml"), []),
        (IMS.format("gone.xml"), [("qti12-missing-file", "gone.xml is listed, and not in the package")]),
        ("", [("qti12-no-manifest", "there is no imsmanifest.xml")]),
    ],
)
def test_a_package_holds_a_manifest_and_what_it_names(
    tmp_path: Path, manifest: str, expected: list[tuple[str, str]]
) -> None:
    quiz = f"<questestinterop>{assessment(statement('one'))}</questestinterop>"
    members = {"quiz.xml": quiz} | ({"imsmanifest.xml": manifest} if manifest else {})
    with judge(zipped(tmp_path / "quiz.zip", members)) as found:
        errors = [(one.rule.id, one.breach.what) for one in found.findings if one.rule.severity is Severity.ERROR]
        assert errors == expected
