"""Half of the requests are about somebody or something that is there; the rest about what never was."""

import json
import os

import schemathesis

# What there is, by the name of the parameter: {"person_id": "…"}.
THERE = json.loads(os.environ.get("FUZZ_THERE", "{}"))


@schemathesis.hook
def map_path_parameters(context, path_parameters):
    for name, value in (path_parameters or {}).items():
        # By the value and not by chance, so that the same run asks the same.
        if name in THERE and sum(str(value).encode()) % 2 == 0:
            path_parameters[name] = THERE[name]
    return path_parameters
