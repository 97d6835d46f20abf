"""Expectations held against what came: others' forecasts of a stance, and experts' prospects of a proposal.

The rule is the product's own; the three summaries are those of the literature.

**A forecast** (attribution *predicted*) is held against the first first-hand stance of its holder on a later day: on
the same side of zero it came true, on the other it did not. Forecasts on a condition, and on a part, are listed and not
scored; so are forecasts at 0, and stances at 0, *mixed* or *depends*. A stance on a part says nothing of the whole.

**A prospect** (an expert's own, of whether a proposal can be had) is held against the outcome that stood on the day of
which the page tells, if it came after the prospect: *agreed* came about, and *agreed in part* likewise where
`part_counts`; *refused* and *lapsed* did not; *overtaken* and *void* are counted apart. Where the expert says by when,
the outcome of that day is taken, and what was agreed only later did not come about by then. One on a condition counts
only if everything that it depends on has an outcome, and the condition was met.

What one says on one day in the same words is one expectation, however many documents print it. What happens after the
day of which the page tells changes nothing, and neither does the order of anything.

- *Calibration*: of each word of the scale, how often it was said and how often what it was said of came about (A. H.
  Murphy, *A New Vector Partition of the Probability Score*, Journal of Applied Meteorology 12, 1973: reliability).
- *Share of pairs*: of all pairs of a proposal that came about and one that did not, in how many the higher word was on
  the right one, ties counted half: the c-index (F. E. Harrell et al., JAMA 247, 1982), which is the area under the ROC
  curve (J. A. Hanley, B. J. McNeil, Radiology 143, 1982, whose 58 and 51 ratings in five words give 0.893). 1 is
  perfect, 0.5 what chance gives. Somers' D (American Sociological Review 27, 1962) is 2 · share − 1.
- *Brier score*: the mean of (probability − 1 or 0)², from 0, perfect, to 1 (G. W. Brier, Monthly Weather Review 78,
  1950, who sums over both classes: his P, 0.19 for the ten forecasts of his first table, is twice this). Only of
  probabilities that were given in numbers: no number is invented for a word.

None of them is given for fewer than ten expectations that are scored (for the Brier score: with a probability), nor a
share of pairs where there is no pair.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple, TypeVar

from ..conditions import list_links
from ..scales import CERTAIN, VALUES, OutcomeKind, State
from ..stances import RuleClaim, summarise

MINIMUM = 10  # expectations below which no summary is given
DID_NOT_COME = frozenset({OutcomeKind.REFUSED, OutcomeKind.LAPSED})


class Apart(StrEnum):
    """Why an expectation is listed and not scored, in the order in which this is counted."""

    NOT_YET = "not-yet"  # nothing came of it so far
    ON_CONDITION = "on-condition"  # a forecast on a condition
    CONDITION_NOT_YET = "condition-not-yet"  # what its condition names has no outcome yet
    CONDITION_NOT_MET = "condition-not-met"
    CONDITION_UNCHECKED = "condition-unchecked"  # its condition names no proposal, or what came of it cannot be told
    ON_PART = "on-part"
    NEUTRAL = "neutral"  # a forecast at 0, or a stance at 0
    MIXED = "mixed"
    DEPENDS = "depends"
    IN_PART = "in-part"  # agreed in part, where that is not counted as agreed
    OVERTAKEN = "overtaken"
    VOID = "void"


class ExpectationKind(StrEnum):
    """What is expected: that a proposal can be had, or what another's stance will be."""

    PROSPECTS = "prospects"
    FORECAST = "forecast"


class ResultKind(StrEnum):
    """What came of an expectation, as readers choose among them: it did or did not, or why it is not scored."""

    CAME = "came"
    DID_NOT = "did-not"
    OPEN = "open"
    CONDITIONAL = "conditional"
    VOID = "void"
    OTHER = "other"  # on a part, agreed in part, or neither right nor wrong


