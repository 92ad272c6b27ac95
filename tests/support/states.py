"""States of machines read from the event log, by a sweep over instants; shares no code with the KPIs."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pandas as pd


class MachineWatch:
    """What one machine is doing, told event by event."""

    def __init__(self, into: int) -> None:
        self.into = into
        self.working: set[int] = set()
        self.to_leave = 0
        self.broken = self.in_repair = self.setup = self.due = self.maintained = False

    def state(self, on_shift: bool) -> str:
        if not on_shift:
            return "off_shift"
        if self.maintained:
            return "maintenance"
        if self.in_repair:
            return "down"
        if self.broken or self.due:
            return "waiting_for_crew"
        if self.setup:
            return "setup"
        if self.working:
            return "working"
        return "held" if self.to_leave else "empty"

    def see(self, event: str, lot: int) -> None:
        if event == "started":
            self.working.add(lot)
        elif event == "finished":
            self.working.discard(lot)
            self.to_leave += self.into
        elif event == "left":
            self.to_leave -= 1
        elif event == "scrapped":
            self.working.discard(lot)
        elif event in ("failed", "repaired"):
            self.broken = event == "failed"
            self.in_repair = False
        elif event == "repair_started":
            self.in_repair = True
        elif event in ("setup_started", "setup_ended"):
            self.setup = event == "setup_started"
        elif event in ("maintenance_due", "maintenance_started", "maintenance_ended"):
            self.due = event == "maintenance_due"
            self.maintained = event == "maintenance_started"


def state_shares(line: dict[str, Any], events: pd.DataFrame, end_s: float) -> dict[str, Counter[str]]:
    """Return station -> share of machine time per state over [0, end_s]; `held` and `empty` as they are."""
    rows = list(
        zip(
            events.time_s,
            events.lot,
            events.station.astype(str),
            events.machine,
            events.event.astype(str),
            strict=True,
        )
    )
    shifts = [row[4] for row in rows if row[4] in ("shift_started", "shift_ended")]
    on_from_start = not shifts or shifts[0] == "shift_ended"
    shares: dict[str, Counter[str]] = {}
    for station in line["station"]:
        equipment = station["equipment"]
        machines = equipment.get("machines", 1)
        shares[station["name"]] = Counter()
        for number in range(1, machines + 1):
            watch = MachineWatch(equipment.get("split", {}).get("into", 1))
            on_shift, since = on_from_start, 0.0
            for time, lot, name, machine, event in rows:
                if event in ("shift_started", "shift_ended"):
                    mine = True
                else:
                    mine = name == station["name"] and machine == number
                if not mine:
                    continue
                shares[station["name"]][watch.state(on_shift)] += (time - since) / end_s / machines
                since = time
                if event in ("shift_started", "shift_ended"):
                    on_shift = event == "shift_started"
                else:
                    watch.see(event, lot)
            shares[station["name"]][watch.state(on_shift)] += (end_s - since) / end_s / machines
    return shares
