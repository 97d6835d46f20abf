"""Querysets → plain rows for the rules. Nothing here computes a stance of its own, or knows of requests.

A `Scope` says which claims count: it changes stances, verdicts and every number. What is merely shown of them is
the pages' affair.
"""

from collections import defaultdict
from datetime import date
from itertools import groupby
from typing import NamedTuple

from django.db.models import Count, F, Max, Min, Q

from .models import Actor, Claim, Proposal, Source
from .rules import conditions, stances, verdicts
from .rules.scales import Attribution, Dimension, Mark

# The columns that the rule reads, in the order of the index that covers most of them.
_COLUMNS = (
    "dimension",
    "proposal_id",
    "holder_id",
    "attribution",
    "doubtful",
    "said_on",
    "value",
    "conditional",
    "pending",
    "id",
    "speaker_id",
    "covers",
    "conditions",
    "depends_on",
)


class Scope(NamedTuple):
    """Which claims count: said on or before `as_of`, of these attributions and origins (empty: of all).

    `dimension` is the one that a page forces on all its cells: it counts in numbers of claims, not in verdicts.
    """

    as_of: date | None = None
    attributions: tuple = ()
    origins: tuple = ()
    dimension: Dimension | None = None

    def claims(self):
        """Return the published claims that count."""
        claims = Claim.objects.published()
        if self.as_of:
            claims = claims.filter(said_on__lte=self.as_of)
        if self.attributions:
            claims = claims.filter(attribution__in=self.attributions)
        if self.origins:
            claims = claims.filter(source__origin__in=self.origins)
        return claims

    def counted(self):
        """Return the claims that count in numbers of claims."""
        return self.claims().filter(dimension=self.dimension) if self.dimension else self.claims()


class Vocabulary(NamedTuple):
    """Actors and proposals with all that a page names of them, by id and in the order in which they are shown."""

    actors: dict
    proposals: dict

    @property
    def principals(self):
        """Principals of the negotiating sides: the only actors that count in verdicts."""
        return [a for a in self.actors.values() if a.principal and a.side.negotiates]

    def proposal(self, slug):
        """Return the proposal of this slug, or None."""
        return next((p for p in self.proposals.values() if p.slug == slug), None)

    def actor(self, slug):
        """Return the actor of this slug, or None."""
        return next((a for a in self.actors.values() if a.slug == slug), None)

    def opposing(self, holder_id, speaker_id):
        """Whether the speaker belongs to a negotiating side other than the holder's."""
        if speaker_id is None or speaker_id == holder_id:
            return False
        holder, speaker = self.actors[holder_id], self.actors[speaker_id]
        return holder.side.negotiates and speaker.side.negotiates and holder.side_id != speaker.side_id


class Table(NamedTuple):
    """Stances of cells: `stances[dimension][proposal_id, holder_id]`; cells without claims are left out."""

    stances: dict

    def stance(self, dimension, proposal_id, holder_id):
        return self.stances.get(dimension, {}).get((proposal_id, holder_id), stances.BLANK)


class Quoted(NamedTuple):
    """What proves a stance, in short: a claim with its quote, and whose words it is."""

    public_id: str
    value: int
    attribution: int
    said_on: date
    conditions: str
    quote: str
    locator: str
    speaker: str | None
    publisher: str


# Where a claim keeps what a Quoted holds.
_QUOTED = (*Quoted._fields[:-2], "speaker__short_name", "source__publisher")


class Tally(NamedTuple):
    """How much there is of an actor or proposal: claims, cells' other ends with a stance, newest day."""

    claims: int = 0
    stances: int = 0
    newest: date | None = None


def vocabulary():
    """Load actors and proposals (two queries)."""
    actors = Actor.objects.select_related("side")
    proposals = Proposal.objects.select_related("topic", "part_of", "variant_of")
    return Vocabulary({a.pk: a for a in actors}, {p.pk: p for p in proposals})


