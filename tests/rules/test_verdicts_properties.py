"""Verdicts of drawn rows: against a naive reading of the rule, and what must not move them."""

from hypothesis import strategies as st

from claims.rules.scales import State, VerdictKind
from claims.rules.stances import BLANK
from claims.rules.verdicts import Principal, compute_gap, decide, find_refusers, make_refused_test
from tests.rules import naive
from tests.rules.cases import hold, make_stance, refused_by, rows


def test_decide_equals_the_naive_reading_of_the_rule_for_every_verdict():
    def equal(row):
        principals, refusing = row
        verdict = decide(principals, refused_by(refusing))
        assert verdict.kind.value == naive.verdict_of(principals, refusing)
        return verdict.kind

    hold(rows(), equal, reaching=VerdictKind, examples=800)


def test_the_order_of_principals_does_not_matter():
    def unmoved(drawn):
        (principals, refusing), shuffled = drawn
        verdict, other = (decide(order, refused_by(refusing)) for order in (principals, shuffled))
        assert other.kind == verdict.kind
        for name in ("standings", "silent", "second_hand", "hinges"):
            assert set(getattr(other, name)) == set(getattr(verdict, name))
        assert compute_gap(shuffled) == compute_gap(principals)
        return verdict.kind

    both = rows().flatmap(lambda row: st.tuples(st.just(row), st.permutations(row[0])))
    hold(both, unmoved, reaching=VerdictKind)


def test_one_more_silent_principal_changes_who_is_silent_and_nothing_else():
    def unmoved(drawn):
        (principals, refusing), side = drawn
        verdict = decide(principals, refused_by(refusing))
        joined = decide([*principals, Principal("Newcomer", side, BLANK)], refused_by(refusing))
        assert joined == verdict._replace(silent=(*verdict.silent, "Newcomer"))
        assert compute_gap([*principals, Principal("Newcomer", side, BLANK)]) == compute_gap(principals)
        return verdict.kind

    hold(st.tuples(rows(), st.sampled_from(["east", "north"])), unmoved, reaching=VerdictKind)


def mirrored(stance):
    branches = tuple(b._replace(value=-b.value) for b in stance.branches)
    return stance._replace(value=None if stance.value is None else -stance.value, branches=branches)


def test_turning_every_value_round_keeps_contested_and_turns_common_ground_into_rejected():
    """*Depends* counts as a yes either way round, so rows with it are left out."""

    def turned(row):
        principals = [p._replace(stance=make_stance(0)) if p.stance.state == State.DEPENDS else p for p in row[0]]
        before = decide(principals, refused_by(row[1])).kind
        after = decide([p._replace(stance=mirrored(p.stance)) for p in principals], refused_by(row[1])).kind
        kept = {VerdictKind.CONTESTED, VerdictKind.NOT_SPOKEN, VerdictKind.UNANSWERED}
        for one, other in ((before, after), (after, before)):
            assert one not in kept or other == one
            assert one != VerdictKind.COMMON_GROUND or other == VerdictKind.REJECTED
        return before

    hold(rows(), turned, reaching=VerdictKind)


def test_a_principal_who_comes_round_never_makes_common_ground_contested():
    def still_common(row):
        principals, refusing = row
        kind = decide(principals, refused_by(refusing)).kind
        convinced = [p._replace(stance=make_stance(2)) if p.stance.spoken else p for p in principals]
        after = decide(convinced, refused_by(refusing)).kind
        spoken_for = kind if kind in (VerdictKind.NOT_SPOKEN, VerdictKind.UNANSWERED) else VerdictKind.COMMON_GROUND
        assert after == spoken_for
        return kind

    hold(rows(), still_common, reaching=VerdictKind)


def test_refused_by_others_asks_the_principals_of_every_side_but_the_askers():
    def equal(row):
        principals, _ = row
        refused = make_refused_test(find_refusers({"hub": principals}))
        against = {p.side for p in principals if naive.side_of_zero(p.stance.value or 0) == -1}
        for side in ("east", "west", "south", "north"):
            assert refused("hub", side) == (len(against | {side}) > 1)
        return bool(against)

    hold(rows(), equal, reaching=[True, False])
