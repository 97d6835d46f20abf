"""Publish a new claim and print its quote: two_commands.sh hands this to `manage.py shell`."""

from datetime import date

from django.contrib.auth import get_user_model

from claims.models import Actor, Claim, Proposal, Source
from claims.services.review import transition
from claims.services.write_gate import editing

user = get_user_model().objects
analyst, reviewer = user.get(username="demo-analyst"), user.get(username="demo-reviewer")

with editing(analyst, "added between two starts") as gate:
    source = Source(slug="between-two-starts", title="Between two starts")
    source.save()
    holder = Actor.objects.get(slug="united-states")
    claim = Claim(
        source=source,
        quote="This claim was added between two starts.",
        holder=holder,
        speaker=holder,
        proposal=Proposal.objects.first(),
        value=1,
        said_on=date.today(),
    )
    claim.full_clean()
    gate.save(claim)
claim = transition(claim, "submit", user=analyst, version=claim.version)
transition(claim, "publish", user=reviewer, version=claim.version)
print(claim.quote)
