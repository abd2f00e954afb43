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


@schemathesis.hook
def map_body(context, body):
    token = body.get("token") if isinstance(body, dict) else None
    # Only where a token might have stood: what is wrong on purpose stays wrong.
    if "token" in THERE and isinstance(token, str) and 0 < len(token) <= 200 and len(token) % 2 == 0:
        body["token"] = THERE["token"]
    return body


@schemathesis.serializer("application/jsonl")
def lines(context, value):
    """A file of lines is text; whatever else is tried is sent as JSON says it."""
    if isinstance(value, bytes):
        return value
    return (value if isinstance(value, str) else json.dumps(value)).encode("utf-8", "surrogatepass")
