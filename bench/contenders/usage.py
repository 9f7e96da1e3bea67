"""Says, as the last line of a process, what the operating system counted for it and for those it waited for."""

import json
import resource


def print_usage() -> None:
    """The peak is its own and that of the largest of those."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print(
        "\n"
        + json.dumps(
            {
                "cpuSeconds": sum(each.ru_utime + each.ru_stime for each in used),
                "peakBytes": sum(each.ru_maxrss for each in used) * 1024,
            }
        ),
        flush=True,
    )
