"""Who may be quoted first-hand for whom."""

import pytest

from claims.rules.faults import FaultCode, RowFault
from claims.rules.scales import Attribution
from claims.rules.speakers import MOST_NAMED, is_stranger, may_speak, refuse_stranger

SPEAKS_FOR = {"blinken": "us", "white-house": "us", "lavrov": "russia"}


@pytest.mark.parametrize(
    ("speaker", "holder", "allowed"),
    [
        ("us", "us", True),
        ("suslov", "suslov", True),
        ("blinken", "us", True),
        ("blinken", "russia", False),
        ("blinken", "white-house", False),
        ("us", "blinken", False),
        ("suslov", "us", False),
        ("russia", "us", False),
        ("us", "suslov", False),
    ],
)
def test_holder_and_its_officials_speak_for_it_and_nobody_else(speaker, holder, allowed):
    assert may_speak(speaker, holder, SPEAKS_FOR) == allowed


@pytest.mark.parametrize("attribution", list(Attribution))
def test_only_a_first_hand_claim_has_strangers(attribution):
    assert is_stranger(attribution, "us", "suslov", SPEAKS_FOR) == (attribution == Attribution.OWN)
    assert not is_stranger(attribution, "us", "blinken", SPEAKS_FOR)
    assert not is_stranger(attribution, "us", None, SPEAKS_FOR)  # which is another fault


def test_fault_names_the_holder_and_who_may_speak_for_it():
    assert refuse_stranger("Suslov", []) == RowFault("speaker", FaultCode.NO_OTHER_SPEAKER, {"holder": "Suslov"})
    assert refuse_stranger("US", ["White House", "Blinken"]) == RowFault(
        "speaker", FaultCode.NOT_ITS_SPEAKER, {"holder": "US", "speakers": ("Blinken", "White House")}
    )


def test_no_endless_list_is_named():
    officials = [f"Official {letter}" for letter in "ABCDEFGHIJKLM"]
    assert len(officials) == MOST_NAMED + 1
    assert refuse_stranger("US", officials[:-1]).parameters["speakers"] == tuple(officials[:-1])
    assert refuse_stranger("US", officials).parameters["speakers"] == (*officials[:-1], "…")
