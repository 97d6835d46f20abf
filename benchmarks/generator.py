"""Fills a database with a record of one size, in bulk and past the gate: test data, not the product's way of writing.

A database is kept and used again while nothing that its rows come from has changed.
"""

from contextlib import contextmanager
from hashlib import sha256
from itertools import islice
from pathlib import Path

from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import GeneratedField

from claims import models
from claims.rules.exchange import compute_identity
from claims.search import index

from . import comparisons, databases, record

ROOT = Path(__file__).resolve().parent.parent
ROWS_AT_ONCE = 5000
_IDENTIFYING = [
    record.CLAIM_COLUMNS.index(name)
    for name in ["holder_id", "speaker_id", "proposal_id", "dimension", "attribution", "said_on", "source_id", "quote"]
]
_TABLES = (
    models.Negotiation,
    models.Side,
    models.Actor,
    models.Participant,
    models.Topic,
    models.Proposal,
    models.Part,
    models.Source,
    models.SourceCoding,
    models.Outcome,
    models.Claim,
)
SIZES = {**record.SIZES, **comparisons.SIZES}
MADE = "bench_made"  # a table of one row: the digest of what the database was made from


def prepare(size, data=None):
    """Make the database that the settings name anew with a record of this size, unless it holds that already.

    `size` own is filled from a file `data` in the columns of the exchange.
    """
    wanted = compute_digest(size, data)
    if databases.exists() and _read_digest() == wanted:
        return
    databases.make_anew()
    if size == "seed":
        call_command("load_seeds", verbosity=0)
    elif size == "own":
        call_command("import_claims", data, create=True, publish=True, accept_warnings=True)
    else:
        fill(SIZES[size])
    tidy()
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {MADE} (digest varchar(64))")
        cursor.execute(f"INSERT INTO {MADE} VALUES (%s)", [wanted])


def compute_digest(size, data=None):
    """Return the digest of all that a record's rows and tables come from."""
    made_from = [Path(__file__), Path(record.__file__), Path(comparisons.__file__), ROOT / "claims/rules/exchange.py"]
    made_from += [Path(data)] if data else []
    for folder in ("claims/migrations", "claims/search", "seeds", "fixtures"):
        made_from += (path for path in (ROOT / folder).rglob("*") if path.suffix in (".py", ".toml", ".json"))
    return sha256(b"".join([size.encode(), *(path.read_bytes() for path in sorted(made_from))])).hexdigest()


def fill(size):
    """Write a record into empty tables; indexes and search are made once all rows are there."""
    made = comparisons if isinstance(size, comparisons.ComparisonSize) else record
    writers = {"sqlite": _insert, "postgresql": _copy}
    write = writers[connection.vendor]
    with _stop_syncing(), transaction.atomic():
        index.remove()
        for model, rows in (
            (models.Negotiation, made.make_negotiations()),
            (models.Side, made.make_sides(size)),
            (models.Actor, made.make_actors(size)),
            (models.Participant, made.make_participants(size)),
            (models.Topic, made.make_topics(size)),
            (models.Proposal, made.make_proposals(size)),
            (models.Proposal.proposers.through, made.make_proposers(size)),
            (models.Part, made.make_parts(size)),
            (models.Source, made.make_sources(size)),
            (models.SourceCoding, made.make_codings(size)),
            (models.Outcome, made.make_outcomes(size)),
        ):
            derived = sorted(getattr(model, "DERIVED", frozenset()) - (rows[0].keys() if rows else set()))
            if rows:
                write(model, (*rows[0], *derived), (_derive(model, row, derived) for row in rows))
        indexes = _drop_indexes(models.Claim) + _drop_indexes(models.Claim.history.model)
        write(models.Claim, (*made.CLAIM_COLUMNS, "identity"), map(_add_identity, made.make_claims(size)))
        for model in _TABLES:
            _write_history(model)
        _set_sequences()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE" if connection.vendor == "postgresql" else "SELECT 1")
            for sql in indexes:
                cursor.execute(sql)
            cursor.execute("UPDATE claims_dataversion SET number = number + 1")
        index.set_up()


