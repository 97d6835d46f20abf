"""Each filter that is on is a link that takes it off."""

import re
from html import unescape

import pytest
from django.http import QueryDict
from django.utils.html import strip_tags

from claims.models import Claim
from claims.reader.filters import AgreementFilter, ClaimFilter, CoverageFilter, MatrixFilter
from tests.make import make_actor, make_claim, make_proposal, make_side, make_source, make_topic
from tests.reader.filters_of_pages import PAGES_WITH_FORM
from tests.walk import make_world, stops

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def zones():
    west = make_actor(slug="west", name="Westland")
    make_claim(
        holder=west, proposal=make_proposal(slug="zones", title="Zones"), source=make_source(origin="Bureau", grade="B")
    )


def pills_of(filter_set, query):
    """Return heading → words of the pills."""
    page = filter_set(QueryDict(query), queryset=Claim.objects.published())
    return {heading: [pill.words for pill in pills] for heading, pills in page.pills}


@pytest.mark.parametrize(
    ("filter_set", "query", "pills"),
    [
        (MatrixFilter, "", {}),
        (MatrixFilter, "q=+&dimension=auto&page=3&cell=zones/west&sort=value&_export=csv&table=network", {}),
        (
            MatrixFilter,
            "as_of=2022-02-01&known=published&attribution=own&leaked=no&origin=bureau&grade=B&dimension=salience",
            {
                "Counted": [
                    "as of: 1 Feb 2022",
                    "first-hand only",
                    "show: salience",
                    "origin: Bureau",
                    "only from sources that were not leaked",
                    "grade of the origin: B (usually reliable)",
                    "known from sources published by then",
                ]
            },
        ),
        (
            MatrixFilter,
            "since=10 Jan 2022&group=topic&actor=west&proposal=zones&verdict=open&q=harbour&others=open&empty=show"
            "&mark=single",
            {
                "Shown": [
                    "changed since: 10 Jan 2022",
                    "rows by: topic",
                    "actor: Westland",
                    "proposal: Zones",
                    "verdict: open",
                    "words: harbour",
                    "other parties: one column each",
                    "actors without a stance: shown",
                    "mark: cells that rest on one source",
                ]
            },
        ),
        (ClaimFilter, "actor=west&value=2&value=-1&since=2022-01-02&per_page=25&sort=value", {
            "Counted": ["said since: 2 Jan 2022", "value: +2, −1", "holder, as in the matrix: Westland"],
            "Shown": ["rows: 25"],
        }),
        (AgreementFilter, "dimension=position", {}),
        (AgreementFilter, "dimension=prospects&min_n=2&order=name", {
            "Compared": ["compare: prospects", "proposals in common, at least: 2"],
            "Shown": ["order: by name"],
        }),
        (CoverageFilter, "table=searches&by=actor", {"Shown": ["table: recorded searches", "rows by: actor"]}),
        (MatrixFilter, "actor=nobody&attribution=rumour&as_of=soon", {}),
        (MatrixFilter, "actor=nobody&actor=west&as_of=2022-01-06&as_of=soon", {
            "Counted": ["as of: 6 Jan 2022"], "Shown": ["actor: Westland"]
        }),
    ],
)  # fmt: skip
def test_pills_say_what_is_on_and_whether_it_changes_numbers(filter_set, query, pills):
    assert pills_of(filter_set, query) == pills


def test_a_pill_leads_to_the_page_without_it_and_from_its_first_rows(client):
    chosen = "as_of=2022-02-01&attribution=own&attribution=reported&actor=west&sort=value"
    page = ClaimFilter(QueryDict(f"{chosen}&page=3&after=2022-01-01.abc"), queryset=Claim.objects.published())
    without = {pill.words: pill.query for _, pills in page.pills for pill in pills}
    assert without == {
        "as of: 1 Feb 2022": "?attribution=own&attribution=reported&actor=west&sort=value",
        "first-hand or relayed only": "?as_of=2022-02-01&actor=west&sort=value",
        "holder, as in the matrix: Westland": "?as_of=2022-02-01&attribution=own&attribution=reported&sort=value",
    }


def test_the_last_pill_leads_to_the_page_as_it_is(client):
    page = client.get("/talks/proposals/?attribution=own").text
    assert re.findall(r'<a class="pill" href="([^"]*)"', page) == ["/talks/proposals/"]
    assert '<a class="pad" href="/talks/proposals/">Clear all</a>' in page
    assert 'class="pill"' not in client.get("/talks/proposals/").text


def test_every_page_with_filters_has_their_pills(client):
    for stop in stops(make_world(3)):
        if stop.name not in PAGES_WITH_FORM:
            continue
        page = client.get(f"{stop.path()}?as_of=2022-02-01&attribution=own").text
        pills = re.findall(r'<a class="pill" href="([^"]*)">(.*?)</a>', page, re.S)
        assert [(unescape(href), " ".join(strip_tags(words).split())) for href, words in pills] == [
            (f"{stop.path()}?attribution=own", "Remove as of: 1 Feb 2022 ×"),
            (f"{stop.path()}?as_of=2022-02-01", "Remove first-hand only ×"),
        ], stop.name


@pytest.mark.parametrize(
    ("address", "query", "shown"),
    [
        ("", "proposal=zones&actor=west", "1 of 2 proposals, 1 of 4 actors"),
        ("proposals/", "topic=forces", "0 of 2 proposals"),
        ("actors/", "kind=expert", "1 of 4 actors"),
        ("common-ground/", "proposal=zones", "1 of 2 proposals"),
        ("common-ground/robustness/", "proposal=zones", "1 of 2 proposals"),
        ("coverage/", "proposal=zones&actor=east", "1 of 2 proposals, 1 of 4 actors"),
        ("agreement/", "proposal=zones&side=east-side", "1 of 2 proposals, 1 of 4 actors"),
        ("agreement/west/east/", "topic=forces", "0 of 2 proposals"),
    ],
)
def test_beside_the_pills_a_page_says_how_much_of_all_it_shows(client, address, query, shown):
    east, experts = make_side(slug="east-side"), make_side(negotiates=False)
    make_claim(holder=make_actor(slug="east", side=east, principal=True))
    make_actor(kind="expert", slug="expert", side=experts)
    make_actor(slug="north", side=experts)
    make_topic(slug="forces")
    assert f'<span class="soft">{shown}</span>' in client.get(f"/talks/{address}?{query}").text
    assert shown not in client.get(f"/talks/{address}").text
