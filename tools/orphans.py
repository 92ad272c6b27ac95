"""Print what stands in twin/ and is of no use to anyone: `python -m tools.orphans`.

A function, class, method or constant is reached when something reached names it. The roots: the commands, the
public Python names, the registries that walk a folder, and the scenarios; not tests, tools and benchmarks.
All is read from the text of the files. Methods are told apart by name alone: one that shares its name with a
used one counts as used, so the list may miss an orphan but names none that is in use.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from tools.definitions import Definition, Key, Module, first_name, last_name, module_of
from tools.layers import FILES, ROOT, TWIN
from twin import _HOME as PUBLIC_NAMES
from twin.cli.app import COMMANDS

WALKED = {
    "twin.kpi": {"kpi", "also"},
    "twin.laws": {"law"},
    "twin.report.sections": {"SECTION"},
    "twin.stations": {"STATION"},
}
"""Folder whose files a registry walks -> the decorators or the constant it takes from each of them."""

OUTSIDE = ("scenarios",)
"""Folders beside twin/ whose files use it as a person would."""

OWN_METHODS_ONLY = frozenset(
    {"object", "BaseModel", "NamedTuple", "Enum", "StrEnum", "Generic", "ValueError"}
)
"""Foreign base classes that call no method of a class derived from them but those with two underscores."""


class Reach:
    """What the roots reach, definition by definition."""

    def __init__(self, modules: dict[str, Module]) -> None:
        self.modules = modules
        self.reached: set[Key] = set()
        self.used_names = set(re.findall(r"\w+", "".join(p.read_text() for p in TWIN.rglob("*.j2"))))
        self.waiting: list[Key] = []

    def take(self, key: Key) -> None:
        """Reach a definition, through modules that only pass it on."""
        module, name = key
        known = self.modules.get(module)
        if known is None or key in self.reached:
            return
        if key in known.definitions:
            self.reached.add(key)
            self.waiting += [key]
            self.take((module, ""))
        elif name in known.bound:
            self.take(known.bound[name])

    def run(self) -> None:
        """Follow every name until nothing new is reached."""
        while self.waiting:
            while self.waiting:
                module, name = self.waiting.pop()
                for node in self.modules[module].definitions[module, name].nodes:
                    self._follow(self.modules[module], module, node)
            for key in list(self.reached):
                self._take_methods(key)

    def _take_methods(self, key: Key) -> None:
        definition = self.modules[key[0]].definitions[key]
        foreign = any(self._foreign(key[0], base) for base in definition.nodes if isinstance(base, ast.expr))
        for name, method in definition.methods.items():
            if foreign or name in definition.called_with_class or name in self.used_names:
                self.take(method)

    def _foreign(self, module: str, base: ast.expr) -> bool:
        """Return whether a base class is a library's that may call methods of its own accord."""
        name = last_name(base)
        home = self.modules[module].bound.get(first_name(base), ("", ""))[0]
        return bool(home) and not home.startswith("twin") and name not in OWN_METHODS_ONLY | {"dataclass"}

    def _follow(self, module: Module, name: str, node: ast.AST) -> None:
        local = _local_names(node) - set(module.bound)
        for part in ast.walk(node):
            if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Load) and part.id not in local:
                own = (name, part.id)
                self.take(own if own in module.definitions else module.bound.get(part.id, own))
            elif isinstance(part, ast.Attribute):
                home = module.bound.get(part.value.id) if isinstance(part.value, ast.Name) else None
                if home is not None and home[1] == "*":
                    self.take((home[0], part.attr))
                else:
                    self.used_names.add(part.attr)
            elif isinstance(part, ast.Constant) and isinstance(part.value, str) and part.value.isidentifier():
                self.used_names.add(part.value)


def _local_names(node: ast.AST) -> set[str]:
    """Return the names a function binds itself, which hide those of its file."""
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return set()
    names = {part.arg for part in ast.walk(node) if isinstance(part, ast.arg)}
    return names | {
        part.id for part in ast.walk(node) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)
    }


def _roots(modules: dict[str, Module]) -> Iterator[Key]:
    yield ("twin.cli.app", "main")
    yield from ((f"twin.cli.{command}", command) for command in COMMANDS)
    yield from ((home, name) for name, home in PUBLIC_NAMES.items())
    for folder, words in WALKED.items():
        for name, module in modules.items():
            if name.rpartition(".")[0] == folder:
                yield from ((name, word) for word in words)
                marks = words | _made_of(module, words)
                yield from (key for key, known in module.definitions.items() if _marked(known, marks))
    yield from (key for name in modules if not name.startswith("twin") for key in modules[name].definitions)


def _made_of(module: Module, words: set[str]) -> set[str]:
    """Return the decorators a file makes of others: _share = partial(kpi, unit="fraction")."""
    made: set[str] = set()
    for _ in range(2):
        for (_, name), known in module.definitions.items():
            used = {part.id for node in known.nodes for part in ast.walk(node) if isinstance(part, ast.Name)}
            if used & (words | made) and not known.function_or_class:
                made.add(name)
    return made


def _marked(definition: Definition, decorators: set[str]) -> bool:
    return any(
        isinstance(node, ast.FunctionDef) and decorators & set(map(last_name, node.decorator_list))
        for node in definition.nodes
    )


def _modules() -> dict[str, Module]:
    files: dict[str, Path] = {name: path for name, path in FILES.items() if name != "twin"}
    files |= {
        f"{path.parent.name}.{path.stem}": path for f in OUTSIDE for path in sorted((ROOT / f).glob("*.py"))
    }
    return {name: module_of(name, ast.parse(path.read_text("utf-8"))) for name, path in files.items()}


def reached_from(roots: Iterable[Key], modules: dict[str, Module]) -> set[Key]:
    """Return every definition that some definitions reach."""
    reach = Reach(modules)
    for key in roots:
        reach.take(key)
    reach.run()
    return reach.reached


def orphans() -> dict[str, str]:
    """Return what only tests reach: module:name -> file and line. A class is named without its methods."""
    modules = _modules()
    reached = reached_from(_roots(modules), modules)
    alone: dict[str, str] = {}
    for name, module in modules.items():
        for key, definition in module.definitions.items():
            owner = (name, key[1].split(".")[0])
            hidden = key != owner and owner not in reached
            if key[1] and key not in reached and not hidden:
                alone[f"{name}:{key[1]}"] = f"{FILES[name].relative_to(ROOT)}:{definition.line}"
    return alone


def main() -> int:
    """Print the orphans; return 1 if there are any."""
    alone = orphans()
    sys.stdout.writelines(f"{place}  {name}\n" for name, place in alone.items())
    return 1 if alone else 0


if __name__ == "__main__":
    sys.exit(main())
