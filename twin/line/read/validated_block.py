"""Check one table against its model and turn what is wrong into findings."""

from __future__ import annotations

import json
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from twin.line.fields.files import Files
from twin.line.fields.value_faults import quoted
from twin.line.read.findings import Finding, Findings
from twin.line.read.messages import findings_of
from twin.line.read.positions import Place

BlockModel = TypeVar("BlockModel", bound=BaseModel)


def read_block(
    model: type[BlockModel], plain: object, place: Place, findings: Findings, files: Files | None = None
) -> BlockModel | None:
    """Return a table as its model; of a faulty one what is good, None where too little is.

    Validated as JSON: strict about booleans and texts as numbers, yet lists and tables nest.
    """
    if not isinstance(plain, dict):
        findings.add(Finding(place, "invalid-value", f"must be a table, found {quoted(plain)}"))
        return None
    context = files or Files()
    try:
        return model.model_validate_json(json.dumps(plain), strict=True, context=context)
    except ValidationError as error:
        errors = error.errors(include_url=False)
        for finding in findings_of(errors, model, place):
            # a part that was dropped as faulty is not missing
            if finding.code != "missing-key" or not findings.below(finding.place):
                findings.add(finding)
        faulty = {entry["loc"][0] for entry in errors if entry["loc"]}
    good = {key: value for key, value in plain.items() if key not in faulty}
    try:
        return model.model_validate_json(json.dumps(good), strict=True, context=context)
    except ValidationError:
        return None
