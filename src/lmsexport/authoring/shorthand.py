"""The short forms of the source: written out as the model has them (`item`, `question`, …), and the way back from a
path in the model to what its author wrote (`written`).

What fits no form is left as it is: the model says what is wrong with it.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from lmsexport.authoring.positions import YamlPath
from lmsexport.errors import ModelPath

INLINE_ITEMS = {"heading": "title", "link": "url", "download": "file", "discussion": "title"}
"""Key that makes an inline item → the field that its value fills."""

INFERRED_TYPES = {
    "choices": "single-choice", "draw": "pool", "pairs": "matching", "blanks": "fill-in-blanks", "items": "ordering",
    "text": "text",
}  # fmt: skip
"""Key of a question that does not say its type → its type."""

_PERCENT = re.compile(r"\s*([-+]?[\d.]+)\s*%\s*")
_SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def id_from_name(name: str) -> str:
    """The id that a file or folder gives by default: its name without leading digits and ending; may be empty."""
    stem = name.rstrip("/").rpartition("/")[2]
    stem = re.sub(r"\.(md|yaml|yml)$", "", stem)
    ascii_only = unicodedata.normalize("NFKD", stem.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", re.sub(r"^[\d\W_]+", "", ascii_only)).strip("-")


def course(data: dict[str, Any]) -> dict[str, Any]:
    """The head of a course: its authors, keywords, targets and grade categories."""
    data = dict(data)
    _lists(data, "authors", "keywords", "targets")
    data["authors"] = _each(data.get("authors", []), "name")
    _each_percent(data.get("grade_categories"), "weight")
    return data


def module(data: dict[str, Any], default_id: str) -> dict[str, Any]:
    """A module: its id and its gates."""
    data = _identified(data, default_id)
    _lists(data, "requires")
    return data


def item(data: dict[str, Any], default_id: str) -> dict[str, Any]:
    """An item of a module, or a bank: its id, its gates, its glossary, its questions."""
    data = _identified(data, default_id)
    _lists(data, "requires", "objectives")
    _percent(data, "pass_mark")
    if isinstance(data.get("requires"), list):
        data["requires"] = [_requirement(entry) for entry in data["requires"]]
    if isinstance(data.get("glossary"), dict):
        data["glossary"] = [{"term": term, "definition": text} for term, text in data["glossary"].items()]
    if isinstance(data.get("questions"), list):
        own_id = data.get("id")
        owner = own_id if isinstance(own_id, str) and _SLUG.fullmatch(own_id) else default_id or "question"
        data["questions"] = [question(entry, owner, number) for number, entry in enumerate(data["questions"], 1)]
    return data


def inline_item(data: dict[str, Any]) -> dict[str, Any]:
    """An item in module.yaml: `heading: Title`, `link: URL`, `download: file` or `discussion: Title`."""
    kind = next(kind for kind in INLINE_ITEMS if kind in data)
    rest = {key: value for key, value in data.items() if key != kind}
    return item({"type": kind, INLINE_ITEMS[kind]: data[kind]} | rest, "")


def question(data: Any, owner: str, number: int) -> Any:
    """A question, a text block or a pool of the assessment or bank `owner`, there the `number`-th from 1."""
    if not isinstance(data, dict):
        return data
    data = dict(data)
    if "type" not in data and (inferred := next((INFERRED_TYPES[key] for key in INFERRED_TYPES if key in data), None)):
        data["type"] = inferred
    if data.get("type") == "pool":
        _renamed(data, "from", "bank")
        return {"id": f"{owner}-draw{number}"} | data
    data = {"id": f"{owner}-q{number}"} | data
    _lists(data, "hints", "tags", "distractors")
    if isinstance(data.get("feedback"), str):
        data["feedback"] = {"general": data["feedback"]}
    if "choices" in data:
        data["choices"] = _choices(data["choices"])
    if expand := _BY_TYPE.get(str(data.get("type"))):
        expand(data)
    return data


def _identified(data: dict[str, Any], default_id: str) -> dict[str, Any]:
    return {"id": default_id} | data if default_id else dict(data)


def _lists(data: dict[str, Any], *keys: str) -> None:
    """A single text stands for a list of one."""
    for key in keys:
        if isinstance(data.get(key), str):
            data[key] = [data[key]]


def _renamed(data: dict[str, Any], short: str, long: str) -> None:
    if short in data and long not in data:
        data[long] = data.pop(short)


def _each(entries: Any, field: str) -> Any:
    """A plain text in a list stands for an entry with one field."""
    if not isinstance(entries, list):
        return entries
    return [{field: entry} if isinstance(entry, str) else entry for entry in entries]


def _percent(data: dict[str, Any], key: str) -> None:
    """`80%` is 80."""
    value = data.get(key)
    if isinstance(value, str) and (percent := _PERCENT.fullmatch(value)):
        data[key] = percent[1]


def _each_percent(entries: Any, key: str) -> None:
    for entry in entries if isinstance(entries, list) else ():
        if isinstance(entry, dict):
            _percent(entry, key)


def _requirement(entry: Any) -> Any:
    """`- lesson-1` and `- quiz-1: passed`."""
    if isinstance(entry, str):
        return {"item": entry}
    if isinstance(entry, dict) and len(entry) == 1 and "item" not in entry:
        [(id, state)] = entry.items()
        return {"item": id, "state": state}
    return entry


def _choices(entries: Any) -> Any:
    """`- right: …` and `- wrong: …`; a plain text is a wrong choice."""
    return [_lettered(_choice(entry), n) for n, entry in enumerate(entries)] if isinstance(entries, list) else entries


def _choice(entry: Any) -> Any:
    if isinstance(entry, str):
        return {"text": entry}
    if (
        isinstance(entry, dict)
        and "text" not in entry
        and "correct" not in entry
        and ("right" in entry) != ("wrong" in entry)
    ):
        mark = "right" if "right" in entry else "wrong"
        choice = {"text": entry[mark], "correct": mark == "right"} | {k: v for k, v in entry.items() if k != mark}
        _percent(choice, "weight")
        return choice
    return entry


def letters(number: int) -> str:
    """The id by position of a part that has none, from 0: a … z, then aa, ab …"""
    last = chr(97 + number % 26)
    return last if number < 26 else chr(96 + number // 26) + last


def _lettered(entry: Any, number: int) -> Any:
    return {"id": letters(number)} | entry if isinstance(entry, dict) else entry


def _texts(data: dict[str, Any]) -> None:
    """`answer: Paris`, `answers: [Paris, …]`."""
    _renamed(data, "answer", "answers")
    _lists(data, "answers")
    data |= {"answers": _each(data["answers"], "text")} if "answers" in data else {}
    _each_percent(data.get("answers"), "weight")


def _numbers(data: dict[str, Any]) -> None:
    """`answer: 42` with `tolerance: 0.5` beside it, `answers: [42, 10..20, …]`."""
    if "answer" in data and "answers" not in data:
        beside = {"tolerance": data.pop("tolerance")} if "tolerance" in data else {}
        data["answers"] = [{"value": data.pop("answer")} | beside]
    _lists(data, "answers")
    if isinstance(data.get("answers"), list):
        data["answers"] = [_number(answer) for answer in _each(data["answers"], "value")]


def _number(answer: Any) -> Any:
    """`value: 10..20`, `tolerance: 5%`."""
    if not isinstance(answer, dict):
        return answer
    answer = dict(answer)
    if isinstance(answer.get("value"), str) and ".." in answer["value"]:
        low, _, high = answer.pop("value").partition("..")
        answer |= {"min": low.strip(), "max": high.strip()}
    if _PERCENT.fullmatch(str(answer.get("tolerance"))):
        answer["tolerance_type"] = "relative"
    _percent(answer, "tolerance")
    _percent(answer, "weight")
    return answer


def _pairs(data: dict[str, Any]) -> None:
    """`pairs: {France: Paris, …}`."""
    pairs = data.get("pairs")
    if isinstance(pairs, dict):
        pairs = [{"prompt": prompt, "match": match} for prompt, match in pairs.items()]
    if isinstance(pairs, list):
        data["pairs"] = [_lettered(pair, n) for n, pair in enumerate(pairs)]


def _ordered(data: dict[str, Any]) -> None:
    """`items: [first, second, …]`."""
    if isinstance(data.get("items"), list):
        data["items"] = [_lettered(entry, n) for n, entry in enumerate(_each(data["items"], "text"))]


def _blanks(data: dict[str, Any]) -> None:
    """`blanks: {capital: Paris, …}`."""
    blanks = data.get("blanks")
    if isinstance(blanks, dict):
        blanks = [
            {"id": name} | _blank(entry) if isinstance(entry, str | dict) else entry for name, entry in blanks.items()
        ]
    elif isinstance(blanks, list):
        blanks = [_blank(entry) if isinstance(entry, dict) else entry for entry in blanks]
    data |= {"blanks": blanks} if blanks is not None else {}


def _blank(entry: str | dict[str, Any]) -> dict[str, Any]:
    blank: dict[str, Any] = {"answers": [entry]} if isinstance(entry, str) else dict(entry)
    _renamed(blank, "type", "kind")
    blank.setdefault("kind", "dropdown" if "choices" in blank else "text")
    if blank["kind"] == "dropdown":
        blank |= {"choices": _choices(blank["choices"])} if "choices" in blank else {}
    elif blank["kind"] == "numeric":
        _numbers(blank)
    else:
        _texts(blank)
    return blank


_BY_TYPE = {
    "short-answer": _texts, "numeric": _numbers, "matching": _pairs, "ordering": _ordered, "fill-in-blanks": _blanks,
}  # fmt: skip

_WRITTEN_AS = {
    "text": ("right", "wrong"), "correct": ("right", "wrong"), "answers": ("answer",), "min": ("value",),
    "max": ("value",), "tolerance_type": ("tolerance",), "bank": ("from",), "kind": ("type",), "url": ("link",),
    "file": ("download",), "title": ("heading", "discussion"),
}  # fmt: skip
"""Field of the model → the keys that stand for it in short forms."""

_KEY_OF_ENTRY = frozenset({"id", "prompt", "term", "item"})
"""Fields that the key of an entry fills where a mapping stands for a list: `France: Paris`, `quiz-1: passed`."""


def written(data: Any, path: ModelPath) -> tuple[YamlPath, bool]:
    """Where the author wrote the value at `path` of the model, as far as it is written, and whether as a key."""
    found: list[str | int] = []
    in_mapping = False
    for number, step in enumerate(path):
        if isinstance(data, dict) and isinstance(step, int):
            if step >= len(data):
                break
            found.append(step)
            data, in_mapping = list(data.values())[step], True
            continue
        if isinstance(data, dict):
            key = _key(data, step, path[number:])
            if key is None:
                return _entry(data, step, tuple(found), in_mapping)
            found.append(key)
            data = data[key]
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            index = _position(data, step) if found[-1:] == ["questions"] else step
            found.append(index)
            data = data[index]
        else:
            return tuple(found), in_mapping and step in _KEY_OF_ENTRY
        in_mapping = False
    return tuple(found), False


def is_draft(entry: Any) -> bool:
    """Whether an entry of the source says that it is a draft."""
    return isinstance(entry, dict) and "draft" in entry


def _position(questions: list[Any], number: int) -> int:
    """Where the question stands that is the `number`-th (from 0) of those that are no drafts."""
    whole = [index for index, entry in enumerate(questions) if not is_draft(entry)]
    return whole[number] if number < len(whole) else number


def _key(data: dict[str, Any], step: str | int, rest: ModelPath) -> str | None:
    """The key that the author wrote for a field."""
    if (
        step == "answers"
        and "answer" in data
        and "tolerance" in data
        and rest[2:3] in (("tolerance",), ("tolerance_type",))
    ):
        return "tolerance"
    return next((key for key in (str(step), *_WRITTEN_AS.get(str(step), ())) if key in data), None)


def _entry(data: dict[str, Any], step: str | int, found: YamlPath, in_mapping: bool) -> tuple[YamlPath, bool]:
    """The place of a field that is written as the key or the value of an entry, else of what is around it."""
    if in_mapping:
        return found, step in _KEY_OF_ENTRY
    if len(data) == 1 and step in ("item", "state"):
        return (*found, 0), step == "item"
    return found, False
