"""Documents and statements → a file of DNA 3, a SQLite database with the tables of that program."""

import sqlite3
from base64 import b64encode
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from .statements import CODER, DnaNetwork

VERSION = "3.0.7"
PASSWORD = "sample"  # noqa: S105  # DNA opens no file without one; it guards nothing, and docs/neighbours.md says it
SALT = bytes(16)
ROUNDS = 100_000
WORD = "TEXT NOT NULL DEFAULT '' CHECK (LENGTH({}) < 191)"
COLOURS = tuple(f"{name} INTEGER NOT NULL DEFAULT 0" for name in ("Red", "Green", "Blue"))
PERMISSIONS = tuple(
    f"Permission{name} INTEGER NOT NULL DEFAULT 1"
    for name in (
        "AddDocuments", "EditDocuments", "DeleteDocuments", "ImportDocuments", "AddStatements", "EditStatements",
        "DeleteStatements", "EditAttributes", "EditRegex", "EditStatementTypes", "EditCoders", "EditCoderRelations",
        "ViewOthersDocuments", "EditOthersDocuments", "ViewOthersStatements", "EditOthersStatements",
    )
)  # fmt: skip
KEY = "ID INTEGER NOT NULL PRIMARY KEY"


def _refer(name: str, table: str) -> str:
    return f"{name} INTEGER REFERENCES {table}(ID) ON DELETE CASCADE"


OF_STATEMENT = (KEY, _refer("StatementId", "STATEMENTS"), _refer("VariableId", "VARIABLES"))
ONCE = "UNIQUE (StatementId, VariableId)"
TABLES: dict[str, tuple[str, ...]] = {
    "SETTINGS": ("Property TEXT PRIMARY KEY", "Value TEXT NOT NULL"),
    "CODERS": (
        KEY, f"Name {WORD.format('Name')}", *COLOURS, "Refresh INTEGER NOT NULL DEFAULT 0",
        "FontSize INTEGER NOT NULL DEFAULT 14", "Password TEXT NOT NULL", "PopupWidth INTEGER DEFAULT 300",
        "ColorByCoder INTEGER NOT NULL DEFAULT 0", "PopupDecoration INTEGER NOT NULL DEFAULT 0",
        "PopupAutoComplete INTEGER NOT NULL DEFAULT 1", *PERMISSIONS,
    ),
    "DOCUMENTS": (
        KEY, f"Title {WORD.format('Title')}", "Text TEXT NOT NULL", _refer("Coder", "CODERS"),
        f"Author {WORD.format('Author')}", f"Source {WORD.format('Source')}", f"Section {WORD.format('Section')}",
        "Notes TEXT NOT NULL DEFAULT ''", f"Type {WORD.format('Type')}", "Date INTEGER NOT NULL",
    ),
    "STATEMENTTYPES": (KEY, f"Label {WORD.format('Label')}", *COLOURS),
    "VARIABLES": (
        KEY, f"Variable {WORD.format('Variable')}", "DataType TEXT NOT NULL DEFAULT 'short text'",
        _refer("StatementTypeId", "STATEMENTTYPES"), "UNIQUE (Variable, StatementTypeId)",
    ),
    "VARIABLELINKS": (KEY, _refer("SourceVariableId", "VARIABLES"), _refer("TargetVariableId", "VARIABLES")),
    "REGEXES": ("Label TEXT PRIMARY KEY", *COLOURS),
    "CODERRELATIONS": (
        KEY, "Coder INTEGER", "OtherCoder INTEGER",
        *(f"{name} INTEGER NOT NULL DEFAULT 1" for name in (
            "viewStatements", "editStatements", "viewDocuments", "editDocuments")),
    ),
    "STATEMENTS": (
        KEY, _refer("StatementTypeId", "STATEMENTTYPES"), _refer("DocumentId", "DOCUMENTS"),
        "Start INTEGER NOT NULL CHECK (Start >= 0)", "Stop INTEGER NOT NULL", _refer("Coder", "CODERS"),
        "CHECK (Start < Stop)",
    ),
    "DATABOOLEAN": (*OF_STATEMENT, "Value INTEGER NOT NULL DEFAULT 1", ONCE),
    "DATAINTEGER": (*OF_STATEMENT, "Value INTEGER NOT NULL DEFAULT 0", ONCE),
    "ENTITIES": (
        KEY, _refer("VariableId", "VARIABLES"), f"Value {WORD.format('Value')}", "Red INTEGER", "Green INTEGER",
        "Blue INTEGER", "ChildOf INTEGER", "UNIQUE (VariableId, Value)",
    ),
    "DATASHORTTEXT": (*OF_STATEMENT, _refer("Entity", "ENTITIES"), ONCE),
    "DATALONGTEXT": (*OF_STATEMENT, "Value TEXT DEFAULT ''", ONCE),
    "ATTRIBUTEVARIABLES": (
        KEY, _refer("VariableId", "VARIABLES"), f"AttributeVariable {WORD.format('AttributeVariable')}",
    ),
    "ATTRIBUTEVALUES": (
        KEY, _refer("EntityId", "ENTITIES"), _refer("AttributeVariableId", "ATTRIBUTEVARIABLES"),
        f"AttributeValue {WORD.format('AttributeValue')}",
    ),
}  # fmt: skip
SHORT = {"person": 1, "organization": 2, "concept": 3}  # the short texts by the ids of their variables
AGREEMENT, VALUE = 4, 5


