"""What pages and files make of claims on a part of a proposal: they never speak for the whole."""

from datetime import date

import pytest

from claims.rules.scales import Attribution, Dimension
from tests.make import make_claim, make_proposal
from tests.reader.read_downloads import as_dicts, workbook
from tests.reader.read_pages import labels, row, text_of, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposal(sides):
    """The west at −2 on the whole of it, and a day later at +1 on a part; the east at +2."""
    made = make_proposal(title="Zones", slug="zones")
    make_claim(value=-2, holder=sides["west"], proposal=made, said_on=date(2022, 1, 10))
    make_claim(value=1, holder=sides["west"], proposal=made, said_on=date(2022, 1, 11), covers="submarines only")
    make_claim(value=2, holder=sides["east"], proposal=made)
    return made


@pytest.fixture
def in_part(sides):
    """Both for it, the west on a part only, by two claims."""
    made = make_proposal(title="Ships", slug="ships")
    make_claim(value=2, holder=sides["east"], proposal=made)
    make_claim(value=1, holder=sides["west"], proposal=made, covers="submarines only")
    return made


def test_the_whole_decides_and_the_part_is_listed_beside_it(client, proposal):
    assert labels(row(client, proposal))[-1] == "Westland on Zones: rejects (−2), 2 claims"
    assert "East for it, West against" in row(client, proposal)
    text = text_of(client, "/talks/cells/zones/west/")
    assert "rejects West rejects it. Since 10 Jan 2022." in text
    beside = text.split("On a part only, deciding nothing")[1]
    assert beside.startswith(" open ") and "covers submarines only" in beside
    (west,) = [cell for cell in as_dicts(client, "/talks/") if cell["holder"] == "west"]
    assert (west["value"], west["marks"], len(west["claims_on_part"].split())) == (-2, "", 1)


def test_a_stance_in_part_says_so_in_the_cell_and_the_verdict_names_whose_it_is(client, in_part):
    html = row(client, in_part)
    assert labels(html)[-1] == "Westland on Ships: open (+1), in part"
    assert 'class="c v-p1 weak"' in html and words(html).endswith("West in part 2")
    assert "East +2; West +1 in part" in html and "Spoke on a part only: West." in html
    for address in ("/talks/common-ground/", "/talks/proposals/ships/"):
        assert "Spoke on a part only: West" in text_of(client, address)
    cells = {cell["holder"]: cell for cell in as_dicts(client, "/talks/")}
    assert (cells["west"]["marks"], cells["west"]["verdict_in_part"]) == ("part", "West")
    assert (cells["east"]["marks"], cells["east"]["verdict_in_part"]) == ("", "West")
    sheet = workbook(client, "/talks/")["matrix"]
    texts = [str(cell.value) for line in sheet.iter_rows() for cell in line if cell.value]
    notes = " ".join(cell.comment.text for line in sheet.iter_rows() for cell in line if cell.comment)
    assert "△\u2009+1 part" in texts and "East +2; West +1 in part" in texts
    assert "+1 [on a part: submarines only]" in notes


def test_a_red_line_on_a_part_is_none_for_the_whole(client, proposal, sides):
    make_claim(value=2, holder=sides["west"], proposal=proposal, dimension=Dimension.SALIENCE, covers="submarines")
    assert "essential" not in row(client, proposal)
    text = text_of(client, "/talks/cells/zones/west/")
    assert "West considers it essential, a red line, and only on a part: submarines." in text
    make_claim(value=2, holder=sides["west"], proposal=proposal, dimension=Dimension.SALIENCE)
    assert "essential" in row(client, proposal)


def test_a_forecast_of_a_part_says_so_in_its_place(client, sides):
    made = make_proposal(title="Ships")
    forecast = {"holder": sides["west"], "proposal": made, "attribution": Attribution.PREDICTED}
    make_claim(value=1, covers="submarines", speaker=sides["expert"], **forecast)
    assert labels(row(client, made)) == ["Westland on Ships: forecast: open (+1), in part"]
    make_claim(value=0, holder=sides["west"], proposal=made, pending=True)
    assert labels(row(client, made)) == ["Westland on Ships: awaited, forecast: open (+1), in part, 2 claims"]


def test_agreement_as_it_stands_leaves_out_what_is_in_part_and_says_why(client, in_part, sides):
    (term,) = as_dicts(client, "/talks/agreement/east/west/")
    assert (term["as_it_stands_distance"], term["if_met_distance"]) == (None, 1)
    assert (term["in_part_a"], term["in_part_b"]) == (False, True)
    assert "in part" in text_of(client, "/talks/agreement/east/west/").split("Ships")[-1]
