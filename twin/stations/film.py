"""Roll powder into a self-supporting film: loading from the feed, first densification from the nip."""

from __future__ import annotations

from twin.core.material import Material, plain
from twin.laws.fibrillation import uneven_flow_cv
from twin.laws.registry.book import LAWS
from twin.laws.registry.validity import beyond, edges
from twin.laws.surface import fresh_roughness_um
from twin.stations.contract.fields import parameter, set_point
from twin.stations.contract.station import Station
from twin.stations.contract.visit import Visit
from twin.stations.shared.free_web import WEB_STRENGTH, hazard_of
from twin.stations.shared.powder_feed import FeedParams, laid_mg_cm2, largest_grain_um
from twin.stations.shared.roll_nip import (
    ROLL_NEEDS,
    ROLL_SETS,
    RollParams,
    circumference_m,
    duration_s,
    energy_kWh,
    press_web,
)

_EDGES = (
    *edges(LAWS["uneven_flow_cv"], "fibrillated_frac"),
    *edges(LAWS["fresh_roughness_um"], "particle_um"),
)


class FilmParams(FeedParams, RollParams):
    """A powder nip with a metered feed."""

    feed_ratio: float = set_point(0.1, 3, "Powder fed over what the target loading of the recipe asks for.")
    uneven_flow_frac: float = parameter(
        0, 1, "Spread of the loading where the binder is poorly fibrillated.", uneven_flow_cv="poor_cv"
    )


def transform(material: Material, params: FilmParams, visit: Visit) -> Material:
    """Return the film: powder fed at the target loading, pressed from loose to self-supporting."""
    known = material.known
    feed = visit.set_point(params, "feed_ratio")
    fibrillated = plain(material.fibrillation_frac)
    flow_cv = uneven_flow_cv(fibrillated, params.uneven_flow_frac)
    fed = known["target_loading_mg_cm2"] * feed
    loading = laid_mg_cm2(fed, material, params, params.web_width_m, visit, flow_cv)
    largest_um = largest_grain_um(material)
    uneven_um = known.get("surface_unevenness_um", 0.0)
    fresh_um = fresh_roughness_um(largest_um, 0.0, known["surface_particle_share_frac"], uneven_um)
    marked = beyond(material.outside, _EDGES, fibrillated, largest_um)
    if marked is not material.outside:
        material = material.with_(outside=marked)
    return material.with_(
        **press_web(material, params, visit, loading, known["compaction_loose_porosity_frac"], fresh_um)
    )


def web_hazard(material: Material, params: FilmParams) -> float:
    """Return how many times as often the film breaks as at half its strength, from what is fed for it."""
    return hazard_of(material, material.known["target_loading_mg_cm2"] * params.feed_ratio, params)


STATION = Station(
    params=FilmParams,
    needs=(
        *ROLL_NEEDS,
        "mixing_index_frac",
        "carbon_agglomerate_um",
        "electrolyte_agglomerate_um",
    ),
    sets=ROLL_SETS,
    transform=transform,
    duration_s=duration_s,
    energy_kWh=energy_kWh,
    form="web",
    circumference_m=circumference_m,
    holds="loading_mg_cm2",
    hazards={WEB_STRENGTH: web_hazard},
)
