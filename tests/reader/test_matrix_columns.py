"""Which columns stay where filters choose rows: those with something in these rows."""

import pytest

from claims.wording.columns import MOST_NAMED, write_hidden, write_names
from tests.make import make_actor, make_claim, make_proposal
from tests.reader.read_downloads import workbook
from tests.reader.read_pages import actor_headings, headings, page, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def zones_and_ships(sides):
    """East and the expert speak on zones; West, a voice and the expert for itself on ships; the voice expects zones."""
    zones, ships = make_proposal(title="Zones", slug="zones"), make_proposal(title="Ships", slug="ships")
    voice = make_actor(side=sides["west"].side, name="Voiceland", short_name="Voice", principal=False)
    make_claim(value=2, holder=sides["east"], proposal=zones)
    make_claim(value=-2, holder=sides["west"], proposal=ships)
    make_claim(value=-1, holder=voice, proposal=ships)
    make_claim(value=1, holder=voice, proposal=zones, dimension="prospects")
    make_claim(value=1, holder=sides["expert"], proposal=zones, dimension="prospects")
    make_claim(value=1, holder=sides["expert"], proposal=ships)
    return zones, ships


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", ["East", "West", "Others", "Expert"]),
        ("?topic={topic}", ["East", "Expert"]),
        ("?proposal=zones", ["East", "Expert"]),
        ("?proposal=zones&group=topic", ["East", "Expert"]),
        ("?verdict=unanswered&q=Zones", ["East", "Expert"]),
        ("?proposal=zones&dimension=prospects", ["Others", "Expert"]),
        ("?proposal=zones&dimension=position", ["East"]),
        ("?proposal=ships", ["West", "Others", "Expert"]),
        ("?proposal=zones&side=west-side", []),
        ("?proposal=zones&actor=west", ["West"]),
        ("?proposal=zones&empty=show", ["East", "West", "Others", "Expert"]),
        ("?q=nowhere", ["East", "West", "Others", "Expert"]),
    ],
)
def test_columns_without_anything_in_the_chosen_rows_are_hidden(client, zones_and_ships, query, shown):
    query = query.format(topic=zones_and_ships[0].topic.slug)
    assert actor_headings(client, query) == shown


def test_who_is_hidden_is_said_with_a_link_that_shows_all(client, zones_and_ships):
    html = page(client, "/talks/?proposal=zones")
    said = "Without a stance on these proposals, and not shown: Voiceland, Westland. Show them"
    assert said in text_of(client, "/talks/?proposal=zones")
    assert 'href="/talks/?proposal=zones&amp;empty=show"' in html
    assert "Not shown" not in text_of(client, "/talks/")


def test_hidden_columns_change_no_number(client, zones_and_ships):
    for shown in ("", "&empty=show"):
        text = text_of(client, f"/talks/?proposal=zones{shown}")
        assert "6 claims" in text and "1 unanswered" in text


def test_an_actor_that_is_always_shown_keeps_its_column_unless_rows_are_left_out(client, sides, zones_and_ships):
    make_actor(side=sides["west"].side, short_name="Kept", principal=False, always_shown=True)
    assert "Kept" in headings(client, "")
    assert actor_headings(client, "?proposal=zones") == ["East", "Expert"]
    assert "Kept" in headings(client, "?proposal=zones&empty=show")


def test_the_workbook_hides_the_same_columns_and_names_them(client, zones_and_ships):
    book = workbook(client, "/talks/?proposal=zones")
    assert [cell.value for cell in book["matrix"][2]][3:-2] == ["East", "Expert"]
    legend = [row[0].value for row in book["legend"].iter_rows()]
    assert "Without a stance on these proposals, and not shown: Voiceland, Westland." in legend


@pytest.mark.parametrize(
    ("query", "offered"),
    [
        ("", "Show the others one by one"),
        ("?others=open", "Show the others together"),
        ("?proposal=zones", None),
        ("?actor=west", None),
    ],
)
def test_the_other_parties_are_opened_only_where_any_are_folded(client, zones_and_ships, query, offered):
    text = text_of(client, f"/talks/{query}")
    offers = [offer for offer in ("Show the others one by one", "Show the others together") if offer in text]
    assert offers == ([offered] if offered else [])


def test_of_many_names_the_first_are_written_and_the_rest_counted():
    names = [f"Actor {number}" for number in range(MOST_NAMED + 3)]
    assert write_names(names[:2]) == "Actor 0, Actor 1"
    assert write_hidden(names).endswith(f"Actor {MOST_NAMED - 1} and 3 more") and write_hidden(()) == ""
    assert write_hidden(names[:1]) == "Without a stance, and not shown: Actor 0"
    assert write_hidden(names[:1], of_some_rows=True) == "Without a stance on these proposals, and not shown: Actor 0"
