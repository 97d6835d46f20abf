"""The most memory that a process needs for a download, or for pages: a process for each, `python -m benchmarks.memory
ADDRESS …`."""

import resource
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import django

from . import databases

STATUS = Path("/proc/self/status")


def read_peak():
    """Return the most memory, in bytes, that this process has had.

    Linux tells it in /proc; what `getrusage` says there may be that of the process that started this one.
    """
    if STATUS.exists():
        (line,) = (line for line in STATUS.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def map_nothing():
    """On SQLite: pages of the file that are mapped would count as memory of the process."""
    from django.db import connection

    if connection.vendor == "sqlite":
        connection.cursor().execute("PRAGMA mmap_size=0")


def measure_sizes(bench):
    """Yield (what, bytes, of what) of the most memory of a worker that answers the first screen, then ten days."""
    first, day = f"{bench.subjects.at}/", bench.subjects.day
    days = [f"{first}?as_of={day - timedelta(days=7 * number)}" for number in range(10)]
    of_all = f"{bench.subjects.claims:,} claims"
    yield "most memory of a worker, for the first screen", measure_peak(bench.size, first), of_all
    yield "the same, and for it as of ten other days", measure_peak(bench.size, first, *days), of_all


def measure_peak(size, *urls):
    """Return the most memory of a process that answers one address, or some."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.memory", *urls],
        env=databases.build_environment(size),
        cwd=databases.FOLDER.parent,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return int(done.stdout.splitlines()[-1])


def _fetch(urls):
    from django.test import Client

    map_nothing()
    client = Client(SERVER_NAME="127.0.0.1")
    for url in urls:
        answer = client.get(url)
        for _ in answer.streaming_content if answer.streaming else [answer.content]:
            pass


if __name__ == "__main__":
    django.setup()
    _fetch(sys.argv[1:])
    print(read_peak())
