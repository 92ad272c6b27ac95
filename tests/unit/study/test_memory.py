"""Memory: rows that are not kept take none however long the run, and who runs out of it is named."""

from __future__ import annotations

import subprocess
import sys
import tracemalloc

import pytest
from support.delay_lines import delay

import twin
from twin.line.library import lines_folder
from twin.line.model.line import Line
from twin.records import chunk

GROWTH = 1.15
"""Four times the run may take so much more."""

LOT_BYTES = 16
"""Further bytes a lot may take: its flow time, in an array with room to grow; its rows would take more."""


def many_lots(count: int) -> Line:
    """Return two stations with random times and failures, and so many lots."""
    times = {"dist": "exponential", "mean": 1.0}
    jam = {"name": "jam", "uptime": {"dist": "exponential", "mean": 50.0}, "repair": 5.0}
    stations = [delay("first", service=times, failure=[jam]), delay("second", service=times, buffer_before=3)]
    source = {"name": "jobs", "mode": "saturated", "lots": count}
    return twin.load_line({"format": 1, "name": "many", "source": [source], "station": stations})


def peak_bytes(line: Line, horizon: str | None) -> int:
    """Return the most memory that Python holds while one replication runs."""
    tracemalloc.start()
    try:
        twin.simulate(line, horizon, replications=1, workers=1, keep="none")
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_does_not_grow_with_the_number_of_lots(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chunk, "ROWS", 2048)
    peak_bytes(many_lots(10), None)  # what is loaded once
    few, many = (peak_bytes(many_lots(count), None) for count in (2_500, 10_000))
    assert many < GROWTH * few + LOT_BYTES * 7_500


@pytest.mark.slow
def test_memory_does_not_grow_with_the_horizon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chunk, "ROWS", 256)
    line = twin.load_line(lines_folder() / "dry_sulfide_cathode.toml")
    peak_bytes(line, "1 d")
    short, long = (peak_bytes(line, horizon) for horizon in ("4 d", "16 d"))  # until then all stocks are full
    assert long < GROWTH * short


SCRIPT = """
import resource, sys
sys.path.insert(0, "tests")
import twin
from unit.study.test_memory import many_lots

limit, keep, workers, replications = sys.argv[1:]
if int(limit):
    resource.setrlimit(resource.RLIMIT_AS, (int(limit), int(limit)))
study = twin.simulate(
    many_lots(60_000), replications=int(replications), workers=int(workers), keep=keep, force=True
)
for number, message in study.failed:
    print(number, message)
print(study.kpis.replication.nunique() if len(study.kpis) else 0)
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmPeak")))
"""


def said(limit: int, keep: str, workers: int, replications: int) -> list[str]:
    """Return what a study says that may take no more than so many bytes of address space; 0 = any."""
    command = [sys.executable, "-c", SCRIPT, str(limit), keep, str(workers), str(replications)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()


@pytest.mark.skipif(sys.platform != "linux", reason="limits of the address space are those of Linux")
def test_a_replication_that_runs_out_of_memory_is_named_and_the_others_go_on() -> None:
    needed, kept = (int(said(0, keep, 1, 1)[-1]) * 1024 for keep in ("none", "first"))
    assert kept > 1.1 * needed
    *failed, done, _ = said((needed + kept) // 2, "first", 1, 3)
    assert failed == ["0 it ran out of memory, its rows being kept"]
    assert done == "2"
