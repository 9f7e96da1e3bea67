"""One load with Singer: singer-load.py < asked.json.

It has {"address", "database", "folder", "resources", "schemas", "programs"}.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

from usage import print_usage


def load(asked: dict) -> None:
    folder = Path(asked["folder"])
    tap_config = {
        "api_url": asked["address"],
        "next_page_token_path": "$.next",
        "pagination_request_style": "jsonpath_paginator",
        "pagination_response_style": "hateoas_body",
        "streams": [stream(folder, resource, asked["schemas"]) for resource in asked["resources"]],
    }
    target_config = {
        "path": asked["database"],
        "default_target_schema": "bench",
        "primary_key_required": False,
        "temp_dir": asked["folder"],
    }
    with open(folder / "singer.log", "w") as log:
        quiet = {"stderr": log, "env": {**os.environ, "LOGLEVEL": "WARNING"}}
        tap = subprocess.Popen(
            [asked["programs"]["tap"], "--config", written(folder / "tap.json", tap_config)],
            stdout=subprocess.PIPE,
            **quiet,
        )
        target = subprocess.Popen(
            [asked["programs"]["target"], "--config", written(folder / "target.json", target_config)],
            stdin=tap.stdout,
            stdout=subprocess.DEVNULL,
            **quiet,
        )
        tap.stdout.close()
        codes = [target.wait(), tap.wait()]
    if codes != [0, 0]:
        sys.exit((folder / "singer.log").read_text()[-2000:])


def stream(folder: Path, resource: dict, schemas: dict) -> dict:
    name = resource["name"]
    return {
        "name": name,
        "path": f"/{resource['endpoint']['path']}",
        "records_path": "$.data[*]",
        "schema": written(folder / f"{name}.json", schemas[name]),
    }


def written(path: Path, content: dict) -> str:
    path.write_text(json.dumps(content))
    return str(path)


if __name__ == "__main__":
    load(json.load(sys.stdin))
    print_usage()
