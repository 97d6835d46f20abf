"""What is odd is asked about in forms: shown at its field with a tick, and saved once that is ticked."""

import re
from datetime import date

import pytest

from claims.models import Actor, Claim, PendingChange, Proposal, Source
from claims.services.corrections import propose
from claims.services.review import transition
from tests.admin.forms import TEXT, errors, posted, said, source_posted, url
from tests.make import make_actor, make_claim, make_proposal, make_source

HELD = "We do not accept – ever – NATO’s expansion"
LATE, LATER = "2022-01-20", "2022-03-14"  # the source is of the 17th


def fill_in(**changes):
    """Return the data of a new claim's form."""
    party = make_actor()
    claim = Claim(source=make_source(text=TEXT), quote=HELD, holder=party, speaker=party, proposal=make_proposal())
    claim.value, claim.said_on = 1, date(2022, 1, 20)
    return posted(claim, **changes)


def ticks(answer):
    """Return the ticks that a page offers."""
    return re.findall(r'<input type="checkbox" name="confirm" value="([^"]+)">', answer.content.decode())


def carried(answer):
    """Return the ticks that a page carries unseen."""
    return re.findall(r'<input type="hidden" name="confirm" value="([^"]+)"', answer.content.decode())


def test_a_late_day_is_asked_about_and_saved_once_it_is_ticked(as_analyst):
    data = fill_in()
    answer = as_analyst.post(url("add"), data)
    assert errors(answer)["said_on"].startswith("It was said on 20 Jan 2022, and its source is of 17 Jan 2022")
    assert "I have checked this" in errors(answer)["said_on"]
    assert not Claim.objects.exists()
    (tick,) = ticks(answer)
    assert as_analyst.post(url("add"), data | {"confirm": tick}).status_code == 302
    claim = Claim.objects.get()
    assert (claim.confirmed, claim.said_on.isoformat(), claim.quote) == ("said-later", LATE, HELD)


def test_what_was_typed_is_kept_and_the_chain_goes_on(as_analyst):
    data = fill_in(note="perhaps", _addanother="1")
    answer = as_analyst.post(url("add"), data)
    assert answer.context["adminform"].form["note"].value() == "perhaps"
    answer = as_analyst.post(url("add"), data | {"confirm": ticks(answer)[0]})
    assert answer.url == f"{url('add')}?source={data['source']}"


def test_a_tick_outlives_another_error(as_analyst):
    data = fill_in()
    tick = ticks(as_analyst.post(url("add"), data))[0]
    answer = as_analyst.post(url("add"), data | {"confirm": tick, "value": ""})
    assert list(errors(answer)) == ["value"]
    assert (ticks(answer), carried(answer)) == ([], [tick])


def test_a_tick_is_for_the_day_that_was_typed_and_for_no_other(as_analyst):
    data = fill_in()
    tick = ticks(as_analyst.post(url("add"), data))[0]
    answer = as_analyst.post(url("add"), data | {"confirm": tick, "said_on": LATER})
    assert "said on 14 Mar 2022" in errors(answer)["said_on"]
    assert not Claim.objects.exists()


@pytest.mark.parametrize("forged", ["said-later", "said-later:", "x" * 5000, "\x00"])
def test_nothing_but_the_tick_of_the_page_confirms(as_analyst, forged):
    assert "said_on" in errors(as_analyst.post(url("add"), fill_in(confirm=forged)))


def test_a_day_to_come_is_a_fault_and_no_warning_besides(as_analyst):
    answer = as_analyst.post(url("add"), fill_in(said_on="2942-03-14"))
    assert errors(answer)["said_on"] == "14 Mar 2942 is still to come: no later day than today is taken."
    assert ticks(answer) == []


@pytest.fixture
def checked(analyst):
    """A draft of the analyst whose late day is confirmed."""
    source = make_source(text=TEXT)
    return make_claim(
        status="draft", by=analyst, source=source, quote=HELD, said_on=date(2022, 1, 20), confirmed="said-later"
    )


