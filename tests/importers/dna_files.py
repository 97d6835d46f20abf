"""Small files of DNA 3, written for tests: tables and columns as that program has them, contents of our own."""

import sqlite3
from contextlib import closing

TABLES = {
    "SETTINGS": "Property TEXT PRIMARY KEY, Value TEXT",
    "CODERS": "ID INTEGER PRIMARY KEY, Name TEXT",
    "DOCUMENTS": (
        "ID INTEGER PRIMARY KEY, Title TEXT, Text TEXT, Coder INTEGER, Author TEXT, Source TEXT, Section TEXT, "
        "Notes TEXT, Type TEXT, Date INTEGER"
    ),
    "STATEMENTTYPES": "ID INTEGER PRIMARY KEY, Label TEXT",
    "VARIABLES": "ID INTEGER PRIMARY KEY, Variable TEXT, DataType TEXT, StatementTypeId INTEGER",
    "STATEMENTS": (
        "ID INTEGER PRIMARY KEY, StatementTypeId INTEGER, DocumentId INTEGER, Start INTEGER, Stop INTEGER, "
        "Coder INTEGER"
    ),
    "ENTITIES": "ID INTEGER PRIMARY KEY, VariableId INTEGER, Value TEXT",
    "DATABOOLEAN": "ID INTEGER PRIMARY KEY, StatementId INTEGER, VariableId INTEGER, Value INTEGER",
    "DATAINTEGER": "ID INTEGER PRIMARY KEY, StatementId INTEGER, VariableId INTEGER, Value INTEGER",
    "DATALONGTEXT": "ID INTEGER PRIMARY KEY, StatementId INTEGER, VariableId INTEGER, Value TEXT",
    "DATASHORTTEXT": "ID INTEGER PRIMARY KEY, StatementId INTEGER, VariableId INTEGER, Entity INTEGER",
    "ATTRIBUTEVARIABLES": "ID INTEGER PRIMARY KEY, VariableId INTEGER, AttributeVariable TEXT",
    "ATTRIBUTEVALUES": "ID INTEGER PRIMARY KEY, EntityId INTEGER, AttributeVariableId INTEGER, AttributeValue TEXT",
}
VARIABLES = {1: "person", 2: "organization", 3: "concept", 4: "agreement"}
SHORT = {name: key for key, name in VARIABLES.items() if key < 4}
DAY = 1_106_697_600  # 26 Jan 2005


class DnaFiles:
    """Writes one file of DNA 3: documents by title, statements on passages of their texts."""

    def __init__(self, path, leave_out=()):
        self.path, self.leave_out = path, leave_out
        self.documents, self.statements, self.entities, self.types = {}, [], {}, {}
        self.sql = []

    def add_document(self, title, text, **fields):
        self.documents[title] = {"text": text, "author": "", "source": "", "section": "", "day": DAY, **fields}

    def add_statement(self, title, passage, concept, agreement, organization="", person="", coder=1, start=None):
        """Add a statement on a passage of a document, the first of these words unless `start` says where (in UTF-16
        units)."""
        text = self.documents[title]["text"]
        if start is None:
            start = _count_units(text[: text.index(passage)])
        values = {"person": person, "organization": organization, "concept": concept}
        self.statements.append((title, start, start + _count_units(passage), coder, agreement, values))

    def write(self):
        self.path.unlink(missing_ok=True)
        self.entities.clear()
        with closing(sqlite3.connect(self.path)) as database, database:
            for table, columns in TABLES.items():
                if table not in self.leave_out:
                    database.execute(f"CREATE TABLE {table} ({columns})")
            self._fill(database)
            for statement in self.sql:
                database.execute(statement)
        return self.path

    def _fill(self, database):
        def insert(table, *rows):
            if table not in self.leave_out:
                places = ",".join("?" * len(rows[0]))
                database.executemany(f"INSERT INTO {table} VALUES ({places})", rows)  # noqa: S608

        insert("CODERS", (1, "Ann"), (2, "Bo"))
        insert("STATEMENTTYPES", (1, "DNA Statement"), (2, "Annotation"))
        kinds = {4: "boolean"}
        insert("VARIABLES", *((key, name, kinds.get(key, "short text"), 1) for key, name in VARIABLES.items()))
        insert("VARIABLES", (5, "note", "long text", 2))
        insert("ATTRIBUTEVARIABLES", (1, 1, "Type"), (2, 2, "Type"), (3, 3, "Type"))
        ids = {title: number for number, title in enumerate(self.documents, start=1)}
        for title, document in self.documents.items():
            row = (ids[title], title, document["text"], 1, document["author"], document["source"])
            insert("DOCUMENTS", (*row, document["section"], "", "", document["day"]))
        for number, (title, start, stop, coder, agreement, values) in enumerate(self.statements, start=1):
            insert("STATEMENTS", (number, 1, ids[title], start, stop, coder))
            insert("DATABOOLEAN", (None, number, 4, agreement))
            for name, value in values.items():
                insert("DATASHORTTEXT", (None, number, SHORT[name], self._find_entity(insert, name, value)))

    def _find_entity(self, insert, name, value):
        if (name, value) not in self.entities:
            key = self.entities[name, value] = len(self.entities) + 1
            insert("ENTITIES", (key, SHORT[name], value))
            insert("ATTRIBUTEVALUES", (None, key, SHORT[name], self.types.get(value, "")))
        return self.entities[name, value]


def _count_units(text):
    return len(text.encode("utf-16-le")) // 2
