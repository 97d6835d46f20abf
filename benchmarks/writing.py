"""Loads and imports, each into an empty database of its own, beside the bare insert of the rows that they write.

A process is started for each run, so that none finds anything warm or in memory: `python -m benchmarks.writing`. Their
databases are copies of one that is migrated first, since to migrate takes longer than most of the loads.
"""

import json
import subprocess
import sys
from functools import cache, partial
from pathlib import Path
from time import perf_counter

import django

from . import databases, floors
from .memory import map_nothing, read_peak

SCRATCH, BLANK = "scratch", "blank"  # databases: of a run, and the migrated one
EMPTY = "empty"  # the negotiation that is there for a command that makes none
BARS = {"sqlite": 6, "postgresql": 8}
RUNS = 5
ALONE = "--alone"  # no floor after the command


def measure_rounds(command, *args, runs=RUNS):
    """Run a command several times, each beside its floor; return [{"product": seconds, "floor": …, "peak": bytes}]."""
    _make_blank()
    return [_measure_in_process(command, *args) for _ in range(runs)]


def measure_peak(command, *args):
    """Return the most memory, in bytes, of a process that does nothing but run the command."""
    _make_blank()
    return _measure_in_process(ALONE, command, *args)["peak"]


@cache
def _make_blank():
    _run_in_process(BLANK)


def _measure_in_process(*words):
    return json.loads(_run_in_process(SCRATCH, *words).splitlines()[-1])


def _run_in_process(database, *words):
    """Run this module on the database called so; return what it prints."""
    environment = databases.build_environment(database)
    Path(environment["DATA_DIR"]).mkdir(parents=True, exist_ok=True)  # an import makes none
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.writing", *words],
        env=environment,
        cwd=databases.FOLDER.parent,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout


def _measure_round(words):
    from django.core.management import call_command

    alone = words[0] == ALONE
    command, *args = words[alone:]
    databases.copy_from(BLANK)
    if EMPTY in args:
        _make_negotiation()
    if alone:
        map_nothing()
    product = _time(lambda: call_command(command, *args, verbosity=0))
    measured = {"product": product, "peak": read_peak()}
    if not alone:
        measured["floor"] = _measure_floor()
    databases.remove()
    return measured


def _make_negotiation():
    from claims.models import Negotiation
    from claims.services.write_gate import editing

    with editing(None) as gate:
        gate.save(Negotiation(slug=EMPTY, title="Imported talks", short_title="Imported talks"))


def _measure_floor():
    """Write the rows that are there into a blank database; return the seconds of that."""
    tables = _list_tables()
    database = databases.connect_bare()
    wanted = [table for table in floors.read_contents(database, tables) if table[2]]
    database.close()
    databases.copy_from(BLANK)
    database = databases.connect_bare()
    seconds = _time(partial(floors.write, database, wanted))
    written = floors.read_contents(database, [table[:2] for table in wanted])
    database.close()
    assert written == wanted, "the floor writes other rows than the product"
    return seconds


def _list_tables():
    """Return (name, columns) of the tables that loads and imports fill."""
    from django.apps import apps
    from django.contrib.auth import get_user_model
    from django.db.models import GeneratedField

    models = apps.get_app_config("claims").get_models(include_auto_created=True)
    models = [get_user_model(), *(model for model in models if not model.__name__.endswith("Version"))]
    return [
        (m._meta.db_table, [f.column for f in m._meta.concrete_fields if not isinstance(f, GeneratedField)])
        for m in models
    ]


def _time(call):
    start = perf_counter()
    call()
    return perf_counter() - start


if __name__ == "__main__":
    django.setup()
    if sys.argv[1:]:
        print(json.dumps(_measure_round(sys.argv[1:])))
    else:
        databases.make_anew()
