"""Downloads hold what their page shows, all of it and nothing else, from the same address."""

import re
from datetime import date

import pytest
from django.utils.timezone import localdate

from claims.exporters import claims as exporter
from claims.exporters import formats
from claims.exporters.formats import FORMATS
from claims.queries import plain_rows
from claims.rules.exchange import read_claim, unescape_formula
from claims.rules.exchange_columns import CLAIM_COLUMNS, EXCHANGE_COLUMNS
from claims.rules.scales import Attribution
from tests.make import make_actor, make_claim, make_proposal, make_source, make_user
from tests.reader.read_downloads import as_dicts, csv_rows, download, of_kind, workbook
from tests.reader.read_pages import page
from tests.walk import downloads, make_world

pytestmark = pytest.mark.django_db

VISITORS_COLUMNS = [
    "claim", "negotiation", "holder", "holder_kind", "holder_name", "holder_short_name", "side", "side_name",
    "speaker", "speaker_name", "speaker_short_name", "speaker_kind", "speaker_side", "speaker_side_name",
    "speaker_for", "speaker_for_name", "proposal", "proposal_title", "proposal_full_title", "proposal_definition",
    "proposed_on", "topic", "topic_name", "part_of", "wording", "dimension", "value", "label", "by_when", "probability",
    "attribution", "said_on", "said_on_is", "conditions", "depends_on", "covers", "argument", "pending", "doubtful",
    "confirmed",
    "source", "source_title", "source_type", "source_publisher", "source_origin", "source_authors",
    "source_published_on", "source_accessed_on", "source_leaked", "source_grade", "source_url", "source_language",
    "source_csl", "quote", "quote_language", "translation", "locator", "prefix", "suffix", "version",
]  # fmt: skip
SECRET = "zz-unpublished-zz"


def ids(client, address):
    return [row["claim"] for row in as_dicts(client, address)]


# Every page with a table


def test_each_page_with_a_table_links_to_its_downloads_with_the_rest_of_the_query(client):
    for stop in downloads(make_world(3)):
        html = page(client, f"{stop.path()}?as_of=2022-01-17&page=2")
        for extension in FORMATS:
            assert f'href="?as_of=2022-01-17&amp;_export={extension}"' in html, stop


@pytest.mark.parametrize("query", ["_export=pdf", "_export=CSV", "_export=csv&as_of=2022-13-45", "_export=%00"])
def test_a_bad_query_is_a_named_error_and_never_a_file(client, query):
    for stop in downloads(make_world(1)):
        answer = client.get(f"{stop.path()}?{query}")
        assert answer.status_code == 400 and not answer.streaming, stop
        assert "<strong>Download</strong>" in answer.content.decode() or "as_of" in query


def test_the_three_formats_hold_the_same_rows(client):
    make_claim(value=1, conditions="if asked", doubtful=True, quote="=1+1")
    for stop in downloads(make_world(5)):
        heading, *rows = csv_rows(client, stop.path())
        dicts = as_dicts(client, stop.path())
        assert [list(row) for row in dicts] == [heading] * len(rows) and rows
        as_csv = {None: "", True: "yes", False: ""}
        for row, cells in zip(dicts, rows, strict=True):
            typed = [as_csv[v] if v is None or isinstance(v, bool) else str(v) for v in row.values()]
            assert typed == [unescape_formula(cell) for cell in cells]
        sheets_ = workbook(client, stop.path())
        sheet = sheets_["cells"] if "cells" in sheets_.sheetnames else sheets_.worksheets[0]
        read = [[_plain(cell.value) for cell in line] for line in sheet.iter_rows()]
        # to Excel, 1.0 is 1
        assert read == [heading, *[[unescape_formula(cell).removesuffix(".0") for cell in row] for row in rows]], stop


def _plain(value):
    return "" if value is None else value.date().isoformat() if hasattr(value, "date") else str(value)


def test_what_a_user_sees_is_kept_by_no_cache(client):
    client.force_login(make_user("analyst"))
    for stop in downloads(make_world(1)):
        assert client.get(f"{stop.path()}?_export=csv")["Cache-Control"] == "private, no-store", stop


