"""The store of finished replications: exact or computed again, whatever happens to the disk."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.command_line import TWO_STATIONS
from support.disk_faults import cut_short, disk_that, power_lost_at, refused

import twin
from twin.core.errors import NewerFormat
from twin.line.model.line import Line
from twin.study.replication import Result, Task, replicate
from twin.study.replication_cache import SEAL, Store, kept_runs
from twin.study.settings import Settings

SETTINGS = Settings(20_000.0, 1_000.0, 3, 7)
TASKS = [Task(0, 0, True), Task(0, 1, False), Task(0, 2, False)]


@cache
def line(second: str = "12 min") -> Line:
    import tomllib

    return twin.load_line(tomllib.loads(TWO_STATIONS.format(name="two", second=second, source="")))


@cache
def results() -> dict[Task, Result]:
    return {task: replicate(line(), SETTINGS, task) for task in TASKS}


def store(folder: Path) -> Store:
    return Store(folder / ".out.unfinished", [line()], SETTINGS)


def filled(folder: Path) -> Path:
    """Fill a store with three replications; return the folder of the run in it."""
    kept = store(folder)
    for result in results().values():
        kept.put(result)
    assert kept.notes == []
    return kept.folders[0]


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("full")
    filled(folder)
    return folder


def same(found: dict[Task, Result]) -> bool:
    """Say whether every result found is the one that was put there, to the last bit."""
    for task, result in found.items():
        put = results()[task]
        pd.testing.assert_frame_equal(result.kpis, put.kpis, check_exact=True)
        pd.testing.assert_frame_equal(result.course, put.course, check_exact=True)
        if task.keep:
            pd.testing.assert_frame_equal(result.tables.lots, put.tables.lots, check_exact=True)
            assert result.tables.events["time_s"].tolist() == put.tables.events["time_s"].tolist()
    return True


def test_what_was_put_is_found_by_the_same_run_only(full: Path) -> None:
    assert store(full).find(TASKS).keys() == set(TASKS)
    assert same(store(full).find(TASKS))
    for lines, settings in (
        ([line("13 min")], SETTINGS),
        ([line()], Settings(20_000.0, 1_000.0, 3, 8)),
        ([line()], Settings(20_001.0, 1_000.0, 3, 7)),
    ):
        other = Store(full / ".out.unfinished", lines, settings)
        assert other.find(TASKS) == {}
        assert other.notes == []


KINDS = (
    "cut", "empty", "flip", "append", "delete", "rows", "link", "folder", "swap-files", "swap-units",
    "copy-unit", "no-unit",
)  # fmt: skip


@st.composite
def damages(draw: st.DrawFn) -> Callable[[Path], str]:
    """Draw something that may happen to a store; it returns what it did."""
    unit, other = draw(st.permutations([f"replication-{n:05d}" for n in range(3)]))[:2]
    name = draw(st.sampled_from(["kpis.csv", "course.csv", SEAL]))
    kind = draw(st.sampled_from(KINDS))
    share, bit = draw(st.floats(0.0, 0.999)), draw(st.integers(0, 7))

    def damage(run: Path) -> str:
        path = run / unit / name
        data = path.read_bytes()
        at = int(share * len(data))
        rows = data.splitlines(keepends=True)
        row = int(share * len(rows))
        if kind in ("cut", "empty", "flip", "append", "rows"):
            path.write_bytes(
                {
                    "cut": data[:at],
                    "empty": b"",
                    "flip": data[:at]
                    + bytes(byte ^ (1 << bit) for byte in data[at : at + 1])
                    + data[at + 1 :],
                    "append": data + data[at:],
                    "rows": b"".join([*rows[: row + 1], *rows[row:]]),
                }[kind]
            )
        elif kind in ("delete", "link", "folder"):
            path.unlink()
            if kind == "link":
                path.symlink_to(run / other / name)
            if kind == "folder":
                path.mkdir()
        elif kind == "swap-files":
            path.write_bytes((run / other / name).read_bytes())
            (run / other / name).write_bytes(data)
        else:
            shutil.move(run / unit, run / "aside")
            if kind == "swap-units":
                shutil.move(run / other, run / unit)
                shutil.move(run / "aside", run / other)
            elif kind == "copy-unit":
                shutil.copytree(run / other, run / unit)
        return f"{kind} {unit}/{name}"

    return damage


@given(st.lists(damages(), min_size=1, max_size=2))
def test_a_damaged_store_never_gives_other_numbers(
    full: Path, tmp_path_factory: pytest.TempPathFactory, happened: list[Callable[[Path], str]]
) -> None:
    folder = tmp_path_factory.mktemp("damaged")
    shutil.copytree(full, folder, dirs_exist_ok=True)
    (run,) = (folder / ".out.unfinished").iterdir()
    for damage in happened:
        try:
            damage(run)
        except OSError:  # the first left nothing for the second
            break
    again = store(folder)
    found = again.find(TASKS)
    assert same(found)
    absent = [task for task in TASKS if not (run / f"replication-{task.replication:05d}").exists()]
    assert len(again.notes) == len(TASKS) - len(found) - len(absent)
    assert all("damaged on disk and is computed again" in note and "\n" not in note for note in again.notes)


def test_a_study_says_what_was_damaged_and_has_the_right_numbers(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    arguments = {"horizon": "2 d", "replications": 4, "workers": 1, "store": kept}
    whole = twin.simulate(line(), **arguments)
    (damaged,) = kept.glob("*/replication-00002/kpis.csv")
    for size_bytes in (90, 0):
        damaged.write_bytes(damaged.read_bytes()[:size_bytes])
        again = twin.simulate(line(), **arguments)
        assert again.notes == (
            f"replication 2 of two was damaged on disk and is computed again: {damaged} has {size_bytes} "
            f"bytes instead of {len(damaged.read_bytes())}",
        )
        pd.testing.assert_frame_equal(again.kpis, whole.kpis, check_exact=True)
        assert twin.simulate(line(), **arguments).notes == ()


def test_a_store_of_a_later_format_is_refused(tmp_path: Path) -> None:
    run = filled(tmp_path)
    seal = run / "replication-00001" / SEAL
    seal.write_text(json.dumps(json.loads(seal.read_text()) | {"format": 2}))
    with pytest.raises(NewerFormat, match=r"later version; this one reads up to format 1; delete .* anew"):
        store(tmp_path).find(TASKS)


def test_only_the_replications_of_this_run_are_taken_away(tmp_path: Path) -> None:
    run = filled(tmp_path)
    other = Store(run.parent, [line()], Settings(20_000.0, 1_000.0, 3, 8))
    other.put(results()[TASKS[1]])
    (run.parent / "thesis.txt").write_text("mine")
    assert [text for kept, text in kept_runs(run.parent).items() if kept != run] == [
        f"{other.folders[0]} keeps 1 replication of a run of two (0.231481 days, seed 8) that was not "
        "finished; delete that folder if they are not needed"
    ]
    store(tmp_path).remove()
    assert not run.exists()
    assert len(other.find([TASKS[1]])) == 1
    other.remove()
    assert [path.name for path in run.parent.iterdir()] == ["thesis.txt"]
    assert kept_runs(run.parent) == {}


def test_nothing_of_somebody_elses_is_taken_away_with_a_replication(tmp_path: Path) -> None:
    run = filled(tmp_path)
    (run / "replication-00001" / "thesis.txt").write_text("mine")
    away = tmp_path / "away"
    shutil.move(run / "replication-00002", away)
    (run / "replication-00002").symlink_to(away)
    store(tmp_path).remove()
    assert (run / "replication-00001" / "thesis.txt").read_text() == "mine"
    assert len(list(away.iterdir())) == 3
    assert not (run / "replication-00000").exists()


def put_all(folder: Path) -> Store:
    kept = store(folder)
    for result in results().values():
        kept.put(result)
    return kept


def calls_of(folder: Path) -> int:
    """Count the calls of the system that three replications take."""
    results()
    folder.mkdir()
    with disk_that(refused) as disk:
        put_all(folder)
    return disk.calls


EVERY = [pytest.param(9, id="some"), pytest.param(1, id="every", marks=pytest.mark.slow)]
"""Steps from call to call: the faults of all calls take their time."""


@pytest.mark.parametrize("step", EVERY)
def test_a_disk_that_takes_no_more_is_told_once_and_gives_no_other_numbers(step: int, tmp_path: Path) -> None:
    for at in range(1, calls_of(tmp_path / "count") + 1, step):
        folder = tmp_path / str(at)
        with disk_that(refused, at):
            kept = put_all(folder)
        assert len(kept.notes) <= 1
        assert all("nothing more is stored" in note for note in kept.notes)
        again = store(folder)
        found = again.find(TASKS)
        assert same(found)
        assert kept.notes or len(found) == 3
        put_all(folder)  # the next run repairs what is left
        assert len(store(folder).find(TASKS)) == 3
        store(folder).remove()
        assert not (folder / ".out.unfinished").exists()


@pytest.mark.parametrize("step", EVERY)
def test_a_power_cut_anywhere_costs_a_replication_at_most(step: int, tmp_path: Path) -> None:
    for at in range(1, calls_of(tmp_path / "count") + 1, step):
        folder = tmp_path / str(at)
        folder.mkdir()
        assert power_lost_at(at, partial(put_all, folder))
        again = store(folder)
        found = again.find(TASKS)
        assert same(found)
        assert again.notes == []  # a replication has its name only once it is whole
        put_all(folder)
        assert len(store(folder).find(TASKS)) == 3
        store(folder).remove()
        assert list(folder.iterdir()) == []


def test_a_disk_that_takes_half_at_a_time_gets_all(tmp_path: Path) -> None:
    whole = calls_of(tmp_path / "count")
    with disk_that(cut_short, 1) as disk:
        kept = put_all(tmp_path)
    assert disk.calls > whole + 40
    assert kept.notes == []
    assert len(kept.find(TASKS)) == 3
    assert same(kept.find(TASKS))


def test_another_process_that_stored_the_same_is_no_trouble(tmp_path: Path) -> None:
    filled(tmp_path)
    put_all(tmp_path)
    assert len(store(tmp_path).find(TASKS)) == 3
