"""How the derived data files come from the digitised ones: the recipes behind `# derived from:`."""

from __future__ import annotations

import csv
import math
from collections.abc import Callable
from pathlib import Path

SERIES = Path(__file__).resolve().parents[1] / "twin" / "validation" / "series"

Rows = list[tuple[object, ...]]
NCM, ARGYRODITE = 4.75, 1.87


def read(file: str) -> list[dict[str, str]]:
    """Return the rows of a shipped data file."""
    with (SERIES / file).open(encoding="utf-8") as lines:
        return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def hare_curves() -> Rows:
    """Index at nine times from the published fit of each curve."""
    found: Rows = []
    for row in read("hare2026_lacey_kinetics.csv"):
        start, rate, dead = (float(row[key]) for key in ("M0", "k_1_s", "tau_s"))
        for time in (1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0):
            index = max(1 - (1 - start) * math.exp(-rate * (time - dead)), start)
            found.append((row["axis"], float(row["tip_speed_m_s"]), time, index))
    return found


def schlautmann_fractions() -> Rows:
    """Volume fractions from 70:30 by mass and the porosity."""
    active, electrolyte = 0.7 / NCM, 0.3 / ARGYRODITE
    share = electrolyte / (active + electrolyte)
    return [
        (size, share * (1 - pores / 100), (1 - share) * (1 - pores / 100), ions, electrons)
        for row in read("schlautmann2023_se_size.csv")
        for size, pores, ions, electrons in [
            _floats(row, "SE_D50vol_um", "porosity_pct", "sigma_ion_mS_cm", "sigma_el_mS_cm")
        ]
    ]


def lippke_times() -> Rows:
    """Time to evaporate all solvent in two zones, and the rate the thinnest film foretells."""
    rows = read("lippke2023_drying.csv")
    first = _floats(rows[0], "shrink_zone1_um_s", "shrink_zone2_um_s")
    found: Rows = []
    for row in rows:
        loading = float(row["areal_loading_mg_cm2"])
        solvent = 10 * loading * (1 / 0.7 - 1)
        own = _floats(row, "shrink_zone1_um_s", "shrink_zone2_um_s")
        took, foretold = (60 + (solvent / 1.03 - 60 * slow) / fast for slow, fast in (own, first))
        found.append((loading, took, solvent / foretold))
    return found


def kim_fractions() -> Rows:
    """Active and carbon fractions from the stated electrolyte fraction."""
    found: Rows = []
    for row in read("composite_sigma_ion_misc.csv"):
        if row["source"] == "kim2024" and row["phi_SE_frac"]:
            active, share = _floats(row, "AM_wt_pct", "phi_SE_frac")
            volume = (97 - active) / 1.86 / share
            measured = _floats(row, "sigma_ion_mS_cm", "sigma_el_mS_cm")
            found.append((active, share, active / NCM / volume, 3 / 1.9 / volume, *measured))
    return found


def asano_fractions() -> Rows:
    """Electrolyte = 1 - NMC; S/cm to mS/cm."""
    columns = "sigma_ion_DC_S_cm", "sigma_e_DC_S_cm", "sigma_e_SOC50_S_cm"
    return [
        (share, 1 - share, *(1e3 * value for value in _floats(row, *columns)))
        for row in read("asano2017_ncm111_li3ps4.csv")
        for share in [float(row["phi_NMC_volpct"]) / 100]
    ]


def otani_densities() -> Rows:
    """One row per pressure."""
    return [
        (float(row["N_agg"]), float(pressure), float(row[f"rel_density_{pressure}MPa_pct"]) / 100)
        for row in read("otani2025_se_aggregation.csv")
        for pressure in (100, 300, 500, 990)
        if row[f"rel_density_{pressure}MPa_pct"]
    ]


def kim_resistance() -> Rows:
    """One row per cycle count."""
    return [
        (float(row["thickness_nm"]), float(cycles), float(row[f"R_{cycles}cyc_ohm"]))
        for row in read("kim2025_ald_coating_impedance.csv")
        for cycles in (1, 20, 100)
    ]