RESULT_OF_APART = {
    Apart.NOT_YET: ResultKind.OPEN,
    Apart.ON_CONDITION: ResultKind.CONDITIONAL,
    Apart.CONDITION_NOT_YET: ResultKind.CONDITIONAL,
    Apart.CONDITION_NOT_MET: ResultKind.CONDITIONAL,
    Apart.CONDITION_UNCHECKED: ResultKind.CONDITIONAL,
    Apart.ON_PART: ResultKind.OTHER,
    Apart.NEUTRAL: ResultKind.OTHER,
    Apart.MIXED: ResultKind.OTHER,
    Apart.DEPENDS: ResultKind.OTHER,
    Apart.IN_PART: ResultKind.OTHER,
    Apart.OVERTAKEN: ResultKind.VOID,
    Apart.VOID: ResultKind.VOID,
}


class StanceForecast(NamedTuple):
    """What somebody (a key, None for nobody named) says that another's stance will be; `claim` is its id."""

    claim: int
    by: int | None
    holder: int
    proposal: str
    value: int
    said_on: date
    conditions: str = ""
    on_part: bool = False


class ProspectClaim(NamedTuple):
    """What an expert (a key) says of whether a proposal (its slug) can be had; `probability` is per cent."""

    claim: int
    by: int
    proposal: str
    value: int
    said_on: date
    conditions: str = ""
    depends_on: str = ""
    on_part: bool = False
    by_when: date | None = None
    probability: int | None = None


class Became(NamedTuple):
    """An outcome of a proposal; `id` is whoever asks' key of it."""

    id: int
    kind: OutcomeKind
    day: date


class JudgedForecast(NamedTuple):
    """A forecast with all claims that say the same, and what came: whether it came true, or why it is not scored; the
    claims of the stance against which it is held, none where there is none yet."""

    expected: StanceForecast
    claims: tuple[int, ...]
    came: bool | None
    apart: Apart | None
    against: tuple[RuleClaim, ...] = ()


class JudgedProspect(NamedTuple):
    """A prospect with all claims that say the same, and what came: whether the proposal came about, or why it is not
    scored; the outcome against which it is held, if there is one."""

    expected: ProspectClaim
    claims: tuple[int, ...]
    came: bool | None
    apart: Apart | None
    outcome: Became | None = None


class WordCount(NamedTuple):
    """Of how many expectations at a value of the scale how many came about."""

    value: int
    number: int
    came: int


class PairShare(NamedTuple):
    """Pairs of what came about and what did not: with the higher word on the right one, the wrong one, or neither."""

    right: int
    wrong: int
    tied: int

    @property
    def number(self) -> int:
        return self.right + self.wrong + self.tied

    @property
    def share(self) -> float:
        """The share of pairs that are right, ties counted half (0 to 1)."""
        return (self.right + self.tied / 2) / self.number

    @property
    def somers_d(self) -> float:
        """The same from −1 to 1."""
        return (self.right - self.wrong) / self.number


class TrackRecord(NamedTuple):
    """What came of expectations: how many are scored and how many of them came; how many stand apart, why. The
    summaries are empty and None where they are of fewer than the minimum; `probabilities` says of how many forecasts
    the Brier score is."""

    number: int
    came: int
    apart: dict[Apart, int]
    calibration: tuple[WordCount, ...]
    pairs: PairShare | None
    brier: float | None
    probabilities: int

    @property
    def listed(self) -> int:
        """How many there are, scored or not."""
        return self.number + sum(self.apart.values())


Cell = tuple[str, int]  # the slug of a proposal, and a holder
Outcomes = Mapping[str, Sequence[Became]]  # slug → its outcomes
Judged = JudgedForecast | JudgedProspect
Expected = TypeVar("Expected", StanceForecast, ProspectClaim)


def judge_forecasts(
    forecasts: Iterable[StanceForecast], own: Mapping[Cell, Sequence[RuleClaim]], as_of: date
) -> list[JudgedForecast]:
    """Return what came of forecasts as of a day, by day, then in the order of proposals and holders; `own` are the
    first-hand claims of each cell."""
    judged = []
    for expected, claims in _merge(forecasts, as_of):
        stance_claims = _find_first(own.get((expected.proposal, expected.holder), ()), expected, as_of)
        came, apart = _judge_stance(expected, stance_claims)
        judged.append(JudgedForecast(expected, claims, came, apart, stance_claims))
    return judged


