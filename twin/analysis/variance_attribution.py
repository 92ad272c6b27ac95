"""Which station makes the variance: shares of the variance of a lot's cells by origin of the noise."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from twin.analysis.single_lot import Chain, Origin, Origins, Pick, PickedDice, QuietDice
from twin.core.material import Array
from twin.floor.random_streams import RandomStreams
from twin.floor.state import LotState
from twin.kpi.labels import property_label
from twin.line.model.line import Line
from twin.stats.shapley import Orders, exchange_orders, from_gains, gains
from twin.stats.sobol import from_results

COLUMNS = (
    "station", "source", "component", "frozen", "frozen_low", "frozen_high",
    "first", "first_low", "first_high", "total", "total_low", "total_high", "sd_if_halved",
)  # fmt: skip
"""`source` "" = all origins of that station together; `sd_if_halved`: standard deviation over today's."""

SHAPLEY_COLUMNS = ("shapley", "shapley_low", "shapley_high")
"""Further columns where Shapley effects are asked for; a station's is the sum over its origins."""

HALVED = 0.75
"""Share of an origin's variance that goes when its standard deviation is halved."""

COMPONENT_WORDS = {
    "lot": "lot to lot",
    "lane": "across the web",
    "run_out": "run-out",
    "cell": "cell to cell",
    "": "the material's own",
}
"""Components of a noise for the reader; dice that belong to no set-point are the physics' own."""

RESAMPLES = 500

Progress = Callable[[int, int], None]
"""(rows done, rows in all)."""


@dataclass(frozen=True)
class Attribution:
    """The variance of one figure of a lot's cells, taken apart by its origins.

    `sd`: of a cell about the mean of its place, over lots and machines; `built_in_sd`: between the places
    of the web in the mean lot, which no dice make (roll bending). Shares are of `sd` squared, largest
    `frozen` first: what goes when the origin is set to 0.
    """

    figure: str
    at: str
    mean: float
    sd: float
    built_in_sd: float
    rows: int
    table: pd.DataFrame

    @property
    def origins(self) -> pd.DataFrame:
        """Return the single origins."""
        return self.table[self.table["source"] != ""].reset_index(drop=True)

    @property
    def stations(self) -> pd.DataFrame:
        """Return the stations as a whole."""
        return self.table[self.table["source"] == ""].reset_index(drop=True)


def origins(chain: Chain) -> tuple[Origin, ...]:
    """Return what varies in a chain: noise above 0, and what the physics itself draws."""
    dice = QuietDice()
    picked = PickedDice(chain.line, lambda _: dice)
    chain.lot(picked)
    noise = {(plan.name, name): noise for plan in chain.line.station for name, noise in plan.noise.items()}

    def varies(origin: Origin) -> bool:
        planned = noise.get(origin[:2])
        return planned is None or getattr(planned, origin[2]) > 0.0

    return tuple(origin for origin in picked.drawn if varies(origin))


def attribute(
    line: Line,
    figures: Sequence[str],
    *,
    at: str | None = None,
    rows: int = 256,
    seed: int = 1,
    waited_s: Mapping[str, float] | None = None,
    shapley: bool = False,
    progress: Progress | None = None,
) -> tuple[Attribution, ...]:
    """Take the variance of figures known at a station (the last one) apart over the dice.

    Every row runs a lot with dice A, one with dice B, and for each origin and each station one with A but
    for that from B, and one with A but for that set to 0. All cells count. `shapley`: one lot more per row
    and origin, which go from A to B one by one. Raises ValueError for a figure or station that is not known,
    or where nothing varies.
    """
    chain = Chain(line, at, waited_s)
    known = chain.lot(QuietDice())
    for figure in figures:
        if figure not in known:
            place = chain.end.plan.name
            raise ValueError(f"{figure!r} is not known at {place}; there are {', '.join(sorted(known))}")
    single = origins(chain)
    if not single:
        raise ValueError(f"{line.name}: nothing varies, there is no noise above 0")
    groups: dict[Origin, Origins] = {origin: frozenset({origin}) for origin in single}
    for name in dict.fromkeys(station for station, _, _ in single):
        groups[(name, "", "")] = frozenset(origin for origin in single if origin[0] == name)
    orders = exchange_orders(len(single) if shapley else 0, rows, np.random.default_rng(seed))
    walks = [[single[origin] for origin in order] for order in orders]
    results = _run(chain, tuple(groups.values()), figures, walks, seed, progress)
    return tuple(
        _attribution(f, chain.end.plan.name, results[f], tuple(groups), orders, seed) for f in figures
    )


