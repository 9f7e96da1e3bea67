"""One run of dlt with its rest_api source, as another machine would make it: all it knows is in the database.

Standard input: {"folder", "database", "source", "config"}; the folder is fresh, so that dlt restores schema and state from the
destination.
"""

import json
import os
import sys

order = json.load(sys.stdin)
os.environ.update(
    {
        "RUNTIME__DLTHUB_TELEMETRY": "false",
        "DLT_DATA_DIR": order["folder"] + "/dlt",
        "DLT_PROJECT_DIR": order["folder"],
        "RUNTIME__LOG_LEVEL": "CRITICAL",
        "NO_PROXY": "*",
    }
)

import dlt  # noqa: E402  (reads the environment when imported)
from dlt.sources.rest_api import rest_api_source  # noqa: E402

pipeline = dlt.pipeline(
    "relay",
    pipelines_dir=order["folder"] + "/pipelines",
    destination=dlt.destinations.duckdb(order["database"]),
    dataset_name="ds",
)
pipeline.run(rest_api_source(order["config"], name=order["source"]))
