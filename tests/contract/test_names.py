"""Names a reader can search for: one class to a name, variables named after what they hold."""

import ast
from collections import Counter

import pytest

from tools.layers import FILES, MODULES, folder_of

SHARED = {
    "Cells",
    "Chart",
    "Distribution",
    "Gauge",
    "Outcome",
    "Row",
    "Shown",
    "Table",
    "Visits",
    "Window",
    "Work",
}
"""Classes of which there are still two or more; a class is taken off when it is told apart."""

VAGUE = {"found", "shown", "told", "held", "one", "said", "come"}
"""Words that say nothing of what a variable holds."""

NAMED_AFTER_WHAT_THEY_HOLD = {"core", "line", "records"}
"""Layers without vague variables; a layer is added when its last one is gone."""


def public_classes() -> Counter[str]:
    """Return how many classes there are of each name, private ones left out."""
    trees = (ast.parse(file.read_text(encoding="utf-8")) for file in FILES.values())
    names = (node.name for tree in trees for node in tree.body if isinstance(node, ast.ClassDef))
    return Counter(name for name in names if not name.startswith("_"))


def test_no_two_classes_have_one_name() -> None:
    assert {name for name, count in public_classes().items() if count > 1} - SHARED == set()


def assigned_names(tree: ast.AST) -> set[str]:
    """Return the names of all variables and arguments in a file."""
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return names | {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}


@pytest.mark.parametrize("module", [m for m in MODULES if folder_of(m) in NAMED_AFTER_WHAT_THEY_HOLD])
def test_variables_are_named_after_what_they_hold(module: str) -> None:
    tree = ast.parse(FILES[module].read_text(encoding="utf-8"))
    assert assigned_names(tree) & VAGUE == set()
