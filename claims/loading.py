"""Querysets → plain rows for the rules. Nothing here computes a stance of its own, or knows of requests.

A `Scope` says which claims count: it changes stances, verdicts and every number. What is merely shown of them is
the pages' affair.
"""

from collections import defaultdict
from datetime import date
from itertools import groupby
from typing import NamedTuple

from django.db.models import Count, Max, Min

from .models import Actor, Claim, Proposal, Source
from .rules import stances, verdicts
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
    """Which claims count: said on or before `as_of`, of these attributions and origins (empty: of all)."""

    as_of: date | None = None
    attributions: tuple = ()
    origins: tuple = ()

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


class Vocabulary(NamedTuple):
    """Actors and proposals with all that a page names of them, by id and in the order in which they are shown."""

    actors: dict
    proposals: dict

    @property
    def principals(self):
        """Principals of the negotiating sides: the only actors that count in verdicts."""
        return [a for a in self.actors.values() if a.principal and a.side.negotiates]

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


def positions(vocab, cells):
    """Return slug → Principals with their positions on that proposal, for every proposal."""
    return {
        proposal.slug: [
            verdicts.Principal(
                actor.short_name,
                actor.side.slug,
                cells.stance(Dimension.POSITION, proposal.pk, actor.pk),
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


def coverage(scope):
    """Return what the table rests on: claims, documents, origins, oldest and newest day (one query)."""
    return scope.claims().aggregate(
        claims=Count("pk"),
        documents=Count("source", distinct=True),
        origins=Count("source__origin", distinct=True),
        oldest=Min("said_on"),
        newest=Max("said_on"),
    )


def claim_counts(scope):
    """Return proposal id → (number of claims that count, newest day) (one query)."""
    counted = scope.claims().order_by().values_list("proposal_id").annotate(Count("pk"), Max("said_on"))
    return {proposal: (count, newest) for proposal, count, newest in counted}


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