def test_nothing_unpublished_is_in_any_download(client):
    world = make_world(3)
    hidden = {"quote": SECRET, "note": SECRET, "conditions": SECRET, "covers": SECRET, "locator": SECRET}
    for status in ("draft", "in-review", "returned", "withdrawn"):
        make_claim(status=status, holder=world.holder, proposal=world.proposal, source=world.source, **hidden)
        make_claim(status=status, source=make_source(title=f"{SECRET} {status}", slug=f"{SECRET}-{status}"))
    make_claim(holder=world.holder, proposal=world.proposal, source=world.source, note=SECRET)
    for user in (None, make_user(), make_user("analyst")):
        if user:
            client.force_login(user)
        for stop in downloads(world):
            for extension in ("csv", "json"):
                text = download(client, of_kind(stop.path(), extension)).decode()
                text = re.sub(rf'"note": "{SECRET}"|,{SECRET},published', "", text) if user and user.is_staff else text
                assert SECRET not in text, (stop, extension)
            for sheet in workbook(client, stop.path()):
                seen = [
                    f"{cell.value}{cell.comment and cell.comment.text}" for row in sheet.iter_rows() for cell in row
                ]
                assert user and user.is_staff or not [text for text in seen if SECRET in text], stop


# Claims


def test_claims_have_exactly_these_columns_and_two_more_for_editors(client):
    make_claim(note="A doubt.")
    assert csv_rows(client, "/talks/claims/")[0] == VISITORS_COLUMNS
    client.force_login(make_user())
    assert csv_rows(client, "/talks/claims/")[0] == VISITORS_COLUMNS
    client.force_login(make_user("analyst"))
    place = VISITORS_COLUMNS.index("source")
    heading = [*VISITORS_COLUMNS[:place], "note", "status", *VISITORS_COLUMNS[place:]]
    assert csv_rows(client, "/talks/claims/")[0] == heading == list(EXCHANGE_COLUMNS)
    (row,) = as_dicts(client, "/talks/claims/")
    assert (row["note"], row["status"]) == ("A doubt.", "published")


def test_a_claim_reads_back_as_it_was(client):
    claim = make_claim(
        value=-2, quote='=HYPERLINK("http://x")', conditions="+1 if\r\nasked", depends_on=make_proposal().slug,
        covers="'=a part", locator="@p. 4", said_on_is="loose", attribution=Attribution.ATTRIBUTED,
    )  # fmt: skip
    heading, cells = csv_rows(client, "/talks/claims/")
    row = dict(zip(heading, map(unescape_formula, cells), strict=True))
    assert cells[heading.index("quote")] == '\'=HYPERLINK("http://x")' and row["value"] == "-2"
    for read in (row, as_dicts(client, "/talks/claims/")[0]):
        fields, faults = read_claim({name: read[name] for name in CLAIM_COLUMNS if name in read})
        assert faults == []
        for name in ("quote", "conditions", "covers", "locator", "said_on", "attribution", "value", "depends_on"):
            assert fields[name] == getattr(claim, name), name
    assert row["source_title"] == claim.source.title and row["claim"] == claim.public_id


def test_all_rows_that_fit_are_downloaded_in_the_order_of_the_page(client):
    holder, proposal, source = make_actor(slug="west"), make_proposal(), make_source(origin="Bureau")
    mine = [
        make_claim(holder=holder, proposal=proposal, source=source, said_on=date(2022, 1, day)) for day in range(1, 31)
    ]
    make_claim()
    newest_first = [claim.public_id for claim in reversed(mine)]
    assert ids(client, "/talks/claims/?holder=west&per_page=25&page=2") == newest_first
    assert ids(client, "/talks/claims/?holder=west&sort=said_on") == newest_first[::-1]
    for query in (f"proposal={proposal.slug}", "origin=Bureau", f"side={holder.side.slug}", f"source={source.slug}"):
        assert ids(client, f"/talks/claims/?{query}") == newest_first, query
    assert ids(client, "/talks/claims/?as_of=2022-01-01&holder=west") == newest_first[-1:]
    assert ids(client, "/talks/claims/?q=nowhere-said") == []


