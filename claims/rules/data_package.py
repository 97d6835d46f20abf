"""The tables of a data package, which holds what is published of a negotiation: their columns, keys and references, in
the order in which a table names only what stands above it. The export writes them, the import reads them, the
descriptor (`datapackage.json`) says them.

Columns of claims, sources, actors, proposals, wordings and outcomes are those of the exchange.
"""

from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Any, NamedTuple

from . import csl
from .exchange_columns import CLAIM_COLUMNS, SOURCE_COLUMNS, ExchangeColumn, read_day, read_flag, read_probability
from .outcome_columns import OUTCOME_COLUMNS
from .quotes import QuoteState
from .scales import HIGHEST, LOWEST, Dimension, OutcomeKind, SearchOutcome
from .source_columns import SOURCE_FILE_COLUMNS
from .vocabulary_columns import ACTOR_COLUMNS, PROPOSAL_COLUMNS
from .wording_columns import WORDING_COLUMNS

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
DESCRIPTOR = "datapackage.json"
README = "README.md"
CODEBOOK = "codebook.md"
LICENCE = {
    "name": "CC-BY-4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
    "title": "Creative Commons Attribution 4.0 International",
}
# Of the tables and columns below; a package says of which it is. A table or column that is added raises it, and says in
# which it came (`came_in`): packages of releases are read for ever, as without it. One that came later is not required.
FORMAT = 1
NOT_TAKEN = ("note",)  # what no reader sees of a claim or outcome


class CellKind(StrEnum):
    """What the cells of a column are, as the Table Schema calls it."""

    TEXT = "string"
    NUMBER = "integer"
    FLAG = "boolean"
    DAY = "date"
    MOMENT = "datetime"
    RECORD = "object"


class PackageColumn(NamedTuple):
    """A column: its name, and the path to the field that keeps it, as Django's ORM writes it.

    `read` and `write` are those of the exchange, where the column is one of it. `refers` is the table of which it names
    a row, by the last column of that one's key.
    """

    name: str
    path: str
    kind: CellKind = CellKind.TEXT
    required: bool = False
    refers: str = ""
    words: tuple[str, ...] = ()
    read: Callable[[Any], Any] | None = None
    write: Callable[[Any], Any] | None = None
    came_in: int = 1

    @property
    def field(self) -> str:
        return self.path.partition("__")[0]


class PackageTable(NamedTuple):
    """A table: its name, what stands in it, the columns of its key, and all its columns. Rows of a `shared` one are not
    of the negotiation alone, and may be there already where the package is taken in."""

    name: str
    title: str
    key: tuple[str, ...]
    columns: tuple[PackageColumn, ...]
    shared: bool = False
    came_in: int = 1

    @property
    def path(self) -> str:
        return f"{self.name}.csv"

    def of_format(self, number: int) -> "PackageTable":
        """Return the table as packages of a format have it."""
        return self._replace(columns=tuple(column for column in self.columns if column.came_in <= number))

    def find_column(self, name: str) -> PackageColumn:
        return next(column for column in self.columns if column.name == name)


TEXT, NUMBER, FLAG, DAY, MOMENT = CellKind.TEXT, CellKind.NUMBER, CellKind.FLAG, CellKind.DAY, CellKind.MOMENT
_KINDS: dict[Any, CellKind] = {
    read_day: DAY,
    read_flag: FLAG,
    read_probability: NUMBER,
    csl.read_record: CellKind.RECORD,
}
_KINDS_OF_NAMES = {"by_when": DAY, "proposed_on": DAY, "withdrawn_on": DAY, "added_on": DAY, "plural": FLAG}
_REFERS = {
    "holder": "actors",
    "speaker": "actors",
    "speaks_for": "actors",
    "proposal": "proposals",
    "variant_of": "proposals",
    "topic": "topics",
    "source": "sources",
    "wording": "wordings",
}
_CAME_IN: dict[str, int] = {}  # of columns of the exchange: the format in which each came, if not the first
_REQUIRED = frozenset(
    {"holder", "proposal", "topic", "title", "name", "short_name", "kind", "day", "said_on", "dimension", "attribution"}
)
VALUE_WORDS = (*map(str, range(LOWEST, HIGHEST + 1)), "none")
VERSION = PackageColumn("version", "version", NUMBER, required=True)
ORDER = PackageColumn("order", "order", NUMBER, required=True)
QUOTE_COLUMNS = (
    PackageColumn("quote_state", "quote_state", required=True, words=tuple(map(str, QuoteState))),
    PackageColumn("quote_start", "quote_start", NUMBER),
    PackageColumn("quote_end", "quote_end", NUMBER),
)
SINCE_UNTIL = (PackageColumn("since", "since", DAY), PackageColumn("until", "until", DAY))


