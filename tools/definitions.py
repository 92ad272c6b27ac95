"""The definitions of a Python file and the names it imports, read from its text."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from tools.layers import FILES

BY_NAME = frozenset(
    {"property", "cached_property", "staticmethod", "classmethod", "abstractmethod", "override"}
)
"""Decorators under which a method is called by its name; under any other one it is called by a library."""

Key = tuple[str, str]
"""Module and name of a definition; a method as Class.method; the module's own statements as ""."""


@dataclass
class Definition:
    """A definition: the nodes that are its own, and the line it begins in."""

    nodes: list[ast.AST]
    line: int = 1
    function_or_class: bool = False
    methods: dict[str, Key] = field(default_factory=dict)
    called_with_class: set[str] = field(default_factory=set)


@dataclass
class Module:
    """The definitions of a file, and what its imports bind: local name -> module and name in it."""

    definitions: dict[Key, Definition]
    bound: dict[str, Key]


def module_of(name: str, tree: ast.Module) -> Module:
    """Return the definitions and bindings of a parsed file."""
    definitions = {(name, ""): Definition([])}
    for statement in tree.body:
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
            definitions[name, statement.name] = Definition([statement], statement.lineno, True)
        elif isinstance(statement, ast.ClassDef):
            definitions |= _class(name, statement)
        elif isinstance(statement, ast.Assign | ast.AnnAssign):
            for target in _targets(statement):
                definitions[name, target] = Definition([statement], statement.lineno)
        elif not isinstance(statement, ast.Import | ast.ImportFrom):
            definitions[name, ""].nodes.append(statement)
    return Module(definitions, _bound(tree))


def _targets(statement: ast.Assign | ast.AnnAssign) -> list[str]:
    targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
    return [node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name)]


def _class(module: str, statement: ast.ClassDef) -> dict[Key, Definition]:
    """Return a class and its methods."""
    methods = [node for node in statement.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    whole = Definition([], statement.lineno, True)
    whole.nodes += [*statement.bases, *statement.keywords, *statement.decorator_list]
    whole.nodes += [node for node in statement.body if node not in methods]
    bases = {last_name(base) for base in statement.bases}
    definitions: dict[Key, Definition] = {(module, statement.name): whole}
    for method in methods:
        key = (module, f"{statement.name}.{method.name}")
        definitions[key] = Definition([method], method.lineno, True)
        whole.methods[method.name] = key
        decorators = {last_name(node) for node in method.decorator_list}
        if method.name.startswith("__") or decorators - BY_NAME - {"setter"} or "Protocol" in bases:
            whole.called_with_class.add(method.name)
    return definitions


def last_name(node: ast.expr) -> str:
    """Return the last name of a decorator or base: pydantic.model_validator(mode=...) -> model_validator."""
    while isinstance(node, ast.Call | ast.Subscript):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def first_name(node: ast.expr) -> str:
    """Return the first name of a base class: click.ParamType[float] -> click."""
    return next((part.id for part in ast.walk(node) if isinstance(part, ast.Name)), "")


def _bound(tree: ast.Module) -> dict[str, Key]:
    """Return what the imports of a file bind, wherever in it they stand."""
    bound: dict[str, Key] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                bound[alias.asname or alias.name] = (
                    (whole, "*") if whole in FILES else (node.module, alias.name)
                )
        elif isinstance(node, ast.Import):
            for alias in node.names:
                bound[alias.asname or alias.name.split(".")[0]] = (alias.name, "*")
    return bound
