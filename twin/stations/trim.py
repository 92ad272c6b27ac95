"""Cut a strip off either edge of a web: area and mass are scrapped, the web goes on narrower.

```toml
[[station]]
name = "trimmer"
kind = "trim"
[station.params]
web_width_m = { value = 0.6, source = "assumption" }
speed_m_min = { value = 20.0, source = "assumption" }
power_kW = { value = 1.5, source = "assumption" }
trim_mm = { value = 10.0, source = "assumption" }
```

A lane is a strip of its own. The knives take the lanes that lie within their strips away whole and leave
those they run through narrower; what is on the lanes that are left does not change. So what is scrapped,
with the cause `trim`, is what lay at the edges: its area goes with the width, its mass with the loading of
the edge lanes. In the table of lots a lot keeps the area it came with: the yield counts the trim as lost.
Stations behind it state the width that is left; figures by cell count a narrower lane like any other.
"""

from __future__ import annotations

from twin.core.lanes import Lanes
from twin.core.material import Material
from twin.core.webs import cut_to
from twin.stations.contract.fields import parameter
from twin.stations.contract.station import Station
from twin.stations.contract.visit import Visit
from twin.stations.shared.winder import WinderParams, duration_s, energy_kWh


class TrimParams(WinderParams):
    """A pair of knives at the edges of a web."""

    trim_mm: float = parameter(0, 1000, "Width cut off at either edge.")


def lanes_left(lanes: Lanes, params: TrimParams) -> Lanes:
    """Return the lanes between the knives. Raises ValueError where nothing is left."""
    lane_mm = 1000.0 * params.web_width_m / lanes.width
    return lanes.trimmed(params.trim_mm / lane_mm)


def transform(material: Material, params: TrimParams, visit: Visit) -> Material:  # noqa: ARG001
    """Return the web between the knives."""
    return cut_to(material, lanes_left(material.lanes, params))


STATION = Station(
    params=TrimParams,
    needs=("loading_mg_cm2",),
    sets=(),
    transform=transform,
    duration_s=duration_s,
    energy_kWh=energy_kWh,
    lanes_left=lanes_left,
)
