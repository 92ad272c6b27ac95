"""Judging mutants: each is put into a copy of the project, and the tests run until one fails."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from tools.mutation import Mutant, mutated

LATER = ("tests/contract", "tests/theory", "tests/identities", "tests/golden", "tests/cli", "tests/docs")
"""Folders of tests after the units of the mutated folder, those that say most about behaviour first."""

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

SILENT_S = 120.0
"""Without a further test passed for so long, a mutant counts as one that never ends."""

PATIENCE = 5.0
"""How many times as long as without a mutant a test may take, where that is more than SILENT_S."""

PASSED, NOTHING_TO_RUN = 0, 5


@dataclass(frozen=True)
class Judged:
    """What became of a mutant: `fate` is killed, survived or timeout; `by`: the test that failed."""

    mutant: Mutant
    fate: str
    by: str
    seconds: float


class OutOfTime(Exception):
    """The time for the whole sample is over."""


def tests_for(root: Path, file: str) -> list[list[str]]:
    """Return the files of the default tests in stages: near the mutated file, LATER, the rest."""
    parts = Path(file).with_suffix("").parts[1:]
    name = re.compile(rf"\b{re.escape(parts[-1])}\b")
    near = sorted((root / "tests/unit" / parts[0]).rglob("test_*.py"))
    near.sort(key=lambda test: name.search(test.read_text(encoding="utf-8")) is None)
    later = [test for folder in LATER for test in sorted((root / folder).rglob("test_*.py"))]
    rest = [test for test in sorted((root / "tests").rglob("test_*.py")) if test.parent.name != TOOLS]
    rest = [test for test in rest if test not in near and test not in later]
    stages = [[test.relative_to(root).as_posix() for test in stage] for stage in (near, later, rest)]
    return [stage for stage in stages if stage]


class ProjectCopy:
    """A copy of the project in which files are changed and tests run; the checkout stays as it is."""

    def __init__(self, project: Path, place: Path, deadline_s: float = float("inf")) -> None:
        self.root = place / "project"
        self.deadline_s = deadline_s
        shutil.copytree(project, self.root, ignore=shutil.ignore_patterns(*LEFT_OUT), symlinks=True)
        self.output = place / "output.txt"
        self.passes_clean: dict[str, bool] = {}
        self.silence_s: dict[str, float] = {}
        self.environment = os.environ | {"PYTHONPATH": f"{self.root}{os.pathsep}{self.root / 'tests'}"}

    def judge(self, mutant: Mutant) -> Judged:
        """Run the default tests with a mutant until one fails that passes without it."""
        start_s = time.monotonic()
        while True:
            self.write(mutant.file, lambda text: mutated(text, mutant))
            try:
                code, failed = self.run_stages(mutant.file)
            finally:
                self.write(mutant.file, None)
            if code == PASSED:
                return Judged(mutant, "survived", "", time.monotonic() - start_s)
            if code is None:
                if self.is_quick(failed):
                    return Judged(mutant, "timeout", failed, time.monotonic() - start_s)
                continue
            if code < 0:
                raise RuntimeError(f"the tests were ended by signal {-code} from outside")
            if failed in self.passes_clean and not self.passes_clean[failed]:
                raise RuntimeError(f"{failed} fails without a mutant and cannot be left out")
            if not failed or self.passes(failed):
                return Judged(mutant, "killed", failed, time.monotonic() - start_s)

    def run_stages(self, file: str) -> tuple[int | None, str]:
        """Run the default tests stage by stage until one fails; see `run`."""
        for tests in tests_for(self.root, file):
            code, failed = self.run(tests)
            if code not in (PASSED, NOTHING_TO_RUN):
                return code, failed
        return PASSED, ""

    def passes(self, test: str) -> bool:
        """Return whether a test, or a file that could not be collected, passes without a mutant."""
        if test not in self.passes_clean:
            code, _ = self.run([test])
            self.passes_clean[test] = code == PASSED
        return self.passes_clean[test]

    def is_quick(self, test: str) -> bool:
        """Return whether a test that did not end has had its time; else it is given more from now on."""
        if not test or test in self.silence_s:
            return True
        start_s = time.monotonic()
        self.silence_s[test] = float("inf")
        self.run([test])
        self.silence_s[test] = max(SILENT_S, PATIENCE * (time.monotonic() - start_s))
        return self.silence_s[test] <= SILENT_S

    def write(self, file: str, change: object) -> None:
        """Change a file of the copy, None = put it back; its compiled form goes, for it may look as new."""
        path = self.root / file
        kept = self.root / f"{file}.kept"
        if callable(change):
            shutil.copyfile(path, kept)
            path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
        else:
            kept.replace(path)
        for compiled in path.parent.glob(f"__pycache__/{path.stem}.*.pyc"):
            compiled.unlink()

    def run(self, tests: list[str]) -> tuple[int | None, str]:
        """Run tests until one fails; returns the exit code, None for no end, and the test it happened in."""
        spoilt = [name for name, passes in self.passes_clean.items() if not passes and name not in tests]
        options = ["-x", "-vv", "-p", "no:cacheprovider", *(f"--deselect={name}" for name in spoilt)]
        with self.output.open("w", encoding="utf-8") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "pytest", *options, *tests],
                cwd=self.root,
                env=self.environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            try:
                code = self.wait(process)
            finally:
                _end(process)
        if code is None:
            return None, self.running()
        match = re.search(r"^(?:FAILED|ERROR) (\S+?\.py(?:::[^\s].*?)?)(?: - |$)", self.text(), re.MULTILINE)
        return code, match[1] if match else ""

    def running(self) -> str:
        """Return the test that runs now, "" before the first."""
        names = re.findall(r"^(tests/\S+\.py::.*?)(?: [A-Z]+ .*)?$", self.text(), re.MULTILINE)
        return names[-1].strip() if names else ""

    def wait(self, process: subprocess.Popen[bytes]) -> int | None:
        """Wait for the end of the tests; None where no test ends for long. Raises OutOfTime."""
        length, heard_s = 0, time.monotonic()
        while process.poll() is None:
            now_s = time.monotonic()
            if now_s > self.deadline_s:
                raise OutOfTime
            size = self.output.stat().st_size
            if size != length:
                length, heard_s = size, now_s
            elif now_s - heard_s > SILENT_S and now_s - heard_s > self.silence_s.get(self.running(), 0.0):
                return None
            time.sleep(0.05)
        return process.returncode

    def text(self) -> str:
        """Return what the tests have printed."""
        return self.output.read_text(encoding="utf-8", errors="replace")


def _end(process: subprocess.Popen[bytes]) -> None:
    """End tests that still run, with all their children."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
