"""Control in line on both ways of laying a web: lasting errors go, fast ones and the gauge's own stay."""

import numpy as np
import pytest
from support.chain import chain

import twin
from twin.core.webs import of_web
from twin.line.api import LoadedLine

LAYS = {
    "dry_sulfide_cathode": ("film", "feed_ratio", 1.02),
    "wet_sulfide_cathode": ("coater", "pump_flow_L_min", 1.6067),
}
TARGET = 21.7


def loading(line: LoadedLine, station: str) -> np.ndarray:
    """Return the loading along the web, mean over the lanes, behind the start."""
    return of_web(chain(line, lanes=4, segments=24)[station].after, "loading_mg_cm2").mean(axis=0)[4:]


@pytest.mark.parametrize("name", list(LAYS))
def test_a_feed_that_is_off_by_two_percent_is_brought_to_the_target(name: str) -> None:
    station, feed, off = LAYS[name]
    line = twin.load_line(name).with_changes({f"{station}.params.{feed}": off})
    exact = line.with_changes({f"{station}.control.in_line.error_frac": 0.0})
    assert loading(exact, station).mean() == pytest.approx(TARGET, rel=0.002)
    without = line.with_changes({f"{station}.control": None})
    assert loading(without, station).mean() > 1.012 * TARGET


@pytest.mark.parametrize("name", list(LAYS))
def test_what_is_faster_than_the_loop_stays(name: str) -> None:
    station, _, _ = LAYS[name]
    line = twin.load_line(name)
    without = line.with_changes({f"{station}.control": None})
    spread, free = (loading(each, station) for each in (line, without))
    assert spread.std() / spread.mean() == pytest.approx(free.std() / free.mean(), rel=0.02)


@pytest.mark.parametrize("name", list(LAYS))
def test_what_the_gauge_errs_stays_in_the_web(name: str) -> None:
    station, _, _ = LAYS[name]
    line = twin.load_line(name)
    worse = line.with_changes({f"{station}.control.in_line.error_frac": 0.02})
    small, large = (abs(loading(each, station).mean() / TARGET - 1.0) for each in (line, worse))
    assert large > 5.0 * small
