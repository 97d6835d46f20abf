"""Which actors have a column in the matrix, in which order, and who is folded or hidden."""

from typing import NamedTuple

from ...models import ActorKind
from ...rendering.columns import MatrixColumn, make_column
from ...rules.scales import Dimension


class ColumnChoice(NamedTuple):
    """What the reader chose of the columns; empty `actors` and `sides` mean all, `forced` None means *auto*."""

    forced: Dimension | None = None
    actors: frozenset = frozenset()
    sides: frozenset = frozenset()
    others_open: bool = False
    show_empty: bool = False


def choose(snapshot, choice):
    """Return (columns, hidden actors). Hidden are those that have nothing under the filter and were not asked for."""
    vocab = snapshot.vocab
    holders = [a for a in vocab.actors.values() if a.kind != ActorKind.OFFICIAL and _wanted(a, choice)]
    dimensions = [choice.forced] if choice.forced else list(Dimension)
    filled = {holder for dimension in dimensions for holder in snapshot.holders(dimension)}
    kept = choice.show_empty or bool(choice.actors)
    shown = [a for a in holders if kept or a.always_show or a.pk in filled]
    named = {a.pk for a in shown}
    hidden = [a for a in holders if a.pk not in named]
    return [*_parties(vocab, shown, choice), *_experts(snapshot, shown, choice)], hidden


def groups(columns):
    """Return (heading, number of columns) of the groups, in order."""
    counted = {}
    for column in columns:
        counted[column.group] = counted.get(column.group, 0) + 1
    return list(counted.items())


def _wanted(actor, choice):
    chosen_actor = not choice.actors or actor.pk in choice.actors
    return chosen_actor and (not choice.sides or actor.side_id in choice.sides)


def _parties(vocab, shown, choice):
    """Principals first, then who keeps a column of their own, then the others folded into one."""
    parties = [a for a in shown if a.kind != ActorKind.EXPERT]
    apart = choice.others_open or bool(choice.actors) or not vocab.principals
    counting = {a.pk for a in vocab.principals}
    principals = [a for a in parties if a.pk in counting]
    others = [a for a in parties if a.pk not in counting]
    alone = [a for a in others if apart or a.always_show]
    folded = [a for a in others if not (apart or a.always_show)]
    dimension = choice.forced or Dimension.POSITION
    columns = [make_column(actor, dimension, "Parties") for actor in [*principals, *alone]]
    if folded:
        names = ", ".join(actor.name for actor in folded)
        columns.append(MatrixColumn("others", "Others", names, folded, dimension, "Parties", folded=True))
    return columns


def _experts(snapshot, shown, choice):
    """Experts, those with most to expect first."""
    expecting = snapshot.holders(Dimension.PROSPECTS)
    experts = sorted((a for a in shown if a.kind == ActorKind.EXPERT), key=lambda a: -expecting.get(a.pk, 0))
    if choice.forced:
        return [make_column(actor, choice.forced, "Experts") for actor in experts]
    return [make_column(a, Dimension.PROSPECTS, "Experts expect")._replace(own_position=True) for a in experts]
