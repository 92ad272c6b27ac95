"""The material side of the floor as the flow sees it, and its stand-in where lots carry no material."""

from __future__ import annotations

from typing import Literal, NamedTuple, Protocol

from twin.floor.state import Amount, LotState, MachineState, StationState

Fate = Literal["ok", "scrap", "rework"]


class VisitResult(NamedTuple):
    """What a visit means for the way of its lot and for its rows in the log.

    `cause`: the property a lot is scrapped or sent back for, `target`: the station it is sent back to.
    `good_share`: share of good cells before inspection, None where the visit touches no material.
    `trimmed`: what was good of the strips that the machine cut off.
    `cut`: (share, property) of the cells cut out by each limit, in the order of the file.
    `held_at`: the set-point a control would move further if its guard let it.
    """

    fate: Fate = "ok"
    cause: str = ""
    target: str = ""
    good_share: float | None = None
    energy_kWh: float | None = None
    cut: tuple[tuple[float, str], ...] = ()
    trimmed: Amount | None = None
    held_at: str = ""


class MaterialSide(Protocol):
    """What the floor asks of the material: what new, split and joined lots carry, visits and their time."""

    def create(self, lot: LotState) -> None:
        """Give a new lot of a source its powder."""

    def divide(self, station: StationState, parent: LotState, child: LotState, place: int) -> None:
        """Give a child its part of its parent; `place`: its number among the children, from 0."""

    def surplus(self, parents: list[LotState]) -> list[tuple[LotState, float]]:
        """Return the lots that are larger than the smallest, each with the share to be trimmed."""

    def unite(self, parents: list[LotState], lot: LotState) -> None:
        """Give a joined lot what its parents carry."""

    def start(self, lots: list[LotState], now_s: float) -> None:
        """Note how long lots have waited when their work starts."""

    def duration_s(self, machine: MachineState, lots: list[LotState]) -> float:
        """Return the seconds the physics asks for."""

    def hazard(self, machine: MachineState, lots: list[LotState], name: str) -> float:
        """Return how many times as fast the clock of a failure runs with these lots."""

    def visit(self, machine: MachineState, lot: LotState) -> VisitResult:
        """Do the visit of a lot that has come to its end."""

    def close(self) -> None:
        """Write the readings that are still kept."""


NO_PHYSICS = VisitResult()


class NoMaterial:
    """Lots carry no material: nothing is measured, cut or sent back."""

    def create(self, lot: LotState) -> None:
        """Leave the lot as it is."""

    def divide(self, station: StationState, parent: LotState, child: LotState, place: int) -> None:
        """Leave the child as it is."""

    def surplus(self, parents: list[LotState]) -> list[tuple[LotState, float]]:  # noqa: ARG002
        """Return no lot."""
        return []

    def unite(self, parents: list[LotState], lot: LotState) -> None:
        """Leave the lot as it is."""

    def start(self, lots: list[LotState], now_s: float) -> None:
        """Note nothing."""

    def duration_s(self, machine: MachineState, lots: list[LotState]) -> float:  # noqa: ARG002
        """Return no time."""
        return 0.0

    def hazard(self, machine: MachineState, lots: list[LotState], name: str) -> float:  # noqa: ARG002
        """Return that every lot is like any other."""
        return 1.0

    def visit(self, machine: MachineState, lot: LotState) -> VisitResult:  # noqa: ARG002
        """Return that the lot goes on."""
        return NO_PHYSICS

    def close(self) -> None:
        """Have nothing to write."""
