"""Packages of QTI 2 and 3 read back: what is in them, said in the words of all formats."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from formats.exporting import EVERYTHING, SAMPLE, TESTS, export
from formats.judged import faults, judged
from lmsexport.validation import Contents, Draw, Item, Number, Outline, Question
from lmsexport.validation.reader import readers
from spoken import lines, sayings

VERSIONS = ("qti-2.1", "qti-2.2", "qti-3.0")


@cache
def outline(target: str, folder: Path = EVERYTHING) -> tuple[str, Outline]:
    with judged(target, export(target, folder)) as found:
        assert found.subject is not None
        return found.title, found.subject.outline


def named(course: Outline, id: str) -> Question:
    (found,) = [one for one in course.questions if one.id == id]
    return found


def shares(question: Question) -> dict[str, float]:
    return {answer.said: float(answer.share) for answer in question.answers}


def points(question: Question) -> float:
    assert question.points is not None
    return float(question.points)


def quiz(course: Outline, id: str) -> Item:
    (found,) = [one for one in course.items if one.id == id]
    return found


@pytest.mark.parametrize("target", VERSIONS)
class TestEverything:
    """The course that uses everything, as its package says it."""

    def test_the_kind_and_what_describes_it(self, target: str) -> None:
        kind, course = outline(target)
        assert kind == f"QTI {target[-3:]} package"
        assert course.title.startswith("Everything: <b>, &") and course.language == "en-GB"
        assert course.text.words.startswith("All of it, with Markdown") and course.unread == ()

    def test_tests_have_their_settings(self, target: str) -> None:
        choices = quiz(outline(target)[1], "choices")
        assert (choices.title, choices.settings["points"]) == ("Picking", "12.5")
        assert choices.settings["time limit"] == "60" and choices.settings["shuffle questions"] == "no"
        examination = next(one for one in outline(target)[1].items if "pass mark" in one.settings)
        assert Decimal(examination.settings["pass mark"]) <= Decimal(examination.settings["points"])

    def test_draws_name_their_banks(self, target: str) -> None:
        _, course = outline(target)
        draws = [part for item in course.items for part in item.questions if isinstance(part, Draw)]
        assert draws and {draw.bank for draw in draws} <= {bank.title for bank in course.banks}
        assert all(draw.number > 0 and draw.points is not None for draw in draws)
        assert max(len(bank.questions) for bank in course.banks) == 300

    def test_picked_answers_earn_what_the_processing_gives(self, target: str) -> None:
        _, course = outline(target)
        prime = named(course, "multiple")
        assert (prime.type, points(prime), prime.settings["scoring"]) == ("multiple-response", 4, "partial")
        assert shares(prime) == {"2": 60, "3": 40, "4": -50, "6": 0}
        of_answers = lines(answer.feedback for answer in prime.answers)
        assert of_answers[:3] == ["Yes, and the only even one.", "Yes.", "2 × 2."]
        assert sayings(prime.feedback) == {
            "correct": "All.", "partial": "Some.", "incorrect": "None.", "general": "Two is prime.",
            "explanation": "A prime number has two divisors.",
        }  # fmt: skip
        assert lines(prime.hints) == ["One of them is even."]
        strict = named(course, "multiple-strict")
        assert strict.settings == {"scoring": "all-or-nothing", "shuffle": "no"}
        assert shares(strict) == {"a": 50, "β": 50, "1": 0, "None of these": 0}
        assert shares(named(course, "multiple-even"))["2"] == 33.33333
        assert shares(named(course, "falsehood")) == {"true": 0, "false": 100}

    def test_so_do_typed_ones(self, target: str) -> None:
        _, course = outline(target)
        sound = named(course, "number")
        assert shares(sound) == {"336.14 … 349.86": 100, "300 … 400": 50, "0": 0}
        assert sound.settings == {"unit": "m/s"} and sound.prompt.words == "How fast is sound in air?"
        assert [answer.feedback.words for answer in sound.answers] == ["Good.", "About.", "Not nothing."]
        assert sound.feedback["explanation"].words == "v \\approx 331 + 0.6\\,T in degrees Celsius."
        short = named(course, "short")
        assert shares(short) == {"Par*s": 100, "Lutetia": 50, "Lyon": 0}
        assert short.settings == {"case sensitive": "no"} and short.tags == ("capital", "Europe")
        assert shares(named(course, "short-both")) == {r"2\**": 100}
        assert shares(named(course, "short-literal")) == {"2*3": 100}
        assert shares(named(course, "short-scripts")) == {"Zürich": 100, "苏黎世": 100, "زيورخ": 100}
        assert named(course, "short-case").settings == {"case sensitive": "yes"}

    def test_blanks_are_numbered_in_the_text(self, target: str) -> None:
        blanks = named(outline(target)[1], "blanks")
        assert blanks.prompt.words.startswith("The [1] lies on the [2], [3] km from the sea")
        paris = [(answer.text.words, float(answer.share)) for answer in blanks.answers if answer.blank == "1"]
        assert paris == [("Paris", 100), ("Par}is~#=/", 50), ("paris", 0)]
        river = [(answer.text.words, answer.feedback.words) for answer in blanks.answers if answer.blank == "2"]
        assert river == [("Seine", "Yes."), ("Loire", "No."), ("<Rhône> & Saône", "")]

    def test_pairs_and_orders(self, target: str) -> None:
        _, course = outline(target)
        pairs = named(course, "pairs")
        third = 33.33333
        assert shares(pairs) == {
            "France → Paris": third, "Italy [A red square] → Rome": third, "The Vatican → Rome": third,
            "→ <none> & “none”": 0, "→ Berlin": 0,
        }  # fmt: skip
        assert pairs.answers[0].feedback.words == "On the Seine."
        order = named(course, "order")
        assert [answer.text.words for answer in order.answers] == ["Atom", "Molecule", "Cell [A red square]"]
        assert named(course, "order-strict").settings["scoring"] == "all-or-nothing"

    def test_essays_and_texts(self, target: str) -> None:
        _, course = outline(target)
        essay = named(course, "essay")
        assert (essay.type, essay.answers, lines(essay.hints)) == ("essay", (), ["Begin with a claim."])
        passages = [part for item in course.items for part in item.questions
                    if isinstance(part, Question) and part.type == "text"]  # fmt: skip
        assert passages and all(part.points is None for part in passages)


@pytest.mark.parametrize("folder", [SAMPLE, EVERYTHING, TESTS / "courses" / "arabic"], ids=lambda folder: folder.name)
@pytest.mark.parametrize("target", VERSIONS)
def test_none_of_ours_has_a_flaw(target: str, folder: Path) -> None:
    with judged(target, export(target, folder)) as found:
        assert faults(found) == []
        assert found.unread == [] and found.kind == "qti"


def test_the_versions_say_the_same() -> None:
    first, *others = [outline(target)[1] for target in VERSIONS]
    for other in others:
        assert [(one.id, one.type, one.answers, one.feedback) for one in first.questions] == [
            (one.id, one.type, one.answers, one.feedback) for one in other.questions
        ]


@pytest.mark.parametrize(
    ("member", "pattern", "new"),
    [
        ("tests/examination.xml", 'masteryValue="[^"]*"', 'masteryValue="1e300"'),
        ("tests/choices.xml", 'maxTime="[^"]*"', 'maxTime="1e300"'),
        ("tests/choices.xml", 'maxAttempts="[^"]*"', f'maxAttempts="{"9" * 9000}"'),
        ("tests/examination.xml", 'select="[^"]*"', 'select="1e300"'),
        ("items/multiple.xml", 'mappedValue="[^"]*"', 'mappedValue="1e308"'),
        ("items/multiple.xml", 'baseType="float"', 'baseType="pair"'),
        ("items/pairs.xml", 'cardinality="multiple"', 'cardinality="ordered"'),
        ("items/order.xml", "<index n=.1.>", f'<index n="{"1" * 9000}">'),
    ],
)
def test_no_number_is_too_large(member: str, pattern: str, new: str) -> None:
    def change(content: bytes) -> bytes:
        return re.sub(pattern, new, content.decode()).encode()

    with judged("qti-2.1", export("qti-2.1", EVERYTHING), {member: change}) as found:
        assert "judge-failed" not in {finding.rule.id for finding in found.findings}
        assert found.subject is not None and len(list(found.subject.outline.questions)) > 300


# -- packages of others ------------------------------------------------------------------------------------------------

_HEAD = 'xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" adaptive="false" timeDependent="false"'
_SCORE = '<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/>'
_TEMPLATE = "http://www.imsglobal.org/question/qti_v2p1/rptemplates/"


def item(body: str, response: str, processing: str, more: str = "") -> str:
    return (
        f'<assessmentItem {_HEAD} identifier="one" title="One">{response}{_SCORE}'
        f"<itemBody>{body}</itemBody>{processing}{more}</assessmentItem>"
    )


def read(tmp_path: Path, *documents: str) -> Outline:
    folder = tmp_path / "package"
    folder.mkdir()
    for number, document in enumerate(documents):
        (folder / f"document{number}.xml").write_text(document, encoding="utf-8")
    path = folder / "document0.xml" if len(documents) == 1 else folder
    with Contents(path) as contents:
        reader = next(reader for reader in readers() if reader.recognises(contents))
        assert reader.kind == "qti"
        return reader.read(contents)


def asked(tmp_path: Path, *documents: str) -> Question:
    (found,) = read(tmp_path, *documents).questions
    return found


CHOICE = (
    '<choiceInteraction responseIdentifier="RESPONSE" shuffle="false" maxChoices="1"><prompt>Which?</prompt>'
    '<simpleChoice identifier="A">One <feedbackInline outcomeIdentifier="FEEDBACK" identifier="A" showHide="show">'
    'Right!</feedbackInline></simpleChoice><simpleChoice identifier="B">Two</simpleChoice></choiceInteraction>'
)
IS_A = (
    '<responseDeclaration identifier="RESPONSE" cardinality="single" baseType="identifier">'
    "<correctResponse><value>A</value></correctResponse></responseDeclaration>"
)


def test_a_standard_template(tmp_path: Path) -> None:
    found = asked(tmp_path, item(CHOICE, IS_A, f'<responseProcessing template="{_TEMPLATE}match_correct"/>'))
    assert (found.type, found.prompt.words, points(found)) == ("single-choice", "Which?", 1)
    assert [(answer.text.words, float(answer.share), answer.feedback.words) for answer in found.answers] == [
        ("One", 100, "Right!"), ("Two", 0, ""),
    ]  # fmt: skip


def test_no_processing_leaves_the_correct_response(tmp_path: Path) -> None:
    assert shares(asked(tmp_path, item(CHOICE, IS_A, ""))) == {"One": 100, "Two": 0}


def test_a_mapping_with_bounds(tmp_path: Path) -> None:
    response = (
        '<responseDeclaration identifier="RESPONSE" cardinality="multiple" baseType="identifier">'
        '<correctResponse><value>H</value><value>O</value></correctResponse><mapping lowerBound="0" upperBound="2" '
        'defaultValue="-2"><mapEntry mapKey="H" mappedValue="1"/><mapEntry mapKey="O" mappedValue="1"/>'
        '<mapEntry mapKey="Cl" mappedValue="-1"/></mapping></responseDeclaration>'
    )
    choices = "".join(f'<simpleChoice identifier="{id}">{id}</simpleChoice>' for id in ("H", "He", "O", "Cl"))
    body = f'<choiceInteraction responseIdentifier="RESPONSE" maxChoices="0">{choices}</choiceInteraction>'
    found = asked(tmp_path, item(body, response, f'<responseProcessing template="{_TEMPLATE}map_response"/>'))
    assert found.points == 2 and shares(found) == {"H": 50, "He": -100, "O": 50, "Cl": -50}


def test_a_field_in_a_sentence_is_a_blank(tmp_path: Path) -> None:
    response = (
        '<responseDeclaration identifier="RESPONSE" cardinality="single" baseType="string"><correctResponse><value>York'
        '</value></correctResponse><mapping defaultValue="0"><mapEntry mapKey="York" mappedValue="1"/>'
        '<mapEntry mapKey="york" mappedValue="0.5"/></mapping></responseDeclaration>'
    )
    body = '<p>This sun of <textEntryInteraction responseIdentifier="RESPONSE"/>;</p>'
    found = asked(tmp_path, item(body, response, f'<responseProcessing template="{_TEMPLATE}map_response"/>'))
    assert (found.type, found.prompt.words) == ("fill-in-blanks", "This sun of [1];")
    assert shares(found) == {"York": 100, "york": 50} and found.answers[0].blank == "1"


def _equals(tolerance: str) -> str:
    value = '<variable identifier="RESPONSE"/><baseValue baseType="float">50</baseValue>'
    return f"<equal {tolerance}>{value}</equal>"


def _limit(test: str, number: str) -> str:
    return f'<{test}><variable identifier="RESPONSE"/><baseValue baseType="float">{number}</baseValue></{test}>'


FIFTY = Decimal(50)


@pytest.mark.parametrize(
    ("test", "number", "words"),
    [
        ('toleranceMode="exact"', Number(low=FIFTY, high=FIFTY, value=FIFTY), "50"),
        ('toleranceMode="absolute" tolerance="0.5"',
         Number(low=Decimal("49.5"), high=Decimal("50.5"), value=FIFTY, tolerance=Decimal("0.5")), "49.5 … 50.5"),
        ('toleranceMode="relative" tolerance="10"',
         Number(low=Decimal(45), high=Decimal(55), value=FIFTY, tolerance=Decimal(10), relative=True), "45 … 55"),
        ('toleranceMode="relative" tolerance="10 20"', Number(low=Decimal(45), high=Decimal(60)), "45 … 60"),
        ((("gte", "1.50"), ("lte", "3")), Number(low=Decimal("1.5"), high=Decimal(3)), "1.5 … 3"),
        ((("gt", "3"),), None, "3 …"),
    ],
)  # fmt: skip
def test_a_number_has_its_tolerance(
    tmp_path: Path, test: str | tuple[tuple[str, str], ...], number: Number | None, words: str
) -> None:
    """QTI 2.1, `equal`: a tolerance is a distance or in percent, and one below and one above where there are two."""
    response = '<responseDeclaration identifier="RESPONSE" cardinality="single" baseType="float"/>'
    rule = _equals(test) if isinstance(test, str) else f"<and>{''.join(_limit(*one) for one in test)}</and>"
    processing = (
        f"<responseProcessing><responseCondition><responseIf>{rule}<setOutcomeValue "
        'identifier="SCORE"><baseValue baseType="float">1</baseValue></setOutcomeValue></responseIf>'
        "</responseCondition></responseProcessing>"
    )
    body = '<p>How many?</p><p><textEntryInteraction responseIdentifier="RESPONSE"/></p>'
    found = asked(tmp_path, item(body, response, processing))
    assert (found.type, [(one.text.words, one.number) for one in found.answers]) == ("numeric", [(words, number)])


def test_a_number_that_is_only_declared_is_exact(tmp_path: Path) -> None:
    response = (
        '<responseDeclaration identifier="RESPONSE" cardinality="single" baseType="integer">'
        "<correctResponse><value>50</value></correctResponse></responseDeclaration>"
    )
    body = '<p>There are <textEntryInteraction responseIdentifier="RESPONSE"/> of them.</p>'
    found = asked(tmp_path, item(body, response, f'<responseProcessing template="{_TEMPLATE}match_correct"/>'))
    assert found.blanks == ("number",)
    assert [one.number for one in found.answers] == [Number(low=FIFTY, high=FIFTY, value=FIFTY)]


@pytest.mark.parametrize(("value", "text"), [("iron", "*iron*"), ("2*3", r"*2\*3*")])
def test_a_part_of_a_text_may_have_anything_around_it(tmp_path: Path, value: str, text: str) -> None:
    response = '<responseDeclaration identifier="RESPONSE" cardinality="single" baseType="string"/>'
    processing = (
        '<responseProcessing><responseCondition><responseIf><substring caseSensitive="false"><baseValue '
        f'baseType="string">{value}</baseValue><variable identifier="RESPONSE"/></substring><setOutcomeValue '
        'identifier="SCORE"><baseValue baseType="float">1</baseValue></setOutcomeValue></responseIf>'
        "</responseCondition></responseProcessing>"
    )
    body = '<p>Of what?</p><p><textEntryInteraction responseIdentifier="RESPONSE"/></p>'
    (answer,) = asked(tmp_path, item(body, response, processing)).answers
    assert (answer.text.words, answer.wildcards) == (text, True)


def test_feedback_by_its_outcome(tmp_path: Path) -> None:
    processing = (
        '<responseProcessing><responseCondition><responseIf><match><variable identifier="RESPONSE"/>'
        '<correct identifier="RESPONSE"/></match><setOutcomeValue identifier="SCORE"><baseValue baseType="float">5'
        '</baseValue></setOutcomeValue><setOutcomeValue identifier="SAID"><baseValue baseType="identifier">x'
        '</baseValue></setOutcomeValue></responseIf><responseElse><setOutcomeValue identifier="SAID">'
        '<baseValue baseType="identifier">y</baseValue></setOutcomeValue></responseElse></responseCondition>'
        "</responseProcessing>"
    )
    declared = '<outcomeDeclaration identifier="SAID" cardinality="single" baseType="identifier"/>'
    said = "".join(
        f'<modalFeedback outcomeIdentifier="SAID" showHide="show" identifier="{id}">{text}</modalFeedback>'
        for id, text in (("x", "Well done."), ("y", "Try again."), ("z", "Never said."))
    )
    course = read(tmp_path, item(CHOICE, IS_A + declared, processing, said))
    (found,) = course.questions
    assert found.points == 5 and sayings(found.feedback) == {"correct": "Well done.", "incorrect": "Try again."}
    assert any("Never said." in line for line in course.unread)


def test_what_is_not_understood_is_said(tmp_path: Path) -> None:
    body = '<customInteraction responseIdentifier="RESPONSE"/>'
    processing = (
        '<responseProcessing><setOutcomeValue identifier="SCORE"><customOperator class="org.example.Magic"/>'
        "</setOutcomeValue></responseProcessing>"
    )
    course = read(tmp_path, item(body, IS_A, processing))
    assert any("customOperator" in line for line in course.unread)
    assert any("custom" in line and "not read" in line for line in course.unread)


def test_a_pattern_is_never_executed(tmp_path: Path) -> None:
    response = '<responseDeclaration identifier="RESPONSE" cardinality="single" baseType="string"/>'
    processing = (
        '<responseProcessing><responseCondition><responseIf><patternMatch pattern="(a+)+b|(x|xx)*y">'
        '<variable identifier="RESPONSE"/></patternMatch><setOutcomeValue identifier="SCORE"><baseValue '
        'baseType="float">1</baseValue></setOutcomeValue></responseIf></responseCondition></responseProcessing>'
    )
    body = f'<p>Type {"a" * 50}.</p><p><textEntryInteraction responseIdentifier="RESPONSE"/></p>'
    found = asked(tmp_path, item(body, response, processing))
    assert shares(found) == {"(a+)+b|(x|xx)*y": 100}


def test_a_test_of_version_3_with_a_section_elsewhere(tmp_path: Path) -> None:
    space = 'xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0"'
    test = (
        f'<qti-assessment-test {space} identifier="t" title="Test"><qti-test-part identifier="p" '
        'navigation-mode="linear" submission-mode="individual"><qti-item-session-control max-attempts="2"/>'
        '<qti-assessment-section identifier="s" title="S" visible="true"><qti-assessment-item-ref identifier="i" '
        'href="document2.xml"><qti-weight identifier="W" value="3"/></qti-assessment-item-ref>'
        '</qti-assessment-section><qti-assessment-section-ref identifier="r" href="document1.xml"/></qti-test-part>'
        "</qti-assessment-test>"
    )
    section = (
        f'<qti-assessment-section {space} identifier="r" title="R" visible="true"><qti-selection select="1"/>'
        '<qti-assessment-item-ref identifier="a" href="document2.xml"/><qti-assessment-item-ref identifier="b" '
        'href="gone.xml"/></qti-assessment-section>'
    )
    one = (
        f'<qti-assessment-item {space} identifier="q" title="Q" adaptive="false" time-dependent="false">'
        '<qti-response-declaration identifier="RESPONSE" cardinality="single" base-type="identifier">'
        "<qti-correct-response><qti-value>A</qti-value></qti-correct-response></qti-response-declaration>"
        '<qti-outcome-declaration identifier="SCORE" cardinality="single" base-type="float"/><qti-item-body>'
        '<qti-choice-interaction response-identifier="RESPONSE"><qti-simple-choice identifier="A">Yes'
        "</qti-simple-choice></qti-choice-interaction></qti-item-body><qti-response-processing template="
        '"https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/match_correct.xml"/></qti-assessment-item>'
    )
    course = read(tmp_path, test, section, one)
    (found,) = course.items
    question, draw = found.questions
    assert isinstance(question, Question) and question.points == 3 and found.settings["attempts"] == "2"
    assert draw == Draw(bank="R", number=1, points=Decimal(1))
    assert [bank.title for bank in course.banks] == ["R"]