def table(scope, vocab, *, dimensions=tuple(Dimension), proposals=None, holders=None):
    """Fold the claims that count into stances, cell by cell (one query).

    `proposals` and `holders` (ids) choose cells and change no stance.
    """
    claims = scope.claims().filter(dimension__in=list(map(str, dimensions)))
    if proposals is not None:
        claims = claims.filter(proposal_id__in=proposals)
    if holders is not None:
        claims = claims.filter(holder_id__in=holders)
    found = {str(dimension): {} for dimension in dimensions}
    rows = claims.order_by(*_COLUMNS[:3]).values_list(*_COLUMNS)
    for (dimension, proposal, holder), cell in groupby(rows, key=lambda row: row[:3]):
        found[dimension][proposal, holder] = stances.summarise([_claim(row, vocab) for row in cell])
    return Table(found)


def folded(claims, vocab):
    """Fold claims that a page shows anyway, of whole cells, into a Table like that of `table`."""
    cells = defaultdict(list)
    for claim in claims:
        cells[claim.dimension, claim.proposal_id, claim.holder_id].append(claim)
    found = {str(dimension): {} for dimension in Dimension}
    for (dimension, proposal, holder), cell in cells.items():
        found[dimension][proposal, holder] = stances.summarise(rule_claims(cell, vocab))
    return Table(found)


def principal_positions(scope, vocab):
    """Return slug → Principals for every proposal, from the principals' claims alone (one query)."""
    principals = [actor.pk for actor in vocab.principals]
    return positions(vocab, table(scope, vocab, dimensions=[Dimension.POSITION], holders=principals))


def positions(vocab, cells):
    """Return slug → Principals with their positions on that proposal, for every proposal."""
    return {
        proposal.slug: [
            verdicts.Principal(
                actor.short_name,
                actor.side.slug,
                cells.stance(Dimension.POSITION, proposal.pk, actor.pk),
                actor.pk,
            )
            for actor in vocab.principals
        ]
        for proposal in vocab.proposals.values()
    }


def all_verdicts(vocab, by_slug):
    """Return slug → Verdict from the principals' positions of `positions`."""
    refused = verdicts.refused_by_others(by_slug)
    titles = {proposal.slug: proposal.title for proposal in vocab.proposals.values()}
    return {slug: verdicts.decide(principals, refused, titles) for slug, principals in by_slug.items()}


def marks_of(stance, salience, side, refused):
    """Return all marks of a position: its own, *essential* from the salience, *condition refused* from the table."""
    marks = set(stance.marks)
    if salience.value == 2:
        marks.add(Mark.ESSENTIAL)
    if verdicts.refused_branches(stance, side, refused):
        marks.add(Mark.CONDITION_REFUSED)
    return frozenset(marks)


def marks_shown(cells, dimension, proposal, actor, refused):
    """Return the marks of a cell: a position's all, of another dimension its own."""
    stance = cells.stance(dimension, proposal.pk, actor.pk)
    if dimension != Dimension.POSITION:
        return stance.marks
    return marks_of(stance, cells.stance(Dimension.SALIENCE, proposal.pk, actor.pk), actor.side.slug, refused)


def coverage(scope):
    """Return what the table rests on: claims, documents, origins, oldest and newest day (one query)."""
    return scope.counted().aggregate(
        claims=Count("pk"),
        documents=Count("source", distinct=True),
        origins=Count("source__origin", distinct=True),
        oldest=Min("said_on"),
        newest=Max("said_on"),
    )


def claim_counts(scope):
    """Return proposal id → (number of claims that count, newest day) (one query)."""
    counted = scope.counted().order_by().values_list("proposal_id").annotate(Count("pk"), Max("said_on"))
    return {proposal: (count, newest) for proposal, count, newest in counted}


def tallies(scope, of, across):
    """Return id → Tally for each `of` (a link of claims); its `stances` count the `across` (one query).

    A cell holds a stance as soon as one of its claims is neither forecast nor pending, so nothing need be folded.
    """
    spoken = Q(attribution__lt=Attribution.PREDICTED, pending=False)
    counts = {"claims": Count("pk"), "stances": Count(across, distinct=True, filter=spoken), "newest": Max("said_on")}
    rows = scope.claims().order_by().values_list(of).annotate(**counts)
    return {key: Tally(*counted) for key, *counted in rows}


