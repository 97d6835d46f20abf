"""What came of what experts expect: the page of all experts, its files, and the page of each."""

import csv
import json
import re
from datetime import date, timedelta
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from claims.rules.scales import Attribution
from claims.services.write_gate import editing
from tests.make import make_actor, make_claim, make_outcome, make_proposal, make_side, make_source, make_topic
from tests.reader.read_pages import page, text_of, words
from tracker.middleware.costly_files import KEPT

pytestmark = pytest.mark.django_db

SAID, DECIDED = date(2022, 1, 10), date(2022, 3, 3)
EXPERTS, EXPERT = "/talks/experts/", "/talks/actors/expert/"


def expect(sides, value, proposal=None, expert=None, **fields):
    """Let an expert say whether a proposal can be had."""
    return make_claim(
        value,
        expert or sides["expert"],
        **{"proposal": proposal or make_proposal(), "dimension": "prospects", "said_on": SAID, **fields},
    )


def forecast(sides, value, proposal, **fields):
    """Let the expert say where the East will stand."""
    said = {"attribution": Attribution.PREDICTED, "speaker": sides["expert"], "said_on": SAID}
    return make_claim(value, sides["east"], proposal=proposal, **{**said, **fields})


def settle(sides, number, **fields):
    """Let the expert be right on so many proposals: on every second one that it can be had, or not."""
    for place in range(number):
        proposal = make_proposal()
        expect(sides, 2 if place % 2 else -2, proposal, **fields)
        make_outcome("agreed" if place % 2 else "refused", proposal=proposal, day=DECIDED)


def section(html, name):
    return words(re.search(rf'<section id="{name}">.*?</section>', html, re.S).group())


def rows_of(client, query=""):
    """Return the words of each expectation in the list."""
    table = re.search(r'<section id="list">(.*?)</section>', page(client, EXPERTS + query), re.S)
    return [words(row) for row in re.findall(r"<tr>.*?</tr>", table.group(1), re.S)[1:]] if table else []


def test_where_nobody_expects_anything_the_page_says_so(client, sides):
    said = text_of(client, EXPERTS)
    assert "No expert has said yet what to expect" in said and "One by one" not in said


def test_before_anything_came_the_page_lists_what_waits_and_says_what_is_missing(client, sides):
    zones = make_proposal(title="Zones")
    expect(sides, 1, zones, quote="Zones can be had.")
    forecast(sides, -2, zones, quote="The East will say no.")
    said = text_of(client, EXPERTS)
    assert "Nothing has come yet of two expectations of one expert" in said
    assert "One says whether a proposal can be had, one says what somebody’s stance will be." in said
    assert "None of these is settled: sums are given from ten on, so ten more are needed." in said
    assert rows_of(client) == [
        "An Expert Zones possible “Zones can be had.” 10 Jan 2022 open".replace("“", "").replace("”", ""),
        "An Expert East on Zones (rejects) The East will say no. 10 Jan 2022 open",
    ]


def test_with_ten_settled_it_says_how_often_each_word_came_about_and_draws_it(client, sides):
    settle(sides, 10)
    html = page(client, EXPERTS)
    assert "Of ten expectations of one expert ten have been settled" in words(html)
    said = section(html, "prospects")
    assert "likely 5 5 100 %" in said and "ruled out 5 0 0 %" in said
    assert "Share of pairs 1.00: of 25 pairs 25 right, 0 wrong" in said
    assert "Brier score none: no probability was given in numbers" in said
    assert "<title>likely: 5 of 5 came about, 100 %</title>" in html and 'class="part" y="5" width="100%"' in html
    href = re.search(r'href="([^"]*kind=prospects&amp;value=2)#list"', html).group(1).replace("&amp;", "&")
    assert len(rows_of(client, href.removeprefix(EXPERTS))) == 5
    assert "An Expert 10 10 5 of 10" in section(html, "by-expert") and "1.00" in section(html, "by-expert")


def test_of_nine_there_is_the_list_and_no_sum(client, sides):
    settle(sides, 9, probability=50)
    html = page(client, EXPERTS)
    said = section(html, "prospects")
    assert "Nine of these are settled: sums are given from ten on, so one more is needed." in said
    assert "Share of pairs none: nine settled, fewer than ten" in said
    assert "Brier score none: nine settled, fewer than ten, with a probability in numbers" in said
    assert "%" not in said and "calibration" not in html and len(rows_of(client)) == 9
    assert "Share of pairs" not in section(html, "by-expert")


def test_the_brier_score_is_of_the_numbers_that_the_forecaster_gave(client, sides):
    settle(sides, 10, probability=50)
    assert "Brier score 0.25, of 10 probabilities given in numbers" in section(page(client, EXPERTS), "prospects")


