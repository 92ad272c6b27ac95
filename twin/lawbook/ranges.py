"""Say when a law is asked beyond its range."""

from __future__ import annotations

import numpy as np

from twin.lawbook.model import Law
from twin.material import Array, Outside


def outside(law: Law, **values: Array | float) -> frozenset[Outside]:
    """Return the arguments with any value outside the range of a law; NaN is within.

    Raises KeyError for a name the law does not have.
    """
    found: list[Outside] = []
    for name, value in values.items():
        argument = law.argument(name)
        if np.any(np.less(value, argument.low)) or np.any(np.greater(value, argument.high)):
            found.append(Outside(law.name, name))
    return frozenset(found)
