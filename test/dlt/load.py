"""Loads rows with dlt and prints what it made of them: the judge of the dataset format.

Standard input: {"folder", "runs": [{"rows", "write_disposition", "primary_key", "merge_key", "columns"}]}; each run loads its rows into table `t`.
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
    }
)

import dlt  # noqa: E402  (reads the environment when imported)

pipeline = dlt.pipeline(
    "judge",
    pipelines_dir=order["folder"] + "/pipelines",
    destination=dlt.destinations.duckdb(order["folder"] + "/dlt.duckdb"),
    dataset_name="ds",
)
for run in order["runs"]:
    hints = {key: run[key] for key in ("write_disposition", "primary_key", "merge_key", "columns") if run.get(key)}

    @dlt.source(name="judge")
    def source():
        return dlt.resource(run["rows"], name="t", **hints)

    pipeline.run(source())
