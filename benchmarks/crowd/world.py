"""The database of one run: a made-up record, the accounts of the editors, and the drafts that several of them edit."""

from typing import NamedTuple

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, User
from django.core.management import call_command

from claims.models import Actor, Claim, Negotiation, Proposal, Source
from claims.rules.scales import Attribution
from claims.services.write_gate import editing

from .. import databases, record
from .editors import PASSWORD

SHARED = 6  # drafts that several editors write into
SAMPLES = 12  # rows of each kind that editors name and readers look at


class CrowdRows(NamedTuple):
    """What editors and readers name, in plain values: keys for forms, slugs for addresses, and where the talks are."""

    for_editors: dict
    for_readers: dict
    at: str


def prepare(size, editors):
    """Make the database anew with a record of this size, the accounts of the editors and the drafts that they share."""
    databases.copy_from(size)
    call_command("collectstatic", interactive=False, verbosity=0)
    _make_editors(editors)
    negotiation = Negotiation.objects.order_by("pk")[0]
    parties = list(Actor.objects.filter(kind="party").order_by("pk")[:SAMPLES])
    proposals = list(Proposal.objects.filter(topic__negotiation=negotiation).order_by("pk")[:SAMPLES])
    sources = list(Source.objects.order_by("pk")[:SAMPLES])
    for_editors = {
        "shared": [claim.pk for claim in _make_shared(parties[0], proposals[0], sources[0])],
        "holders": [str(actor.pk) for actor in parties],
        "proposals": [str(proposal.pk) for proposal in proposals],
        "sources": [(str(source.pk), str(source.published_on)) for source in sources],
        "attribution": str(Attribution.OWN.value),
    }
    for_readers = {
        "holders": [actor.slug for actor in parties],
        "proposals": [proposal.slug for proposal in proposals],
        "sources": [source.slug for source in sources],
        "claims": list(Claim.objects.published().order_by("pk").values_list("public_id", flat=True)[:SAMPLES]),
        "words": [record.RARE_WORD, *record.SUBJECTS],
    }
    return CrowdRows(for_editors, for_readers, f"/{negotiation.slug}")


def _make_editors(number):
    """Make the accounts, every second of them a reviewer's, with one password that is hashed once."""
    password = make_password(PASSWORD)
    for one in range(number):
        user = User.objects.create(username=f"editor-{one}", is_staff=True, password=password)
        user.groups.add(Group.objects.get(name="analyst" if one % 2 else "reviewer"))


def _make_shared(holder, proposal, source):
    """Make drafts that nobody codes, so that every reviewer may edit them."""
    on = {"holder": holder, "speaker": holder, "proposal": proposal, "source": source, "said_on": source.published_on}
    claims = [Claim(value=1, locator=f"p. {number}", **on) for number in range(SHARED)]
    with editing(None, "for several to edit") as gate:
        for claim in claims:
            gate.save(claim)
    return claims
