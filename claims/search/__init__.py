"""Words → rows. Every word of a search must be found, as a whole word, whatever its case and its accents; several
words in quote marks must stand side by side. Lists keep their order: newest first, for claims.

    find_claims(Claim.objects.published(), 'Zurich "new members"')

Each function narrows a queryset that says what its reader may see, without a query of its own. SQLite and PostgreSQL
find the same rows; `index` says how they keep themselves able to.
"""

import re
from typing import Any, TypeVar

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, F, Func, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.sql.compiler import SQLCompiler

from ..models import Actor, Claim, Outcome, Part, Proposal, Source, Wording
from . import index

Rows = TypeVar("Rows", bound=QuerySet[Any])

MOST_TERMS = 32  # of a passage that was pasted, the words beyond narrow nothing

_QUOTE_MARKS = str.maketrans(dict.fromkeys("“”„‟«»", '"') | {"\x00": " "})
_TERM = re.compile(r'"([^"]*)"|([^\s"]+)')


def split_terms(text: str) -> list[str]:
    """Return the words and phrases of a search, in order; what has neither a letter nor a digit is no word."""
    text = text.encode(errors="ignore").decode().translate(_QUOTE_MARKS)
    terms = (phrase or word for phrase, word in _TERM.findall(text))
    return [term for term in terms if any(letter.isalnum() for letter in term)][:MOST_TERMS]


def find_claims(claims: QuerySet[Claim], text: str) -> QuerySet[Claim]:
    """Keep the claims in which every term is found: in the claim itself, or in what its holder, speaker, proposal
    or source is called."""
    engine = index.get_engine(connections[claims.db])
    matches = _build_matches(claims.db)
    table = index.CLAIMS.table
    links = (
        ("holder_id", index.ACTORS),
        ("speaker_id", index.ACTORS),
        ("proposal_id", index.PROPOSALS),
        ("source_id", index.SOURCES),
    )
    # A union of ids rather than ORs: each part has an index of its own, and PostgreSQL uses it. All names are ours, so
    # S608 sees no danger that is there; what was typed is a parameter.
    parts = [matches[index.CLAIMS]]
    for link, linked in links:
        parts.append(f"SELECT id FROM {table} WHERE {engine.build_membership(link, matches[linked])}")  # noqa: S608
    return _narrow(claims, text, " UNION ALL ".join(parts))


def find_proposals(
    proposals: QuerySet[Proposal],
    text: str,
    claims: QuerySet[Claim] | None = None,
    outcomes: QuerySet[Outcome] | None = None,
    wordings: QuerySet[Wording] | None = None,
) -> QuerySet[Proposal]:
    """Keep the proposals in whose titles, definition and aliases every term is found; with `claims`, also those on
    which one of these claims has them all, and those that stand so in a package (“Article 4”); with `outcomes` those
    of which one of these outcomes quotes them all, with `wordings` those of which one of these has them."""
    named = _narrow_by_index(proposals, text, index.PROPOSALS)
    if claims is None or named is proposals:
        return named
    placed = _narrow_by_index(Part.objects.using(proposals.db), text, index.PARTS)
    matching = Q(pk__in=named.order_by().values("pk")) | Q(
        pk__in=find_claims(claims, text).order_by().values("proposal")
    )
    matching |= Q(pk__in=placed.order_by().values("part"))
    if wordings is not None:
        matching |= Q(pk__in=_narrow_by_index(wordings, text, index.WORDINGS).order_by().values("proposal"))
    if outcomes is not None:
        matching |= Q(pk__in=_narrow_by_index(outcomes, text, index.OUTCOMES).order_by().values("proposal"))
    return proposals.filter(matching)


def find_actors(actors: QuerySet[Actor], text: str) -> QuerySet[Actor]:
    """Keep the actors whose name, short name or aliases have every term."""
    return _narrow_by_index(actors, text, index.ACTORS)


def find_sources(sources: QuerySet[Source], text: str) -> QuerySet[Source]:
    """Keep the sources in whose title, publisher, origin and authors every term is found."""
    return _narrow_by_index(sources, text, index.SOURCES)


def _narrow_by_index(rows: Rows, text: str, searched: index.Index) -> Rows:
    return _narrow(rows, text, _build_matches(rows.db)[searched])


def _build_matches(using: str) -> dict[index.Index, str]:
    """Return index → SQL of the ids of its rows that match one term."""
    engine = index.get_engine(connections[using])
    return {searched: engine.build_matches(searched) for searched in index.INDEXES}


def _narrow(rows: Rows, text: str, ids: str) -> Rows:
    """Keep the rows whose id is among `ids`, SQL that takes a term as each of its parameters, for every term."""
    terms = split_terms(text)
    if not terms:
        return rows.none() if text.strip() else rows
    quote_term = index.get_engine(connections[rows.db]).quote_term
    # What has all terms is found first: PostgreSQL would look for each row through the whole list of each further term.
    with_all = " INTERSECT ".join([f"SELECT * FROM ({ids}) AS with_term"] * len(terms)) if len(terms) > 1 else ids  # noqa: S608
    taken = [quote_term(term) for term in terms for _ in range(ids.count("%s"))]
    return rows.filter(_Among(F("pk"), RawSQL(with_all, taken)))  # noqa: S611 - the SQL is ours, each term a parameter


class _Among(Func):
    """Whether a column is among the ids of a RawSQL, as the database finds out best."""

    output_field = BooleanField()

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, *args: Any, **kwargs: Any
    ) -> tuple[str, tuple[str | int, ...]]:
        (column, first), (ids, then) = map(compiler.compile, self.source_expressions)
        return index.get_engine(connection).build_membership(column, ids[1:-1]), (*first, *then)
