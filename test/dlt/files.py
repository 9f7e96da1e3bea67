"""Loads rows into files with dlt, reads the dataset with dlt, and prints what it sees.

Standard input: {"folder", "bucket", "format", "compressed", "rows", "disposition"}; without rows nothing is loaded.
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
        "DATA_WRITER__DISABLE_COMPRESSION": "false" if order["compressed"] else "true",
    }
)

import dlt  # noqa: E402  (reads the environment when imported)

pipeline = dlt.pipeline(
    "judge",
    pipelines_dir=order["folder"] + "/pipelines",
    destination=dlt.destinations.filesystem(bucket_url="file://" + order["bucket"]),
    dataset_name="ds",
)
pipeline.sync_destination()
before = dict(pipeline.state.get("sources", {}))

if order["rows"]:

    @dlt.source(name="judge")
    def source():
        @dlt.resource(name="t", write_disposition=order["disposition"])
        def rows():
            state = dlt.current.resource_state()
            state["runs"] = state.get("runs", 0) + 1
            yield order["rows"]

        return rows

    pipeline.run(source(), loader_file_format=order["format"])

tables = {}
with pipeline.sql_client() as client:

    def read(name):
        with client.execute_query(f"SELECT * FROM {name}") as cursor:
            columns = [column[0] for column in cursor.native_cursor.description]
            return [dict(zip(columns, row)) for row in cursor.fetchall()]

    for name in order["tables"]:
        tables[name] = sorted(
            json.dumps({c: None if v is None else str(v) for c, v in row.items() if not c.startswith("_dlt_")})
            for row in read(name)
        )
    loads = len(read("_dlt_loads"))
json.dump(
    {
        "state": before,
        "tables": tables,
        "loads": loads,
        "hash": pipeline.default_schema.stored_version_hash,
        "version": pipeline.default_schema.version,
    },
    sys.stdout,
)
