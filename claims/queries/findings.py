"""What a negotiation came to, why each verdict is as it is, and what was said last."""

from collections.abc import Iterable, Sequence

from ..models import Claim
from ..rules.findings import FindingPart, Judged, find_main
from ..rules.scales import Leaning
from ..rules.why import Facts, Why, count_waiting, explain
from .claims import select_claims
from .comparison import find_most_divided, map_leanings
from .counts import count_totals
from .lists import ProposalRow
from .red_lines import count_red_lines
from .snapshot import Snapshot
from .summaries import Summary, sort_by_verdict, summarise_proposals
from .verdicts import decide_verdicts
from .vocabulary import read_proposers, read_vocabulary


def find_main_finding(snapshot: Snapshot, of_rows: Sequence[Summary] | None = None) -> list[FindingPart]:
    """Return the findings of which the sentence about a negotiation is made, or about the rows that a reader chose."""
    vocab = snapshot.get(read_vocabulary)
    has_verdicts = vocab.has_verdicts
    rows = snapshot.get(sort_by_verdict if has_verdicts else summarise_proposals)
    chosen = rows if of_rows is None else of_rows
    return find_main(
        _judge(snapshot, chosen),
        claims=snapshot.get(count_totals).claims,
        has_verdicts=has_verdicts,
        most_divided=None if has_verdicts else find_most_divided(snapshot, chosen),
        sides=vocab.negotiating_sides,
        of_all=() if of_rows is None else _judge(snapshot, rows),
    )


def explain_verdicts(snapshot: Snapshot, rows: Iterable[Summary | ProposalRow]) -> dict[int, Why | None]:
    """Return proposal id → the reason that stands next to its verdict, if any, of some rows that have one (one query,
    kept, for who put them forward)."""
    vocab, red_lines = snapshot.get(read_vocabulary), snapshot.get(count_red_lines)
    waiting, proposers = snapshot.get(count_waiting_in_vain), snapshot.get(read_proposers)
    return {
        row.proposal.pk: explain(
            Facts(
                row.verdict,
                red_lines.get(row.proposal.pk, 0),
                vocab.negotiating_sides,
                waiting.get(row.proposal.slug, 0),
                len(row.parts),
                tuple(
                    vocab.actors[pk].short_in_sentence
                    for pk in proposers.get(row.proposal.pk, ())
                    if pk in vocab.actors
                ),
            )
        )
        for row in rows
        if row.verdict
    }


def count_waiting_in_vain(snapshot: Snapshot) -> dict[str, int]:
    """Return slug → how many proposals wait on that one in vain, of those on which any does."""
    return count_waiting(list(snapshot.get(decide_verdicts).verdicts.values()))


def read_newest_claim(snapshot: Snapshot) -> Claim | None:
    """Return the claim that was said last, of those that count (one query; none where there is none).

    Its day is known: to look for the newest of a small negotiation would read the claims of all others on the way."""
    newest = snapshot.get(count_totals).newest
    return select_claims(snapshot.scope).filter(said_on=newest).first() if newest else None


def _judge(snapshot: Snapshot, rows: Iterable[Summary]) -> list[Judged]:
    red_lines, judged = snapshot.get(count_red_lines), []
    leanings = {} if snapshot.get(read_vocabulary).has_verdicts else snapshot.get(map_leanings)
    for row in rows:
        pk, slug, title = row.proposal.pk, row.proposal.slug, row.proposal.title
        leaning = leanings.get(pk, Leaning.NO_POSITION)
        judged.append(Judged(slug, title, row.verdict, red_lines.get(pk, 0), leaning))
    return judged
