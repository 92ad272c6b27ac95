"""Key performance indicators by ISO 22400, pure functions of the record of a run."""
