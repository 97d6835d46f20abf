"""Actors and proposals: the rows and columns of every table."""

from collections import defaultdict
from typing import NamedTuple

from ..models import Actor, Proposal


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


def vocabulary():
    """Load actors and proposals (two queries)."""
    actors = Actor.objects.select_related("side")
    proposals = Proposal.objects.select_related("topic", "part_of", "variant_of")
    return Vocabulary({a.pk: a for a in actors}, {p.pk: p for p in proposals})


def proposers():
    """Return proposal id → ids of the actors that put it on the table, in the order of actors (one query)."""
    put = defaultdict(list)
    links = Proposal.proposers.through.objects.order_by("actor__side__order", "actor__order", "actor__name")
    for proposal, actor in links.values_list("proposal_id", "actor_id"):
        put[proposal].append(actor)
    return put
