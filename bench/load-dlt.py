"""One load with dlt, in a process of its own: load-dlt.py '{"address", "folder", "fileFormat"}'.

Prints what load.mjs says, as one line of JSON. A fileFormat of null is dlt's default, insert_values.
"""

import time

STARTED_AT = time.perf_counter()

import json
import os
import resource
import sys

ASKED = json.loads(sys.argv[1])
os.environ["RUNTIME__DLTHUB_TELEMETRY"] = "false"
os.environ["DLT_DATA_DIR"] = f"{ASKED['folder']}/dlt"

import dlt
from dlt.sources.rest_api import rest_api_source

source = rest_api_source(
    {
        "client": {
            "base_url": f"{ASKED['address']}/",
            "paginator": {"type": "json_link", "next_url_path": "next"},
        },
        "resources": [{"name": "orders", "endpoint": {"path": "orders", "data_selector": "data"}}],
    }
)
pipeline = dlt.pipeline(
    pipeline_name="orders",
    destination=dlt.destinations.duckdb(f"{ASKED['folder']}/orders.duckdb"),
    dataset_name="bench",
)
pipeline.run(source, loader_file_format=ASKED["fileFormat"], write_disposition="append")

used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
print(
    json.dumps(
        {
            "rows": pipeline.last_trace.last_normalize_info.row_counts["orders"],
            "seconds": time.perf_counter() - STARTED_AT,
            "cpuSeconds": sum(each.ru_utime + each.ru_stime for each in used),
            "peakBytes": max(each.ru_maxrss for each in used) * 1024,
        }
    )
)
