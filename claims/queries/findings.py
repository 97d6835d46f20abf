"""What a negotiation came to, and what was said in it last."""

from ..models import Claim
from ..rules.findings import FindingPart, Judged, find_main
from .claims import select_claims
from .counts import count_totals
from .snapshot import Snapshot
from .summaries import sort_by_division, sort_by_verdict
from .vocabulary import read_vocabulary


def find_main_finding(snapshot: Snapshot) -> list[FindingPart]:
    """Return the findings of which the sentence about a negotiation is made."""
    has_verdicts = snapshot.get(read_vocabulary).has_verdicts
    summaries = snapshot.get(sort_by_verdict) if has_verdicts else snapshot.get(sort_by_division, "agreement")
    judged = [Judged(row.proposal.slug, row.proposal.title, row.verdict) for row in summaries]
    return find_main(
        judged,
        claims=snapshot.get(count_totals).claims,
        has_verdicts=has_verdicts,
        most_divided=judged[0].title if len(judged) > 1 else "",
    )


def read_newest_claim(snapshot: Snapshot) -> Claim | None:
    """Return the claim that was said last, of those that count (one query)."""
    return select_claims(snapshot.scope).first()
