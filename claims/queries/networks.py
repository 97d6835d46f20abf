"""Who made how many statements of which value on which proposal and day, and the networks that follow from it.

Statements are the claims that count and have a value, save forecasts and awaited answers.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

import numpy as np
from django.db.models import Case, Count, F, Q, When

from ..models import Actor, ActorKind
from ..rules import stance_arrays
from ..rules.measures import networks
from ..rules.measures.networks import Activity, Aggregation, Normalisation, Window
from ..rules.scales import HIGHEST, LOWEST, Attribution
from .ids import list_ids
from .plain_rows import fetch_plain_rows
from .snapshot import Snapshot

PROPOSALS_A_SLICE = 500  # whose statements are counted at once
LEVELS = range(LOWEST, HIGHEST + 1)
PERSON = Case(  # who spoke, where that is a person: an official first-hand, or the expert who holds it
    When(Q(attribution=Attribution.OWN) & ~Q(speaker=F("holder")), then="speaker_id"),
    When(holder__kind=ActorKind.EXPERT, then="holder_id"),
)


class Statements(NamedTuple):
    """How many statements of one value each actor made on each proposal (ids) on each day: arrays of one length."""

    actor: np.ndarray
    proposal: np.ndarray
    value: np.ndarray
    day: np.ndarray
    number: np.ndarray

    def keep_days(self, window: Window) -> "Statements":
        inside = (self.day >= np.datetime64(window.start)) & (self.day <= np.datetime64(window.end))
        return Statements._make(column[inside] for column in self)

    @property
    def days(self) -> tuple[date, date] | None:
        """The first and the last of them."""
        return (self.day.min().item(), self.day.max().item()) if len(self.day) else None


def read_statements(snapshot: Snapshot, dimension: str, holders: Sequence[Actor], of_persons: bool) -> Statements:
    """Return the statements of holders, or where it is `of_persons` those that persons made for them (one query)."""
    claims = snapshot.scope.select_claims().filter(
        dimension=str(dimension), pending=False, value__isnull=False, attribution__lt=Attribution.PREDICTED
    )
    claims = claims.filter(holder__in=list_ids([holder.pk for holder in holders])).order_by()
    if of_persons:
        claims = claims.annotate(person=PERSON).filter(person__isnull=False)
    name = "person" if of_persons else "holder_id"
    rows = list(fetch_plain_rows(claims.values_list(name, "proposal_id", "value", "said_on").annotate(Count("pk"))))
    actor, proposal, value, day, number = zip(*rows, strict=True) if rows else [()] * 5
    actors, proposals, values, counts = (np.array(column, np.int64) for column in (actor, proposal, value, number))
    return Statements(actors, proposals, values, np.array(day, "datetime64[D]"), counts)


def list_persons(statements: Statements) -> list[Actor]:
    """Return who made statements, by name, each with the actor for which it speaks (one query)."""
    persons = Actor.objects.filter(pk__in=list_ids(np.unique(statements.actor).tolist()))
    return list(persons.select_related("speaks_for").order_by("name", "pk"))


def count_ties(
    statements: Statements,
    actors: Sequence[int],
    proposals: Sequence[int],
    normalisation: Normalisation = Normalisation.NONE,
) -> Mapping[Aggregation, np.ndarray]:
    """Return for each Aggregation the ties of all pairs of actors (ids), over some proposals (ids)."""
    sums = {name: np.zeros((len(actors), len(actors))) for name in Aggregation}
    activity = Activity(np.zeros(len(actors)), np.zeros((len(actors), len(actors))))
    for start in range(0, len(proposals), PROPOSALS_A_SLICE):
        levels = count_levels(statements, actors, proposals[start : start + PROPOSALS_A_SLICE])
        for name, tie in sums.items():
            tie += networks.sum_ties(levels, name)
        for of_all, of_slice in zip(activity, networks.count_activity(levels, normalisation), strict=True):
            of_all += of_slice
    return {name: networks.divide_ties(tie, activity, normalisation) for name, tie in sums.items()}


def count_levels(statements: Statements, actors: Sequence[int], proposals: Sequence[int]) -> np.ndarray:
    """Return actors × proposals × values: how many statements."""
    rows = stance_arrays.find_places(list(actors), statements.actor)
    columns = stance_arrays.find_places(list(proposals), statements.proposal)
    inside = (rows >= 0) & (columns >= 0)
    levels = np.zeros((len(actors), len(proposals), len(LEVELS)))
    places = (rows[inside], columns[inside], statements.value[inside] - LOWEST)
    np.add.at(levels, places, statements.number[inside])
    return levels
