"""`twin gauge`: how much of the spread of readings the measurement itself makes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from twin.quality.gauge import GaugeAnova, GaugeSpread
    from twin.quality.gauge_file import GaugeStudy
    from twin.quality.gauge_sources import VariationSource

CONFIDENCE = 0.95


@click.command(short_help="Judge a measurement system: gauge R&R.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--tolerance",
    type=click.FloatRange(0.0, min_open=True),
    help="Width of the specification, upper less lower limit, in the unit of the readings.",
)
@click.option("--json", "as_json", is_flag=True, help="Write one JSON document to stdout.")
@click.option("-v", "--verbose", is_flag=True, help="Show the traceback of an internal error.")
def gauge(file: Path, tolerance: float | None, as_json: bool, verbose: bool) -> None:  # noqa: ARG001
    """Judge a measurement system by a crossed gauge study (AIAG MSA): %GRR, ndc, components.

    FILE is a CSV with a row per reading and the columns part, operator, reading; every operator has measured
    every part equally often, twice or more.
    """
    from twin.cli.json_output import print_document
    from twin.quality.gauge import anova, average_range
    from twin.quality.gauge_file import read_gauge_study

    if tolerance is not None and not math.isfinite(tolerance):
        raise click.UsageError("--tolerance must be a finite number")
    study = read_gauge_study(file)
    by_variance, by_range = anova(study.readings, CONFIDENCE), average_range(study.readings)
    if as_json:
        print_document(_document(study, by_variance, by_range, tolerance))
        return
    _print(study, by_variance, by_range, tolerance)


def _document(
    study: GaugeStudy, by_variance: GaugeAnova, by_range: GaugeSpread, tolerance: float | None
) -> dict[str, object]:
    """Return the results as one JSON document; NaN is null."""
    from twin.quality.gauge_sources import anova_sources, range_sources

    width = math.nan if tolerance is None else tolerance
    operators, trials, parts = study.readings.shape
    return {
        "format": 1,
        "file": study.file,
        "settings": {"tolerance": tolerance, "confidence": CONFIDENCE},
        "study": {"parts": parts, "operators": operators, "trials": trials},
        "anova": {
            **_judged(by_variance.summary, tolerance),
            "p_interaction": by_variance.squares.p_interaction,
            "interaction_pooled": by_variance.pooled,
            "sources": [_plain(source) for source in anova_sources(by_variance, width)],
        },
        "average_range": {
            **_judged(by_range, tolerance),
            "sources": [_plain(source) for source in range_sources(by_range, width)],
        },
    }


def _judged(result: GaugeSpread, tolerance: float | None) -> dict[str, object]:
    """Return the figures a gauge is judged by, and the verdicts."""
    from twin.quality.gauge import verdict

    of_tolerance = None if tolerance is None else result.share_of_tolerance(tolerance)
    return {
        "grr_share_of_sd": result.gauge_share,
        "verdict": verdict(result.gauge_share),
        "grr_share_of_tolerance": of_tolerance,
        "verdict_of_tolerance": None if of_tolerance is None else verdict(of_tolerance),
        "distinct_categories": result.distinct_categories,
    }


def _plain(source: VariationSource) -> dict[str, str | float | None]:
    return {
        key: None if isinstance(value, float) and math.isnan(value) else value
        for key, value in source._asdict().items()
    }


def _print(
    study: GaugeStudy, by_variance: GaugeAnova, by_range: GaugeSpread, tolerance: float | None
) -> None:
    """Print the verdict, then the sources of variation by either method."""
    from twin.quality.gauge_sources import anova_sources, range_sources

    width = math.nan if tolerance is None else tolerance
    operators, trials, parts = study.readings.shape
    click.echo(f"{study.file}: {parts} parts, {operators} operators, {trials} trials\n")
    for sentence in _sentences(by_variance, by_range, tolerance):
        click.echo(sentence)
    click.echo()
    _print_sources("Analysis of variance", anova_sources(by_variance, width))
    click.echo()
    _print_sources("Average and range", range_sources(by_range, width))


def _sentences(by_variance: GaugeAnova, by_range: GaugeSpread, tolerance: float | None) -> list[str]:
    """Return the verdict in the words of the AIAG manual."""
    from twin.quality.gauge import BAD_ABOVE, ENOUGH_CATEGORIES, GOOD_BELOW, verdict

    result = by_variance.summary
    shares = [("total variation", result.gauge_share, by_range.gauge_share)]
    if tolerance is not None:
        widths = result.share_of_tolerance(tolerance), by_range.share_of_tolerance(tolerance)
        shares.append(("tolerance", *widths))
    categories = result.distinct_categories
    p_text = f"p = {by_variance.squares.p_interaction:.3g}"
    return [
        *(
            f"%GRR is {100 * share:.1f} % of the {what} ({100 * other:.1f} % by average and range): "
            f"{verdict(share)}."
            for what, share, other in shares
        ),
        f"AIAG MSA: below {100 * GOOD_BELOW:g} % acceptable, above {100 * BAD_ABOVE:g} % not acceptable.",
        f"The gauge tells {categories} categories of parts apart (ndc; {by_range.distinct_categories} by "
        f"average and range): {'enough' if categories >= ENOUGH_CATEGORIES else 'too few'}, "
        f"{ENOUGH_CATEGORIES} or more are asked for.",
        f"Operator x part is not significant ({p_text}) and pooled with repeatability."
        if by_variance.pooled
        else f"Operator x part stays a source of its own ({p_text}).",
    ]


def _print_sources(heading: str, sources: Sequence[VariationSource]) -> None:
    """Print a row per source, without the columns that hold nothing."""
    from twin.cli.text_tables import Column, print_table
    from twin.quality.gauge_sources import LABELS

    limited, judged = (not math.isnan(value) for value in (sources[0].sd_low, sources[0].share_of_tolerance))
    columns = [Column("source"), Column("sd", numeric=True)]
    columns += [Column("95 % interval")] if limited else []
    columns += [Column("% of total sd", numeric=True), Column("% of variance", numeric=True)]
    columns += [Column("% of tolerance", numeric=True)] if judged else []
    rows = []
    for source in sources:
        interval = "" if math.isnan(source.sd_low) else f"[{source.sd_low:.4g}, {source.sd_high:.4g}]"
        row = [LABELS[source.source], f"{source.sd:.4g}"]
        row += [interval] if limited else []
        row += [f"{100 * source.share_of_sd:.1f}", f"{100 * source.share_of_variance:.1f}"]
        row += [f"{100 * source.share_of_tolerance:.1f}"] if judged else []
        rows.append(row)
    print_table(columns, rows, heading)
