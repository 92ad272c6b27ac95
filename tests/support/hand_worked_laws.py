"""Laws with their answer written out by hand, every constant as a number."""

from __future__ import annotations

import math

import numpy as np

from twin.laws import ageing, contact, densification, electron_network, mixing, percolation
from twin.laws.registry.book import LAWS


def calendered(pressure_MPa: float, before_frac: float, temperature_C: float) -> float:
    """Porosity after a nip, the constants as fitted."""
    law = LAWS["calendered_porosity"]
    before = {"porosity_before_frac": before_frac, "temperature_C": temperature_C}
    return float(law.ask(pressure_MPa=pressure_MPa, **before))


def stored(time_d: float, temperature_C: float) -> float:
    """Springback in storage, the constants as fitted."""
    return float(LAWS["springback"].ask(time_d=time_d, temperature_C=temperature_C))


HAND = {
    "ions": (
        lambda: percolation.ionic_conductivity(0.40, 2.0, 2.0, 4.0, 0.01, 0.02),
        lambda: 2.0 * _smeared(0.40, _hill(0.5)) ** 2.0 * (0.40 / 0.42) ** 0.5 * math.exp(-0.01 / 0.0196),
    ),
    "ions near the threshold": (
        lambda: percolation.ionic_conductivity(0.16, 2.0, 2.0, 4.0, 0.0),
        lambda: 2.0 * _smeared(0.16, _hill(0.5)) ** 2.0,
    ),
    "grains": (
        lambda: electron_network.electronic_conductivity(0.45, 0.0, 7.2, 4.0, 11.0, 0.005),
        lambda: 7.2 * _above(0.45, 0.1743 - 0.0461 * math.log(2.75)) ** 2.532 * math.exp(-0.005 / 0.00551),
    ),
    "fine grains": (
        lambda: electron_network.active_threshold(np.array([1e-9, 1e9]), 4.0).sum(),
        lambda: 0.453 + 0.058,
    ),
    "carbon": (
        lambda: electron_network.electronic_conductivity(0.4, 0.028, 7.2, 4e9, 4.0),
        lambda: 200.0 * 0.028**0.3 * 0.6**0.5
        * 10.0 ** (-2.9 / (1.0 + math.exp((0.028 / 0.6 / 0.047 - 1) / 0.064))),
    ),
    "fibres": (
        lambda: electron_network.fibre_network(0.4, 0.012, 50.0),
        lambda: ((0.006 + math.sqrt(0.006**2 + 0.04 * 0.014**2)) / 2.0 / 0.986) ** 2 * 0.6,
    ),
    "black or fibres": (
        lambda: electron_network.carbon_network(0.4, 0.012, 14.0),
        lambda: electron_network.black_network(0.4, 0.012),
    ),
    "calender": (
        lambda: calendered(8.0, 0.5, 60.0),
        lambda: 0.15 + 0.35 * (1 - 0.232 * (1 - math.exp(-_warm(8.0, 0.006) / 5.0)))
        * math.exp(-_warm(8.0, 0.006) / 138.7),
    ),
    "press": (
        lambda: densification.relative_density(300.0, 330.0, 60.0, 600.0),
        lambda: 1 - math.exp(-(0.61 + _warm(300 / 330, 0.005) + 3e-4 * 600 * _warm(300 / 330, 0.005) ** 3.0)),
    ),
    "contact": (
        lambda: contact.contact_area(150.0, 0.5, 60.0, 300.0),
        lambda: 1 - math.exp(-(0.6 + _warm(150 / 214, 0.005) + 0.09 * _warm(150 / 214, 0.005) ** 3) / 1.1),
    ),
    "contact in the cell": (
        lambda: contact.kept_contact_frac(0.8, 5.0, 120.0),
        lambda: 0.8 * (5.0 / 120.0) ** 0.0352,
    ),
    "fade": (
        lambda: ageing.fade_frac(intact_frac=0.9, stack_pressure_MPa=8.0, temperature_C=40.0),
        lambda: 0.00894 * 1.4 * 4.0**-0.382 * 2.0,
    ),
    "gaps": (
        lambda: ageing.contact_left_frac(0.06, 1.0, 10.0, 400.0),
        lambda: 1.0 - 0.06 * 2.0**-0.4 * 2.0,
    ),
    "interface": (
        lambda: contact.interface_resistance(4.0, 64.0),
        lambda: 8.44 + 438.9 * 16.0**-0.95,
    ),
    "agglomerates": (lambda: contact.agglomerate_contact_ratio(53.0), lambda: 53.0**-0.0656),
    "mixing": (
        lambda: mixing.mixing_index(3.0, 10.0),
        lambda: 1 - (1 - 0.055) * math.exp(-0.590 * 0.5**0.304 * (3.0 - 1.10)),
    ),
    "springback": (
        lambda: stored(4.0, 45.0),
        lambda: 0.0648 * math.exp(-0.0238 * 20.0) * (1 - math.exp(-0.8)),
    ),
}  # fmt: skip
"""Law -> its answer, and the same written out with every constant as a number."""


def _above(share: float, threshold: float) -> float:
    return (share - threshold) / (1.0 - threshold)


def _smeared(share: float, threshold: float) -> float:
    u = share - threshold
    return (u + math.sqrt(u * u + 4.0 * 0.01**2)) / 2.0 / (1.0 - threshold)


def _hill(ratio: float) -> float:
    return 0.0368 + (0.2186 - 0.0368) * ratio**3 / (ratio**3 + 0.3**3)


def _warm(pressure: float, per_K: float) -> float:
    return pressure * math.exp(per_K * 35.0)
