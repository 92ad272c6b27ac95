"""Case files: lines run with changes, one figure compared with somebody's number."""
