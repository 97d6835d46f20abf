"""What readers keep of a page is used for nothing after it changed, and costs one query until then."""

import threading

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from claims.models import Actor, Claim, DataVersion, Proposal, Source
from claims.services.write_gate import editing
from tests.make import (
    change,
    make_claim,
    make_negotiation,
    make_proposal,
    make_topic,
    make_user,
    the_negotiation,
)
from tests.query_counter import QueryCounter
from tests.walk import downloads, make_world, stops
from tracker.middleware.page_cache import PageCache

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_negotiation")]

KEPT_BY_ALL = {"public", "max-age=0", "must-revalidate"}
KEPT_BY_NOBODY = {"private", "no-store"}


def addresses(size=3):
    world = make_world(size)
    return [
        *(stop.path() for stop in stops(world)),
        *(f"{stop.path()}?_export={kind}" for stop in downloads(world) for kind in ("csv", "xlsx", "json")),
    ]


def again(client, path, first, **headers):
    """Ask for a page of which the first answer is kept."""
    return client.get(path, headers={"If-None-Match": first["ETag"], **headers})


def says(answer):
    return set(answer["Cache-Control"].split(", "))


def varies(answer):
    return {name.strip() for name in answer["Vary"].split(",")}


def moved(claim, status):
    with editing(None):
        claim.status = status
        claim.save()


def test_the_second_visit_of_each_page_takes_one_query_and_no_page(client):
    for path in addresses():
        first, counter = client.get(path), QueryCounter()
        with connection.execute_wrapper(counter):
            second = again(client, path, first)
        assert (first.status_code, second.status_code, second.content) == (200, 304, b""), path
        assert len(counter.statements) == 1 and "claims_dataversion" in counter.statements[0]
        for answer in (first, second):
            assert answer["ETag"] == first["ETag"] and says(answer) == KEPT_BY_ALL, path
            assert {"Cookie", "HX-Request"} <= varies(answer) and not answer.cookies, path


def test_the_version_is_read_before_anything_else_of_a_page(client):
    visitor, reader = client, type(client)()
    reader.force_login(make_user("reviewer"))
    for path in addresses():
        for who in (visitor, reader):
            counter = QueryCounter()
            with connection.execute_wrapper(counter):
                who.get(path)
            assert "claims_dataversion" in counter.statements[0], path
            assert sum("claims_dataversion" in statement for statement in counter.statements) == 1


def test_each_page_knows_the_version_that_it_is_made_from(client):
    answer = client.get(reverse("claims:method"))
    versions = DataVersion.read_all()
    assert answer.wsgi_request.data_version == versions.of_all()
    page = client.get("/talks/claims/")
    assert page.wsgi_request.data_version == versions.of(the_negotiation().pk)
    assert page.wsgi_request.versions == versions


def test_a_write_in_one_negotiation_leaves_what_readers_keep_of_others(client):
    paths = addresses()
    elsewhere = make_negotiation(slug="elsewhere")
    topic = make_topic(negotiation=elsewhere)
    make_claim(proposal=make_proposal(topic=topic))  # with a new actor and a new source, which all share
    kept = {path: client.get(path, follow=True) for path in paths}
    first = client.get("/elsewhere/")
    make_claim(proposal=Proposal.objects.get(topic=topic), holder=Actor.objects.first(), source=Source.objects.first())
    statuses = {path: again(client, path, answer).status_code for path, answer in kept.items() if answer["ETag"]}
    of_one = {path for path in kept if path.startswith("/talks/")}
    assert of_one and {statuses[path] for path in of_one} == {304}
    assert {statuses[path] for path in statuses.keys() - of_one} == {200}
    assert again(client, "/elsewhere/", first).status_code == 200


def test_what_was_worked_out_of_one_negotiation_is_kept_while_another_is_written(client, django_assert_num_queries):
    make_claim()
    elsewhere = make_topic(negotiation=make_negotiation(slug="elsewhere"))
    claim = make_claim(proposal=make_proposal(topic=elsewhere))
    for path in ("/talks/", "/elsewhere/"):
        client.get(path)
    with CaptureQueriesContext(connection) as kept:
        client.get("/talks/")
    change(claim, value=2)
    with django_assert_num_queries(len(kept)):
        client.get("/talks/")
    with CaptureQueriesContext(connection) as anew:
        client.get("/elsewhere/")
    assert len(anew) > len(kept)


