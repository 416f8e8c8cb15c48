"""Courses to measure with: the same on every machine and in every run."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

_WORDS = (
    "alignment answer assistant audit behaviour benchmark bias capability chain claim constitution context critique "
    "data detail draft error evaluation evidence example feedback finding goal harm helpful honest human idea label "
    "language loop measure method model norm paper pattern policy practice preference principle process prompt "
    "question reason response result revision reward risk rule sample signal source step student study system task "
    "teacher test text tool training value view weight work"
).split()

QUESTIONS_PER_QUIZ = 25
LESSONS_PER_MODULE = 10


def write_course(folder: Path, lessons: int, questions: int) -> Path:
    """A course with so many lessons and questions, in short forms as an author writes them; its folder."""
    chance = random.Random(2025)
    names = [(f"lesson-{n}.md", _lesson(chance, n)) for n in range(1, lessons + 1)]
    starts = range(0, questions, QUESTIONS_PER_QUIZ)
    quizzes = [
        (f"quiz-{n}.yaml", range(start, min(start + QUESTIONS_PER_QUIZ, questions)))
        for n, start in enumerate(starts, 1)
    ]
    names += [(name, _quiz(name, quiz)) for name, quiz in quizzes]
    modules = [names[start : start + LESSONS_PER_MODULE] for start in range(0, len(names), LESSONS_PER_MODULE)]
    for number, files in enumerate(modules, 1):
        module = folder / f"{number:03}-module-{number}"
        module.mkdir(parents=True)
        for name, text in files:
            (module / name).write_text(text, encoding="utf-8")
        items = "".join(f"  - {name}\n" for name, _ in files)
        (module / "module.yaml").write_text(f"title: Module {number}\nitems:\n{items}", encoding="utf-8")
    listed = "".join(f"  - {number:03}-module-{number}\n" for number in range(1, len(modules) + 1))
    head = "id: measured\ntitle: A course to measure with\ndate: 2025-01-31\nmodules:\n"
    (folder / "course.yaml").write_text(head + listed, encoding="utf-8")
    return folder


def write_pages(folder: Path, pages: int) -> Path:
    """A course of short pages of text, ten in a module; its folder."""
    chance = random.Random(2025)
    starts = range(1, pages + 1, LESSONS_PER_MODULE)
    modules = [range(start, min(start + LESSONS_PER_MODULE, pages + 1)) for start in starts]
    for number, lessons in enumerate(modules, 1):
        module = folder / f"{number:03}-module-{number}"
        module.mkdir(parents=True)
        for n in lessons:
            text = f"---\ntitle: Page {n}\n---\n\n## Section\n\n{_sentence(chance, 60)}.\n\n{_sentence(chance, 60)}.\n"
            (module / f"page-{n}.md").write_text(text, encoding="utf-8")
        items = "".join(f"  - page-{n}.md\n" for n in lessons)
        (module / "module.yaml").write_text(f"title: Module {number}\nitems:\n{items}", encoding="utf-8")
    listed = "".join(f"  - {number:03}-module-{number}\n" for number in range(1, len(modules) + 1))
    head = "id: pages\ntitle: A course of pages\ndate: 2025-01-31\nmodules:\n"
    (folder / "course.yaml").write_text(head + listed, encoding="utf-8")
    return folder


def write_text2qti(path: Path, questions: int) -> Path:
    """The same questions in the peer's own format; the file."""
    path.write_text("Quiz title: Measured\n\n" + "\n".join(_peer(n) for n in range(questions)), encoding="utf-8")
    return path


def write_bbq(path: Path, questions: int) -> Path:
    """The same questions, without feedback, as the other peer reads them: Blackboard's rows with tabs; the file."""
    path.write_text("".join(_row(_Question(n)) for n in range(questions)), encoding="utf-8")
    return path


def _sentence(chance: random.Random, words: int) -> str:
    return " ".join(chance.choices(_WORDS, k=words)).capitalize()


