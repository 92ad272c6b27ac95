"""One replication of a line: build the floor, run it, hand the log back."""

from __future__ import annotations

import numpy as np

from twin.core.errors import ModelStopped
from twin.floor.assembly import assemble
from twin.floor.build import assign_times, build
from twin.floor.material.lot_physics import LotPhysics
from twin.floor.material.recorder import Recorder
from twin.floor.material.side import MaterialSide, NoMaterial
from twin.floor.random_streams import RandomStreams
from twin.line.check.zero_time import zero_time_reason
from twin.line.model.line import Line
from twin.records.chunk import HandOver, Taker
from twin.records.log import Cells, Log


def run(
    line: Line,
    horizon_s: float | None,
    seed: int,
    replication: int,
    *,
    cells: bool = False,
    take: Taker | None = None,
    keep: bool = True,
) -> Log:
    """Return the log of one replication.

    Without a horizon the run ends when the line is empty. `cells`: keep the cells of finished lots.
    `take` is given the rows chunk by chunk while the line runs; with `keep` they stay in the log as well.
    Raises ModelStopped when it comes to a stand.
    """
    if why := zero_time_reason(line):
        raise ModelStopped(f"time would stand still: {why}")
    log = Log(cells=Cells() if cells else None)
    streams = RandomStreams(seed, replication)
    state = build(line, log)
    assign_times(state, streams)
    material: MaterialSide = NoMaterial()
    if line.has_material:
        material = LotPhysics(line, streams, Recorder(line, log))
    hand_over = None if take is None else HandOver(log, take, keep=keep)
    floor = assemble(line, state, streams, material, log, hand_over, until_empty=horizon_s is None)
    try:
        floor.termination.run(float("inf") if horizon_s is None else horizon_s)
    finally:
        floor.queue.close()
    material.close()
    floor.lots.close_inside()
    if hand_over is not None:
        hand_over.hand_on(is_last=True)
    if horizon_s is None:
        log.end_s = last_lot_s(log) if hand_over is None else hand_over.last_lot_s
    else:
        log.end_s = horizon_s
    return log


def last_lot_s(log: Log) -> float:
    """Return the instant of the last event of a lot."""
    places = np.frombuffer(log.place, dtype=np.int64) if log.place else np.zeros(0, dtype=np.int64)
    of_lots = np.flatnonzero(places >= log.stride)
    return float(log.time_s[of_lots[-1]]) if of_lots.size else 0.0
