"""Notion, for dlt."""
import dlt
from dlt.sources.rest_api import RESTAPIConfig, rest_api_resources

VERSION = "2022-06-28"
BASE = "https://api.notion.com"

@dlt.source
def notion(api_token: str = dlt.secrets.value, page_size: int = 100):
    config: RESTAPIConfig = {
        "client": {
            "base_url": f"{BASE}/v1/",
            "headers": {
                "Authorization": f"Bearer {api_token}",
                "Notion-Version": VERSION,
            },
        },
        "resources": [
            {
                "name": "users",
                "endpoint": {
                    "path": "users",
                    "params": {"page_size": page_size},
                    "data_selector": "results",
                    "paginator": {
                        "type": "cursor",
                        "cursor_path": "next_cursor",
                        "cursor_param": "start_cursor",
                        "has_more_path": "has_more",
                    },
                },
            },
            {
                "name": "blocks",
                "endpoint": {
                    "path": "blocks/{root_id}/children",
                    "params": {"root_id": dlt.config["root_page"]},
                    "data_selector": "results",
                },
            },
        ],
    }
    yield from rest_api_resources(config)
