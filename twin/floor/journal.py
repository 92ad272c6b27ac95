"""The journal: writes what happens on the floor into the rows of the log."""

from __future__ import annotations

from twin.floor.event_queue import EventQueue
from twin.floor.state import Amount, LotState
from twin.records.log import CODE, Log

CREATED = CODE["created"]
ARRIVED = CODE["arrived"]
STARTED = CODE["started"]
FINISHED = CODE["finished"]
LEFT = CODE["left"]
FAILED = CODE["failed"]
REPAIR_STARTED = CODE["repair_started"]
REPAIRED = CODE["repaired"]
SETUP_STARTED = CODE["setup_started"]
SETUP_ENDED = CODE["setup_ended"]
MAINTENANCE_STARTED = CODE["maintenance_started"]
MAINTENANCE_ENDED = CODE["maintenance_ended"]
MAINTENANCE_DUE = CODE["maintenance_due"]
SCRAPPED = CODE["scrapped"]
SHIPPED = CODE["shipped"]
SHIFT_STARTED = CODE["shift_started"]
SHIFT_ENDED = CODE["shift_ended"]
CELLS_SCRAPPED = CODE["cells_scrapped"]
REWORKED = CODE["reworked"]
CONTROL_HELD = CODE["control_held"]


class Journal:
    """Appends event rows to the log; a code is that of a station, machine or source plus the event's.

    `with_amounts`: lots carry material, so rows about lots say how much of it.
    """

    def __init__(self, queue: EventQueue, log: Log, *, with_amounts: bool) -> None:
        self.queue = queue
        self.log = log
        self.with_amounts = with_amounts
        self.stride = log.stride
        self.note_time = log.time_s.append
        self.note_place = log.place.append

    def note(self, code: int, lot: int = 0) -> None:
        """Write one event row."""
        self.note_time(self.queue.now_s)
        self.note_place(lot * self.stride + code)

    def note_cause(self, code: int, cause: str, lot: int = 0) -> None:
        """Write one event row of equipment with its cause."""
        self.log.cause[len(self.log.time_s)] = cause
        self.note(code, lot)

    def note_amount(self, code: int, lot: LotState, share: float = 1.0, cause: str = "") -> None:
        """Write one event row about a share of what is left of a lot, and its cause."""
        log = self.log
        row = len(log.time_s)
        self.note(code, lot.number)
        if cause:
            log.cause[row] = cause
        if self.with_amounts:
            left = lot.row if lot.material is None else lot.material
            log.amount_row.append(row)
            log.area_m2.append(left.area_m2 * share)
            log.mass_kg.append(left.mass_kg * share)

    def note_part(self, code: int, lot: LotState, part: Amount, cause: str = "") -> None:
        """Write one event row about a part of a lot that its cells do not tell, and its cause."""
        self.note_amount(code, lot, 1.0, cause)
        self.log.area_m2[-1], self.log.mass_kg[-1] = part.area_m2, part.mass_kg

    def add_energy(self, energy_kWh: float) -> None:
        """Enter the energy of a visit into the last row."""
        self.log.energy_row.append(len(self.log.time_s) - 1)
        self.log.energy_kWh.append(energy_kWh)
