"""What a crowd met, in numbers: kept in benchmarks/results for programs, and written to docs/load.md for people."""

import json
import os
import platform
from collections import Counter, defaultdict
from datetime import UTC, datetime
from statistics import median, quantiles

from ..report import RESULTS, read_commit

DOCUMENT = RESULTS.parent.parent / "docs" / "load.md"
BEGIN, END = "<!-- written by make load -->", "<!-- end of what make load wrote -->"
KINDS = ("load", "soak")
WARM_UP = 1 / 3  # of the time: what workers keep for readers is filled by then
FLAT = 5  # percent of its memory by which a worker may grow in ten minutes
TOLD = 20  # faults


def make_results(asked, vendor, entries, answers, samples, faults):
    """Return all that is told of a run, as JSON holds it."""
    told = [entry for entry in entries if entry.outcome != "unanswered"]
    good = [answer for answer in answers if answer.status in (200, 304)]
    busy = sum(answer.status == 503 and answer.kind == "download" for answer in answers)
    return {
        "kind": asked.kept_as,
        "database": vendor,
        "size": asked.size,
        "day": datetime.now(UTC).strftime("%Y-%m-%d %H:%M"),
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        "python": platform.python_version(),
        "commit": read_commit(),
        "asked": {name: getattr(asked, name) for name in ("seconds", "editors", "readers", "pause")},
        "acts": _sum_up((entry.act, entry.seconds) for entry in told),
        "outcomes": _count_outcomes(entries),
        "refusals": Counter(f"{e.act}: {e.said[:90]}" for e in told if e.outcome == "refused").most_common(TOLD),
        "pages": _sum_up((answer.kind, answer.seconds) for answer in good),
        "requests": len(answers) + len(entries),
        "come again": busy,
        "failed": len(answers) - len(good) - busy + len(entries) - len(told),
        "failures": Counter(
            f"{answer.status} {answer.kind}" for answer in answers if answer.status not in (200, 304, 503)
        ),
        "memory": [_sum_up_memory(worker, samples) for worker in sorted({sample[1] for sample in samples})],
        "faults": faults[:TOLD],
        "number of faults": len(faults),
    }


def _sum_up(times):
    """Return {kind: [number, p50, p95, longest]}, in seconds."""
    of_kind = defaultdict(list)
    for kind, seconds in times:
        of_kind[kind].append(seconds)
    return {kind: [len(of_one), *_cut(of_one)] for kind, of_one in sorted(of_kind.items())}


def _cut(seconds):
    cuts = quantiles(seconds, n=20, method="inclusive") if len(seconds) > 1 else [*seconds] * 19
    return [round(value, 3) for value in (median(seconds), cuts[18], max(seconds))]


def _count_outcomes(entries):
    counts = defaultdict(Counter)
    for entry in entries:
        counts[entry.act][entry.outcome] += 1
    return {act: dict(of_act) for act, of_act in sorted(counts.items())}


def _sum_up_memory(worker, samples):
    """Return what a worker had at the beginning and the end, in MB, and how it grew after a while, in ten minutes."""
    own = [(at, in_memory, mine) for at, of, in_memory, mine in samples if of == worker]
    later = own[int(len(own) * WARM_UP) :]
    slope = 600 * _measure_slope([(at, mine) for at, _, mine in later])
    return {
        "worker": worker,
        "first": round(own[0][2], 1),
        "last": round(own[-1][2], 1),
        "most": round(max(mine for _, _, mine in own), 1),
        "resident": round(own[-1][1], 1),
        "growth": round(slope, 1),
        "flat": slope <= FLAT / 100 * own[-1][2],
    }


def _measure_slope(points):
    """Return the slope of the line through points by least squares, 0 where there are too few."""
    if len(points) < 2:
        return 0.0
    middle = [sum(values) / len(points) for values in zip(*points, strict=True)]
    across = sum((x - middle[0]) ** 2 for x, _ in points)
    return sum((x - middle[0]) * (y - middle[1]) for x, y in points) / across if across else 0.0


def save(results):
    """Keep the results of a run in place of the last of its kind on this database, and write all that are kept."""
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{results['database']}-{results['kind']}.json"
    path.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n")
    kept = [RESULTS / f"{vendor}-{kind}.json" for kind in KINDS for vendor in ("sqlite", "postgresql")]
    told = [tell(json.loads(path.read_text())) for path in kept if path.exists()]
    before, _, rest = DOCUMENT.read_text().partition(BEGIN)
    DOCUMENT.write_text("\n\n".join([before + BEGIN, *told, END]) + rest.partition(END)[2])


def tell(results):
    """Return a section of docs/load.md: what a run came to."""
    asked = results["asked"]
    share = 100 * results["failed"] / max(results["requests"], 1)
    lines = [
        f"## {(results['kind'] or 'tried').capitalize()}, {results['database']}",
        "",
        f"{results['day']} UTC, {results['machine']}, Python {results['python']}, commit {results['commit']}: "
        f"{asked['editors']} editors and {asked['readers']} readers for {asked['seconds']} s, who think for "
        f"{asked['pause']} s in the middle, at the record `{results['size']}`.",
        "",
        f"- {_say_faults(results)}",
        f"- {results['requests']:,} acts and pages, {results['requests'] / asked['seconds']:.1f} a second, "
        f"{_count_saves(results)} saves; {results['failed']} failed ({share:.2f} %){_list_failures(results)}; "
        f"{results['come again']} downloads were told to come again.",
        "",
        *_write_acts(results),
        "",
        *_write_pages(results),
        "",
        *_write_memory(results),
    ]
    return "\n".join(lines)


def _say_faults(results):
    if results["faults"]:
        return f"**{results['number of faults']} faults**: " + "; ".join(results["faults"])
    return (
        "Every save that was answered is in the history once, none that was refused is, no word that another wrote was "
        "lost, and `check_claims` lists nothing."
    )


def _count_saves(results):
    return sum(counts.get("saved", 0) for counts in results["outcomes"].values())


def _list_failures(results):
    failures = ", ".join(f"{number} × {name}" for name, number in results["failures"].items())
    return f": {failures}" if failures else ""


def _write_acts(results):
    yield "| act | saved | told: conflict | refused | hindered | unanswered | p50, s | p95, s | longest, s |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
    for act, counts in results["outcomes"].items():
        numbers = [counts.get(name, 0) for name in ("saved", "conflict", "refused", "hindered", "unanswered")]
        yield f"| {act} | {' | '.join(map(str, numbers))} | {_write_times(results['acts'].get(act))} |"


def _write_pages(results):
    yield "| page | read | p50, s | p95, s | longest, s |"
    yield "| --- | ---: | ---: | ---: | ---: |"
    for kind, times in results["pages"].items():
        yield f"| {kind} | {times[0]} | {_write_times(times)} |"


def _write_times(times):
    return " | ".join(f"{value:.2f}" for value in times[1:]) if times else " | | "


def _write_memory(results):
    yield "| worker | own memory at first, MB | at last | at most | with mapped files | growth in ten minutes | |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | --- |"
    for number, one in enumerate(results["memory"], start=1):
        told = "flat" if one["flat"] else "grows"
        numbers = " | ".join(f"{one[name]:.1f}" for name in ("first", "last", "most", "resident", "growth"))
        yield f"| {number} | {numbers} | {told} |"
