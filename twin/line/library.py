"""The line files that come with the package: in the wheel beside the code, in a checkout one folder up."""

from pathlib import Path


def lines_folder() -> Path:
    """Return the folder of the shipped line files. Raises FileNotFoundError where there is none."""
    here = Path(__file__).resolve().parents[1]
    for folder in (here / "_lines", here.parent / "lines"):
        if (folder / "sources.toml").is_file():
            return folder
    raise FileNotFoundError("the shipped line files are missing from this installation")
