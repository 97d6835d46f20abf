"""The rows of the page of two actors: how both stand on a proposal, with the quotes that decide and each distance."""

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from django.utils.safestring import SafeString

from ... import queries
from ...models import Actor, Claim
from ...rendering import chips
from ...rules.folding import isolate
from ...rules.measures.agreement import READINGS
from ...rules.measures.pairs import Contrast, PackageRule
from ...rules.scales import Dimension, State
from ...wording.blanks import write_found_nothing
from ...wording.pairs import write_package_rule
from .stance_lines import StanceLine, StanceLines

QUOTES_A_CELL = 3
ON_A_CONDITION, IN_PART, NOTHING = "on a condition", "in part", ""


class PairCell(NamedTuple):
    """How one of the two stands on a proposal: its line and chip, None where it has no claims, and the claims that
    decide."""

    actor: Actor
    line: StanceLine | None
    chip: SafeString | None
    quotes: list[Claim]


class DistanceCell(NamedTuple):
    """The distance of a proposal under one reading, or None and why there is none."""

    distance: int | None
    why: str


class PairRow(NamedTuple):
    """A ComparedProposal as the page shows it; `rule` says what packages do to it, `blank` what a cell without a line
    says."""

    compared: queries.ComparedProposal
    cells: list[PairCell]
    distances: list[DistanceCell]
    rule: str
    blank: str


def read_pair_rows(
    snapshot: queries.Snapshot,
    actors: Sequence[Actor],
    dimension: Dimension,
    compared: Collection[queries.ComparedProposal],
    query: str,
) -> list[PairRow]:
    """Return the rows of some proposals (two queries: the claims of their cells, and those that decide, with their
    quotes). `query` says which claims count."""
    table = queries.read_stances(
        snapshot.scope,
        snapshot.get(queries.read_vocabulary),
        dimensions={dimension, Dimension.SALIENCE},
        proposals=[row.proposal.pk for row in compared],
        holders=[actor.pk for actor in actors],
    )
    lines = StanceLines(snapshot, table, query)
    deciding = {
        (row.proposal.pk, actor.pk): _list_deciding(table, dimension, row, actor)[:QUOTES_A_CELL]
        for row in compared
        for actor in actors
    }
    claims = queries.read_claims_by_id(snapshot.scope, set().union(*deciding.values()))

    def make_cell(row: queries.ComparedProposal, actor: Actor) -> PairCell:
        quotes = [claims[pk] for pk in deciding[row.proposal.pk, actor.pk] if pk in claims]
        line = lines.write_line(dimension, row.proposal, actor)
        return PairCell(actor, line, line and _draw_chip(lines, dimension, line), quotes)

    return [
        PairRow(
            row,
            [make_cell(row, actor) for actor in actors],
            list(_write_distances(row)),
            _write_rule(row),
            write_found_nothing(queries.count_coded(snapshot, row.proposal)),
        )
        for row in compared
    ]


def _draw_chip(lines: StanceLines, dimension: Dimension, line: StanceLine) -> SafeString:
    """Draw a stance as a chip that leads to its cell."""
    actor, proposal = line.actor, line.proposal
    chip = chips.write_chip(line.stance, dimension, lines.collect_marks(dimension, proposal, actor))
    href = proposal.negotiation.get_address("cell", proposal.slug, actor.slug) + lines.query
    return chips.draw_linked(chip, href, f"{isolate(actor.name)} on {isolate(proposal.title)}")


def _list_deciding(
    table: queries.StanceTable, dimension: Dimension, row: queries.ComparedProposal, actor: Actor
) -> list[int]:
    """Return the ids of the claims that decide a stance; a forecast or an awaited answer is none."""
    stance = table.get_stance(dimension, row.proposal.pk, actor.pk)
    return [claim.id for claim in stance.deciding] if stance.spoken else []


def _write_distances(row: queries.ComparedProposal) -> Iterator[DistanceCell]:
    """Yield the distance under each reading."""
    valued = row.contrast in (Contrast.AGREE, Contrast.DIFFER, Contrast.OPPOSED)
    for place, term in enumerate(row.terms.values()):
        if term.distance is not None or not valued:
            yield DistanceCell(term.distance, NOTHING)
        elif place == 0 and State.CONDITIONAL in (row.a.state, row.b.state):
            yield DistanceCell(None, ON_A_CONDITION)
        elif place == 0 and (row.a.in_part or row.b.in_part):
            yield DistanceCell(None, IN_PART)
        else:
            yield DistanceCell(None, write_package_rule(term.package_rule))


def _write_rule(row: queries.ComparedProposal) -> str:
    """Say what the rule of packages makes of a package, where the two readings differ of both."""
    applied = [term.package_rule for term in row.terms.values()]
    if not {PackageRule.FOR_PARTS, PackageRule.BY_PARTS}.intersection(applied):
        return ""
    rules = [write_package_rule(rule) for rule in applied]
    if len(set(rules)) == 1:
        return rules[0]
    return "; ".join(f"{name}: {words}" for name, words in zip(READINGS, rules, strict=True))
