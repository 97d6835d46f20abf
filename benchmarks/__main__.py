"""`make bench`: measures one size on the database that DATABASE_URL names, else on SQLite, and keeps the results."""

import argparse
import os
import sys
from pathlib import Path

from . import databases

SIZES = ("tiny", "seed", "small", "medium", "large", "theses", "teams", "two", "votes")


def main():
    asked = _parse_arguments()
    size = "own" if asked.data else asked.size
    os.environ |= {**databases.build_environment(size), "DJANGO_SETTINGS_MODULE": "benchmarks.settings"}
    import django

    django.setup()
    from django.core.management import CommandError, call_command

    from . import generator, running

    call_command("collectstatic", interactive=False, verbosity=0)

    print(f"Preparing the database ({size}) …", file=sys.stderr)
    try:
        generator.prepare(size, asked.data)
    except CommandError as error:  # what is wrong with the file has been said line by line
        sys.exit(f"{asked.data} cannot be measured: {error}")
    if asked.make:
        return
    unequal = running.run(size, asked.only)
    sys.exit(f"{unequal} things were not measured: floor and product differ." if unequal else 0)


def _parse_arguments():
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--size", choices=SIZES, default="medium")
    parser.add_argument("--data", help="a file in the columns of the exchange, measured instead of a made-up record")
    parser.add_argument("--only", default="", help="measure only what has this in its name; nothing is kept")
    parser.add_argument("--make", action="store_true", help="only make the database of that size, to look at")
    asked = parser.parse_args()
    if asked.data and not Path(asked.data).is_file():
        parser.error(f"there is no file {asked.data}")
    return asked


if __name__ == "__main__":
    main()