def tidy():
    """Let the planner know the tables, and keep no log of the load."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("ANALYZE")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            cursor.execute("VACUUM ANALYZE")


def _derive(model, row, derived):
    """Return the values of a row, and of the columns that follow from them."""
    if not derived:
        return tuple(row.values())
    made = model(**row)
    made.derive()
    return (*row.values(), *(getattr(made, name) for name in derived))


def _add_identity(row):
    """Add to a claim's columns the identity by which an import finds it again."""
    return (*row, compute_identity(*(row[place] for place in _IDENTIFYING)))


# The two ways of writing rows


def _insert(model, columns, rows):
    """Write rows by executemany, a few thousand at a time."""
    names, rest = _add_defaults(model, columns)
    quoted = ", ".join(f'"{name}"' for name in names)
    sql = f'INSERT INTO "{model._meta.db_table}" ({quoted}) VALUES ({", ".join("?" * len(names))})'
    raw = connection.connection
    while batch := [row + rest for row in islice(rows, ROWS_AT_ONCE)]:
        raw.executemany(sql, batch)


def _copy(model, columns, rows):
    """Write rows by COPY."""
    names, rest = _add_defaults(model, columns)
    quoted = ", ".join(f'"{name}"' for name in names)
    with connection.cursor() as cursor, cursor.copy(f'COPY "{model._meta.db_table}" ({quoted}) FROM STDIN') as copy:
        for row in rows:
            copy.write_row(row + rest)


def _add_defaults(model, columns):
    """Return the columns to write and the values of those that the rows do not give, the same in each."""
    missing = [f for f in _list_written_fields(model) if f.column not in columns and not f.primary_key]
    defaults = tuple(
        1 if f.name == "version" else f.get_db_prep_save(f.get_default(), connection) for f in missing
    )  # as the gate counts them
    return [*columns, *(f.column for f in missing)], defaults


def _list_written_fields(model):
    return [f for f in model._meta.concrete_fields if not isinstance(f, GeneratedField)]


def _write_history(model):
    """Give each row its first history row."""
    past = model.history.model
    shared = [
        f.column for f in _list_written_fields(model) if f.column in {p.column for p in past._meta.concrete_fields}
    ]
    names = ", ".join(f'"{name}"' for name in shared)
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{past._meta.db_table}" ({names}, history_date, history_type, history_change_reason) '
            f"SELECT {names}, '2022-01-17 12:00:00', '+', 'made for the bench' "
            f'FROM "{model._meta.db_table}" ORDER BY id'
        )


def _drop_indexes(model):
    """Drop the indexes of a table that are no constraint; return the SQL that makes them anew."""
    queries = {
        "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = %s",
        "postgresql": "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s AND indexname NOT IN "
        "(SELECT conname FROM pg_constraint)",
    }
    with connection.cursor() as cursor:
        cursor.execute(queries[connection.vendor], [model._meta.db_table])
        indexes = cursor.fetchall()
        for name, _ in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
    return [sql for _, sql in indexes]


def _set_sequences():
    """Let the next row that the product writes have an id after those written here."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for sql in connection.ops.sequence_reset_sql(no_style(), _TABLES):
                cursor.execute(sql)


@contextmanager
def _stop_syncing():
    """On SQLite: a load that is broken off is made anew, so nothing need be safe on disk before its end."""

    def set_to(mode):
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute(f"PRAGMA synchronous={mode}")

    set_to("OFF")
    yield
    set_to("NORMAL")


def _read_digest():
    """Return the digest of what the database was made from, or None."""
    if MADE not in connection.introspection.table_names():
        return None
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT digest FROM {MADE}")
        return (cursor.fetchone() or [""])[0]
