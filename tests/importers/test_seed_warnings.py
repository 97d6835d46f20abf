"""What is odd about a seed claim is confirmed in its file, or nothing is loaded."""

from datetime import date

import pytest

from claims.models import Claim
from tests.importers.seed_folders import Folders
from tests.make import make_claim

pytestmark = pytest.mark.django_db


@pytest.fixture
def folders(tmp_path):
    return Folders(tmp_path)


def claim_of_seeds():
    return Claim.objects.get(value=2)


def test_a_late_day_is_a_fault_with_file_line_and_field(folders):
    folders.claim()["said_on"] = date(2022, 1, 20)
    (fault,) = folders.refused()
    assert fault.startswith(f"talks/one.toml:{folders.line('said_on')}: said_on: It was said on 20 Jan 2022")
    assert fault.endswith('If it is right, say so: confirmed = ["said-later"].')


def test_a_confirmed_one_is_loaded_and_loading_twice_equals_loading_once(folders):
    folders.claim().update(said_on=date(2022, 1, 20), confirmed=["said-later"])
    folders.load()
    assert claim_of_seeds().confirmed == "said-later"
    assert folders.outcomes() == {}


def test_a_needless_confirmation_is_a_fault(folders):
    folders.claim()["confirmed"] = ["said-later"]
    (fault,) = folders.refused()
    assert "confirmed: “said-later” is confirmed, and there is no such warning of this claim" in fault
    folders.claim()["confirmed"] = ["said-sooner"]
    (fault,) = folders.refused()
    assert "“said-sooner” is none of" in fault


def test_a_document_moves_with_the_days_of_its_claims(folders):
    folders.load()
    folders.source()["published_on"] = date(2022, 1, 10)
    folders.load()
    assert claim_of_seeds().said_on == date(2022, 1, 10)


def test_a_document_does_not_move_before_what_editors_coded_of_it(folders):
    folders.load()
    make_claim(source=claim_of_seeds().source, said_on=date(2022, 1, 15))
    folders.source()["published_on"] = date(2022, 1, 10)
    (fault,) = folders.refused()
    line = folders.line("published_on")
    assert fault.startswith(
        f"talks/one.toml:{line}: published_on: 1 claim of this source was said later than 10 Jan 2022"
    )


def repeat(folders, **fields):
    folders.documents["one.toml"][1]["again"] = folders.claim() | {"value": 1, **fields}


def test_a_passage_coded_twice_in_a_file_is_a_fault_until_one_says_so(folders):
    repeat(folders)
    (fault,) = folders.refused()
    assert "quote: This passage is coded already" in fault and "“never” (on line" in fault
    assert "value +2 there, +1 here" in fault
    repeat(folders, confirmed=["coded-already"])
    folders.load()
    assert Claim.objects.get(value=1).confirmed == "coded-already"
    assert folders.outcomes() == {}


def test_a_passage_that_an_editor_coded_before_is_a_fault(folders):
    folders.load()
    claim = claim_of_seeds()
    make_claim(source=claim.source, holder=claim.holder, proposal=claim.proposal, quote="Never.", status="draft")
    folders.documents["one.toml"][1]["new"] = folders.claim() | {"quote": "Never."}
    (fault,) = folders.refused()
    assert fault.startswith(f"talks/one.toml:{folders.line('Never.')}: quote: This passage is coded already")
    assert "(draft, coded by nobody named)" in fault


def test_a_claim_under_a_new_key_is_no_repeat_of_the_one_that_has_gone(folders):
    folders.load()
    claims = folders.documents["one.toml"][1]
    claims["ever"] = claims.pop("never")
    assert folders.outcomes() == {("claim", "ever"): "created", ("claim", "never"): "withdrawn"}


def test_a_quote_of_three_sentences_is_a_fault_until_it_is_confirmed(folders):
    folders.claim()["quote"] = "One. Two. Three."
    (fault,) = folders.refused()
    assert "quote: The quote has 3 sentences" in fault
    folders.claim()["confirmed"] = ["long-quote"]
    folders.load()
    assert claim_of_seeds().confirmed == "long-quote"