def _run(
    chain: Chain,
    groups: Sequence[Origins],
    figures: Sequence[str],
    walks: Sequence[Sequence[Origin]],
    seed: int,
    progress: Progress | None,
) -> dict[str, Array]:
    """Return the figures of all lots, shape (lot, row, cell): A, B, redrawn, frozen, between A and B."""
    rows = len(walks)
    quiet, none = QuietDice(), Origins()
    values: dict[str, list[list[Array]]] = {figure: [] for figure in figures}
    for row, walk in enumerate(walks):
        a, b = RandomStreams(seed, row), RandomStreams(seed, rows + row)
        kept: dict[str, LotState] = {}
        lots = [
            chain.lot(PickedDice(chain.line, _picker(none, a, a)), known=kept),
            chain.lot(PickedDice(chain.line, _picker(none, b, b))),
        ]
        for other, still in ((b, False), (quiet, True)):
            for group in groups:
                concerned = chain.after(frozenset(station for station, _, _ in group))
                upstream = {name: lot for name, lot in kept.items() if name not in concerned}
                dice = PickedDice(chain.line, _picker(group, a, other))
                lots.append(chain.lot(dice, frozen=group if still else none, known=upstream))
        lots += _exchanged(chain, walk, a, b, kept)
        for figure, blocks in values.items():
            blocks.append([lot[figure].ravel() for lot in lots])
        if progress is not None:
            progress(row + 1, rows)
    return {figure: np.array(blocks).swapaxes(0, 1) for figure, blocks in values.items()}


def _exchanged(
    chain: Chain, walk: Sequence[Origin], a: RandomStreams, b: RandomStreams, kept: Mapping[str, LotState]
) -> Iterator[dict[str, Array]]:
    """Yield the lots between A and B, as one origin after the other gets the dice of B."""
    upstream = dict(kept)
    for step, origin in enumerate(walk[:-1], start=1):
        concerned = chain.after(frozenset({origin[0]}))
        upstream = {name: lot for name, lot in upstream.items() if name not in concerned}
        yield chain.lot(PickedDice(chain.line, _picker(frozenset(walk[:step]), a, b)), known=upstream)


def _picker(group: Origins, usual: RandomStreams, other: RandomStreams) -> Pick:
    """Return the choice of other dice for a group of origins and the usual ones for the rest."""
    return lambda origin: other if origin in group else usual


def _attribution(
    figure: str, at: str, results: Array, labels: Sequence[Origin], orders: Orders, seed: int
) -> Attribution:
    count = len(labels)
    shares = from_results(results[: 2 + count], np.random.default_rng(seed), resamples=RESAMPLES)
    still = results[2 + count : 2 + 2 * count]
    frozen, low, high = frozen_shares(results[0], still, np.random.default_rng(seed))
    table = pd.DataFrame(labels, columns=COLUMNS[:3]).assign(
        frozen=frozen,
        frozen_low=low,
        frozen_high=high,
        **shares.columns(),
        sd_if_halved=np.sqrt(np.maximum(1.0 - HALVED * frozen, 0.0)),
    )
    if orders.shape[1]:
        walk = np.concatenate([results[:1], results[2 + 2 * count :], results[1:2]])
        table = table.assign(**_shapley(gains(walk, orders), labels, seed))
    return Attribution(
        figure=figure,
        at=at,
        mean=shares.mean,
        sd=float(np.sqrt(shares.variance)),
        built_in_sd=float(results[:2].mean(axis=(0, 1)).std()),
        rows=results.shape[1],
        table=table.sort_values("frozen", ascending=False, ignore_index=True),
    )


def _shapley(by_origin: Array, labels: Sequence[Origin], seed: int) -> dict[str, Array]:
    """Return the Shapley columns: of the single origins, which come first, and of each station their sum."""
    singles, stations = labels[: len(by_origin)], labels[len(by_origin) :]
    together = [[k for k, origin in enumerate(singles) if origin[0] == name] for name, _, _ in stations]
    shares = from_gains(by_origin, np.random.default_rng(seed), together=together, resamples=RESAMPLES)
    return dict(zip(SHAPLEY_COLUMNS, (shares.effect, shares.low, shares.high), strict=True))


def frozen_shares(
    usual: Array, frozen: Array, generator: np.random.Generator, confidence: float = 0.95
) -> tuple[Array, Array, Array]:
    """Return the share of the variance that goes with each origin, with bootstrap limits over rows.

    `usual`: (row, cell); `frozen`: (origin, row, cell), the same dice but for the origin, which is 0.
    """
    before = ((usual - usual.mean(axis=0)) ** 2).sum(axis=1)
    after = ((frozen - frozen.mean(axis=1, keepdims=True)) ** 2).sum(axis=2)
    share = 1.0 - after.mean(axis=1) / before.mean()
    picks = generator.integers(0, len(before), size=(RESAMPLES, len(before)))
    drawn = np.array([1.0 - after[:, pick].mean(axis=1) / before[pick].mean() for pick in picks])
    tails = [(1.0 - confidence) / 2.0, (1.0 + confidence) / 2.0]
    low, high = np.quantile(drawn, tails, axis=0)
    return share, low, high


def origin_label(station: str, source: str, component: str) -> str:
    """Return an origin for the reader; `source` "" = the station as a whole."""
    if not source:
        return station
    return f"{station}: {property_label(source)}, {COMPONENT_WORDS[component]}"
