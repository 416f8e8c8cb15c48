"""The mutants of a file: each the file with a single change that a test should notice."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FLIPPED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
TYPES = ("annotation", "returns", "type_params")
"""Fields of the syntax tree that hold types, which nothing evaluates."""

COMMENTS = ("//", "/*", "* ", "{#")
SCRIPT = {
    "comparison": (r" (===|!==|<=|>=|<|>) ", {"===": "!==", "!==": "===", "<": "<=", "<=": "<", ">": ">=", ">=": ">"}),
    "logic": (
        r"(&&|\|\||\?\?|\btrue\b|\bfalse\b)",
        {"&&": "||", "||": "&&", "??": "&&", "true": "false", "false": "true"},
    ),
    "negation": (r"(?<=[(\s&|])(!)(?=[\w(])", {"!": ""}),
    "constant": (r"(?<=[\s(\[,])(\d+)\b", None),
    "statement": (r"(?m)^ +((?!const |let |return\b|import |export )[\w$.\[\]]+.*;)$", {}),
}
TEMPLATE = {
    "element": (r"(<([\w:{ }.]+)[^<>]*>(?:(?!</?\w).)*</\2>|<[\w:]+(?: [^<>]*)?/>)", {}),
    "constant": (r"(?<=[>\"])([^<>\"{}\s][^<>\"{}]*)(?=[<\"])", None),
    "branch": (r"{% (?:el)?if ()", {"": "not "}),
    "logic": (r"\{[{%][^}]*? (and|or|==|!=) [^}]*[}%]\}", {"and": "or", "or": "and", "==": "!=", "!=": "=="}),
    "choice": (r"\{\{ (?=[^{}]* if [^{}]* else )[^{}]* if ()", {"": "not "}),
}
"""Kind → a pattern whose first group is replaced, and by what: by nothing, or, for `None`, by another constant."""


@dataclass(frozen=True)
class Mutant:
    """A file in which the bytes from `start` to `end` are replaced."""

    path: Path
    """Below the root of the tree."""
    kind: str
    start: int
    end: int
    new: str

    def of(self, content: bytes) -> bytes:
        """The changed file."""
        return content[: self.start] + self.new.encode() + content[self.end :]


def mutants(root: Path, path: Path) -> Iterator[Mutant]:
    """All mutants of the file at `path` below the root."""
    content = (root / path).read_bytes()
    if path.suffix == ".py":
        yield from _of_python(path, content)
    elif path.suffix in (".js", ".j2"):
        yield from _of_text(path, content.decode(), SCRIPT if path.suffix == ".js" else TEMPLATE)


def _of_text(path: Path, text: str, patterns: dict[str, tuple[str, dict[str, str] | None]]) -> Iterator[Mutant]:
    for kind, (pattern, replacements) in patterns.items():
        for match in re.finditer(pattern, text):
            if text[text.rfind("\n", 0, match.start(1)) + 1 :].lstrip().startswith(COMMENTS):
                continue
            old = match[1]
            new = _other(old) if replacements is None else replacements.get(old, "")
            start = len(text[: match.start(1)].encode())
            yield Mutant(path, kind, start, start + len(old.encode()), new)


def _other(constant: str) -> str:
    return str(1 - int(constant)) if constant in ("0", "1") else f"{constant}1"


def _of_python(path: Path, content: bytes) -> Iterator[Mutant]:
    lines = [0]
    for line in content.splitlines(keepends=True):
        lines.append(lines[-1] + len(line))
    for node in _evaluated(ast.parse(content)):
        for kind, new in _changes(node):
            start = lines[node.lineno - 1] + node.col_offset
            end = lines[(node.end_lineno or 0) - 1] + (node.end_col_offset or 0)
            text = ast.unparse(ast.fix_missing_locations(new))
            yield Mutant(path, kind, start, end, f"({text})" if isinstance(new, ast.expr) else text)


def _evaluated(node: ast.AST) -> Iterator[ast.stmt | ast.expr]:
    """Statements and expressions below a node that do something: no types, no descriptions, no parts of f-strings."""
    for field, value in ast.iter_fields(node):
        for child in value if isinstance(value, list) else [value]:
            documents = isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant)
            documents |= isinstance(child, ast.keyword) and child.arg == "description"
            if not isinstance(child, ast.AST) or field in TYPES or documents:
                continue
            if isinstance(child, ast.stmt | ast.expr):
                yield child
            if not isinstance(child, ast.JoinedStr | ast.Import | ast.ImportFrom):
                yield from _evaluated(child)


def _changes(node: ast.stmt | ast.expr) -> Iterator[tuple[str, ast.stmt | ast.expr]]:
    match node:
        case ast.Compare(left, [op], comparators):
            yield "comparison", ast.Compare(left, [FLIPPED[type(op)]()], comparators)
        case ast.BoolOp(op, values):
            yield "logic", ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), values)
        case ast.UnaryOp(ast.Not(), operand):
            yield "negation", operand
        case ast.IfExp(test, body, otherwise):
            yield "choice", ast.IfExp(test, otherwise, body)
        case ast.Constant(bool(value)):
            yield "logic", ast.Constant(not value)
        case ast.Constant(int(value)):
            yield "constant", ast.Constant(value + 1)
        case ast.Constant(str(value)) if value:
            yield "text", ast.Constant(f"{value}x")
        case ast.Expr() | ast.AugAssign() | ast.Raise() | ast.Continue():
            yield "statement", ast.Pass()
        case ast.Return(ast.AST() as value) if not (isinstance(value, ast.Constant) and value.value is None):
            yield "statement", ast.Return(ast.Constant(None))
