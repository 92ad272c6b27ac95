"""Laws of the wet line: slurry, coating bead, dryer, cracks, vacuum oven."""

from __future__ import annotations

from twin.core.arrays import elementwise
from twin.laws import dryer_zones, drying, solvent
from twin.laws.law import Argument, Law, Target

_GAP = Argument("gap_um", 300.0, 50.0, 2000.0, "Gap between die and web.")
_WET = Argument("wet_um", 200.0, 10.0, 1000.0, "Film on the web.")
_VISCOSITY = (
    Argument("consistency_Pa_s", 10.0, 0.01, 100.0, "Viscosity of the slurry at 1/s."),
    Argument("flow_index", 0.5, 0.2, 1.2, "Exponent of stress on shear rate."),
)
_TENSION = Argument("surface_tension_N_m", 0.025, 0.015, 0.08, "Surface tension of the solvent.")
_TRANSFER = Argument("heat_transfer_W_m2_K", 40.0, 5.0, 120.0, "Heat transfer of the air.")
_BOILING = (
    Argument("boiling_point_C", 165.0, 50.0, 300.0, "Boiling point of the solvent."),
    Argument("heat_of_evaporation_kJ_mol", 47.0, 25.0, 70.0, "Its heat of evaporation."),
)
_RATE_CONSTANT = (
    Argument("activation_kJ_mol", 40.0, 0.0, 100.0, "Activation energy of the rate."),
    Argument("reference_C", 100.0, 0.0, 200.0, "Temperature at which the rate is stated."),
)
_REST = Argument("rest_kg_kg", 0.005, 0.0, 0.1, "Solvent that stays.")
_FIRST_ORDER = "First order once the pores hold back: assumption; 12 to 30 h at 60 to 150 C are usual"

