"""Random legal courses: from a number the folder of a course, always the same one, with whatever authors may write."""

from __future__ import annotations

import posixpath
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any, get_args, get_origin

from legal.dice import Dice
from legal.folder import Fields, Folder, Style
from legal.items import ADDRESSES, KINDS, Chosen, Items, Plan
from legal.questions import Questions
from legal.texts import Texts
from lmsexport.formats.base import Options, formats

MEDIA = Path(__file__).parents[1] / "courses" / "everything" / "media"
LANGUAGES = ("en", "de-AT", "ar", "he", "zh-Hant", "fr", "es", "fa-IR", "tlh", "DE", "az-Arab")
CAPTIONS = b"WEBVTT\n\n00:00.000 --> 00:01.000\nMusic\n"


def course(seed: int) -> Folder:
    """The course of a number."""
    return _Author(Dice(seed)).course()


@cache
def _media(name: str) -> bytes:
    return (MEDIA / name).read_bytes()


class _Author:
    """Writes one course: first a plan of what there is, then the files, so that texts can point to all of it."""

    def __init__(self, dice: Dice) -> None:
        self.dice = dice
        self.texts = Texts(dice)
        self._numbers = count(1)
        self.folder = Folder(style=self._style())
        self.files = self.folder.files

    def id(self) -> str:
        """An id that nothing else has."""
        word = (
            self.dice.pick("a", "river", "x1", "the-source-of-it", "a-1-b")
            if self.dice.yes(90)
            else "long-" * 10 + "id"
        )
        return f"{word}-{next(self._numbers)}"

    def _style(self) -> Style:
        dice = self.dice
        return Style(
            flow=dice.pick(False, False, None, True), literal=dice.yes(70), width=dice.pick(80, 120, 10_000),
            yes=dice.pick(("true", "false"), ("yes", "no"), ("on", "off")), newline=dice.pick("\n", "\n", "\n", "\r\n"),
            mark="\ufeff" if dice.yes(5) else "",
        )  # fmt: skip

    # -- the course --------------------------------------------------------------------------------------------

    def course(self) -> Folder:
        """The whole folder."""
        self._write_media()
        head: Fields = {"id": self.id(), "title": self.texts.title()} | self._about()
        kinds = self.dice.few(KINDS, 1, 6)
        banks = [self.id() for _ in range(self.dice.pick(0, 0, 1, 1, 2))]
        head |= self._tools(kinds) | self._categories()
        questions = Questions(self.dice, self.texts, self.id)
        chosen = Chosen(
            tools=[tool["id"] for tool in head.get("tools", ())],
            categories=[category["id"] for category in head.get("grade_categories", ())], banks={},
        )  # fmt: skip
        items = Items(self.dice, self.texts, questions, chosen, self.id)
        modules = self._plan(items, kinds)
        if banks:
            head["banks"] = [self._bank(id, questions, chosen) for id in banks]
        head["modules"] = [folder for folder, _, _ in modules]
        self._write_modules(items, modules)
        head |= self._choices(modules, banks)
        self.files["course.yaml"] = head
        return self.folder

    def _write_media(self) -> None:
        around, dice = self.texts.around, self.dice
        pictures = {
            "media/green.png": "green.png",
            "media/blue disc.svg": "blue disc.svg",
            "media/r\u0300ouge (1).png": "red.png",
        }
        pictures |= {"media/100%.PNG": "red.png", "media/same.png": "green.png"} if dice.yes(30) else {}
        sounds = {"media/tone.mp3": "tone.mp3", "media/tone & more.wav": "tone.wav"}
        videos = {"media/clip.mp4": "clip.mp4"}
        self.files |= {name: _media(original) for name, original in (pictures | sounds | videos).items()}
        around.pictures, around.sounds, around.videos = list(pictures), list(sounds), list(videos)
        if dice.yes():
            self.files["media/clip.vtt"] = CAPTIONS
        others = {"files/map.pdf": b"%PDF-1.4\n%%EOF\n", "files/data, v2.csv": b"a;b\n1;2\n"}
        others |= {"files/empty.txt": b""} if dice.yes(5) else {}
        others |= {"files/notes.md": b"---\ntitle: No item\n---\n\nNotes.\n"} if dice.yes(5) else {}
        around.others = list(others)
        self.files |= others

    def _about(self) -> Fields:
        dice, texts = self.dice, self.texts
        authors: list[Any] = [
            texts.line(),
            {"name": texts.line(), "url": dice.pick(*ADDRESSES)},
            {"name": texts.line()},
        ]
        about: Fields = {"date": dice.pick("2026-01-31", "1999-12-31", "2024-02-29", "1970-01-01", "2099-06-01")}
        return about | dice.maybe(
            dice.pick(20, 70), version=lambda: dice.pick("2.0", "2026-01 β", "1 & 2"),
            language=lambda: dice.pick(*LANGUAGES),
            authors=lambda: dice.pick(texts.line(), dice.few(authors, 1, 3)), description=texts.text,
            licence=lambda: dice.pick("CC-BY-4.0", "MIT", "LicenseRef-own:1 (x)", "(MIT OR Apache-2.0)"),
            keywords=lambda: dice.pick(texts.line(), dice.several(texts.line, 1, 3)),
        )  # fmt: skip

    def _tools(self, kinds: list[str]) -> Fields:
        least = 1 if "lab" in kinds else 0
        tools = [self._tool() for _ in range(self.dice.pick(least, least, 1, 2, 3))]
        return {"tools": tools} if tools else {}

    def _tool(self) -> Fields:
        dice = self.dice
        addresses = (
            "https://labs.example.org/lti", "https://labs.example.org/lti/", "https://labs.example.org",
            "https://labs.example.org/launch?tenant=a&tenant=b&debug=&sig=a%2Bb", "https://labs.example.org/l?a=1&b=2&lab_id=x",
            "https://labs.example.org:8443/ä%20b/lti",
        )  # fmt: skip
        url = "http://labs.example.org/lti" if dice.yes(2) else dice.pick(*addresses)
        endpoints = dice.maybe(
            40, login_url=lambda: "https://labs.example.org/login?x=1", jwks_url=lambda: "https://labs.example.org/keys",
            redirect_urls=lambda: dice.pick([url], [url, "https://labs.example.org/deep"]),
            registration_url=lambda: "https://labs.example.org/register",
        )  # fmt: skip
        more = dice.maybe(
            60, lti=lambda: dice.pick("1.1", "1.3"), installed=dice.yes,
            privacy=lambda: dice.pick("anonymous", "name", "email", "full"),
        )  # fmt: skip
        return {"id": self.id(), "name": self.texts.title(), "url": url} | more | endpoints

    def _categories(self) -> Fields:
        if self.dice.yes(60):
            return {}
        weights = self.dice.pick(
            ("100",), ("40%", "60"), ("100", "0"), ("33.33", "33.33", "33.34"), ("0.5", "99.5%"), ("70", "30")
        )
        return {
            "grade_categories": [{"id": self.id(), "title": self.texts.title(), "weight": weight} for weight in weights]
        }

    def _bank(self, id: str, questions: Questions, chosen: Chosen) -> str:
        file = f"{self.dice.pick('banks/', '', 'a b/ü/')}{id}.yaml"
        self.texts.folder = posixpath.dirname(file)
        listed = questions.some(5)
        bank = {"title": self.texts.title()} | self.dice.maybe(30, type=lambda: "bank", description=self.texts.text)
        self.files[file] = bank | ({"id": id} if self.dice.yes() else {}) | {"questions": listed}
        chosen.banks[id] = sum("text" not in entry for entry in listed)
        return file

    def _choices(self, modules: list[tuple[str, str, list[Plan]]], banks: list[str]) -> Fields:
        """The targets that the course names, and its options."""
        known = formats()
        quizzes = [plan.id for _, _, plans in modules for plan in plans if plan.kind in ("quiz", "test")]
        only = (*quizzes, *banks)
        options = {
            name: self._options(known[name].options, only, quizzes)
            for name in sorted(known)
            if self.dice.yes(self.dice.pick(0, 30))
        }
        chosen: Fields = {"options": options} if options else {}
        targets = self.dice.few(sorted(known), 1, 3)
        return chosen | self.dice.maybe(10, targets=lambda: targets[0] if self.dice.yes(20) else targets)

    def _options(self, model: type[Options], only: tuple[str, ...], quizzes: list[str]) -> Fields:
        """Some options of a target."""
        own = {
            "accent": ("#0a5c8f", "#FFFFFF", "#000000", "#ffcc00"), "logo": tuple(self.texts.around.pictures),
            "iri": ("https://example.org/courses", "https://example.org/c?a=1&b=2"), "only": only,
            "score": (*quizzes, "all"),
            "complete_lessons": ("opened", "scrolled", 1, 90),
        }  # fmt: skip
        chosen: Fields = {}
        for name, field in model.model_fields.items():
            values = own.get(name, ()) if name in own else _values(field.annotation)
            if values and self.dice.yes(60):
                chosen[name] = self.dice.pick(*values)
        return chosen

    # -- modules -----------------------------------------------------------------------------------------------

    def _plan(self, items: Items, kinds: list[str]) -> list[tuple[str, str, list[Plan]]]:
        """The modules with what will be in them: folder, id, items."""
        modules = []
        several = self.dice.pick(1, 1, 2, 3)
        for number in range(1, several + 1):
            id = self.id()
            folder = self.dice.pick(f"{number:02}-{id}", id, f"parts/{number} {id}")
            if several == 1 and self.dice.yes(5):
                folder = "."
            least = 0 if number > 1 or self.dice.yes(3) else 1
            count = self.dice.pick(least, 1, 2, 3, 4)
            modules.append((folder, id, [self._plan_item(items, self.dice.pick(*kinds), folder) for _ in range(count)]))
        around = self.texts.around
        for _, _, plans in modules:
            around.items += [plan.id for plan in plans]
            around.files += [plan.file for plan in plans if plan.file]
            around.places += [plan.file for plan in plans if plan.place]
        return modules

    def _plan_item(self, items: Items, kind: str, folder: str) -> Plan:
        id = self.id()
        within = self.dice.pick("", "", "sub folder/")
        stem = posixpath.normpath(f"{folder}/{within}{self.dice.pick('', '01-')}{id}")
        ending = {"lesson": ".md", "quiz": ".yaml", "test": ".yaml", "lab": ".yml"}.get(kind)
        file = f"{stem}{ending}" if ending else ""
        if kind == "discussion" and self.dice.yes(30):
            file = f"{stem}.yaml"
        settings = items.settings(kind)
        place = kind == "lesson" and self.dice.yes(30)
        return Plan(kind, id, file, place, items.states(kind, settings), settings)

    def _write_modules(self, items: Items, modules: list[tuple[str, str, list[Plan]]]) -> None:
        backwards = self.dice.yes(10)
        gated = self.dice.pick(0, 20, 50)
        for number, (folder, id, plans) in enumerate(modules):
            listed: list[Any] = []
            for index, plan in enumerate(plans):
                self.texts.folder = posixpath.dirname(plan.file) if plan.file else folder
                others = modules[number + 1 :] if backwards else modules[:number]
                near = plans[index + 1 :] if backwards else plans[:index]
                open_to = [*near, *(each for _, _, more in others for each in more)]
                gates = self._gates([each for each in open_to if each.states], gated)
                written = items.write(plan, gates)
                if plan.file:
                    self.files[plan.file] = written
                    if self.dice.yes():
                        settings = written if isinstance(written, dict) else written.settings
                        settings["id"] = plan.id
                    listed.append(plan.file.removeprefix(f"{folder}/"))
                else:
                    listed.append({**written, "id": plan.id} if isinstance(written, dict) else written)
            self.texts.folder = folder
            module: Fields = {"title": self.texts.title()} | ({"items": listed} if listed or self.dice.yes() else {})
            others = modules[number + 1 :] if backwards else modules[:number]
            needed = self.dice.few([each for _, each, _ in others], 1, 2) if others and self.dice.yes(gated) else []
            module |= {"requires": needed[0] if len(needed) == 1 and self.dice.yes() else needed} if needed else {}
            module |= self.dice.maybe(30, number=lambda: self.dice.pick(0, 1, 7, 999), description=self.texts.text)
            module |= self.dice.maybe(10, published=lambda: self.dice.pick(False, False, True))
            module |= {"id": id} if folder == "." or self.dice.yes() else {}
            self.files[posixpath.normpath(f"{folder}/module.yaml")] = module

    def _gates(self, open_to: list[Plan], percent: int) -> Fields:
        if not open_to or not self.dice.yes(percent):
            return {}
        gates: list[Any] = []
        for plan in self.dice.few(open_to, 1, 2):
            state = self.dice.pick("", *plan.states)
            gates.append(plan.id if not state else self.dice.pick({plan.id: state}, {"item": plan.id, "state": state}))
        return {"requires": gates[0] if isinstance(gates[0], str) and len(gates) == 1 and self.dice.yes() else gates}


def _values(annotation: Any) -> tuple[Any, ...]:
    """The values that a closed list or a truth value can have."""
    if annotation is bool:
        return True, False
    return get_args(annotation) if str(get_origin(annotation)) == "typing.Literal" else ()
