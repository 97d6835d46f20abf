"""The most memory that a process needs for a download: a process for each, `python -m benchmarks.memory ADDRESS`."""

import resource
import subprocess
import sys
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


def measure_peak(size, url):
    """Return the most memory of a process that answers one address."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.memory", url],
        env=databases.build_environment(size),
        cwd=databases.FOLDER.parent,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return int(done.stdout.splitlines()[-1])


def _fetch(url):
    from django.test import Client

    map_nothing()
    answer = Client(SERVER_NAME="127.0.0.1").get(url)
    for _ in answer.streaming_content if answer.streaming else [answer.content]:
        pass


if __name__ == "__main__":
    django.setup()
    _fetch(sys.argv[1])
    print(read_peak())
