"""A world of any size in which every kind of row occurs, and the names of its rows, for addresses and forms."""

from datetime import date
from functools import cache
from typing import NamedTuple

from django.apps import apps

from claims.services.batches import finish
from claims.services.imports import keep_file, make_file
from tests import walk
from tests.make import (
    change,
    make_batch,
    make_blind_coding,
    make_blind_suggestion,
    make_change,
    make_claim,
    make_comment,
    make_member,
    make_old_address,
    make_profile,
    make_settlement,
    make_source,
    make_user,
    the_negotiation,
)

TEXT = "Moscow demands guarantees. “We do not accept – ever – this expansion”, he said.\n\nTalks go on."
VIEWS = b"Who,Issue,Stance,When,Document\nThe Kremlin,A ban,for it,2022-01-10,Minutes\n"
STATES = ("draft", "in-review", "returned", "withdrawn")
NAMING = ("slug", "public_id", "username", "number")
MOST = 30  # rows of each kind whose names are drawn


class FuzzWorld(NamedTuple):
    """`stops` are the sample addresses of readers, `names` those of rows by the name of their model, `users` who asks:
    None is a visitor."""

    stops: dict
    names: dict
    users: dict


def make_world(size):
    """Make `size` of each kind of row, those that only coders see included."""
    readers = walk.make_world(size)
    users = {"visitor": None, **{role: make_user(role) for role in ("analyst", "reviewer", "superuser")}}
    analyst, reviewer = users["analyst"], users["reviewer"]
    for number in range(size):
        _make_desk(number, readers, analyst, reviewer)
    for user in filter(None, users.values()):
        keep_file(make_file(user, the_negotiation(), "views.csv", VIEWS))
    stops = {stop.name: stop.args for stop in walk.stops(readers)}
    return FuzzWorld(stops, read_names(), users)


def _make_desk(number, readers, analyst, reviewer):
    source = make_source(text=TEXT, by=analyst)
    on = {"source": source, "holder": readers.holder, "proposal": readers.proposal, "quote": "Talks go on."}
    for status in STATES:
        make_claim(status=status, by=analyst, coder=analyst, said_on=date(2022, 1, 1 + number % 28), **on)
    make_comment(make_claim(status="in-review", by=analyst, coder=analyst, **on), by=reviewer)
    make_change(source=source, by=analyst)
    make_member(readers.holder, by=reviewer)
    make_old_address(by=reviewer)
    make_profile(by=analyst, name=f"Views {number}")
    batch = make_batch([source], [analyst, reviewer], by=reviewer)
    for coder in batch.coders.all():
        make_blind_suggestion(coder, by=coder.user)
        coding = make_blind_coding(coder=coder, quote="Talks go on.", proposal=readers.proposal, by=coder.user)
    if number % 2:
        for coder in batch.coders.all():
            finish(coder, user=coder.user)
        change(coding, settlement=make_settlement(coding, by=reviewer))


def read_names():
    """Return {name of a model: what its rows are called in addresses and forms, keys last}."""
    names = {}
    for model in apps.get_models():
        natural = [field.name for field in model._meta.concrete_fields if field.name in NAMING]
        rows = list(model._base_manager.order_by("pk").values_list(*natural, "pk")[:MOST])
        names[model._meta.model_name] = [str(name) for column in zip(*rows, strict=True) for name in column]
    return names


def find_names(world, *words):
    """Return the names of rows of which these words speak, the first that speak of any: a field `holder` or a parameter
    `batch`, a route `claims_claim_change`; else of all rows."""
    for word in words:
        last = word.lower().rpartition("-")[2]  # of the line of a form of several: lines-0-holder
        plain = list_links().get(last, last).replace("_", "")
        if plain in world.names:
            return world.names[plain]
        spoken_of = [names for model, names in world.names.items() if model in word.replace("_", "") and names]
        if spoken_of:
            return [name for names in spoken_of for name in names]
    return [name for names in world.names.values() for name in names]


@cache
def list_links():
    """Return {name of a link: name of the model of the rows to which it leads}."""
    fields = [field for model in apps.get_models() for field in model._meta.get_fields() if not field.auto_created]
    return {field.name: field.related_model._meta.model_name for field in fields if field.related_model}
