"""The mutation tool: which changes it makes, and that a test that is missing shows as a survivor."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tools import mutants as tool
from tools.mutation import Mutant, function_of, mutants_of, mutated
from tools.mutation_runs import ProjectCopy, batches
from tools.reach import PROBE, TestRun, with_probes

MODULE = '''\
def shares(part: int | None, whole: int) -> float:
    """Return 0 - 1."""
    if not (part and whole > 0):
        return -1.0
    return min(part / whole, 1.0)  # at most 1 + 0
'''
TESTS = """\
from twin.stats.shares import shares

def test_nothing_has_no_share():
    assert shares(None, 4) == -1.0

def test_a_quarter():
    assert shares(1, 4) == 0.25

def test_more_than_all():
    assert shares(8, 4) == 1.0

def test_fails_always():
    assert False
"""
FILE = "twin/stats/shares.py"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of one module, whose tests leave out a whole of 0 and of 1; one of them always fails."""
    root = tmp_path / "checkout"
    for file, text in {
        "twin/__init__.py": "",
        "twin/stats/__init__.py": "",
        FILE: MODULE,
        "tests/unit/stats/test_shares.py": TESTS,
        "pyproject.toml": "[tool.pytest.ini_options]\npythonpath = ['.']\n",
    }.items():
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_text(text, encoding="utf-8")
    return root


def changed(text: str) -> set[str]:
    """Return what the mutants of a text make of it."""
    return {mutated(text, mutant) for mutant in mutants_of("x.py", text)}


@pytest.mark.parametrize(
    ("text", "mutants"),
    [
        ("a + b", {"a - b"}),
        ("(a) // (b)", {"(a) / (b)"}),
        ("a < b <= c", {"a <= b <= c", "a >= b <= c", "a < b < c", "a < b > c"}),
        ("a is not None", {"a is None"}),
        ("a and b or c", {"a or b or c", "a and b and c"}),
        ("not (a)", {"(a)"}),
        ("-a", {"a"}),
        ("f(2)", {"f(3)"}),
        ("np.minimum(a, b)", {"np.maximum(a, b)"}),
        ("'µ'; a * b", {"'µ'; a / b"}),
        ("(a  # + one\n + b)", {"(a  # + one\n - b)"}),
        ("x: int | None = a", set()),
        ("'a' + b", set()),
        ("f'{a + b}'", set()),
    ],
)
def test_each_operator_is_exchanged_where_it_stands(text: str, mutants: set[str]) -> None:
    assert changed(text) == mutants


def test_a_missing_test_shows_as_a_survivor_and_the_checkout_stays_as_it_is(
    project: Path, tmp_path: Path
) -> None:
    copy = ProjectCopy(project, tmp_path)
    judged = {str(result.mutant): result for result in map(copy.judge, sampled())}
    survivors = {name for name, result in judged.items() if result.fate == "survived"}
    assert survivors == {
        f"{FILE}:3 if not (part and whole > 0): -> if not (part and whole >= 0):",
        f"{FILE}:3 if not (part and whole > 0): -> if not (part and whole > 1):",
    }
    killed = judged[
        f"{FILE}:5 return min(part / whole, 1.0)  # at most 1 + 0"
        f" -> return min(part * whole, 1.0)  # at most 1 + 0"
    ]
    assert killed.by == "tests/unit/stats/test_shares.py::test_a_quarter"
    assert (project / FILE).read_text(encoding="utf-8") == MODULE


def sampled() -> list[Mutant]:
    """Return the mutants a few of which are known."""
    mutants = mutants_of(FILE, MODULE)
    assert len(mutants) == 10
    return [mutant for mutant in mutants if re.search(r"whole >= 0|whole > 1|part \*", mutant.new)]


