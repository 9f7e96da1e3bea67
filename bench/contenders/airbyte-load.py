"""One load with PyAirbyte: airbyte-load.py < asked.json, with {"database", "folder", "resources", "manifest"}."""

import json
import os
import sys

from usage import print_usage


def load(asked: dict) -> None:
    os.environ.update(AIRBYTE_LOCAL_REGISTRY="", DO_NOT_TRACK="1", AIRBYTE_OFFLINE_MODE="1")
    import airbyte
    from airbyte.caches import DuckDBCache

    source = airbyte.get_source("source-bench", config={}, source_manifest=asked["manifest"])
    source.select_all_streams()
    cache = DuckDBCache(db_path=asked["database"], schema_name="bench", cache_dir=f"{asked['folder']}/cache")
    source.read(cache=cache, write_strategy="append")


if __name__ == "__main__":
    load(json.load(sys.stdin))
    print_usage()
