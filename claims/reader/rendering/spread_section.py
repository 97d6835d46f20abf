"""What divides the actors on one proposal: the gap, van der Eijk's A and η², each with the terms of its sum."""

from typing import Any, NamedTuple

from ... import queries
from ...models import Proposal
from ...rules import verdicts
from ...rules.measures.spread import Layer, SidePart, decompose_variance, peel_layers
from ...rules.scales import VALUES
from ...wording.numbers import format_hundredths, format_value
from ...wording.spread import explain_agreement, explain_between, name_left_out, write_shares
from . import distribution


class SideSpread(NamedTuple):
    """One side: how many of its actors stand at each value, lowest first, their number and mean, and its part in η²,
    empty where it has none."""

    name: str
    counts: tuple
    number: int
    mean: str
    squares: str


class SpreadLayer(NamedTuple):
    """One layer of the distribution: the values that it fills, in words; its height, share, own A, and the product."""

    filled: str
    height: int
    share: str
    agreement: str
    term: str


def make_spread_section(
    snapshot: queries.Snapshot, table: queries.StanceTable, proposal: Proposal, query: str
) -> dict[str, Any] | None:
    """Return what the page of a proposal shows of what divides, or None where no actor has a value on it.

    `table` holds the stances on the proposal, `query` says which claims count.
    """
    spread = queries.compute_spread(table, snapshot.get(queries.read_vocabulary), proposal)
    if not spread.sides:
        return None
    all_sides = decompose_variance([counts for _, counts in spread.sides])
    terms = decompose_variance([counts for _, counts in spread.compared or spread.sides])
    part_of = dict(zip((name for name, _ in spread.compared), terms.parts, strict=False)) if spread.compared else {}
    return {
        "drawing": distribution.draw_large(spread.counts, proposal, query),
        "values": [format_value(value) for value in reversed(VALUES)],
        "sides": [
            _write_side(*side, part, part_of.get(side[0]))
            for side, part in zip(spread.sides, all_sides.parts, strict=True)
        ],
        "counts": spread.counts,
        "number": sum(spread.counts),
        "shares": write_shares(spread.counts),
        "mean": format_hundredths(all_sides.mean),
        "mean_between": format_hundredths(terms.mean),
        "left_out": name_left_out(spread),
        "no_agreement": explain_agreement(spread),
        "no_between": explain_between(spread),
        "agreement": _write_measure(spread.agreement),
        "between": _write_measure(spread.between),
        "deviation": _write_measure(spread.deviation),
        "layers": [_write_layer(layer) for layer in peel_layers(spread.counts)],
        "between_sum": format_hundredths(terms.between),
        "total_sum": format_hundredths(terms.total),
        **_write_gap(snapshot, table, proposal),
    }


def _write_gap(snapshot: queries.Snapshot, table: queries.StanceTable, proposal: Proposal) -> dict[str, Any]:
    """Return the gap of the principals and the two stances that make it."""
    vocab = snapshot.get(queries.read_vocabulary)
    if not vocab.has_verdicts:
        return {"has_gap": False}
    principals = queries.collect_positions_on(vocab, table, proposal)
    nearest = verdicts.find_nearest(principals)
    return {
        "has_gap": True,
        "gap": verdicts.compute_gap(principals),
        "nearest": [
            (principal.name, format_value(principal.stance.value))
            for principal in nearest or ()
            if principal.stance.value is not None
        ],
    }


def _write_side(name: str, counts: tuple[int, ...], alone: SidePart, part: SidePart | None) -> SideSpread:
    squares = format_hundredths(part.squares) if part else ""
    return SideSpread(name, counts, alone.number, format_hundredths(alone.mean), squares)


def _write_layer(layer: Layer) -> SpreadLayer:
    filled = [format_value(value) for value, is_filled in zip(reversed(VALUES), layer.filled, strict=True) if is_filled]
    numbers = (layer.share, layer.agreement, layer.share * layer.agreement)
    return SpreadLayer(", ".join(filled), layer.height, *map(format_hundredths, numbers))


def _write_measure(number: float | None) -> str:
    return "" if number is None else format_hundredths(number)
