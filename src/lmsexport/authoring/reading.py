"""What the loading of all parts shares: files are read once, secrets refused, problems collected."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from lmsexport.authoring import shorthand
from lmsexport.authoring.document import Document, read_document, written_id
from lmsexport.authoring.explain import explain
from lmsexport.authoring.files import find_files, read_text, why_missing
from lmsexport.authoring.places import SourcePlaces
from lmsexport.authoring.secrets import secret_names
from lmsexport.errors import ModelPath, Place, Problem, Severity
from lmsexport.model import Draft, Model
from lmsexport.model.secrets import secret_shapes

ENDINGS = (".md", ".yaml", ".yml")
"""Files that hold parts of a course."""

UNKNOWN = ""
"""The id of a part that could not be read and did not say its id."""

_ENTER = "enter it in the LMS or in the lab tool, and renew it if it was real"
_EXAMPLE = f"{_ENTER}; an example can be cut short with `…`"

AnyModel = TypeVar("AnyModel", bound=Model)


class Reading:
    """One run over a course's folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.files = find_files(root)
        self.problems: list[Problem] = []
        self.places = SourcePlaces()
        self.lost: dict[str, set[str]] = {}
        """List of the course → ids of its parts that are broken; nobody is told that those do not exist."""
        self.drafts: list[Draft] = []
        """What is set aside, in the order in which it was read."""
        self._first_named: dict[str, Place | None] = {}

    def report(
        self, code: str, message: str, place: Place | None, hint: str = "", severity: Severity = Severity.ERROR
    ) -> None:
        """Take a problem."""
        self.problems.append(Problem(code, message, place, hint, severity))

    def lose(self, kind: str, id: str) -> None:
        """Remember that a part of the list `kind` is broken."""
        self.lost.setdefault(kind, set()).add(id)

    # -- files -------------------------------------------------------------------------------------------------

    def read(self, kind: str, folder: str, name: str, asked: Place | None) -> Document | None:
        """The file `name` that a file in `folder` names at `asked`; without it, a part of `kind` is lost."""
        path = posixpath.normpath(posixpath.join(folder, name))
        if path not in self.files:
            code, message, hint = why_missing(self.root, folder, name, self.files)
            self.report(code, message, asked, hint)
            self.lose(kind, UNKNOWN)
            return None
        if path in self._first_named:
            self.report(
                "listed-twice", f"`{name}` is listed twice", asked, f"the first time in {self._first_named[path]}"
            )
            return None
        self._first_named[path] = asked
        document, problem = read_document(self.files[path], path, self.shown(path))
        if document is not None:
            self._refuse_shapes(document)
        if problem is not None:
            self.problems.append(problem)
            self.lose(kind, written_id(document) or shorthand.id_from_name(folder if kind == "modules" else path))
            return None
        if document is not None:
            self.refuse_keys(document.data, document)
        return document

    def refuse_keys(self, data: Mapping[str, Any], document: Document, within: ModelPath = ()) -> None:
        """Report the keys that the model knows, but that no author writes: we fill them."""
        for key in ("source", "drafts", *(("body",) if document.body is not None else ())):
            if key in data:
                self.report(
                    "unknown-key", f"unknown key `{key}`", document.place((*within, key), key=True), "delete it"
                )

    def shown(self, path: str) -> str:
        """A path in the course's folder, as the user would type it."""
        return (self.root / path).as_posix()

    # -- secrets -----------------------------------------------------------------------------------------------

    def _refuse_shapes(self, document: Document) -> None:
        for index, kind in secret_shapes(document.yaml):
            self._refuse(document.at(index), f"this has the shape of {kind}", _EXAMPLE)
        for index, kind in secret_shapes(document.body or ""):
            self._refuse(document.in_body(index), f"this has the shape of {kind}", _EXAMPLE)

    def refuse_secrets(self, data: Any, document: Document, within: ModelPath = ()) -> None:
        """Report the settings of a tool, a lab or a target that are named like secrets."""
        for path, message in secret_names(data):
            self._refuse(document.place((*within, *path), key=True), message, _ENTER)

    def refuse_secrets_elsewhere(self) -> None:
        """Look at the texts that the course does not name, too: they are under version control as well."""
        for name, path in self.files.items():
            if name in self._first_named or not name.endswith(ENDINGS):
                continue
            text, _ = read_text(path, name)
            self._refuse_shapes(Document(name, self.shown(name), text or ""))

    def _refuse(self, place: Place, message: str, hint: str) -> None:
        self.report("secret", f"{message}, and a course must not hold one", place, hint)

    # -- models ------------------------------------------------------------------------------------------------

    def build(self, model: type[AnyModel], data: Any, document: Document, within: ModelPath = ()) -> AnyModel | None:
        """A part of the course that stands in `document` at `within`; None after its problems were reported."""
        try:
            return model.model_validate(data)
        except ValidationError as error:
            self.report_refusal(error, model, document, within)
        return None

    def report_refusal(
        self, error: ValidationError, model: type[Model], document: Document, within: ModelPath = ()
    ) -> None:
        """Report what the model says is wrong with a part that stands in `document` at `within`."""
        data: Any = document.data
        for step in within:
            data = data[step]
        for code, path, message, hint, key in explain(error, model, data):
            self.report(code, message, document.place((*within, *path), key=key), hint)

    def sorted_problems(self) -> list[Problem]:
        """All problems by file and line, each once; where a secret stands, nothing else matters."""
        secrets = {problem.place for problem in self.problems if problem.code == "secret"}
        kept = [problem for problem in self.problems if problem.code == "secret" or problem.place not in secrets]
        return sorted(dict.fromkeys(kept), key=_reading_order)


def _reading_order(problem: Problem) -> tuple[str, int, int]:
    place = problem.place
    return (place.file, place.line, place.column) if place else ("", 0, 0)
