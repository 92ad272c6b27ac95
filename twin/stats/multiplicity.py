"""Several statements at once: what each must be to make all of them hold together."""

from __future__ import annotations

from twin.stats.intervals import t_quantile


def bonferroni(confidence: float, statements: int) -> float:
    """Return the confidence of each of several intervals that hold together with `confidence`.

    Needs no independence: the chance that any fails is at most the sum of the chances.
    """
    if not 0.0 < confidence < 1.0:
        raise ValueError(f"confidence {confidence} is not between 0 and 1")
    if statements < 1:
        raise ValueError("there must be at least one statement")
    return 1.0 - (1.0 - confidence) / statements


def bonferroni_widening(confidence: float, statements: int, n: int) -> float:
    """Return how much wider a t interval of n replications gets when several must hold together."""
    if n < 2:
        raise ValueError("an interval needs two replications")
    together = t_quantile(n - 1, bonferroni(confidence, statements))
    return float(together / t_quantile(n - 1, confidence))
