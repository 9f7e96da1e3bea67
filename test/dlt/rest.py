"""Asks an API with dlt's rest_api source and prints what came of it: the judge of the REST source.

Standard input: {"folder", "url", "cases": [[config, ...]]}, one configuration a run. Before each run the server is told
which one begins. Standard output: {"cases": [[{"fails", "error", "rows", "waits"}]]}, rows as JSON texts per resource.
"""

import functools
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
import dlt.common.jsonpath  # noqa: E402
from dlt.extract.items_transform import MapItem  # noqa: E402
from dlt.sources.rest_api import rest_api_source  # noqa: E402

# The grammar of JSONPath is built anew for each path, which takes longer than everything else.
dlt.common.jsonpath._parse = functools.lru_cache(maxsize=None)(dlt.common.jsonpath._parse)

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


def run(config, extract):
    rows = {}
    waits.clear()
    fails, error = "no", None
    try:
        source = rest_api_source(with_functions(config))
    except Exception as failure:
        return {"fails": "build", "error": type(failure).__name__ + ": " + str(failure), "rows": {}, "waits": []}
    try:
        extract(watched(source, rows))
    except Exception as failure:
        cause = innermost(failure)
        fails, error = "run", type(cause).__name__ + ": " + str(cause)
    return {"fails": fails, "error": error, "rows": rows, "waits": list(waits)}


def run_case(number, configs):
    extract = list if len(configs) == 1 else pipeline_of(number).extract
    outcomes = []
    for index, config in enumerate(configs):
        urllib.request.urlopen(f"{order['url']}/~begin/{number}/{index}").read()
        outcomes.append(run(config, extract))
    return outcomes


def pipeline_of(number):
    return dlt.pipeline(
        f"judge_{number}", pipelines_dir=order["folder"] + "/pipelines", destination="duckdb", dataset_name="ds"
    )


# A pipeline, once made, lends its state to all that follows: cases without one go first.
numbered = sorted(enumerate(order["cases"]), key=lambda case: len(case[1]) > 1)
outcomes = {number: run_case(number, configs) for number, configs in numbered}
json.dump({"cases": [outcomes[number] for number in range(len(outcomes))]}, sys.stdout)
