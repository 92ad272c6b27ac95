"""Slit a web along its lanes into narrower rolls: `split` says how many, each keeps its lanes.

```toml
[[station]]
name = "slitter"
kind = "slit"
[station.params]
web_width_m = { value = 0.6, source = "assumption" }
speed_m_min = { value = 20.0, source = "assumption" }
power_kW = { value = 2.0, source = "assumption" }
[station.equipment]
split = { into = 5 }
```

A roll is equally many neighbouring lanes, so `into` divides their number; behind a trim that ran through a
lane the outer rolls are narrower. Rotary knives take no kerf, so nothing is lost: area goes with the width,
mass with the loading of the lanes. Stations behind it state the width of one roll; rolls are not joined
with another branch again.
"""

from __future__ import annotations

from twin.core.lanes import Lanes
from twin.core.material import Material
from twin.stations.contract.station import Station
from twin.stations.contract.visit import Visit
from twin.stations.shared.winder import WinderParams, duration_s, energy_kWh


class SlitParams(WinderParams):
    """Knives between two lanes each; how many rolls there are is the equipment's `split`."""


def transform(material: Material, params: SlitParams, visit: Visit) -> Material:  # noqa: ARG001
    """Return the web as it came: the lots that leave are made of its lanes."""
    return material


STATION = Station(
    params=SlitParams,
    needs=("loading_mg_cm2",),
    sets=(),
    transform=transform,
    duration_s=duration_s,
    energy_kWh=energy_kWh,
    lanes_of_parts=Lanes.groups,
)
