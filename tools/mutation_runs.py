"""Judging mutants: each is put into a copy of the project, and the tests that reach it run."""

from __future__ import annotations

import importlib
import json
import os
import resource
import shutil
import signal
import sys
import time
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest

from tools.mutation import Mutant, function_of, mutated
from tools.reach import PROBE, RECORDED, STARTUP_S, Reach, TestRun, Watch, limit_processor_time, with_probes

STAGES = (
    ("tests/golden/test_shipped_kpis.py",),
    ("tests/identities",),
    ("tests/unit",),
    ("tests/theory", "tests/contract", "tests/golden", "tests/lines"),
    ("tests/cli", "tests/docs"),
)
"""Folders of tests after the units of the mutated folder; the last ones mostly start the command."""

EXAMPLES = "tests/docs/test_doctests.py"

LEFT_OUT = (
    ".git",
    ".venv",
    "__pycache__",
    ".hypothesis",
    ".pytest_cache",
    ".mypy_cache",
    ".ruff_cache",
    "build",
)
TOOLS = "tools"
"""Folder of unit tests of the tools, which say nothing about the package."""

LIBRARIES = (
    "numpy",
    "pandas",
    "scipy.stats",
    "scipy.optimize",
    "pydantic",
    "hypothesis",
    "matplotlib.figure",
)
"""Imported once, before each run of tests branches off."""

QUICK_S = 5.0
"""Processor time of the tests that run first of a stage."""

SILENT_S = 300.0
"""A test that does nothing for so long on the clock never ends; one that works ends by processor time."""

MEMORY_BYTES = 6_000_000_000
PASSED, USAGE, NOTHING_TO_RUN = 0, 4, 5


@dataclass(frozen=True)
class Judged:
    """What became of a mutant: `fate` is killed, survived or timeout; `by`: the test that failed.

    `stages`: how many stages of tests it was held against, where it survived.
    """

    mutant: Mutant
    fate: str
    by: str
    seconds: float
    stages: int = 0


class OutOfTime(Exception):
    """The time for the whole sample is over."""


def stages_of(root: Path, file: str) -> list[list[str]]:
    """Return the files of the default tests in stages: units of the folder and examples, then STAGES."""
    folder = Path(file).parts[1]
    taken: set[str] = set()
    stages = []
    for folders in ((f"tests/unit/{folder}", EXAMPLES), *STAGES):
        tests = [test for place in folders for test in _test_files(root / place)]
        names = [test.relative_to(root).as_posix() for test in tests if test.parent.name != TOOLS]
        stages.append([name for name in names if name not in taken])
        taken.update(names)
    return stages


def _test_files(place: Path) -> list[Path]:
    return [place] if place.is_file() else sorted(place.rglob("test_*.py"))


def batches(tests: list[TestRun], file: str, most_s: float = float("inf")) -> Iterator[list[TestRun]]:
    """Yield tests of so much time in two runs: those that name the mutated file and the quick ones first."""
    name = Path(file).stem
    order = sorted(tests, key=lambda test: test.seconds * (1.0 if name in test.name else 3.0))
    ends_s = list(accumulate(test.seconds for test in order))
    first, last = (max(1, bisect_right(ends_s, limit_s)) for limit_s in (min(QUICK_S, most_s), most_s))
    yield from (batch for batch in (order[:first], order[first:last]) if batch)


