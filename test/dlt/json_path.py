"""What jsonpath-ng finds: the judge of our JSONPath.

Standard input: [{"path", "body"}], the body as JSON text. Standard output: for each the list of its matches, or the name
of the exception that reading or following the path ended with, as a text.
"""

import json
import sys

from jsonpath_ng.ext import parse


def judged(path, body):
    try:
        return [match.value for match in parse(path).find(json.loads(body))]
    except Exception as error:
        return type(error).__name__


print(json.dumps([judged(case["path"], case["body"]) for case in json.load(sys.stdin)]))
