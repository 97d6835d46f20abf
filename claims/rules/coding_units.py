"""Codings of the same documents side by side: which claims of several coders are about the same, and in what they
differ.

A unit holds at most one claim of each coder. Claims of one cell (holder, proposal, dimension and attribution in a
document) belong together; where a coder has several in a cell, those that are most alike do. Claims of coders that
differ in the attribution only, on a passage that they share, are one unit too: `reliability` counts these as two cells.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import combinations
from typing import Any, NamedTuple

from .folding import normalise
from .measures.reliability import CodedCell

ALONE, PASSAGE = "alone", "passage"
# In what the claims of a unit may differ, what weighs most first. Texts that only help to read them are none of it:
# note, argument, locator, translation.
DIFFERENCES = (
    ALONE, "value", "conditions", "depends_on", "attribution", "covers", PASSAGE, "pending", "doubtful", "speaker",
    "said_on", "label", "by_when", "probability", "wording",
)  # fmt: skip
_WEIGHTS = {PASSAGE: 8, "conditions": 4, "depends_on": 2, "covers": 2, "value": 1}

Coder = Hashable


class UnitClaim(NamedTuple):
    """A claim of a coder, by its key: of which cell, what it says, and where its quote stands, if it has a place."""

    key: int
    coder: Any
    cell: CodedCell
    fields: Mapping[str, Any]
    start: int | None = None
    end: int | None = None


class CodedUnit(NamedTuple):
    """What coders said of the same, in the order of the coders, and in what they differ (of DIFFERENCES)."""

    claims: tuple[UnitClaim, ...]
    differences: tuple[str, ...]

    @property
    def place(self) -> tuple[Any, ...]:
        """Where it stands: the document, and in its text the first of its quotes."""
        first = self.claims[0]
        starts = [claim.start for claim in self.claims if claim.start is not None]
        return first.cell.document, not starts, min(starts, default=0), min(claim.key for claim in self.claims)


def group_units(claims: Iterable[UnitClaim], coders: Sequence[Any]) -> list[CodedUnit]:
    """Return the units of these coders' claims, those first in which they differ, then in the order of the texts."""
    cells: dict[CodedCell, list[UnitClaim]] = {}
    for claim in sorted(claims, key=lambda claim: claim.key):
        cells.setdefault(claim.cell, []).append(claim)
    matched = [group for cell in cells.values() for group in _match(cell)]
    places = {coder: place for place, coder in enumerate(coders)}
    units = []
    for group in _join_attributions(matched):
        ordered = tuple(sorted(group, key=lambda claim: places[claim.coder]))
        units.append(CodedUnit(ordered, list_differences(ordered, len(coders))))
    return sorted(units, key=lambda unit: (not unit.differences, unit.place))


def list_differences(claims: Sequence[UnitClaim], coders: int) -> tuple[str, ...]:
    """Return in what the claims of one unit differ, of so many coders."""
    differing = {ALONE} if len(claims) < coders else set()
    for one, other in combinations(claims, 2):
        differing |= {name for name in DIFFERENCES if name != ALONE and not _are_same(name, one, other)}
    return tuple(name for name in DIFFERENCES if name in differing)


def share_passage(one: UnitClaim, other: UnitClaim) -> bool:
    """Whether the quotes of two claims overlap; where they have no place in a text, whether one is in the other."""
    if one.start is not None and one.end is not None and other.start is not None and other.end is not None:
        return one.start < other.end and other.start < one.end
    quotes = [_fold(claim.fields.get("quote")) for claim in (one, other)]
    return quotes[0] in quotes[1] or quotes[1] in quotes[0] if all(quotes) else quotes[0] == quotes[1]


def _match(claims: list[UnitClaim]) -> list[list[UnitClaim]]:
    """Put the claims of one cell into units: around those of the coder who has the most of them."""
    by_coder: dict[Any, list[UnitClaim]] = {}
    for claim in claims:
        by_coder.setdefault(claim.coder, []).append(claim)
    if all(len(own) == 1 for own in by_coder.values()):
        return [claims]
    from scipy.optimize import linear_sum_assignment  # slow to import, and seldom needed

    most, *others = sorted(by_coder.values(), key=lambda own: (-len(own), str(own[0].coder)))
    units = [[claim] for claim in most]
    for own in others:
        likeness = [[-_rate(claim, unit[0]) for unit in units] for claim in own]
        for row, column in zip(*linear_sum_assignment(likeness), strict=True):
            units[column].append(own[row])
    return units


def _rate(one: UnitClaim, other: UnitClaim) -> int:
    return sum(weight for name, weight in _WEIGHTS.items() if _are_same(name, one, other))


def _join_attributions(units: list[list[UnitClaim]]) -> list[list[UnitClaim]]:
    """Join units that differ in the attribution only, share a passage, and have no coder in common."""
    joined: list[list[UnitClaim]] = []
    for unit in sorted(units, key=lambda unit: (-len(unit), unit[0].key)):
        into = next((other for other in joined if _belong_together(unit, other)), None)
        if into is None:
            joined.append(list(unit))
        else:
            into += unit
    return joined


def _belong_together(unit: list[UnitClaim], other: list[UnitClaim]) -> bool:
    if unit[0].cell[:4] != other[0].cell[:4] or {c.coder for c in unit} & {c.coder for c in other}:
        return False
    return any(share_passage(one, another) for one in unit for another in other)


def _are_same(name: str, one: UnitClaim, other: UnitClaim) -> bool:
    if name == PASSAGE:
        return share_passage(one, other)
    mine, theirs = one.fields.get(name), other.fields.get(name)
    if name == "depends_on":
        return set((mine or "").split()) == set((theirs or "").split())
    if isinstance(mine, str) and isinstance(theirs, str):
        return _fold(mine) == _fold(theirs)
    return bool(mine == theirs)


def _fold(text: Any) -> str:
    return normalise(text or "")[0].strip().casefold()
