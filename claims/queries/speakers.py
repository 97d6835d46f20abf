"""How much each actor says, for itself and of others."""

import numpy as np
from django.db.models import Count, Max, Q

from ..models import Touched
from ..models.claims import ClaimQuerySet
from ..rules import stance_arrays
from ..rules.scales import Attribution
from .counts import Tally, tally_arrays
from .ids import list_ids
from .packed_keys import KeptKeys, follows_claims_alone, pack_claims
from .snapshot import Snapshot, following


def _follow_speakers(snapshot: Snapshot, before: KeptKeys, touched: Touched) -> KeptKeys | None:
    """Read anew what is said of the proposals that were touched (one query): who said it before is not remembered."""
    if before.keys is None or not follows_claims_alone(snapshot.scope, touched):
        return None
    if not touched.proposals:
        return before
    now = pack_claims(_select_said(snapshot).filter(proposal__in=list_ids(touched.proposals)), "speaker_id")
    if now.keys is None:
        return None
    proposals, _ = stance_arrays.name_cells(before.keys, None)
    others = before.keys[~np.isin(proposals, list(touched.proposals))]
    return KeptKeys(np.sort(np.concatenate([others, now.keys])))


@following(_follow_speakers)
def read_speaker_keys(snapshot: Snapshot) -> KeptKeys:
    """Return the claims that count, as packed keys in which the speaker stands for the holder, whatever their dimension
    (one query)."""
    return pack_claims(_select_said(snapshot), "speaker_id")


def tally_speakers(snapshot: Snapshot) -> dict[int, Tally]:
    """Return actor id → Tally of what it says (one query, the first time; two where ids or days fit no key).

    Its `stances` are the proposals on which it spoke.
    """
    keys = snapshot.get(read_speaker_keys).keys
    if keys is None:
        return _tally_by_database(snapshot)
    return tally_arrays([stance_arrays.fold(keys.copy())], "holders", "proposals")


def _select_said(snapshot: Snapshot) -> ClaimQuerySet:
    return snapshot.scope.select_claims().exclude(speaker=None).order_by()


def _tally_by_database(snapshot: Snapshot) -> dict[int, Tally]:
    """Do the same without keys, which takes longer (one query)."""
    said = Q(attribution__lt=Attribution.PREDICTED, pending=False, value__isnull=False)
    rows = (
        _select_said(snapshot)
        .values_list("speaker")
        .annotate(claims=Count("pk"), stances=Count("proposal", distinct=True, filter=said), newest=Max("said_on"))
    )
    return {speaker: Tally(claims, stances, newest) for speaker, claims, stances, newest in rows}
