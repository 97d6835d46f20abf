"""The list of claims: what it shows, filters, exports, and what it costs."""

import csv

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from claims.exporters import claims as exporter
from claims.models import Claim
from claims.rules import exchange
from claims.rules.exchange_columns import CLAIM_COLUMNS, EXCHANGE_COLUMNS
from tests.admin.forms import said, url
from tests.make import make_actor, make_claim, make_proposal, make_source, make_user


def listed(client, **query):
    return set(client.get(url("changelist"), query).context["cl"].queryset.values_list("pk", flat=True))


@pytest.mark.parametrize("claims", [1, 40])
def test_list_takes_as_many_queries_however_many_claims(as_analyst, django_assert_num_queries, claims):
    for _ in range(claims):
        make_claim(by=make_user("analyst"))
    # session, user, what is closed to them, permissions (2), roles, size of the table, count, span of days (2), rows
    with django_assert_num_queries(11):
        assert as_analyst.get(url("changelist")).context["cl"].result_count == claims


def test_each_filter_narrows_the_list(as_analyst, analyst):
    plain = make_claim()
    other = make_claim(status="draft", by=analyst, attribution=3, dimension="prospects")
    assert listed(as_analyst) == {plain.pk, other.pk}
    for query in (
        {"status__exact": "draft"},
        {"coder": "me"},
        {"dimension__exact": "prospects"},
        {"attribution": "predicted"},
        {"holder": other.holder_id},
        {"holder": other.holder.slug},
        {"source": other.source_id},
        {"source-typed": other.source.title},
        {"proposal": other.proposal.slug},
        {"q": other.quote},
        {"q": other.public_id},
        {"q": other.public_id.upper()},
        {"q": other.proposal.title},
        {"q": f"{other.holder.short_name} {other.source.title}"},
    ):
        assert listed(as_analyst, **query) == {other.pk}, query
    assert listed(as_analyst, coder="nobody") == {plain.pk}


def test_search_finds_whole_words_in_the_index(as_analyst):
    claim = make_claim(quote="Zürich accepts.", by=make_user("analyst"))
    make_claim(quote="Nothing of the kind.")
    for words, found in (("zurich", {claim.pk}), ('"zurich accepts"', {claim.pk}), ("zur", set()), ("abcdefgh", set())):
        assert listed(as_analyst, q=words) == found, words
    with CaptureQueriesContext(connection) as queries:
        as_analyst.get(url("changelist"), {"q": "zurich"})
    assert not [query for query in queries if "LIKE" in query["sql"].upper()]


def test_filter_that_names_nothing_says_so(as_analyst):
    make_claim()
    page = as_analyst.get(url("changelist"), {"holder": "nobody-here"})
    assert "There is no holder “nobody-here”" in page.content.decode()
    assert page.context["cl"].result_count == 0


def test_filter_keeps_the_others_and_lists_no_table(as_analyst):
    claims = [make_claim() for _ in range(3)]
    page = as_analyst.get(url("changelist"), {"status__exact": "published", "holder": claims[0].holder_id})
    text = page.content.decode()
    assert '<input type="hidden" name="status__exact" value="published">' in text
    nav = text[text.index('id="changelist-filter"') :]
    assert claims[0].holder.name in nav and claims[1].holder.name not in nav


@pytest.mark.parametrize(
    "query",
    [
        "holder=%00",
        "holder=" + "9" * 40,
        "holder=1&holder=x",
        "source=-1",
        "proposal-typed=%27",
        "q=%00",
        "status__exact=%F0",
        "coder=zz",
        "attribution=zz",
        "said_on__year=0",
        "said_on__year=99999",
        "p=-1",
        "o=99.x",
        "_facets=x",
    ],
)
def test_odd_query_is_no_error(as_analyst, query):
    make_claim()
    assert as_analyst.get(f"{url('changelist')}?{query}").status_code in (200, 302)


def test_counts_of_filters_are_shown_on_demand_only(as_analyst):
    make_claim()
    assert "published (1)" not in as_analyst.get(url("changelist")).content.decode()
    assert "published (1)" in as_analyst.get(url("changelist"), {"_facets": "True"}).content.decode()


def test_export_streams_the_chosen_claims_safe_for_spreadsheets(as_analyst):
    claim = make_claim(quote='=HYPERLINK("http://x")', note="+1 or +2", value=-2, conditions="if so")
    make_claim()
    data = {"action": "export_selected", "_selected_action": [claim.pk], "index": 0}
    answer = as_analyst.post(url("changelist"), data)
    assert answer.streaming
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    (row,) = csv.DictReader(text.splitlines())
    assert tuple(row) == tuple(EXCHANGE_COLUMNS)
    assert (row["claim"], row["holder"], row["value"]) == (claim.public_id, claim.holder.slug, "-2")
    assert row["quote"] == '\'=HYPERLINK("http://x")' and row["note"] == "'+1 or +2"


def test_exported_row_reads_back_as_the_claim_that_it_was(db):
    official = make_actor(kind="official")
    claim = make_claim(
        holder=official.speaks_for, speaker=official, pending=True, value=0, conditions="if so", covers="a part",
        depends_on=make_proposal().slug, locator="p. 4", said_on_is="loose", doubtful=True, source=make_source(),
    )  # fmt: skip
    table = exporter.make_claims_table(Claim.objects.all(), editor=True)
    row = dict(zip(table.columns, next(table.rows), strict=True))
    fields, faults = exchange.read_claim({name: row[name] for name in CLAIM_COLUMNS if name in row})
    assert faults == []
    for name, value in fields.items():
        stored = getattr(claim, name)
        named = {"holder": claim.holder.slug, "speaker": official.slug, "proposal": claim.proposal.slug, "wording": ""}
        assert value == named.get(name, stored), name


def test_action_without_a_choice_is_told(as_analyst):
    answer = as_analyst.post(url("changelist"), {"action": "export_selected", "index": 0})
    assert "Tick the rows first." in said(answer)


@pytest.mark.parametrize("chosen", [["abc"], ["9" * 40], ["-1"], ["\x00"], ["²"]])
def test_odd_choice_of_rows_is_no_error(as_reviewer, chosen):
    data = {"action": "publish_selected", "_selected_action": chosen, "index": 0}
    assert as_reviewer.post(url("changelist"), data).status_code == 302


def test_odd_search_in_a_chooser_is_no_error(as_analyst):
    query = {"app_label": "claims", "model_name": "claim", "field_name": "holder", "term": "a\x00"}
    assert as_analyst.get(reverse("admin:autocomplete"), query).status_code == 200
