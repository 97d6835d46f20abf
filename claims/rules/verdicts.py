"""From the stances of the principals to the verdict on one proposal. The page prints this rule.

Only principals of negotiating sides count; voices are shown and never counted. The first that fits:

- *no party has spoken*; *unanswered*: principals of one side only have spoken.
- *common ground*: all that have spoken stand at +1 or more without a condition, and no branch at −1 or less.
- *blocked*: all at +1 or more, some only on a condition, and such a branch of +1 or more hangs on a proposal on
  which another side's principal stands at −1 or less.
- *within reach*: all at +1 or more, some only on a condition or with a branch at −1 or less.
- *contested*: at least one at +1 or more (if only on a condition) and at least one at −1 or less, of different
  sides.
- *rejected*: at least one at −1 or less without a condition, none at +1 or more.
- *open*: anything else.

*Depends* counts as +1 or more on a condition, *mixed* as neither. A conditional −1 or less counts as such for
*contested* and not for *rejected*.
"""

import re
from itertools import groupby
from typing import NamedTuple

from .conditions import list_granted
from .scales import VERDICTS, Attribution, State, VerdictKind, format_value
from .stances import Stance


class Principal(NamedTuple):
    """A negotiating side's principal with its position on the proposal; `actor` is whoever asks' key of it."""

    name: str
    side: str
    stance: Stance
    actor: int | None = None


class Verdict(NamedTuple):
    """A verdict, its reason in a few words, and who is silent or known at second hand only (names).

    `hinges` are the proposals (slugs) on which a condition hangs that another side refuses.
    """

    kind: VerdictKind
    reason: str
    silent: tuple = ()
    second_hand: tuple = ()
    hinges: tuple = ()


def decide(principals, refused, titles=None):
    """Return the Verdict of the principals' positions on one proposal.

    `refused(slug, side)` tells whether a principal of a negotiating side other than `side` stands at −1 or less
    on the proposal `slug`; `titles` maps slugs to the words in which the reason names them.
    """
    spoken = [p for p in principals if p.stance.spoken]
    hinges = tuple(dict.fromkeys(slug for p in spoken for slug in _refused_hinges(p, refused)))
    kind = _kind(spoken, bool(hinges))
    return Verdict(
        kind=kind,
        reason=_reason(spoken, hinges if kind == VerdictKind.BLOCKED else (), titles or {}),
        silent=tuple(p.name for p in principals if not p.stance.spoken),
        second_hand=tuple(p.name for p in spoken if p.stance.attribution >= Attribution.ATTRIBUTED),
        hinges=hinges,
    )


def decide_all(positions, titles=None):
    """Return slug → Verdict from `positions`: slug → principals, of every proposal that a condition may hang on."""
    refused = make_refused_test(find_refusers(positions))
    return {slug: decide(principals, refused, titles) for slug, principals in positions.items()}


def compute_gap(principals):
    """Return the distance (0 to 4) of the nearest principals of different sides, or None without two values."""
    valued = [(p.side, p.stance.value) for p in principals if p.stance.value is not None]
    return min((abs(a - b) for s, a in valued for t, b in valued if s < t), default=None)


def find_nearest(principals):
    """Return the two principals of different sides whose distance is the gap (the first such), or None."""
    valued = [p for p in principals if p.stance.value is not None]
    pairs = [(p, q) for place, p in enumerate(valued) for q in valued[place + 1 :] if p.side != q.side]
    return min(pairs, key=lambda pair: abs(pair[0].stance.value - pair[1].stance.value), default=None)


def printed_rule():
    """Return the lines of the rule printed above, in the order in which they are tried."""
    lines = re.findall(r"^- (.+?)$(?=\n- |\n\n)", __doc__, re.MULTILINE | re.DOTALL)
    return [" ".join(line.split()) for line in lines]


def fitting_line(kind):
    """Return the place among the lines of the printed rule of the one that gives this verdict."""
    named = f"*{VERDICTS[kind].word}*"
    return next(place for place, line in enumerate(printed_rule()) if named in line.partition(": ")[0])


