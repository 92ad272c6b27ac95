"""Logs written by hand: a list of (time, lot, station, machine, event) becomes a Log."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from twin.records.log import Log, LotRow
from twin.records.tables import Tables, from_log

Row = tuple[float, int, str, int, str]


def hand_tables(
    rows: Iterable[Row], lots: list[LotRow], extra: Mapping[int, Mapping[str, float | str]] | None = None
) -> Tables:
    """Return the tables of a hand-written history; `extra` gives further columns by row number."""
    log = Log(lots=lots)
    rows = list(rows)
    log.keys = list(dict.fromkeys((station, machine, event) for _, _, station, machine, event in rows))
    log.stride = len(log.keys)
    for time_s, lot, station, machine, event in rows:
        log.time_s.append(time_s)
        log.place.append(lot * log.stride + log.keys.index((station, machine, event)))
    for number, columns in (extra or {}).items():
        given = dict(columns)
        if "cause" in given:
            log.cause[number] = str(given.pop("cause"))
        if "energy_kWh" in given:
            log.energy_row.append(number)
            log.energy_kWh.append(float(given.pop("energy_kWh")))
        if given:
            log.amount_row.append(number)
            log.area_m2.append(float(given.pop("area_m2", "nan")))
            log.mass_kg.append(float(given.pop("mass_kg", "nan")))
        assert not given, "no such columns"
    return from_log(log)


Times = list[list[float]]


def serial_rows(starts: Times, finishes: Times, leaves: Times) -> list[Row]:
    """Return the rows of a saturated serial line without buffers: times by lot and station s1, s2, ..."""
    rows: list[Row] = []
    for lot, (start, finish, leave) in enumerate(zip(starts, finishes, leaves, strict=True), start=1):
        rows.append((start[0], lot, "jobs", 0, "created"))
        for place in range(len(start)):
            name = f"s{place + 1}"
            rows.append((start[place], lot, name, 0, "arrived"))
            rows.append((start[place], lot, name, 1, "started"))
            rows.append((finish[place], lot, name, 1, "finished"))
            rows.append((leave[place], lot, name, 1, "left"))
        rows.append((leave[-1], lot, f"s{len(start)}", 1, "shipped"))
    return sorted(rows, key=lambda row: row[0])


def delay_line(**equipment: Mapping[str, object]) -> dict[str, object]:
    """Return a line of `delay` stations fed by a saturated source `jobs`; equipment by station name."""
    stations = [{"name": name, "kind": "delay", "equipment": {**words}} for name, words in equipment.items()]
    source = {"name": "jobs", "mode": "saturated", "lots": 5}
    return {"format": 1, "name": "hand", "source": [source], "station": stations}
