"""A page that was made for a visitor is sent to the next who asks for it, and to nobody once anything changed."""

import pytest
from django.http import HttpResponse
from django.middleware.common import CommonMiddleware
from django.test import Client

from tests.make import change, make_claim, make_user
from tests.walk import make_world, stops
from tracker.middleware import page_cache
from tracker.middleware.kept_answers import KeptAnswer, KeptAnswers
from tracker.middleware.requests import name_route

pytestmark = pytest.mark.django_db
PAGE = "/talks/claims/"
OWN = {"Set-Cookie", "Date", "X-Request-ID", "Correlation-ID"}  # of each answer


@pytest.fixture(autouse=True)
def kept(monkeypatch):
    answers = KeptAnswers(1_000_000)
    monkeypatch.setattr(page_cache, "KEPT", answers)
    return answers


def read_headers(answer):
    return {name: value for name, value in answer.items() if name not in OWN}


@pytest.mark.usefixtures("one_negotiation")
def test_each_page_is_the_same_when_it_is_sent_again_as_when_it_was_made(client, monkeypatch):
    paths = [stop.path() for stop in stops(make_world(2))]
    made = [client.get(path) for path in paths]
    again = [client.get(path) for path in paths]
    assert [answer.content for answer in again] == [answer.content for answer in made]
    assert [*map(read_headers, again)] == [*map(read_headers, made)]
    monkeypatch.setattr(page_cache, "KEPT", KeptAnswers(0))
    assert [client.get(path).content for path in paths] == [answer.content for answer in made]


def test_it_takes_one_query_until_something_changes(client, django_assert_num_queries):
    claim = make_claim(value=1)
    first = client.get(PAGE)
    with django_assert_num_queries(1):  # the data version
        again = client.get(PAGE)
    assert again.content == first.content and again.resolver_match.view_name == "claims:claims"
    change(claim, status="withdrawn")
    after = client.get(PAGE)
    assert f"claim-{claim.public_id}" in first.content.decode()
    assert f"claim-{claim.public_id}" not in after.content.decode() and after["ETag"] != first["ETag"]


def test_nothing_else_works_for_a_page_that_was_made_and_it_is_counted_as_that_page(client, monkeypatch):
    make_claim(value=1)
    page = client.get(PAGE).content
    monkeypatch.setattr(CommonMiddleware, "process_request", lambda *_: HttpResponse("made anew"))
    again = client.get(PAGE)
    assert again.content == page and name_route(again.wsgi_request, again) == "claims:claims"
    for path in (f"{PAGE}?value=1", "/talks/"):
        assert client.get(path).content == b"made anew"


@pytest.mark.parametrize("headers", [{"HX-Request": "true"}, {"Host": "localhost"}])
def test_who_asks_otherwise_is_sent_what_was_made_for_it(client, headers):
    make_claim(value=1)
    page, other = client.get(PAGE), client.get(PAGE, headers=headers)
    assert page["ETag"] != other["ETag"] and page.content != other.content
    assert client.get(PAGE, headers=headers).content == other.content


def test_whoever_is_logged_in_or_has_a_cookie_leaves_no_page_and_is_sent_none(client, kept):
    make_claim(value=1)
    reviewer, with_cookie = Client(), Client()
    reviewer.force_login(make_user("reviewer"))
    with_cookie.cookies["theme"] = "dark"
    for who in (reviewer, with_cookie):
        assert who.get(PAGE).status_code == 200 and not kept.nbytes
    page = client.get(PAGE).content
    assert kept.nbytes == len(page)
    kept.put(client.get(PAGE)["ETag"].removeprefix("W/"), KeptAnswer(b"kept", {}, PAGE))
    assert client.get(PAGE).content == b"kept"
    for who in (reviewer, with_cookie):
        assert who.get(PAGE).content not in (b"kept", b"")


@pytest.mark.parametrize("path", ["/talks/nowhere/", f"{PAGE}?_export=csv", "/api/v1/negotiations/", "/robots.txt"])
def test_nothing_is_kept_but_pages(client, kept, path):
    make_claim(value=1)
    answer = client.get(path)
    b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert not kept.nbytes
    client.head(PAGE)
    assert not kept.nbytes


def test_pages_not_asked_for_longest_make_room_for_others():
    answers = KeptAnswers(10)
    for tag in ("a", "b"):
        answers.put(tag, KeptAnswer(b"12345", {}))
    answers.put("a", KeptAnswer(b"1234", {}))
    assert answers.nbytes == 9 and answers.get("b")
    answers.put("c", KeptAnswer(b"12", {}))
    assert answers.get("a") is None and answers.get("b") and answers.get("c") and answers.nbytes == 7
    answers.put("d", KeptAnswer(b"12345678901", {}))
    assert answers.get("d") is None and not answers.nbytes


def test_a_path_is_known_as_long_as_any_of_its_pages_is_kept():
    answers = KeptAnswers(10)
    for tag, content in (("a", b"12345"), ("b", b"12345"), ("a", b"1234")):
        answers.put(tag, KeptAnswer(content, {}, PAGE))
    assert answers.has_any_of(PAGE) and not answers.has_any_of("/talks/")
    answers.put("c", KeptAnswer(b"123456", {}, "/talks/"))
    assert answers.has_any_of(PAGE) and answers.has_any_of("/talks/")
    answers.put("d", KeptAnswer(b"1234", {}, "/talks/"))
    assert not answers.has_any_of(PAGE)
    answers.forget()
    assert not answers.has_any_of("/talks/")
