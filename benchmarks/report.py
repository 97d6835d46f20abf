"""What was measured → a table to read and a file to keep."""

import json
import os
import platform
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version
from math import inf
from pathlib import Path

from .timing import take_spread

HEADING = ("| | product, ms | floor, ms | ratio | bar | n | |", "| --- | ---: | ---: | ---: | ---: | ---: | --- |")
RESULTS = Path(__file__).resolve().parent / "results"


def make_row(name, product, floor=(), bar=None, limit=None):
    """Return the row of a measured thing; times are seconds of each run, written in milliseconds."""
    made = {"name": name, "n": len(product), "product": _to_milliseconds(product), "bar": bar, "limit": limit}
    made["floor"] = _to_milliseconds(floor) if floor else None
    made["ratio"] = round(made["product"]["median"] / made["floor"]["median"], 2) if floor else None
    made["verdict"] = judge(made)
    return made


def make_fault_row(name, reason):
    """Return the row of a thing whose floor does not yield what the product does."""
    return {"name": name, "fault": str(reason), "verdict": "unequal"}


def judge(row):
    """Say whether a row keeps its bar and its limit; nothing where it has none."""
    kept = []
    if row["bar"] is not None and row["ratio"] is not None:
        kept.append(row["ratio"] <= row["bar"])
    if row["limit"] is not None:
        kept.append(row["product"]["median"] <= row["limit"])
    return ("kept" if all(kept) else "missed") if kept else ""


def read_versions(vendor, server):
    """Return what the times depend on."""
    names = ("django", "django-tables2", "numpy", "gunicorn", "xlsxwriter", "psycopg")
    return {
        "day": datetime.now(UTC).date().isoformat(),
        "code": read_commit(),
        "python": platform.python_version(),
        vendor: server,
        **{name: version(name) for name in names},
        "cores": os.cpu_count(),
        "machine": f"{platform.system()} {platform.machine()}",
    }


def write_markdown(report):
    """Return the report as Markdown."""
    lines = [f"# {report['database']}, {report['size']}: {report['claims']:,} published claims", ""]
    lines += [", ".join(f"{name} {value}" for name, value in report["versions"].items()), ""]
    lines += [*_write_missed(report["times"]), *HEADING, *(write_line(row) for row in report["times"])]
    if report["http"]:
        lines += ["", "| over HTTP, two workers | requests/s | p50, ms | p95, ms | hello/s | ratio | bar | |"]
        lines += ["| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |", *map(_write_http_line, report["http"])]
    if report["memory"]:
        lines += ["", "| most memory, MB | fewer rows | more rows | ratio | bar | |"]
        lines += ["| --- | ---: | ---: | ---: | ---: | --- |", *map(write_memory_line, report["memory"])]
    if report["in memory"]:
        lines += ["", "| in memory | MB | of |", "| --- | ---: | --- |"]
        lines += [f"| {name} | {size / 2**20:,.1f} | {of} |" for name, size, of in report["in memory"]]
    return "\n".join(lines) + "\n"


def _write_missed(rows):
    """Return the lines of what is unequal or missed, the farthest from its bar or limit first, before all others."""
    judged = [row for row in rows if row["verdict"]]
    missed = [row for row in judged if row["verdict"] != "kept"]
    if not missed:
        return [f"All {len(judged)} bars are kept.", ""]
    first = sorted(missed, key=_measure_miss, reverse=True)
    return [f"{len(missed)} of {len(judged)} bars are missed:", "", *HEADING, *map(write_line, first), "", "All:", ""]


def _measure_miss(row):
    """Return how many times its bar or its limit a row takes; what is unequal comes before all."""
    if "fault" in row:
        return inf
    by_bar = row["ratio"] / row["bar"] if row["bar"] and row["ratio"] else 0
    return max(by_bar, row["product"]["median"] / row["limit"] if row["limit"] else 0)


def save_report(report):
    """Write the report to benchmarks/results, for people and for programs; return the path without its ending."""
    path = RESULTS / f"{report['database']}-{report['size']}"
    RESULTS.mkdir(exist_ok=True)
    path.with_suffix(".json").write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n")
    path.with_suffix(".md").write_text(write_markdown(report))
    return path


def _to_milliseconds(seconds):
    return {
        name: round(1000 * value, 2)
        for name, value in zip(("median", "least", "most"), take_spread(seconds), strict=True)
    }


def write_line(row):
    """Return the line of the table that says a row."""
    if "fault" in row:
        return f"| {row['name']} | | | | | | unequal: {row['fault'].replace('|', '¦')[:300]} |"
    bar = [f"{row['bar']}×"] if row["bar"] is not None else []
    bar += [f"{row['limit']} ms"] if row["limit"] is not None else []
    ratio = "" if row["ratio"] is None else f"{row['ratio']:.2f}"
    times = f"{_write_times(row['product'])} | {_write_times(row['floor'])}"
    return f"| {row['name']} | {times} | {ratio} | {', '.join(bar)} | {row['n']} | {row['verdict']} |"


def _write_times(times):
    return f"{times['median']:,.1f} ({times['least']:,.1f}–{times['most']:,.1f})" if times else ""


def _write_http_line(row):
    hello, rate = row["hello"], row["requests_a_second"]
    ratio = f"{hello / rate:.2f}" if hello else ""
    bar, said = (f"{row['bar']}×", "kept" if hello / rate <= row["bar"] else "missed") if row["bar"] else ("", "")
    said = " ".join([said, *([] if row["statuses"] == [200] else [f"({', '.join(map(str, row['statuses']))})"])])
    rates = f"{rate:,.1f} ({row['fewest']:,.1f}–{row['most']:,.1f})"
    times = f"{1000 * row['p50']:,.1f} | {1000 * row['p95']:,.1f}"
    greetings = f"{hello:,.0f}" if hello else ""
    return f"| {row['name']} | {rates} | {times} | {greetings} | {ratio} | {bar} | {said.strip()} |"


def write_memory_line(row):
    """Return the line of the table that says the most memory of something."""
    ratio = row["more"] / row["fewer"]
    said = "kept" if ratio <= row["bar"] else "missed"
    few, more = (f"{row[which] / 2**20:,.0f} at {row[f'{which}_rows']:,}" for which in ("fewer", "more"))
    return f"| {row['name']} | {few} | {more} | {ratio:.2f} | {row['bar']}× | {said} |"


def read_commit(root=RESULTS.parent.parent):
    """Return the commit that is measured, with a mark where files differ from it that are more than words and results:
    the run on the one database writes these before that on the other begins."""
    asked = ["git", "describe", "--always", "--abbrev=10"]
    commit = subprocess.run(asked, cwd=root, capture_output=True, text=True).stdout.strip()
    if not commit:
        return "unknown"
    differ = ["git", "diff", "--quiet", "HEAD", "--", ".", ":!docs", ":!benchmarks/results"]
    return commit + ("-dirty" if subprocess.run(differ, cwd=root, capture_output=True).returncode else "")