def test_what_is_on_a_condition_void_or_open_is_counted_apart_and_named(client, sides):
    settle(sides, 10)
    hub, void = make_proposal(slug="hub"), make_proposal()
    make_outcome("refused", proposal=hub, day=DECIDED)
    make_outcome("void", proposal=void, day=DECIDED)
    expect(sides, 1, void)
    expect(sides, 1, conditions="if the hub comes", depends_on="hub")
    expect(sides, 1)
    said = section(page(client, EXPERTS), "prospects")
    assert "1 open: nothing came of it yet" in said
    assert "1 condition not met: what its condition names did not come" in said
    assert "1 void: what became of it can no longer be told" in said
    assert "likely 5 5" in said
    by_expert = section(page(client, EXPERTS), "by-expert")
    assert "Open On a condition Void or overtaken" in by_expert and "Counted apart otherwise" not in by_expert
    results = {result: len(rows_of(client, f"?result={result}")) for result in ("open", "conditional", "void", "other")}
    assert results == {"open": 1, "conditional": 1, "void": 1, "other": 0}
    assert (len(rows_of(client, "?result=came")), len(rows_of(client, "?result=did-not"))) == (5, 5)


def test_a_forecast_of_a_stance_is_told_with_the_stance_that_came(client, sides):
    zones = make_proposal(title="Zones", slug="zones")
    forecast(sides, -1, zones, quote="The East will doubt it.")
    make_claim(-2, sides["east"], proposal=zones, said_on=SAID + timedelta(days=3))
    html = page(client, EXPERTS)
    assert "One of one forecast of a stance came true." in words(html)
    assert rows_of(client) == [
        "An Expert East on Zones (sceptical) The East will doubt it. 10 Jan 2022 rejects came true"
    ]
    assert '<a class="c v-n2" href="/talks/cells/zones/east/"' in html


def test_an_outcome_after_the_day_changes_nothing_before_it(client, sides):
    settle(sides, 9)
    zones = make_proposal(title="Zones")
    expect(sides, 2, zones)
    forecast(sides, 2, zones)
    day = f"?as_of={DECIDED}"
    before = {address: page(client, address + day) for address in (EXPERTS, EXPERT)}
    make_outcome("agreed", proposal=zones, day=DECIDED + timedelta(days=1))
    make_claim(2, sides["east"], proposal=zones, said_on=DECIDED + timedelta(days=1))
    for address, html in before.items():
        now = page(client, address + day)
        assert re.search("<h1>.*</main>", now, re.S).group() == re.search("<h1>.*</main>", html, re.S).group()
        assert "came true" in page(client, address) and page(client, address) != now
    assert "Of eleven expectations of one expert nine have been settled" in text_of(client, EXPERTS + day)
    assert "Of eleven expectations of one expert eleven have been settled" in text_of(client, EXPERTS)


def test_who_said_it_on_what_and_since_when_is_judged_and_kind_and_word_are_only_listed(client, sides):
    settle(sides, 10)
    other = make_actor("expert", name="Another", slug="another", side=make_side(negotiates=False))
    zones = make_proposal(slug="zones", topic=make_topic(slug="forces"))
    expect(sides, 1, zones, other, said_on=date(2022, 2, 1))
    forecast(sides, 1, zones)
    for query in ("?actor=another", "?proposal=zones&since=2022-02-01", "?topic=forces&since=2022-02-01"):
        assert "Nothing has come yet of one expectation of one expert" in text_of(client, EXPERTS + query), query
        assert len(rows_of(client, query)) == 1
    for query, number in (("?kind=forecast", 1), ("?kind=prospects", 11), ("?value=2", 5), ("?value=1&value=-2", 7)):
        assert "Of twelve expectations of two experts ten have been settled" in text_of(client, EXPERTS + query), query
        assert len(rows_of(client, query)) == number
        assert f"{number} of 12 expectations" in text_of(client, EXPERTS + query)


def test_whether_agreed_in_part_counts_is_said_and_chosen(client, sides):
    zones = make_proposal()
    expect(sides, 1, zones)
    make_outcome("agreed-in-part", proposal=zones, day=DECIDED)
    counted, apart = text_of(client, EXPERTS), text_of(client, f"{EXPERTS}?part=apart")
    assert "Agreed in part counts as agreed." in counted and "One of one prospect came about." in counted
    assert "Agreed in part is counted apart." in apart and "Nothing has come yet" in apart
    assert "1 agreed in part: agreed in part, which was chosen not to count" in apart


def test_what_readers_may_not_see_is_not_judged(client, sides):
    zones = make_proposal()
    expect(sides, 1, zones, status="draft")
    expect(sides, 2, zones)
    make_outcome("agreed", "draft", proposal=zones, day=DECIDED)
    assert "Nothing has come yet of one expectation of one expert" in text_of(client, EXPERTS)


