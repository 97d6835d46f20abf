import re
from datetime import date

import pytest

from claims.reader.filters.fields import find_sortable_columns
from claims.reader.tables import SourceTable
from tests.make import make_actor, make_claim, make_proposal, make_source, make_user
from tests.reader.read_pages import page, words

pytestmark = pytest.mark.django_db


def listed(client, query=""):
    return re.findall(r'<td class="title"><a href="/sources/([\w-]+)/"', page(client, f"/sources/{query}"))


def test_the_list_holds_the_sources_that_published_claims_cite(client):
    cited = make_source(
        title="The article", publisher="Daily", origin="Agency", fully_coded_by="us", fully_coded_on=date(2022, 2, 1)
    )
    for _ in range(2):
        make_claim(source=cited)
    make_claim(source=make_source(), status="draft")
    make_source()
    assert listed(client) == [cited.slug]
    row = "The article Daily Agency newspaper or agency article 17 Jan 2022 2 1 Feb 2022 by us"
    assert row in words(page(client, "/sources/"))


def test_the_list_counts_the_claims_that_count(client):
    source = make_source(slug="early")
    make_claim(source=source, said_on=date(2022, 1, 1))
    make_claim(source=source, said_on=date(2022, 1, 20))
    make_claim(said_on=date(2022, 1, 20))
    assert listed(client, "?as_of=2022-01-10") == ["early"]
    assert "17 Jan 2022 1 not yet" in words(page(client, "/sources/?as_of=2022-01-10"))


def test_the_list_sorts_both_ways_and_is_cut_into_pages(client):
    first = make_source(
        title="A", publisher="A", origin="A", type="broadcast", published_on=date(2022, 1, 1), fully_coded_by="us",
        fully_coded_on=date(2022, 2, 1),
    )  # fmt: skip
    last = make_source(
        title="Z", publisher="Z", origin="Z", type="treaty", published_on=date(2022, 1, 2), fully_coded_by="us",
        fully_coded_on=date(2022, 2, 2),
    )  # fmt: skip
    for source in (first, last, last):
        make_claim(source=source)
    assert listed(client) == [last.slug, first.slug]
    for sort in find_sortable_columns(SourceTable):
        assert listed(client, f"?sort={sort}") == [first.slug, last.slug], sort
        assert listed(client, f"?sort=-{sort}") == [last.slug, first.slug], sort
    for _ in range(24):
        make_claim()
    assert len(listed(client, "?per_page=25")) == 25 and len(listed(client, "?per_page=25&page=2")) == 1


@pytest.mark.parametrize(("query", "label"), [("sort=text", "Sort"), ("per_page=-1", "Rows"), ("as_of=0", "As of")])
def test_a_bad_value_is_a_named_error(client, query, label):
    source = make_claim().source
    for address in ("/sources/", f"/sources/{source.slug}/") if label != "Sort" else ("/sources/",):
        answer = client.get(f"{address}?{query}")
        assert answer.status_code == 400 and f"<strong>{label}</strong>" in answer.content.decode()


def test_a_source_shows_its_record_and_its_references(client):
    source = make_source(
        title="The article", authors="Lee, Ann", publisher="Daily", origin="Agency", url="https://example.org/a",
        accessed_on=date(2022, 2, 3), fully_coded_by="us", fully_coded_on=date(2022, 2, 1), text="We refuse it.",
    )  # fmt: skip
    make_claim(source=source, quote="We refuse it.")
    text = words(page(client, f"/sources/{source.slug}/"))
    for shown in (
        "Authors Lee, Ann", "Newspaper or agency article", "Daily where it was read", "Agency whose text it is",
        "17 Jan 2022, read on 3 Feb 2022", "by us on 1 Feb 2022", source.text_sha256,
        "Ann Lee, “The article,” Daily (text of Agency), January 17, 2022, accessed February 3, 2022,",
        "Lee, A. (2022, January 17). The article. Daily (text of Agency). https://example.org/a",
    ):  # fmt: skip
        assert shown in text


def test_claims_stand_in_the_order_in_which_the_text_has_them(client):
    source = make_source(text="First this. Then that. At last the end.")
    end, start = (make_claim(source=source, quote=quote) for quote in ("At last the end.", "First this."))
    nowhere = make_claim(source=source, quote="", locator="recorded vote")
    also = make_claim(source=source, quote="", locator="p. 9")
    shown = re.findall(r'id="claim-(\w+)"', page(client, f"/sources/{source.slug}/"))
    assert shown == [claim.public_id for claim in (start, end, nowhere, also)]


def test_the_full_text_is_shown_on_no_page(client):
    source = make_source(slug="held", text="We refuse it. A passage that nobody coded.")
    claim = make_claim(
        source=source, quote="We refuse it.", holder=make_actor(slug="west"), proposal=make_proposal(slug="zones")
    )
    for address in (
        "/sources/", "/sources/held/", "/talks/proposals/zones/", "/talks/actors/west/", f"/claims/{claim.public_id}/",
        "/talks/cells/zones/west/",
    ):  # fmt: skip
        assert "nobody coded" not in page(client, address), address


def test_a_source_without_a_published_claim_is_for_editors_only(client):
    source = make_source(title="Not yet coded")
    make_claim(source=source, status="draft", quote="A secret passage.")
    answer = client.get(f"/sources/{source.slug}/")
    assert answer.status_code == 404 and "Not yet coded" not in answer.content.decode()
    client.force_login(make_user("analyst"))
    shown = page(client, f"/sources/{source.slug}/")
    assert "Not yet coded" in shown and "A secret passage." not in shown
    assert f"/admin/claims/source/{source.pk}/change/" in shown


def test_a_claim_links_to_its_source_holder_and_proposal(client):
    claim = make_claim(
        source=make_source(slug="held"), holder=make_actor(slug="west"), proposal=make_proposal(slug="z")
    )
    for address in ("/talks/claims/", f"/claims/{claim.public_id}/", "/talks/cells/z/west/"):
        for href in ("/sources/held/", "/talks/actors/west/", "/talks/proposals/z/"):
            assert f'href="{href}"' in page(client, address), (address, href)


def test_a_claim_can_be_cited(client):
    source = make_source(title="The article", publisher="Daily", origin="Daily")
    claim = make_claim(source=source, locator="p. 4")
    text = words(page(client, f"/claims/{claim.public_id}/"))
    address = f"http://testserver/claims/{claim.public_id}/"
    kept = f"Coded as claim {claim.public_id}, version 1, in Stance matrix, {address}"
    assert f"“The article,” Daily, January 17, 2022, p. 4. {kept}" in text
    assert f"The article. (2022, January 17). Daily. {kept}" in text and "(“The article”, 2022, p. 4)" in text


def test_a_claim_says_to_whom_a_correction_goes(client, settings):
    claim = make_claim()
    address = f"/claims/{claim.public_id}/"
    assert "Tell the reviewers of this site" in words(page(client, address))
    settings.CONTACT = "editors@example.org"
    assert f'href="mailto:editors@example.org?subject=Claim%20{claim.public_id}"' in page(client, address)
    assert "Tell the reviewers" not in words(page(client, address))


def test_a_claim_links_to_what_its_condition_depends_on(client):
    needed, dropped = make_proposal(title="Pull-back"), make_proposal(title="Drills")
    claim = make_claim(value=1, conditions="if they go", depends_on=f"{needed.slug} !{dropped.slug}")
    html = page(client, f"/claims/{claim.public_id}/")
    assert "if they go (depends on Pull-back granted, Drills refused or dropped)" in words(html)
    assert f'href="/talks/proposals/{needed.slug}/"' in html
