"""What was measured → a table to read and a file to keep."""

import json
import os
import platform
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from .timing import spread

RESULTS = Path(__file__).resolve().parent / "results"


def row(name, product, floor=(), bar=None, limit=None):
    """Return the row of a measured thing; times are seconds of each run, written in milliseconds."""
    found = {"name": name, "n": len(product), "product": _milliseconds(product), "bar": bar, "limit": limit}
    found["floor"] = _milliseconds(floor) if floor else None
    found["ratio"] = round(found["product"]["median"] / found["floor"]["median"], 2) if floor else None
    found["verdict"] = verdict(found)
    return found


def fault(name, reason):
    """Return the row of a thing whose floor does not yield what the product does."""
    return {"name": name, "fault": str(reason), "verdict": "unequal"}


def verdict(found):
    """Say whether a row keeps its bar and its limit; nothing where it has none."""
    kept = []
    if found["bar"] is not None and found["ratio"] is not None:
        kept.append(found["ratio"] <= found["bar"])
    if found["limit"] is not None:
        kept.append(found["product"]["median"] <= found["limit"])
    return ("kept" if all(kept) else "missed") if kept else ""


def versions(vendor, server):
    """Return what the times depend on."""
    names = ("django", "django-tables2", "numpy", "gunicorn", "xlsxwriter", "psycopg")
    return {
        "day": datetime.now(UTC).date().isoformat(),
        "code": _code(),
        "python": platform.python_version(),
        vendor: server,
        **{name: version(name) for name in names},
        "cores": os.cpu_count(),
        "machine": f"{platform.system()} {platform.machine()}",
    }


def written(report):
    """Return the report as Markdown."""
    lines = [f"# {report['database']}, {report['size']}: {report['claims']:,} published claims", ""]
    lines += [", ".join(f"{name} {value}" for name, value in report["versions"].items()), ""]
    lines += ["| | product, ms | floor, ms | ratio | bar | n | |", "| --- | ---: | ---: | ---: | ---: | ---: | --- |"]
    lines += [line(found) for found in report["times"]]
    if report["http"]:
        lines += ["", "| over HTTP, two workers | requests/s | p50, ms | p95, ms | hello/s | ratio | bar | |"]
        lines += ["| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |", *map(_http_line, report["http"])]
    if report["memory"]:
        lines += ["", "| most memory, MB | fewer rows | more rows | ratio | bar | |"]
        lines += ["| --- | ---: | ---: | ---: | ---: | --- |", *map(memory_line, report["memory"])]
    if report["in memory"]:
        lines += ["", "| in memory | MB | of |", "| --- | ---: | --- |"]
        lines += [f"| {what} | {size / 2**20:,.1f} | {of} |" for what, size, of in report["in memory"]]
    return "\n".join(lines) + "\n"


def keep(report):
    """Write the report to benchmarks/results, for people and for programs; return the path without its ending."""
    path = RESULTS / f"{report['database']}-{report['size']}"
    RESULTS.mkdir(exist_ok=True)
    path.with_suffix(".json").write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n")
    path.with_suffix(".md").write_text(written(report))
    return path


def _milliseconds(seconds):
    return {
        name: round(1000 * value, 2) for name, value in zip(("median", "least", "most"), spread(seconds), strict=True)
    }


def line(found):
    """Return the line of the table that says a row."""
    if "fault" in found:
        return f"| {found['name']} | | | | | | unequal: {found['fault'].replace('|', '¦')[:300]} |"
    bar = [f"{found['bar']}×"] if found["bar"] is not None else []
    bar += [f"{found['limit']} ms"] if found["limit"] is not None else []
    ratio = "" if found["ratio"] is None else f"{found['ratio']:.2f}"
    times = f"{_times(found['product'])} | {_times(found['floor'])}"
    return f"| {found['name']} | {times} | {ratio} | {', '.join(bar)} | {found['n']} | {found['verdict']} |"


def _times(times):
    return f"{times['median']:,.1f} ({times['least']:,.1f}–{times['most']:,.1f})" if times else ""


def _http_line(found):
    hello, rate = found["hello"], found["requests_a_second"]
    ratio = f"{hello / rate:.2f}" if hello else ""
    bar, said = (f"{found['bar']}×", "kept" if hello / rate <= found["bar"] else "missed") if found["bar"] else ("", "")
    said = " ".join([said, *([] if found["statuses"] == [200] else [f"({', '.join(map(str, found['statuses']))})"])])
    rates = f"{rate:,.1f} ({found['fewest']:,.1f}–{found['most']:,.1f})"
    times = f"{1000 * found['p50']:,.1f} | {1000 * found['p95']:,.1f}"
    greetings = f"{hello:,.0f}" if hello else ""
    return f"| {found['name']} | {rates} | {times} | {greetings} | {ratio} | {bar} | {said.strip()} |"


def memory_line(found):
    """Return the line of the table that says the most memory of something."""
    ratio = found["more"] / found["fewer"]
    said = "kept" if ratio <= found["bar"] else "missed"
    few, more = (f"{found[which] / 2**20:,.0f} at {found[f'{which}_rows']:,}" for which in ("fewer", "more"))
    return f"| {found['name']} | {few} | {more} | {ratio:.2f} | {found['bar']}× | {said} |"


def _code():
    """Return the commit that is measured, with a mark where files differ from it."""
    asked = ["git", "describe", "--always", "--dirty", "--abbrev=10"]
    done = subprocess.run(asked, cwd=RESULTS.parent, capture_output=True, text=True)
    return done.stdout.strip() or "unknown"