def hong_growth() -> Rows:
    """Thickness after three weeks over thickness as rolled, less 1; the polycrystal last."""
    rows = zip((25.0, 80.0, 25.0), read("hong2026_springback.csv"), strict=True)
    return [
        (roll, 21.0, stored / rolled - 1)
        for roll, row in rows
        for rolled, stored in [_floats(row, "thickness_pristine_um", "thickness_3wk_um")]
    ]


def bazzoun_fractions() -> Rows:
    """Electrolyte of the volume from the share of active material; pores assumed, fibre neglected."""
    found: Rows = []
    for row in read("composite_sigma_ion_misc.csv"):
        if row["source"] == "bazzoun2026":
            active, binder, measured = _floats(row, "AM_wt_pct", "binder_wt_pct", "sigma_ion_mS_cm")
            electrolyte = (100 - active - binder) / ARGYRODITE
            share = electrolyte / (electrolyte + active / NCM + binder / 2.2)
            found.append((active, share * (1 - 0.13), binder / 100, measured))
    return found


def two_mills() -> Rows:
    """Pressure of the second mill from its gap over the thickness, by the line through those of the first."""
    first = [
        _floats(row, "roll_gap_um", "nip_stress_MPa", "porosity_frac")
        for row in read("sangros2019_calendering.csv")
        if row["roll_gap_um"]
    ]
    before = float(read("sangros2019_calendering.csv")[0]["porosity_frac"])
    ratios, pressures = [gap / 180.0 for gap, _, _ in first], [pressure for _, pressure, _ in first]
    middle, mean = sum(ratios) / len(ratios), sum(pressures) / len(pressures)
    slope = sum((x - middle) * (y - mean) for x, y in zip(ratios, pressures, strict=True))
    slope /= sum((x - middle) ** 2 for x in ratios)
    second = [
        _floats(row, "eps_init_frac", "roll_gap_um", "thickness_um", "porosity_after_frac")
        for row in read("duquesnoy2020_calendering.csv")
    ]
    return [
        *(("sangros2019", 25.0, before, pressure, after) for _, pressure, after in first),
        *(
            ("duquesnoy2020", 60.0, loose, mean + slope * (gap / thick - middle), after)
            for loose, gap, thick, after in second
        ),
    ]


def bielefeld_binder() -> Rows:
    """Conductivity over that without binder; binder by mass at 70:30."""
    rows = [row for row in read("bielefeld2019_2020.csv") if row["item"] == "tau2_binder"]
    binder = [float(row["x"]) * 0.7 / NCM * 1.8 for row in rows]
    return [(b / (1 + b), 4.2 / float(row["value"])) for b, row in zip(binder, rows, strict=True)]


def composite_volumes() -> Rows:
    """Volumes of composites with carbon at 13 % pores; what the digest does not give is in the header."""
    dense = {"bazzoun2026": 1.02, "kim2024": 2.0, "lee2025": 1.64}
    carbon = {"bazzoun2026": 1.4, "kim2024": 3.0, "lee2025": 3.0}
    found: Rows = []
    for row in read("composite_sigma_ion_misc.csv"):
        lab, case = row["source"], row["case"]
        if lab in dense and not case.startswith("dry"):
            active, binder, measured = _floats(row, "AM_wt_pct", "binder_wt_pct", "sigma_ion_mS_cm")
            electrolyte = 17.0 if lab == "lee2025" else 100 - active - binder - carbon[lab]
            volumes = active / NCM, electrolyte / ARGYRODITE, carbon[lab] / 1.95, binder / 2.2
            shares = (0.87 * volume / sum(volumes) for volume in volumes[:3])
            by_mass = binder / (active + electrolyte + carbon[lab] + binder)
            electrons = float(row["sigma_el_mS_cm"] or 0.0)
            found.append((lab, case, *shares, by_mass, dense[lab], measured, electrons))
    return found