def test_what_is_confirmed_is_not_asked_again_and_the_page_says_it(as_analyst, checked):
    assert "said later than the day of its source" in as_analyst.get(url("change", checked.pk)).content.decode()
    assert as_analyst.post(url("change", checked.pk), posted(checked, value=-1)).status_code == 302
    assert Claim.objects.get().confirmed == "said-later"


def test_another_late_day_is_asked_about_anew(as_analyst, checked):
    answer = as_analyst.post(url("change", checked.pk), posted(checked, said_on=LATER))
    assert "said_on" in errors(answer)
    data = posted(checked, said_on=LATER, confirm=ticks(answer)[0])
    assert as_analyst.post(url("change", checked.pk), data).status_code == 302
    assert Claim.objects.get().said_on.isoformat() == LATER


def test_what_no_longer_applies_is_dropped(as_analyst, checked):
    assert as_analyst.post(url("change", checked.pk), posted(checked, said_on="2022-01-10")).status_code == 302
    assert Claim.objects.get().confirmed == ""
    page = as_analyst.get(url("change", checked.pk)).content.decode()
    assert "Checked and confirmed" not in page


def test_a_claim_of_an_earlier_version_is_asked_about_at_its_next_save_and_not_submitted_before(as_analyst, analyst):
    odd = make_claim(status="draft", by=analyst, said_on=date(2022, 1, 20))
    path = url("transition", odd.pk)
    answer = as_analyst.post(path, {"transition": "submit", "version": odd.version})
    assert "Nobody has confirmed that this was checked: It was said on 20 Jan 2022" in said(answer)
    assert "said_on" in errors(as_analyst.post(url("change", odd.pk), posted(odd)))


# The day of a source


def test_a_day_before_that_of_claims_is_asked_about_and_confirmed_for_each(as_analyst):
    source = make_source()
    claims = [make_claim(source=source, status="draft") for _ in range(2)]
    data = source_posted(source, published_on="2022-01-10")
    answer = as_analyst.post(url("change", source.pk, model="source"), data)
    assert errors(answer)["published_on"].startswith("2 claims of this source were said later than 10 Jan 2022")
    assert all(claim.public_id in errors(answer)["published_on"] for claim in claims)
    (tick,) = ticks(answer)
    answer = as_analyst.post(url("change", source.pk, model="source"), data | {"confirm": tick})
    assert answer.status_code == 302
    assert set(Claim.objects.values_list("confirmed", flat=True)) == {"said-later"}
    assert Source.objects.get().published_on == date(2022, 1, 10)


def test_a_day_of_a_cited_source_is_confirmed_by_who_proposes_it_and_the_reviewer_reads_that(as_analyst, reviewer):
    source = make_source()
    make_claim(source=source)
    data = source_posted(source, published_on="2022-01-10", reason="The byline says so.")
    answer = as_analyst.post(url("change", source.pk, model="source"), data)
    answer = as_analyst.post(url("change", source.pk, model="source"), data | {"confirm": ticks(answer)[0]})
    change = PendingChange.objects.get()
    page = as_analyst.get(url("change", change.pk, model="pendingchange")).content.decode()
    assert "said later than the day of its source" in page
    transition(change, "publish", user=reviewer, version=change.version)
    assert Claim.objects.get().confirmed == "said-later"


# The same passage again, and a long one


def test_a_passage_that_is_coded_already_is_answered_with_the_claim_that_is_there(as_analyst):
    data = fill_in(said_on="2022-01-10")
    there = make_claim(
        value=-1, quote="We do not accept - ever - NATO's expansion", conditions="if asked", said_on=date(2022, 1, 10),
        said_on_is=data["said_on_is"],
        holder=Actor.objects.get(pk=data["holder"]),
        source=Source.objects.get(pk=data["source"]), proposal=Proposal.objects.get(pk=data["proposal"]),
    )  # fmt: skip
    answer = as_analyst.post(url("add"), data)
    told = errors(answer)["quote"]
    assert f'<a href="{url("change", there.pk)}">{there.public_id}</a>, published, coded by nobody named' in told
    assert "value −1 there, +1 here; condition “if asked” there, none here</li>" in told
    assert Claim.objects.count() == 1
    assert as_analyst.post(url("add"), data | {"confirm": ticks(answer)[0]}).status_code == 302
    assert Claim.objects.latest("pk").confirmed == "coded-already"


