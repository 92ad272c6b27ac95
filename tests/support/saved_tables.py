"""Tables in a folder, as a report keeps them."""

from pathlib import Path

from twin.records.tables import Tables, read


def save(tables: Tables, folder: Path) -> None:
    """Write tables into a folder that need not be there yet."""
    folder.mkdir(parents=True, exist_ok=True)
    tables.write(lambda name: (folder / name).open("wb"))


def load(folder: Path) -> Tables:
    """Read what `save` wrote."""
    return read(lambda name: (folder / name).read_bytes())
