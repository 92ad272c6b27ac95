"""Check the words of a set file against the law it names."""

from __future__ import annotations

from twin.laws import LAWS, Law
from twin.line.document import near
from twin.line.findings import Finding, Findings
from twin.line.positions import Place
from twin.validation.file import SetFile


def find_law(name: str, findings: Findings) -> Law | None:
    """Return the law of a name."""
    law = LAWS.get(name)
    if law is None:
        words = f"there is no law {name!r}; `twin laws` lists them"
        findings.add(Finding(("law",), "unknown-name", words, near(name, tuple(LAWS))))
    return law


def check_arguments(arguments: dict[str, tuple[str, ...]], law: Law, findings: Findings) -> None:
    """Check that what stands under inputs and constants are arguments, each given once."""
    for table, keys in arguments.items():
        for key in keys:
            if not _knows(law, key):
                finding = _unknown(law, key)._replace(place=(table, key), code="unknown-key", on_key=True)
                findings.add(finding)
            elif table == "constants" and key in arguments["inputs"]:
                place: Place = ("constants", key)
                words = f"{key} is given twice"
                findings.add(Finding(place, "invalid-value", words, on_key=True, other=("inputs", key)))


def check_fit(checked: SetFile, law: Law, findings: Findings) -> None:
    """Check that what is free can be fitted."""
    for number, name in enumerate(checked.use.free):
        place = ("use", "free", number)
        if not _knows(law, name):
            findings.add(_unknown(law, name)._replace(place=place))
        elif name in checked.inputs:
            words = f"{name} is an input and cannot be fitted"
            findings.add(Finding(place, "invalid-value", words, other=("inputs", name)))
        elif name in checked.use.free[:number]:
            findings.add(Finding(place, "invalid-value", f"{name} stands twice"))
        elif law.argument(name).typical is None and name not in checked.constants:
            words = f"{name} needs a value under constants to start the fit from"
            findings.add(Finding(place, "invalid-value", words))
    free, rows = len(checked.use.free), len(set(checked.use.calibrate))
    if free > rows:
        words = f"{free} constants cannot be fitted on {rows} calibration rows"
        findings.add(Finding(("use", "free"), "invalid-value", words))


def _knows(law: Law, name: str) -> bool:
    return any(argument.name == name for argument in law.arguments)


def _unknown(law: Law, name: str) -> Finding:
    names = tuple(argument.name for argument in law.arguments)
    words = f"{law.name} has no argument {name!r}; it has {', '.join(names)}"
    return Finding((), "unknown-name", words, near(name, names))
