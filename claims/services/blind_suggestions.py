"""What coders of a batch miss in the vocabulary: each suggests it, and none learns that another one did."""

from django.contrib.auth.models import User

from ..models import Actor, BatchCoder, BlindSuggestion, Proposal
from ..models.suggestions import WAITING
from .batches import lock_to_code
from .write_gate import Gate, editing


def suggest_blind(row: Actor | Proposal, coder: BatchCoder, *, user: User, reason: str = "") -> None:
    """Save a new actor or proposal as a suggestion that, until the batch is blind no more, its coder alone sees."""
    with editing(user, f"suggested: {reason}" if reason else "suggested") as gate:
        coder = lock_to_code(gate, coder)
        row.suggestion = WAITING
        gate.save(row)
        _note(gate, row, coder, row)


def share_blind(row: Actor | Proposal, as_typed: Actor | Proposal, coder: BatchCoder, *, user: User) -> None:
    """Let a coder name what another one of a batch has suggested under the same name, as they call it themselves."""
    with editing(user, "suggested") as gate:
        _note(gate, row, lock_to_code(gate, coder), as_typed)


def _note(gate: Gate, row: Actor | Proposal, coder: BatchCoder, as_typed: Actor | Proposal) -> None:
    called = {"called": str(as_typed), "called_shortly": getattr(as_typed, "short_name", "")}
    of_row = {"actor": row} if isinstance(row, Actor) else {"proposal": row}
    if not BlindSuggestion.objects.filter(coder=coder, **of_row).exists():
        gate.save(BlindSuggestion(coder=coder, **of_row, **called))
