"""Reads a dataset in SQLite with dlt, loads more rows into it, and prints what it saw first.

Standard input: {"folder", "database", "rows", "tables"}; without rows nothing is loaded.
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
    "demo",
    pipelines_dir=order["folder"] + "/pipelines",
    destination=dlt.destinations.sqlalchemy("sqlite:///" + order["database"]),
    dataset_name="ds",
)
pipeline.sync_destination()


def read(client, name, columns):
    # Through SQLAlchemy's own types of the columns, as users of dlt read them.
    table = client.reflect_table(name)
    with client.execute_query(table.select()) as cursor:
        names = list(cursor.native_cursor.keys())
        rows = [dict(zip(names, row)) for row in cursor.fetchall()]
    return sorted(json.dumps([str(row[column]) for column in columns]) for row in rows)


with pipeline.sql_client() as client:
    tables = {name: read(client, name, columns) for name, columns in order["tables"].items()}

seen = {
    "tables": tables,
    "version": pipeline.default_schema.version,
    "hash": pipeline.default_schema.stored_version_hash,
    "state": dict(pipeline.state.get("sources", {})),
}
if order["rows"]:
    pipeline.run([dlt.resource(order["rows"], name="t", write_disposition="append")], schema=pipeline.default_schema)
json.dump(seen, sys.stdout)
