"""The line files that come with the package: in the wheel beside the code, in a checkout one folder up."""

from pathlib import Path


def lines_folder() -> Path:
    """Return the folder of the shipped line files. Raises FileNotFoundError where there is none."""
    here = Path(__file__).resolve().parents[1]
    for folder in (here / "_lines", here.parent / "lines"):
        if (folder / "sources.toml").is_file():
            return folder
    raise FileNotFoundError("the shipped line files are missing from this installation")


def shipped_folders() -> tuple[Path, ...]:
    """Return the folders of what comes with the package: the lines, and the measured series."""
    return lines_folder(), Path(__file__).resolve().parents[1]


def shipped_names() -> list[str]:
    """Return the names under which the shipped lines may be called, in alphabetical order."""
    return sorted(path.stem for path in lines_folder().glob("*.toml") if path.name != "sources.toml")


def line_file(line: Path) -> Path:
    """Return the path as given; a bare name such as dry_sulfide_cathode may also be a shipped line."""
    is_shipped = len(line.parts) == 1 and str(line) in shipped_names()
    return lines_folder() / f"{line}.toml" if is_shipped and not line.exists() else line