def proposers():
    """Return proposal id → ids of the actors that put it on the table, in the order of actors (one query)."""
    put = defaultdict(list)
    links = Proposal.proposers.through.objects.order_by("actor__side__order", "actor__order", "actor__name")
    for proposal, actor in links.values_list("proposal_id", "actor_id"):
        put[proposal].append(actor)
    return put


def fully_coded_sources():
    """Return how many sources are fully coded: what a blank rests on (one query)."""
    return Source.objects.public().exclude(fully_coded_by="").count()


def days_of_publication(most=6):
    """Return the newest days on which sources with published claims came out, oldest first (one query)."""
    days = Claim.objects.published().order_by("-source__published_on").values_list("source__published_on", flat=True)
    return sorted(days.exclude(source__published_on=None).distinct()[:most])


def cell_claims(scope, proposal, holder):
    """Return the claims that count of one holder on one proposal, in every dimension, strongest and newest first,
    as they are shown (one query), by dimension."""
    claims = scope.claims().filter(proposal=proposal, holder=holder).for_table()
    by_dimension = defaultdict(list)
    for claim in claims.order_by("attribution", "-said_on", "pk"):
        by_dimension[claim.dimension].append(claim)
    return by_dimension


def shown_claims(scope, **chosen):
    """Return the claims that count and fit, newest first, with all that a table shows of them (a queryset)."""
    return scope.claims().filter(**chosen).for_table()


def claims_of(scope, actor):
    """Return the claims that count of what an actor says, and of what documents and others say of it (a queryset)."""
    return scope.claims().filter(Q(holder=actor) | Q(speaker=actor))


def cited_sources(scope):
    """Return the sources of the claims that count with the number of these, as dicts (a queryset).

    Drawn from the claims, so that a source that none of them cites is left out, and its text is never loaded.
    """
    record = ("slug", "title", "type", "publisher", "origin", "authors", "published_on", "url", "language")
    fields = (*record, "fully_coded_by", "fully_coded_on")
    rows = scope.claims().values(*(f"source__{name}" for name in fields))
    return rows.annotate(claims=Count("pk")).order_by(F("source__published_on").desc(nulls_last=True), "source__slug")


def public_ids(scope, wanted):
    """Return id → public id of the wanted claims, which all count (one query)."""
    pairs = scope.claims().order_by().values_list("pk", "public_id").iterator()
    return {pk: public_id for pk, public_id in pairs if pk in wanted}


def quotes_of_cells(scope, most):
    """Return (dimension, proposal id, holder id) → [Quoted] of the claims that count, those that decide first (one
    query); of each cell at most `most` are kept."""
    found = defaultdict(list)
    rows = scope.claims().order_by("attribution", "doubtful", "-said_on", "conditional", "pk")
    for row in rows.values_list(*_COLUMNS[:3], *_QUOTED).iterator():
        cell = found[row[:3]]
        if len(cell) < most:
            cell.append(Quoted(*row[3:]))
    return found


def in_order_of_appearance(claims):
    """Order the claims of one source as they stand in its text; those not found there last, as they were coded."""
    return claims.order_by(F("quote_start").asc(nulls_last=True), "pk")


def linked_proposals(depends_on):
    """Return (proposal, granted) of what a condition depends on (one query, none where it names nothing)."""
    links = conditions.parse(depends_on)
    named = {p.slug: p for p in Proposal.objects.filter(slug__in=[slug for slug, _ in links])}
    return [(named[slug], granted) for slug, granted in links if slug in named]


def rule_claims(claims, vocab):
    """Return the Claims of the rule for model instances, for pages that show them anyway."""
    return [_claim([getattr(claim, column) for column in _COLUMNS], vocab) for claim in claims]


def _claim(row, vocab):
    (_, _, holder, attribution, doubtful, said_on, value, conditional, pending, pk, speaker, covers) = row[:12]
    return stances.Claim(
        id=pk,
        value=value,
        attribution=Attribution(attribution),
        said_on=said_on,
        conditional=conditional,
        pending=pending,
        doubtful=doubtful,
        part=bool(covers),
        from_other_side=vocab.opposing(holder, speaker),
        conditions=row[12],
        depends_on=row[13],
    )