def test_each_page_is_made_anew_once_something_public_changed(client):
    kept = {path: client.get(path) for path in addresses()}
    known = Claim.objects.select_related("holder", "proposal", "source").first()
    make_claim(status="draft", holder=known.holder, proposal=known.proposal, source=known.source)
    assert {again(client, path, first).status_code for path, first in kept.items()} == {304}
    make_claim()
    assert {again(client, path, first).status_code for path, first in kept.items()} == {200}


def test_nothing_is_kept_of_what_people_with_a_login_see(client):
    paths = addresses()
    kept = {path: client.get(path) for path in paths}
    client.force_login(make_user("reviewer"))
    for path in paths:
        answer = again(client, path, kept[path])
        assert answer.status_code == 200 and "ETag" not in answer and says(answer) == KEPT_BY_NOBODY, path
    client.logout()
    assert {again(client, path, kept[path]).status_code for path in paths} == {304}


def test_the_cookie_of_a_session_that_ended_is_no_way_to_a_kept_page(client):
    first = client.get("/talks/")
    client.cookies["sessionid"] = "ended"
    answer = again(client, "/talks/", first)
    assert answer.status_code == 200 and says(answer) == KEPT_BY_NOBODY
    assert answer.cookies["sessionid"]["max-age"] == 0


def test_a_claim_is_there_the_moment_it_is_published_and_gone_when_withdrawn(client):
    claim = make_claim(status="in-review")
    page = f"/claims/{claim.public_id}/"
    assert says(client.get(page)) == KEPT_BY_NOBODY
    moved(claim, "published")
    answer = client.get(page)
    assert answer.status_code == 200
    moved(claim, "withdrawn")
    assert again(client, page, answer).status_code == 410


@pytest.mark.parametrize("path", ["/talks/?as_of=never", "/talks/claims/?per_page=7", "/claims/nothing2/", "/nothing/"])
def test_no_fault_is_kept(client, path):
    answer = client.get(path)
    assert answer.status_code in (400, 404)
    assert "ETag" not in answer and says(answer) == KEPT_BY_NOBODY


def test_a_part_of_a_page_is_not_taken_for_the_page(client):
    first, part = client.get("/talks/claims/"), client.get("/talks/claims/", headers={"HX-Request": "true"})
    assert first["ETag"] != part["ETag"]
    assert again(client, "/talks/claims/", first, **{"HX-Request": "true"}).status_code == 200
    assert again(client, "/talks/claims/", part, **{"HX-Request": "true"}).status_code == 304


def test_a_page_of_another_address_is_not_taken_for_this_one(client):
    tags = {
        client.get(path)["ETag"]
        for path in ("/talks/", "/talks/?group=topic", "/talks/claims/", "/talks/claims/?q=a", "/talks/claims/?q=b")
    }
    assert len(tags) == 5
    claim = make_claim()
    page = client.get(claim.get_absolute_url())
    assert "http://testserver" in page.content.decode()  # a claim is cited by its whole address
    assert again(client, claim.get_absolute_url(), page, host="localhost").status_code == 200


@pytest.mark.parametrize("name", ["RELEASE", "CONTACT", "CREATORS"])
def test_a_new_release_and_another_contact_make_every_page_anew(client, settings, name):
    first = client.get("/talks/claims/")
    assert again(client, "/talks/claims/", first).status_code == 304
    setattr(settings, name, "another")
    assert again(client, "/talks/claims/", first).status_code == 200


def test_nothing_is_kept_while_the_code_is_worked_on(client, settings):
    first = client.get("/talks/claims/")
    settings.DEBUG = True
    answer = again(client, "/talks/claims/", first)
    assert answer.status_code == 200 and says(answer) == KEPT_BY_NOBODY


def test_a_download_is_named_after_the_day_on_which_it_is_fetched(client, monkeypatch):
    path = "/talks/claims/?_export=csv"
    first, now = client.get(path), timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now + timezone.timedelta(days=1))
    second = again(client, path, first)
    assert second.status_code == 200
    assert second["Content-Disposition"] != first["Content-Disposition"]


def test_a_closed_site_gives_nobody_a_kept_page(client, settings):
    first = client.get("/talks/claims/")
    settings.REQUIRE_LOGIN = True
    answer = again(type(client)(), "/talks/claims/", first)
    assert answer.status_code == 302 and says(answer) == KEPT_BY_NOBODY


