"""Claims → stances, cell by cell. Nothing here computes a stance of its own."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from operator import attrgetter
from types import MappingProxyType
from typing import Any, NamedTuple

from django.db.models import Case, Q, QuerySet, TextField, Value, When
from django.db.models.expressions import RawSQL

from ..models import Claim
from ..models.claims import ClaimQuerySet
from ..rules.conditions import list_granted
from ..rules.scales import Attribution, Dimension
from ..rules.stances import BLANK, RuleClaim, Stance, summarise
from .plain_rows import fetch_plain_rows
from .scope import Scope
from .vocabulary import Vocabulary

Cell = tuple[int, int]  # ids of a proposal and of a holder
CELL_COLUMNS = ("dimension", "proposal_id", "holder_id")

_ATTRIBUTIONS = tuple(Attribution)
# By what of a claim stances and verdicts are decided: what the index holds, in the order in which the rule has it, and
# two texts of those with a condition.
_OF_INDEX = (
    "proposal_id",
    "holder_id",
    "id",
    "value",
    "attribution",
    "said_on",
    "conditional",
    "pending",
    "doubtful",
    "on_part",
)
_OF_CONDITIONS = tuple(
    Case(When(conditional=True, then=name), default=Value(""), output_field=TextField())
    for name in ("conditions", "depends_on")
)


class ClaimColumns(NamedTuple):
    """What the rule reads of a claim, in the order of the index that covers most of it."""

    dimension: str
    proposal_id: int
    holder_id: int
    on_part: bool
    attribution: int
    doubtful: bool
    said_on: date
    value: int | None
    conditional: bool
    pending: bool
    id: int
    speaker_id: int | None
    conditions: str
    depends_on: str
    label: str
    source__leaked: bool
    earlier_wording: bool  # as `ClaimQuerySet.mark_earlier_wordings` finds it


class StanceTable(NamedTuple):
    """Stances of cells: `stances[dimension][proposal_id, holder_id]`; cells without claims are left out. `public_ids`
    are those of their claims, by id, where they are asked for."""

    stances: dict[str, dict[Cell, Stance]]
    public_ids: Mapping[int, str] = MappingProxyType({})

    def get_stance(self, dimension: str, proposal_id: int, holder_id: int) -> Stance:
        return self.stances.get(dimension, {}).get((proposal_id, holder_id), BLANK)

    def list_awaited(self) -> set[str]:
        """Return the proposals (slugs) that conditions of its stances, or of what is forecast, want granted."""
        stances = [stance for of_dimension in self.stances.values() for stance in of_dimension.values()]
        folds = [fold for stance in stances for fold in (stance, stance.forecast) if fold]
        named = {branch.depends_on for fold in folds for branch in fold.branches}
        return {slug for depends_on in named for slug in list_granted(depends_on)}


def read_stances(
    scope: Scope,
    vocab: Vocabulary,
    *,
    dimensions: Collection[str] = tuple(Dimension),
    proposals: Collection[int] | None = None,
    holders: Collection[int] | None = None,
    besides: Collection[Cell] = (),
    named: bool = False,
) -> StanceTable:
    """Fold the claims that count into stances, cell by cell (one query).

    `proposals` and `holders` (ids) choose cells and change no stance; so do some cells `besides`, with which others
    may come. With the public ids of all claims, if these are to be `named`.
    """
    table: dict[str, dict[Cell, Stance]] = {str(dimension): {} for dimension in dimensions}
    public_ids: dict[int, str] = {}
    claims = select_claims_of_cells(scope, dimensions, proposals, holders, besides).mark_earlier_wordings(scope.day)
    for (dimension, proposal, holder), of_cell in _read_cells(claims, vocab, public_ids if named else None):
        table[dimension][proposal, holder] = summarise(of_cell)
    return StanceTable(table, public_ids)


def collect_branches(table: StanceTable, dimension: str) -> set[int]:
    """Return the ids of the claims that are branches in a dimension: of stances, else of forecasts."""
    folds = (stance if stance.spoken else stance.forecast for stance in table.stances[dimension].values())
    return {branch.id for fold in folds if fold for branch in fold.branches}


def collect_deciding(table: StanceTable, dimension: str, holders: Collection[int]) -> set[int]:
    """Return the ids of the claims that decide the cells of these holders (ids) in a dimension."""
    cells = table.stances[dimension].items()
    return {claim.id for (_, holder), stance in cells if holder in holders for claim in stance.deciding}


def select_claims_of_cells(
    scope: Scope,
    dimensions: Collection[str] = tuple(Dimension),
    proposals: Collection[int] | RawSQL | None = None,
    holders: Collection[int] | None = None,
    besides: Collection[Cell] = (),
) -> ClaimQuerySet:
    """Return the claims that count in some cells (a queryset), None means all; and `besides` in all cells of the rows
    and columns of others, whose proposals are among these."""
    claims = scope.select_claims(proposals).filter(dimension__in=list(map(str, dimensions)))
    if holders is not None:
        chosen = Q(holder_id__in=holders)
        if besides:
            rows, columns = map(set, zip(*besides, strict=True))
            chosen |= Q(proposal_id__in=rows, holder_id__in=columns)
        claims = claims.filter(chosen)
    return claims


def read_claims_by_cell(claims: QuerySet[Claim], vocab: Vocabulary) -> dict[Cell, list[RuleClaim]]:
    """Return (proposal id, holder id) → the claims of the rule, of claims in one dimension (one query)."""
    return {(proposal, holder): of_cell for (_, proposal, holder), of_cell in _read_cells(claims, vocab)}


def read_deciding_claims(claims: ClaimQuerySet) -> dict[Cell, list[RuleClaim]]:
    """Return (proposal id, holder id) → the claims of the rule, of claims in one dimension, with all by which stances
    and verdicts are decided (one query).

    They lack what a cell only shows: the label, and the marks that tell of speakers, sources and wordings. So SQLite
    reads most of them from the index alone, a row of the table for its condition only. Nothing is sorted: it would then
    not go by the holders that are chosen.
    """
    by_cell: defaultdict[Cell, list[RuleClaim]] = defaultdict(list)
    make, attributions = RuleClaim._make, _ATTRIBUTIONS  # by place, as in `_gather_cells`
    rows = fetch_plain_rows(claims.order_by().values_list(*_OF_INDEX, *_OF_CONDITIONS))
    for proposal, holder, pk, value, strength, said_on, conditional, pending, doubtful, part, words, named in rows:
        of_rule = (
            pk, value or 0, attributions[strength], said_on, conditional, pending, doubtful, bool(part), False,
            words, named, value is None, "", False, False,
        )  # fmt: skip
        by_cell[proposal, holder].append(make(of_rule))
    return dict(sorted(by_cell.items()))


def read_claims_of_cells(
    scope: Scope, vocab: Vocabulary, dimensions: Collection[str], proposals: Collection[int], holders: Collection[int]
) -> dict[tuple[Dimension, int, int], list[RuleClaim]]:
    """Return (dimension, proposal id, holder id) → the claims of the rule that count there (one query)."""
    claims = select_claims_of_cells(scope, dimensions, proposals, holders).mark_earlier_wordings(scope.day)
    return {
        (Dimension(name), proposal, holder): of_cell for (name, proposal, holder), of_cell in _read_cells(claims, vocab)
    }


def fold_loaded_claims(claims: Iterable[Claim], vocab: Vocabulary) -> StanceTable:
    """Fold claims that a page shows anyway, of whole cells, into a StanceTable like that of `read_stances`."""
    cells = defaultdict(list)
    for claim in claims:
        cells[claim.dimension, claim.proposal_id, claim.holder_id].append(claim)
    table: dict[str, dict[Cell, Stance]] = {str(dimension): {} for dimension in Dimension}
    for (dimension, proposal, holder), of_cell in cells.items():
        table[dimension][proposal, holder] = summarise(make_rule_claims(of_cell, vocab))
    return StanceTable(table)


def make_rule_claims(claims: Iterable[Claim], vocab: Vocabulary) -> list[RuleClaim]:
    """Return the claims of the rule for model instances, for pages that show them anyway."""
    columns = attrgetter(*(name.replace("__", ".") for name in ClaimColumns._fields))
    cells = _gather_cells(map(columns, claims), vocab.is_opposing)
    return [claim for _, of_cell in cells for claim in of_cell]


def _read_cells(
    claims: QuerySet[Claim], vocab: Vocabulary, public_ids: dict[int, str] | None = None
) -> Iterator[tuple[tuple[str, int, int], list[RuleClaim]]]:
    """Yield ((dimension, proposal id, holder id), its claims of the rule) of each cell (one query); `public_ids` takes
    those of the claims, by id."""
    in_order = claims.order_by(*CELL_COLUMNS)
    if public_ids is None:
        plain = fetch_plain_rows(in_order.values_list(*ClaimColumns._fields))
    else:
        plain = _take_public_ids(in_order, public_ids)
    return _gather_cells(plain, vocab.is_opposing)


def _take_public_ids(claims: QuerySet[Claim], public_ids: dict[int, str]) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of ClaimColumns, once their public ids are put down: to look each up by its id would take as long
    as all else that is read of it."""
    place = ClaimColumns._fields.index("id")
    for row in fetch_plain_rows(claims.values_list(*ClaimColumns._fields, "public_id")):
        public_ids[row[place]] = row[-1]
        yield row[:-1]