def judge_prospects(
    prospects: Iterable[ProspectClaim], outcomes: Outcomes, as_of: date, part_counts: bool = True
) -> list[JudgedProspect]:
    """Return what came of prospects as of a day, by day, then in the order of proposals; `part_counts` says whether
    what was agreed in part came about."""
    judged = []
    for expected, claims in _merge(prospects, as_of):
        outcome = _find_outcome(outcomes, expected, as_of)
        came, apart = _judge_outcome(expected, outcome, part_counts)
        reason = _judge_terms(expected, outcomes, as_of, part_counts) or apart
        judged.append(JudgedProspect(expected, claims, None if reason else came, reason, outcome))
    return judged


def classify_kind(judged: Judged) -> ExpectationKind:
    return ExpectationKind.FORECAST if isinstance(judged, JudgedForecast) else ExpectationKind.PROSPECTS


def classify_result(came: bool | None, apart: Apart | None) -> ResultKind:
    """Return what came of an expectation; `apart` says why it is not scored, None where it is."""
    if apart is not None:
        return RESULT_OF_APART[apart]
    return ResultKind.CAME if came else ResultKind.DID_NOT


def summarise_record(judged: Iterable[Judged], minimum: int = MINIMUM) -> TrackRecord:
    """Return what came of expectations; of forecasts of stances the share of pairs and the Brier score say nothing."""
    judged = list(judged)
    scored = [(each.expected, each.came) for each in judged if each.came is not None]
    reasons = Counter(each.apart for each in judged if each.apart is not None)
    enough = len(scored) >= minimum
    counts = count_words((expected.value, came) for expected, came in scored) if enough else ()
    given = [
        (expected.probability, came)
        for expected, came in scored
        if isinstance(expected, ProspectClaim) and expected.probability is not None
    ]
    return TrackRecord(
        number=len(scored),
        came=sum(came for _, came in scored),
        apart={reason: reasons[reason] for reason in Apart if reasons[reason]},
        calibration=counts,
        pairs=count_pairs(counts),
        brier=compute_brier(given) if len(given) >= minimum else None,
        probabilities=len(given),
    )


def count_words(scored: Iterable[tuple[int, bool]]) -> tuple[WordCount, ...]:
    """Return the WordCounts of values and whether it came about, from the highest value; values never said are left
    out."""
    scored = list(scored)
    said, came = Counter(value for value, _ in scored), Counter(value for value, came in scored if came)
    return tuple(WordCount(value, said[value], came[value]) for value in VALUES if said[value])


def count_pairs(counts: Sequence[WordCount]) -> PairShare | None:
    """Return the PairShare of words counted; None where there is no pair."""
    right = wrong = tied = 0
    for one in counts:
        for other in counts:
            pairs = one.came * (other.number - other.came)
            if one.value > other.value:
                right += pairs
            elif one.value < other.value:
                wrong += pairs
            else:
                tied += pairs
    return PairShare(right, wrong, tied) if right + wrong + tied else None


def compute_brier(given: Sequence[tuple[int, bool]]) -> float:
    """Return the Brier score of probabilities (per cent) and whether it came about; `given` holds at least one."""
    return sum((per_cent / CERTAIN - came) ** 2 for per_cent, came in given) / len(given)


def _merge(claims: Iterable[Expected], as_of: date) -> list[tuple[Expected, tuple[int, ...]]]:
    """Return expectations that were there by a day, each with the ids of all claims that say the same, by day."""
    merged: defaultdict[tuple[Any, ...], list[Expected]] = defaultdict(list)
    for each in claims:
        if each.said_on <= as_of:
            merged[each[1:]].append(each)  # all but the claim
    alike = [
        (min(group), tuple(sorted(each.claim for each in group))) if len(group) > 1 else (group[0], (group[0].claim,))
        for group in merged.values()
    ]
    return sorted(alike, key=lambda one: (one[0].said_on, one[0].proposal, one[0].claim))


