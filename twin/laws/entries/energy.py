"""Laws of energy, air and cost: drives, heat, recovery, pumps, dry room, plants of another size."""

from __future__ import annotations

from twin.core.arrays import elementwise
from twin.laws import cost, drying, energy_demand, moisture
from twin.laws.law import Argument, Law

_MASS = Argument("mass_kg", 300.0, 0.0, 1e5, "Mass of the solids.")
_SOLVENT = Argument("solvent_kg", 100.0, 0.0, 1e5, "Mass of the solvent.")
_FROM_TO = (
    Argument("from_C", 23.0, -50.0, 300.0, "Temperature at the start."),
    Argument("to_C", 100.0, -50.0, 400.0, "Temperature at the end."),
)
_BALANCE = "Energy balance; range: assumption"
_DEW_POINT = Argument("dew_point_C", -50.0, -100.0, 20.0, "Dew point of the air.")

LAWS = (
    Law(
        "mechanical_kWh",
        "kWh",
        energy_demand.mechanical_kWh,
        (
            _MASS,
            Argument("energy_kJ_kg", 30.0, 0.0, 200.0, "Energy the tool puts in."),
            Argument("drive_efficiency_frac", 0.8, 0.2, 1.0, "Tool power over electric power."),
        ),
        _BALANCE,
        "Electricity of a drive",
    ),
    Law(
        "heating_kWh",
        "kWh",
        elementwise(energy_demand.heating_kWh),
        (_MASS, Argument("heat_capacity_kJ_kg_K", 0.8, 0.1, 5.0, "Heat capacity."), *_FROM_TO),
        _BALANCE,
        "Heat to warm a mass",
    ),
    Law(
        "evaporation_kWh",
        "kWh",
        energy_demand.evaporation_kWh,
        (_SOLVENT, Argument("latent_heat_kJ_kg", 326.0, 100.0, 2500.0, "Heat of evaporation.")),
        _BALANCE + ", 326 to 515 kJ/kg, water 2257",
        "Heat to evaporate a solvent",
    ),
    Law(
        "recovery_kWh",
        "kWh",
        energy_demand.recovery_kWh,
        (_SOLVENT, Argument("recovery_kWh_per_kg", 1.5, 0.0, 20.0, "Energy per solvent recovered.")),
        "Ahmed 2016: 10.1 kWh per kg of NMP dried and recovered; range: twice that",
        "Energy to recover a solvent",
    ),
    Law(
        "running_kWh",
        "kWh",
        energy_demand.running_kWh,
        (
            Argument("power_kW", 40.0, 0.0, 1e4, "Power while working."),
            Argument("time_s", 3600.0, 0.0, 1e6, "Time of work."),
        ),
        _BALANCE,
        "Energy of a machine at constant power",
    ),
    Law(
        "vacuum_pump_kW",
        "kW",
        elementwise(energy_demand.vacuum_pump_kW),
        (
            Argument("leak_Pa_m3_s", 1.0, 0.0, 1000.0, "Gas that leaks in or evaporates."),
            Argument("pressure_Pa", 100.0, 1.0, 101_325.0, "Pressure in the chamber, 0.07 to 1000 mbar."),
            Argument("efficiency_frac", 0.1, 0.005, 0.8, "Ideal work over electricity."),
        ),
        "Isothermal compression of an ideal gas; range: assumption",
        "Power of a vacuum pump",
    ),
    Law(
        "dry_room_kW",
        "kW",
        elementwise(energy_demand.dry_room_kW),
        (
            Argument("floor_m2", 600.0, 0.0, 1e5, "Floor of the room."),
            Argument("dew_point_C", -50.0, -80.0, 0.0, "Dew point of the room."),
            Argument("reference_kW_m2", 0.6, 0.05, 5.0, "Power per floor at the reference."),
            Argument("reference_dew_point_C", -40.0, -80.0, 0.0, "Dew point of the reference."),
            Argument("per_K", 0.02, 0.0, 0.1, "Rise per kelvin drier."),
        ),
        "Form: assumption, exponential around a stated room",
        "Power of a dry room",
    ),
    Law(
        "dryer_air_kW",
        "kW",
        drying.dryer_air_kW,
        (
            Argument("flow_m3_h", 6000.0, 0.0, 1e6, "Air at the intake."),
            *_FROM_TO,
            Argument("humidity_kg_kg", 0.01, 0.0, 0.05, "Water per dry air."),
        ),
        "ASHRAE Fundamentals 2017, chapter 1; range: assumption",
        "Power to heat the air of a dryer",
    ),
    Law(
        "water_ppmv",
        "ppmv",
        moisture.water_ppmv,
        (
            _DEW_POINT,
            Argument("pressure_Pa", moisture.ATMOSPHERE_PA, 7e4, 1.1e5, "Pressure of the air."),
        ),
        "Murphy and Koop, Q. J. R. Meteorol. Soc. 131 (2005) 1539; Wagner and Pruss, J. Phys. Chem. Ref. "
        "Data 31 (2002) 387; Buck, J. Appl. Meteorol. 20 (1981) 1527",
        "Water of moist air",
    ),
    Law(
        "scaled_cost",
        "ratio",
        cost.scaled,
        (
            Argument("base", 1.0, 0.0, 1e9, "Labour, capital or floor of the step, in any unit."),
            Argument("volume_ratio", 2.0, 0.1, 20.0, "Volume over that of the base."),
            Argument("exponent", 0.6, 0.2, 1.0, "How fast it grows, 0.4 for labour to 0.95."),
        ),
        "Six-tenths rule as in BatPaC, Argonne National Laboratory; range: assumption",
        "Cost of a step at another volume",
    ),
)