def _lesson(chance: random.Random, number: int) -> str:
    lines = [f"---\ntitle: Lesson {number}\nminutes: 15\nguiding_question: {_sentence(chance, 8)}?\n---\n"]
    for section in range(6):
        lines.append(f"## Section {section + 1}\n")
        lines.append(f"{_sentence(chance, 60)} **{_sentence(chance, 2)}** and `{_sentence(chance, 1)}`.\n")
        lines.append("".join(f"- {_sentence(chance, 10)}.\n" for _ in range(4)))
        if section % 2:
            lines.append(f"::: callout Key Paper\n{_sentence(chance, 30)}.\n:::\n")
        if section == 3:
            lines.append(
                "| Left | Right |\n| --- | --- |\n" + "".join(f"| {_sentence(chance, 2)} | {n} |\n" for n in range(4))
            )
            lines.append("```python\ndef area(radius):\n    return 3.14 * radius**2\n```\n")
            lines.append("The sum is $\\sum_{i=1}^{n} i$.\n")
    return "\n".join(lines)


class _Question:
    """One question: its texts, drawn by its number alone, so that both formats have the same."""

    def __init__(self, number: int) -> None:
        chance = random.Random(number)
        self.prompt = f"{_sentence(chance, 14)} {number}?"
        self.choices = [f"{_sentence(chance, 6)} {letter}" for letter in "abcd"]
        self.feedback = [f"{_sentence(chance, 12)}." for _ in "abcd"]
        self.right = chance.randrange(4)
        self.number = 10 + chance.randrange(990)  # the peer refuses numbers near 0
        self.kind = ("single", "single", "multiple", "short", "numeric")[number % 5]


def _quiz(name: str, numbers: range) -> str:
    head = f"type: quiz\ntitle: Quiz {name.removesuffix('.yaml')}\npass_mark: 80\nquestions:\n"
    return head + "".join("".join(_own(n, _Question(n))) for n in numbers)


def _own(number: int, question: _Question) -> Iterator[str]:
    yield f"  - id: q{number}\n    prompt: {question.prompt}\n"
    if question.kind in ("single", "multiple"):
        if question.kind == "multiple":
            yield "    type: multiple-response\n"
        yield "    choices:\n"
        for index, (choice, feedback) in enumerate(zip(question.choices, question.feedback, strict=True)):
            mark = "right" if _is_right(question, index) else "wrong"
            yield f"      - {mark}: {choice}\n        feedback: {feedback}\n"
    elif question.kind == "short":
        yield f"    type: short-answer\n    answers: [{question.choices[0]}, {question.choices[1]}]\n"
    else:
        yield f"    type: numeric\n    answer: {question.number}\n    tolerance: 2\n"


def _is_right(question: _Question, index: int) -> bool:
    return index == question.right or (question.kind == "multiple" and index == (question.right + 1) % 4)


def _peer(number: int) -> str:
    question = _Question(number)
    lines = [f"{number + 1}.  {question.prompt}"]
    if question.kind in ("single", "multiple"):
        for index, (choice, feedback) in enumerate(zip(question.choices, question.feedback, strict=True)):
            if question.kind == "single":
                mark = ("*" if _is_right(question, index) else "") + "abcd"[index] + ")"
                lines += [f"{mark} {choice}", f"... {feedback}"]
            else:
                lines.append(f"[{'*' if _is_right(question, index) else ' '}] {choice}")
    elif question.kind == "short":
        lines += [f"* {choice}" for choice in question.choices[:2]]
    else:
        lines.append(f"=   {question.number} +- 2")
    return "\n".join(lines) + "\n"


def _row(question: _Question) -> str:
    if question.kind in ("single", "multiple"):
        marks = ("Correct" if _is_right(question, index) else "Incorrect" for index in range(4))
        cells = ["MC" if question.kind == "single" else "MA", question.prompt]
        cells += [cell for pair in zip(question.choices, marks, strict=True) for cell in pair]
    elif question.kind == "short":
        cells = ["FIB", question.prompt, *question.choices[:2]]
    else:
        cells = ["NUM", question.prompt, str(question.number), "2"]
    return "\t".join(cells) + "\n"
