"""What a whole run has measured so far, a line each: a run that is broken off goes on where it was."""

import json


class Journal:
    """Rows of a report by part and name. A file that was begun with another `head` (code, versions, claims) is begun
    anew, as is one of code that differs from its commit; without a path nothing is kept. What was unequal is measured
    again."""

    def __init__(self, path, head):
        self._path, self._rows = path, {}
        if path is None:
            return
        said = json.dumps(head)
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        if lines[:1] == [said] and not head["versions"]["code"].endswith("-dirty"):
            self._rows = dict(row for row in map(_read_row, lines[1:]) if row and not _is_unequal(row[1]))
        path.parent.mkdir(parents=True, exist_ok=True)
        whole = [said, *(_write_row(*key, row) for key, row in self._rows.items())]
        path.write_text("".join(f"{line}\n" for line in whole), encoding="utf-8")

    def __len__(self):
        return len(self._rows)

    def take(self, part, name, measure):
        """Return the row that is kept, else what `measure()` makes, which is kept at once."""
        if (part, name) not in self._rows:
            row = self._rows[part, name] = measure()
            if self._path:
                with self._path.open("a", encoding="utf-8") as file:
                    file.write(f"{_write_row(part, name, row)}\n")
        return self._rows[part, name]

    def end(self):
        """Forget all: the run is whole, and its report is written."""
        if self._path:
            self._path.unlink(missing_ok=True)


def _write_row(part, name, row):
    return json.dumps([part, name, row], ensure_ascii=False)


def _is_unequal(row):
    return isinstance(row, dict) and row.get("verdict") == "unequal"


def _read_row(line):
    """Return ((part, name), row) of a line, None of one that was broken off."""
    try:
        part, name, row = json.loads(line)
    except ValueError:
        return None
    return (part, name), row
