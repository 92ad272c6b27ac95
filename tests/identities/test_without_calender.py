"""A calender earns its place: the same line without one ends in a looser electrode and a worse cell."""

import pytest
from support.electrodes import electrode

import twin
from twin.line.model.line import Line


def without_calender(name: str) -> tuple[Line, Line]:
    """Return a shipped line, and the same line with every calender taken out."""
    whole = twin.load_line(f"{name}_sulfide_cathode")
    plain = whole.to_dict()
    gone = {station["name"] for station in plain["station"] if station["kind"] == "calender"}
    kept, before = [], ""
    for station in plain["station"]:
        if station["name"] in gone:
            continue
        if gone & set(station["from"]):
            station = {**station, "from": [before]}
        kept.append(station)
        before = station["name"]
    limits = [limit for limit in plain["limit"] if limit["at"] not in gone]
    return whole, twin.load_line({**plain, "station": kept, "limit": limits})


@pytest.mark.parametrize(("name", "looser"), [("dry", 0.03), ("wet", 0.08)])
def test_without_a_calender_the_electrode_is_looser_and_its_cell_worse(name: str, looser: float) -> None:
    whole, less = map(electrode, without_calender(name))
    assert less["porosity_frac"] > whole["porosity_frac"] + looser
    assert less["energy_density_Wh_L"] < 0.97 * whole["energy_density_Wh_L"]
    assert less["ionic_conductivity_mS_cm"] < 0.9 * whole["ionic_conductivity_mS_cm"]
    assert less["area_resistance_ohm_cm2"] > whole["area_resistance_ohm_cm2"]
