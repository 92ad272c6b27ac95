"""Which functions of the package each test runs through, and how long it takes; recorded, kept, asked."""

from __future__ import annotations

import ast
import builtins
import json
import re
import resource
import sys
import time
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

import pytest

from tools.mutation import first_line

RECORDED = "build/test_reach.json"

PROBE = "_reached_functions_"
SPAWNING = "multiprocessing.popen_spawn_posix"

STARTUP_S, SPARE_S, PATIENCE = 60.0, 6.0, 4.0
"""Processor time: to collect tests; of a test beyond what it took when recorded; times that."""


@dataclass(frozen=True)
class TestRun:
    """A test as it was recorded; `elsewhere`: it started a process, whose functions are not seen."""

    __test__ = False

    name: str
    passed: bool
    seconds: float
    functions: frozenset[str]
    elsewhere: bool

    def reaches(self, function: str) -> bool:
        """Return whether the test may run through a function, or through any of a file ending in ":"."""
        if self.elsewhere or function in self.functions:
            return True
        return function.endswith(":") and any(name.startswith(function) for name in self.functions)


class Watch:
    """Plugin of a test run: writes a line as each test starts and ends, and ends one that takes too long."""

    def __init__(self, lines: Path, allowed_s: dict[str, float]) -> None:
        self.lines = lines.open("w", encoding="utf-8")
        self.allowed_s = allowed_s
        self.failed = False
        self.elsewhere = False
        self.wider: set[str] = set()
        self.reached: set[str] = set()
        setattr(builtins, PROBE, self.reached)
        sys.addaudithook(self.hear)

    def write(self, **row: object) -> None:
        """Write a line, to be read even if the process dies."""
        self.lines.write(json.dumps(row) + "\n")
        self.lines.flush()

    def hear(self, event: str, _: object) -> None:
        """Notice that a process is started."""
        if event in ("subprocess.Popen", "os.posix_spawn", "os.fork"):
            self.elsewhere = True

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Note a file that cannot be imported as a test that fails."""
        if report.failed:
            self.write(test=report.nodeid, passed=False, seconds=0.0, functions=[], elsewhere=False)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note a failure of any part of the test."""
        self.failed = self.failed or report.failed

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: Any) -> Generator[None, object, object]:
        """Count what a fixture of several tests runs through to each of them."""
        before = set(self.reached)
        result = yield
        if fixturedef.scope != "function":
            self.wider |= self.reached - before
        return result

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        """Run a test under its limit of processor time."""
        self.write(starts=item.nodeid)
        start_s = time.process_time()
        allowed_s = SPARE_S + PATIENCE * self.allowed_s.get(item.nodeid, STARTUP_S)
        limit_processor_time(start_s + allowed_s)
        self.failed, self.elsewhere = False, False
        self.reached.clear()
        result = yield
        self.write(
            test=item.nodeid,
            passed=not self.failed,
            seconds=round(time.process_time() - start_s, 3),
            functions=sorted(self.reached | self.wider),
            elsewhere=self.elsewhere or SPAWNING in sys.modules,
        )
        sys.modules.pop(SPAWNING, None)
        return result


def with_probes(file: str, text: str) -> str:
    """Return the text of a module in which every function notes its name as it is called."""
    source = text.encode()
    starts = [0, *(match.end() for match in re.finditer(rb"\n", source))]
    probes = []
    for name, body in _functions(ast.parse(text), ""):
        probe = f"{PROBE}.add({f'{file}:{name}'!r})"
        first = body[1] if len(body) > 1 and _is_text(body[0]) else body[0]
        column = first.col_offset  # that of the statement, also where it begins with decorators
        at = starts[first_line(first) - 1] + column
        joint = f"\n{' ' * column}" if hasattr(first, "body") else "; "
        probes.append((at, probe + joint))
    for at, probe in sorted(probes, reverse=True):
        source = source[:at] + probe.encode() + source[at:]
    return source.decode()


def _is_text(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _functions(node: ast.AST, prefix: str) -> Iterator[tuple[str, list[ast.stmt]]]:
    """Yield the qualified name and the body of every function below a node."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef):
            yield prefix + child.name, child.body
            yield from _functions(child, f"{prefix}{child.name}.<locals>.")
        elif isinstance(child, ast.ClassDef):
            yield from _functions(child, f"{prefix}{child.name}.")
        else:
            yield from _functions(child, prefix)


def limit_processor_time(seconds: float) -> None:
    """End this process by SIGXCPU once it has used so much processor time."""
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, hard))


class Reach:
    """Recorded tests by file, kept on disk; a file is recorded anew when its text has changed."""

    def __init__(self, tests_of: Path, path: Path) -> None:
        self.tests_of = tests_of
        self.path = path
        self.tests: dict[str, list[TestRun]] = {}
        self.texts: dict[str, str] = {}
        if self.path.exists():
            kept = json.loads(self.path.read_text(encoding="utf-8"))
            self.texts = kept["texts"]
            for file, rows in kept["tests"].items():
                self.tests[file] = [_test(row, kept["functions"], kept["sets"]) for row in rows]

    def text(self, file: str) -> str:
        """Return the mark of the text of a test file."""
        return blake2b((self.tests_of / file).read_bytes(), digest_size=8).hexdigest()

    def missing(self, files: Iterable[str]) -> list[str]:
        """Return the test files that are not recorded as they are."""
        return [file for file in files if self.texts.get(file) != self.text(file)]

    def add(self, file: str, rows: list[dict[str, Any]]) -> None:
        """Take over what a run of a test file has written, and keep it."""
        self.texts[file] = self.text(file)
        self.tests[file] = [
            TestRun(row["test"], row["passed"], row["seconds"], frozenset(row["functions"]), row["elsewhere"])
            for row in rows
        ]
        self.save()

    def reaching(self, files: Iterable[str], function: str) -> list[TestRun]:
        """Return the tests of some files that pass and may run through a function."""
        return [test for file in files for test in self.tests[file] if test.passed and test.reaches(function)]

    def save(self) -> None:
        """Write everything recorded; names of functions and equal sets of them once."""
        names = sorted({name for tests in self.tests.values() for test in tests for name in test.functions})
        place = {name: n for n, name in enumerate(names)}
        sets: dict[frozenset[str], int] = {}
        rows = {
            file: [
                [t.name, t.passed, t.seconds, sets.setdefault(t.functions, len(sets)), t.elsewhere]
                for t in tests
            ]
            for file, tests in self.tests.items()
        }
        numbers = [sorted(place[name] for name in functions) for functions in sets]
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(
            json.dumps({"texts": self.texts, "functions": names, "sets": numbers, "tests": rows}),
            encoding="utf-8",
        )


def _test(row: list[Any], functions: list[str], sets: list[list[int]]) -> TestRun:
    name, passed, seconds, number, elsewhere = row
    return TestRun(name, passed, seconds, frozenset(functions[n] for n in sets[number]), elsewhere)
