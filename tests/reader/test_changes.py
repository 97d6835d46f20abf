"""What changed between two days, the log of moves, and the feed of the latest."""

import re
from datetime import date
from xml.etree import ElementTree

import pytest

from claims.reader.views import changes as changes_view
from tests.make import make_actor, make_claim, make_outcome, make_proposal, the_negotiation
from tests.reader.read_pages import page, text_of

pytestmark = pytest.mark.django_db
AT, MOVES, FEED = "/talks/changes/", "/talks/changes/moves/", "/talks/changes/moves/feed/"
BEFORE, DAY = date(2022, 1, 3), date(2022, 1, 10)
ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def talks(sides):
    """On 3 Jan East and West support zones; on 10 Jan West rejects them, and East speaks of harbours for the first
    time, and an expert of zones."""
    zones, harbours = make_proposal(slug="zones", title="Zones"), make_proposal(slug="harbours", title="Harbours")
    make_claim(value=2, holder=sides["east"], proposal=zones, said_on=BEFORE, quote="Zones now.")
    make_claim(value=1, holder=sides["west"], proposal=zones, said_on=BEFORE, quote="We could talk.")
    make_claim(value=-2, holder=sides["west"], proposal=zones, said_on=DAY, quote="No zones at all.")
    make_claim(value=1, holder=sides["east"], proposal=harbours, said_on=DAY, quote="Harbours, why not.")
    return zones


def rows_of(client, address):
    """Return the words of each row of the tables."""
    html = page(client, address)
    rows = re.findall(r"<tr[ >].*?</tr>", html, re.S)
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in rows if "<td" in row]


def entries_of(client, query=""):
    feed = ElementTree.fromstring(client.get(FEED + query).content)
    return feed.findall("a:entry", ATOM)


def read_titles(client, query=""):
    return [entry.findtext("a:title", namespaces=ATOM) for entry in entries_of(client, query)]


def test_it_tells_verdicts_and_stances_that_changed_before_those_that_are_new(client, talks):
    text = text_of(client, AT + "?since=2022-01-10")
    assert "Since 10 Jan 2022 two verdicts changed" in text
    assert "One stance changed; one is new." in text
    changed, new = rows_of(client, AT + "?since=2022-01-10")
    assert changed.startswith("Westland Zones open → rejects No zones at all.")
    assert changed.endswith("before: We could talk. 10 Jan 2022")
    assert new == "Eastland Harbours open Harbours, why not. 10 Jan 2022"


def test_without_a_day_it_tells_what_changed_last(client, talks):
    newest = make_claim(value=2, holder=make_actor(name="Sage", kind="expert"), dimension="prospects", proposal=talks)
    assert f"Since {newest.source.published_on.day} Jan 2022" in text_of(client, AT)
    assert [row[:10] for row in rows_of(client, AT)] == ["Sage Zones"]


def test_verdicts_stand_beside_from_and_to(client, talks):
    text = text_of(client, AT + "?since=2022-01-10")
    beside = text[text.index("Verdicts 2 changed") :]
    assert "Zones Common ground → Contested" in beside
    assert "Harbours Not taken up → Unanswered" in beside


def test_filters_narrow_what_is_shown(client, talks):
    assert len(rows_of(client, AT + "?since=2022-01-10&actor=east")) == 1
    assert len(rows_of(client, AT + "?since=2022-01-10&proposal=zones")) == 1
    assert "one verdict changed" in text_of(client, AT + "?since=2022-01-10&proposal=zones")
    assert rows_of(client, AT + "?since=2022-01-04&as_of=2022-01-05") == []


def test_a_new_red_line_is_a_change(client, talks, sides):
    make_claim(value=2, holder=sides["east"], proposal=talks, dimension="salience", said_on=DAY)
    row = rows_of(client, AT + "?since=2022-01-10&actor=east&proposal=zones")[0]
    assert row.startswith("Eastland Zones supports → supports !") and "now a red line" in row


def test_many_changes_are_cut_into_pages(client, talks, monkeypatch):
    monkeypatch.setattr(changes_view, "ROWS_A_PAGE", 1)
    assert len(rows_of(client, AT + "?since=2022-01-10")) == 1
    assert rows_of(client, AT + "?since=2022-01-10&page=2")[0].startswith("Eastland Harbours")


