"""The panel of a claim's page: its state, who wrote it, what is asked of it, and the corrections under way."""

from typing import Any

from django.contrib.auth.models import User

from ..models import Claim
from ..models.claims import CLAIM_CONTENT
from ..queries.differences import list_differences
from ..rules.publishing import Status
from ..services import corrections
from ..wording.publishing import CORRECTED, STATUSES


def read_panel(claim: Claim, user: User) -> dict[str, Any]:
    """Return what the panel shows besides the buttons (two queries)."""
    original = claim.corrects
    return {
        "meaning": CORRECTED if claim.is_taken_over else STATUSES[Status(claim.status)],
        "correctable": corrections.may_propose(claim, user),
        "original": original,
        "overtaken": original is not None
        and claim.status != Status.WITHDRAWN
        and corrections.is_overtaken(claim, original),
        "corrected": list_differences(Claim, [(original, claim)], CLAIM_CONTENT)[0] if original else [],
        "open_corrections": list(claim.corrections.exclude(status=Status.WITHDRAWN).select_related("coder")),
    }
