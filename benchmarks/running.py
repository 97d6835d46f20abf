"""Runs the measures of a size one after the other, says each result at once, and keeps them."""

import csv
import sys
from functools import partial

from django.db import connection

from claims.models import Negotiation
from tracker.garbage import look_seldom

from . import (
    agreement,
    bench,
    databases,
    files,
    floors,
    lists,
    machine,
    memory,
    neighbours,
    packages,
    pages,
    releases,
    report,
    serving,
    stances,
    timing,
    workbench,
    writing,
)
from .journal import Journal

GROUPS = (machine, pages, releases, lists, files, packages, stances, agreement, workbench)
IN_MEMORY = (stances, agreement, memory)
MEMORY_BAR = 1.2  # most memory with all rows, to that with a hundred thousand


def run(size, only=""):
    """Measure what has `only` in its name; return how many floors yielded something else than the product.

    Each row of a whole run is kept as it is measured, so that one that was broken off goes on.
    """
    look_seldom()  # as each worker of the server does
    with bench.open_bench(size) as opened:
        versions = report.read_versions(
            connection.vendor, _read_server_version(opened.database)
        )  # first: files may change meanwhile
        head = {"database": connection.vendor, "size": size, "claims": opened.subjects.claims, "versions": versions}
        kept = Journal(None if only else databases.FOLDER / f"{connection.vendor}-{size}.jsonl", head)
        if len(kept):
            print(f"{len(kept)} rows are kept of a run that was broken off.", file=sys.stderr)
        results = {
            **head,
            "times": [*_measure_pages(opened, only, kept), *_measure_writing(opened, only, kept)],
            "http": kept.take("http", "all", partial(serving.measure, opened)) if only in "over http" else [],
            "memory": list(_measure_memory(opened, kept)) if size == "large" and only in "most memory" else [],
            "in memory": kept.take("in memory", "all", partial(_measure_sizes, opened)) if only in "in memory" else [],
        }
    print("\n" + report.write_markdown(results))
    if not only:
        print(f"Kept in {report.save_report(results)}.md and .json")
        kept.end()
    return sum(row["verdict"] == "unequal" for row in results["times"])


def _measure_pages(opened, only, kept):
    for group in GROUPS:
        for name, make in group.list_measures(opened):
            if only in name:
                yield kept.take("times", name, partial(_measure_and_say, name, make))


def _measure_sizes(opened):
    return [size for group in IN_MEMORY for size in group.measure_sizes(opened)]


def _measure_and_say(name, make):
    """Measure one thing and say at once what came of it."""
    try:
        measure = make()
        times = timing.time_in_turns(measure)
        row = report.make_row(name, times.product, times.floor, measure.bar, measure.limit)
    except timing.Unequal as reason:
        row = report.make_fault_row(name, reason)
    print(report.write_line(row), file=sys.stderr, flush=True)
    return row


def _measure_writing(opened, only, kept):
    """Loads and imports; what is imported is what the tracker exports, up to some thirty thousand claims."""
    bar = writing.BARS[connection.vendor]
    bars = {"import_claims": bar}
    if opened.subjects.claims <= packages.MOST_CLAIMS:  # these hold all claims; seeds are the same at every size
        bars |= {"import_package": bar, "import_dna": bar, "load_seeds": None}
    for name, bar in bars.items():
        if only in name:
            yield kept.take("times", name, partial(_measure_load, opened, name, bar))


def _measure_load(opened, name, bar):
    rounds = writing.measure_rounds(*_prepare(name, opened))
    row = report.make_row(name, [r["product"] for r in rounds], [r["floor"] for r in rounds], bar)
    print(report.write_line(row), file=sys.stderr, flush=True)
    return row


def _prepare(name, opened):
    """Return the words of a command that loads or imports; a package and a file of DNA hold all claims."""
    if name == "import_claims":
        return _prepare_import(opened, f"since={opened.subjects.latest}&")
    if name == "load_seeds":
        return [name]
    negotiation = Negotiation.objects.get(slug=opened.subjects.at.strip("/"))
    path = databases.FOLDER / opened.size / ("talks.dna" if name == "import_dna" else "package.zip")
    path.unlink(missing_ok=True)
    if name == "import_dna":
        neighbours.write_dna(negotiation, path)
        return [name, str(path), writing.EMPTY, "--publish"]
    packages.write(negotiation, path)
    return [name, str(path)]


def _prepare_import(opened, chosen=""):
    """Write the chosen claims to a file; return the words of the command that imports it."""
    path = databases.FOLDER / opened.size / f"claims{'-some' if chosen else ''}.csv"
    answer = opened.reader.get(f"{opened.subjects.at}/claims/?{chosen}_export=csv")
    with path.open("wb") as file:
        file.writelines(answer.streaming_content)
    if chosen:
        _close(path)
    return ["import_claims", str(path), "--create", "--publish", "--accept-warnings"]


def _close(path):
    """Take from a file's conditions what hangs on proposals of which it has no claim: it is imported by itself."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        heading, *rows = csv.reader(file)
    proposal, link = heading.index("proposal"), heading.index("depends_on")
    there = {row[proposal] for row in rows}
    for row in rows:
        row[link] = " ".join(name for name in row[link].split() if name.lstrip("!") in there)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([heading, *rows])


def _measure_memory(opened, kept):
    """Yield the most memory of downloads and of an import, with a hundred thousand rows and with all."""
    peaks = {f"export: claims, {kind}": partial(_measure_download, opened, kind) for kind in ("csv", "json", "xlsx")}
    peaks["import_claims"] = lambda chosen: writing.measure_peak(*_prepare_import(opened, chosen))
    for name, measure in peaks.items():
        yield kept.take("memory", name, partial(_measure_growth, opened, name, measure))


def _measure_download(opened, kind, chosen):
    return memory.measure_peak(opened.size, f"{opened.subjects.at}/claims/?{chosen}_export={kind}")


def _measure_growth(opened, name, measure):
    since = str(opened.subjects.late)
    sql = "SELECT count(*) FROM claims_claim WHERE status = 'published' AND said_on >= %s"
    ((few,),) = floors.fetch(opened.database, sql, [since])
    fewer, more = measure(f"since={since}&"), measure("")
    rows = {"fewer_rows": few, "more_rows": opened.subjects.claims, "bar": MEMORY_BAR}
    row = {"name": name, "fewer": fewer, "more": more, **rows}
    print(report.write_memory_line(row), file=sys.stderr, flush=True)
    return row


def _read_server_version(database):
    if connection.vendor == "sqlite":
        return database.execute("SELECT sqlite_version()").fetchone()[0]
    return database.execute("SHOW server_version").fetchone()[0]
