"""Runs the measures of a size one after the other, says each result at once, and keeps them."""

import sys

from django.core.management import get_commands
from django.db import connection

from . import bench, databases, files, floors, lists, memory, pages, report, serving, stances, timing, writing

GROUPS = (pages, lists, files, stances)
MEMORY_BAR = 1.2  # most memory with all rows, to that with a hundred thousand


def run(size, only=""):
    """Measure what has `only` in its name; return how many floors yielded something else than the product."""
    with bench.opened(size) as opened:
        times = [*_pages(opened, only), *_writing(opened, only)]
        http = serving.measure(opened) if only in "over http" else []
        most = _memory(opened) if size == "large" and only in "most memory" else []
        found = {
            "database": connection.vendor,
            "size": size,
            "claims": opened.subjects.claims,
            "versions": report.versions(connection.vendor, _server(opened.database)),
            "times": times,
            "http": http,
            "memory": most,
        }
    print("\n" + report.written(found))
    if not only:
        print(f"Kept in {report.keep(found)}.md and .json")
    return sum(row["verdict"] == "unequal" for row in times)


def _pages(opened, only):
    for group in GROUPS:
        for name, make in group.measures(opened):
            if only in name:
                yield _said(name, make)


def _said(name, make):
    """Measure one thing and say at once what came of it."""
    try:
        measure = make()
        times = timing.timed(measure)
        row = report.row(name, times.product, times.floor, measure.bar, measure.limit)
    except timing.Unequal as reason:
        row = report.fault(name, reason)
    print(report._line(row), file=sys.stderr, flush=True)
    return row


def _writing(opened, only):
    """Loads and imports; what is imported is what the tracker exports."""
    commands = {"load_seeds": ["load_seeds"]}
    if "import_claims" in get_commands():
        path = databases.FOLDER / opened.size / "claims.csv"
        path.write_bytes(opened.get(f"/claims/?since={opened.subjects.late}&_export=csv"))
        commands["import_claims"] = ["import_claims", str(path), "--create", "--publish"]
    for name, command in commands.items():
        if only in name:
            rounds = writing.rounds(*command)
            bar = writing.BARS[connection.vendor] if name == "import_claims" else None
            row = report.row(name, [r["product"] for r in rounds], [r["floor"] for r in rounds], bar)
            print(report._line(row), file=sys.stderr, flush=True)
            yield row


def _memory(opened):
    """Downloads and the import of a hundred thousand rows, and of all."""
    since = [str(opened.subjects.late)]
    sql = "SELECT count(*) FROM claims_claim WHERE status = 'published' AND said_on >= %s"
    ((few,),) = floors.fetch(opened.database, sql, since)
    rows = {"fewer_rows": few, "more_rows": opened.subjects.claims, "bar": MEMORY_BAR}
    for kind in ("csv", "json", "xlsx"):
        fewer, more = (
            memory.peak_of(opened.size, f"/claims/?{asked}_export={kind}") for asked in (f"since={since[0]}&", "")
        )
        yield {"name": f"export: claims, {kind}", "fewer": fewer, "more": more, **rows}


def _server(database):
    if connection.vendor == "sqlite":
        return database.execute("SELECT sqlite_version()").fetchone()[0]
    return database.execute("SHOW server_version").fetchone()[0]
