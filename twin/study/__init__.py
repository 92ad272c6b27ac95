"""Replications of lines: workers, cache, summary, precision, warm-up, selection of the best."""
