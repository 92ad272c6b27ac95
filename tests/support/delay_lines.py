"""Lines of stations that only take time, and studies held against each other."""

import pandas as pd

import twin
from twin.line.model.line import Line
from twin.study.api import Study

SERVICE = {"dist": "exponential", "mean": "10 s"}


def two_stations(name: str = "two", second: str = "10 s", **source: object) -> Line:
    """Return a saturated line of two stations with random times."""
    stations = [
        delay("a", buffer_before=0, service=SERVICE),
        delay("b", buffer_before=1, service=SERVICE | {"mean": second}),
    ]
    sources = [{"name": "jobs", "mode": "saturated", **source}]
    return twin.load_line({"format": 1, "name": name, "source": sources, "station": stations})


def delay(name: str, **equipment: object) -> dict[str, object]:
    """Return a station that only takes time."""
    return {"name": name, "kind": "delay", "equipment": equipment}


def same(ours: Study, theirs: Study) -> None:
    """Assert that two studies hold the same numbers, bit by bit."""
    for name in ("kpis", "summary", "events", "readings", "lots"):
        pd.testing.assert_frame_equal(getattr(ours, name), getattr(theirs, name), check_exact=True)
    assert ours.failed == theirs.failed
