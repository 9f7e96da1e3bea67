import os

BASE_CONFIG = dict(
    base_url="https://api.airtable.com/v0",
    auth={"type": "bearer", "token": os.environ["AIRTABLE_TOKEN"]},
)

ENDPOINTS = [
    {
        "name": "bases",
        "path": "/meta/bases",
        "data_selector": "bases",
        "primary_key": "id",
        "pagination": {"type": "cursor", "cursor_param": "offset", "cursor_path": "offset"},
    },
    {
        "name": "tables",
        "path": "/meta/bases/{base_id}/tables",
        "data_selector": "tables",
        "primary_key": "id",
        "pagination": "single_page",
    },
]
