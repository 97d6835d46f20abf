"""What came of each fault, kept as soon as it is known, and written as a table into docs/faults.md."""

import re
import time
import traceback
from collections import Counter
from contextlib import contextmanager
from datetime import date

from tests.faults.site import ROOT

PAGE = ROOT / "docs" / "faults.md"
BEGIN, END = "<!-- the table, written by `make faults` -->", "<!-- end of the table -->"
HEAD = ["| fault | database | times | what was seen | what was mended |", "| --- | --- | ---: | --- | --- |"]
MOST_TOLD = 4
_FOLDERS = re.compile(r"(?<![\w./:])/(?:[\w.-]+/)+")  # where the run had its site: the table is read elsewhere

# What a fault broke when it was first tried, and how the product holds since; by how its title begins.
MENDED = {
    "`migrate` while": "pages of a database that is not migrated yet failed with 500: now 503, and a sentence",
    "kill −9 during `release`": "a killed release left its package in the data folder: the next one removes it",
    "disk of the data folder": "commands ended with tracebacks: now a sentence; the read API answers uncounted; a "
    "backup that fails closes its cursors",
    "read-only": "what a folder of another owner refuses was a failure: now a sentence, in commands and on pages; the "
    "files beside that of SQLite stayed read-only when it no longer was: they are opened with it",
}


class FaultTally:
    """How often a fault was made, what came of it, and what went wrong."""

    def __init__(self, title, database):
        self.title, self.database = title, database
        self.times = self.done = self.not_done = self.half = 0
        self.slowest = 0.0
        self.told, self.wrong, self.notes = Counter(), Counter(), []
        self.skipped = ""
        self._at = ""
        self._begun = time.monotonic()

    @contextmanager
    def attempt(self, where):
        """Count one attempt; `where` says how it can be made again."""
        self.times += 1
        self._at = where
        try:
            yield
        except Exception as error:
            traceback.print_exc()
            self.fail(f"{type(error).__name__}: {error}")
        self._at = ""

    def fail(self, words):
        self.wrong[words] += 1
        print(f"  WRONG ({self._at or self.title}): {words}", flush=True)

    def expect(self, holds, words):
        if not holds:
            self.fail(words)

    def expect_sound(self, broken):
        for line in broken[:MOST_TOLD]:
            self.fail(f"check_claims: {line}")

    def expect_clear(self, what_was_asked, answer):
        """Note what somebody was told; it must be a sentence."""
        self.told[f"{answer.status} {answer.heading}"] += 1
        self.expect(answer.is_clear, f"{what_was_asked}: {answer.status} {answer.page[:200]!r}")

    def expect_told(self, name, told, *words):
        """Note what a command said as it ended in vain: one of these words, and no traceback."""
        last = self.note_told(name, told)
        self.expect(told.is_clear and told.code != 0, f"{name} ended with {told.code}: {told.said[-300:]}")
        self.expect(any(word in told.said for word in words), f"{name} said {last!r}")

    def note_told(self, name, told):
        """Note the last line that a command said, and return it."""
        last = (told.said.strip().splitlines() or [""])[-1]
        self.told[f"{name}: {_FOLDERS.sub('…/', last)[:160]}"] += 1
        return last

    def note(self, words):
        self.notes.append(words)

    def note_log(self, log):
        """Note how often the server logged a failure that it had no sentence for."""
        failures = log.count('"exc_info"')
        if failures:
            self.notes.append(f"{failures} failures in the log")

    def to_row(self):
        seen = []
        if self.skipped:
            seen.append(f"**left out**: {self.skipped}")
        if self.done or self.not_done:
            seen.append(f"done {self.done}, not done {self.not_done}, half {self.half}")
        if self.slowest:
            seen.append(f"answers again after {self.slowest:.1f} s at most")
        seen += [
            f"“{words}”{f' × {number}' if number > 1 else ''}" for words, number in self.told.most_common(MOST_TOLD)
        ]
        seen += self.notes
        return {
            "title": self.title,
            "database": self.database,
            "times": self.times,
            "seen": "; ".join(seen),
            "wrong": dict(self.wrong),
            "day": date.today().isoformat(),
            "seconds": round(time.monotonic() - self._begun),
        }


def keep(tally):
    """Write a result into the table of the page, in place of an earlier one of the same fault."""
    row = tally.to_row()
    PAGE.write_text(put_in(PAGE.read_text(), row))
    return row


def put_in(page, row):
    """Return the page with a row between its two marks, sorted; rows of other faults stay as they are, whichever
    machine they were seen on."""
    before, rest = page.split(BEGIN)
    table, after = rest.split(END)
    lines = [line for line in table.splitlines() if line.startswith("|")]
    start = f"| {row['title']} | {row['database']} |"
    rows = sorted([*(line for line in lines[2:] if not line.startswith(start)), _write_line(row)])
    return f"{before}{BEGIN}\n\n" + "\n".join([*HEAD, *rows]) + f"\n\n{END}{after}"


def _write_line(row):
    wrong = "; ".join(f"**wrong**: {_in_cell(words)} (× {number})" for words, number in row["wrong"].items())
    seen = "; ".join(filter(None, [wrong, _in_cell(row["seen"])])) or "nothing broke"
    mended = next((words for start, words in MENDED.items() if row["title"].startswith(start)), "")
    return f"| {row['title']} | {row['database']} | {row['times']} | {seen} | {mended} |"


def _in_cell(words):
    return words.replace("|", "\\|").replace("\n", " ")[:600]
