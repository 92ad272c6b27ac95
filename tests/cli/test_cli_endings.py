"""How a command ends when the disk is full, nobody reads, something breaks or somebody asks it to end."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest
from support.command_line import COMMAND, line_file, twin, twin_here

from twin.cli import crash_log
from twin.core.sealed_folder import NewFolder

SHORT = ("--days", "2", "--warmup", "0.5", "--replications", "2", "--workers", "1")
FULL = Path("/dev/full")


@pytest.fixture
def line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return line_file(tmp_path, "plain")


def disk_full(*_: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "somewhere")


@pytest.mark.parametrize("as_json", [True, False])
def test_a_disk_too_full_for_the_report_costs_neither_numbers_nor_replications(
    line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, as_json: bool
) -> None:
    words = ("run", line, *SHORT, "--out", "o", *(["--json"] if as_json else []))
    with monkeypatch.context() as patched:
        patched.setattr(NewFolder, "text", disk_full)  # where the page is written
        done = twin_here(*words)
    assert done.code == 1
    assert "the report is not written to o: No space left on device; its numbers are printed" in done.stderr
    assert "finished replications are kept in .o.unfinished; to go on: twin run" in done.stderr
    assert "internal error" not in done.stderr
    if as_json:
        assert json.loads(done.stdout)["kpis"]
    else:
        assert "lots shipped" in done.stdout
    assert sorted(path.name for path in tmp_path.iterdir()) == [".o.unfinished", "plain.toml"]
    with monkeypatch.context() as patched:
        patched.setattr("twin.study.workers.replicate", None)  # nothing is run again
        assert twin_here(*words).code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["o", "plain.toml"]


def test_somebody_who_writes_into_the_folder_meanwhile_loses_nothing(
    line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert twin_here("run", line, *SHORT, "--out", "o").code == 0
    seal = NewFolder.seal

    def seal_late(new: NewFolder, name: str, document: dict[str, object]) -> None:
        (tmp_path / "o" / "thesis.txt").write_text("mine")
        seal(new, name, document)

    monkeypatch.setattr(NewFolder, "seal", seal_late)
    done = twin_here("run", line, *SHORT, "--out", "o", "--seed", "2")
    assert done.code == 1
    assert "o holds thesis.txt, which twin did not write" in done.stderr
    assert (tmp_path / "o" / "thesis.txt").read_text() == "mine"
    assert json.loads((tmp_path / "o" / "run.json").read_text())["seed"] == 1


@pytest.mark.skipif(not FULL.exists(), reason="needs /dev/full")
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_output_that_no_disk_takes_is_an_error_and_loses_nothing(
    line: str, tmp_path: Path, unbuffered: str
) -> None:
    environment = os.environ | {"PYTHONUNBUFFERED": unbuffered}
    for words, kept in ((("laws",), False), (("run", line, *SHORT, "--out", "o"), True)):
        with FULL.open("w") as full:
            done = subprocess.run(
                [*COMMAND, *words], cwd=tmp_path, env=environment, stdout=full, stderr=subprocess.PIPE,
                text=True, check=False, timeout=120,
            )  # fmt: skip
        assert done.returncode == 1
        assert "the output cannot be written: No space left on device" in done.stderr
        assert "Traceback" not in done.stderr
        assert ("finished replications are kept in .o.unfinished" in done.stderr) is kept


@pytest.mark.parametrize("words", [("laws",), ("run", "plain.toml", *SHORT, "--out", "o")])
def test_a_reader_who_leaves_is_no_error(line: str, tmp_path: Path, words: tuple[str, ...]) -> None:
    del line
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [*COMMAND, *words], cwd=tmp_path, stdout=write, stderr=subprocess.PIPE, text=True, check=False,
        timeout=120,
    )  # fmt: skip
    os.close(write)
    assert done.returncode == 0
    assert "rror" not in done.stderr
    assert "kept" not in done.stderr
    if words[0] == "run":
        assert sorted(path.name for path in tmp_path.iterdir()) == ["o", "plain.toml"]


def test_logs_of_internal_errors_have_a_place_and_an_end(
    line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("twin.cli.job.simulated", None)
    folder = tmp_path / "state" / "electrode-twin"
    done = twin_here("run", line, *SHORT)
    (log,) = folder.iterdir()
    assert done.code == 1
    assert done.stderr.endswith(f"details: {log}\n")
    assert "TypeError: 'NoneType' object is not callable" in log.read_text()
    for second in range(40):
        (folder / f"crash-20200101-0000{second:02}-1.log").write_text("old")
    (folder / "mine.txt").write_text("mine")
    crash_log.write_crash_log("x" * 10_000_000, ["run"])
    logs = sorted(folder.glob("crash-*"))
    assert len(logs) == crash_log.MOST_LOGS
    assert log in logs
    assert max(file.stat().st_size for file in logs) < 1_000_000
    assert (folder / "mine.txt").exists()
    monkeypatch.setenv("XDG_STATE_HOME", line)  # a file: no log can be kept there
    assert "details: run the same command with -v" in twin_here("run", line, *SHORT).stderr


def start(line: str, tmp_path: Path, workers: str) -> subprocess.Popen[str]:
    """Start a long run and wait for its first replication."""
    words = ("run", line, "--days", "300", "--replications", "60", "--workers", workers, "--out", "o")
    running = subprocess.Popen(
        [*COMMAND, *words], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True, env=os.environ | {"TMPDIR": str(tmp_path / "tmp")},
    )  # fmt: skip
    until = time.monotonic() + 120
    while not list(tmp_path.glob(".o.unfinished/*/replication-*/kpis.csv")) and time.monotonic() < until:
        time.sleep(0.05)
    return running


def of_group(group: int) -> list[int]:
    """Return the processes of a group that are not yet at their end."""
    processes = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, own = stat.read_text().rpartition(") ")[2].split()[:3]
        except OSError:
            continue
        if int(own) == group and state != "Z":
            processes.append(int(stat.parent.name))
    return processes


def assert_gone(group: int, within_s: float) -> None:
    until = time.monotonic() + within_s
    while left := of_group(group):
        assert time.monotonic() < until, f"still there: {left}"
        time.sleep(0.1)


needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="finds processes in /proc")


@needs_proc
@pytest.mark.parametrize("workers", [pytest.param("1", marks=pytest.mark.slow), "2"])
def test_a_first_sigterm_keeps_and_reports_what_is_finished(line: str, tmp_path: Path, workers: str) -> None:
    (tmp_path / "tmp").mkdir()
    running = start(line, tmp_path, workers)
    os.killpg(running.pid, signal.SIGTERM)  # as a service manager does: to all at once
    _, said = running.communicate(timeout=120)
    assert running.returncode == 130
    assert "interrupted; what was finished is kept and reported. To go on: twin run" in said
    assert json.loads((tmp_path / "o" / "run.json").read_text())["interrupted"] is True
    assert list((tmp_path / "tmp").iterdir()) == []
    assert_gone(running.pid, 5)


@needs_proc
@pytest.mark.parametrize("how", ["second SIGTERM", "SIGKILL of the parent"])
def test_workers_end_within_seconds_of_their_parent(line: str, tmp_path: Path, how: str) -> None:
    (tmp_path / "tmp").mkdir()
    running = start(line, tmp_path, "2")
    assert len(of_group(running.pid)) >= 3
    if how == "SIGKILL of the parent":
        running.kill()
    else:
        for _ in range(2):
            running.terminate()
            time.sleep(0.3)
    running.communicate(timeout=20)
    assert running.returncode == (-signal.SIGKILL if "SIGKILL" in how else 143)
    assert_gone(running.pid, 10)
    assert list((tmp_path / "tmp").iterdir()) == []
    assert twin("check", line, cwd=tmp_path).returncode == 0
    assert list(tmp_path.glob(".o.unfinished/*/replication-*/kpis.csv"))
