"""Which actors have a column in the matrix, in which order, and who is folded or hidden."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from ... import queries
from ...models import Actor, ActorKind
from ...rendering.columns import MOST_FITTING, MatrixColumn, fold_columns, make_column
from ...rules.scales import Dimension
from ...wording.columns import write_group

AROUND = 3  # columns besides those of actors: the proposal, why, and the number of claims
AROUND_COMPARED = 5  # the proposal, the share of each value, the mean, A, and the number of claims


class ColumnChoice(NamedTuple):
    """What the reader chose of the columns; empty `actors` and `sides` mean all, `forced` None means *auto*.

    `of_some_rows`: rows are left out, so that whoever is always shown has a column only with something in the others.
    """

    forced: Dimension | None = None
    actors: frozenset[int] = frozenset()
    sides: frozenset[int] = frozenset()
    others_open: bool = False
    show_empty: bool = False
    of_some_rows: bool = False


class ColumnSelection(NamedTuple):
    """The columns in their order, and the actors that have none. `can_fold`: whether the other parties stand together
    unless they are asked for one by one."""

    columns: list[MatrixColumn]
    hidden: list[Actor]
    can_fold: bool


def choose_columns(snapshot: queries.Snapshot, choice: ColumnChoice, proposals: Collection[int]) -> ColumnSelection:
    """Choose the columns. Hidden are the actors that have nothing on these proposals (ids) in what their column shows,
    unless they were asked for by name or are always shown where all rows are."""
    vocab = snapshot.get(queries.read_vocabulary)
    holders = [a for a in snapshot.get(queries.list_present) if _is_wanted(a, choice)]
    dimensions = [choice.forced] if choice.forced else [Dimension.POSITION, Dimension.PROSPECTS]
    asked = proposals if choice.of_some_rows else None
    filled = {dimension: queries.find_filled_holders(snapshot, dimension, asked) for dimension in dimensions}
    every = choice.show_empty or bool(choice.actors)
    kept = set() if choice.of_some_rows else {a.pk for a in holders if a.part.always_shown}
    seated = [
        a
        for a in holders
        if every or a.pk in kept or any(a.pk in filled[d] for d in _list_dimensions(a, choice.forced))
    ]
    keys = {a.pk for a in seated}
    parties, folded = _make_parties(snapshot, vocab, seated, choice)
    experts = _make_experts(snapshot, seated, choice)
    together = [*parties, *([fold_columns(folded)] if folded else []), *experts]
    can_fold = bool(folded) and len(together) <= MOST_FITTING
    columns = together if can_fold and not choice.others_open else [*parties, *folded, *experts]
    return ColumnSelection(columns, [a for a in holders if a.pk not in keys], can_fold)


def count_groups(columns: Sequence[MatrixColumn]) -> list[tuple[str, int]]:
    """Return (heading, number of columns) of the groups, in order: what parties' cells tell, or where sides are
    compared of which they are (of those who are folded together none), then what experts' tell."""
    by_side = any(column.side for column in columns)

    def write_heading(column: MatrixColumn) -> str:
        unnamed = by_side and not column.of_experts
        return column.side if unnamed else write_group(column.of_experts, column.dimension)

    return list(Counter(map(write_heading, columns)).items())


def count_around(compares: bool) -> int:
    """Return how many columns there are besides those of actors."""
    return AROUND_COMPARED if compares else AROUND


def list_holders_by_dimension(columns: Iterable[MatrixColumn]) -> dict[Dimension, set[int]]:
    """Return dimension → ids of the actors whose cells show it."""
    holders: defaultdict[Dimension, set[int]] = defaultdict(set)
    for column in columns:
        pks = {actor.pk for actor in column.actors}
        holders[column.dimension] |= pks
        if column.own_position:
            holders[Dimension.POSITION] |= pks
    return dict(holders)


def _is_wanted(actor: Actor, choice: ColumnChoice) -> bool:
    is_chosen = not choice.actors or actor.pk in choice.actors
    return is_chosen and (not choice.sides or actor.part.side.pk in choice.sides)


def _list_dimensions(actor: Actor, forced: Dimension | None) -> list[Dimension]:
    """Return the dimensions that the column of an actor shows: of an expert its own position too."""
    own = [Dimension.POSITION] if actor.kind == ActorKind.EXPERT and not forced else []
    return [queries.choose_dimension(actor, forced), *own]


def _make_parties(
    snapshot: queries.Snapshot, vocab: queries.Vocabulary, seated: Sequence[Actor], choice: ColumnChoice
) -> tuple[list[MatrixColumn], list[MatrixColumn]]:
    """Return the columns of parties that stand alone, principals first, and of those that may be folded into one, who
    said most first. Where nobody counts in verdicts, or some are asked for by name, none may."""

    def make(actors: Iterable[Actor]) -> list[MatrixColumn]:
        return [make_column(actor, queries.choose_dimension(actor, choice.forced), "Parties") for actor in actors]

    counting = {a.pk for a in vocab.principals}
    parties = [a for a in seated if a.kind != ActorKind.EXPERT]
    principals, others = [a for a in parties if a.pk in counting], [a for a in parties if a.pk not in counting]
    if not counting:
        return _name_sides(make(others)), []
    if choice.actors:
        return make([*principals, *others]), []
    said = snapshot.get(queries.count_filled_cells, choice.forced or Dimension.POSITION)
    rest = sorted((a for a in others if not a.part.always_shown), key=lambda a: -said.get(a.pk, 0))
    return make([*principals, *(a for a in others if a.part.always_shown)]), make(rest)


def _name_sides(columns: Sequence[MatrixColumn]) -> list[MatrixColumn]:
    """Return columns of parties with their sides, which stand together, as headings; as they are where none has one."""
    sides = [column.actors[0].part.side for column in columns]
    if not any(column.actors[0].part.named_side for column in columns):
        return list(columns)
    return [
        column._replace(side=side.name, group=side.name, begins=before is not None and before != side)
        for column, side, before in zip(columns, sides, [None, *sides], strict=False)
    ]


def _make_experts(snapshot: queries.Snapshot, seated: Sequence[Actor], choice: ColumnChoice) -> list[MatrixColumn]:
    """Experts, those with most to expect first."""
    expecting = snapshot.get(queries.count_filled_cells, Dimension.PROSPECTS)
    experts = sorted((a for a in seated if a.kind == ActorKind.EXPERT), key=lambda a: -expecting.get(a.pk, 0))
    heading = "Experts" if choice.forced else "Experts expect"
    return [
        make_column(actor, queries.choose_dimension(actor, choice.forced), heading)._replace(
            of_experts=True, own_position=not choice.forced
        )
        for actor in experts
    ]
