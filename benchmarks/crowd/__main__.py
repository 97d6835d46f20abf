"""`make load` and `make soak`: a crowd against the server, on the database that DATABASE_URL names, else on SQLite.

What the editors were answered is held against the history; what was measured is kept and written to docs/load.md.
"""

import argparse
import os
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import NamedTuple

from .. import databases
from . import report, site
from .editors import run_editors
from .readers import run_readers


class Met(NamedTuple):
    """What the editors did, what visitors saw that was no longer so, what was read, and samples of memory."""

    acts: list
    stale: list
    reads: list
    memory: list


def main():
    asked = _parse_arguments()
    subprocess.run([sys.executable, "-m", "benchmarks", "--size", asked.size, "--make"], check=True)
    os.environ |= {**site.build_environment(), "DJANGO_SETTINGS_MODULE": "tracker.settings"}
    import django

    django.setup()
    from django.db import connection

    from . import accounts, world

    rows = world.prepare(asked.size, asked.editors)
    before = accounts.look_before()
    connection.close()
    print(f"{asked.editors} editors and {asked.readers} readers for {asked.seconds} seconds …", file=sys.stderr)
    met = meet(asked, rows, databases.FOLDER / f"crowd-{connection.vendor}.log")
    faults = accounts.list_faults(met.acts, before, rows.for_editors["shared"], met.stale)
    results = report.make_results(asked, connection.vendor, met.acts, met.reads, met.memory, faults)
    if asked.kept_as:
        report.save(results)
    print(report.tell(results))
    sys.exit(1 if faults or results["failed"] else 0)


def meet(asked, rows, log):
    """Let the crowd meet the server, which logs there; editors and readers have a process each."""
    time = asked.seconds, asked.pause
    with site.serve(log) as (port, server), ProcessPoolExecutor(2, get_context("spawn")) as pool:
        watch = site.MemoryWatch(server)
        watch.start()
        editing = pool.submit(run_editors, port, asked.editors, rows.for_editors, *time)
        reading = pool.submit(run_readers, port, asked.readers, rows.at, rows.for_readers, *time)
        acts, stale = editing.result()
        return Met(acts, stale, reading.result(), watch.end())


def _parse_arguments():
    parser = argparse.ArgumentParser(prog="python -m benchmarks.crowd", description=__doc__)
    parser.add_argument("--size", default="medium", help="of the record: tiny, medium, large …")
    parser.add_argument("--seconds", type=int, default=120)
    parser.add_argument("--editors", type=int, default=20)
    parser.add_argument("--readers", type=int, default=40)
    parser.add_argument("--pause", type=float, default=1, help="seconds for which each thinks, in the middle")
    parser.add_argument("--kept-as", choices=report.KINDS, help="keep the results; else they are only told")
    return parser.parse_args()


if __name__ == "__main__":
    main()