class ProjectCopy:
    """A copy of the project in which files are changed and tests run; the checkout stays as it is."""

    def __init__(self, project: Path, place: Path, deadline_s: float = float("inf")) -> None:
        self.root = place.resolve() / "project"
        self.probed = place.resolve() / "probed"
        self.deadline_s = deadline_s
        shutil.copytree(project, self.root, ignore=shutil.ignore_patterns(*LEFT_OUT), symlinks=True)
        shutil.copytree(self.root, self.probed, symlinks=True)
        put_probes(self.probed)
        self.lines = place / "tests.jsonl"
        self.output = place / "output.txt"
        self.reach = Reach(self.root, project / RECORDED)
        for name in LIBRARIES:
            importlib.import_module(name)

    def judge(self, mutant: Mutant, stages: int = 1 + len(STAGES), most_s: float = float("inf")) -> Judged:
        """Run the default tests that reach a mutant until one fails, those of `most_s` of each stage."""
        start_s = time.monotonic()
        function = function_of((self.root / mutant.file).read_text(encoding="utf-8"), mutant)
        for files in stages_of(self.root, mutant.file)[:stages]:
            self.record(files)
            for tests in batches(
                self.reach.reaching(files, f"{mutant.file}:{function}"), mutant.file, most_s
            ):
                self.write(mutant.file, mutant)
                try:
                    fate, test = self.outcome(
                        self.run([test.name for test in tests], {test.name: test.seconds for test in tests})
                    )
                finally:
                    self.write(mutant.file, None)
                if fate != "survived":
                    return Judged(mutant, fate, test, time.monotonic() - start_s)
        return Judged(mutant, "survived", "", time.monotonic() - start_s, stages)

    def record(self, files: list[str]) -> None:
        """Record the tests of files without a mutant, where they are not recorded as they are.

        A test that fails with probes in the code runs once more without; it may run through anything.
        """
        for file in self.reach.missing(files):
            rows = self.ended_tests(self.run([file], probed=True), file)
            spoilt = [row["test"] for row in rows if not row["passed"]]
            if spoilt:
                again = {row["test"]: row for row in self.ended_tests(self.run(spoilt), file)}
                rows = [
                    again.get(row["test"], row) | {"elsewhere": row["elsewhere"] or row["test"] in again}
                    for row in rows
                ]
            self.reach.add(file, rows)
            for test in self.reach.tests[file]:
                if not test.passed:
                    print(f"fails without a mutant and is left out: {test.name}", flush=True)

    def ended_tests(self, code: int, file: str) -> list[dict[str, Any]]:
        """Return what a run without a mutant has written of each test."""
        if code < 0 or code == USAGE:
            raise RuntimeError(f"{file} without a mutant does not end well: exit code {code}")
        return [row for row in self.rows() if "test" in row]

    def outcome(self, code: int) -> tuple[str, str]:
        """Return the fate of a mutant by the exit code of a run, and the test that decided it."""
        rows = self.rows()
        last = next((row["starts"] for row in reversed(rows) if "starts" in row), "")
        if code in (PASSED, NOTHING_TO_RUN):
            return "survived", ""
        if code in (-signal.SIGXCPU, -signal.SIGALRM):
            return "timeout", last
        if code in (-signal.SIGKILL, -signal.SIGTERM):
            raise RuntimeError(f"the tests were ended by signal {-code} from outside in {last}")
        return "killed", next((row["test"] for row in rows if not row.get("passed", True)), last)

    def write(self, file: str, mutant: Mutant | None) -> None:
        """Change a file of the copy, None = put it back; its compiled form goes, for it may look as new."""
        path = self.root / file
        kept = self.root / f"{file}.kept"
        if mutant is not None:
            shutil.copyfile(path, kept)
            path.write_text(mutated(path.read_text(encoding="utf-8"), mutant), encoding="utf-8")
        else:
            kept.replace(path)
        for compiled in path.parent.glob(f"__pycache__/{path.stem}.*.pyc"):
            compiled.unlink()

    def run(
        self, names: list[str], allowed_s: dict[str, float] | None = None, *, probed: bool = False
    ) -> int:
        """Run tests in a branch of this process, at the time they may take until the first that fails.

        Returns the exit code, of a signal with a minus.
        """
        self.lines.unlink(missing_ok=True)
        sys.stdout.flush()
        process = os.fork()
        if process == 0:
            try:
                os._exit(self.run_here(self.probed if probed else self.root, names, allowed_s))
            finally:
                os._exit(1)
        try:
            return self.wait(process)
        finally:
            _end(process)

    def run_here(self, root: Path, names: list[str], allowed_s: dict[str, float] | None) -> int:
        """Run tests in this process, which is given up to them."""
        os.setsid()
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        output = os.open(self.output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        for stream in (1, 2):
            os.dup2(output, stream)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        limit_processor_time(STARTUP_S)
        os.chdir(root)
        _forget_modules()
        sys.path[:0] = [str(root), str(root / "tests")]
        os.environ["PYTHONPATH"] = os.pathsep.join(sys.path[:2])
        options = ["-q", "--tb=line", "-p", "no:cacheprovider", *(["-x"] if allowed_s else [])]
        return int(pytest.main([*options, *names], plugins=[Watch(self.lines, allowed_s or {})]))

    def rows(self) -> list[dict[str, Any]]:
        """Return what the tests of the last run have written."""
        if not self.lines.exists():
            return []
        return [json.loads(line) for line in self.lines.read_text(encoding="utf-8").splitlines()]

    def wait(self, process: int) -> int:
        """Wait for the end of the tests; SIGALRM as for a test that does nothing. Raises OutOfTime."""
        length, heard_s = 0, time.monotonic()
        while True:
            ended, status = os.waitpid(process, os.WNOHANG)
            if ended:
                return os.waitstatus_to_exitcode(status)
            now_s = time.monotonic()
            if now_s > self.deadline_s:
                raise OutOfTime
            size = self.lines.stat().st_size if self.lines.exists() else 0
            if size != length:
                length, heard_s = size, now_s
            elif now_s - heard_s > SILENT_S:
                return -signal.SIGALRM
            time.sleep(0.02)


def put_probes(root: Path) -> None:
    """Let every function of a copy of the package note its name."""
    start = root / "twin/__init__.py"
    for path in (root / "twin").rglob("*.py"):
        text = with_probes(path.relative_to(root).as_posix(), path.read_text(encoding="utf-8"))
        path.write_text(text, encoding="utf-8")
    begin = f"import builtins\nbuiltins.{PROBE} = getattr(builtins, {PROBE!r}, set())\n"
    start.write_text(
        begin + start.read_text(encoding="utf-8").replace("from __future__", "#"), encoding="utf-8"
    )


def _forget_modules() -> None:
    """Forget the package, its tools and its tests, which come from the copy from now on."""
    for name, module in list(sys.modules.items()):
        first = name.split(".")[0]
        file = getattr(module, "__file__", None) or ""
        if first in ("twin", "tools", "support", "conftest") or "/tests/" in file:
            del sys.modules[name]


def _end(process: int) -> None:
    """End the tests of a branch with all processes they started, where some still run."""
    try:
        os.killpg(process, signal.SIGKILL)
    except ProcessLookupError:
        return
    try:
        os.waitpid(process, 0)
    except ChildProcessError:
        return
