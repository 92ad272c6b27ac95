"""Names a reader can search for: variables named after what they hold, one class to a name."""

import ast
from collections import defaultdict

import pytest

from tools.layers import FILES, MODULES, folder_of

VAGUE = {"found", "shown", "told", "held", "one", "said", "come"}
"""Words that say nothing of what a variable holds."""

CLEAN = {"core", "line", "records", "stations", "study", "cli", "floor", "laws", "quality", "stats"}
"""Layers whose variables are named after what they hold, and whose classes have names of their own."""

SHARED = {"Cells", "Column", "Content", "Distribution"}
"""Classes of these layers of which another layer still has a namesake."""


def layers_of_classes() -> dict[str, list[str]]:
    """Return the layers in which there is a class, by its name; private ones left out."""
    layers = defaultdict(list)
    for module in MODULES:
        for node in ast.parse(FILES[module].read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                layers[node.name].append(folder_of(module))
    return layers


def test_a_class_of_a_clean_layer_has_a_name_of_its_own() -> None:
    namesakes = {
        name for name, layers in layers_of_classes().items() if len(layers) > 1 and CLEAN & {*layers}
    }
    assert namesakes - SHARED == set()


@pytest.mark.parametrize("module", [module for module in MODULES if folder_of(module) in CLEAN])
def test_variables_are_named_after_what_they_hold(module: str) -> None:
    tree = ast.parse(FILES[module].read_text(encoding="utf-8"))
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    names |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    assert names & VAGUE == set()
