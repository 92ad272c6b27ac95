"""Run the lines of a case under the same dice and put its answer together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from twin.cases.figures import by_replication, put_together, unit_of_answer
from twin.cases.file import AnswerBlock
from twin.cases.model import Case, CaseOutcome, TwinAnswer
from twin.core.errors import ModelStopped
from twin.core.material import Array
from twin.line.model.line import Line
from twin.stats.precision import half_width
from twin.study.api import Study, simulate


class RunLength(NamedTuple):
    """How long each line of a case is run."""

    horizon: str
    warmup: str
    replications: int
    seed: int = 1


FULL = RunLength("12 d", "4 d", 5)
QUICK = RunLength("5 d", "3 d", 2)


def run_case(case: Case, length: RunLength = FULL, workers: int | None = None) -> CaseOutcome:
    """Return the answer of a case and of its sweeps; what is out of scope is not run."""
    answer = case.checked.answer
    if answer is None or case.checked.scope or case.checked.inconsistent:
        return CaseOutcome(case, case.checked.stated.unit, None)
    unit = unit_of_answer(answer.figure, answer.compared_as)
    try:
        studies = {name: _run(case.lines[name], length, workers) for name in answer.of}
    except ModelStopped as stop:
        return CaseOutcome(case, unit, None, stopped=str(stop))
    values = _answers(answer, case.lines, studies)
    swept = tuple(
        tuple(_swept_value(case, sweep.case, line, studies, length, workers) for line in lines)
        for sweep, lines in zip(case.checked.sweep, case.swept, strict=True)
    )
    if values is None:
        places = f" at {answer.station}" if answer.station else ""
        return CaseOutcome(
            case, unit, None, swept, f"no line of the case has a value of {answer.figure}{places}"
        )
    return CaseOutcome(case, unit, _summary(values), swept)


def _run(line: Line, length: RunLength, workers: int | None) -> Study:
    return simulate(
        line, length.horizon, length.warmup, length.replications, length.seed, workers, keep="none"
    )


def _answers(answer: AnswerBlock, lines: Mapping[str, Line], studies: Mapping[str, Study]) -> Array | None:
    """Return the answer by replication; None where a line has no such value."""
    values = [by_replication(studies[name], lines[name], answer.figure, answer.station) for name in answer.of]
    known = [value for value in values if value is not None]
    return put_together(known, answer.compared_as) if len(known) == len(values) else None


def _swept_value(
    case: Case, name: str, line: Line, studies: Mapping[str, Study], length: RunLength, workers: int | None
) -> float | None:
    """Return the answer with one line of the case in another setting; None where it stands still."""
    answer = case.checked.answer
    assert answer is not None
    try:
        study = _run(line, length, workers)
    except ModelStopped:
        return None
    values = _answers(answer, {**case.lines, name: line}, {**studies, name: study})
    return None if values is None else float(np.mean(values))


def _summary(values: Array) -> TwinAnswer | None:
    """Return mean and intervals of an answer by replication; None where a replication has no value."""
    if not np.isfinite(values).all():
        return None
    mean, n = float(np.mean(values)), len(values)
    if n < 2:
        return TwinAnswer(mean, mean, mean, float("nan"))
    sd = float(np.std(values, ddof=1))
    near, far = half_width(sd, n, 0.90), half_width(sd, n)
    return TwinAnswer(mean, mean - near, mean + near, far)
