"""What two versions of a claim come to is what the pages said when the one, and when the other was published."""

import pytest

from claims.models import Claim
from claims.queries import read_standing
from claims.queries.version_effects import compare_version_effects
from claims.rules.scales import VerdictKind
from claims.rules.stances import BLANK
from tests.make import change, make_actor, make_claim, make_proposal, make_wording

pytestmark = pytest.mark.django_db


@pytest.fixture
def talks():
    """East and West on a proposal that West supports, and on another that waits on it."""
    east, west = make_actor(name="East"), make_actor(name="West")
    proposal, waiting = make_proposal(slug="freeze"), make_proposal(slug="pull-back")
    make_claim(holder=west, proposal=proposal, value=2)
    make_claim(holder=west, proposal=waiting, value=1, conditions="if so", depends_on="freeze")
    make_claim(holder=east, proposal=waiting, value=2)
    return make_claim(holder=east, proposal=proposal, value=-2), proposal


def read_record(claim, version):
    return claim.history.filter(version=version).order_by("-history_id").first()


def compare(claim, older, newer):
    claim = Claim.objects.get(pk=claim.pk)
    return compare_version_effects(claim, read_record(claim, older), read_record(claim, newer))


def read_now(claim):
    return read_standing([claim.proposal.negotiation_id], frozenset({claim.proposal_id}))


@pytest.mark.parametrize(
    "written",
    [
        {"value": 2},
        {"value": 1, "conditions": "if the other goes first"},
        {"dimension": "salience"},
        {"covers": "only the north"},
        {"doubtful": True},
        {"value": None, "label": "unclear"},
    ],
    ids=str,
)
def test_each_version_comes_to_what_the_pages_said_of_it(talks, written):
    claim, _ = talks
    before = read_now(claim)
    change(claim, **written)
    after = read_now(claim)
    effects = compare(claim, 1, claim.version)
    for cell in effects.cells:
        place = cell.dimension, cell.proposal.pk, cell.holder.pk
        assert (cell.before, cell.after) == (before.stances.get(place, BLANK), after.stances.get(place, BLANK))
    told = {one.proposal.pk: (one.before, one.after) for one in effects.verdicts}
    differ = {pk for pk, kind in before.verdicts.items() if after.verdicts[pk] != kind}
    assert told == {pk: (before.verdicts[pk], after.verdicts[pk]) for pk in differ | {claim.proposal_id}}


def test_a_verdict_that_waits_on_the_proposal_is_told_too(talks):
    claim, proposal = talks
    change(claim, value=2)
    changed = {one.proposal.slug: (one.before, one.after) for one in compare(claim, 1, 2).verdicts}
    assert changed["freeze"] == (VerdictKind.CONTESTED, VerdictKind.COMMON_GROUND)
    assert changed["pull-back"][0] == VerdictKind.BLOCKED and changed["pull-back"][1] != VerdictKind.BLOCKED


def test_a_version_in_another_cell_counts_there(talks):
    claim, proposal = talks
    other = make_actor(name="South")
    change(claim, holder=other)
    cells = {cell.holder.name: (cell.before == BLANK, cell.after == BLANK) for cell in compare(claim, 1, 2).cells}
    assert cells == {"East": (False, True), "South": (True, False)}


def test_an_earlier_wording_is_read_of_each_version(talks):
    claim, proposal = talks
    first = make_wording(proposal, day="2022-01-01")
    change(claim, wording=first)
    make_wording(proposal, day="2022-01-05")
    (cell,) = compare(claim, 1, 2).cells
    assert [bool(stance.deciding[0].earlier_wording) for stance in (cell.before, cell.after)] == [False, True]


def test_what_was_not_published_counts_nowhere(talks):
    draft = make_claim(holder=talks[0].holder, proposal=make_proposal(), value=2, status="draft")
    change(draft, note="seen")
    assert compare(draft, 1, 2) is None
    change(draft, status="published")
    effects = compare(draft, 2, 3)
    assert effects.counted == (False, True)
    assert [(cell.before, cell.after.value) for cell in effects.cells] == [(BLANK, 2)]


def test_what_is_no_longer_there_is_left_out(talks):
    claim, proposal = talks
    elsewhere = make_proposal()
    change(claim, proposal=elsewhere)
    change(claim, proposal=proposal)
    old, claim_now = read_record(claim, 2), read_record(claim, 3)
    old.proposal_id = 10**6
    effects = compare_version_effects(Claim.objects.get(pk=claim.pk), old, claim_now)
    assert [(cell.proposal, cell.before == BLANK) for cell in effects.cells] == [(proposal, True)]


def test_it_costs_eight_queries_however_many_claims(talks, django_assert_num_queries):
    claim, proposal = talks
    for _ in range(3):
        make_claim(holder=claim.holder, proposal=proposal)
    change(claim, value=2)
    row = Claim.objects.get(pk=claim.pk)
    one, other = read_record(claim, 1), read_record(claim, 2)
    with django_assert_num_queries(8):
        assert compare_version_effects(row, one, other).counted == (True, True)