def test_a_loop_that_never_ends_counts_as_noticed(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    endless = "def shares(part, whole):\n    while part is None:\n        pass\n    return 0.25\n"
    (project / FILE).write_text(endless.replace("is None", "is not None"), encoding="utf-8")
    (project / "tests/unit/stats/test_shares.py").write_text(
        "from twin.stats.shares import shares\n\ndef test_none():\n    assert shares(None, 4) == 0.25\n",
        encoding="utf-8",
    )
    monkeypatch.setattr("tools.reach.SPARE_S", 0.5)
    (mutant,) = [
        m for m in mutants_of(FILE, (project / FILE).read_text(encoding="utf-8")) if "while" in m.new
    ]
    assert ProjectCopy(project, tmp_path).judge(mutant).fate == "timeout"


def test_results_are_kept_until_the_file_changes(project: Path, tmp_path: Path) -> None:
    results = tmp_path / "mutants.jsonl"
    (mutant, *_) = [m for m in sampled() if "part *" in m.new]
    (judged,) = tool.judge_all([mutant], tool.Kept(results, project), 5.0)
    assert judged.fate == "killed"
    found = tool.Kept(results, project).find(mutant, 1)
    assert found is not None
    assert (found.mutant, found.fate, found.by) == (mutant, "killed", judged.by)
    (project / FILE).write_text(MODULE + "\n", encoding="utf-8")
    assert tool.Kept(results, project).find(mutant, 1) is None


def test_the_same_seed_draws_the_same_sample_and_as_many_of_each_folder() -> None:
    first = tool.sample(tool.PROJECT, ["twin/stats", "twin/kpi"], 10, 3)
    assert first == tool.sample(tool.PROJECT, ["twin/stats", "twin/kpi"], 10, 3)
    assert first != tool.sample(tool.PROJECT, ["twin/stats", "twin/kpi"], 10, 4)
    assert [tool.folder_of(mutant) for mutant in first] == ["twin/stats", "twin/kpi"] * 5


def test_all_mutants_of_the_project_are_python() -> None:
    for folder in tool.FOLDERS:
        mutants = tool.folder_mutants(tool.PROJECT, folder)
        assert len(mutants) > 100
        for mutant in mutants[::10]:
            ast.parse(mutated((tool.PROJECT / mutant.file).read_text(encoding="utf-8"), mutant))


def test_equivalent_mutants_are_mutants_of_their_file_and_have_a_reason() -> None:
    for (file, text), reason in tool.equivalents().items():
        source = (tool.PROJECT / file).read_text(encoding="utf-8")
        assert text in {mutant.new for mutant in mutants_of(file, source)}, f"{file}: {text}"
        assert len(reason) > 20


FUNCTIONS = '''\
"""A module."""
LIMIT = 1 + 1

class Box:
    """A box."""

    edge: float = 2 * 3

    @property
    def side(self):
        """Return its side."""
        def half(x):
            return x / 2
        return half(self.edge) + 1


def area(box, n=4 * 5):
    if box.side > 3:
        return 9 - n
    with box as b: return b
'''


def test_each_mutant_lies_in_its_innermost_function_and_outside_of_all() -> None:
    places = {m.old: function_of(FUNCTIONS, m) for m in mutants_of("x.py", FUNCTIONS)}
    assert places == {
        "LIMIT = 1 + 1": "",
        "edge: float = 2 * 3": "",
        "return x / 2": "Box.side.<locals>.half",
        "return half(self.edge) + 1": "Box.side",
        "def area(box, n=4 * 5):": "",
        "if box.side > 3:": "area",
        "return 9 - n": "area",
    }


def test_functions_with_probes_do_the_same_and_note_their_names() -> None:
    seen: set[str] = set()
    names = {PROBE: seen}
    exec(compile(with_probes("x.py", FUNCTIONS), "x.py", "exec"), names)
    assert seen == set()
    assert names["area"](names["Box"]()) == -11
    assert seen == {"x.py:area", "x.py:Box.side", "x.py:Box.side.<locals>.half"}


def test_only_tests_that_reach_a_function_are_run_the_quick_ones_first() -> None:
    quick = TestRun("tests/test_a.py::test_quick", True, 0.1, frozenset({"twin/stats/a.py:f"}), False)
    slow = TestRun("tests/test_a.py::test_slow", True, 9.0, frozenset({"twin/stats/a.py:f"}), False)
    away = TestRun("tests/test_a.py::test_command", True, 6.0, frozenset(), True)
    assert [test.reaches("twin/stats/a.py:f") for test in (quick, slow, away)] == [True, True, True]
    assert [test.reaches("twin/stats/a.py:g") for test in (quick, slow, away)] == [False, False, True]
    assert [test.reaches("twin/stats/a.py:") for test in (quick, slow, away)] == [True, True, True]
    assert list(batches([slow, away, quick], "twin/stats/a.py")) == [[quick], [away, slow]]
    assert list(batches([slow, away, quick], "twin/stats/a.py", 7.0)) == [[quick], [away]]
    assert list(batches([slow, away, quick], "twin/stats/a.py", 0.05)) == [[quick]]
