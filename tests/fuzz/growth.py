"""Whether anything that is asked for takes more queries where there are more rows: asked in a world and in one four
times as large, with the same parameters and the rows of the same place."""

from random import Random
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

from django.db import connection
from django.urls import Resolver404, resolve

from claims import queries
from tests.hostile_values import VALUES
from tests.query_counter import QueryCounter
from tests.reader.page_queries import list_read

from .forms import follow
from .targets import PARAMETERS, list_samples
from .world import find_names

MUCH = 5  # queries more: the row of a place may be of another kind, and so take one or two more
PLACES = 4  # rows of each kind that a parameter may name
PLAIN = ("1", "2", "2022-01-10", "yes", "csv", "position", "a", "-1", *VALUES[:8])


class Ask(NamedTuple):
    """What is asked for, by whom; `place` says which sample of the route, a value that is a number which row."""

    who: str
    route: tuple
    place: int
    query: tuple


class Counted(NamedTuple):
    """What an answer took: the address that was asked for, the view to which that led, and all statements."""

    address: str
    view: str
    statements: list


class Grown(NamedTuple):
    """An answer that took more queries in the larger world: what was asked, how many then, and those that were new."""

    ask: Ask
    address: str
    few: int
    many: int
    more: list


def draw_asks(routes, users, seed):
    """Yield what is asked for, without end: each route in turn, in an order and with parameters that follow from the
    seed."""
    chance = Random(seed)
    while True:
        for route in chance.sample(routes, len(routes)):
            yield Ask(chance.choice(sorted(users)), route, chance.randrange(PLACES), tuple(_draw_query(chance, route)))


def _draw_query(chance, route):
    read = sorted(list_read(route.name)) or PARAMETERS
    for _ in range(chance.choice((0, 0, 1, 2))):
        yield chance.choice(read), chance.choice((*PLAIN, *range(PLACES), *range(PLACES)))


def count_queries(visitors, world, ask):
    """Return what the answer takes (Counted), with nothing kept in memory; None where there is none."""
    samples = list_samples(world, ask.route)
    if not samples:
        return None
    address = samples[ask.place % len(samples)]
    rows = find_names(world, ask.route.name)
    query = [(name, rows[value % len(rows)] if isinstance(value, int) else value) for name, value in ask.query]
    asked = f"{address}?{urlencode(query)}" if query else address
    counter = QueryCounter()
    queries.forget_all()
    with visitors.come_as(ask.who) as visitor, connection.execute_wrapper(counter):
        _, there = follow(visitor, visitor.ask("GET", asked), asked)
    return Counted(asked, _find_view(there), counter.statements)


def _find_view(address):
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return ""


def list_grown(few, many):
    """Return what took more queries in the larger world, given [(ask, Counted)] of both. An address that leads
    elsewhere there, since its row is gone, tells nothing."""
    return [
        Grown(
            ask,
            after.address,
            len(before.statements),
            len(after.statements),
            _leave_out(after.statements, before.statements),
        )
        for (ask, before), (_, after) in zip(few, many, strict=True)
        if after.view == before.view and len(after.statements) - len(before.statements) >= MUCH
    ]


def _leave_out(statements, others):
    left = list(others)
    more = []
    for statement in statements:
        if statement in left:
            left.remove(statement)
        else:
            more.append(statement)
    return more