def _cho_volumes(row: dict[str, str], active: float, pores: float) -> tuple[float, ...]:
    """Volume fractions of active material, electrolyte and fibre, pores included, from mass shares."""
    fibre = 2.0 if row["VGCF"] == "yes" else 0.0
    volumes = active / NCM, (100 - active - fibre) / ARGYRODITE, fibre / 2.0
    solid = (1 - pores) / sum(volumes)
    return tuple(volume * solid for volume in volumes)


def cho_electrons() -> Rows:
    """Volumes from mass shares and the reported pores; conductivity from resistivity."""
    found: Rows = []
    for row in read("cho2024_vgcf_tlm.csv"):
        active, pores, resistivity = _floats(row, "f_AM_wtpct", "porosity_frac", "r_ele_ohm_cm")
        volumes = _cho_volumes(row, active, pores)
        found.append((active, row["VGCF"], volumes[0], volumes[2], 1e3 / resistivity))
    return found


def cho_charge_transfer() -> Rows:
    """Wetted surface of grains taken as 4 um from loading, and the share electrolyte has between them."""
    loadings = {"72": 9.17, "88": 11.21}
    found: Rows = []
    for row in read("cho2024_vgcf_tlm.csv"):
        active, pores, measured = _floats(row, "f_AM_wtpct", "porosity_frac", "R_int_ohm_cm2")
        volumes = _cho_volumes(row, active, pores)
        wetted = volumes[1] / (1 - volumes[0])
        surface_cm2_mg = 60.0 / (4.0 * NCM)
        found.append((active, row["VGCF"], surface_cm2_mg * loadings[row["f_AM_wtpct"]] * wetted, measured))
    return found


def lee_voids() -> Rows:
    """Contact = 1 - void of the interface."""
    stated = {row["item"]: float(row["value"]) for row in read("lee2025_corolling_stated.csv")}
    return [
        (joined, stack, 1 - stated[f"interface_void_ratio_{joined}_{stack}MPa"] / 100)
        for joined in ("corolled", "freestanding")
        for stack in (75, 2)
    ]


def lee_fade() -> Rows:
    """Capacity lost per square root of cycles from the bound of retention after 500."""
    stated = {row["item"]: float(row["value"]) for row in read("lee2025_corolling_stated.csv")}
    return [
        (stack, (1 - stated[f"retention_500cyc_0p5C_{stack}MPa"] / 100) / math.sqrt(500)) for stack in (2, 75)
    ]


def kim_fade() -> Rows:
    """Fade in 100 cycles over that of bare grains."""
    rows = read("kim2025_ald_coating_impedance.csv")
    bare = 100 - float(rows[0]["retention_100_pct"])
    return [
        (thickness, (100 - kept) / bare)
        for row in rows
        for thickness, kept in [_floats(row, "thickness_nm", "retention_100_pct")]
    ]


def asano_shares() -> Rows:
    """Capacity over that extrapolated to no current from the lowest and the highest."""
    found: Rows = []
    currents = (0.13, 0.64, 1.3)
    for row in read("asano2017_rate.csv"):
        names = ("0p13", "0p64", "1p3")
        capacities = _floats(row, *(f"cap_{name}mA_cm2_mAh_g" for name in names))
        slope = (capacities[0] - capacities[2]) / (currents[2] - currents[0])
        whole = capacities[0] + slope * currents[0]
        found += [
            (row["phi_NMC_volpct"], current, capacity / whole)
            for current, capacity in zip(currents, capacities, strict=True)
        ]
    return found


def hong_composite() -> Rows:
    """Carbon from the mass shares and the stated electrolyte fraction."""
    return [
        (share, share * (1.5 / 1.95) / (22.5 / ARGYRODITE), measured)
        for row in read("composite_sigma_ion_misc.csv")
        if row["case"] == "Pwd_no_binder"
        for share, measured in [_floats(row, "phi_SE_frac", "sigma_ion_mS_cm")]
    ]


