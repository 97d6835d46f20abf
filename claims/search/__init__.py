"""Words → rows. Every word of a search must be found, as a whole word, whatever its case and its accents; several
words in quote marks must stand side by side. Lists keep their order: newest first, for claims.

    claims_with(Claim.objects.published(), 'Zurich "new members"')

Each function narrows a queryset that says what its reader may see, without a query of its own. SQLite and PostgreSQL
find the same rows; `index` says how they keep themselves able to.
"""

import re

from django.db import connections
from django.db.models import BooleanField, F, Func, Q
from django.db.models.expressions import RawSQL

from . import index

MOST_TERMS = 32  # of a passage that was pasted, the words beyond narrow nothing

_QUOTE_MARKS = str.maketrans(dict.fromkeys("“”„‟«»", '"') | {"\x00": " "})
_TERM = re.compile(r'"([^"]*)"|([^\s"]+)')


def terms(text):
    """Return the words and phrases of a search, in order; what has neither a letter nor a digit is no word."""
    text = text.encode(errors="ignore").decode().translate(_QUOTE_MARKS)
    found = (phrase or word for phrase, word in _TERM.findall(text))
    return [term for term in found if any(letter.isalnum() for letter in term)][:MOST_TERMS]


def claims_with(claims, text):
    """Keep the claims in which every term is found: in the claim itself, or in what its holder, speaker, proposal
    or source is called."""
    engine = index.engine(connections[claims.db])
    match = _matches(claims.db)
    table = index.CLAIMS.table
    links = (
        ("holder_id", index.ACTORS),
        ("speaker_id", index.ACTORS),
        ("proposal_id", index.PROPOSALS),
        ("source_id", index.SOURCES),
    )
    # A union of ids rather than ORs: each part has an index of its own, and PostgreSQL uses it. All names are ours, so
    # S608 sees no danger that is there; what was typed is a parameter.
    parts = [match[index.CLAIMS]]
    parts += [f"SELECT id FROM {table} WHERE {engine.among(link, match[linked])}" for link, linked in links]  # noqa: S608
    return _narrowed(claims, text, " UNION ALL ".join(parts))


def proposals_with(proposals, text, claims=None):
    """Keep the proposals in whose title and definition every term is found; with `claims`, also those on which one
    of these claims has them all."""
    named = _named(proposals, text, index.PROPOSALS)
    if claims is None or named is proposals:
        return named
    said = claims_with(claims, text).order_by().values("proposal")
    return proposals.filter(Q(pk__in=named.order_by().values("pk")) | Q(pk__in=said))


def actors_with(actors, text):
    """Keep the actors whose name or short name has every term."""
    return _named(actors, text, index.ACTORS)


def sources_with(sources, text):
    """Keep the sources in whose title, publisher, origin and authors every term is found."""
    return _named(sources, text, index.SOURCES)


def _named(rows, text, searched):
    return _narrowed(rows, text, _matches(rows.db)[searched])


def _matches(using):
    """Return index → SQL of the ids of its rows that match one term."""
    engine = index.engine(connections[using])
    return {searched: engine.matching(searched) for searched in index.INDEXES}


def _narrowed(rows, text, ids):
    """Keep the rows whose id is among `ids`, SQL that takes a term as each of its parameters, for every term."""
    wanted = terms(text)
    if not wanted:
        return rows.none() if text.strip() else rows
    quoted = index.engine(connections[rows.db]).quoted
    for term in wanted:  # S611: the SQL is ours, the term is its parameter
        rows = rows.filter(_Among(F("pk"), RawSQL(ids, [quoted(term)] * ids.count("%s"))))  # noqa: S611
    return rows


class _Among(Func):
    """Whether a column is among the ids of a RawSQL, as the database finds out best."""

    output_field = BooleanField()

    def as_sql(self, compiler, connection):
        (column, first), (ids, then) = map(compiler.compile, self.source_expressions)
        return index.engine(connection).among(column, ids[1:-1]), [*first, *then]
