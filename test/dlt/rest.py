"""Asks an API with dlt's rest_api source and prints what came of it: the judge of the REST source.

Standard input: {"folder", "url", "cases": [[config, ...]]}, one configuration a run. Before each run the server is told
which one begins. Standard output: {"cases": [[{"fails", "error", "rows", "waits"}]]}, rows as JSON texts per resource.
"""

import json
import os
import sys
import types
import urllib.request

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

import tenacity.nap  # noqa: E402  (reads the environment when imported)

import dlt  # noqa: E402
from dlt.extract.items_transform import MapItem  # noqa: E402
from dlt.sources.rest_api import rest_api_source  # noqa: E402

waits = []
tenacity.nap.time = types.SimpleNamespace(sleep=waits.append)


def envelope_of(key):
    def change(response):
        response._content = json.dumps({key: json.loads(response.content)}).encode()

    return change


FUNCTIONS = {
    "id is 1": lambda row: row["id"] == 1,
    "id is below 3": lambda row: row["id"] < 3,
    "adds double": lambda row: {**row, "double": row["id"] * 2},
    "copies u to uu": lambda row: {**row, "uu": row["u"]},
    "greets by title": lambda row: {**row, "greeting": "Hi " + row["_posts_title"]},
    "one row a tag": lambda row: ({"id": row["id"], "tag": tag} for tag in row["tags"]),
    "in angles": lambda value: "<" + str(value) + ">",
    "wraps in data": envelope_of("data"),
    "wraps in items": envelope_of("items"),
}


def with_functions(value):
    if isinstance(value, list):
        return [with_functions(element) for element in value]
    if not isinstance(value, dict):
        return value
    if list(value) == ["$function"]:
        return FUNCTIONS[value["$function"]]
    return {key: with_functions(member) for key, member in value.items()}


class Watch(MapItem):
    """Sees the rows as they leave a resource: behind every step, the incremental one too."""

    placement_affinity = 1.05


def watcher(seen):
    def watch(row):
        seen.append(json.dumps(row, ensure_ascii=False, separators=(",", ":"), default=str))
        return row

    return Watch(watch)


def watched(source, rows):
    for resource in source.resources.values():
        if resource.selected:
            resource.add_step(watcher(rows.setdefault(resource.name, [])))
    return source


def innermost(error):
    while error.__cause__ is not None or error.__context__ is not None:
        error = error.__cause__ or error.__context__
    return error


def run(pipeline, config):
    rows = {}
    waits.clear()
    fails, error = "no", None
    try:
        source = rest_api_source(with_functions(config))
    except Exception as failure:
        return {"fails": "build", "error": type(failure).__name__ + ": " + str(failure), "rows": {}, "waits": []}
    try:
        pipeline.extract(watched(source, rows))
    except Exception as failure:
        cause = innermost(failure)
        fails, error = "run", type(cause).__name__ + ": " + str(cause)
    return {"fails": fails, "error": error, "rows": rows, "waits": list(waits)}


def run_case(number, configs):
    pipeline = dlt.pipeline(
        f"judge_{number}", pipelines_dir=order["folder"] + "/pipelines", destination="duckdb", dataset_name="ds"
    )
    outcomes = []
    for index, config in enumerate(configs):
        urllib.request.urlopen(f"{order['url']}/~begin/{number}/{index}").read()
        outcomes.append(run(pipeline, config))
    return outcomes


json.dump({"cases": [run_case(number, configs) for number, configs in enumerate(order["cases"])]}, sys.stdout)
