"""Every page as of a release is the page as it was when the release was made, whatever is written since."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection

from claims.importers.progress import hide_progress
from claims.models import Actor, Claim, Negotiation, OldAddress, Outcome, Proposal, Wording
from claims.reader.urls import OF_ONE
from claims.releasing.as_of import opened
from claims.releasing.databases import find_database, prepare_release
from claims.releasing.lookup import find_release
from claims.releasing.make import make_release
from claims.services.write_gate import editing
from tests.database import undone
from tests.make import change, make_claim, make_source, make_user, the_negotiation
from tests.whole_talks import crawl, get, make_talks
from tracker.middleware.as_of_release import ADDRESS

# What a page says besides as of a release, does not say there, and says of itself to whom cites it.
LINE = re.compile(rb'\s*<p class="as-of-release">.*?</p>', re.DOTALL)
ACCOUNT = re.compile(rb'\s*<a (class="account"|href="/api/).*?</a>', re.DOTALL)
EMBEDDED = re.compile(rb'<link rel="alternate" type="application/json.oembed"[^>]*>')
CITED = re.compile(rb'<(div|details) class="cite.*?</\1>', re.DOTALL)
PRINTED = re.compile(rb"Printed [^<]* from")
NAMED = re.compile(rb", release [0-9] of [^,]*(?=, http)")


def freeze(title):
    """Release the talks as they are, and open that; a process was killed while it tried."""
    made = make_release(the_negotiation(), title, "", user=None, progress=hide_progress)
    release = find_release(the_negotiation(), made.number)
    path = find_database(release)
    path.with_name(f"{path.name}.partial").write_bytes(b"as far as it came")
    assert prepare_release(release).stat().st_size > 100_000
    return release


@pytest.fixture(scope="module")
def releases(share_rows):
    """Two releases of the talks: after the first a claim was corrected."""

    def make():
        make_talks()
        first = freeze("First")
        change(Claim.objects.published().order_by("pk").first(), value=-1)
        return [first, freeze("Second")]

    with share_rows(make) as made:
        yield made


def as_of(release, address):
    return f"/{release.start}{address.removeprefix('/')}"


def level(content, release):
    """Return a page as of a release, or today, without what tells them apart."""
    for left_out in (LINE, ACCOUNT, EMBEDDED, CITED, PRINTED, NAMED):
        content = left_out.sub(b"", content)
    return re.sub(rb"\s+", b" ", content.replace(f"/{release.start}".encode(), b"/"))


pytestmark = pytest.mark.django_db


def test_every_page_is_as_it_was_when_the_release_was_made(client, releases, monkeypatch):
    newest = releases[1]
    today = crawl(client, the_negotiation().get_absolute_url(), 60)
    types = dict(ContentType.objects._cache)
    released = {address: get(client, as_of(newest, address)) for address in today}
    assert len(today) == 60
    assert [a for a in today if level(released[a], newest) != level(today[a], newest)] == []
    for claim in Claim.objects.published():
        change(claim, value=0, quote="Other words.")
    monkeypatch.setattr("claims.models.frozen.localdate", lambda: date.today() + timedelta(days=400))
    now = {address: get(client, address) for address in today}
    assert sum(now[address] != today[address] for address in today) > 40
    assert [a for a in today if get(client, as_of(newest, a)) != released[a]] == []
    assert ContentType.objects._cache == types


def test_no_database_is_told_for_another(client, releases):
    """Of live rows and of two releases, in turn and in threads; all have rows of the same ids."""
    pages = ["/talks/", "/talks/claims/", "/talks/claims/?_export=csv", "/talks/proposals/", "/talks/changes/moves/"]
    change(Claim.objects.published().order_by("pk").first(), value=2)
    in_turn = [[get(client, at) for at in (page, *(as_of(one, page) for one in releases))] for page in pages * 2]
    assert in_turn[: len(pages)] == in_turn[len(pages) :]
    for answers in in_turn[:3]:
        assert len({level(answer, one) for answer, one in zip(answers, [releases[0], *releases], strict=True)}) == 3

    def ask(number):
        release, client_of_thread = releases[number % 2], type(client)()
        with opened(release):
            return number % 2, [get(client_of_thread, page) for page in pages]

    with ThreadPoolExecutor(4) as threads:
        answered = list(threads.map(ask, range(12)))
    for number in (0, 1):
        of_one = [answers for which, answers in answered if which == number]
        as_in_turn = [level(answers[1 + number], releases[number]) for answers in in_turn[: len(pages)]]
        assert all([level(answer, releases[number]) for answer in answers] == as_in_turn for answers in of_one)
    assert [answers[0] for answers in in_turn[: len(pages)]] == [get(client, page) for page in pages]


def test_a_page_says_of_which_release_it_is_and_where_today_s_is(client, releases):
    first = releases[0]
    answer = client.get(as_of(first, "/talks/claims/?value=1"), headers={"Cookie": "sessionid=of-somebody"})
    page = answer.content.decode()
    assert f"As of {(named := f'release 1 of {first.day:%-d %b %Y}')}." in page
    assert '<a href="/talks/claims/?value=1" data-start="talks/release-1/">Today’s page</a>' in page
    assert '<link rel="canonical" href="http://testserver/talks/claims/?value=1">' in page and "Log in" not in page
    assert 'href="/static/claims/site.css"' in page and "release-1/static/" not in page
    assert answer["X-Robots-Tag"] == "noindex" and not answer.cookies
    matrix = client.get(as_of(first, "/talks/")).content.decode()
    assert 'property="og:image" content="http://testserver/talks/release-1/talks/?picture=' in matrix
    csl = client.get(as_of(first, "/talks/claims/?cite=csl")).json()[0]
    assert named in csl["title"] and csl["URL"] == "http://testserver/talks/release-1/talks/claims/"
    assert csl["issued"]["date-parts"] == [[first.day.year, first.day.month, first.day.day]] and "accessed" not in csl
    claim = Claim.objects.published().first().public_id
    cited = f"Stance matrix, {named}, http://testserver/talks/release-1/claims/{claim}/"
    assert cited in client.get(as_of(first, f"/claims/{claim}/")).content.decode()


def test_a_page_says_where_there_is_none_of_today(client, releases):
    """Its claim was withdrawn, its proposal or actor is gone or merged; a copy that was kept before holds no more."""
    one = releases[0]
    claim = Claim.objects.published().filter(speaker=None).last() or Claim.objects.published().last()
    proposal, holder, source = claim.proposal, claim.holder, claim.source
    pages = {
        "claim": f"/claims/{claim.public_id}/",
        "source": f"/sources/{source.slug}/",
        "proposal": f"/talks/proposals/{proposal.slug}/",
        "cell": f"/talks/cells/{proposal.slug}/{holder.slug}/",
        "actor": f"/talks/actors/{holder.slug}/",
        "matrix": "/talks/",
    }

    def read(name):
        answer = client.get(as_of(one, pages[name]))
        assert answer.status_code == 200
        line = LINE.search(answer.content)[0].decode()
        return answer["ETag"], "no such page today." in line, f'href="{pages[name]}"' in line, "Withdrawn since" in line

    before = {name: read(name) for name in pages}
    assert {told[1:] for told in before.values()} == {(False, True, False)}
    with undone():
        for cited in Claim.objects.filter(source=source):
            change(cited, status="withdrawn")
        Outcome._base_manager.filter(source=source).update(status="withdrawn")
        Wording._base_manager.filter(source=source).update(source=make_source())
        after = {name: read(name) for name in pages}
        assert after["claim"][1:] == (False, True, True) and after["source"][1:] == (True, False, False)
        assert after["matrix"] == before["matrix"] and after["claim"][0] != before["claim"][0]
        assert client.get(pages["claim"]).status_code == 410 and client.get(pages["source"]).status_code == 404
    with undone():
        Proposal._base_manager.filter(pk=proposal.pk).update(slug="another")
        Actor._base_manager.filter(pk=holder.pk).update(slug="somebody")
        change(claim, note="Noted.")  # so that the version is another
        assert {name: read(name)[1:] for name in ("proposal", "cell", "actor")} == dict.fromkeys(
            ("proposal", "cell", "actor"), (True, False, False)
        )
        with editing(None, "merged") as gate:
            gate.note_change_of(the_negotiation().pk)
            OldAddress(slug=holder.slug, actor=holder).save()
        assert read("actor")[1:] == (False, True, False)


def test_today_s_page_offers_itself_as_of_the_newest_release(client, releases):
    named = f"release 2 of {releases[1].day:%-d %b %Y}"
    page = client.get("/talks/claims/?value=1&page=1").content.decode()
    assert f'<a href="http://testserver/talks/release-2/talks/claims/?value=1">{named}</a>' in page
    assert "This page changes" not in client.get(as_of(releases[0], "/talks/claims/")).content.decode()
    claim = Claim.objects.published().first()
    address = claim.get_absolute_url()
    assert f'"http://testserver/talks/release-2{address}">{named}' in client.get(address).content.decode()
    claim.history.update(history_date=claim.history.first().history_date + timedelta(days=1))  # published since
    assert "This page changes" not in client.get(address).content.decode()


def test_a_copy_that_is_kept_holds_until_the_code_changes(client, releases, settings):
    address = as_of(releases[0], "/talks/")
    first = client.get(address)
    assert first["ETag"] not in {client.get("/talks/")["ETag"], client.get(as_of(releases[1], "/talks/"))["ETag"]}
    change(Claim.objects.published().first(), value=0)
    kept = {"If-None-Match": first["ETag"]}
    assert client.get(address, headers=kept).status_code == 304
    settings.RELEASE = "newer code"
    assert client.get(address, headers=kept).status_code == 200


def test_of_a_release_there_are_only_pages_for_readers_and_only_to_read(client, releases):
    for address in ("/admin/", "/login/", "/api/v1/negotiations/", "/nothing/", "/talks/release-1/talks/"):
        assert client.get(as_of(releases[0], address)).status_code == 404, address
    for address in (
        "/talks/release-3/talks/",
        "/talks/release-0/talks/",
        "/other/release-1/talks/",
        "/talks/release-1x/",
    ):
        assert client.get(address).status_code == 404, address
    assert client.post(as_of(releases[0], "/talks/")).status_code == 405
    assert client.get("/talks/release-1").headers["Location"] == "/talks/release-1/"
    assert connection.settings_dict.get("FROZEN") is None


def test_no_other_page_has_the_address_of_a_release(client, releases):
    assert not [page for page in OF_ONE if ADDRESS.fullmatch(f"/talks/{page}")]
    make_claim(source=make_source(slug="release-1"))
    assert client.get("/sources/release-1/").status_code == 200


def test_pages_about_releases_lead_out_of_one(client, releases):
    for page in (
        "/talks/releases/?x=1",
        "/talks/releases/2/",
        "/talks/releases/1/to/2/",
        "/talks/releases/1/CITATION.cff",
    ):
        answer = client.get(as_of(releases[0], page))
        assert (answer.status_code, answer.headers["Location"]) == (302, page)
        assert client.get(page).status_code == 200
    assert client.get(as_of(releases[0], "/talks/releases/9/")).status_code == 302


def test_who_may_not_see_the_talks_sees_no_release_of_them(client, releases, settings):
    Negotiation._base_manager.filter(slug="talks").update(public=False)
    address = as_of(releases[0], "/talks/")
    reader = make_user("analyst")
    assert client.get(address).status_code == 404
    client.force_login(reader)
    answer = client.get(address)
    assert answer.status_code == 200 and answer["Cache-Control"] == "private, no-store"
    assert "Log out" not in answer.content.decode() and client.get("/admin/").status_code == 200


def test_a_closed_site_asks_for_a_login_first(client, releases, settings):
    settings.REQUIRE_LOGIN = True
    address = as_of(releases[0], "/talks/?group=topic")
    assert client.get(address)["Location"] == "/login/?next=/talks/release-1/talks/%3Fgroup%3Dtopic"
    client.force_login(make_user("analyst"))
    answer = client.get(address)
    assert answer.status_code == 200 and answer["Cache-Control"] == "private, no-store"


def test_a_release_that_is_not_open_yet_is_made_meanwhile(client, releases, monkeypatch):
    asked = []
    monkeypatch.setattr("tracker.middleware.as_of_release.begin_to_prepare", asked.append)
    path = find_database(releases[0])
    path.rename(path.with_suffix(".away"))
    try:
        answer = client.get(as_of(releases[0], "/talks/"))
    finally:
        path.with_suffix(".away").rename(path)
    assert (answer.status_code, answer["Retry-After"], asked) == (503, "10", [releases[0]])
    assert answer["Cache-Control"] == "private, no-store" and "being opened" in answer.content.decode()
