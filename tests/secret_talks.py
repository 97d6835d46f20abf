"""A negotiation for its team only, beside a world that everybody sees: a marker stands in every text of each of its
rows, in the names of a source and of actors that occur only there, and in what it says of those that occur in both."""

from datetime import date
from typing import NamedTuple

from claims.models import Claim, OldAddress
from claims.services.corrections import propose
from claims.services.review import transition
from claims.services.write_gate import editing
from tests.make import (
    make_actor,
    make_change,
    make_claim,
    make_coding,
    make_comment,
    make_event,
    make_member,
    make_negotiation,
    make_outcome,
    make_part,
    make_participant,
    make_profile,
    make_proposal,
    make_remark,
    make_search,
    make_side,
    make_source,
    make_topic,
    make_user,
    make_wording,
)

MARKER = "secretmarker"
CLAIM_TEXTS = (
    "quote", "locator", "prefix", "suffix", "conditions", "covers", "argument", "translation", "note", "label",
)  # fmt: skip
OUTCOME_TEXTS = ("quote", "locator", "prefix", "suffix", "note")


class SecretTalks(NamedTuple):
    """The rows of the negotiation, those that occur nowhere else, and a user of its team."""

    negotiation: object
    side: object
    topic: object
    proposal: object
    package: object
    party: object
    official: object
    expert: object
    source: object
    claim: object
    draft: object
    withdrawn: object
    correction: object
    coding: object
    outcome: object
    search: object
    remark: object
    wording: object
    event: object
    change: object
    member: object


def mark(*names):
    return {name: f"{MARKER} {name}" for name in names}


def name_marked(kind, *names):
    words = {name: f"{MARKER} {kind} {name.removesuffix('_name')}" for name in names}  # short names have 30 letters
    return {"slug": f"{MARKER}-{kind}", **words}


def set_team(negotiation, *team, **fields):
    """Write these fields of a negotiation, and its team."""
    with editing(None) as gate:
        for name, value in fields.items():
            setattr(negotiation, name, value)
        gate.save(negotiation)
        negotiation.team.set(team)


def keep_old_addresses(*rows):
    with editing(None):
        for of_row in rows:
            OldAddress.objects.create(slug=f"{MARKER}-old", **of_row)


def make_secret_talks(world):
    """Make it with as much of each kind as the world has, on the world's holder and source too."""
    member = make_user("reviewer", "member")
    talks = make_negotiation(public=False, **name_marked("talks", "title", "short_title", "summary"))
    set_team(talks, member)
    side = make_side(negotiation=talks, **name_marked("side", "name"))
    topic = make_topic(negotiation=talks, **name_marked("topic", "name"))
    names = ("name", "short_name", "aliases")
    party = make_actor(side=side, **name_marked("party", *names))
    official = make_actor("official", speaks_for=world.holder, **name_marked("official", *names))
    expert = make_actor("expert", side=None, **name_marked("expert", *names))
    make_participant(world.holder, side=side, principal=False)
    make_member(party, make_actor("coalition", side=side, **name_marked("coalition", *names)))
    titles = ("title", "definition", "aliases")
    added = {"topic": topic, "added_on": date(2022, 3, 1)}
    package = make_proposal(proposers=[party], **added, **name_marked("package", *titles))
    proposal = make_proposal(variant_of=package, **added, **name_marked("proposal", *titles))
    make_part(package, proposal, where=f"{MARKER} where")
    record = {"csl": {"container-title": f"{MARKER} container"}}
    called = name_marked("source", "title", "publisher", "origin", "authors")
    source = make_source(text=f"{MARKER} text.", url=f"https://example.org/{MARKER}-url", **called, **record)
    coding = make_coding(source, talks, **mark("fully_coded_by"))
    make_coding(world.source, talks, fully_coded_on=date(2022, 2, 3), **mark("fully_coded_by"))
    claim = make_claim(
        holder=party,
        speaker=party,
        proposal=proposal,
        source=source,
        depends_on=package.slug,
        by=member,
        **mark(*CLAIM_TEXTS) | {"quote": f"{MARKER} text", "prefix": "", "suffix": ""},
    )
    on = {"holder": world.holder, "proposal": proposal, "source": world.source, "by": member, **mark(*CLAIM_TEXTS)}
    make_claim(speaker=official, **on)
    make_claim(speaker=expert, attribution=2, dimension="prospects", **on)
    draft = make_claim(status="draft", **on)
    make_comment(make_claim(status="in-review", **on), text=f"{MARKER} comment")
    make_claim(status="returned", **on)
    withdrawn = make_claim(**on)
    transition(withdrawn, "withdraw", user=make_user("superuser"), version=withdrawn.version, reason=f"{MARKER} reason")
    told = {"proposal": proposal, "by": member, **mark(*OUTCOME_TEXTS)}
    outcome = make_outcome(source=world.source, **told)
    make_outcome(source=world.source, status="in-review", **told)
    make_outcome(source=source, day=date(2022, 3, 4), **told | {"quote": f"{MARKER} text", "prefix": "", "suffix": ""})
    cell = {"holder": world.holder, "proposal": proposal, "by": member}
    search = make_search(searched_in=f"{MARKER} searched_in", **cell)
    make_search(why=f"{MARKER} why", **cell)
    make_search(published=False, searched_in=f"{MARKER} searched_in", **cell)
    remark = make_remark(text=f"{MARKER} text", signed_by=f"{MARKER} signed_by", **cell)
    make_remark(text=f"{MARKER} text", signed_by=f"{MARKER} signed_by", **cell | {"holder": None})
    make_remark(published=False, text=f"{MARKER} text", signed_by=f"{MARKER} signed_by", **cell)
    wording = make_wording(
        proposal, [party], source=world.source, **name_marked("wording", "label", "text"), **mark("locator")
    )
    keep_old_addresses(
        {"actor": expert}, {"source": source}, {"proposal": proposal, "negotiation": world.proposal.negotiation}
    )
    event = make_event(
        negotiation=talks,
        source=source,
        locator=f"{MARKER} locator",
        **name_marked("event", "title", "place", "description"),
    )
    change = make_change(source=source, reason=f"{MARKER} reason", title=f"{MARKER} new title", by=member)
    make_change(
        coding=world.source.codings.get(negotiation=talks),
        by=member,
        reason=f"{MARKER} reason",
        **mark("fully_coded_by"),
    )
    make_profile(negotiation=talks, by=member, **mark("name"))
    corrected = Claim.objects.get(pk=claim.pk)
    correction = propose(corrected, user=member, version=corrected.version, reason=f"{MARKER} reason")
    return SecretTalks(
        talks, side, topic, proposal, package, party, official, expert, source, claim, draft, withdrawn, correction,
        coding, outcome, search, remark, wording, event, change, member,
    )  # fmt: skip