def _slug(name: str, required: bool = True) -> PackageColumn:
    return PackageColumn(name, "slug", required=required)


def _refer(name: str, path: str = "", table: str = "", required: bool = False) -> PackageColumn:
    return PackageColumn(name, path or f"{name}__slug", refers=table or _REFERS[name], required=required)


def _make(name: str, path: str, read: Callable[[Any], Any] | None = None) -> PackageColumn:
    refers = _REFERS.get(name, "")
    path = f"{path}__slug" if refers and "__" not in path else path
    kind = _KINDS_OF_NAMES.get(name) or _KINDS.get(read, TEXT)
    return PackageColumn(name, path, kind, name in _REQUIRED, refers, read=read, came_in=_CAME_IN.get(name, 1))


def _take_exchange(column: ExchangeColumn, name: str, path: str) -> PackageColumn:
    made = _make(name, path, column.read)._replace(write=column.write if not column.path.endswith("__slug") else None)
    if name == "value":
        return made._replace(required=True, words=VALUE_WORDS)
    return made._replace(words=tuple(map(str, Dimension))) if name == "dimension" else made


def _take_vocabulary(columns: Any, but: tuple[str, ...]) -> Iterator[PackageColumn]:
    """Yield the columns of an actor or proposal itself; other names stand one a line."""
    for column in columns:
        if column.path.partition(".")[0] not in ("part", "shown_in", "negotiation", "slug", *but):
            yield _make(column.name, column.path.replace(".", "__"))


CLAIM_FIELDS = tuple(
    _take_exchange(column, name, column.path) for name, column in CLAIM_COLUMNS.items() if name not in NOT_TAKEN
)
OF_SOURCE = _refer("source", required=True)
CLAIM = PackageColumn("claim", "public_id", required=True)
PROPOSAL = _refer("proposal", required=True)
PUBLISHED_AT = PackageColumn("published_at", "", MOMENT)

