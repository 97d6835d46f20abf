"""The matrix on its way out: the long table of its cells, and the picture in a workbook."""

from datetime import date, timedelta

import pytest

from claims.exporters.workbook import LONGEST_COMMENT, QUOTES_A_COMMENT
from claims.models import Participant, Topic
from claims.rules.scales import Attribution
from tests.make import make_actor, make_claim, make_proposal, make_side
from tests.reader.read_downloads import as_dicts, workbook
from tests.reader.read_pages import row_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(sides):
    """Two proposals with a stance, a condition, a forecast, an awaited answer, and what an expert thinks."""
    zones, talks = make_proposal(slug="zones", title="Zones"), make_proposal(slug="talks", title="Talks")
    make_claim(value=2, holder=sides["east"], proposal=zones, quote="We want them.", said_on=date(2022, 1, 10))
    make_claim(value=2, holder=sides["east"], proposal=zones, dimension="salience")
    make_claim(value=-2, holder=sides["west"], proposal=talks, quote="Never.")
    make_claim(value=1, holder=sides["west"], proposal=zones, conditions="if they talk", depends_on="talks")
    make_claim(value=-1, holder=sides["expert"], proposal=zones, dimension="prospects", quote="It will not be.")
    make_claim(value=2, holder=sides["expert"], proposal=zones, quote="It ought to be.")
    make_claim(value=1, holder=sides["east"], proposal=talks, attribution=Attribution.PREDICTED)
    return {"zones": zones, "talks": talks, **sides}


def cells(client, query=""):
    return {(row["proposal"], row["holder"], row["dimension"]): row for row in as_dicts(client, f"/talks/{query}")}


def picture(client, query=""):
    """Return the sheet of the picture and its cells by (proposal, heading)."""
    sheet = workbook(client, f"/talks/{query}")["matrix"]
    headings = [cell.value for cell in sheet[2]]
    return sheet, {
        (row[0].value, name): cell
        for row in sheet.iter_rows(min_row=3)
        for name, cell in zip(headings, row, strict=True)
    }


def test_one_row_a_cell_that_holds_anything(client, told):
    found = cells(client)
    assert found.keys() == {
        ("zones", "east", "position"),
        ("zones", "west", "position"),
        ("zones", "expert", "prospects"),
        ("zones", "expert", "position"),
        ("talks", "east", "position"),
        ("talks", "west", "position"),
    }
    east = found["zones", "east", "position"]
    assert (east["value"], east["state"], east["attribution"], east["said_on"]) == (2, "stance", "own", "2022-01-10")
    assert (east["claims"], east["marks"], east["verdict"]) == (1, "essential", "within-reach")
    west = found["zones", "west", "position"]
    assert (west["value"], west["state"], west["branches"]) == (1, "conditional", "if they talk [+1; talks]")
    forecast = found["talks", "east", "position"]
    assert (forecast["value"], forecast["state"], forecast["forecast"]) == (None, "forecast", 1)
    assert forecast["attribution"] == "predicted"


def test_a_cell_names_the_claims_that_decide_it(client, sides):
    proposal = make_proposal()
    make_claim(value=1, holder=sides["east"], proposal=proposal, said_on=date(2022, 1, 1))
    deciding = [make_claim(value=value, holder=sides["east"], proposal=proposal).public_id for value in (1, 2)]
    (row,) = as_dicts(client, "/talks/")
    assert sorted(row["deciding_claims"].split()) == sorted(deciding) and row["claims"] == 3


def test_rows_stand_as_on_the_page_and_every_filter_applies(client, told):
    for query in ("", "?group=topic", "?verdict=unanswered", "?proposal=zones", "?q=Talks"):
        shown = [row["proposal"] for row in as_dicts(client, f"/talks/{query}")]
        with_something = [slug for slug in row_order(client, query) if slug in shown]
        assert list(dict.fromkeys(shown)) == with_something, query
    assert {holder for _, holder, _ in cells(client, "?actor=west")} == {"west"}
    assert {holder for _, holder, _ in cells(client, "?side=east-side")} == {"east"}
    assert cells(client, "?dimension=salience").keys() == {("zones", "east", "salience")}
    assert ("zones", "west", "position") not in cells(client, "?as_of=2022-01-10")
    assert cells(client, "?attribution=predicted").keys() == {("talks", "east", "position")}
    assert cells(client, "?topic=" + told["talks"].topic.slug).keys() == {
        ("talks", "east", "position"),
        ("talks", "west", "position"),
    }


def test_cells_that_changed_since_a_day_say_so(client, told):
    make_claim(value=1, holder=told["east"], proposal=told["zones"], said_on=date(2022, 1, 20))
    found = cells(client, "?since=2022-01-15")
    changes = {key: row["changed"] for key, row in found.items()}
    assert changes["zones", "east", "position"] == "changed" and changes["talks", "west", "position"] == "new"
    _, drawn = picture(client, "?since=2022-01-18")
    assert drawn["Zones", "East"].border.left.style == "medium" and not drawn["Talks", "West"].border.left.style