def _floats(row: dict[str, str], *names: str) -> tuple[float, ...]:
    return tuple(float(row[name]) for name in names)


def argyrodite_pellets() -> Rows:
    """Annealed Li6PS5Cl of Cronau, Li6PS5Cl of Ketter at 500 MPa, of Doux at 370 MPa."""
    cronau = [
        ("cronau2021", *_floats(row, "fab_pressure_MPa", "relative_density_frac"))
        for row in read("cronau2021_density_vs_fab_pressure.csv")
        if row["material"] == "uC-Li6PS5Cl"
    ]
    pure = next(row for row in read("ketter2025_densities.csv") if float(row["phi_NCM_volpct"]) == 0.0)
    doux = [
        ("doux2020", *_floats(row, "pressure_MPa", "relative_density_frac"))
        for row in read("densification_misc.csv")
        if row["source"] == "doux2020"
    ]
    return [*cronau, ("ketter2025", 500.0, float(pure["relative_density_pct"]) / 100.0), *doux]


def ketter_yield() -> Rows:
    """Yield pressure from ln(1 / porosity) = ln 2 + (500 MPa / yield)^0.5: powder starts half pores."""
    return [
        (1.0 - share / 100.0, share / 100.0, 500.0 / math.log(50.0 / pores) ** 2)
        for row in read("ketter2025_densities.csv")
        for share, pores in [_floats(row, "phi_NCM_volpct", "porosity_pct")]
    ]


def cronau_retention() -> Rows:
    """Conductivity over that of the same material untreated; of heptane and dibutyl ether half each."""
    rows = read("cronau2022_wet_milling_sigma.csv")
    fresh = {row["material"]: float(row["sigma_ion_mS_cm"]) for row in rows if row["t_min"] == "0"}
    return [
        (
            row["material"],
            row["ball_mm"],
            float(row["t_min"]) / 60.0,
            (0.1 + 2.1) / 2.0,
            float(row["sigma_ion_mS_cm"]) / fresh[row["material"]],
        )
        for row in rows
        if row["t_min"] != "0"
    ]


def singh_roughness() -> Rows:
    """Grain size and roughness of two separators."""
    rows = read("singh2022_lpscl_grain_size.csv")
    return [_floats(row, "grain_size_um", "Rq_um") for row in rows]


def film_strengths() -> Rows:
    """Strength from force per width over thickness; films of the first work fully drawn, one-step to 0.3."""
    forces = {row["item"]: float(row["value"]) for row in read("lee2025_corolling_stated.csv")}
    thin = [
        (share / (100.0 + share), 1.0, forces[item] * 100.0 / thickness_um)
        for share, item, thickness_um in (
            (0.1, "tensile_SE_film", 50.0),
            (0.5, "tensile_cathode_film", 120.0),
        )
    ]
    drawn = {"DDE": 1.0, "SDE": 0.3}
    rows = {row["case"]: float(row["tensile_MPa"]) for row in read("lee2025_ptfe_fibrils.csv")}
    return [*thin, *((0.03, share, rows[case]) for case, share in drawn.items())]


def nam_primers() -> Rows:
    """One row per primer, resistance in ohm cm2, pores as shares."""
    rows = read("nam2026_primer_pressing.csv")
    states = {
        (row["primer"], float(row["porosity_pct_nominal"])): float(row["R_int_mohm_cm2"]) / 1e3
        for row in rows
    }
    primers = dict.fromkeys(row["primer"] for row in rows)
    return [(name, states[name, 75.0], 0.75, 0.575, states[name, 57.5]) for name in primers]


def cronau_sizes() -> Rows:
    """Sizes over time with balls of 1 mm, an hour taken as 10 kJ/kg."""
    rows = read("electrolyte_size_wet_milling_cronau2022.csv")
    small = [_floats(row, "t_h", "size_um") for row in rows if row["ball_mm"] == "1"]
    return [(time_h, 10.0 * time_h, size_um) for time_h, size_um in small]


