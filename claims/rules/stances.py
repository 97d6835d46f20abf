"""From the claims of one cell to its stance. `STEPS` is the rule in words, `summarise` its one readable form.

A *cell* is one holder, proposal and dimension; its claims are the published ones that count, said on or before
the as-of day (whoever fetches them applies both).
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from functools import cache
from statistics import median
from typing import NamedTuple

from .scales import Attribution, Mark, State

STEPS = (
    "Forecasts, pending claims and claims without a value (“uncertain”, “defer”) are set aside. Of the rest, claims "
    "on a part of the proposal decide nothing where there is any claim on the whole: they are listed beside the "
    "stance, as *on a part*. Only where every claim is on a part do they decide, and the stance is *in part*. Then the "
    "strongest attribution present decides (own, then reported, then attributed); firm claims go before doubtful "
    "ones; of those the latest day.",
    "The unconditional claims of that day decide; where there are none, the conditional ones. The value is their "
    "median, cut towards 0, unless they lie on both sides of zero: then there is no value, and the stance is *mixed* "
    "(unconditional) or *depends* (conditional). A quarrel is not neutrality.",
    "Every conditional claim of that day is a branch. Branches are listed one by one and never averaged.",
    "Without a stance, forecasts fold by the same steps among themselves; a pending claim makes the cell *awaiting "
    "answer*, and a claim without a value that is no older makes it *spoke, takes no stance*, each with the forecast "
    "beside it. All three are blanks to every computation. A stance keeps its value when its holder later takes none: "
    "the cell lists that.",
    "The stance carries its deciding claims, its date, the count of all claims of the cell, and its marks.",
)

_UNMARKED: frozenset[Mark] = frozenset()
IN_PART = frozenset({Mark.PART})
_CONTRADICTED, _FORECAST_DIFFERS = frozenset({Mark.CONTRADICTED}), frozenset({Mark.FORECAST_DIFFERS})
_ATTRIBUTED, _PREDICTED = Attribution.ATTRIBUTED, Attribution.PREDICTED  # a table asks for them a million times


class RuleClaim(NamedTuple):
    """What the rule reads of a claim. `part`: it is on a part of the proposal only. `from_other_side`: its speaker
    belongs to an opposing negotiating side. `no_stance`: the holder spoke and took none; the value, then 0, is not
    read. `label` is the word of the source's own scale. `leaked`: its source was leaked. `earlier_wording`: it names a
    wording of the proposal, and by the day of which stances are told there was a later one."""

    id: int
    value: int
    attribution: Attribution
    said_on: date
    conditional: bool = False
    pending: bool = False
    doubtful: bool = False
    part: bool = False
    from_other_side: bool = False
    conditions: str = ""
    depends_on: str = ""
    no_stance: bool = False
    label: str = ""
    leaked: bool = False
    earlier_wording: bool = False


class Fold(NamedTuple):
    """Claims of one strength and day, folded: what decides, its value (None across zero), and the branches.

    `part` says that all claims were on a part; `on_part` are those that decide nothing, since others are on the whole.
    """

    claims: tuple[RuleClaim, ...]
    deciding: tuple[RuleClaim, ...]
    branches: tuple[RuleClaim, ...]
    value: int | None
    conditional: bool
    attribution: Attribution
    said_on: date
    part: bool = False
    on_part: tuple[RuleClaim, ...] = ()


class Stance(NamedTuple):
    """What the claims of one cell add up to.

    `value` is None unless the state is *stance* or *conditional*. `forecast` is a Fold beside the stance (or in
    its place), `pending` the claims by which an answer is awaited, `without_value` those by which the holder took no
    stance, `on_part` those on a part that decide nothing,
    forecasts among them, `claim_count` the number of all claims of the cell.
    """

    state: State
    value: int | None = None
    attribution: Attribution | None = None
    said_on: date | None = None
    deciding: tuple[RuleClaim, ...] = ()
    branches: tuple[RuleClaim, ...] = ()
    forecast: Fold | None = None
    pending: tuple[RuleClaim, ...] = ()
    claim_count: int = 0
    marks: frozenset[Mark] = _UNMARKED
    on_part: tuple[RuleClaim, ...] = ()
    without_value: tuple[RuleClaim, ...] = ()

    @property
    def spoken(self) -> bool:
        """Whether the holder has a stance at all, with a value or without."""
        return self.state in SPOKEN

    @property
    def in_part(self) -> bool:
        """Whether it is a stance on a part of the proposal only."""
        return Mark.PART in self.marks and self.spoken


class Novelty(StrEnum):
    """What became of a stance since an earlier day: the word of the exchange, empty where nothing did."""

    UNCHANGED = ""
    CHANGED = "changed"
    NEW = "new"


SPOKEN = frozenset({State.STANCE, State.CONDITIONAL, State.MIXED, State.DEPENDS})
ON_A_CONDITION = frozenset({State.CONDITIONAL, State.DEPENDS})
BLANK = Stance(State.BLANK)


def summarise(claims: Sequence[RuleClaim]) -> Stance:
    """Return the Stance that the claims of one cell add up to; BLANK for none."""
    if not claims:
        return BLANK
    if len(claims) == 1:
        (only,) = claims
        if not (only.pending or only.no_stance or only.attribution == _PREDICTED):
            return _summarise_one(only)
    said, forecasts, aside = [], [], []
    for claim in claims:
        if claim.pending or claim.no_stance:
            aside.append(claim)
        elif claim.attribution == _PREDICTED:
            forecasts.append(claim)
        else:
            said.append(claim)
    pending = tuple(sorted([c for c in aside if c.pending])) if aside else ()  # most cells have none of these
    without_value = tuple(sorted([c for c in aside if c.no_stance])) if aside else ()
    forecast = fold(forecasts) if forecasts else None
    if not said:
        return _summarise_blank(pending, without_value, forecast, len(claims))
    folded = fold(said)
    return Stance(  # by place, as the fields stand: a table makes thousands
        _classify(folded),
        folded.value,
        folded.attribution,
        folded.said_on,
        folded.deciding,
        folded.branches,
        forecast,
        pending,
        len(claims),
        _collect_marks(folded, said, forecast),
        folded.on_part + forecast.on_part if forecast else folded.on_part,
        without_value,
    )


def _summarise_one(claim: RuleClaim) -> Stance:
    """Return the stance of a cell whose only claim is its stance as it is, as most cells of a large table are: the
    steps need not be walked through."""
    (
        _, value, attribution, said_on, conditional, _, doubtful, part, from_other_side, _, _, _, _, leaked,
        earlier_wording,
    ) = claim  # fmt: skip
    marks = _UNMARKED
    if attribution == _ATTRIBUTED or from_other_side or part or doubtful or leaked or earlier_wording:
        marks = _name_marks(attribution == _ATTRIBUTED, from_other_side, part, doubtful, leaked, earlier_wording)
    state, alone = (State.CONDITIONAL if conditional else State.STANCE), (claim,)
    branches = alone if conditional else ()
    return Stance._make((state, value, attribution, said_on, alone, branches, None, (), 1, marks, (), ()))


def find_start(claims: Sequence[RuleClaim]) -> date | None:
    """Return the first day from which the cell has been, without a break, in the state and at the value of today.

    `claims` are all claims of the cell, at least one; what was published later but said earlier counts as said. A
    stance on the whole does not date from when there was one in part.
    """
    now, first = summarise(claims), None
    for day in sorted({c.said_on for c in claims}, reverse=True):
        then = summarise([c for c in claims if c.said_on <= day])
        if (then.state, then.value, then.in_part) != (now.state, now.value, now.in_part):
            break
        first = day
    return first


def fold(claims: Sequence[RuleClaim]) -> Fold:
    """Fold claims by the first three steps; `claims` holds at least one."""
    if len(claims) == 1:
        return _fold_day(tuple(claims), ())
    whole = [c for c in claims if not c.part]
    on_part: tuple[RuleClaim, ...] = ()
    if whole and len(whole) != len(claims):
        on_part = tuple(sorted([c for c in claims if c.part]))
    return _fold_day(_select_strongest(whole or claims), on_part)


def _fold_day(of_day: tuple[RuleClaim, ...], on_part: tuple[RuleClaim, ...]) -> Fold:
    first, plain, branches = of_day[0], of_day, tuple([c for c in of_day if c.conditional])
    if branches:
        plain = tuple([c for c in of_day if not c.conditional])
    deciding = plain or branches
    value = fold_values([c.value for c in deciding])
    return Fold(of_day, deciding, branches, value, not plain, first.attribution, first.said_on, first.part, on_part)


def _prefer_whole(claims: Sequence[RuleClaim]) -> Sequence[RuleClaim]:
    """Return the claims on the whole, or where there are none all of them."""
    return [c for c in claims if not c.part] or claims


def _select_strongest(claims: Sequence[RuleClaim]) -> tuple[RuleClaim, ...]:
    """Return the claims of the strongest attribution present, firm before doubtful, and of those of the latest day, by
    id: as they were entered."""
    strongest = claims[0]
    alike = [strongest]
    for claim in claims[1:]:
        stronger = _is_stronger(claim, strongest)
        if stronger:
            strongest, alike = claim, [claim]
        elif stronger is None:
            alike.append(claim)
    return tuple(sorted(alike) if len(alike) > 1 else alike)


def _is_stronger(claim: RuleClaim, other: RuleClaim) -> bool | None:
    """Whether a claim goes before another: by attribution, then firm, then later; None where neither does."""
    if claim.attribution != other.attribution:
        return claim.attribution < other.attribution
    if claim.doubtful != other.doubtful:
        return other.doubtful
    return claim.said_on > other.said_on if claim.said_on != other.said_on else None


def fold_values(values: Sequence[int]) -> int | None:
    """Return the median of the values, cut towards 0, or None when they lie on both sides of zero.

    The median keeps one stray claim from moving a cell; that a quarrel has no value keeps it from being hidden.
    """
    if len(values) == 1:
        return values[0]
    if min(values) < 0 < max(values):
        return None
    return int(median(values))


def has_changed(before: Stance, after: Stance) -> bool:
    """Whether a stance filled since `before`, or is in another state, at another value or on other conditions."""
    return after.state != State.BLANK and _read_essence(before) != _read_essence(after)


def classify_change(before: Stance, after: Stance) -> Novelty:
    """Return what became of a stance since `before`."""
    if not has_changed(before, after):
        return Novelty.UNCHANGED
    return Novelty.NEW if before.state == State.BLANK else Novelty.CHANGED


class _Essence(NamedTuple):
    """What must differ for a stance to have changed; of a forecast only where there is no stance."""

    state: State
    value: int | None
    conditions: list[tuple[int, str, str]]
    forecast: int | None


def _read_essence(stance: Stance) -> _Essence:
    forecast = None if stance.spoken else stance.forecast
    branches = (*stance.branches, *(forecast.branches if forecast else ()))
    conditions = sorted((b.value, b.conditions, b.depends_on) for b in branches)
    return _Essence(stance.state, stance.value, conditions, forecast.value if forecast else None)


def _classify(folded: Fold) -> State:
    if folded.value is None:
        return State.DEPENDS if folded.conditional else State.MIXED
    return State.CONDITIONAL if folded.conditional else State.STANCE


def _summarise_blank(
    pending: tuple[RuleClaim, ...], without_value: tuple[RuleClaim, ...], forecast: Fold | None, count: int
) -> Stance:
    """Return a cell without a stance: its holder took none, or its answer is awaited since the first claim that says
    so, or it is forecast."""
    if without_value:
        decide = _select_strongest(_prefer_whole(without_value))
        if not pending or decide[0].said_on >= max([c.said_on for c in pending]):
            return Stance(
                State.NO_STANCE,
                said_on=decide[0].said_on,
                deciding=decide,
                forecast=forecast,
                pending=pending,
                claim_count=count,
                on_part=forecast.on_part if forecast else (),
                without_value=without_value,
            )
    if pending:
        since = min([c.said_on for c in pending])
        return Stance(
            State.AWAITING,
            said_on=since,
            deciding=pending,
            forecast=forecast,
            pending=pending,
            claim_count=count,
            on_part=forecast.on_part if forecast else (),
            without_value=without_value,
        )
    if forecast is None:
        return BLANK
    return Stance(
        State.FORECAST,
        said_on=forecast.said_on,
        deciding=forecast.deciding,
        forecast=forecast,
        claim_count=count,
        marks=IN_PART if forecast.part else _UNMARKED,
        on_part=forecast.on_part,
    )


def _collect_marks(folded: Fold, said: Sequence[RuleClaim], forecast: Fold | None) -> frozenset[Mark]:
    """Return the marks of a stance.

    *Leaked* and *earlier wording* hold of every claim that decides. So a claim that names no wording, or the newest
    one, takes *earlier wording* away: only where each names a wording and none the newest is the stance on an old text.
    """
    deciding, first = folded.deciding, folded.deciding[0]
    marks = _name_marks(
        folded.attribution == _ATTRIBUTED,
        True in [c.from_other_side for c in deciding],
        folded.part,
        first.doubtful,
        first.leaked and all(c.leaked for c in deciding),
        first.earlier_wording and all(c.earlier_wording for c in deciding),
    )
    value = folded.value
    if value is not None:
        if len(said) != len(folded.claims) and True in [_contradicts(c, folded, value) for c in said]:
            marks |= _CONTRADICTED
        if forecast is not None and _differs(forecast, folded, value):
            marks |= _FORECAST_DIFFERS
    return marks


@cache
def _name_marks(
    second_hand: bool, other_side: bool, part: bool, doubtful: bool, leaked: bool, earlier_wording: bool
) -> frozenset[Mark]:
    """Return the marks of what decides, by whether each holds."""
    holds = {
        Mark.SECOND_HAND: second_hand,
        Mark.OTHER_SIDE: other_side,
        Mark.PART: part,
        Mark.DOUBTFUL: doubtful,
        Mark.LEAKED: leaked,
        Mark.EARLIER_WORDING: earlier_wording,
    }
    return frozenset([mark for mark, is_so in holds.items() if is_so])


def _differs(forecast: Fold, folded: Fold, value: int) -> bool:
    """Whether a forecast is newer than a stance of this value, and on the other side of zero; one on a part says
    nothing against a stance on the whole."""
    if forecast.value is None or (forecast.part and not folded.part):
        return False
    return forecast.said_on > folded.said_on and forecast.value * value < 0


def _contradicts(claim: RuleClaim, folded: Fold, value: int) -> bool:
    """Whether a claim is newer than a stance and of weaker attribution, on the other side of zero or two steps away;
    one on a part says nothing against a stance on the whole."""
    return (
        claim.attribution > folded.attribution
        and claim.said_on > folded.said_on
        and (folded.part or not claim.part)
        and (claim.value * value < 0 or abs(claim.value - value) >= 2)
    )