def test_a_file_is_named_after_what_it_holds_and_its_day(client):
    claim = make_claim()
    today = localdate().isoformat()

    def name(address):
        return re.search(r'filename="(.+)"', client.get(address)["Content-Disposition"]).group(1)

    assert name("/talks/claims/?_export=csv") == f"claims-{today}.csv"
    assert name("/talks/claims/?_export=json&as_of=2022-01-17") == "claims-2022-01-17.json"
    assert name("/talks/?_export=xlsx&as_of=2022-01-17") == "matrix-2022-01-17.xlsx"
    assert name(f"/sources/{claim.source.slug}/?_export=csv") == f"claims-{claim.source.slug}-{today}.csv"


def test_the_first_claims_leave_before_the_last_is_read(client, monkeypatch):
    holder, proposal, source = make_actor(), make_proposal(), make_source()
    for _ in range(150):
        make_claim(holder=holder, proposal=proposal, source=source)
    monkeypatch.setattr(plain_rows, "ROWS_A_FETCH", 10)
    monkeypatch.setattr(formats, "ROWS_A_CHUNK", 20)
    drawn = []
    rows = exporter._read_rows
    monkeypatch.setattr(exporter, "_read_rows", lambda *args: (drawn.append(row) or row for row in rows(*args)))
    answer = client.get("/talks/claims/?_export=csv")
    assert answer.streaming and not drawn
    first = next(iter(answer.streaming_content))
    assert first.count(b"\r\n") == 20 and len(drawn) < 150
    answer.close()


# The pages of one thing


def test_the_pages_of_one_thing_download_all_its_claims(client):
    west, expert = make_actor(slug="west"), make_actor("expert")
    proposal, source = make_proposal(), make_source(text="Later. Earlier words here. Later words there.")
    said = make_claim(holder=west, proposal=proposal, source=source, quote="Later words there")
    told = make_claim(holder=west, attribution=Attribution.PREDICTED, speaker=expert, said_on=date(2022, 1, 3))
    first = make_claim(proposal=proposal, source=source, quote="Earlier words here", said_on=date(2022, 1, 5))
    assert ids(client, "/talks/actors/west/") == [said.public_id, told.public_id]
    assert ids(client, f"/talks/actors/{expert.slug}/") == [told.public_id]
    assert ids(client, f"/talks/proposals/{proposal.slug}/") == [said.public_id, first.public_id]
    assert ids(client, f"/sources/{source.slug}/") == [
        claim.public_id for claim in sorted((said, first), key=lambda claim: source.read_text().index(claim.quote))
    ]
    assert ids(client, f"/talks/proposals/{proposal.slug}/?as_of=2022-01-06") == [first.public_id]
    assert client.get(f"/sources/{make_source().slug}/?_export=csv").status_code == 404


def test_the_stances_of_a_page_download_in_all_dimensions(client, sides):
    zones, talks = make_proposal(slug="zones"), make_proposal(slug="talks")
    make_claim(value=2, holder=sides["east"], proposal=zones)
    make_claim(value=2, holder=sides["east"], proposal=zones, dimension="salience")
    make_claim(value=-1, holder=sides["expert"], proposal=zones, dimension="prospects")
    make_claim(value=-2, holder=sides["west"], proposal=talks, said_on=date(2022, 1, 3))

    def stances(address):
        return [(r["proposal"], r["holder"], r["dimension"], r["value"]) for r in as_dicts(client, address)]

    assert stances("/talks/actors/east/?table=stances") == [
        ("zones", "east", "position", 2),
        ("zones", "east", "salience", 2),
    ]
    assert stances("/talks/proposals/zones/?table=stances") == [
        ("zones", "east", "position", 2),
        ("zones", "east", "salience", 2),
        ("zones", "expert", "prospects", -1),
    ]
    assert stances("/talks/actors/west/?table=stances&as_of=2022-01-02") == []
    assert as_dicts(client, "/talks/actors/east/?table=stances")[0]["marks"] == "essential"
    assert as_dicts(client, "/talks/actors/east/?table=stances")[0]["verdict"] == "unanswered"
    assert "table=stances&amp;_export=csv" in page(client, "/talks/proposals/zones/")
    for path in ("/talks/actors/east/", "/talks/proposals/zones/"):
        assert client.get(f"{path}?table=other&_export=csv").status_code == 400


