"""What happened: the log of a run, its tables, the cells of finished lots, time series."""
