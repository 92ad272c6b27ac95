"""Reproduce: the command, the hashes of the line files, the versions of all packages."""

from __future__ import annotations

from twin.analysis.analysed_results import AnalysedResults
from twin.core.version import __version__
from twin.report.blocks import Content, Section, table
from twin.storage.run_file import sha256, versions


def build(data: AnalysedResults) -> Content:
    """Return what it takes to get the same numbers again."""
    files = [(name, sha256(text)) for name, text in data.line_files.items()]
    return Content(
        f"electrode-twin {__version__}; the files stand beside this page.",
        tables=(
            table(("resolved line file", "SHA-256"), files),
            table(("package", "version"), versions().items(), "Package versions", folded=True),
        ),
        code=(data.results.command or _python(data),),
    )


def _python(data: AnalysedResults) -> str:
    """Return the Python lines that give these results again."""
    settings = data.results.settings
    options = (
        f"horizon={settings.horizon_s!r}, warmup={settings.warmup_s!r}, "
        f"replications={settings.replications}, seed={settings.seed}"
    )
    names = ", ".join(f"twin.load_line({name!r})" for name in data.line_files)
    if len(data.lines) == 1:
        return f"import twin\nresult = twin.simulate({names}, {options})"
    return f"import twin\nresult = twin.compare([{names}], {options})"


SECTION = Section(key="reproduce", heading="Reproduce", order=200, build=build)
