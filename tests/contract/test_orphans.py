"""Everything in twin/ is reached from a command, a public name, a registry or a scenario."""

from __future__ import annotations

import ast

import pytest

from tools.definitions import module_of
from tools.orphans import orphans, reached_from

EXCEPTIONS: dict[str, str] = {}
"""module:name of what only tests and tools reach -> why it stays."""


def test_nothing_in_twin_is_there_for_tests_alone() -> None:
    assert orphans().keys() == EXCEPTIONS.keys()


TEXT = """
from twin.b import helper, Shape as Form

def root(used):
    return used + LIMIT + Form().area

LIMIT = 3

def orphan():
    return helper()

def shadowed():
    pass

def also(shadowed):
    return shadowed
"""
OTHER = """
class Base:
    pass

class Shape(Base):
    def __init__(self):
        self.prepare()

    def prepare(self):
        pass

    @property
    def area(self):
        return 1

    def perimeter(self):
        return deep()

def helper():
    return 1

def deep():
    return 2
"""


@pytest.fixture(scope="module")
def reached() -> set[str]:
    modules = {
        name: module_of(name, ast.parse(text)) for name, text in {"twin.a": TEXT, "twin.b": OTHER}.items()
    }
    return {name for _, name in reached_from([("twin.a", "root"), ("twin.a", "also")], modules)}


@pytest.mark.parametrize(
    "name", ["root", "LIMIT", "Shape", "Base", "Shape.__init__", "Shape.prepare", "Shape.area"]
)
def test_what_a_root_names_is_reached(name: str, reached: set[str]) -> None:
    assert name in reached


@pytest.mark.parametrize("name", ["orphan", "helper", "Shape.perimeter", "deep", "shadowed"])
def test_what_no_root_names_is_an_orphan(name: str, reached: set[str]) -> None:
    assert name not in reached
