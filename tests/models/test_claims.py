from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from claims.models import Claim
from claims.models.public_ids import ID_ALPHABET, ID_LENGTH
from claims.rules.faults import FaultCode
from claims.rules.scales import Attribution
from claims.services.write_gate import editing
from claims.wording.exchange import SENTENCES
from tests.make import change, make_actor, make_claim, make_proposal, make_source

pytestmark = pytest.mark.django_db

TEXT = "We said: no expansion. They said: no expansion at all. We ask for\u00a0a “moratorium”."


def unsaved(**fields):
    """Return a claim that is valid but for what is given, not saved yet."""
    holder = fields.pop("holder", None) or make_actor()
    values = {"quote": "Words.", "value": 1, "said_on": date(2022, 1, 17), "speaker": holder, **fields}
    return Claim(**{"source": make_source(), "proposal": make_proposal(), "holder": holder, **values})


def faults_of(claim):
    """Return {field: [message, …]}, empty if the claim is valid."""
    try:
        claim.full_clean()
    except ValidationError as refusal:
        return refusal.message_dict
    return {}


def in_database(claim, *names):
    return Claim.objects.values_list(*names).get(pk=claim.pk)


# Who holds and who speaks


@pytest.mark.parametrize("named", [False, True])
def test_official_as_holder_becomes_the_speaker_of_its_party(named):
    official = make_actor("official")
    claim = unsaved(holder=official, speaker=official if named else None)
    claim.full_clean()
    assert (claim.holder, claim.speaker, claim.settled) == (official.speaks_for, official, True)


def test_speaker_that_is_filled_in_already_is_a_fault_and_stays():
    official, other = make_actor("official"), make_actor()
    claim = unsaved(holder=official, speaker=other)
    assert "already filled in" in faults_of(claim)["holder"][0]
    assert (claim.holder, claim.speaker) == (official, other)


def test_party_and_expert_stay_holders():
    for kind in ("party", "expert"):
        claim = unsaved(holder=make_actor(kind))
        claim.full_clean()
        assert claim.holder.kind == kind and not claim.settled


def test_official_of_a_party_may_speak_at_second_hand():
    official = make_actor("official")
    claim = unsaved(holder=official.speaks_for, speaker=official, attribution=Attribution.ATTRIBUTED)
    assert faults_of(claim) == {}


# What a condition depends on


@pytest.mark.parametrize(
    "depends_on, reason",
    [
        ("no-such-thing", "There is no proposal “no-such-thing”."),
        ("!no-such-thing", "There is no proposal “no-such-thing”."),
        ("Not A Slug", "“Not” is no link: write a proposal's slug, or !slug if it is refused."),
        ("a !a", "“a” cannot be both granted and refused in one condition."),
    ],
)
def test_unknown_or_contradictory_link_is_a_fault(depends_on, reason):
    make_proposal(slug="a")
    assert faults_of(unsaved(conditions="if so", depends_on=depends_on)) == {"depends_on": [reason]}


def test_each_unknown_link_is_named():
    make_proposal(slug="known")
    faults = faults_of(unsaved(conditions="if so", depends_on="known one !two"))["depends_on"]
    assert faults == ["There is no proposal “one”.", "There is no proposal “two”."]


def test_claim_cannot_depend_on_its_own_proposal():
    proposal = make_proposal()
    claim = unsaved(proposal=proposal, conditions="if so", depends_on=proposal.slug)
    assert faults_of(claim) == {"depends_on": ["A claim cannot depend on its own proposal."]}


def test_known_links_pass():
    make_proposal(slug="one"), make_proposal(slug="two")
    assert faults_of(unsaved(conditions="if so", depends_on="one !two")) == {}


def test_database_derives_whether_a_claim_is_conditional():
    claim = make_claim(conditions="if asked")
    assert in_database(claim, "conditional") == (True,)
    with editing(None):
        claim.conditions = ""
        claim.save()
    assert in_database(claim, "conditional") == (False,)


def test_database_derives_whether_a_claim_is_on_a_part():
    claim = make_claim(covers="submarines only")
    assert in_database(claim, "on_part") == (True,)
    change(claim, covers="")
    assert in_database(claim, "on_part") == (False,)


# The quote


