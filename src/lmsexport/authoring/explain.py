"""What the model refuses, said so that an author understands it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from lmsexport.authoring import shorthand, vocabulary
from lmsexport.authoring.messages import say
from lmsexport.errors import ModelPath
from lmsexport.model import did_you_mean


class Explained(NamedTuple):
    """A mistake in an author's words."""

    code: str
    path: ModelPath
    """Where it is, within the model that was refused."""
    message: str
    hint: str = ""
    key: bool = False
    """Whether the key is to blame rather than its value."""


def explain(error: ValidationError, model: type[BaseModel], data: Any) -> Iterator[Explained]:
    """Every mistake that a validation of `model` found, each once; `data` is what the author wrote for it."""
    details = error.errors(include_url=False)
    paths = [_path(detail["loc"]) for detail in details]
    twice = {path[:-1] for detail, path in zip(details, paths, strict=True) if _both_forms(detail, path, data)}
    told: set[ModelPath] = set()
    for detail, path in zip(details, paths, strict=True):
        if detail["type"] == "too_short" and any(other != path and other[: len(path)] == path for other in paths):
            continue  # entries that were refused do not count; they are reported themselves
        if path[:-1] in twice and detail["type"] in ("extra_forbidden", "missing"):
            if path[:-1] not in told:
                told.add(path[:-1])
                yield _two_forms(path[:-1], data)
            continue
        yield _explained(detail, path, model, data)


def _path(loc: tuple[str | int, ...]) -> ModelPath:
    """The path without the tags of unions, which stand behind the indices of questions and blanks."""
    tags = [n for n in range(2, len(loc)) if loc[n - 2] in ("questions", "blanks") and isinstance(loc[n - 1], int)]
    return tuple(step for n, step in enumerate(loc) if n not in tags and step != "[key]")


def _both_forms(detail: ErrorDetails, path: ModelPath, data: Any) -> bool:
    """Whether an author wrote the short and the long form, or both marks of a choice."""
    if detail["type"] != "extra_forbidden" or path[-1] not in ("right", "wrong", "answer", "from"):
        return False
    return _pair(_written_value(data, path[:-1])) is not None


def _pair(entry: Any) -> tuple[str, str] | None:
    if not isinstance(entry, dict):
        return None
    return next((pair for pair in vocabulary.ONE_OF if entry.keys() >= set(pair)), None)


def _two_forms(path: ModelPath, data: Any) -> Explained:
    first, second = _pair(_written_value(data, path)) or ("", "")
    message, hint = f"`{first}` and `{second}` exclude each other", "keep one of the two"
    if second == "text":
        message, hint = f"the text of a choice stands behind `{first}:`", f"write `- {first}: …`"
    return Explained("two-forms", (*path, first if second == "text" else second), message, hint, key=True)


def _written_value(data: Any, path: ModelPath) -> Any:
    """What the author wrote at a path of the model."""
    for step in shorthand.written(data, path)[0]:
        data = list(data.values())[step] if isinstance(data, dict) and isinstance(step, int) else data[step]
    return data


def _explained(detail: ErrorDetails, path: ModelPath, model: type[BaseModel], data: Any) -> Explained:
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "extra_forbidden":
        return _unknown_key(path, vocabulary.models_at(model, detail["loc"][:-1]))
    if kind == "missing":
        return _missing(path, vocabulary.models_at(model, detail["loc"][:-1]))
    if kind == "union_tag_not_found":
        return Explained("missing-key", path, "`type` is missing", f"say what kind of question it is: {_QUESTIONS}")
    if kind == "union_tag_invalid":
        tag = str(context["tag"])
        kinds = [name.strip("'") for name in str(context["expected_tags"]).split(", ")]
        what = "blank" if path[-2:-1] == ("blanks",) else "question"
        return Explained("unknown-type", (*path, "kind" if what == "blank" else "type"),
                         f"there is no {what} of the type `{tag}`", did_you_mean(tag, kinds))  # fmt: skip
    if "text" in context:
        return Explained(kind, (*path, *context.get("at", ())), str(context["text"]), str(context.get("hint", "")))
    if "hint" in context:
        return Explained(kind, path, detail["msg"], str(context["hint"]))
    code, message, hint = say(kind, _subject(path, data), detail["input"], context, str(path[-1]) if path else "")
    return Explained(code, path, message, hint, key=detail["loc"][-1:] == ("[key]",))


def _subject(path: ModelPath, data: Any) -> str:
    """What a message is about, named as the author wrote it."""
    steps, _ = shorthand.written(data, path)
    names = [step for step in steps if isinstance(step, str)]
    if not names:
        return f"`{path[-1]}`" if path and isinstance(path[-1], str) else "this"
    if isinstance(path[-1], int) and steps and isinstance(steps[-1], int):
        return f"an entry of `{names[-1]}`"
    if path[-1] in ("prompt", "match", "term", "definition", "item", "state") and isinstance(steps[-1], int):
        return f"the {path[-1]}"
    return f"`{names[-1]}`"


def _unknown_key(path: ModelPath, models: Sequence[type[BaseModel]]) -> Explained:
    name = str(path[-1])
    known = vocabulary.keys(models)
    hint = next((hint for words, needed, hint in vocabulary.ADVICE if name.lower() in words and needed <= known), "")
    return Explained("unknown-key", path, f"unknown key `{name}`", hint or did_you_mean(name, known), key=True)


def _missing(path: ModelPath, models: Sequence[type[BaseModel]]) -> Explained:
    name = str(path[-1])
    owner = next((model.__name__ for model in models if name in model.model_fields), "")
    usual = vocabulary.ID if name == "id" else (f"`{name}`", f"`{name}: …`")
    shown, example = vocabulary.MISSING.get((owner, name), usual)
    return Explained("missing-key", path[:-1], f"{shown} is missing", f"add {example}")


_QUESTIONS = ", ".join(f"`{name}`" for name in vocabulary.QUESTIONS)