LAWS = (
    Law(
        "power_law_viscosity_Pa_s",
        "Pa·s",
        solvent.power_law_viscosity_Pa_s,
        (*_VISCOSITY, Argument("shear_per_s", 1000.0, 0.01, 1e5, "Shear rate.")),
        "Ostwald and de Waele 1925; range: assumption around 5 to 30 Pa s^n, index 0.4 to 0.7",
        "Viscosity of a slurry",
    ),
    Law(
        "low_flow_limit",
        "ratio",
        solvent.low_flow_limit,
        (_GAP, _WET),
        "Carvalho and Kheshgi, AIChE J. 46 (2000) 1907",
        "Highest capillary number of a coating bead",
    ),
    Law(
        "bead_load",
        "ratio",
        elementwise(solvent.bead_load),
        (
            *_VISCOSITY,
            Argument("speed_m_s", 0.3, 0.005, 3.0, "Speed of the web."),
            _GAP,
            _WET,
            _TENSION,
        ),
        "Carvalho and Kheshgi, AIChE J. 46 (2000) 1907; range: assumption",
        "How near a coating bead is to its limit",
    ),
    Law(
        "vapour_pressure_Pa",
        "Pa",
        drying.vapour_pressure_Pa,
        (Argument("temperature_C", 80.0, 0.0, 200.0, "Temperature of the solvent."), *_BOILING),
        "Clausius and Clapeyron through the boiling point; range: assumption",
        "Vapour pressure of a solvent",
    ),
    Law(
        "evaporation_rate",
        "g/(m²·s)",
        elementwise(dryer_zones.evaporation_rate),
        (
            Argument("air_C", 100.0, 20.0, 240.0, "Temperature of the air."),
            _TRANSFER,
            Argument("molar_mass_g_mol", 144.2, 18.0, 200.0, "Molar mass of the solvent."),
            *_BOILING,
            Argument("vapour_Pa", 50.0, 0.0, 2000.0, "Solvent vapour in the air."),
        ),
        "Heat and mass balance; Lippke 2023, doi:10.1002/ente.202200724: 80 to 120 C, "
        "40 to 55 W/m²K; range: about twice that",
        "Constant rate of a dryer zone",
    ),
    Law(
        "cooler_film_K",
        "K",
        elementwise(drying.cooler_film_K),
        (
            Argument("air_C", 100.0, 20.0, 240.0, "Temperature of the air."),
            Argument("wet_film_C", 60.0, 0.0, 150.0, "Temperature of the wet film."),
            Argument("time_s", 30.0, 0.0, 600.0, "Time in the zone."),
            _TRANSFER,
            Argument("heat_capacity_kJ_m2_K", 0.25, 0.01, 2.0, "Heat capacity of film and carrier."),
        ),
        "Lumped heat balance; range: assumption",
        "A dry film that warms up",
    ),
    Law(
        "drying_time",
        "s",
        drying.drying_time,
        (
            Argument("loading_mg_cm2", 20.0, 1.0, 100.0, "Dry mass per area."),
            Argument("solids_frac", 0.7, 0.2, 0.9, "Solids of the slurry by mass."),
            Argument("drying_rate_g_m2_s", 1.0, 0.05, 20.0, "Solvent evaporated per area and time."),
        ),
        "Mass balance; Lippke 2023, doi:10.1002/ente.202200724; Kumberg 2019, doi:10.1002/ente.201900722",
        "Time to dry a film",
        Target("relative", 0.10),
    ),
    Law(
        "saturated_pores_kg_kg",
        "kg/kg",
        drying.saturated_pores_kg_kg,
        (
            Argument("porosity_frac", 0.42, 0.2, 0.8, "Porosity of the film once its solids touch."),
            Argument("solids_g_cm3", 3.9, 1.0, 6.0, "Density of the solids without pores."),
            Argument("solvent_g_cm3", 0.87, 0.6, 1.6, "Density of the solvent."),
        ),
        "Volume balance; Lippke 2023, doi:10.1002/ente.202200724: porosity 0.41 to 0.43; range: assumption",
        "Solvent left when shrinking ends",
    ),
    Law(
        "content_behind_zone",
        "kg/kg",
        dryer_zones.content_behind_zone,
        (
            Argument("content_kg_kg", 0.43, 0.0, 4.0, "Solvent before the zone."),
            Argument("time_s", 60.0, 0.0, 600.0, "Time in the zone."),
            Argument("drying_rate_g_m2_s", 1.0, 0.05, 20.0, "Constant rate."),
            Argument("loading_mg_cm2", 20.0, 1.0, 100.0, "Dry mass per area."),
            Argument("falling_per_s", 0.02, 1e-4, 1.0, "Falling rate; 0.03 to 0.1 near 100 C."),
            Argument("touching_kg_kg", 0.16, 0.01, 2.0, "Content at which the solids touch."),
            _REST,
        ),
        "Constant, then falling rate: Lippke 2023, doi:10.1002/ente.202200724; falling part: assumption",
        "Solvent behind a dryer zone",
    ),
    Law(
        "arrhenius",
        "1/s",
        drying.arrhenius,
        (
            Argument("at_reference", 0.06, 1e-9, 10.0, "Rate at the reference temperature, 1/s."),
            _RATE_CONSTANT[0],
            Argument("temperature_C", 80.0, 0.0, 240.0, "Temperature of the film."),
            _RATE_CONSTANT[1],
        ),
        "Arrhenius 1889; range: assumption",
        "Falling rate against temperature",
    ),
    Law(
        "falling_rate",
        "kg/kg",
        drying.falling_rate,
        (
            Argument("content_kg_kg", 0.01, 0.0, 0.3, "Solvent before; below that of full pores."),
            Argument("rest_kg_kg", 0.0005, 0.0, 0.1, "Solvent that stays."),
            Argument("rate_per_s", 1e-4, 0.0, 10.0, "Rate at the temperature of the film."),
            Argument("time_s", 7200.0, 0.0, 1e6, "Time of drying."),
        ),
        _FIRST_ORDER,
        "Last solvent leaving the pores",
    ),
    Law(
        "vacuum_drying",
        "kg/kg",
        dryer_zones.vacuum_dried_kg_kg,
        (
            Argument("content_kg_kg", 0.01, 0.0, 0.3, "Solvent before; below that of full pores."),
            Argument("time_s", 7200.0, 0.0, 1e6, "Time under vacuum."),
            Argument("temperature_C", 80.0, 20.0, 200.0, "Temperature of the rolls."),
            Argument("pressure_Pa", 100.0, 1.0, 101_325.0, "Solvent pressure left in the chamber."),
            Argument("rate_per_s", 5e-5, 1e-7, 0.1, "Rate at the reference temperature."),
            *_RATE_CONSTANT,
            Argument("sorption_kg_kg", 0.01, 0.0, 0.1, "Solvent the solids hold in saturated vapour."),
            *_BOILING,
        ),
        _FIRST_ORDER,
        "Solvent behind a vacuum oven",
    ),
    Law(
        "peclet",
        "ratio",
        drying.peclet,
        (
            Argument("shrink_m_s", 1e-6, 0.0, 1e-5, "Speed at which the surface sinks."),
            Argument("wet_thickness_um", 150.0, 10.0, 1000.0, "Film on the web."),
            Argument("diffusivity_m2_s", 1e-10, 2.5e-11, 2e-9, "Effective diffusivity of the binder."),
        ),
        "Font 2018, doi:10.1016/j.jpowsour.2018.04.097; diffusivity 0.5e-10 to 1e-9: assumption",
        "Shrinkage over diffusion of the binder",
    ),
    Law(
        "binder_surface_ratio",
        "frac",
        drying.binder_surface_ratio,
        (Argument("peclet", 2.0, 0.0, 10.0, "Shrinkage over diffusion of the binder."),),
        "Font 2018, doi:10.1016/j.jpowsour.2018.04.097",
        "Binder at the surface of a dried film",
    ),
    Law(
        "cracking_thickness_um",
        "um",
        drying.cracking_thickness_um,
        (
            Argument("modulus_GPa", 10.0, 0.01, 200.0, "Shear modulus of the carbon-binder phase."),
            Argument("radius_um", 0.6, 0.01, 20.0, "Its particle radius."),
            Argument("packed_frac", 0.58, 0.2, 0.8, "Solids per volume."),
            _TENSION,
        ),
        "Singh and Tirumkudulu, Phys. Rev. Lett. 98 (2007) 218302; range: assumption",
        "Thickness at which a film cracks",
    ),
    Law(
        "crack_share",
        "frac",
        drying.crack_share,
        (
            Argument("thickness_um", 120.0, 1.0, 1000.0, "Thickness of the dry film."),
            Argument("limit_um", 140.0, 10.0, 1e5, "Thickness at which it cracks."),
            Argument("spread_ratio", 0.1, 0.01, 0.5, "Scatter of the local limit."),
        ),
        "Assumption: logistic around the limit; slurry films of 150 um crack",
        "Area share of drying cracks",
    ),
)
