"""What a parameter states at its field is what the station knows of it."""

from __future__ import annotations

import inspect

import pytest

from twin.core.material import Material, Outside
from twin.stations.contract.fields import laws_of, parameter, set_point
from twin.stations.contract.kinds import kinds, load
from twin.stations.contract.station import Station
from twin.stations.contract.visit import Params, Visit, bounds_of


class StirrerParams(Params):
    tip_speed_m_s: float = set_point(0.1, 100, "Speed of the tool.", mixing_index="tip_speed_m_s")
    time_s: float = parameter(0, 1e6, "Time of stirring.", mixing_index="time_s", carbon_size_um="time_s")
    charge_kg: float = parameter(1, 100, "Largest charge.")


class UnknownLaw(Params):
    time_s: float = parameter(0, 1e6, "Time.", mixing_indexx="time_s")


class UnknownArgument(Params):
    time_s: float = parameter(0, 1e6, "Time.", mixing_index="hours")


def station_with(params: type[Params]) -> Station:
    """A station that does nothing to material."""

    def transform(material: Material, params: Params, visit: Visit) -> Material:  # noqa: ARG001
        return material

    def duration_s(material: Material, params: Params) -> float:  # noqa: ARG001
        return 0.0

    return Station(params=params, needs=(), sets=(), transform=transform, duration_s=duration_s)


def test_a_station_reads_set_points_and_ranges_off_its_fields() -> None:
    station = station_with(StirrerParams)
    assert station.set_points == ("tip_speed_m_s",)
    marks = [(setting.parameter, setting.edge.mark) for setting in station.setting_ranges.settings]
    assert marks == [
        ("tip_speed_m_s", Outside("mixing_index", "tip_speed_m_s")),
        ("time_s", Outside("mixing_index", "time_s")),
        ("time_s", Outside("carbon_size_um", "time_s")),
    ]
    assert bounds_of(StirrerParams, "charge_kg") == (1.0, 100.0)


@pytest.mark.parametrize(
    ("params", "name"), [(UnknownLaw, "mixing_indexx"), (UnknownArgument, "hours")], ids=["law", "argument"]
)
def test_a_law_or_argument_there_is_not_is_refused_when_the_station_is_built(
    params: type[Params], name: str
) -> None:
    with pytest.raises(KeyError, match=name):
        station_with(params)


def test_film_and_calender_share_the_fields_of_their_rolls() -> None:
    film, calender = load("film").params, load("calender").params
    for name in calender.model_fields:
        assert film.model_fields[name].description == calender.model_fields[name].description
        assert laws_of(film, name) == laws_of(calender, name)
        declared_in = [cls.__name__ for cls in film.__mro__ if name in inspect.get_annotations(cls)]
        assert declared_in == ["RollParams"], name


@pytest.mark.parametrize("kind", kinds())
def test_a_parameter_says_what_it_is_by_itself(kind: str) -> None:
    for name, info in load(kind).params.model_fields.items():
        words = (info.description or "").split()
        assert len(words) >= 2, name
        assert words[0] not in ("Its", "Their"), f"{kind}.{name} leans on the line above"
