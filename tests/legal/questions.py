"""Random questions of every type, with every field, in long and short forms."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from legal.dice import Dice
from legal.folder import Fields
from legal.texts import Texts
from legal.words import ANSWERS, PLAIN
from lmsexport.model import QUESTION_TYPES

POINTS = (1, 1, 2, "0", "0.5", "2.5", "0.01", "1.333", 10, 100, 10_000, "3.0", "1e1")
NUMBERS = (
    "42",
    "0",
    "-1",
    "3.14",
    ".5",
    "007",
    "1.10",
    "6.022e23",
    "-2.5e-3",
    "1e3",
    "123456789.123456789",
    "100000000000",
)
TOLERANCES = ("0", "0.5", "5%", "0.001", "100%", "2.50", "1e-6")
SHARES = ("0", "25", "50", "33.33333", "0.5", "99.99", "12.5")
SCORING = ("all-or-nothing", "partial")


class Questions:
    """Writes the questions of one course."""

    def __init__(self, dice: Dice, texts: Texts, ids: Any) -> None:
        self.dice, self.texts, self.ids = dice, texts, ids
        self.kinds = dice.few([kind for kind in QUESTION_TYPES if kind != "text"], 1, 9)
        self.amount = dice.pick(15, 40, 75)
        """How many of the optional fields a question has, in percent."""
        self.short = dice.pick(20, 80)
        """How often short forms are written, in percent."""

    def some(self, most: int = 4) -> list[Fields]:
        """Questions with text blocks between them; one at least is a question."""
        entries = self.dice.several(self.any, 1, most)
        entries = [entry for each in entries for entry in ([self.passage(), each] if self.dice.yes(10) else [each])]
        return [*entries, self.passage()] if self.dice.yes(3) else entries

    def passage(self) -> Fields:
        """A text block."""
        entry: Fields = {"text": self.texts.text()} | self.dice.maybe(40, title=self.texts.title)
        return self._named({"type": "text"} | entry if self.dice.yes() else entry)

    def any(self) -> Fields:
        """A question."""
        kind = self.dice.pick(*self.kinds)
        fields = self._fields(kind)
        inferred = {"single-choice": "choices", "matching": "pairs", "fill-in-blanks": "blanks", "ordering": "items"}
        if kind not in inferred or not self.dice.yes(self.short):
            fields = {"type": kind} | fields
        return self._named(fields)

    def _named(self, fields: Fields) -> Fields:
        return fields if self.dice.yes(20) else {"id": self.ids()} | fields

    def _fields(self, kind: str) -> Fields:
        own: Fields = getattr(self, "_" + kind.replace("-", "_"))()
        prompt = {} if "prompt" in own else {"prompt": self.texts.text()}
        return prompt | own | self.dice.maybe(
            self.amount, title=self.texts.title, points=lambda: self.dice.pick(*POINTS), feedback=self._feedback,
            explanation=self.texts.text, hints=self._hints, tags=self._tags,
        )  # fmt: skip

    def _feedback(self) -> str | Fields:
        if self.dice.yes(20):
            return self.texts.text()
        text = self.texts.text
        return self.dice.maybe(60, correct=text, partial=text, incorrect=text, general=text)

    def _hints(self) -> Any:
        return self.texts.text() if self.dice.yes(20) else self.dice.several(self.texts.text, 1, 3)

    def _tags(self) -> Any:
        tags = [self.texts.words(*((12, 14) if self.dice.yes(3) else (1, 2)), PLAIN) for _ in range(2)]
        return tags[0] if self.dice.yes(20) else list(dict.fromkeys(tags))

    def _percent(self, number: str) -> str:
        return f"{number}%" if self.dice.yes(30) else number

    def _shuffle(self) -> Fields:
        return self.dice.maybe(25, shuffle=self.dice.yes)

    # -- picking ---------------------------------------------------------------------------------------------

    def _choice(self, correct: bool, weight: str = "", text: str = "") -> Any:
        """A choice, as `- right: …`, as `- wrong: …`, as a plain text or with its fields spelled out."""
        text = text or self.texts.text()
        more: Fields = self.dice.maybe(self.amount, feedback=self.texts.text)
        more |= self.dice.maybe(self.amount / 3, fixed=self.dice.yes)
        if not self.dice.yes(self.short):
            letters = {"id": self.ids()} if self.dice.yes(30) else {}
            return {**letters, "text": text, "correct": correct, **more, **({"weight": weight} if weight else {})}
        if weight:
            more["weight"] = self._percent(weight)
        if not correct and not more and self.dice.yes():
            return text
        return {"right" if correct else "wrong": text} | more

    def _choices(self, least: int = 2, most: int = 5) -> list[Any]:
        texts = self.dice.several(self.texts.text, least, 30 if self.dice.yes(2) else most)
        return _different(texts)

    def _single_choice(self) -> Fields:
        texts = self._choices()
        right = self.dice.number(0, len(texts) - 1)
        shares = (*SHARES, "-25", "-100", "-33.3")
        weights = [
            self.dice.pick("100", "")
            if n == right
            else self.dice.pick(*shares)
            if self.dice.yes(self.amount / 3)
            else ""
            for n in range(len(texts))
        ]
        return {
            "choices": [self._choice(n == right, weights[n], text) for n, text in enumerate(texts)]
        } | self._shuffle()

    def _multiple_response(self) -> Fields:
        texts = self._choices()
        right = self.dice.few(range(len(texts)), 1, len(texts))
        scoring = self.dice.pick(*SCORING)
        weights = [""] * len(texts)
        if scoring == "partial" and self.dice.yes(self.amount / 1.5):
            shares = {1: ("100",), 2: ("60", "40"), 3: ("33.33", "33.33", "33.34"), 4: ("70", "10.5", "9.5", "10")}
            for n, share in zip(right, shares.get(len(right), ()), strict=False):
                weights[n] = share
            for n in set(range(len(texts))) - set(right):
                weights[n] = self.dice.pick("0", "-50", "-100", "-33.33333", "")
        given = {"scoring": scoring} if scoring == "all-or-nothing" or self.dice.yes(30) else {}
        choices = [self._choice(n in right, weights[n], text) for n, text in enumerate(texts)]
        return {"choices": choices} | given | self._shuffle()

    def _true_false(self) -> Fields:
        return {"answer": self.dice.yes()} | self.dice.maybe(
            self.amount, if_true=self.texts.text, if_false=self.texts.text
        )

    # -- typing ----------------------------------------------------------------------------------------------

    def typed(self) -> str:
        """A text that students type."""
        text = self.dice.pick(*ANSWERS) if self.dice.yes(self.texts.spice + 5) else self.texts.words(1, 2, PLAIN)
        return f" {text} " if self.dice.yes(1) else text

    def _texts(self) -> list[Any]:
        answers: list[Any] = [self.typed()]
        if self.dice.yes(self.amount):
            answers = [{"text": answers[0]} | self.dice.maybe(feedback=self.texts.text)]
        for _ in range(self.dice.pick(0, 0, 1, 2)):
            fields = self.dice.maybe(
                self.amount, weight=lambda: self._percent(self.dice.pick(*SHARES, "100")), feedback=self.texts.text
            )
            answers.append({"text": self.typed()} | fields if fields else self.typed())
        return answers

    def _answers(self, answers: list[Any]) -> Fields:
        plain = len(answers) == 1 and isinstance(answers[0], str)
        if plain and self.dice.yes(self.short):
            return {"answer": answers[0]}
        return {"answers": answers[0] if plain and self.dice.yes(20) else answers}

    def _short_answer(self) -> Fields:
        return self._answers(self._texts()) | self.dice.maybe(30, case_sensitive=self.dice.yes, wildcards=self.dice.yes)

    def _value(self) -> str:
        return "-0" if self.dice.yes(0.5) else self.dice.pick(*NUMBERS)

    def _number(self, weight: str = "") -> Any:
        more = self.dice.maybe(self.amount, feedback=self.texts.text) | (
            {"weight": self._percent(weight)} if weight else {}
        )
        number = self._value()
        if self.dice.yes(25):
            low, high = sorted((number, self._value()), key=Decimal)
            if self.dice.yes(self.short):
                return {"value": f"{low}{self.dice.pick('..', ' .. ')}{high}"} | more
            return {"min": low, "max": high} | more
        tolerance = self.dice.maybe(40, tolerance=lambda: self.dice.pick(*TOLERANCES))
        if tolerance and self.dice.yes(20):
            tolerance = {"tolerance": "5", "tolerance_type": self.dice.pick("relative", "absolute")}
        return {"value": number} | tolerance | more if tolerance or more or self.dice.yes() else number

    def _numbers(self) -> Fields:
        numbers = [
            self._number(),
            *(self._number(self.dice.pick(*SHARES, "100")) for _ in range(self.dice.pick(0, 0, 1, 2))),
        ]
        if self.dice.yes(self.short):
            return self.dice.pick(
                {"answer": self._value(), "tolerance": self.dice.pick(*TOLERANCES)},
                {"answer": f"{self.dice.number(-9, 9)}..{self.dice.number(9, 99)}"},
            )
        return {"answers": numbers}

    def _numeric(self) -> Fields:
        unit = self.dice.pick("km", "m/s", "°C", "%", "<b>", "€/m²", "ق.م", "a & b")
        return self._numbers() | self.dice.maybe(self.amount, unit=lambda: unit)

    def _essay(self) -> Fields:
        least = self.dice.number(1, 200)
        return self.dice.maybe(
            self.amount, grader_notes=self.texts.text, template=self.texts.text, min_words=lambda: least,
            max_words=lambda: least + self.dice.number(0, 300),
        )  # fmt: skip

    # -- arranging -------------------------------------------------------------------------------------------

    def _matching(self) -> Fields:
        count = self.dice.number(2, 4)
        matches = [self.texts.words(1, 2, PLAIN) for _ in range(count)]
        if self.dice.yes(15):
            matches[-1] = matches[0]
        distractors = self.dice.several(self.texts.line, 0 if len(set(matches)) > 1 else 1, 2)
        distractors = [each for each in dict.fromkeys(distractors) if each not in matches]
        if len({*matches, *distractors}) < 2:
            distractors = ["None of them"]
        pairs: Any
        if self.dice.yes(self.short / 2):
            pairs = {f"{self.texts.paragraph()} {n}": match for n, match in enumerate(matches)}
        else:
            prompts = _different([self.texts.text() for _ in matches])
            pairs = [
                {"prompt": prompt, "match": match} | self.dice.maybe(self.amount, feedback=self.texts.text)
                for prompt, match in zip(prompts, matches, strict=True)
            ]
        one = distractors[0] if len(distractors) == 1 and self.dice.yes(30) else distractors
        return {"pairs": pairs} | ({"distractors": one} if distractors else {}) | self._scoring() | self._shuffle()

    def _scoring(self) -> Fields:
        return self.dice.maybe(40, scoring=lambda: self.dice.pick(*SCORING))

    def _ordering(self) -> Fields:
        texts = self._choices(2, 4)
        items = [
            text
            if self.dice.yes(self.short)
            else {"text": text} | self.dice.maybe(self.amount, feedback=self.texts.text)
            for text in texts
        ]
        return {"items": items} | self._scoring()

    # -- gaps ------------------------------------------------------------------------------------------------

    def _blank(self) -> Any:
        kind = self.dice.pick("text", "numeric", "dropdown", "dropdown")
        points = self.dice.maybe(self.amount / 2, points=lambda: self.dice.pick(*POINTS[:8]))
        if kind == "text":
            answers = self._texts()
            if answers == [answers[0]] and isinstance(answers[0], str) and not points and self.dice.yes(self.short):
                return answers[0]
            case = self.dice.maybe(20, case_sensitive=self.dice.yes)
            given = {"type": "text"} if self.dice.yes(20) else {}
            return given | self._answers(answers) | case | points
        if kind == "numeric":
            return {self.dice.pick("type", "kind"): "numeric"} | self._numbers() | points
        lines = list(dict.fromkeys(self.texts.phrase(1, 3) for _ in range(self.dice.number(2, 4))))
        lines += ["None"] if len(lines) < 2 else []
        right = self.dice.number(0, len(lines) - 1)
        return {"choices": [self._choice(n == right, "", line) for n, line in enumerate(lines)]} | points

    def _fill_in_blanks(self) -> Fields:
        names = [f"{self.dice.pick('gap', 'river', 'a-b', 'x')}{n}" for n in range(self.dice.pick(1, 1, 2, 3, 5))]
        blanks = {name: self._blank() for name in names}
        as_list = all(isinstance(blank, dict) for blank in blanks.values()) and self.dice.yes(30)
        given = [{"id": name, **blank} for name, blank in blanks.items()] if as_list else blanks
        return {"prompt": self.texts.gaps(self.dice.few(names, len(names), len(names))), "blanks": given}


def _different(texts: list[str]) -> list[str]:
    """The texts with a number below those that stand there already: students have to tell them apart."""
    first: dict[str, int] = {}
    numbers = [first.setdefault(" ".join(text.split()), number) for number, text in enumerate(texts)]
    return [
        text if at == n else f"{text}\n\nNumber {n}" for n, (text, at) in enumerate(zip(texts, numbers, strict=True))
    ]
