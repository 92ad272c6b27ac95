"""The registry of KPIs: each stands once, says all there is to say, and is computed where it says."""

from __future__ import annotations

import pandas as pd
import pytest
from support.kpi_lines import reworking_line

from twin.core.units import SUFFIXES
from twin.floor.run import run
from twin.kpi import registry
from twin.kpi.compute import figures, kpis
from twin.kpi.declaration import Declaration, Scope, Topic, declarations_at, kpi
from twin.kpi.flow import lots_shipped
from twin.kpi.gathering import totals_of
from twin.kpi.registry import calculations, declared, headline
from twin.kpi.states import STATES
from twin.kpi.totals import Totals
from twin.line.model.line import Line
from twin.records.tables import Tables, from_log

DAY_S = 86_400.0
KPIS = list(declared().values())


@pytest.fixture(scope="module")
def line() -> Line:
    return reworking_line()


@pytest.fixture(scope="module")
def tables(line: Line) -> Tables:
    return from_log(run(line, 4 * DAY_S, 1, 0, cells=False))


@pytest.fixture(scope="module")
def table(tables: Tables, line: Line) -> pd.DataFrame:
    return kpis(tables, line, DAY_S, 4 * DAY_S)


def scope_of(station: str, name: str) -> Scope:
    if name:
        return Scope.STATE if name in STATES else Scope.PROPERTY
    return Scope.STATION if station else Scope.LINE


def test_the_table_holds_every_declared_kpi_in_their_order(table: pd.DataFrame) -> None:
    assert list(dict.fromkeys(table["kpi"])) == [known.name for known in KPIS]


@pytest.mark.parametrize("known", KPIS, ids=lambda known: known.name)
def test_a_kpi_has_values_for_what_it_says(known: Declaration, table: pd.DataFrame) -> None:
    rows = table[table["kpi"] == known.name]
    scopes = {scope_of(*place) for place in zip(rows["station"], rows["property"], strict=True)}
    assert scopes == set(known.scope)
    if known.unit:
        assert set(rows["unit"]) == {known.unit}


@pytest.mark.parametrize("known", KPIS, ids=lambda known: known.name)
def test_a_kpi_says_all_there_is_to_say(known: Declaration) -> None:
    units = {*SUFFIXES.values(), "lots", "lots/h"}
    assert known.label
    assert known.definition.endswith(".")
    assert not known.definition.startswith(("Return ", "Yield "))
    assert known.better in (-1, 0, 1)
    assert known.unit in units or known.scope is Scope.PROPERTY
    assert not known.restates or known.restates in declared()
    assert len(known.paths) == len(known.places) == len(known.scope.words) > 0


def test_labels_tell_kpis_apart() -> None:
    labels = [known.label for known in KPIS]
    assert len(set(labels)) == len(labels)


def test_one_kpi_is_asked_for_first() -> None:
    assert [known.name for known in KPIS if known.headline] == [headline().name] == ["good_area_m2_per_h"]


def test_a_function_computes_what_is_declared_at_it(tables: Tables, line: Line) -> None:
    gathered = totals_of(tables, line, DAY_S, 4 * DAY_S)
    for calculation in calculations():
        own = {known.name for known in declarations_at(calculation)}
        computed = {figure.kpi for figure in figures(calculation, gathered)}
        assert computed == own or (not own and computed <= set(declared()))


def test_a_value_of_the_line_and_one_per_station_need_no_names(tables: Tables, line: Line) -> None:
    gathered = totals_of(tables, line, DAY_S, 4 * DAY_S)

    @kpi("lots_known", unit="lots", label="lots known", topic=Topic.FLOW)
    def lots_known(totals: Totals) -> float:
        """Lots that were shipped."""
        return totals[lots_shipped]

    @kpi("machines", unit="lots", label="machines", topic=Topic.EQUIPMENT, scope=Scope.STATION)
    def machines(totals: Totals) -> object:
        """Machines in parallel."""
        return totals.machines

    (alone,) = figures(lots_known, gathered)
    shipped_s = tables.lots.ended_s[tables.lots.fate == "shipped"]
    assert alone == ("lots_known", float((shipped_s > DAY_S).sum()), "", "")
    assert [(f.station, f.value) for f in figures(machines, gathered)] == [
        (station.name, station.equipment.machines) for station in line.station
    ]
    assert declarations_at(lots_known)[0].definition == "Lots that were shipped."


def test_a_kpi_that_stands_twice_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    twice = calculations()[0]
    monkeypatch.setattr(registry, "calculations", lambda: (twice, twice))
    with pytest.raises(ValueError, match="throughput_per_h is declared twice"):
        declared.__wrapped__()


def test_a_unit_that_cannot_be_shown_is_refused() -> None:
    with pytest.raises(ValueError, match="kWh cannot be shown in h"):
        kpi("x_kWh", unit="kWh", label="x", topic=Topic.ENERGY, shown_in="h")
