"""What else differs between two versions of a claim: the stances of its cells and the verdicts, as their page shows
them."""

from typing import Any, NamedTuple

from django.utils.safestring import SafeString

from ..models import Claim
from ..queries.version_effects import CellEffect, VersionEffects, compare_version_effects
from ..rendering.chips import draw_still, write_chip
from ..rules.scales import DIMENSIONS, Dimension, State
from ..rules.stances import Stance, has_changed
from ..wording import version_effects as wording


class ShownEffect(NamedTuple):
    """A cell or a proposal with what it is with the older version and with the newer."""

    of: str
    before: SafeString | str
    after: SafeString | str
    change: str  # empty where it is the same


class ShownEffects(NamedTuple):
    """What the page of two versions of a claim says of them."""

    finding: str
    uncounted: str
    cells: list[ShownEffect]
    verdicts: list[ShownEffect]


def show_effects(claim: Claim, older: Any, newer: Any) -> ShownEffects | None:
    """Return what two history rows of a claim come to; None where neither was published (the queries of
    `compare_version_effects`)."""
    effects = compare_version_effects(claim, older, newer)
    return _show(effects, older.version, newer.version) if effects and effects.cells else None


def _show(effects: VersionEffects, older: int, newer: int) -> ShownEffects:
    cells = [_show_cell(one) for one in effects.cells]
    verdicts = [
        ShownEffect(
            one.proposal.title,
            wording.name_verdict(one.before),
            wording.name_verdict(one.after),
            "" if one.before == one.after else wording.CHANGED,
        )
        for one in effects.verdicts
    ]
    finding = wording.write_heading([bool(cell.change) for cell in cells], [bool(one.change) for one in verdicts])
    return ShownEffects(finding, wording.write_uncounted(older, newer, effects.counted), cells, verdicts)


def _show_cell(one: CellEffect) -> ShownEffect:
    of = wording.name_cell(one.holder.short_name, one.proposal.title, DIMENSIONS[one.dimension].word)
    before, after = (_draw(stance, one.dimension) for stance in (one.before, one.after))
    on_conditions = has_changed(one.before, one.after) or has_changed(one.after, one.before)
    same = wording.CHANGED_CONDITIONS if on_conditions else ""
    return ShownEffect(of, before, after, same if before == after else wording.CHANGED)


def _draw(stance: Stance, dimension: Dimension) -> SafeString | str:
    if stance.state == State.BLANK:
        return "blank"
    return draw_still(write_chip(stance, dimension, stance.marks))
