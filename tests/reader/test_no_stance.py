"""Who spoke and took no stance: a claim without a value, in pages and files, and the labels of foreign scales."""

from datetime import date

import pytest

from claims.models import Claim
from claims.rules.scales import Attribution
from claims.rules.verdicts import Direction
from claims.wording.verdicts import DIRECTIONS
from tests.make import make_claim, make_proposal
from tests.reader.read_downloads import as_dicts, csv_rows, workbook
from tests.reader.read_pages import labels, listed_claims, page, row, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposal(sides):
    """The east is for it; the west spoke, and took no stance."""
    made = make_proposal(title="Zones", slug="zones")
    make_claim(2, sides["east"], proposal=made, label="S-Tier")
    make_claim(None, sides["west"], proposal=made, label="<defer>")
    return made


def test_the_cell_says_so_in_the_holders_words(client, proposal):
    html = row(client, proposal)
    assert labels(html) == ["Eastland on Zones: supports (+2)", "Westland on Zones: spoke, takes no stance: “<defer>”"]
    assert "“&lt;defer&gt;”" in html and "<defer>" not in html
    text = text_of(client, "/talks/cells/zones/west/")
    assert "“<defer>” West has spoken about it and taken no stance: “<defer>”. Since 17 Jan 2022." in text
    assert "in its words “<defer>”" in text
    cells = {cell["holder"]: cell for cell in as_dicts(client, "/talks/")}
    assert (cells["west"]["state"], cells["west"]["value"], cells["west"]["marks"]) == ("no-stance", None, "")
    notes = " ".join(
        c.comment.text for line in workbook(client, "/talks/")["matrix"].iter_rows() for c in line if c.comment
    )
    assert "none “<defer>” “Passage" in notes and "+2 “S-Tier” “Passage" in notes


def test_without_words_of_its_own_the_cell_says_no_stance(client, sides):
    made = make_proposal(title="Ships")
    make_claim(None, sides["west"], proposal=made)
    assert ">no stance<" in row(client, made)


def test_the_verdict_counts_it_as_silent_and_says_why(client, proposal):
    html = row(client, proposal)
    assert "West took no stance" in html and "Silent: West (spoke, takes no stance)." in html
    assert "Silent: West (spoke, takes no stance)" in text_of(client, "/talks/common-ground/")
    page_text = text_of(client, "/talks/proposals/zones/")
    assert "Silent: West (spoke, takes no stance)" in page_text
    assert DIRECTIONS[Direction.NO_STANCE] in page_text


def test_it_enters_no_number(client, proposal, sides):
    make_claim(1, sides["expert"], proposal=proposal)
    (term,) = [row for row in as_dicts(client, "/talks/agreement/east/west/") if row["proposal"] == "zones"]
    assert (term["group"], term["state_b"], term["if_met_distance"]) == ("one", "no-stance", None)
    pairs = {(r["actor_a"], r["actor_b"]) for r in as_dicts(client, "/talks/agreement/?table=network")}
    assert {name for pair in pairs for name in pair} == {"east", "expert"}
    (listed,) = [row for row in as_dicts(client, "/talks/proposals/") if row["proposal"] == "zones"]
    assert (listed["actors"], listed["claims"]) == (2, 3)


def test_a_stance_keeps_its_value_and_the_cell_lists_that_none_was_taken_later(client, proposal, sides):
    make_claim(None, sides["east"], proposal=proposal, said_on=date(2022, 1, 20), label="uncertain")
    assert labels(row(client, proposal))[0] == "Eastland on Zones: supports (+2), 2 claims"
    later = text_of(client, "/talks/cells/zones/east/").split("Spoke, took no stance")[1]
    assert "in its words “uncertain”" in later


def test_pages_and_files_show_the_label_and_the_search_finds_it(client, proposal):
    claim = Claim.objects.get(label="S-Tier")
    assert "Label “S-Tier”, in the words of the source's own scale" in text_of(client, claim.get_absolute_url())
    assert "supports “S-Tier”" in text_of(client, "/talks/claims/")
    assert listed_claims(client, "?q=S-Tier") == [claim.public_id]
    head, *lines = csv_rows(client, "/talks/claims/")
    values = {line[head.index("label")]: line[head.index("value")] for line in lines}
    assert values == {"S-Tier": "2", "<defer>": "none"}
    assert {r["label"]: r["value"] for r in as_dicts(client, "/talks/claims/")} == {"S-Tier": 2, "<defer>": "none"}


def test_the_list_of_claims_is_filtered_and_sorted_by_none_as_below_the_lowest(client, proposal, sides):
    make_claim(-2, sides["west"], proposal=proposal, attribution=Attribution.REPORTED)
    by_value = {claim.value: claim.public_id for claim in Claim.objects.all()}
    assert listed_claims(client, "?value=none") == [by_value[None]]
    assert set(listed_claims(client, "?value=none&value=2")) == {by_value[None], by_value[2]}
    assert listed_claims(client, "?sort=value") == [by_value[None], by_value[-2], by_value[2]]
    after = f"?sort=value&after=-3.2022-01-17.{by_value[None]}"
    assert listed_claims(client, after) == [by_value[-2], by_value[2]]
    assert "value none" in page(client, "/talks/claims/?value=none")
