"""Records of a run: the event log, its tables, the cells of finished lots, time series."""