def write_database(path: Path, network: DnaNetwork, day: str) -> None:
    """Write a network to a new file; `day` is that on which it is made."""
    with closing(sqlite3.connect(path)) as database, database:
        for table, columns in TABLES.items():
            database.execute(f"CREATE TABLE {table} ({', '.join(columns)})")
        _insert(database, "SETTINGS", "Property, Value", [("version", VERSION), ("date", day)])
        _insert(database, "CODERS", "ID, Name, Password", [(CODER, "Admin", _digest(PASSWORD))])
        _insert(database, "STATEMENTTYPES", "ID, Label, Red, Green, Blue", [(1, "DNA Statement", 239, 208, 51)])
        kinds = [*((key, name, "short text") for name, key in SHORT.items())]
        kinds += [(AGREEMENT, "agreement", "boolean"), (VALUE, "value", "integer")]
        _insert(database, "VARIABLES", "ID, Variable, DataType, StatementTypeId", [(*kind, 1) for kind in kinds])
        _insert(
            database,
            "ATTRIBUTEVARIABLES",
            "ID, VariableId, AttributeVariable",
            [(key, key, "Type") for key in SHORT.values()],
        )
        _write_documents(database, network)
        _write_statements(database, network)


def _write_documents(database: sqlite3.Connection, network: DnaNetwork) -> None:
    columns = "ID, Title, Text, Coder, Author, Source, Type, Date"
    rows = [
        (one.id, one.title, one.text, CODER, one.author, one.source, one.type, _count_seconds(one.day))
        for one in network.documents
    ]
    _insert(database, "DOCUMENTS", columns, rows)


def _write_statements(database: sqlite3.Connection, network: DnaNetwork) -> None:
    named = {(name, getattr(one, name)) for one in network.statements for name in SHORT}
    entities = {pair: key for key, pair in enumerate(sorted(named), start=1)}
    _insert(
        database,
        "ENTITIES",
        "ID, VariableId, Value, Red, Green, Blue",
        [(key, SHORT[name], value, 0, 0, 0) for (name, value), key in entities.items()],
    )
    _insert(
        database,
        "ATTRIBUTEVALUES",
        "EntityId, AttributeVariableId, AttributeValue",
        [(key, SHORT[pair[0]], network.types.get(pair, "")) for pair, key in entities.items()],
    )
    columns = "ID, StatementTypeId, DocumentId, Start, Stop, Coder"
    _insert(
        database, "STATEMENTS", columns, [(s.id, 1, s.document, s.start, s.stop, CODER) for s in network.statements]
    )
    of_one = "StatementId, VariableId, "
    _insert(database, "DATABOOLEAN", f"{of_one}Value", [(s.id, AGREEMENT, s.agreement) for s in network.statements])
    _insert(database, "DATAINTEGER", f"{of_one}Value", [(s.id, VALUE, s.value) for s in network.statements])
    texts = [(s.id, key, entities[name, getattr(s, name)]) for s in network.statements for name, key in SHORT.items()]
    _insert(database, "DATASHORTTEXT", f"{of_one}Entity", texts)


def _insert(database: sqlite3.Connection, table: str, columns: str, rows: Sequence[tuple[Any, ...]]) -> None:
    places = ", ".join("?" for _ in columns.split(","))
    database.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places})", rows)  # noqa: S608  # names of ours


def _count_seconds(day: Any) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())


def _digest(password: str) -> str:
    """Return a password as DNA keeps it: SHA-256 over salt and password, again and again, after the salt."""
    digest = sha256(SALT + password.encode()).digest()
    for _ in range(ROUNDS - 1):
        digest = sha256(digest).digest()
    return b64encode(SALT + digest).decode()
