"""One load with dlt: dlt-load.py < asked.json.

It has {"address", "database", "folder", "resources", "fileFormat", "environment"}.
"""

import json
import os
import sys

from usage import print_usage


def load(asked: dict) -> None:
    os.environ.update(asked["environment"], DLT_DATA_DIR=f"{asked['folder']}/dlt", RUNTIME__DLTHUB_TELEMETRY="false")
    import dlt
    from dlt.sources.rest_api import rest_api_source

    source = rest_api_source({"client": {"base_url": f"{asked['address']}/"}, "resources": asked["resources"]})
    dlt.pipeline(
        pipeline_name="bench",
        destination=dlt.destinations.duckdb(asked["database"]),
        dataset_name="bench",
    ).run(source, loader_file_format=asked["fileFormat"])


if __name__ == "__main__":
    load(json.load(sys.stdin))
    print_usage()
