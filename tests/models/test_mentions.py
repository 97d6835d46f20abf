"""Actors and sources are shared: where they occur is known of every model that names them."""

import pytest
from django.apps import apps

from claims.models import (
    Actor,
    BlindCoding,
    Member,
    Negotiation,
    OldAddress,
    PendingChange,
    Settlement,
    Source,
    SourceReading,
    SourceText,
)
from claims.models.history import Versioned
from claims.models.mentions import MENTIONS

# What is of the shared row itself, and says nothing of a negotiation.
ITS_OWN = {(Actor, "speaks_for"), (SourceText, "source"), (PendingChange, "source")}
ITS_OWN |= {(OldAddress, "actor"), (OldAddress, "source"), (Member, "member"), (Member, "coalition")}
# What is of a document of a batch, which says of which negotiation it is.
ITS_OWN |= {(BlindCoding, "source"), (Settlement, "source"), (SourceReading, "source")}


def list_links(model):
    """Return (model, field) of all that links to rows of a model, but of histories."""
    ours = apps.get_app_config("claims").get_models(include_auto_created=True)
    kept = [one for one in ours if "Historical" not in one.__name__]
    return {
        (one, field.name)
        for one in kept
        for field in one._meta.concrete_fields
        if field.is_relation and field.related_model is model
    }


@pytest.mark.parametrize("model", [Actor, Source])
def test_every_link_to_a_shared_row_is_known_to_tell_where_it_occurs(model):
    mentioned = {(mention.model, mention.field) for mention in MENTIONS[model]}
    assert mentioned == {link for link in list_links(model) if link not in ITS_OWN}


@pytest.mark.parametrize("mention", [one for mentions in MENTIONS.values() for one in mentions], ids=str)
def test_each_leads_to_a_negotiation(mention):
    model = mention.model
    for name in mention.negotiation.split("__"):
        model = model._meta.get_field(name).related_model
    assert model is Negotiation and issubclass(mention.model, Versioned) or mention.model._meta.auto_created
