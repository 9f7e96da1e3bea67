"""Loads many cases with dlt, one after the other in one process, and tells what went wrong in which run.

Standard input: {"folder", "cases": [{"name", "naming", "source", "runs": [{"resources": [{"name", "rows", ...hints}], "schema_contract",
"select", "refresh"}]}]}.
Each case gets the database <folder>/<name>.duckdb. Standard output: for each case a list with null or the name of the
exception of each run.
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
        "LOAD__DELETE_COMPLETED_JOBS": "true",
        "DATA_WRITER__DISABLE_COMPRESSION": "true",
    }
)

import datetime  # noqa: E402
import decimal  # noqa: E402
import enum  # noqa: E402
import uuid  # noqa: E402

import dlt  # noqa: E402  (reads the environment when imported)
from dlt.common.wei import Wei  # noqa: E402

# Values that JSON has no words for, written {"$native": ["date", "2024-01-02"]}.
NATIVE = {
    "timestamp": datetime.datetime.fromisoformat,
    "date": datetime.date.fromisoformat,
    "time": datetime.time.fromisoformat,
    "decimal": decimal.Decimal,
    "wei": Wei,
    "bytes": bytes.fromhex,
    "uuid": uuid.UUID,
    "enum": lambda value: enum.Enum("Member", {"A": value}).A,
    "tuple": tuple,
}


def natively(value):
    if isinstance(value, list):
        return [natively(element) for element in value]
    if not isinstance(value, dict):
        return value
    if list(value) == ["$native"]:
        kind, text = value["$native"]
        return NATIVE[kind](text)
    return {key: natively(member) for key, member in value.items()}


def resource_of(spec):
    hints = {key: value for key, value in spec.items() if key not in ("name", "rows", "table_name_by", "apply")}
    if "table_name_by" in spec:
        hints["table_name"] = lambda row: "ev_" + row[spec["table_name_by"]]
    made = dlt.resource(natively(spec["rows"]), name=spec["name"], **hints)
    for applied in spec.get("apply", []):
        made.apply_hints(**applied)
    return made


def name_of(error):
    while error.__cause__ is not None and type(error).__name__ != "DataValidationError":
        error = error.__cause__
    return f"{type(error).__name__}: {str(error)[:300]}"


def apply_settings(schema, settings):
    for setting, value in settings.items():
        if setting == "preferred_types":
            schema.update_preferred_types(value)
        elif setting == "default_hints":
            schema.merge_hints(value)
        elif setting == "filters":
            for table, filters in value.items():
                schema.update_table({"name": table, "columns": {}, "filters": filters})
            schema._compile_settings()
        else:
            schema.settings[setting] = value


def run_case(case):
    os.environ.pop("SCHEMA__NAMING", None)
    os.environ.pop("DESTINATION__REPLACE_STRATEGY", None)
    if case.get("replace_strategy"):
        os.environ["DESTINATION__REPLACE_STRATEGY"] = case["replace_strategy"]
    if case.get("naming"):
        os.environ["SCHEMA__NAMING"] = case["naming"]
    pipeline = dlt.pipeline(
        "judge",
        pipelines_dir=f"{order['folder']}/pipelines/{case['name']}",
        destination=dlt.destinations.duckdb(f"{order['folder']}/{case['name']}.duckdb"),
        dataset_name="ds",
        import_schema_path=f"{order['folder']}/{case['name']}_import" if case.get("imports") else None,
        export_schema_path=f"{order['folder']}/exports/{case['name']}" if case.get("exports") else None,
    )
    outcomes = []
    for run in case["runs"]:
        if run.get("import_schema"):
            folder = f"{order['folder']}/{case['name']}_import"
            os.makedirs(folder, exist_ok=True)
            with open(f"{folder}/judge.schema.yaml", "w") as file:
                file.write(run["import_schema"])

        @dlt.source(name="judge", **case.get("source", {}))
        def source():
            return [resource_of(spec) for spec in run["resources"]]

        try:
            made = source()
            apply_settings(made.schema, case.get("settings", {}))
            if run.get("select"):
                made = made.with_resources(*run["select"])
            pipeline.run(made, refresh=run.get("refresh"), schema_contract=run.get("schema_contract"))
            outcomes.append(None)
        except Exception as error:
            outcomes.append(name_of(error))
            pipeline.drop_pending_packages()
    return outcomes


results = [run_case(case) for case in order["cases"]]
with open(order["folder"] + "/outcomes.json", "w") as file:
    json.dump(results, file)
