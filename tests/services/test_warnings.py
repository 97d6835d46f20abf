"""What is odd about a claim is confirmed before others see it, and again where its source gets another day."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from claims.models import Claim, PendingChange
from claims.services import corrections, pending_changes, review
from claims.services.claims import save_claim
from claims.services.sources import save_source
from claims.services.warnings import SAID_LATER, LaterClaims, find_unconfirmed, read_coded, read_content
from claims.services.write_gate import Refused, editing
from tests.make import change as write
from tests.make import make_claim, make_source, make_user

pytestmark = pytest.mark.django_db

LATE = date(2022, 1, 20)  # three days after the day of a source
ODD = "It was said on 20 Jan 2022, and its source is of 17 Jan 2022"


@pytest.fixture
def ann(db):
    return make_user("analyst", "ann")


@pytest.fixture
def rea(db):
    return make_user("reviewer", "rea")


def confirmed():
    return list(Claim.objects.order_by("pk").values_list("confirmed", flat=True))


def move(source, day, user=None, **options):
    source.published_on = day
    with editing(user, "its day") as gate:
        save_source(gate, source, **options)


def test_a_claim_is_not_saved_while_what_is_odd_was_not_confirmed(ann):
    claim = make_claim(status="draft", by=ann)
    claim.said_on = LATE
    with pytest.raises(ValidationError) as error, editing(ann) as gate:
        save_claim(gate, claim)
    assert error.value.message_dict["said_on"][0].startswith(ODD)
    claim.confirmed = "said-later"
    with editing(ann) as gate:
        save_claim(gate, claim)
    assert confirmed() == ["said-later"]


@pytest.mark.parametrize(("name", "status"), [("submit", "draft"), ("publish", "in-review")])
def test_a_claim_goes_on_to_readers_only_with_what_is_odd_confirmed(name, status, ann, rea):
    user = ann if name == "submit" else rea
    odd = make_claim(status=status, by=ann, said_on=LATE)
    with pytest.raises(Refused) as refused:
        review.transition(odd, name, user=user, version=odd.version)
    assert refused.value.reasons[0].startswith(f"Nobody has confirmed that this was checked: {ODD}")
    checked = make_claim(status=status, by=ann, said_on=LATE, confirmed="said-later")
    review.transition(checked, name, user=user, version=checked.version)
    assert Claim.objects.get(pk=checked.pk).status != status


def test_an_odd_claim_is_returned_and_withdrawn_without_being_confirmed(ann, rea):
    for name in ("return", "withdraw"):
        odd = make_claim(status="in-review", by=ann, said_on=LATE)
        assert review.transition(odd, name, user=rea, version=odd.version, reason="the day").status != "in-review"


def test_a_correction_carries_what_was_confirmed(ann, rea):
    claim = make_claim(by=ann, said_on=LATE, confirmed="said-later")
    draft = corrections.propose(claim, user=ann, version=claim.version)
    assert draft.confirmed == "said-later"
    draft.value = 1
    with editing(ann) as gate:
        save_claim(gate, draft)
    draft = review.transition(draft, "submit", user=ann, version=draft.version)
    review.transition(draft, "publish", user=rea, version=draft.version)
    claim = Claim.objects.get(pk=claim.pk)
    assert (claim.value, claim.confirmed) == (1, "said-later")
    assert claim.history.first().confirmed == "said-later"


def test_a_source_gets_a_day_before_that_of_its_claims_only_confirmed_and_they_keep_it(ann):
    source = make_source()
    make_claim(source=source, status="draft")
    make_claim(source=source, status="withdrawn")
    make_claim(source=source, status="draft", said_on=date(2022, 1, 10))
    with pytest.raises(LaterClaims) as refused:
        move(source, date(2022, 1, 12), ann)
    assert refused.value.reasons[0].startswith("1 claim of this source was said later than 12 Jan 2022")
    source.refresh_from_db()
    move(source, date(2022, 1, 12), ann, confirmed=[SAID_LATER])
    assert confirmed() == ["said-later", "", ""]
    assert Claim.objects.earliest("pk").history.first().history_change_reason == "its day"


def test_what_no_longer_applies_to_a_moved_source_is_confirmed_no_more():
    source = make_source()
    make_claim(source=source, said_on=LATE, confirmed="said-later")
    make_claim(source=source, said_on=date(2022, 2, 20), confirmed="said-later")
    move(source, date(2022, 1, 31))
    assert confirmed() == ["", "said-later"]
    move(source, None)
    assert confirmed() == ["", ""]


def test_other_changes_of_a_source_ask_nothing_of_claims():
    source = make_source()
    make_claim(source=source, said_on=LATE)
    source.title = "Mended"
    with editing(None) as gate:
        save_source(gate, source)
    assert confirmed() == [""]


def propose(source, user, day, confirmed=()):
    source.published_on = day
    with editing(user, "its day") as gate:
        gate.lock(type(source), source.pk)
        return pending_changes.propose(gate, source, confirmed=confirmed)


def test_a_new_day_of_a_cited_source_is_proposed_confirmed_and_its_claims_with_it_once_published(ann, rea):
    source = make_source()
    claim = make_claim(source=source)
    with pytest.raises(LaterClaims):
        propose(source, ann, date(2022, 1, 10))
    source.refresh_from_db()
    change = propose(source, ann, date(2022, 1, 10), [SAID_LATER])
    assert (change.confirmed, confirmed()) == ("said-later", [""])
    review.transition(change, "publish", user=rea, version=change.version)
    assert confirmed() == ["said-later"]
    assert claim.history.first().history_user == rea


def test_a_new_day_is_not_published_over_claims_that_came_in_since(ann, rea):
    source = make_source()
    make_claim(source=source, said_on=date(2022, 1, 2))
    change = propose(source, ann, date(2022, 1, 10))
    make_claim(source=source)
    with pytest.raises(Refused, match="1 claim of this source was said later"):
        review.transition(change, "publish", user=rea, version=change.version)
    assert PendingChange.objects.get().status == "in-review"


# The same passage coded again


def make_pair(**fields):
    """Make two claims on one passage, the second with these fields."""
    first = make_claim(quote="No expansion.")
    same = {name: getattr(first, name) for name in ("source", "holder", "proposal")}
    return first, make_claim(quote="No  expansion.", **same, **fields)


def list_odd(claim):
    return [str(warning.code) for warning in find_unconfirmed(Claim.objects.get(pk=claim.pk))]


def test_a_passage_coded_again_is_odd_until_one_of_the_two_is_confirmed():
    first, again = make_pair(value=1)
    assert (list_odd(first), list_odd(again)) == (["coded-already"], ["coded-already"])
    write(again, confirmed="coded-already")
    assert (list_odd(first), list_odd(again)) == ([], [])


@pytest.mark.parametrize(
    "other", [{"status": "withdrawn"}, {"dimension": "prospects"}], ids=lambda other: next(iter(other))
)
def test_what_counts_nowhere_or_is_another_question_is_no_repeat(other):
    first, _ = make_pair(**other)
    assert list_odd(first) == []


def test_claims_without_a_quote_repeat_nothing():
    first = make_claim(quote="", locator="p. 4")
    same = {name: getattr(first, name) for name in ("source", "holder", "proposal")}
    assert list_odd(make_claim(quote="", locator="p. 4", **same)) == []


def test_a_correction_is_no_repeat_of_its_claim_and_goes_out(ann, rea):
    claim = make_claim()
    draft = corrections.propose(claim, user=ann, version=claim.version)
    assert (list_odd(claim), list_odd(draft)) == ([], [])
    draft = review.transition(draft, "submit", user=ann, version=draft.version)
    review.transition(draft, "publish", user=rea, version=draft.version)
    assert Claim.objects.get(pk=claim.pk).version == 2


def test_a_repeat_is_not_submitted_and_is_told_with_the_claim_that_is_there(ann):
    first, again = make_pair(status="draft", by=ann, value=1)
    with pytest.raises(Refused) as refused:
        review.transition(again, "submit", user=ann, version=again.version)
    assert (
        f"“{first.public_id}” (published, coded by nobody named): value −2 there, +1 here" in refused.value.reasons[0]
    )


@pytest.mark.parametrize("size", [1, 30])
def test_repeats_of_many_claims_are_read_with_one_query(size, django_assert_num_queries):
    fields = [read_content(claim) for _ in range(size) for claim in make_pair()]
    with django_assert_num_queries(1):
        assert sum(map(len, read_coded(fields).values())) == 2 * size
