"""What a claim says beside its value: why, by when, how probably, and its quote in another language, on every page."""

import re
from datetime import date

import pytest

from claims.rules.scales import Attribution
from tests.make import make_actor, make_claim, make_outcome, make_proposal, make_source
from tests.reader.read_downloads import as_dicts, workbook
from tests.reader.read_pages import page, text_of
from tests.walk import make_world, stops

pytestmark = pytest.mark.django_db

TRANSLATION = '<blockquote lang="en" dir="auto">“It is out of the question.”</blockquote>'
NEW = ("Translation", "Because", "By when", "Probability", "by 1 March", "own number")


@pytest.fixture
def told():
    """A claim that says all of it, of a source in English."""
    return make_claim(
        value=-2,
        dimension="prospects",
        by_when=date(2022, 3, 1),
        probability=0,
        argument="they would lose face",
        quote="לא בא בחשבון.",
        quote_language="he",
        translation="It is out of the question.",
    )


def cell(claim):
    return f"/talks/cells/{claim.proposal.slug}/{claim.holder.slug}/"


def test_the_page_of_a_claim_says_all_of_it(client, told):
    html = page(client, f"/claims/{told.public_id}/")
    assert re.search(r'<blockquote lang="he" dir="auto"[^>]*>“לא בא בחשבון.”</blockquote>', html)
    assert TRANSLATION in html
    text = text_of(client, f"/claims/{told.public_id}/")
    for words in (
        "Translation “It is out of the question.”",
        "By when 1 Mar 2022",
        "Probability 0\u00a0%, the speaker's own number".replace("\u00a0", " "),
        "Because they would lose face",
    ):
        assert words in text.replace("\u00a0", " ")


@pytest.mark.parametrize("where", ["cell", "proposal", "list"])
def test_lists_of_quotes_show_the_translation_below_the_quote_as_one(client, told, where):
    address = {"cell": cell(told), "proposal": told.proposal.get_absolute_url(), "list": "/talks/claims/"}[where]
    html = page(client, address)
    assert html.index('lang="he" dir="auto"') < html.index("<small>Translation</small>") < html.index(TRANSLATION)


def test_an_opened_cell_says_why_by_when_and_how_probably(client, told):
    text = text_of(client, cell(told)).replace("\u00a0", " ")
    assert "because: they would lose face" in text
    assert ", by 1 Mar 2022, 0 % (the speaker's own number)" in text


def test_the_page_of_a_pair_shows_the_translation_and_what_is_expected(client, told):
    other = make_actor()
    make_claim(value=2, holder=other, proposal=told.proposal, dimension="prospects")
    html = page(client, f"/talks/agreement/{told.holder.slug}/{other.slug}/?dimension=prospects&min_n=1")
    assert '<q lang="he" dir="auto">לא בא בחשבון.</q>' in html
    assert '<small>Translation</small> <q lang="en" dir="auto">It is out of the question.</q>' in html
    assert "by 1 Mar 2022" in html


def test_files_hold_all_of_it(client, told):
    (row,) = as_dicts(client, "/talks/claims/?_export=csv")
    assert (row["by_when"], row["probability"], row["argument"]) == ("2022-03-01", 0, "they would lose face")
    assert (row["quote_language"], row["translation"]) == ("he", "It is out of the question.")
    sheet = workbook(client, "/talks/claims/?_export=xlsx")["claims"]
    cells = {heading.value: cell for heading, cell in zip(*sheet.iter_rows(max_row=2), strict=True)}
    assert cells["by_when"].is_date and cells["probability"].value == 0


def test_the_comment_of_a_cell_holds_all_of_it(client, sides):
    make_claim(
        value=1,
        holder=sides["expert"],
        proposal=make_proposal(),
        dimension="prospects",
        by_when=date(2022, 3, 1),
        probability=60,
        argument="both gain",
        quote="Warum nicht?",
        translation="Why not?",
    )
    sheet = workbook(client, "/talks/")["matrix"]
    (comment,) = [cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment]
    comment = comment.replace("\u00a0", " ")
    assert "+1 by 1 Mar 2022, 60 % (the speaker's own number) “Warum nicht?” Translation: “Why not?” (" in comment
    assert comment.endswith(") Because: both gain")


def test_a_claim_without_any_of_it_says_nothing_of_it(client):
    claim = make_claim(attribution=Attribution.OWN, quote="Never.", source=make_source(language="de"))
    for address in (f"/claims/{claim.public_id}/", cell(claim), "/talks/claims/", claim.proposal.get_absolute_url()):
        html = page(client, address)
        assert 'lang="de" dir="auto"' in html
        assert not [words for words in NEW if words in html], address


def test_every_quote_of_every_page_runs_in_its_own_direction(client):
    """A quote in Arabic or Hebrew would else begin on the wrong side, with its stop at its beginning."""
    world = make_world(6)
    make_claim(holder=world.holder, proposal=world.proposal, quote="لا.", quote_language="ar", translation="No.")
    make_outcome(proposal=world.proposal, quote="نعم.", source=make_source(language="ar"), day=date(2022, 5, 5))
    quotes = []
    for stop in stops(world):
        quotes += re.findall(r"<(?:blockquote|q)\b[^>]*>", page(client, stop.path()))
    assert len(quotes) > 20
    assert [quote for quote in quotes if 'dir="auto"' not in quote] == []
