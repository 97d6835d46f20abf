"""What is fuzzed: every route, every form of a page, every command that takes a file, every operation of the API."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple
from urllib.parse import urlencode

from hypothesis import strategies as st

from tests.reader.filters_of_pages import FILTERS_OF_PAGES
from tests.reader.page_queries import TABLE_PARAMETERS, list_read

from . import forms
from .commands import fuzz_command, list_commands
from .operations import list_operations
from .values import ANY, draw_named
from .world import find_names

METHODS = ("HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW")
PARAMETERS = sorted({*TABLE_PARAMETERS, *(name for reads in FILTERS_OF_PAGES.values() for name in reads.base_filters)})
STEPS = 5  # forms sent one after the other: each that the answer shows
SAMPLES = 3  # rows that are tried from each end
HEADERS = {"HX-Request": "true", "Accept": "application/json", "If-None-Match": '"page-0"', "Range": "bytes=0-1"}


class Target(NamedTuple):
    """What is fuzzed, by a name that can be asked for, and the function that draws one example and tries it."""

    name: str
    fuzz: Callable


def list_targets(routes):
    """Return what there is to fuzz: these routes, the forms of their pages, the commands that take a file, and the
    operations of the API; a database is asked for these."""
    return [
        *(Target(f"route {route.name} {route.template}", partial(fuzz_route, route=route)) for route in routes),
        *(Target(f"forms of {route.name} {route.template}", partial(fuzz_forms, route=route)) for route in routes),
        *(Target(f"command {name}", partial(fuzz_by_command, name=name)) for name in list_commands()),
        *(Target(f"API {name}", fuzz) for name, fuzz in list_operations().items()),
    ]


def fuzz_by_command(data, world, visitors, name):
    visitors.asked += 1
    fuzz_command(data, world, name)


def fuzz_route(data, world, visitors, route):
    """Ask for an address with any arguments and query, as anybody."""
    who = data.draw(st.sampled_from(sorted(world.users)), label="who")
    address = route.fill(draw_arguments(data.draw, world, route))
    query = data.draw(draw_query(world, route), label="query")
    method = data.draw(st.just("GET") | st.sampled_from(METHODS), label="method")
    headers = {name: HEADERS[name] for name in data.draw(st.sets(st.sampled_from(sorted(HEADERS)), max_size=2))}
    with visitors.come_as(who) as visitor:
        asked = f"{address}?{urlencode(query, errors='replace')}" if query else address
        forms.follow(visitor, visitor.ask(method, asked, headers=headers), asked)


def draw_arguments(draw, world, route):
    """Draw arguments for an address: most often those of rows that there are."""
    sample = world.stops.get(route.name)
    if sample is not None and draw(st.booleans()):
        return sample
    drawn = [draw_named(find_names(world, parameter, route.name)) for parameter in route.parameters]
    return [draw(each) for each in drawn]


def draw_query(world, route):
    """Draw what stands behind the question mark: parameters that the page reads, or any page does."""
    read = sorted(list_read(route.name)) or PARAMETERS
    names = st.sampled_from(read) | st.sampled_from(PARAMETERS) | ANY
    values = draw_named(find_names(world, route.name))
    return st.lists(st.tuples(names, values), max_size=4)


def list_samples(world, route):
    """Return some addresses of a route at which there may be a page."""
    if not route.parameters:
        return [route.fill(())]
    if route.name in world.stops:
        return [route.fill(world.stops[route.name])]
    pools = [find_names(world, parameter, route.name) for parameter in route.parameters]
    # Of those with names and keys the names come first and the keys last.
    places = [*range(SAMPLES), *range(-1, -SAMPLES, -1)]
    return [route.fill([pool[place % len(pool)] for pool in pools]) for place in places if all(pools)]


def fuzz_forms(data, world, visitors, route):
    """Fill a form of a page and send it; then one of the page that answers, for some steps."""
    who = data.draw(st.sampled_from(sorted(world.users)), label="who")
    with visitors.come_as(who) as visitor:
        address, page = find_page(visitor, world, route, who)
        for _ in range(STEPS):
            if not page:
                return
            form = data.draw(st.sampled_from(page), label="form")
            visitors.forms[form.tell()] += 1
            sent, files = forms.draw_post(data.draw, form, world)
            answer, address = forms.send(visitor, form, sent, files)
            page = forms.read_answer(answer, address)


def find_page(visitor, world, route, who):
    """Return the address of a page of a route that has forms for this user, and these, where one of the first rows has
    one; which that was is kept."""
    kept = visitor.visitors.pages.get((route, who))
    for address in list_samples(world, route) if kept is None else kept:
        answer, there = forms.follow(visitor, visitor.ask("GET", address), address)
        if page := forms.read_answer(answer, there):
            visitor.visitors.pages[route, who] = [address]
            return there, page
    visitor.visitors.pages[route, who] = []
    return None, []