TABLES = (
    PackageTable(
        "negotiation",
        "What is negotiated: one row",
        ("negotiation",),
        (
            _slug("negotiation"),
            PackageColumn("title", "title", required=True),
            PackageColumn("short_title", "short_title", required=True),
            PackageColumn("summary", "summary"),
            PackageColumn("first_day", "first_day", DAY),
            PackageColumn("last_day", "last_day", DAY),
            ORDER,
            PackageColumn("public", "public", FLAG),
            VERSION,
        ),
    ),
    PackageTable(
        "sides",
        "The camps, and groups of actors outside them",
        ("side",),
        (
            _slug("side"),
            PackageColumn("name", "name", required=True),
            PackageColumn("negotiates", "negotiates", FLAG),
            ORDER,
            VERSION,
        ),
    ),
    PackageTable(
        "topics",
        "The chapters under which proposals are listed",
        ("topic",),
        (_slug("topic"), PackageColumn("name", "name", required=True), ORDER, VERSION),
    ),
    PackageTable(
        "actors",
        "Parties, coalitions, officials and experts",
        ("actor",),
        (_slug("actor"), *_take_vocabulary(ACTOR_COLUMNS, ())),
        shared=True,
    ),
    PackageTable(
        "members",
        "Who is a member of which coalition, from when until when",
        ("member", "coalition", "since"),
        (
            _refer("member", table="actors", required=True),
            _refer("coalition", table="actors", required=True),
            *SINCE_UNTIL,
        ),
        shared=True,
    ),
    PackageTable(
        "participants",
        "Who stands on which side, from when until when",
        ("actor", "since"),
        (
            _refer("actor", table="actors", required=True),
            _refer("side", table="sides", required=True),
            PackageColumn("principal", "principal", FLAG),
            PackageColumn("always_shown", "always_shown", FLAG),
            ORDER,
            *SINCE_UNTIL,
            VERSION,
        ),
    ),
    PackageTable(
        "proposals",
        "What the parties could agree on",
        ("proposal",),
        (
            _slug("proposal"),
            *(
                column._replace(required=column.name in ("title", "definition", "topic"))
                for column in _take_vocabulary(PROPOSAL_COLUMNS, ())
                if column.name != "topic_name"
            ),
            ORDER,
            VERSION,
        ),
    ),
    PackageTable(
        "proposers",
        "Who put a proposal forward",
        ("proposal", "actor"),
        (PROPOSAL, _refer("actor", table="actors", required=True)),
    ),
    PackageTable(
        "parts",
        "Which proposal is part of which package, and where in it",
        ("package", "part"),
        (
            _refer("package", table="proposals", required=True),
            _refer("part", table="proposals", required=True),
            PackageColumn("where", "where"),
            ORDER,
            VERSION,
        ),
    ),
    PackageTable(
        "sources",
        "The documents that are cited, each with its record; never their texts",
        ("source",),
        (
            _slug("source"),
            *(
                _take_exchange(column, name, column.field)._replace(refers="", required=name in ("title", "type"))
                for name, column in SOURCE_FILE_COLUMNS.items()
                if name != "source" and column.name in SOURCE_COLUMNS
            ),
            PackageColumn("text_sha256", "text_sha256"),
        ),
        shared=True,
    ),
    PackageTable(
        "codings",
        "Which sources were fully coded for this negotiation, when and by whom",
        ("source",),
        (
            OF_SOURCE,
            PackageColumn("fully_coded_by", "fully_coded_by", required=True),
            PackageColumn("fully_coded_on", "fully_coded_on", DAY, required=True),
            VERSION,
        ),
    ),
    PackageTable(
        "wordings",
        "The dated texts of proposals",
        ("proposal", "wording"),
        (
            PROPOSAL,
            _slug("wording"),
            *(
                _make(name, name, read)._replace(required=name in ("label", "day", "text"), read=None)
                for name, read in WORDING_COLUMNS.items()
                if name not in ("proposal", "authors")
            ),
            OF_SOURCE,
            VERSION,
        ),
    ),
    PackageTable(
        "wording_authors",
        "Who put a wording forward, or agreed on it",
        ("proposal", "wording", "actor"),
        (
            _refer("proposal", "wording__proposal__slug", required=True),
            _refer("wording", required=True),
            _refer("actor", table="actors", required=True),
        ),
    ),
    PackageTable(
        "events",
        "Rounds, meetings, deadlines and publications of the talks",
        ("event",),
        (
            _slug("event"),
            PackageColumn("kind", "kind", required=True),
            PackageColumn("title", "title", required=True),
            PackageColumn("first_day", "first_day", DAY, required=True),
            PackageColumn("last_day", "last_day", DAY),
            PackageColumn("place", "place"),
            PackageColumn("description", "description"),
            _refer("source"),
            PackageColumn("locator", "locator"),
            VERSION,
        ),
    ),
    PackageTable(
        "claim_versions",
        "What published claims said before they were corrected",
        ("claim", "version"),
        (PackageColumn("claim", "public_id", required=True), *CLAIM_FIELDS, OF_SOURCE, VERSION, PUBLISHED_AT),
    ),
    PackageTable(
        "claims",
        "Who stands where on which proposal, with the passage that shows it",
        ("claim",),
        (CLAIM, *CLAIM_FIELDS, OF_SOURCE, *QUOTE_COLUMNS, VERSION, PUBLISHED_AT),
    ),
    PackageTable(
        "outcomes",
        "What became of proposals",
        ("outcome",),
        (
            PackageColumn("outcome", "public_id", required=True),
            *(
                _make(name, name, read)._replace(words=tuple(map(str, OutcomeKind)) if name == "kind" else ())
                for name, read in OUTCOME_COLUMNS.items()
                if name not in NOT_TAKEN
            ),
            OF_SOURCE,
            *QUOTE_COLUMNS,
            VERSION,
        ),
    ),
    PackageTable(
        "searches",
        "What was searched for and not found",
        ("search",),
        (
            PackageColumn("search", "", NUMBER, required=True),
            PROPOSAL,
            _refer("holder", required=True),
            PackageColumn("dimension", "dimension", words=tuple(map(str, Dimension))),
            PackageColumn("outcome", "outcome", required=True, words=tuple(map(str, SearchOutcome))),
            PackageColumn("searched_on", "searched_on", DAY),
            PackageColumn("searched_in", "searched_in"),
            PackageColumn("why", "why"),
            VERSION,
        ),
    ),
    PackageTable(
        "remarks",
        "How analysts read a proposal or a cell",
        ("remark",),
        (
            PackageColumn("remark", "", NUMBER, required=True),
            PROPOSAL,
            _refer("holder"),
            _refer("earlier_claim", "earlier_claim__public_id", "claims"),
            _refer("later_claim", "later_claim__public_id", "claims"),
            PackageColumn("text", "text", required=True),
            PackageColumn("signed_by", "signed_by", required=True),
            PackageColumn("written_on", "written_on", DAY, required=True),
            VERSION,
        ),
    ),
    PackageTable(
        "old_addresses",
        "Slugs that lead to a proposal which has another now",
        ("slug",),
        (_slug("slug"), PROPOSAL),
    ),
)
TABLES_BY_NAME = {table.name: table for table in TABLES}