def test_other_parties_have_columns_of_their_own(client, sides):
    voice = make_actor(name="Voiceland", short_name="Voice", side=make_side(negotiates=False), principal=False)
    proposal = make_proposal(title="Zones")
    make_claim(holder=voice, proposal=proposal)
    assert list(cells(client)) == [(proposal.slug, voice.slug, "position")]
    assert picture(client)[1]["Zones", "Voice"].value == "▼\u2009−2"


def test_the_picture_shows_what_the_page_shows(client, told):
    sheet, drawn = picture(client)
    assert sheet.freeze_panes == "B3"
    assert [cell.value for cell in sheet[2]] == [
        "Proposal", "Verdict", "Reason", "East", "West", "Expert", "Claims", "Newest"
    ]  # fmt: skip
    assert {cell.value for cell in sheet[1]} - {None} == {"Parties", "Experts expect"}
    east = drawn["Zones", "East"]
    assert east.value == "▲\u2009+2!" and east.fill.fgColor.rgb == "FF1B7837"
    assert drawn["Zones", "West"].value == "△\u2009+1 if"
    assert drawn["Zones", "West"].border.bottom.style == "dashed"
    assert drawn["Zones", "Expert"].value == "◔\u2009−1 ▲"
    assert drawn["Talks", "East"].value == "(+1)"
    assert drawn["Zones", "Claims"].value == 5 and drawn["Zones", "Newest"].value.date() == date(2022, 1, 17)
    assert drawn["Zones", "Verdict"].value == "within reach"
    assert drawn["Zones", "Reason"].value == "East +2; West +1 if"


def test_a_comment_holds_the_words_and_quotes_of_its_cell(client, told):
    _, drawn = picture(client)
    note = drawn["Zones", "East"].comment.text
    assert note.startswith("Eastland on Zones: supports (+2), essential") and "“We want them.”" in note
    assert "first-hand" in note and "10 Jan 2022" in note and "Daily" in note and "claim " in note
    expert = drawn["Zones", "Expert"].comment.text
    assert "It will not be." in expert and "own position: supports (+2)" in expert and "It ought to be." in expert


def test_a_comment_stays_within_its_limits(client, sides):
    proposal = make_proposal(title="Zones")
    long = "word " * 380 + "\x0b<b>&"
    for day in range(QUOTES_A_COMMENT + 5):
        said_on = date(2022, 1, 1) + timedelta(days=day)
        make_claim(holder=sides["east"], proposal=proposal, quote=f"Day {day} {long}", said_on=said_on)
    note = picture(client)[1]["Zones", "East"].comment.text
    assert len(note) < LONGEST_COMMENT and note.count("word…”") == QUOTES_A_COMMENT
    assert note.endswith("… and 5 more") and "“Day 24 " in note and "“Day 4 " not in note


def test_names_that_look_like_formulas_stay_texts(client, sides):
    proposal = make_proposal(title="=1+1", topic=make_proposal().topic)
    make_claim(holder=make_actor(name="=cmd", short_name="@cmd"), proposal=proposal, quote="=2+2")
    for query in ("", "?group=topic"):
        book = workbook(client, f"/talks/{query}")
        found = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        assert "=1+1" in {cell.value for cell in found} and "@cmd" in {cell.value for cell in found}
        assert not [cell for cell in found if cell.data_type == "f" or cell.hyperlink]


def test_the_workbook_holds_the_long_table_and_the_legend(client, told):
    book = workbook(client, "/talks/?group=topic&as_of=2022-01-17&verdict=unanswered")
    assert book.sheetnames == ["matrix", "cells", "legend"]
    words = [cell.value for row in book["legend"].iter_rows() for cell in row if cell.value]
    assert "Counted: published claims, said on or before 17 Jan 2022." in words
    assert "Shown: proposals that are unanswered." in words and "supports" in words
    topics = [row[0].value for row in book["matrix"].iter_rows(min_row=3) if row[1].value is None]
    assert set(topics) <= set(Topic.objects.values_list("name", flat=True))


def test_an_empty_matrix_downloads_too(client):
    assert as_dicts(client, "/talks/") == []
    assert workbook(client, "/talks/").sheetnames == ["matrix", "cells", "legend"]


def test_common_ground_holds_every_principal_on_every_proposal(client, told):
    rows = as_dicts(client, "/talks/common-ground/")
    principals = Participant.objects.filter(principal=True).count()
    assert len(rows) == 2 * principals
    assert {row["state"] for row in rows if (row["proposal"], row["holder"]) == ("talks", "west")} == {"stance"}
    make_proposal(slug="unspoken")
    silent = [row for row in as_dicts(client, "/talks/common-ground/") if row["proposal"] == "unspoken"]
    assert [(row["state"], row["value"], row["claims"]) for row in silent] == [("blank", None, 0)] * principals