def test_files_hold_the_rows_of_the_list_with_what_proves_them(client, sides):
    zones = make_proposal(slug="zones")
    prospect = expect(sides, 2, zones, probability=80, by_when=date(2022, 6, 1), source=make_source(slug="daily"))
    said = forecast(sides, -1, zones)
    own = make_claim(-2, sides["east"], proposal=zones, said_on=date(2022, 1, 12))
    outcome = make_outcome("refused", proposal=zones, day=DECIDED)
    text = client.get(EXPERTS, {"_export": "csv"}).getvalue().decode("utf-8-sig")
    first, second = csv.DictReader(StringIO(text))
    assert (first["kind"], first["expert"], first["proposal"], first["holder"]) == ("prospects", "expert", "zones", "")
    assert (first["value"], first["probability"], first["by_when"]) == ("2", "80", "2022-06-01")
    assert (first["result"], first["in_words"], first["came"]) == ("did-not", "did not come about", "")
    assert (first["outcome"], first["outcome_on"]) == ("refused", "2022-03-03")
    assert (first["outcome_id"], first["claim"], first["source"]) == (outcome.public_id, prospect.public_id, "daily")
    assert (second["kind"], second["holder"], second["dimension"]) == ("forecast", "east", "position")
    assert (second["result"], second["in_words"], second["came"]) == ("came", "came true", "yes")
    assert (second["stance_claims"], second["stance_on"]) == (own.public_id, "2022-01-12")
    assert (second["claim"], second["quote"]) == (said.public_id, said.quote)
    rows = json.loads(client.get(EXPERTS, {"_export": "json", "kind": "forecast"}).getvalue())
    assert [(row["kind"], row["came"], row["same_claims"]) for row in rows] == [("forecast", True, 1)]
    book = load_workbook(BytesIO(client.get(EXPERTS, {"_export": "xlsx"}).getvalue()))
    assert book["expectations"].max_row == 3


def test_a_file_of_many_is_read_in_few_queries(client, sides, django_assert_num_queries):
    settle(sides, 3)
    query = {"_export": "json"}
    client.get(EXPERTS, query).getvalue()
    KEPT.forget()  # the file itself
    with django_assert_num_queries(2):  # version, claims
        assert len(json.loads(client.get(EXPERTS, query).getvalue())) == 3


def test_what_several_documents_print_is_one_expectation(client, sides):
    zones = make_proposal(title="Zones")
    for _ in range(2):
        expect(sides, 1, zones)
    (said,) = rows_of(client)
    assert "2 claims say so" in said


def test_the_page_of_an_expert_lists_what_came_of_each_and_leads_to_all(client, sides):
    settle(sides, 9)
    make_outcome("overtaken", proposal=(zones := make_proposal(title="Zones")), day=DECIDED)
    expect(sides, 1, zones, conditions="if asked", covers="the north")
    html = page(client, EXPERT)
    said = section(html, "track")
    assert (
        "What came of it 10 Of ten expectations of Expert nine have been settled. Four of nine prospects came about."
        in said
    )
    assert "so one more is needed" in said and "likely 5" not in said
    assert "possible if if asked; on a part: the north" in said and "on a part" in said
    for address in ("/talks/experts/?actor=expert#list", "/talks/experts/", "/method/expectations/#expectations"):
        assert f'href="{address}"' in html
    settle(sides, 1)
    assert "ruled out 6 0 0 %" in section(page(client, EXPERT), "track")


def test_the_page_of_an_expert_lists_the_newest_and_says_where_all_are(client, sides):
    for number in range(30):
        expect(sides, 1, said_on=SAID + timedelta(days=number))
    said = section(page(client, EXPERT), "track")
    assert said.count("Passage") == 24 and "8 Feb 2022" in said and "All 30 as a list" in said


def test_who_expects_nothing_has_no_record(client, sides):
    make_claim(holder=sides["east"])
    make_claim(1, sides["expert"])
    for slug in ("east", "expert"):
        assert 'id="track"' not in page(client, f"/talks/actors/{slug}/")


def test_a_withdrawn_expectation_is_gone(client, sides):
    claim = expect(sides, 1)
    assert len(rows_of(client)) == 1
    with editing(None, "a slip", operator=True) as gate:
        claim.status = "withdrawn"
        gate.save(claim)
    assert "No expert has said yet" in text_of(client, EXPERTS)


def test_the_list_of_actors_leads_to_the_experts(client, sides):
    assert 'href="/talks/experts/">What came of what experts expected</a>' in page(client, "/talks/actors/")
