"""Try faults on one database: python -m tests.faults [--count 50] [--seed 1] [--only kill] [--postgres]."""

import argparse
import os
import signal
import sys
import tempfile
import time
from pathlib import Path


def read_arguments():
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--count", type=int, default=50, help="how often each work is killed")
    parser.add_argument("--seed", type=int, default=0, help="draws the moments; without it a new one is drawn")
    parser.add_argument(
        "--only", default="", help="faults whose name begins so, such as save or disk; several by commas"
    )
    parser.add_argument("--postgres", action="store_true", help="on a server of PostgreSQL of its own, not on SQLite")
    parser.add_argument(
        "--folder", type=Path, help="where the site is made; without it a folder that is gone afterwards"
    )
    return parser.parse_args()


def main():
    chosen = read_arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # disks are unmounted and servers ended all the same
    seed = chosen.seed or int(time.time()) % 100_000
    print(f"Seed {seed}: --seed {seed} draws the same moments again.", flush=True)
    with tempfile.TemporaryDirectory(prefix="faults-") as made:
        folder = chosen.folder or Path(made)
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o755)
        sys.exit(try_all(chosen, seed, folder))


def try_all(chosen, seed, folder):
    from tests.faults.postgres import OwnPostgres

    server = None
    if chosen.postgres:
        if not OwnPostgres.is_installed():
            print("PostgreSQL is not installed: its half is LEFT OUT.")
            return 77
        server = OwnPostgres(folder / "postgres")
        server.make()
    try:
        os.environ |= {
            "DATA_DIR": str(folder / "data"),
            "DJANGO_SETTINGS_MODULE": "tracker.settings",
            "LOG_LEVEL": "ERROR",
        }
        os.environ.pop("DATABASE_URL", None)
        os.environ.pop("ALLOWED_HOSTS", None)
        if server:
            os.environ["DATABASE_URL"] = server.url
        set_up()
        return try_each(chosen, seed, folder, server)
    finally:
        if server:
            server.stop("immediate")


def set_up():
    """Set Django up here too, without a pool: processes are forked off, and no thread goes with them."""
    import django

    django.setup()
    from django.db import connection

    connection.settings_dict["OPTIONS"].pop("pool", None)


def try_each(chosen, seed, folder, server):
    from tests.faults import report
    from tests.faults.faults import list_faults
    from tests.faults.world import TriedWorld

    world = TriedWorld(folder, server.url if server else "", server)
    world.make()
    wrong = 0
    try:
        for fault in list_faults(world):
            if chosen.only and not fault.name.startswith(tuple(chosen.only.split(","))):
                continue
            print(f"{world.database}: {fault.name} …", flush=True)
            row = report.keep(fault.run(chosen.count, seed))
            wrong += len(row["wrong"])
            print(f"  {row['times']} times, {row['seconds']} s: {row['seen']}", flush=True)
    finally:
        world.site.end_copies()
    return min(wrong, 1)


if __name__ == "__main__":
    main()
