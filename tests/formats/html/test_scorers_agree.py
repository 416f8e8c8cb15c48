"""The scorer of the pages against the scorer of the model: the same share, outcome and feedback for every response."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from lmsexport.model import AnyQuestion
from lmsexport.model.scoring import Response, score
from lmsexport.model.typed import matches, readings
from lmsexport.pages.questions.all_types import question_data
from lmsexport.shipped import shipped_templates
from model.responses import BLANKS, CASES, NUMBER, SHORT, THIRDS, build

pytestmark = pytest.mark.node

ASSETS = shipped_templates() / "html" / "assets"

FEEDBACK = {"correct": "all", "partial": "some", "incorrect": "none", "general": "general"}


def run(script: str, data: object) -> Any:
    """What a script prints as JSON; it finds `data` as parsed JSON and the modules of the pages in `assets`."""
    node = shutil.which("node")
    assert node is not None, "these tests need Node.js"
    prelude = f"""
import {{ readFileSync }} from "node:fs";
const assets = {json.dumps(ASSETS.as_uri())};
const data = JSON.parse(readFileSync(0, "utf8"));
"""
    done = subprocess.run(
        [node, "--input-type=module", "-e", prelude + script], input=json.dumps(data), capture_output=True, text=True,
        check=False, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


SCORE = """
const { score } = await import(`${assets}/scoring.js`);
const results = data.map(([question, response]) => {
  const { fraction, outcome, feedback, parts } = score(question, response);
  const spoken = Object.fromEntries(Object.entries(parts).map(([id, part]) => [id, String(part)]));
  return [fraction && String(fraction), outcome, feedback, spoken];
});
console.log(JSON.stringify(results));
"""


def agree(pairs: Sequence[tuple[AnyQuestion, Response]]) -> None:
    data = [(question_data(question, str), response) for question, response in pairs]
    for (question, response), (share, outcome, feedback, parts) in zip(pairs, run(SCORE, data), strict=True):
        expected = score(question, response)
        place = f"{question.type}: {response!r}"
        assert (outcome, tuple(feedback)) == (expected.outcome, expected.feedback), place
        assert (share is None) == (expected.fraction is None), place
        if expected.fraction is not None:
            assert abs(Fraction(share) - Fraction(expected.fraction)) < Fraction(1, 10**20), place
        assert {id: float(Fraction(part)) for id, part in parts.items()} == {
            id: float(part) for id, part in expected.parts.items()
        }, place


def test_for_every_case_of_the_table() -> None:
    agree([(case.question.model_copy(update={"feedback": build("essay", feedback=FEEDBACK).feedback}), case.response)
           for case in CASES])  # fmt: skip


def test_for_an_essay() -> None:
    agree([(build("essay", feedback=FEEDBACK), "text"), (build("essay"), None)])


def test_for_all_sets_of_choices() -> None:
    sets = [[id for n, id in enumerate("abcde") if mask >> n & 1] for mask in range(32)]
    agree([(THIRDS, picked) for picked in sets])


def test_for_every_letter_in_upper_and_lower_case() -> None:
    """All of the Basic Multilingual Plane that Python and the engine know as letters with case."""
    letters = [chr(code) for code in range(0x21, 0x10000) if not 0xD800 <= code < 0xE000]
    pairs = [(letter, other) for letter in letters for other in {letter.upper(), letter.lower(), letter.title()}]
    script = """
const { matches } = await import(`${assets}/typed.js`);
console.log(JSON.stringify(data.map(([accepted, typed]) => matches(accepted, typed))));
"""
    ours = [matches(accepted, typed) for accepted, typed in pairs]
    assert sum(ours) > 50_000
    assert [pair for pair, mine, other in zip(pairs, ours, run(script, pairs), strict=True) if mine != other] == []


def test_for_numbers_in_all_spellings() -> None:
    signs = ["", "+", "-", "− ", "–"]
    bodies = [
        "0", "7.", ".5", "1,5", "1,234", "0,234", "1.234", "1,234,567", "1.234.567,8", "1 234", "1 23", "1,2,3",
        "1'000'000", "١٬٢٣٤٫٥", "１２", "12e3", "1.5E-3", "1e400", "1e4000", "..", "1..2", "1,234.567.8",
        "12,345,67", "١.٥ km",
    ]  # fmt: skip
    typed = [f"{sign}{body}{end}" for sign in signs for body in bodies for end in ("", " ", "km", " KM", "\u200f")]
    script = """
const { readings } = await import(`${assets}/typed.js`);
const { Ratio } = await import(`${assets}/ratio.js`);
console.log(JSON.stringify(data.map((text) => readings(text, "km").map((each) => String(Ratio.of(each).reduced())))));
"""
    expected = [[str(Fraction(number)) for number in readings(text, "km")] for text in typed]
    assert dict(zip(typed, run(script, typed), strict=True)) == dict(zip(typed, expected, strict=True))


def test_for_texts_that_mean_something_to_a_script() -> None:
    nasty = ["</script>", "__proto__", "constructor", "\u2028", "'\"\\", "${x}", "&lt;", "😀"]
    agree([(SHORT, text) for text in nasty] + [(NUMBER, text) for text in nasty])
    agree([(BLANKS, {"city": text, "n": text, "river": text}) for text in nasty])
    agree([(build("short-answer", answers=[{"text": f"{text}a"}]), f"{text}a") for text in nasty])


def test_attempts_add_up_exactly_to_the_pass_mark() -> None:
    script = """
const { resultOf, counting } = await import(`${assets}/result.js`);
const { Ratio } = await import(`${assets}/ratio.js`);
const results = data.map(([answers, mark]) => {
  const result = resultOf(answers.map(([points, share]) => [points, share && Ratio.of(share)]), mark);
  return [String(result.earned.reduced()), result.verdict];
});
const percents = ["50", "75", "25"].map(Ratio.of);
const counted = ["highest", "average", "first", "last"].map((rule) => String(counting(percents, rule).reduced()));
console.log(JSON.stringify([results, counted]));
"""
    cases = [
        ([["1", "1"], ["1", "1"], ["1", "1"], ["1", "1"], ["1", "0"]], "80"),
        ([["0.1", "1"], ["0.2", "1"], ["0.7", "0"]], "30"),
        ([["1", "1/3"], ["1", "1/3"], ["1", "1/3"]], "33.33"),
        ([["1", "1/3"], ["1", "1/3"], ["1", "1/3"]], "33.34"),
        ([["4", "1"], ["1", None]], "80"),
        ([["3", "1"], ["2", None]], "80"),
        ([["3", "0"], ["2", None]], "80"),
        ([["1", "0"]], "0"),
    ]
    results, counted = run(script, cases)
    assert results == [
        ["4", "passed"], ["3/10", "passed"], ["1", "passed"], ["1", "failed"], ["4", "passed"], ["3", None],
        ["0", "failed"], ["0", "passed"],
    ]  # fmt: skip
    assert counted == ["75", "50", "50", "25"]


def test_the_modules_load_as_one_script(tmp_path: Path) -> None:
    """Node reads `player.js` to its end; the page objects that it asks for are not there."""
    from lmsexport.packaging import templates
    from lmsexport.pages.assets import linked

    script = linked(templates("html"), "player")
    assert "import {" not in script and "export " not in script
    assert run("console.log(JSON.stringify(new Function(data).name))", script) == "anonymous"
