"""A file of DNA 3, a SQLite database, → its documents and statements, with every fault by table and id."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from ..errors import FileError, FileErrors, ImportFailed

MAGIC = b"SQLite format 3\x00"
LONGEST_CELL = 50_000_000  # bytes
TABLES = {
    "CODERS": ("ID", "Name"),
    "DOCUMENTS": ("ID", "Title", "Text", "Author", "Source", "Section", "Notes", "Type", "Date"),
    "VARIABLES": ("ID", "Variable", "DataType", "StatementTypeId"),
    "STATEMENTS": ("ID", "StatementTypeId", "DocumentId", "Start", "Stop", "Coder"),
    "ENTITIES": ("ID", "Value"),
    "DATABOOLEAN": ("StatementId", "VariableId", "Value"),
    "DATAINTEGER": ("StatementId", "VariableId", "Value"),
    "DATASHORTTEXT": ("StatementId", "VariableId", "Entity"),
    "DATALONGTEXT": ("StatementId", "VariableId", "Value"),
    "ATTRIBUTEVARIABLES": ("ID", "AttributeVariable"),
    "ATTRIBUTEVALUES": ("EntityId", "AttributeVariableId", "AttributeValue"),
}
ONLY_IN_DNA_2 = {"ATTRIBUTES", "STATEMENTLINKS", "CODERPERMISSIONS"}
NEEDED = {"concept": "short text", "agreement": "boolean"}  # variables of a type of statements that can be claims
ACTORS = ("organization", "person")  # of which it has one at least
TYPE = "Type"  # the attribute that says the side of an actor, or the topic of a concept
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

NOT_SQLITE = "This is no file of the Discourse Network Analyzer: DNA 3 keeps a SQLite database."
OTHER_SCHEMA = "This is a SQLite database, but not one of DNA 3: the table {table} has no column {columns}."
NO_TABLE = "This is a SQLite database, but not one of DNA 3: it has no table {table}."
DNA_2 = "This is a file of DNA 2: open it in DNA 3, which imports it, save it as a new file, and import that."
DAMAGED = "The file is damaged, or was cut as it was copied ({reason})."
NO_STATEMENTS = (
    "No type of statements has what a claim needs: a concept (short text), an agreement (boolean), and an organization "
    "or a person (short text)."
)


class Document(NamedTuple):
    """A document; `day` is that of its date in UTC."""

    id: int
    title: str
    text: str
    author: str
    source: str
    section: str
    notes: str
    type: str
    day: date | None


class Statement(NamedTuple):
    """A statement that can be a claim: `values` by the names of its variables; places are in UTF-16 units."""

    id: int
    document: int
    start: int
    stop: int
    coder: str
    values: dict[str, Any]


class DnaFile(NamedTuple):
    """What a file holds: documents by id, statements in their order, how many statements are of other types, and the
    attribute Type of entities by (variable, value)."""

    documents: dict[int, Document]
    statements: list[Statement]
    others: int
    types: dict[tuple[str, str], str]


def read_dna(path: Path, name: str = "") -> DnaFile:
    """Read a file of DNA 3; raise ImportFailed with every fault."""
    faults = FileErrors(name or path.name)
    try:
        with path.open("rb") as raw:
            if raw.read(len(MAGIC)) != MAGIC:
                raise _refuse(faults, NOT_SQLITE)
        with closing(sqlite3.connect(f"file:{quote(str(path.resolve()))}?mode=ro&immutable=1", uri=True)) as database:
            database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_CELL)
            database.execute("PRAGMA trusted_schema = OFF")
            _check_tables(database, faults)
            read = _Reading(database, faults).read()
    except OSError as error:
        raise _refuse(faults, f"The file cannot be read: {error.strerror or error}.") from None
    except (sqlite3.Error, OverflowError) as error:
        raise _refuse(faults, DAMAGED.format(reason=error)) from None
    if faults.total:
        raise ImportFailed(faults.sort_by_line(), faults.total)
    return read


def _refuse(faults: FileErrors, reason: str, place: str = "") -> ImportFailed:
    return ImportFailed([FileError(faults.file, 0, place, reason)], 1)


def _check_tables(database: sqlite3.Connection, faults: FileErrors) -> None:
    """Raise ImportFailed where the tables are not those of DNA 3."""
    names = {str(name) for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if names & ONLY_IN_DNA_2 and "ENTITIES" not in names:
        raise _refuse(faults, DNA_2)
    for table, columns in TABLES.items():
        if table not in names:
            raise _refuse(faults, NO_TABLE.format(table=table))
        there = {row[1] for row in database.execute(f"PRAGMA table_xinfo({table})") if not row[6]}
        if missing := [column for column in columns if column not in there]:
            raise _refuse(faults, OTHER_SCHEMA.format(table=table, columns=", ".join(missing)))


class _Reading:
    def __init__(self, database: sqlite3.Connection, faults: FileErrors) -> None:
        self.database, self.faults = database, faults

    def read(self) -> DnaFile:
        documents = {document.id: document for document in self._read_documents()}
        variables = {row["ID"]: row for row in self._list("VARIABLES")}
        types = self._choose_types(list(variables.values()))
        values = self._read_values(variables)
        coders = {row["ID"]: self._text("CODERS", row["ID"], "Name", row["Name"]) for row in self._list("CODERS")}
        statements, others = [], 0
        for row in self._list("STATEMENTS"):
            if row["StatementTypeId"] not in types:
                others += 1
            elif self._check_place(row, documents):
                coder = coders.get(row["Coder"], "")
                said = values.get(row["ID"], {})
                statements.append(Statement(row["ID"], row["DocumentId"], row["Start"], row["Stop"], coder, said))
        return DnaFile(documents, statements, others, self._read_types(variables))

    def _list(self, table: str) -> Iterator[dict[str, Any]]:
        columns = TABLES[table]
        order = "ID" if columns[0] == "ID" else ", ".join(columns[:2])
        sql = f"SELECT {', '.join(columns)} FROM {table} ORDER BY {order}"  # noqa: S608  # names of our own alone
        last = ""
        try:
            for row in self.database.execute(sql):
                last = f" after {row[0]}"
                yield dict(zip(columns, row, strict=True))
        except (sqlite3.Error, OverflowError) as error:
            raise _refuse(self.faults, DAMAGED.format(reason=error), f"{table}{last}") from None

    def _text(self, table: str, row: Any, column: str, value: Any) -> str:
        if value is None:
            return ""
        if not isinstance(value, str):
            self.faults.add(0, f"{table} {row}: {column}", "This is no text.")
            return ""
        if "\x00" in value:
            self.faults.add(0, f"{table} {row}: {column}", "The text holds a null character, which no text may have.")
            return ""
        return value

    def _read_documents(self) -> Iterator[Document]:
        for row in self._list("DOCUMENTS"):
            texts = {
                column.lower(): self._text("DOCUMENTS", row["ID"], column, row[column])
                for column in TABLES["DOCUMENTS"][1:-1]
            }
            if not texts["title"].strip():
                self.faults.add(0, f"DOCUMENTS {row['ID']}: Title", "The document has no title.")
            yield Document(id=row["ID"], day=self._read_day(row), **texts)

    def _read_day(self, row: dict[str, Any]) -> date | None:
        try:
            return (EPOCH + timedelta(seconds=row["Date"])).date()
        except (TypeError, OverflowError):
            self.faults.add(0, f"DOCUMENTS {row['ID']}: Date", f"“{row['Date']}” is no date in seconds since 1970.")
            return None

    def _choose_types(self, variables: list[dict[str, Any]]) -> set[Any]:
        """Return the ids of the types of statements that can be claims; raise ImportFailed where there is none."""
        kinds: dict[Any, dict[str, str]] = {}
        for row in variables:
            kinds.setdefault(row["StatementTypeId"], {})[row["Variable"]] = row["DataType"]
        fitting = {
            key
            for key, kind in kinds.items()
            if all(kind.get(name) == of_type for name, of_type in NEEDED.items())
            and any(kind.get(name) == "short text" for name in ACTORS)
        }
        if not fitting:
            raise _refuse(self.faults, NO_STATEMENTS)
        return fitting

    def _read_values(self, variables: dict[Any, dict[str, Any]]) -> dict[Any, dict[str, Any]]:
        """Return statement → name of a variable → its value."""
        entities = {
            row["ID"]: self._text("ENTITIES", row["ID"], "Value", row["Value"]) for row in self._list("ENTITIES")
        }
        values: dict[Any, dict[str, Any]] = {}
        readers: dict[str, tuple[str, Callable[[Any], Any]]] = {
            "DATABOOLEAN": ("Value", lambda value: value),
            "DATAINTEGER": ("Value", lambda value: value),
            "DATASHORTTEXT": ("Entity", lambda value: entities.get(value)),
            "DATALONGTEXT": ("Value", lambda value: value or ""),
        }
        for table, (column, read) in readers.items():
            for row in self._list(table):
                variable, value = variables.get(row["VariableId"]), read(row[column])
                place = f"{table}: statement {row['StatementId']}"
                if variable is None:
                    self.faults.add(0, place, f"There is no variable {row['VariableId']} in VARIABLES.")
                elif column == "Entity" and value is None:
                    self.faults.add(0, place, f"There is no entity {row['Entity']} in ENTITIES.")
                else:
                    values.setdefault(row["StatementId"], {})[variable["Variable"]] = value
        return values

    def _check_place(self, row: dict[str, Any], documents: dict[int, Document]) -> bool:
        place = f"STATEMENTS {row['ID']}"
        if row["DocumentId"] not in documents:
            self.faults.add(0, place, f"There is no document {row['DocumentId']} in DOCUMENTS.")
            return False
        start, stop = row["Start"], row["Stop"]
        if not (isinstance(start, int) and isinstance(stop, int) and 0 <= start < stop):
            self.faults.add(0, place, f"Start and Stop ({start}, {stop}) are no passage.")
            return False
        return True

    def _read_types(self, variables: dict[Any, dict[str, Any]]) -> dict[tuple[str, str], str]:
        rows = self.database.execute(
            "SELECT e.VariableId, e.Value, v.AttributeValue FROM ATTRIBUTEVALUES v "
            "JOIN ATTRIBUTEVARIABLES a ON a.ID = v.AttributeVariableId JOIN ENTITIES e ON e.ID = v.EntityId "
            "WHERE a.AttributeVariable = ?",
            [TYPE],
        )
        return {
            (variables[variable]["Variable"], value): kind.strip()
            for variable, value, kind in rows
            if variable in variables and isinstance(kind, str) and kind.strip()
        }