# The lists


def test_the_lists_download_with_slugs_sorted_as_shown(client, sides):
    package = make_proposal(slug="package")
    zones = make_proposal(slug="zones", proposers=[sides["east"], sides["west"]], part_of=package)
    for holder, value in (("east", 2), ("west", -2)):
        make_claim(value=value, holder=sides[holder], proposal=zones, source=make_source())
    rows = {row["proposal"]: row for row in as_dicts(client, "/talks/proposals/")}
    told = [rows["zones"][name] for name in ("proposers", "part_of", "verdict", "reason", "gap", "claims", "actors")]
    assert told == ["east west", "package", "contested", "East +2; West −2", 4, 2, 2]
    assert rows["package"]["verdict"] == "no-party-has-spoken" and rows["package"]["gap"] is None
    assert [row["proposal"] for row in as_dicts(client, "/talks/proposals/?verdict=contested")] == ["zones"]
    assert [row["proposal"] for row in as_dicts(client, "/talks/proposals/?sort=-claims&per_page=25")][0] == "zones"
    actors = as_dicts(client, "/talks/actors/?sort=-actor")
    assert [row["name"] for row in actors] == ["Westland", "Eastland", "An Expert"]
    assert actors[0]["side"] == "west-side" and actors[0]["role"] == "principal" and actors[0]["claims"] == 1
    assert [row["actor"] for row in as_dicts(client, "/talks/actors/?kind=expert")] == ["expert"]
    sources = as_dicts(client, "/sources/?sort=title")
    assert [row["claims"] for row in sources] == [1, 1] and sources[0]["published_on"] == "2022-01-17"


@pytest.mark.parametrize(
    "path", ["/talks/proposals/", "/talks/actors/", "/sources/", "/talks/coverage/", "/talks/coverage/?by=actor"]
)
def test_a_list_downloads_in_each_order_in_which_its_page_sorts_it(client, path):
    make_world(8)
    html = page(client, path)
    sorts = set(re.findall(r"[?;]sort=(-?[a-z_]+)", html))
    assert len(sorts) >= 4
    for sort in (*sorts, *(f"-{sort}".removeprefix("--") for sort in sorts)):
        address = f"{path}{'&' if '?' in path else '?'}sort={sort}"
        listed = re.findall(r'<tr[^>]*>\s*<t[dh][^>]*>\s*<a href="(?:/talks)?/[a-z]+/([^/]+)/', page(client, address))
        assert listed and listed == [next(iter(row.values())) for row in as_dicts(client, address)], sort


def test_without_negotiating_sides_the_list_tells_no_verdict(client):
    make_proposal()
    (row,) = as_dicts(client, "/talks/proposals/")
    assert row["claims"] == 0 and not row.keys() & {"verdict", "reason", "gap"}


@pytest.mark.parametrize(
    ("address", "table"),
    [
        ("/talks/agreement/", "network"),
        ("/talks/common-ground/", "robustness"),
        ("/talks/proposals/zones/", "stances"),
        ("/talks/actors/east/", "stances"),
    ],
)
def test_an_address_that_names_another_table_leaves_the_links_to_files_as_they_are(client, sides, address, table):
    proposal = make_proposal(slug="zones")
    for holder in (sides["east"], sides["west"]):
        make_claim(holder=holder, proposal=proposal)
    links = [
        re.findall(r'href="(\?[^"]*_export=[^"]*)"', page(client, query))
        for query in (f"{address}?as_of=2022-02-01", f"{address}?as_of=2022-02-01&table={table}")
    ]
    assert links[0] == links[1] and any("table=" not in link for link in links[0])
