"""Loads many cases into Postgres with dlt, one after the other in one process.

Standard input: {"folder", "url", "cases": [{"dataset", "naming", "runs": [{"resources": [{"name", "rows", ...hints}]}]}]}.
<folder>/outcomes.json: for each case a list with null or what went wrong in each run.
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
        "LOAD__RAISE_ON_MAX_RETRIES": "1",
        "LOAD__WORKERS": "2",
    }
)

import dlt  # noqa: E402  (reads the environment when imported)


def resource_of(spec):
    hints = {key: value for key, value in spec.items() if key not in ("name", "rows")}
    return dlt.resource(spec["rows"], name=spec["name"], **hints)


def run_case(number, case):
    os.environ.pop("SCHEMA__NAMING", None)
    if case.get("naming"):
        os.environ["SCHEMA__NAMING"] = case["naming"]
    pipeline = dlt.pipeline(
        "judge",
        pipelines_dir=f"{order['folder']}/pipelines/{number}",
        destination=dlt.destinations.postgres(order["url"]),
        dataset_name=case["dataset"],
    )
    outcomes = []
    for run in case["runs"]:

        @dlt.source(name="judge")
        def source():
            return [resource_of(spec) for spec in run["resources"]]

        try:
            pipeline.run(source())
            outcomes.append(None)
        except Exception as error:
            while error.__cause__ is not None:
                error = error.__cause__
            outcomes.append(f"{type(error).__name__}: {str(error)[:300]}")
            pipeline.drop_pending_packages()
    return outcomes


results = [run_case(number, case) for number, case in enumerate(order["cases"])]
with open(order["folder"] + "/outcomes.json", "w") as file:
    json.dump(results, file)
