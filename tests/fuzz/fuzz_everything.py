"""`make fuzz`: tries every target with generated values, round after round, until the time is over.

FUZZ_SECONDS says how long, FUZZ_SEED where chance begins (printed; a fault names its own), FUZZ_ONLY a part of the
names of targets. Each fault is told once, with what sets it off, made as small as can be.
"""

import logging
import os
import random
import sys
import time

import pytest

from .growth import count_queries, draw_asks, list_grown
from .routes import list_routes
from .targets import list_targets
from .trying import tell, try_target
from .visitor import Askers
from .world import make_world

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("default")]

SIZE = 5  # rows of each kind
GROWN = 4  # times as many, in the world with more
EXAMPLES = 3  # of each target, in a round


def read_settings():
    """Return how long, from which seed, and which targets; the seed is printed."""
    seed = int(os.environ.get("FUZZ_SEED") or random.randrange(10**6))
    return int(os.environ.get("FUZZ_SECONDS") or 300), seed, os.environ.get("FUZZ_ONLY", "")


def say(*words):
    print(*words, file=sys.stderr, flush=True)


@pytest.fixture(autouse=True)
def quiet(monkeypatch):
    """Of thousands of pages that are not there, nothing is told; and no release has copies made beside the tests."""
    monkeypatch.setattr("claims.admin.releases.begin_copies", lambda: None)
    logging.disable()
    yield
    logging.disable(logging.NOTSET)


def test_nothing_that_is_sent_breaks_the_site_or_keeps_it_busy(share_rows):
    seconds, seed, only = read_settings()
    faults = {}
    with share_rows(lambda: make_world(SIZE)) as world:
        targets = [target for target in list_targets(list_routes()) if only in target.name]
        say(f"\n{len(targets)} targets for {seconds} seconds from seed {seed}")
        visitors, rounds, end = Askers(world.users), 0, time.monotonic() + seconds
        while time.monotonic() < end:
            for target in random.Random(seed + rounds).sample(targets, len(targets)):
                if time.monotonic() > end:
                    break
                try:
                    try_target(target, world, visitors, seed + rounds, EXAMPLES)
                except Exception as error:
                    where, told = tell(error)
                    if where not in faults:
                        faults[where] = told
                        say(f"\n== {len(faults)}. make fuzz SEED={seed + rounds} ONLY='{target.name}'\n{told}")
            else:
                rounds += 1
    sent = f"{visitors.forms.total()} forms to {len(visitors.forms)} views, {visitors.taken.total()} of them taken"
    say(f"{visitors.asked} requests in {rounds} whole rounds: {sent}")
    say(f"{len(faults)} faults; seed {seed}")
    assert not faults


def test_no_answer_takes_more_queries_where_there_are_more_rows(share_rows):
    seconds, seed, only = read_settings()
    measured = []
    for size in (SIZE, GROWN * SIZE):
        with share_rows(lambda size=size: make_world(size)) as world:
            visitors, end = Askers(world.users), time.monotonic() + seconds / 4
            asks = draw_asks([route for route in list_routes() if only in route.name], world.users, seed)
            asks = [ask for ask, _ in measured[0]] if measured else asks
            answers = []
            for ask in asks:
                if not measured and time.monotonic() > end:
                    break
                if counted := count_queries(visitors, world, ask):
                    answers.append((ask, counted))
            measured.append(answers)
    grown = list_grown(*measured)
    for one in grown:
        more = "\n  ".join(statement[:300] for statement in one.more[:4])
        say(f"\n== {one.ask.who} {one.address}: {one.few} queries, and {one.many} with more rows\n  {more}")
    say(f"{len(measured[0])} answers in both worlds, {len(grown)} grew; seed {seed}")
    assert not grown
