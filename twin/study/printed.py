"""Tables of results that show all their columns when they are printed."""

from __future__ import annotations

import pandas as pd

_WIDTH = 200


class ResultTable(pd.DataFrame):
    """A table whose print leaves no column out: which KPI a row is about is what it is about."""

    @property
    def _constructor(self) -> type[pd.DataFrame]:
        return ResultTable

    def __repr__(self) -> str:
        """Return head and tail of the table with every column, each row on one line."""
        with pd.option_context("display.max_columns", None, "display.width", _WIDTH):
            return super().__repr__()