@pytest.mark.parametrize(
    "fields, state, found",
    [
        ({"quote": "We said"}, "exact", "We said"),
        ({"quote": 'for a "moratorium"'}, "normalised", "for\u00a0a “moratorium”"),
        ({"quote": "no expansion"}, "ambiguous", None),
        ({"quote": "no expansion", "prefix": "We said:"}, "exact", "no expansion. They"),
        ({"quote": "no expansion", "suffix": "at all"}, "exact", "no expansion at all"),
        ({"quote": "no nonsense"}, "missing", None),
        ({"quote": "", "locator": "p. 4"}, "no-quote", None),
    ],
)
def test_state_and_place_of_the_quote_are_derived_on_save(fields, state, found):
    claim = make_claim(status="draft", source=make_source(text=TEXT), quote_state="exact", quote_start=1, **fields)
    stored, start, end = in_database(claim, "quote_state", "quote_start", "quote_end")
    assert stored == state
    if found is None:
        assert (start, end) == (None, None)
    else:
        assert TEXT[start:].startswith(found) and end - start == len(fields["quote"])


def test_quote_is_unchecked_without_a_text():
    assert in_database(make_claim(), "quote_state", "quote_start") == ("no-text", None)


def test_saving_only_the_quote_derives_its_state_too():
    claim = make_claim(status="draft", source=make_source(text=TEXT), quote="We said")
    with editing(None):
        claim.quote = "Nobody said"
        claim.save(update_fields=["quote"])
    assert in_database(claim, "quote", "quote_state", "version") == ("Nobody said", "missing", 2)


def test_published_claim_cannot_get_a_quote_that_its_text_lacks():
    claim = make_claim(source=make_source(text=TEXT), quote="We said")
    for only in (None, ["quote"]):
        claim.quote = "Nobody said"
        with pytest.raises(IntegrityError), transaction.atomic(), editing(None):
            claim.save(update_fields=only)
    assert in_database(claim, "quote", "quote_state") == ("We said", "exact")


@pytest.mark.parametrize("blank", ["", "  "])
def test_full_clean_of_a_published_claim_asks_for_a_citation(blank):
    claim = make_claim()
    claim.quote = blank
    assert "cites no passage" in faults_of(claim)["quote"][0]
    claim.locator = "p. 4"
    assert faults_of(claim) == {}


def test_draft_may_be_uncited_and_its_quote_missing():
    source = make_source(text=TEXT)
    assert faults_of(unsaved(source=source, quote="")) == {}
    assert faults_of(unsaved(source=source, quote="Nobody said")) == {}


# Names and ties


def test_public_ids_are_short_readable_and_differ():
    ids = {make_claim(source=source).public_id for source in [make_source()] * 20}
    assert len(ids) == 20
    assert all(len(id) == ID_LENGTH and set(id) <= set(ID_ALPHABET) for id in ids)


@pytest.mark.parametrize("name", ["source", "holder", "speaker", "proposal"])
def test_what_a_claim_cites_cannot_be_deleted(name):
    claim = make_claim(attribution=Attribution.ATTRIBUTED, status="withdrawn")
    with pytest.raises(ProtectedError), transaction.atomic(), editing(None):
        getattr(claim, name).delete()


def test_second_claim_may_read_the_same_in_another_source():
    first = make_claim()
    again = unsaved(holder=first.holder, proposal=first.proposal, quote=first.quote)
    assert faults_of(again) == {}


def test_rule_and_field_fault_are_told_once_each():
    claim = unsaved(value=3, pending=True)
    faults = faults_of(claim)
    assert faults["value"].count(SENTENCES[FaultCode.VALUE_OFF_SCALE]) == 1
    assert faults["pending"] == [SENTENCES[FaultCode.PENDING_WITH_VALUE]]


def test_newest_claims_come_first():
    old, new = make_claim(said_on=date(2021, 12, 17)), make_claim(said_on=date(2022, 1, 17))
    assert list(Claim.objects.all()) == [new, old]


def test_only_published_claims_are_published():
    claims = {status: make_claim(status=status) for status in ("draft", "in-review", "returned", "withdrawn")}
    assert not Claim.objects.published().exists()
    assert not any(claim.is_public() for claim in claims.values())
    assert make_claim() in Claim.objects.published()