def counts_as(stance):
    """Say how the rule reads a principal's stance."""
    condition = ", only on a condition" if stance.state in (State.CONDITIONAL, State.DEPENDS) else ""
    if not stance.spoken:
        return "silent"
    if _favours(stance):
        return f"for it{condition}" + (", against it on a condition" if _objects(stance) else "")
    return f"against it{condition}" if _opposes(stance) else "neither for it nor against it"


def find_refusers(positions):
    """Return slug → the principals that stand at −1 or less on it, of `positions`: slug → principals."""
    found = {slug: tuple(p for p in principals if _opposes(p.stance)) for slug, principals in positions.items()}
    return {slug: principals for slug, principals in found.items() if principals}


def select_refusers(refusing, slug, side):
    """Return the principals of sides other than `side` that stand at −1 or less on a proposal."""
    return [p for p in refusing.get(slug, ()) if p.side != side]


def make_refused_test(refusing):
    """Make the test `refused(slug, side)` of `decide` from what `find_refusers` returns."""
    return lambda slug, side: any(p.side != side for p in refusing.get(slug, ()))


def select_refused_branches(stance, side, refused):
    """Return the branches of +1 or more whose condition another side's principal refuses."""
    return tuple(
        b for b in stance.branches if b.value >= 1 and any(refused(s, side) for s in list_granted(b.depends_on))
    )


def _kind(spoken, hinges_refused):
    if not spoken:
        return VerdictKind.NOT_SPOKEN
    if len({p.side for p in spoken}) == 1:
        return VerdictKind.UNANSWERED
    if all(_favours(p.stance) for p in spoken):
        if all(p.stance.state == State.STANCE and not _objects(p.stance) for p in spoken):
            return VerdictKind.COMMON_GROUND
        return VerdictKind.BLOCKED if hinges_refused else VerdictKind.WITHIN_REACH
    if any(a.side != b.side for a in spoken if _favours(a.stance) for b in spoken if _opposes(b.stance)):
        return VerdictKind.CONTESTED
    if not any(_favours(p.stance) for p in spoken) and any(
        _opposes(p.stance) and p.stance.state == State.STANCE for p in spoken
    ):
        return VerdictKind.REJECTED
    return VerdictKind.OPEN


def _favours(stance):
    """At +1 or more, if only on a condition."""
    return stance.state == State.DEPENDS or (stance.value is not None and stance.value >= 1)


def _opposes(stance):
    """At −1 or less, if only on a condition."""
    return stance.value is not None and stance.value <= -1


def _objects(stance):
    """Holds a branch at −1 or less beside its stance."""
    return any(b.value <= -1 for b in stance.branches)


def _refused_hinges(principal, refused):
    """Proposals that the condition of a principal who is for it only on a condition hangs on in vain."""
    if principal.stance.state not in (State.CONDITIONAL, State.DEPENDS):
        return
    for branch in select_refused_branches(principal.stance, principal.side, refused):
        for slug in list_granted(branch.depends_on):
            if refused(slug, principal.side):
                yield slug


def _reason(spoken, hinges, titles):
    """Say in a few words who stands where: “Russia +2; US, NATO −2”; nothing where nobody stands anywhere."""
    if hinges:
        return "hangs on " + ", ".join(titles.get(slug, slug) for slug in hinges)
    alike = groupby(spoken, key=lambda p: (p.side, _shown(p.stance)))
    return "; ".join(f"{', '.join(p.name for p in group)} {words}" for (_, words), group in alike)


def _shown(stance):
    """Write a stance in a reason: “+1 if”, “+2, −1 if” for a stance with a branch on the other side of zero."""
    if stance.value is None:
        return stance.state.value
    if stance.state == State.CONDITIONAL:
        return f"{format_value(stance.value)} if"
    adverse = [b.value for b in stance.branches if b.value * stance.value < 0]
    worst = min(adverse, key=lambda value: value * stance.value, default=None)
    return format_value(stance.value) + (f", {format_value(worst)} if" if worst is not None else "")
