"""What waits on what in words: none, one, many."""

import pytest

from claims.rules.measures.linkages import list_awaited, list_deadlocks, list_linkages
from claims.rules.measures.trades import Trades
from claims.wording.linkages import (
    write_deadlock,
    write_linkage,
    write_readiness,
    write_trades_headline,
    write_waits_headline,
    write_waits_lede,
)
from claims.wording.pieces import read_plainly
from tests.rules.ties import NATO, RUSSIA, US, hold_if, stand

TITLES = {"zones": "Zones", "drills": "Drills", "pullback": "Troop pull-back", "pledge": "Pledge"}
POSITIONS = {
    "pullback": [stand(RUSSIA, -2), stand(US, 2)],
    "pledge": [stand(RUSSIA, 2), stand(US, -2), stand(NATO, -1)],
}
HELD = [
    hold_if("zones", US, 1, "pullback"),
    hold_if("drills", US, 1, "pullback"),
    hold_if("talks", RUSSIA, -2, "!pledge"),
]


def plain(pieces):
    return read_plainly(pieces).replace("\u2068", "").replace("\u2069", "")


def await_(held, positions=POSITIONS, red_lines=()):
    return list_awaited(list_linkages(held), positions, red_lines)


@pytest.mark.parametrize(
    ("value", "depends_on", "words"),
    [
        (1, "pullback", "US only if Troop pull-back"),
        (-1, "!pullback", "US no longer without Troop pull-back"),
        (1, "!pullback", "US only without Troop pull-back"),
        (-1, "pullback", "US no longer with Troop pull-back"),
    ],
)
def test_each_form_of_a_condition_has_its_words(value, depends_on, words):
    (linkage,) = list_linkages([hold_if("zones", US, value, depends_on)])
    assert plain(write_linkage(linkage, TITLES)) == words


@pytest.mark.parametrize(
    ("held", "headline", "lede"),
    [
        ([], "No proposal waits on another", ""),
        (HELD[:1], "One proposal waits on Troop pull-back", "Refused by Russia."),
        (HELD, "Two proposals wait on Troop pull-back", "Refused by Russia. One other is awaited too."),
        (
            [hold_if("zones", RUSSIA, 1, "!pullback")],
            "One proposal waits on Troop pull-back being refused",
            "Wanted by the US.",
        ),
    ],
)
def test_on_what_most_wait_stands_in_the_heading(held, headline, lede):
    awaited = await_(held)
    assert plain(write_waits_headline(awaited, TITLES)) == headline
    assert plain(write_waits_lede(awaited, TITLES)) == lede


@pytest.mark.parametrize(
    ("principals", "words"),
    [
        ([stand(RUSSIA, -2)], "refused by Russia"),
        ([stand(RUSSIA, 2)], "nobody else is against it"),
        ([stand(RUSSIA, 0)], "nobody else has said yes or no"),
        ([], "no party has spoken"),
    ],
)
def test_who_is_in_the_way_is_told(principals, words):
    (awaited,) = await_(HELD[:1], {"pullback": principals})
    assert write_readiness(awaited) == words


def test_a_deadlock_is_told_all_round():
    two = [
        hold_if("zones", RUSSIA, 1, "pullback"),
        hold_if("pullback", US, 1, "zones"),
        hold_if("pullback", NATO, 1, "zones"),
    ]
    (deadlock,) = list_deadlocks(list_linkages(two))
    assert plain(write_deadlock(deadlock, TITLES)) == (
        "Troop pull-back waits on Zones (NATO, US), and Zones on Troop pull-back (Russia)."
    )


OPEN = {
    "zones": [stand(RUSSIA, 2), stand(US, 1, "they pay"), stand(NATO, -1)],
    "drills": [stand(RUSSIA, 0), stand(US, 2)],
}
KNOWN = {("zones", US.actor): 1, ("zones", NATO.actor): 0, ("drills", RUSSIA.actor): 1}


@pytest.mark.parametrize(
    ("trades", "words"),
    [
        (Trades([], [], 0, 0), "No trade is open: no side could give what another wants and want what that could give"),
        (Trades([], [], 1, 5), "One trade open"),
        (Trades([], [], 14, 0), "14 trades open"),
        (Trades([], [], 0, 3), "No trade is known to be open; for three it is not known how much they matter"),
    ],
)
def test_how_many_trades_are_open(trades, words):
    assert write_trades_headline(trades) == words
