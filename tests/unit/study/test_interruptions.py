"""A worker dies, the program is killed, the disk is full: nothing that was finished is lost."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import time
from pathlib import Path

import pytest
from support.command_line import COMMAND, line_file

pytestmark = pytest.mark.slow
ARGUMENTS = ("--days", "40", "--warmup", "1", "--replications", "12", "--seed", "5", "--json")


def start(folder: Path, *arguments: str, **more: object) -> subprocess.Popen[str]:
    """Start a study of a small line in a process group of its own."""
    line = line_file(folder, "line", second="11 min")
    command = [*COMMAND, "run", line, *ARGUMENTS, "--out", str(folder / "report"), *arguments]
    return subprocess.Popen(
        command,
        cwd=folder,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        **more,  # type: ignore[call-overload]
    )


def wait_for_replications(folder: Path, at_least: int, run: subprocess.Popen[str]) -> None:
    """Wait until so many finished replications are on disk."""
    end = time.monotonic() + 120
    while time.monotonic() < end and run.poll() is None:
        if len(list(folder.glob(".report.unfinished/*/*/kpis.csv"))) >= at_least:
            return
        time.sleep(0.02)
    pytest.fail(f"{at_least} replications were never on disk")


def workers_of(run: subprocess.Popen[str]) -> list[int]:
    """Return the processes a running study started to work for it."""
    children = Path(f"/proc/{run.pid}/task/{run.pid}/children").read_text().split()
    spawned = []
    for child in map(int, children):
        words = Path(f"/proc/{child}/cmdline").read_bytes()
        if b"spawn_main" in words:
            spawned.append(child)
    return spawned


def numbers(text: str) -> list[dict[str, object]]:
    return json.loads(text)["kpis"]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, object]]:
    run = start(tmp_path_factory.mktemp("undisturbed"), "--workers", "1")
    said, _ = run.communicate(timeout=300)
    assert run.returncode == 0
    return numbers(said)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="finds the workers in /proc")
def test_a_killed_worker_costs_no_replication(tmp_path, undisturbed):
    run = start(tmp_path, "--workers", "2")
    wait_for_replications(tmp_path, 1, run)
    os.kill(workers_of(run)[0], signal.SIGKILL)
    said, told = run.communicate(timeout=300)
    assert "Traceback" not in told
    assert run.returncode == 0
    assert numbers(said) == undisturbed


def test_a_killed_program_goes_on_with_the_same_command(tmp_path, undisturbed):
    run = start(tmp_path, "--workers", "1")
    wait_for_replications(tmp_path, 2, run)
    os.killpg(run.pid, signal.SIGKILL)
    run.communicate(timeout=60)
    kept = {file: file.stat().st_mtime_ns for file in tmp_path.glob(".report.unfinished/*/*/kpis.csv")}
    again = start(tmp_path, "--workers", "1")
    wait_for_replications(tmp_path, len(kept) + 1, again)
    assert all(file.stat().st_mtime_ns == instant for file, instant in kept.items())
    said, _ = again.communicate(timeout=300)
    assert again.returncode == 0
    assert numbers(said) == undisturbed


def test_ctrl_c_keeps_finished_replications_as_they_are(tmp_path, undisturbed):
    run = start(tmp_path, "--workers", "1")
    wait_for_replications(tmp_path, 2, run)
    run.send_signal(signal.SIGINT)
    said, told = run.communicate(timeout=300)
    assert run.returncode == 130
    assert "Traceback" not in told
    assert "go on" in told
    found = numbers(said)
    assert found
    assert all(row in undisturbed for row in found)


def test_a_full_disk_is_told_without_a_traceback(tmp_path):
    """A file may not grow beyond 4 kB: what a disk without room looks like to the program."""

    def no_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

    run = start(tmp_path, "--workers", "1", preexec_fn=no_room)
    _, told = run.communicate(timeout=300)
    assert run.returncode != 0
    assert "Traceback" not in told
    assert "too large" in told.lower() or "no space" in told.lower()
