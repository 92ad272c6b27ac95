"""The data of a line file: frozen pydantic models, nothing else."""