def _gather_cells(
    rows: Iterable[tuple[Any, ...]], is_opposing: Callable[[int, int | None], bool]
) -> Iterator[tuple[tuple[str, int, int], list[RuleClaim]]]:
    """Yield (cell, its claims of the rule) for rows of ClaimColumns, each stretch of rows of one cell by itself. Values
    are taken by place and all in one loop: a page makes thousands, and names and calls would cost as much as the rest.
    """
    make, attributions = RuleClaim._make, _ATTRIBUTIONS
    cell: tuple[str, int, int] | None = None
    of_cell: list[RuleClaim] = []
    for (
        dimension, proposal, holder, on_part, attribution, doubtful, said_on, value, conditional, pending, pk, speaker,
        conditions, depends_on, label, leaked, earlier_wording,
    ) in rows:  # fmt: skip
        here = dimension, proposal, holder
        if here != cell:
            if cell:
                yield cell, of_cell
            cell, of_cell = here, []
        of_rule = (
            pk, value or 0, attributions[attribution], said_on, conditional, pending, doubtful, bool(on_part),
            is_opposing(holder, speaker), conditions, depends_on, value is None, label, bool(leaked),
            bool(earlier_wording),
        )  # fmt: skip
        of_cell.append(make(of_rule))
    if cell:
        yield cell, of_cell
