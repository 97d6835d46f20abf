"""What is shown of cells: their stances now and before, the marks that they bear, and one of them opened."""

from collections import defaultdict
from collections.abc import Callable, Collection
from datetime import date
from typing import NamedTuple

from ..models import Actor, Claim, Proposal
from ..rules import verdicts
from ..rules.measures.robustness import Ground, collect_behind, rests_on_one_source
from ..rules.scales import Attribution, Dimension, Mark
from ..rules.stances import Stance, find_start, summarise
from .claims import collect_provenance, find_ground, read_source_ids
from .scope import Scope
from .sketches import Sketches, sketch_stances
from .snapshot import Snapshot
from .stances import Cell, StanceTable, make_rule_claims, read_stances, select_claims_of_cells
from .vocabulary import Vocabulary, read_vocabulary

_ESSENTIAL, _CONDITION_REFUSED = frozenset({Mark.ESSENTIAL}), frozenset({Mark.CONDITION_REFUSED})

RefusedTest = Callable[[str, str], bool]  # whether a proposal (slug) is refused to a side (slug)


class CellStances(NamedTuple):
    """Stances of some cells, now and on an earlier day (or None), and by dimension those to mark as resting on one
    source."""

    now: StanceTable
    before: StanceTable | None
    on_one_source: dict[str, frozenset[Cell]]


class OpenedStance(NamedTuple):
    """The stance of one cell, since when it has been so, what it rests on, and the claims of the cell: those that
    decide, branches, those on a part that decide nothing, those that take no stance, what others say, and the rest,
    each once."""

    stance: Stance
    since: date | None
    ground: Ground | None
    deciding: list[Claim]
    branches: list[Claim]
    on_part: list[Claim]
    without_value: list[Claim]
    others: list[Claim]
    rest: list[Claim]


def read_cell_stances(
    snapshot: Snapshot,
    before: Snapshot | None,
    proposals: Collection[int],
    holders: Collection[int],
    marks_one_source: bool = False,
    sketched: Collection[int] = (),
    dimension: Dimension = Dimension.POSITION,
    named: bool = False,
) -> CellStances:
    """Return the CellStances of proposals and holders (ids): one query, one more with `before`, and one more where
    cells that rest on one source are to be marked.

    Of the holders that are `sketched` besides, nothing but state and value in one `dimension` is told, unless `before`
    asks what changed: their claims, of a large table most, need not be read. The claims of today are `named` by their
    public ids if that is asked for.
    """
    sketches = Sketches({}, [])
    if before is None:
        sketches = sketch_stances(snapshot, dimension, proposals, sketched)
    else:
        holders = {*holders, *sketched}

    def read(of: Snapshot, named: bool = False) -> StanceTable:
        return read_stances(
            of.scope,
            of.get(read_vocabulary),
            proposals=proposals,
            holders=holders,
            besides=sketches.unclear,
            named=named,
        )

    now, earlier = read(snapshot, named), read(before) if before else None
    now.stances[dimension] = sketches.stances | now.stances[dimension]
    single = read_cells_on_one_source(snapshot.scope, now, proposals, holders) if marks_one_source else {}
    return CellStances(now, earlier, single)


def combine_marks(stance: Stance, salience: Stance, side: str, is_refused: RefusedTest) -> frozenset[Mark]:
    """Return all marks of a position: its own, *essential* from the salience, *condition refused* from the table.

    A red line on a part only is none for the whole proposal, and not marked.
    """
    marks = stance.marks
    if salience.value == 2 and not salience.in_part:
        marks |= _ESSENTIAL
    if stance.branches and verdicts.select_refused_branches(stance, side, is_refused):
        marks |= _CONDITION_REFUSED
    return marks


def collect_marks(
    table: StanceTable, dimension: Dimension, proposal: Proposal, actor: Actor, is_refused: RefusedTest
) -> frozenset[Mark]:
    """Return the marks of a cell: a position's all, of another dimension its own."""
    stance = table.get_stance(dimension, proposal.pk, actor.pk)
    if dimension != Dimension.POSITION:
        return stance.marks
    salience = table.get_stance(Dimension.SALIENCE, proposal.pk, actor.pk)
    return combine_marks(stance, salience, actor.part.side.slug, is_refused)


def read_cells_on_one_source(
    scope: Scope, table: StanceTable, proposals: Collection[int], holders: Collection[int]
) -> dict[str, frozenset[Cell]]:
    """Return dimension → the cells of a StanceTable whose stances rest on one source only (one query).

    `proposals` and `holders` are the ids of its cells.
    """
    claims = select_claims_of_cells(scope, proposals=proposals, holders=holders)
    withdrawn = 0  # the source of claims that were withdrawn since the table was read
    source_of = defaultdict(lambda: withdrawn, read_source_ids(claims))
    return {
        dimension: frozenset(cell for cell, stance in cells.items() if rests_on_one_source(stance, source_of))
        for dimension, cells in table.stances.items()
    }


def open_stance(claims: list[Claim], vocab: Vocabulary) -> OpenedStance:
    """Fold the claims of one cell, at least one, as a page has read them, and sort them."""
    of_rule = make_rule_claims(claims, vocab)
    stance = summarise(of_rule)
    deciding = {claim.id for claim in stance.deciding}
    branches = {claim.id for claim in stance.branches} - deciding
    on_part = {claim.id for claim in stance.on_part}
    without_value = {claim.id for claim in stance.without_value} - deciding
    sorted_out = deciding | branches | on_part | without_value
    others = {claim.pk for claim in claims if claim.attribution >= Attribution.ATTRIBUTED} - sorted_out
    sorted_out |= others
    return OpenedStance(
        stance,
        find_start(of_rule),
        find_ground(collect_behind(stance), collect_provenance(claims)),
        [claim for claim in claims if claim.pk in deciding],
        [claim for claim in claims if claim.pk in branches],
        [claim for claim in claims if claim.pk in on_part],
        [claim for claim in claims if claim.pk in without_value],
        [claim for claim in claims if claim.pk in others],
        [claim for claim in claims if claim.pk not in sorted_out],
    )
