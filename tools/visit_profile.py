"""Count the functions and files that one visit of a lot passes, from its start to the hand-over.

    python -m tools.visit_profile [--line dry_sulfide_cathode] [--station calender] [--visit 40]

Calls are counted with `sys.setprofile`, those of files of `twin` only. Prints one row per file.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any
from unittest.mock import patch

import twin
from twin.floor.engine.machine_events import MachineEvents
from twin.floor.machines.work import Work
from twin.floor.run import run
from twin.floor.state import MachineState
from twin.line.api import load_line
from twin.line.library import lines_folder

ROOT = Path(twin.__file__).parent
HORIZON_S = 30 * 86_400.0


class VisitProfile:
    """Counts calls by file while one visit of a station begins and ends."""

    def __init__(self, station: str, visit: int) -> None:
        self.station = station
        self.visit = visit
        self.begun = self.ended = 0
        self.calls: Counter[str] = Counter()

    def count(self, frame: FrameType, event: str, _: Any) -> None:
        """Count a call of a function of `twin`."""
        path = Path(frame.f_code.co_filename)
        if event == "call" and path.is_relative_to(ROOT):
            self.calls[str(path.relative_to(ROOT))] += 1

    def counted(self, function: Callable[[], None]) -> None:
        """Call a function and count what it calls."""
        sys.setprofile(self.count)
        try:
            function()
        finally:
            sys.setprofile(None)

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Put counting versions in the place of the two functions every visit passes."""
        begin, on_work_end = Work.begin, MachineEvents.on_work_end

        def counted_begin(work: Work, machine: MachineState) -> None:
            self.begun += machine.station.plan.name == self.station
            at_visit = machine.station.plan.name == self.station and self.begun == self.visit
            self.counted(lambda: begin(work, machine)) if at_visit else begin(work, machine)

        def counted_end(events: MachineEvents, notice: Any) -> None:
            here = notice.subject.station.plan.name == self.station and notice.subject.planned is notice
            here = here and notice.subject.next_failure < 0
            self.ended += here
            at_visit = here and self.ended == self.visit
            self.counted(lambda: on_work_end(events, notice)) if at_visit else on_work_end(events, notice)

        with (
            patch.object(Work, "begin", counted_begin),
            patch.object(MachineEvents, "on_work_end", counted_end),
        ):
            yield


def profile(line: str, station: str, visit: int) -> Counter[str]:
    """Return the calls of one visit by file."""
    watcher = VisitProfile(station, visit)
    with watcher.watching():
        run(load_line(lines_folder() / f"{line}.toml"), HORIZON_S, 1, 0)
    return watcher.calls


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--line", default="dry_sulfide_cathode")
    parser.add_argument("--station", default="calender")
    parser.add_argument("--visit", type=int, default=40)
    given = parser.parse_args()
    calls = profile(given.line, given.station, given.visit)
    rooms: Counter[str] = Counter(Path(name).parts[0] for name in calls)
    for name, count in sorted(calls.items(), key=lambda item: (Path(item[0]).parts[0], -item[1])):
        print(f"{count:4}  {name}")
    by_room = ", ".join(f"{room} {count}" for room, count in sorted(rooms.items()))
    print(f"{sum(calls.values())} calls in {len(calls)} files: {by_room}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
