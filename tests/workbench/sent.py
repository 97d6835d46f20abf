"""What tests of the coding page share: the text that is coded, its addresses, and what its form sends."""

from django.urls import reverse

from tests.make import the_negotiation

TEXT = "The talks opened.\n\nEast wants a freeze of patrols. West is open to it if East pulls back.\n\nNo date was set."
ALL_THE_SAME = {"all_the_same": "1"}  # the document is done, though not all of it is marked as read
QUOTE = "East wants a freeze of patrols."


def at(page="code", source="geneva"):
    return reverse(f"workbench:{page}", args=[the_negotiation().slug, source])


def typed(**fields):
    """Return what the form sends: a claim on the first passage, with these fields otherwise."""
    content = {
        **{"quote": QUOTE, "holder": "East", "proposal": "Patrol freeze", "dimension": "position", "value": "2"},
        **{"attribution": "0", "said_on": "2022-01-10", "said_on_is": "publication"},
    }
    return content | fields
