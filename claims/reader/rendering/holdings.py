"""What an actor holds, in a sentence or two with links to the proposals."""

from collections.abc import Sequence

from django.utils.safestring import SafeString

from ... import queries
from ...models import Actor, ActorKind
from ...wording.holdings import Holding, write_expectations, write_positions
from .linked import draw_pieces


def draw_holdings(
    snapshot: queries.Snapshot,
    actor: Actor,
    positions: Sequence[Holding],
    prospects: Sequence[Holding],
    query: str = "",
) -> SafeString:
    """Draw where an actor stands, of an expert first what it expects; links keep `query`."""
    by_slug, name = snapshot.get(queries.read_vocabulary).by_slug, actor.short_in_sentence
    expects = actor.kind == ActorKind.EXPERT
    pieces = write_expectations(prospects, positions, name) if expects else write_positions(positions, name)
    return draw_pieces(pieces, lambda slug: by_slug[slug].get_absolute_url() + query)