def cronau_glass_ceramic() -> Rows:
    """Conductivity of the glass-ceramic over time, beside that untreated."""
    rows = [row for row in read("cronau2022_wet_milling_sigma.csv") if row["material"] == "gc"]
    before = next(float(row["sigma_ion_mS_cm"]) for row in rows if row["t_min"] == "0")
    milled = [row for row in rows if row["t_min"] != "0"]
    return [
        (float(row["ball_mm"]), 60.0 * float(row["t_min"]), before, float(row["sigma_ion_mS_cm"]))
        for row in milled
    ]


def lee_spreads() -> Rows:
    """Standard deviation of the resistivity over its mean; the share of fibrils is taken as 0.3 and 1."""
    rows = read("lee2025_ptfe_fibrils.csv")
    drawn = {"SDE": 0.3, "DDE": 1.0}
    return [
        (drawn[row["case"]], float(row["resistivity_SD_read"]) / float(row["volume_resistivity_ohm_cm"]))
        for row in rows
    ]


def schlautmann_retention() -> Rows:
    """Capacity at cycle 50 over that of the first discharge."""
    return [
        (float(row["SE_D50vol_um"]), 50.0,
         float(row["cycle50_0p1C_read_mAh_g"]) / float(row["discharge_C20_mAh_g"]))
        for row in read("schlautmann2023_cells.csv")
    ]  # fmt: skip


def lippke_rates() -> Rows:
    """Shrink rate of the film in either zone times the density of NMP."""
    rows = read("lippke2023_drying.csv")
    zones = (("shrink_zone1_um_s", 80.0), ("shrink_zone2_um_s", 100.0))
    return [
        (float(row["areal_loading_mg_cm2"]), air_C, 40.0, 1.03 * float(row[zone]))
        for zone, air_C in zones
        for row in rows
    ]


def mun_cracking() -> Rows:
    """The thickest film of the wet route, with the surface tension of its solvent."""
    rows = read("mun2025_dry_review_table.csv")
    wet = next(float(row["value"]) for row in rows if row["item"] == "max_thickness_NMC622_wet")
    return [("wet", 0.041, wet)]


TABLES: dict[str, Callable[[], Rows]] = {
    "hare2026_curves.csv": hare_curves,
    "schlautmann2023_fractions.csv": schlautmann_fractions,
    "lippke2023_times.csv": lippke_times,
    "kim2024_fractions.csv": kim_fractions,
    "bazzoun2026_fractions.csv": bazzoun_fractions,
    "composite_sigma_volumes.csv": composite_volumes,
    "cho2024_electrons.csv": cho_electrons,
    "cho2024_charge_transfer.csv": cho_charge_transfer,
    "interface_void_lee2025.csv": lee_voids,
    "fade_vs_stack_pressure.csv": lee_fade,
    "kim2025_fade.csv": kim_fade,
    "asano2017_shares.csv": asano_shares,
    "hong2026_composite.csv": hong_composite,
    "asano2017_fractions.csv": asano_fractions,
    "otani2025_densities.csv": otani_densities,
    "kim2025_resistance.csv": kim_resistance,
    "hong2026_growth.csv": hong_growth,
    "calender_two_mills.csv": two_mills,
    "bielefeld2020_binder.csv": bielefeld_binder,
    "argyrodite_pellets.csv": argyrodite_pellets,
    "ketter2025_yield.csv": ketter_yield,
    "roughness_singh.csv": singh_roughness,
    "cronau2022_milling_retention.csv": cronau_retention,
    "film_strength.csv": film_strengths,
    "nam2026_primers.csv": nam_primers,
    "cronau2022_sizes.csv": cronau_sizes,
    "cronau2022_glass_ceramic.csv": cronau_glass_ceramic,
    "lee2025_spreads.csv": lee_spreads,
    "schlautmann2023_retention.csv": schlautmann_retention,
    "lippke2023_rates.csv": lippke_rates,
    "mun2025_cracking.csv": mun_cracking,
}
"""Derived data file -> its rows, computed anew."""
