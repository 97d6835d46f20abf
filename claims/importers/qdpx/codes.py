"""What codes say of a claim: by the codes that our own export writes, and by a table of whoever imports."""

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from ...rules.folding import fold_name
from ...rules.refi_qda import LEVELS, OF_HOLDER, OF_SPEAKER, ROOT, read_lines, read_stance
from ..errors import FileErrors, ImportFailed, count_lines
from .read import QdaCode

CODE = "code"
ANY = "*"  # stands for every passage: what is so wherever no code says otherwise
BETWEEN = " / "  # names of a path
COLUMNS = (
    "holder", "holder_kind", "side", "speaker", "speaker_kind", "speaker_for", "proposal", "topic", "dimension",
    "value", "attribution",
)  # fmt: skip
LARGEST = 5_000_000  # bytes
NO_COLUMN = "There is no such column: there are {columns}."


class CodeTable(NamedTuple):
    """What codes say, column → text: `by_code` by their GUIDs, `always` wherever these say nothing."""

    by_code: dict[str, dict[str, str]]
    always: dict[str, str]


def read_codes(codes: Mapping[str, QdaCode], table: Path | None) -> CodeTable:
    """Return what the codes of a project say; a table goes before codes of our own, a code before those around it.
    Raise ImportFailed with every fault of the table."""
    by_name = _read_table(table, codes) if table else {}
    by_path = {code.path: _read_own(code) for code in codes.values()}
    told = {}
    for guid, code in codes.items():
        said: dict[str, str] = {}
        for end in range(1, len(code.path) + 1):
            path = code.path[:end]
            said |= by_path.get(path, {})
            said |= by_name.get(fold_name(path[-1]), {}) | by_name.get(fold_name(BETWEEN.join(path)), {})
        told[guid] = said
    return CodeTable(told, by_name.get(ANY, {}))


def _read_own(code: QdaCode) -> dict[str, str]:
    """Return what a code says that stands within the one of ours, at its own level."""
    level = len(code.path) - 2
    if code.path[0] != ROOT or not 0 <= level < len(LEVELS):
        return {}
    column, name = LEVELS[level], code.path[-1]
    if column == "stance":
        return read_stance(name)
    said = {column: name}
    if column == "proposal" and code.description:
        said["proposal_definition"] = code.description
    of_actor = {"holder": OF_HOLDER, "speaker": OF_SPEAKER}.get(column, ())
    return said | {name: text for name, text in read_lines(code.description, of_actor) if text}


def _read_table(path: Path, codes: Mapping[str, QdaCode]) -> dict[str, dict[str, str]]:
    """Return the rows of a table by the names of codes, folded."""
    faults = FileErrors(path.name)
    names = {ANY, *(fold_name(name) for code in codes.values() for name in (code.path[-1], BETWEEN.join(code.path)))}
    rows: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for line, cells in _read_cells(path, faults):
        name = cells.pop(CODE).strip()
        key = name if name == ANY else fold_name(name)
        if key not in names:
            faults.add(line, CODE, f"There is no code “{name[:80]}” in the project.")
        elif key in rows:
            faults.add(line, CODE, f"The code “{name[:80]}” stands twice.")
        rows[key] = {column: text.strip() for column, text in cells.items() if text.strip()}
    if faults.total:
        raise ImportFailed(faults.sort_by_line(), faults.total)
    return rows


def _read_cells(path: Path, faults: FileErrors) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield (line, cells) of the rows of a table of codes."""
    try:
        if path.stat().st_size > LARGEST:
            faults.add(0, "", f"The file is larger than {LARGEST:,} bytes.")
            return
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        faults.add(0, "", f"The file cannot be read: {error.strerror or error}.")
        return
    except UnicodeDecodeError as error:
        faults.add(count_lines(error.object[: error.start]), "", f"The file is not UTF-8 (byte {error.start + 1}).")
        return
    reader = csv.reader(text.splitlines(keepends=True), strict=True)
    try:
        heading = [cell.strip() for cell in next(reader, [])]
        for name in heading:
            if name not in (CODE, *COLUMNS) or heading.count(name) > 1:
                faults.add(1, name, NO_COLUMN.format(columns=", ".join((CODE, *COLUMNS))))
        if CODE not in heading:
            faults.add(1, CODE, "The column is missing.")
        if faults.total:
            return
        for cells in reader:
            if len(cells) > len(heading):
                faults.add(reader.line_num, "", f"The row has {len(cells)} cells, the heading {len(heading)}.")
            elif any(map(str.strip, cells)):
                yield reader.line_num, dict.fromkeys(heading, "") | dict(zip(heading, cells, strict=False))
    except csv.Error as error:
        faults.add(reader.line_num, "", f"This is no CSV: {error}.")
