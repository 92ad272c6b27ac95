"""Several statements at once: what each must be to make all of them hold together."""

from __future__ import annotations


def bonferroni(confidence: float, statements: int) -> float:
    """Return the confidence of each of several intervals that hold together with `confidence`.

    Needs no independence: the chance that any fails is at most the sum of the chances.
    """
    if not 0.0 < confidence < 1.0:
        raise ValueError(f"confidence {confidence} is not between 0 and 1")
    if statements < 1:
        raise ValueError("there must be at least one statement")
    return 1.0 - (1.0 - confidence) / statements
