"""Worker processes: one may die, one may fail, Ctrl-C may come; what is finished is kept."""

import multiprocessing
import os
import pickle
import signal
import subprocess
import sys
import time
import weakref
from concurrent.futures import wait
from pathlib import Path

import pandas as pd
import pytest
from support.delay_lines import delay, same, two_stations

import twin
from twin.line.model.line import Line
from twin.study.replication import Result, Task, replicate_to
from twin.study.settings import Settings
from twin.study.workers import _Crew, _run_there, run_tasks

SCRIPT = """
import twin
service = {"dist": "exponential", "mean": "10 s"}
station = {"name": "a", "kind": "delay", "equipment": {"buffer_before": 0, "service": service}}
source = [{"name": "jobs", "mode": "saturated"}]
line = twin.load_line({"format": 1, "name": "one", "source": source, "station": [station]})
print(twin.simulate(line, "1 h", replications=4, workers=2).summary.n.max())
"""


class Poison(Line):
    """A line that kills the process that receives it."""

    def __reduce__(self) -> tuple[object, tuple[int]]:
        return os._exit, (3,)


def test_worker_that_dies_costs_no_replication() -> None:
    killed: list[int] = []

    def kill_one(done: int, total: int, latest: pd.DataFrame | None) -> None:  # noqa: ARG001
        if done == 2:
            victim = multiprocessing.active_children()[0]
            victim.kill()
            killed.append(victim.pid or 0)

    hit = twin.simulate(two_stations(), "1 h", replications=6, workers=2, keep="all", progress=kill_one)
    assert killed
    same(hit, twin.simulate(two_stations(), "1 h", replications=6, workers=1, keep="all"))


@pytest.mark.timeout(120)
@pytest.mark.parametrize("victim", [0, 1])
def test_a_worker_killed_while_it_waits_for_work_locks_nobody_out(victim: int) -> None:
    # one of two idle workers holds the lock of the queue; whoever kills that one must not hang the other
    found: list[Result] = []
    crew = _Crew([two_stations()], Settings(600.0, 0.0, 3, 1), 2, found.append)
    wait([crew.pool.submit(time.sleep, 0.5) for _ in range(2)])
    time.sleep(0.5)
    sorted(multiprocessing.active_children(), key=lambda process: process.pid or 0)[victim].kill()
    tasks = [Task(0, number, False) for number in range(3)]
    _run_there(crew, tasks, lambda: False)
    assert sorted(result.task for result in found if result.kpis is not None) == tasks


def test_replication_that_kills_its_worker_twice_has_failed_and_the_others_are_kept() -> None:
    line = two_stations()
    poison = object.__new__(Poison)
    tasks = [Task(number % 2, number // 2, False) for number in range(6)]
    found: list[Result] = []
    assert not run_tasks([line, poison], Settings(600.0, 0.0, 3, 1), tasks, 2, found.append)
    assert sorted(result.task for result in found) == sorted(tasks)
    for result in found:
        assert (result.kpis is None) == (result.task.line == 1)
        assert ("died twice" in result.message) == (result.task.line == 1)


def short_table() -> Line:
    """Return a line whose table of repairs ends after three of them, whenever the fourth comes."""
    repair = {"dist": "table", "values": [0.1, 0.2, 0.3]}
    stop = {"name": "stop", "uptime": {"dist": "exponential", "mean": "10 s"}, "repair": repair}
    station = delay("a", service=1, failure=[stop])
    source = {"name": "jobs", "mode": "saturated"}
    return twin.load_line({"format": 1, "name": "short", "source": [source], "station": [station]})


def test_replications_that_fail_are_listed_and_the_others_kept() -> None:
    # the fourth failure comes within 30 s in some replications only
    study = twin.simulate(short_table(), "30 s", replications=12, workers=1)
    failed = [number for number, _ in study.failed]
    assert 0 < len(failed) < 12
    assert sorted([*failed, *study.kpis.replication.unique()]) == list(range(12))


def test_study_of_which_nothing_came_says_why() -> None:
    with pytest.raises(
        twin.ModelStopped, match=r"the table of repair\.a\.1\.stop has 3 entries, entry 4 was"
    ):
        twin.simulate(short_table(), "1 h", replications=2, workers=1)


def test_ctrl_c_lets_running_replications_finish() -> None:
    def stop(done: int, total: int, latest: pd.DataFrame | None) -> None:  # noqa: ARG001
        if done == 1:
            raise KeyboardInterrupt

    study = twin.simulate(two_stations(), "1 h", replications=8, workers=2, progress=stop)
    assert study.interrupted
    kept = study.kpis.replication.unique().tolist()
    assert 1 <= len(kept) < 8
    whole = twin.simulate(two_stations(), "1 h", replications=8, workers=1).kpis
    expected = whole[whole.replication.isin(kept)].reset_index(drop=True)
    pd.testing.assert_frame_equal(study.kpis, expected, check_exact=True)


@pytest.mark.parametrize("how", ["file", "stdin"])
def test_script_without_a_guard_may_use_workers(how: str, tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    command = [sys.executable, str(script)] if how == "file" else [sys.executable, "-"]
    ran = subprocess.run(command, input=SCRIPT, capture_output=True, text=True, timeout=120, check=False)
    assert (ran.stdout.strip(), ran.stderr) == ("4", "")


def test_a_worker_hands_its_result_over_in_a_file(tmp_path: Path) -> None:
    line, settings, task = two_stations(), Settings(3600.0, 0.0, 1, 1), Task(0, 0, True)
    assert replicate_to(tmp_path / "one", line, settings, task) == ""
    with (tmp_path / "one").open("rb") as left:
        result = pickle.load(left)
    assert result.task == task
    assert len(result.tables.events) > 1000
    trouble = replicate_to(tmp_path / "gone" / "one", line, settings, task)
    assert trouble == "its result could not be handed over: No such file or directory"


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("workers", [1, 2])
def test_ctrl_c_that_python_drops_is_heard(workers: int) -> None:
    def press(done: int, total: int, latest: pd.DataFrame | None) -> None:  # noqa: ARG001
        if done == 2:
            thing = type("Thing", (), {})()
            watched = weakref.ref(thing, lambda _: signal.raise_signal(signal.SIGINT))
            del thing  # what a callback of a weak reference raises, Python only prints
            assert watched() is None

    before = signal.getsignal(signal.SIGINT)
    hit = twin.simulate(two_stations(), "1 h", replications=12, workers=workers, progress=press)
    assert hit.interrupted
    assert 2 <= hit.kpis["replication"].nunique() <= 2 * workers
    assert signal.getsignal(signal.SIGINT) is before


def test_a_handler_of_the_program_stays_in_charge() -> None:
    pressed: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: pressed.append(number))
    try:
        hit = twin.simulate(
            two_stations(), "1 h", replications=3, workers=1,
            progress=lambda *_: signal.raise_signal(signal.SIGINT),
        )  # fmt: skip
    finally:
        signal.signal(signal.SIGINT, before)
    assert (hit.interrupted, len(pressed)) == (False, 3)


def test_a_result_that_finds_no_room_on_its_way_is_worked_out_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk under the folder of temporary files costs time, not a replication."""
    expected = twin.simulate(two_stations(), "1 h", replications=4, workers=1)
    monkeypatch.setattr("twin.study.workers._Crew._file", lambda *_: Path("/nowhere/at/all"))
    study = twin.simulate(two_stations(), "1 h", replications=4, workers=2)
    assert study.failed == ()
    pd.testing.assert_frame_equal(study.kpis, expected.kpis, check_exact=True)
