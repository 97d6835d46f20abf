"""Which wording a claim answers, or an outcome is of, as it is chosen in the admin."""

import pytest

from claims.models import Claim, Outcome
from tests.admin.forms import errors, posted, url
from tests.make import make_claim, make_outcome, make_proposal, make_wording

pytestmark = pytest.mark.django_db


@pytest.fixture
def zones():
    return make_proposal(title="Zones")


def offered(answer):
    return [label for _, label in answer.context["adminform"].form.fields["wording"].choices]


def test_the_form_offers_the_wordings_of_the_proposal_alone_newest_first(as_analyst, zones):
    make_wording(label="Of another")
    december = make_wording(zones, label="December draft", day="2021-12-17")
    make_wording(zones, label="Geneva paper", day="2022-01-10")
    claim = make_claim(proposal=zones, status="draft", wording=december)
    form = as_analyst.get(url("change", claim.pk))
    assert offered(form) == ["none is named", "Geneva paper, 10 Jan 2022", "December draft, 17 Dec 2021"]
    assert f'<option value="{december.pk}" selected>' in form.content.decode()
    assert offered(as_analyst.get(f"{url('add')}?proposal={zones.slug}"))[1:] == offered(form)[1:]
    assert offered(as_analyst.get(url("add"))) == ["none is named"]


def test_a_wording_is_chosen_changed_and_taken_away_with_its_history(as_analyst, zones):
    first, second = make_wording(zones, label="First"), make_wording(zones, label="Second")
    claim = make_claim(proposal=zones, status="draft", wording=first)
    for chosen, kept in ((second.pk, second), ("", None)):
        claim.refresh_from_db()
        data = posted(claim, wording=chosen, reason="read again")
        assert as_analyst.post(url("change", claim.pk), data).status_code == 302
        assert Claim.objects.get().wording == kept
    history = as_analyst.get(url("history", claim.pk)).content.decode()
    assert "Wording" in history and "First" in history and "Second" in history


@pytest.mark.parametrize("chosen", ["another's", "99999999999999999999999", "x", "\x00", "-1"])
def test_a_wording_of_another_proposal_or_none_that_there_is_is_refused_at_its_field(as_analyst, zones, chosen):
    claim = make_claim(proposal=zones, status="draft", argument="typed")
    chosen = make_wording().pk if chosen == "another's" else chosen
    answer = as_analyst.post(url("change", claim.pk), posted(claim, wording=chosen))
    assert answer.status_code == 200 and "wording" in errors(answer)
    assert "typed" in answer.content.decode() and Claim.objects.get().wording is None


def test_of_another_proposal_its_wordings_are_offered_as_soon_as_it_is_chosen(as_analyst, client, zones):
    wording = make_wording(zones, label="December draft", day="2021-12-17")
    make_wording()
    address = url("of_proposal", model="wording")
    answer = as_analyst.get(address, {"proposal": zones.pk})
    assert answer.json() == {"wordings": [{"key": wording.pk, "words": "December draft, 17 Dec 2021"}]}
    for key in ("", "x", "9" * 30):
        assert as_analyst.get(address, {"proposal": key}).json() == {"wordings": []}


def test_nobody_else_is_told_of_wordings_there(client, zones):
    assert client.get(url("of_proposal", model="wording"), {"proposal": zones.pk}).status_code == 302


def test_an_outcome_says_in_which_wording_it_was_agreed(as_analyst, zones):
    wording, other = make_wording(zones), make_wording()
    outcome = make_outcome(proposal=zones, status="draft")
    data = {name: getattr(outcome, name) for name in ("kind", "day", "quote", "locator", "prefix", "suffix", "note")}
    data |= {"proposal": zones.pk, "source": outcome.source_id, "version_shown": outcome.version, "reason": ""}
    address = url("change", outcome.pk, model="outcome")
    assert "wording" in errors(as_analyst.post(address, data | {"wording": other.pk}))
    assert as_analyst.post(address, data | {"wording": wording.pk}).status_code == 302
    assert Outcome.objects.get().wording == wording


def test_a_correction_keeps_the_wording_and_may_change_it(as_analyst, zones):
    first, second = make_wording(zones), make_wording(zones)
    claim = make_claim(proposal=zones, wording=first)
    as_analyst.post(url("correct", claim.pk), {"version": claim.version})
    draft = Claim.objects.get(corrects=claim)
    assert draft.wording == first
    data = posted(draft, wording=second.pk, reason="it was the later text")
    assert as_analyst.post(url("change", draft.pk), data).status_code == 302
    draft.refresh_from_db()
    assert draft.wording == second
    assert second.label in as_analyst.get(url("change", draft.pk)).content.decode()
