"""How numbers are printed: as many digits as their interval supports."""

from __future__ import annotations

import math

NO_VALUE = "–"
MOST_DIGITS = 5
"""Digits of a mean: an interval narrower than that is left out, the figure is good to all digits shown."""


def finite_or_none(value: float | None) -> float | None:
    """Return a value as JSON can hold it: none for what is not finite."""
    return value if value is not None and math.isfinite(value) else None


def number(value: float, digits: int = 3) -> str:
    """Return a value with so many significant digits, thousands set apart; a dash for NaN."""
    if math.isnan(value):
        return NO_VALUE
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    if value == 0:
        return "0"
    size = math.floor(math.log10(abs(value)))
    if size >= 7 or size < -4:
        mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
        return f"{mantissa}e{int(exponent)}".replace("-", "−")
    return fixed(value, max(0, digits - 1 - size))


def fixed(value: float, decimals: int) -> str:
    """Return a value with so many decimals, thousands set apart by thin spaces, a true minus sign."""
    text = f"{value:,.{decimals}f}".replace(",", "\u202f")
    if text.startswith("-") and not text.strip("-0.\u202f"):
        text = text[1:]
    return text.replace("-", "−")


def decimals_for(half_width: float, value: float) -> int:
    """Return the decimals that show a half-width with two digits, or a bare value with three."""
    reference = half_width if math.isfinite(half_width) and half_width > 0 else value / 10.0
    if not math.isfinite(reference) or reference == 0:
        return 0
    wanted = 1 - math.floor(math.log10(abs(reference)))
    most = MOST_DIGITS - 1 - math.floor(math.log10(abs(value))) if value else 6
    return max(0, min(wanted, most))


def interval(mean: float, low: float, high: float, *, signed: bool = False) -> str:
    """Return "12.34 ± 0.05", or "12.34 [12.30, 12.45]" where the two sides differ.

    Without interval, or with one too narrow to be seen in the digits printed, the mean alone.
    """
    if math.isnan(mean):
        return NO_VALUE
    sign = "+" if signed and mean > 0 else ""
    if math.isnan(low) or math.isnan(high):
        return sign + number(mean, 4)
    half = (high - low) / 2.0
    if 0 < max(abs(mean), half) < 1e-5:
        return f"{sign}{number(mean)} ± {number(half, 2)}"
    decimals = decimals_for(half, mean)
    text = sign + fixed(mean, decimals)
    if half < 0.5 * 10.0**-decimals:
        return text
    if abs((high + low) / 2.0 - mean) > 0.02 * half:
        return f"{text} [{fixed(low, decimals)}, {fixed(high, decimals)}]"
    return f"{text} ± {fixed(half, decimals)}"


def share_text(share: float, low: float, high: float) -> str:
    """Return a share of 1 in percent with its limits, "12.3 [10.1, 14.5]"; none lies outside 0 to 100."""
    return f"{fixed(percent(share), 1)} [{fixed(percent(low), 1)}, {fixed(percent(high), 1)}]"


def percent(share: float) -> float:
    """Return a share of 1 in percent, no less than 0 and no more than 100."""
    return min(max(100.0 * share, 0.0), 100.0)
