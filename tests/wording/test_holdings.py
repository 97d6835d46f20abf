"""What one actor holds on all proposals, in a sentence or two."""

import pytest

from claims.rules.scales import State
from claims.wording.actors import PluralName
from claims.wording.holdings import Holding, write_expectations, write_positions
from claims.wording.pieces import read_plainly


def hold(title, value=None, state=State.STANCE, red_line=False):
    return Holding(title.lower(), title, state, value, red_line)


def say(pieces):
    return read_plainly(pieces).replace("\u2068", "").replace("\u2069", "")


def many(number, value, state=State.STANCE):
    return [hold(f"Zone {place}", value, state) for place in range(number)]


@pytest.mark.parametrize(
    ("holdings", "words"),
    [
        ([hold("Zones", 2)], "Supports Zones."),
        ([hold("Zones", -2), hold("Arms", 2)], "Supports Arms and rejects Zones."),
        (
            [hold("Pull-back", 2), hold("Enlargement", -2, red_line=True), *many(6, 1, State.CONDITIONAL)],
            "Supports Pull-back, rejects Enlargement as a red line, and is open to six proposals, "
            "each only on a condition.",
        ),
        ([hold("Zones", 1, State.CONDITIONAL)], "Is open to Zones only on a condition."),
        (
            [*many(2, 1), hold("Arms", 1, State.CONDITIONAL)],
            "Is open to three proposals, one of them only on a condition.",
        ),
        ([hold("A", -2, red_line=True), *many(3, -2)], "Rejects A as a red line and three more."),
        ([hold("A", 2, red_line=True), hold("B", 2, red_line=True)], "Supports A and B as red lines."),
        ([hold("A", 2), hold("B", 2), hold("C", -2)], "Supports A and B, and rejects C."),
        ([hold("Zones", -1), hold("Arms", 0)], "Is sceptical of Zones and is neutral on Arms."),
        ([hold("Zones", state=State.AWAITING)], "The US was asked and has not answered yet on Zones."),
        (
            [hold("Zones", state=State.MIXED), hold("Arms", 2)],
            "Supports Arms. The US has spoken for and against Zones.",
        ),
        ([], "The US has taken no stance yet."),
        (
            [hold("Zones", state=State.FORECAST)],
            "The US has taken no stance yet; others have made forecasts.",
        ),
    ],
)  # fmt: skip
def test_where_a_party_stands_is_told(holdings, words):
    assert say(write_positions(holdings, "the US")) == words


@pytest.mark.parametrize(
    ("holdings", "words"),
    [
        ([hold("Zones", 2), hold("Arms", -1)], "Support Zones and are sceptical of Arms."),
        ([hold("Zones", state=State.AWAITING)], "The Baltics were asked and have not answered yet on Zones."),
        ([], "The Baltics have taken no stance yet."),
    ],
)
def test_where_a_party_of_several_stands_is_told(holdings, words):
    assert say(write_positions(holdings, PluralName("the Baltics"))) == words


@pytest.mark.parametrize(
    ("prospects", "wishes", "words"),
    [
        (
            [hold("Enlargement", -2), hold("Package", -1), *many(3, 1)],
            [],
            "Rules out Enlargement, thinks three proposals possible, and thinks Package unlikely.",
        ),
        ([hold("Zones", 1)], [hold("Zones", 2)], "Thinks Zones possible. Sokov supports Zones."),
        ([], [hold("Zones", 2)], "Supports Zones."),
        ([hold("Zones", 0)], [], "Is uncertain about Zones."),
        ([], [], "Sokov has taken no stance yet."),
    ],
)
def test_what_an_expert_expects_and_wants_is_told(prospects, wishes, words):
    assert say(write_expectations(prospects, wishes, "Sokov")) == words


def test_proposals_that_are_named_can_be_linked():
    pieces = write_positions([hold("Zones", 2), hold("Arms", 2)], "the US")
    assert [piece.proposal for piece in pieces if piece.proposal] == ["zones", "arms"]
