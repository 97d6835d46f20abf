"""Who may be quoted first-hand for whom."""

from datetime import date

import pytest

from claims.rules.faults import FaultCode, RowFault
from claims.rules.scales import Attribution
from claims.rules.speakers import MOST_NAMED, is_stranger, may_speak, refuse_stranger, refuse_stranger_to_coalition

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


@pytest.mark.parametrize(
    ("speaker", "allowed"),
    [("aosis", True), ("chair", True), ("fiji", True), ("minister", True), ("palau", False), ("suslov", False)],
)
def test_a_coalition_is_spoken_for_by_its_members_and_their_officials_too(speaker, allowed):
    speaks_for = {"chair": "aosis", "minister": "fiji"}
    assert may_speak(speaker, "aosis", speaks_for, {"fiji"}) == allowed
    assert is_stranger(Attribution.OWN, "aosis", speaker, speaks_for, {"fiji"}) != allowed


def test_a_member_never_speaks_for_another_and_a_coalition_not_for_its_member():
    for speaker, holder in (("palau", "fiji"), ("aosis", "fiji"), ("chair", "fiji")):
        assert not may_speak(speaker, holder, {"chair": "aosis"})


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


def test_fault_of_a_coalition_names_its_day_and_its_members():
    day = date(2022, 3, 3)
    assert refuse_stranger_to_coalition("AOSIS", ["Palau", "Fiji"], day) == RowFault(
        "speaker", FaultCode.NOT_ITS_MEMBER, {"holder": "AOSIS", "day": day, "speakers": ("Fiji", "Palau")}
    )
    nobody = RowFault("speaker", FaultCode.NO_MEMBER_SPEAKER, {"holder": "AOSIS", "day": day})
    assert refuse_stranger_to_coalition("AOSIS", [], day) == nobody


def test_no_endless_list_is_named():
    officials = [f"Official {letter}" for letter in "ABCDEFGHIJKLM"]
    assert len(officials) == MOST_NAMED + 1
    assert refuse_stranger("US", officials[:-1]).parameters["speakers"] == tuple(officials[:-1])
    assert refuse_stranger("US", officials).parameters["speakers"] == (*officials[:-1], "…")
