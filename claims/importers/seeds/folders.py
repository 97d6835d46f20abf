"""Folders of seeds: one for each negotiation, with the file that says what it is, and its documents."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from ..errors import FileError
from .files import NEGOTIATION_FILE, SeedFile, read_documents
from .toml_files import read_toml
from .vocabulary_files import VocabularyRow, read_negotiation

LONGEST_NAME = 200  # what LoadedRow holds


class NegotiationFolder(NamedTuple):
    """What the folder of a negotiation holds; it is called as the negotiation is, by its slug."""

    name: str
    rows: list[VocabularyRow]
    documents: list[SeedFile]


def read_folders(seeds: Path, only: Sequence[str] = ()) -> tuple[list[NegotiationFolder], list[FileError]]:
    """Return (folders, faults) of all negotiations below a folder, or only of these."""
    if not seeds.is_dir():
        return [], [FileError(str(seeds), 0, "", "is no folder.")]
    there = sorted(path.name for path in seeds.iterdir() if path.is_dir() and not path.name.startswith("."))
    folders: list[NegotiationFolder] = []
    faults = [FileError(name, 0, "", "is no folder of a negotiation.") for name in only if name not in there]
    faults += [
        FileError(path.name, 0, "", f"lies in no folder of a negotiation, beside its {NEGOTIATION_FILE}.")
        for path in sorted(seeds.glob("*.toml"))
    ]
    for name in dict.fromkeys(only) if only else there:
        if name in there:
            folder, faults_of_folder = _read_folder(seeds / name)
            folders.append(folder)
            faults += faults_of_folder
    return folders, faults + _find_same_keys(folders)


def _read_folder(folder: Path) -> tuple[NegotiationFolder, list[FileError]]:
    path = folder / NEGOTIATION_FILE
    rows: list[VocabularyRow] = []
    if path.is_file():
        file, faults = read_toml(path, f"{folder.name}/{path.name}")
        if file:
            rows, faults_of_file = read_negotiation(file)
            faults += faults_of_file
    else:
        faults = [FileError(f"{folder.name}/{path.name}", 0, "", "is missing: it says what is negotiated.")]
    if rows and rows[0].key != folder.name:
        at = rows[0].lines.get("slug", rows[0].line)
        faults.append(FileError(rows[0].file, at, "slug", f"is “{rows[0].key}”, but its folder is “{folder.name}”."))
    documents, faults_of_documents = read_documents(folder, folder.name)
    faults += faults_of_documents
    for document in documents:
        if len(document.name) > LONGEST_NAME:
            faults.append(FileError(document.name, 0, "", f"has a name of more than {LONGEST_NAME} letters."))
    return NegotiationFolder(folder.name, rows, documents), faults


def _find_same_keys(folders: Sequence[NegotiationFolder]) -> list[FileError]:
    """Return a fault for each claim and outcome of a source that another negotiation codes too, under one key: the
    public id is made of both."""
    faults: list[FileError] = []
    seen: dict[tuple[Any, str, str], str] = {}
    for document in (document for folder in folders for document in folder.documents):
        if not isinstance(document.source.get("slug"), str):
            continue  # which is a fault of its own
        rows = [("claim", row) for row in document.claims] + [("outcome", row) for row in document.outcomes]
        for kind, row in rows:
            first = seen.setdefault((document.source.get("slug"), kind, row.key), document.name)
            if first != document.name:
                reason = f"“{row.key}” stands in {first} too, for the same source: write another key."
                faults.append(FileError(document.name, row.lines.get("key", row.line), "key", reason))
    return faults
