"""A proposal that moves to another negotiation: what goes along, what is cut, and that nothing else changes."""

import pytest

from claims.models import Claim, OldAddress, Part, SourceCoding
from claims.queries import compare_standings, read_standing
from claims.rules.scales import VerdictKind
from claims.services import vocabulary
from claims.services.vocabulary_negotiations import ProposalMove
from claims.services.write_gate import Refused
from tests.make import (
    change,
    make_actor,
    make_claim,
    make_coding,
    make_negotiation,
    make_outcome,
    make_part,
    make_participant,
    make_proposal,
    make_remark,
    make_search,
    make_side,
    make_source,
    make_topic,
    make_user,
    make_wording,
    the_negotiation,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic():
    the_negotiation()
    return make_topic(negotiation=make_negotiation(slug="grain", title="Grain talks", short_title="Grain"))


def move(proposal, topic, user=None):
    return vocabulary.carry_out(ProposalMove(proposal.pk, topic.pk), user=user, reason="it is theirs")


def now(row):
    return type(row).objects.get(pk=row.pk)


def lead(client, address):
    answer = client.get(address)
    return answer.status_code, answer.get("Location")


def test_a_proposal_goes_with_all_that_hangs_on_it_and_its_history(topic):
    proposal = make_proposal(slug="ports", proposers=[make_actor(side=None)])
    rows = [
        *(make_claim(proposal=proposal, status=status) for status in ("published", "draft", "withdrawn")),
        make_outcome(proposal=proposal),
        make_wording(proposal),
        make_search(proposal=proposal),
        make_remark(proposal=proposal),
    ]
    stays = make_claim()
    before = Claim.objects.count()
    report = move(proposal, topic, make_user("reviewer"))
    moved = now(proposal)
    assert (moved.negotiation, moved.topic, moved.slug) == (topic.negotiation, topic, "ports")
    assert moved.history.latest("history_id").history_change_reason == f"moved to “Grain talks”, {topic}: it is theirs"
    assert all(now(row).proposal == moved for row in rows) and Claim.objects.count() == before
    assert now(stays).version == stays.version and now(stays.proposal).negotiation == the_negotiation()
    assert {one.model.__name__: len(one.rows) for one in report.moved} == {
        "Proposal": 1,
        "Claim": 3,
        "Outcome": 1,
        "Wording": 1,
        "SearchRecord": 1,
        "EditorialNote": 1,
    }
    assert moved.proposers.count() == 1


def test_its_old_address_leads_to_the_new_one_and_back_again(client, topic):
    proposal = make_proposal(slug="ports")
    make_claim(proposal=proposal)
    home = proposal.topic
    move(proposal, topic)
    assert lead(client, "/talks/proposals/ports/?q=x") == (301, "/grain/proposals/ports/?q=x")
    assert client.get("/grain/proposals/ports/").status_code == 200
    move(now(proposal), home)
    assert client.get("/talks/proposals/ports/").status_code == 200
    assert lead(client, "/grain/proposals/ports/") == (301, "/talks/proposals/ports/")
    assert OldAddress.objects.count() == 2


def test_a_cell_leads_there_too(client, topic):
    proposal, holder = make_proposal(slug="ports"), make_actor(slug="russia")
    make_claim(proposal=proposal, holder=holder)
    move(proposal, topic)
    assert lead(client, "/talks/cells/ports/russia/") == (301, "/grain/cells/ports/russia/")


def test_a_slug_that_is_taken_there_gets_a_number(client, topic):
    proposal = make_proposal(slug="ports")
    make_claim(proposal=proposal)
    make_proposal(slug="ports", topic=topic)
    remarks = move(proposal, topic).remarks
    assert now(proposal).slug == "ports-2" and any("it will be “ports-2”" in remark for remark in remarks)
    assert lead(client, "/talks/proposals/ports/") == (301, "/grain/proposals/ports-2/")


def test_what_hangs_on_others_is_cut_and_told(topic):
    proposal, package, part, root = (make_proposal() for _ in range(4))
    change(proposal, variant_of=root)
    variant = make_proposal(variant_of=proposal)
    make_part(package, proposal), make_part(proposal, part)
    its_own = make_claim(proposal=proposal, conditions="they stop", depends_on=root.slug)
    other = make_claim(conditions="they stop", depends_on=f"{proposal.slug} !{root.slug}")
    remarks = " ".join(move(proposal, topic).remarks)
    assert not Part.objects.exists() and now(proposal).variant_of is None and now(variant).variant_of is None
    assert (now(its_own).conditions, now(its_own).depends_on) == ("they stop", "")
    assert now(other).depends_on == f"!{root.slug}"
    for name in (package.title, part.title, root.title, variant.title, its_own.public_id, other.public_id):
        assert name in remarks


def test_who_has_no_part_there_is_told_and_counts_in_no_verdict(topic):
    side, other = make_side(), make_side()
    proposal, russia, ukraine = make_proposal(), make_actor(side=side), make_actor(side=other, name="Ukraine")
    make_claim(value=2, holder=russia, proposal=proposal), make_claim(value=-2, holder=ukraine, proposal=proposal)
    make_participant(russia, side=make_side(negotiation=topic.negotiation))
    act = ProposalMove(proposal.pk, topic.pk)
    watched = act.watch()
    looked = vocabulary.preview(act, user=None, read=lambda: read_standing(*watched))
    told = next(remark for remark in looked.report.remarks if "No side" in remark)
    assert "Ukraine" in told and str(russia) not in told
    effects = compare_standings(looked.before, looked.after)
    (changed,) = effects.verdicts
    assert (changed.before, changed.after) == (VerdictKind.CONTESTED, VerdictKind.UNANSWERED)
    assert effects.claims_before == effects.claims_after == 2 and not effects.stances


def test_for_which_negotiation_documents_are_coded_stays_and_is_told(topic):
    proposal, there = make_proposal(), topic.negotiation
    titles = {"claims": "Coded here alone", "both": "Coded for both", "neither": "Not coded", "wording": "A draft"}
    sources = {name: make_source(title=title) for name, title in titles.items()}
    for name in ("claims", "both", "wording"):
        make_coding(sources[name])
    make_coding(sources["both"], there)
    for name in ("claims", "both", "neither"):
        make_claim(proposal=proposal, source=sources[name])
    make_wording(proposal, source=sources["wording"])
    before = {*SourceCoding.objects.values_list("source", "negotiation")}
    told = [remark for remark in move(proposal, topic).remarks if "fully coded" in remark]
    assert len(told) == 1 and "A draft, Coded here alone." in told[0] and "Coded for both" not in told[0]
    assert "for “Talks” and not for “Grain talks”" in told[0]
    assert {*SourceCoding.objects.values_list("source", "negotiation")} == before
    assert not [remark for remark in move(make_proposal(), topic).remarks if "fully coded" in remark]


def test_what_cannot_go_is_refused_in_words(topic):
    proposal = make_proposal(title="Ports")
    with pytest.raises(Refused, match="choose another topic of it"):
        move(proposal, make_topic())
    make_proposal(topic=topic, title="Harbours", aliases="ports")
    with pytest.raises(Refused, match="cannot share a name"):
        move(proposal, topic)
    with pytest.raises(Refused, match="Only a reviewer may move a proposal"):
        move(proposal, topic, make_user("analyst"))
    assert now(proposal).negotiation == the_negotiation() and not OldAddress.objects.exists()
