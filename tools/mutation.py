"""Operator mutants of a Python text: one operator, constant or extremum exchanged in each."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

ARITHMETIC: dict[type[ast.operator], tuple[str, str]] = {
    ast.Add: ("+", "-"),
    ast.Sub: ("-", "+"),
    ast.Mult: ("*", "/"),
    ast.Div: ("/", "*"),
    ast.FloorDiv: ("//", "/"),
    ast.Mod: ("%", "*"),
    ast.Pow: ("**", "*"),
    ast.BitAnd: ("&", "|"),
    ast.BitOr: ("|", "&"),
}
COMPARISON: dict[type[ast.cmpop], tuple[str, tuple[str, ...]]] = {
    ast.Lt: ("<", ("<=", ">=")),
    ast.LtE: ("<=", ("<", ">")),
    ast.Gt: (">", (">=", "<=")),
    ast.GtE: (">=", (">", "<")),
    ast.Eq: ("==", ("!=",)),
    ast.NotEq: ("!=", ("==",)),
    ast.Is: ("is", ("is not",)),
    ast.IsNot: ("is not", ("is",)),
    ast.In: ("in", ("not in",)),
    ast.NotIn: ("not in", ("in",)),
}
EXTREMA = {"min": "max", "max": "min", "minimum": "maximum", "maximum": "minimum"}
Change = tuple[int, int, str]
"""(first byte, byte after the last, the text that goes in its place)."""


@dataclass(frozen=True)
class Mutant:
    """One change of a file. `line` counts from 1; `old` and `new`: the line as it is and as it becomes."""

    file: str
    line: int
    start: int
    end: int
    put: str
    old: str
    new: str

    def __str__(self) -> str:
        """Return where the change is and what it does."""
        return f"{self.file}:{self.line} {self.old} -> {self.new}"


def mutants_of(file: str, text: str) -> list[Mutant]:
    """Return every operator mutant of a file, in the order of the text."""
    source = text.encode()
    changes = sorted(set(_Changes(source).of(ast.parse(text))))
    return [_mutant(file, source, change) for change in changes]


def mutated(text: str, mutant: Mutant) -> str:
    """Return the text of a file with the change of a mutant."""
    source = text.encode()
    return (source[: mutant.start] + mutant.put.encode() + source[mutant.end :]).decode()


def function_of(text: str, mutant: Mutant) -> str:
    """Return the qualified name of the innermost function a mutant lies in; "" outside of all."""
    name, inside = "", ""
    node: ast.AST = ast.parse(text)
    while True:
        holds = [child for child in ast.iter_child_nodes(node) if _holds(child, mutant.line)]
        if not holds:
            return inside
        node = holds[0]
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            in_body = mutant.line >= node.body[0].lineno
            name = f"{name}{node.name}"
            if isinstance(node, ast.FunctionDef):
                if not in_body:
                    return inside
                inside = name
                name = f"{name}.<locals>"
            name = f"{name}."


def _holds(node: ast.AST, line: int) -> bool:
    """Return whether a statement, with its decorators, goes over a line."""
    if isinstance(node, ast.match_case):
        return node.pattern.lineno <= line <= (node.body[-1].end_lineno or 0)
    if not isinstance(node, ast.stmt | ast.ExceptHandler):
        return False
    return first_line(node) <= line <= (node.end_lineno or 0)


def first_line(node: ast.stmt | ast.ExceptHandler) -> int:
    """Return the first line of a statement, with its decorators."""
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(decorator.lineno for decorator in decorators)])


def _mutant(file: str, source: bytes, change: Change) -> Mutant:
    start, end, put = change
    first = source.rfind(b"\n", 0, start) + 1
    last = source.find(b"\n", end)
    last = len(source) if last < 0 else last
    old = source[first:last].decode().strip()
    new = (source[first:start] + put.encode() + source[end:last]).decode().strip()
    return Mutant(file, source.count(b"\n", 0, start) + 1, start, end, put, old, new)


class _Changes:
    """The changes of one text, node by node; types and texts in braces are left alone."""

    def __init__(self, source: bytes) -> None:
        self.source = source
        self.line_starts = [0, *(match.end() for match in re.finditer(rb"\n", source))]
        self.rules: dict[type[ast.AST], Callable[..., Iterator[Change]]] = {
            ast.BinOp: self.arithmetic,
            ast.Compare: self.comparison,
            ast.BoolOp: self.boolean,
            ast.UnaryOp: self.unary,
            ast.Constant: self.constant,
            ast.Call: self.extremum,
        }

    def of(self, node: ast.AST) -> Iterator[Change]:
        """Yield the changes of a node and of all below it."""
        if isinstance(node, ast.JoinedStr):
            return
        rule = self.rules.get(type(node))
        if rule is not None:
            yield from rule(node)
        for name, value in ast.iter_fields(node):
            if name in ("annotation", "returns"):
                continue
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST):
                    yield from self.of(child)

    def start(self, node: ast.expr) -> int:
        """Return the first byte of a node."""
        return self.line_starts[node.lineno - 1] + node.col_offset

    def end(self, node: ast.expr) -> int:
        """Return the byte after a node."""
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return self.line_starts[node.end_lineno - 1] + node.end_col_offset

    def between(self, left: ast.expr, right: ast.expr, old: str, new: str) -> Iterator[Change]:
        """Yield the exchange of the operator between two operands, comments left alone."""
        first = self.end(left)
        gap = self.source[first : self.start(right)]
        bare = re.sub(rb"#[^\n]*", lambda comment: b" " * len(comment[0]), gap)
        place = re.search(re.escape(old).replace(r"\ ", r"\s+").encode(), bare)
        if place is not None:
            yield first + place.start(), first + place.end(), new

    def arithmetic(self, node: ast.BinOp) -> Iterator[Change]:
        """Yield the exchange of an arithmetic operator or of one on masks."""
        if type(node.op) in ARITHMETIC and not _joins_no_numbers(node):
            yield from self.between(node.left, node.right, *ARITHMETIC[type(node.op)])

    def comparison(self, node: ast.Compare) -> Iterator[Change]:
        """Yield a limit that moves into the other side, and a comparison turned round."""
        operands = [node.left, *node.comparators]
        for left, operator, right in zip(operands, node.ops, operands[1:], strict=False):
            old, exchanged = COMPARISON[type(operator)]
            for new in exchanged:
                yield from self.between(left, right, old, new)

    def boolean(self, node: ast.BoolOp) -> Iterator[Change]:
        """Yield `or` for `and`, and the other way round."""
        old, new = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
        for left, right in zip(node.values, node.values[1:], strict=False):
            yield from self.between(left, right, old, new)

    def unary(self, node: ast.UnaryOp) -> Iterator[Change]:
        """Yield a `not` or a minus sign left out."""
        sign = re.compile(rb"(?:not\b|-)\s*").match(self.source, self.start(node))
        if sign is not None:
            yield sign.start(), sign.end(), ""

    def constant(self, node: ast.Constant) -> Iterator[Change]:
        """Yield a number one larger."""
        if isinstance(node.value, int | float) and not isinstance(node.value, bool):
            yield self.start(node), self.end(node), repr(node.value + 1)

    def extremum(self, node: ast.Call) -> Iterator[Change]:
        """Yield a maximum for a minimum, and the other way round."""
        called = node.func
        name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
        if name in EXTREMA:
            yield self.end(called) - len(name), self.end(called), EXTREMA[name]


def _joins_no_numbers(node: ast.BinOp) -> bool:
    """Return whether an operator joins types, dicts or texts: any change of it fails at once."""
    if isinstance(node.left, ast.BinOp) and _joins_no_numbers(node.left):
        return True
    for operand in (node.left, node.right):
        if isinstance(operand, ast.Dict | ast.DictComp | ast.JoinedStr):
            return True
        if isinstance(operand, ast.Constant) and not isinstance(operand.value, int | float):
            return True
        named = isinstance(operand, ast.Name) and not operand.id.isupper() and operand.id[:1].isupper()
        if named and isinstance(node.op, ast.BitOr):
            return True
    return False