def _find_first(claims: Iterable[RuleClaim], expected: StanceForecast, as_of: date) -> tuple[RuleClaim, ...]:
    """Return the claims of the first later day on which the holder took a stance on the whole."""
    later = [
        claim
        for claim in claims
        if expected.said_on < claim.said_on <= as_of and not (claim.part or claim.pending or claim.no_stance)
    ]
    first = min((claim.said_on for claim in later), default=None)
    return tuple(sorted(claim for claim in later if claim.said_on == first))


def _judge_stance(expected: StanceForecast, claims: Sequence[RuleClaim]) -> tuple[bool | None, Apart | None]:
    if expected.conditions:
        return None, Apart.ON_CONDITION
    if expected.on_part:
        return None, Apart.ON_PART
    if not claims:
        return None, Apart.NOT_YET
    stance = summarise(claims)
    if stance.value is None:
        return None, Apart.DEPENDS if stance.state == State.DEPENDS else Apart.MIXED
    if not expected.value or not stance.value:
        return None, Apart.NEUTRAL
    return expected.value * stance.value > 0, None


def _find_outcome(outcomes: Outcomes, expected: ProspectClaim, as_of: date) -> Became | None:
    """Return the outcome after a prospect that stood by its day, or else the first one after that."""
    later = [one for one in outcomes.get(expected.proposal, ()) if expected.said_on < one.day <= as_of]
    if not later:
        return None
    until = min(expected.by_when or as_of, as_of)
    by_then = [one for one in later if one.day <= until]
    if by_then:
        return max(by_then, key=lambda one: one.day)
    return min(later, key=lambda one: one.day)


def _judge_outcome(
    expected: ProspectClaim, outcome: Became | None, part_counts: bool
) -> tuple[bool | None, Apart | None]:
    if outcome is None:
        return None, Apart.NOT_YET
    came = _tell_whether_it_came(outcome, part_counts)
    if came is None:
        return None, _WHY_APART[outcome.kind]
    return came and (expected.by_when is None or outcome.day <= expected.by_when), None


_WHY_APART = {
    OutcomeKind.AGREED_IN_PART: Apart.IN_PART,
    OutcomeKind.OVERTAKEN: Apart.OVERTAKEN,
    OutcomeKind.VOID: Apart.VOID,
}


def _tell_whether_it_came(outcome: Became, part_counts: bool) -> bool | None:
    """Return whether a proposal came about; None where that is neither so nor not."""
    if outcome.kind == OutcomeKind.AGREED or (part_counts and outcome.kind == OutcomeKind.AGREED_IN_PART):
        return True
    return False if outcome.kind in DID_NOT_COME else None


def _judge_terms(expected: ProspectClaim, outcomes: Outcomes, as_of: date, part_counts: bool) -> Apart | None:
    """Return why a prospect is not scored, of what it says itself: that it is on a part, or what became of the
    condition that it makes. None where nothing is in the way."""
    if expected.on_part:
        return Apart.ON_PART
    if not expected.conditions:
        return None
    links = list_links(expected.depends_on)
    reasons = [] if links else [Apart.CONDITION_UNCHECKED]
    for slug, granted in links:
        by_then = [one for one in outcomes.get(slug, ()) if one.day <= as_of]
        latest = max(by_then, key=lambda one: one.day, default=None)
        reasons += _judge_link(latest, granted, part_counts)
    return next((reason for reason in _WEIGHTIEST_FIRST if reason in reasons), None)


_WEIGHTIEST_FIRST = (Apart.CONDITION_NOT_MET, Apart.CONDITION_UNCHECKED, Apart.CONDITION_NOT_YET)


def _judge_link(outcome: Became | None, granted: bool, part_counts: bool) -> list[Apart]:
    """Return why one part of a condition is not met, none where it is: what is overtaken was dropped."""
    if outcome is None:
        return [Apart.CONDITION_NOT_YET]
    came = False if outcome.kind == OutcomeKind.OVERTAKEN else _tell_whether_it_came(outcome, part_counts)
    if came is None:
        return [Apart.CONDITION_UNCHECKED]
    return [] if came == granted else [Apart.CONDITION_NOT_MET]