def test_the_second_claim_of_a_chain_on_one_passage_is_asked_about_and_the_chain_goes_on(as_analyst):
    data = fill_in(said_on="2022-01-10", _addanother="1")
    assert as_analyst.post(url("add"), data).status_code == 302
    again = data | {"value": -1}
    answer = as_analyst.post(url("add"), again)
    assert "it says the same" not in errors(answer)["quote"] and "value +1 there, −1 here" in errors(answer)["quote"]
    answer = as_analyst.post(url("add"), again | {"confirm": ticks(answer)[0]})
    assert answer.url == f"{url('add')}?source={data['source']}"
    assert list(Claim.objects.order_by("pk").values_list("confirmed", flat=True)) == ["", "coded-already"]
    first = Claim.objects.earliest("pk")
    assert as_analyst.post(url("change", first.pk), posted(first, note="seen")).status_code == 302


def test_an_official_as_holder_repeats_what_its_party_said(as_analyst):
    official = make_actor("official")
    data = fill_in(said_on="2022-01-10", holder=official.speaks_for_id, speaker=official.pk)
    assert as_analyst.post(url("add"), data).status_code == 302
    assert "coded already" in errors(as_analyst.post(url("add"), data | {"holder": official.pk}))["quote"]


def test_a_correction_is_not_asked_whether_it_repeats_its_claim(as_analyst, analyst):
    claim = make_claim(by=analyst)
    draft = propose(claim, user=analyst, version=claim.version)
    assert as_analyst.post(url("change", draft.pk), posted(draft, value=1, reason="a slip")).status_code == 302


def test_a_claim_that_is_made_to_repeat_a_confirmed_one_is_asked_about(as_analyst, analyst):
    there = make_claim(confirmed="coded-already")
    draft = make_claim(status="draft", by=analyst, source=there.source, proposal=there.proposal, holder=there.holder)
    answer = as_analyst.post(url("change", draft.pk), posted(draft, quote=there.quote))
    assert there.public_id in errors(answer)["quote"]


def test_a_quote_of_three_sentences_is_asked_about_and_another_one_anew(as_analyst):
    source = make_source(text="One is no. Two is no. Three is no. Four is no.")
    data = fill_in(source=source.pk, said_on="2022-01-10", quote="One is no. Two is no. Three is no.")
    answer = as_analyst.post(url("add"), data)
    assert "The quote has 3 sentences" in errors(answer)["quote"]
    assert as_analyst.post(url("add"), data | {"confirm": ticks(answer)[0]}).status_code == 302
    claim = Claim.objects.get()
    assert claim.confirmed == "long-quote"
    assert as_analyst.post(url("change", claim.pk), posted(claim, value=0)).status_code == 302
    claim.refresh_from_db()
    longer = posted(claim, quote="One is no. Two is no. Three is no. Four is no.")
    assert "4 sentences" in errors(as_analyst.post(url("change", claim.pk), longer))["quote"]


def test_a_claim_saved_as_new_is_asked_whether_it_repeats_the_first(as_analyst):
    claim = make_claim()
    data = posted(claim, _saveasnew="1")
    answer = as_analyst.post(url("change", claim.pk), data)
    assert f"{claim.public_id}</a>, published, coded by nobody named: it says the same" in errors(answer)["quote"]
    as_analyst.post(url("change", claim.pk), data | {"confirm": ticks(answer)[0]})
    assert Claim.objects.exclude(pk=claim.pk).get().confirmed == "coded-already"