@pytest.mark.parametrize(
    "header",
    ['"other"', 'W/"page-0"', "page-", '"page-', "\x00", '"a", W/"b', "{bare}", '"a{tag}', "w/{tag}", 'W/"{tag}"'],
)
def test_other_tags_bring_the_page(client, header):
    tag = client.get("/talks/claims/")["ETag"].removeprefix("W/")
    header = header.format(tag=tag, bare=tag.strip('"'))
    assert client.get("/talks/claims/", headers={"If-None-Match": header}).status_code == 200


@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", W/{}', 'W/"x",{}', " {} ,"])
def test_a_tag_is_recognised_in_each_form_that_caches_send(client, form):
    tag = client.get("/talks/claims/")["ETag"].removeprefix("W/")
    assert client.get("/talks/claims/", headers={"If-None-Match": form.format(tag)}).status_code == 304
    assert client.head("/talks/claims/", headers={"If-None-Match": form.format(tag)}).status_code == 304


@pytest.mark.parametrize("path", ["/talks/claims/", "/talks/claims/?_export=csv"])
def test_a_star_stands_for_a_copy_of_any_age_of_a_page_that_there_is(client, path):
    first = client.get(path)
    answer = client.get(path, headers={"If-None-Match": "*"})
    assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", first["ETag"])
    answer = client.get("/claims/nothing2/", headers={"If-None-Match": "*"})
    assert answer.status_code == 404 and says(answer) == KEPT_BY_NOBODY


def test_the_desk_and_the_login_are_left_to_themselves(client):
    client.force_login(make_user("reviewer"))
    counter = QueryCounter()
    with connection.execute_wrapper(counter):
        answers = [client.get(reverse("admin:index")), client.get(reverse("login"))]
    assert all("no-store" in answer["Cache-Control"] for answer in answers)
    assert not any("ETag" in answer for answer in answers)


def test_a_page_is_asked_for_by_reading_only(client):
    first = client.get("/method/")
    answer = client.post("/method/", headers={"If-None-Match": first["ETag"]})
    assert answer.status_code == 200 and says(answer) == KEPT_BY_NOBODY


def test_it_stands_above_whatever_would_work_for_a_visitor(settings):
    *above, as_of_release, page_cache = settings.MIDDLEWARE[:8]
    assert as_of_release == "tracker.middleware.as_of_release.PagesAsOfReleases"  # looks at the address
    assert page_cache == f"{PageCache.__module__}.{PageCache.__qualname__}"
    # These look at headers only, and the answers of the page cache need those for other sites.
    assert above == [
        "tracker.middleware.requests.EachRequest",
        "tracker.middleware.operators.ForOperators",
        "django_guid.middleware.guid_middleware",
        "tracker.middleware.charsets.OneCharset",
        "corsheaders.middleware.CorsMiddleware",
        "tracker.middleware.costs.Costs",
    ]


@pytest.mark.django_db(transaction=True)
def test_whoever_commits_last_no_page_lacks_what_was_committed(client):
    """Two write at once, and on PostgreSQL the one that began first commits last; SQLite lets one wait for the other.
    A number taken when a writer begins, or the newest of the history, would hide the slow one's change for good."""
    slow, quick = make_claim(), make_claim()
    wrote, seen, committed, failures = threading.Event(), threading.Event(), [], []

    def write(claim, before, after):
        try:
            before()
            with editing(None) as gate:
                row = gate.lock(Claim, claim.pk)
                row.quote = f"Changed {claim.pk}."
                gate.save(row)
                after()
            committed.append(claim.pk)
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    def hold():
        wrote.set()
        seen.wait(20 if connection.vendor == "postgresql" else 0.3)

    writers = [
        threading.Thread(target=write, args=(slow, lambda: None, hold)),
        threading.Thread(target=write, args=(quick, lambda: wrote.wait(20), lambda: None)),
    ]
    kept = client.get("/talks/claims/")
    for writer in writers:
        writer.start()
    unchanged = 0
    while not failures and len(committed) < 2 or unchanged < 3:
        owed = list(committed)
        answer = again(client, "/talks/claims/", kept)
        kept = answer if answer.status_code == 200 else kept
        unchanged = unchanged + 1 if answer.status_code == 304 else 0
        text = kept.content.decode()
        assert all(f"Changed {pk}." in text for pk in owed)
        if f"Changed {quick.pk}." in text:
            seen.set()
    for writer in writers:
        writer.join()
    assert not failures
    assert committed == ([quick.pk, slow.pk] if connection.vendor == "postgresql" else [slow.pk, quick.pk])
