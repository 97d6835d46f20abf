"""What one actor holds on all proposals, from the arrays of stances that are kept: no query of its own."""

from ..models import Actor
from ..rules.scales import Dimension
from ..rules.stance_arrays import NO_VALUE, STATE_OF_CODE
from ..wording.holdings import Holding
from .red_lines import map_red_lines
from .snapshot import Snapshot
from .stance_arrays import read_stance_arrays
from .vocabulary import list_put_forward


def list_holdings(snapshot: Snapshot, actor: Actor, dimension: Dimension) -> list[Holding]:
    """Return what an actor holds in a dimension on each proposal that is put forward, in the order of proposals; of a
    position also whether it is a red line: the holder says that the whole of it is essential."""
    arrays, proposals = snapshot.get(read_stance_arrays, dimension), snapshot.get(list_put_forward)
    red_lines = map_red_lines(snapshot, actor) if dimension == Dimension.POSITION else {}
    red = {pk for pk, in_part in red_lines.items() if not in_part}
    mine = arrays.holders == actor.pk
    of_proposal = {
        proposal: (STATE_OF_CODE[state], None if value == NO_VALUE else value)
        for proposal, state, value in zip(
            arrays.proposals[mine].tolist(), arrays.states[mine].tolist(), arrays.values[mine].tolist(), strict=True
        )
    }
    return [
        Holding(proposal.slug, proposal.title, *of_proposal[pk], red_line=pk in red)
        for pk, proposal in proposals.items()
        if pk in of_proposal
    ]