@pytest.mark.parametrize(
    ("query", "words"),
    [
        (
            "",
            [
                "zones,west,position,changed,reversed",
                "No zones at all.",
                "We could talk.",
                "harbours,east,position,new",
            ],
        ),
        ("&table=verdicts", ["zones,common-ground,contested", "harbours,no-party-has-spoken,unanswered"]),
    ],
)
def test_changes_and_verdicts_download(client, talks, query, words):
    file = b"".join(client.get(f"{AT}?since=2022-01-10&_export=csv{query}").streaming_content).decode()
    assert [word for word in words if word not in file] == []


def test_the_file_of_verdicts_says_what_became_of_each_proposal(client, talks):
    make_outcome("refused", proposal=talks, day=date(2022, 1, 15))
    answer = client.get(f"{AT}?since=2022-01-10&_export=csv&table=verdicts")
    zones, harbours = b"".join(answer.streaming_content).decode().strip().splitlines()[1:]
    assert zones.endswith(",refused,2022-01-15,contested") and harbours.endswith(",,,")


def test_the_log_tells_moves_over_all_time_with_both_quotes(client, talks):
    text = text_of(client, MOVES)
    assert "One move of one actor on one proposal" in text and "Three first stances are no change of mind." in text
    (row,) = rows_of(client, MOVES + "?kind=reversed")
    assert row == ("Westland Zones reversed open → rejects No zones at all. before: We could talk. 10 Jan 2022")
    assert len(rows_of(client, MOVES + "?actor=east")) == 2
    assert len(rows_of(client, MOVES + "?proposal=zones&since=2022-01-05")) == 1
    file = b"".join(client.get(MOVES + "?_export=csv&kind=reversed").streaming_content).decode()
    assert "zones,west,position,2022-01-10,reversed" in file


def test_what_is_published_later_but_was_said_earlier_moves_nothing_twice(client, talks, sides):
    before = rows_of(client, MOVES + "?proposal=zones&actor=east")
    make_claim(value=2, holder=sides["east"], proposal=talks, said_on=date(2022, 1, 1), quote="Zones, then.")
    after = rows_of(client, MOVES + "?proposal=zones&actor=east")
    assert len(before) == len(after) == 1
    assert after[0].endswith("1 Jan 2022") and "Zones, then." in after[0]


def test_the_feed_is_atom_with_ids_that_last(client, talks, sides):
    answer = client.get(FEED)
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    ids = [entry.findtext("a:id", namespaces=ATOM) for entry in entries_of(client)]
    assert len(set(ids)) == len(ids) == 4
    break_of_pages = "No\x0c zones."  # no sign of XML
    make_claim(value=-1, holder=sides["east"], proposal=talks, said_on=date(2022, 1, 12), quote=break_of_pages)
    assert set(ids) < {entry.findtext("a:id", namespaces=ATOM) for entry in entries_of(client)}
    for entry in entries_of(client):
        for needed in ("id", "title", "updated", "link", "summary"):
            assert entry.find(f"a:{needed}", ATOM) is not None
        date.fromisoformat(entry.findtext("a:updated", namespaces=ATOM)[:10])


def test_a_feed_without_an_entry_is_of_the_day_on_which_the_talks_began(client, talks):
    updated = ElementTree.fromstring(client.get(f"{FEED}?as_of=1999-01-01").content).findtext("a:updated", "", ATOM)
    first = the_negotiation().first_day
    assert updated == f"{first or '1970-01-01'}T00:00:00+00:00"


def test_a_feed_tells_of_one_actor_or_proposal_alone(client, talks):
    assert read_titles(client, "?actor=east") == ["Eastland on Harbours", "Eastland on Zones"]
    assert read_titles(client, "?proposal=harbours") == ["Eastland on Harbours"]
    (moved,) = entries_of(client, "?actor=west&kind=reversed")
    assert "West reversed: from open to rejects." in moved.findtext("a:summary", namespaces=ATOM)
    assert client.get(FEED + "?actor=nobody").status_code == 400


@pytest.mark.parametrize(
    ("path", "query"),
    [("/talks/", ""), ("/talks/actors/east/", "?actor=east"), ("/talks/proposals/zones/", "?proposal=zones")],
)
def test_each_page_names_its_feed(client, talks, path, query):
    assert f'type="application/atom+xml" title="Moves" href="{FEED}{query}"' in page(client, path)


def test_of_nothing_there_are_no_changes_and_no_moves(client, sides):
    assert "What changed" in text_of(client, AT)
    assert "Nobody has taken a stance yet" in text_of(client, MOVES)
    assert entries_of(client) == []


def test_the_matrix_leads_to_the_changes(client, talks):
    assert f'href="{AT}?since=2022-01-10"' in page(client, "/talks/?since=2022-01-10")
