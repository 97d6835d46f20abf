"""Loads and imports, each into an empty database of its own, beside the bare insert of the rows that they write.

A process is started for each run, so that none finds anything warm or in memory: `python -m benchmarks.writing`.
"""

import json
import subprocess
import sys
from functools import partial
from time import perf_counter

import django

from . import databases, floors
from .memory import map_nothing, peak

SCRATCH = "scratch"
BARS = {"sqlite": 6, "postgresql": 8}
RUNS = 5


def rounds(command, *args, runs=RUNS):
    """Run a command several times, each beside its floor; return [{"product": seconds, "floor": …, "peak": bytes}]."""
    return [json.loads(_in_a_process(command, *args)) for _ in range(runs)]


def peak_of(command, *args):
    """Return the most memory, in bytes, of a process that does nothing but run the command."""
    return json.loads(_in_a_process("--alone", command, *args))["peak"]


def _in_a_process(*words):
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.writing", *words],
        env=databases.environment(SCRATCH),
        cwd=databases.FOLDER.parent,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()[-1]


def _round(words):
    from django.core.management import call_command

    alone = words[0] == "--alone"
    command, *args = words[alone:]
    databases.make_anew()
    if alone:
        map_nothing()
    product = _seconds(lambda: call_command(command, *args, verbosity=0))
    found = {"product": product, "peak": peak()}
    if not alone:
        found["floor"] = _floor()
    databases.remove()
    return found


def _floor():
    """Write the rows that are there into a database that is made anew; return the seconds of that."""
    tables = _tables()
    database = databases.bare()
    wanted = [table for table in floors.contents(database, tables) if table[2]]
    database.close()
    databases.make_anew()
    database = databases.bare()
    seconds = _seconds(partial(floors.write, database, wanted))
    written = floors.contents(database, [table[:2] for table in wanted])
    database.close()
    assert written == wanted, "the floor writes other rows than the product"
    return seconds


def _tables():
    """Return (name, columns) of the tables that loads and imports fill."""
    from django.apps import apps
    from django.contrib.auth import get_user_model
    from django.db.models import GeneratedField

    models = apps.get_app_config("claims").get_models(include_auto_created=True)
    models = [get_user_model(), *(model for model in models if model.__name__ != "DataVersion")]
    return [
        (m._meta.db_table, [f.column for f in m._meta.concrete_fields if not isinstance(f, GeneratedField)])
        for m in models
    ]


def _seconds(call):
    start = perf_counter()
    call()
    return perf_counter() - start


if __name__ == "__main__":
    django.setup()
    print(json.dumps(_round(sys.argv[1:])))
