"""What the API answers besides rows: headers, problems, how often one may ask."""

import json

import pytest
from django.core.cache import caches

from tests.api.addresses import list_paths
from tests.hostile_values import VALUES
from tests.make import change, make_negotiation
from tests.walk import make_world

pytestmark = pytest.mark.django_db
PROBLEM = "application/problem+json"


@pytest.fixture(scope="module")
def world(share_rows):
    with share_rows(lambda: make_world(3)) as world:
        yield world


def read_problem(answer, status):
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, PROBLEM)
    told = json.loads(answer.content)
    assert told["status"] == status and told["title"] and told["detail"]
    return told


def test_every_wrong_parameter_is_named_with_the_sentence_of_the_page(client, world):
    path = list_paths(world.claim)["list_claims_of_negotiation"]
    query = {"as_of": "yesterday", "holder": "nobody-at-all", "after": "x"}
    told = read_problem(client.get(path, query), 400)
    page = client.get(f"/{path.split('/')[4]}/claims/", query).content.decode()
    assert {error["parameter"] for error in told["errors"]} >= {"as_of", "holder"}
    for error in told["errors"]:
        assert error["label"] and error["detail"].replace("“", "").split("”")[0] in page.replace("“", "")


def test_who_names_something_unknown_twice_is_refused_and_not_led_on(client, world):
    told = read_problem(client.get("/api/v1/claims/", {"holder": ["nobody-at-all", "nobody-at-all"]}), 400)
    assert {error["parameter"] for error in told["errors"]} == {"holder"}


def test_a_cursor_of_no_place_is_refused_at_its_field(client, world):
    for name, path in list_paths(world.claim).items():
        if name.startswith("list_") and name != "list_negotiations":
            told = read_problem(client.get(path, {"after": "no/such/place"}), 400)
            assert [error["parameter"] for error in told["errors"]] == ["after"], name


def test_what_is_not_there_is_a_problem_too(client, world):
    for path in (
        "nothing/",
        "negotiations/nowhere/claims/",
        "claims/zzzzzzzz/",
        "sources/none/",
        "claims/%00/",
        "claims/é'--/",
    ):
        read_problem(client.get(f"/api/v1/{path}"), 404)


def test_an_address_without_its_slash_leads_to_that_with_it(client, world):
    answer = client.get("/api/v1/claims", {"q": "a"})
    assert (answer.status_code, answer.url) == (301, "/api/v1/claims/?q=a")


def test_it_only_reads(client, world):
    for path in list_paths(world.claim).values():
        for method in ("post", "put", "patch", "delete"):
            answer = getattr(client, method)(path)
            read_problem(answer, 405)
            assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"
        assert client.options(path).headers["Allow"] == "GET, HEAD, OPTIONS"
        asked = client.head(path)
        assert (asked.status_code, asked.content) == (200, b"")


def test_who_takes_no_json_is_told_that_there_is_nothing_else(client, world):
    read_problem(client.get("/api/v1/claims/", headers={"Accept": "text/csv"}), 406)


def test_a_copy_is_good_until_something_public_changes(client, world):
    for path in list_paths(world.claim).values():
        tag = client.get(path).headers["ETag"]
        again = client.get(path, headers={"If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b"")
        change(world.claim, quote=f"{world.claim.quote} more")
        assert client.get(path, headers={"If-None-Match": tag}).status_code == 200


def test_another_negotiation_leaves_a_copy_as_good_as_it_was(client, world):
    path = list_paths(world.claim)["list_claims_of_negotiation"]
    other = make_negotiation(public=False)
    tag = client.get(path).headers["ETag"]
    change(other, summary="Other talks.")
    assert client.get(path, headers={"If-None-Match": tag}).status_code in (200, 304)
    assert client.get(path).headers["Cache-Control"] == "public, max-age=0, must-revalidate"


def test_pages_of_other_sites_may_read_it_and_nothing_else(client, world):
    origin = {"Origin": "https://example.org"}
    answer = client.get("/api/v1/claims/", headers=origin)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer.headers
    copy = client.get("/api/v1/claims/", headers={**origin, "If-None-Match": answer.headers["ETag"]})
    assert (copy.status_code, copy.headers["Access-Control-Allow-Origin"]) == (304, "*")
    asked = client.options("/api/v1/claims/", headers={**origin, "Access-Control-Request-Method": "GET"})
    assert set(asked.headers["Access-Control-Allow-Methods"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
    assert "Access-Control-Allow-Origin" not in client.get("/sources/", headers=origin).headers
    assert "Access-Control-Allow-Origin" not in client.get("/login/", headers=origin).headers


def test_who_asks_too_often_is_told_when_to_ask_again(client, world, settings, tmp_path):
    settings.API_REQUESTS_A_MINUTE = 3
    settings.CACHES = {
        **settings.CACHES,
        "rates": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": tmp_path},
    }
    statuses = [client.get("/api/v1/claims/").status_code for _ in range(3)]
    refused = client.get("/api/v1/claims/")
    assert statuses == [200, 200, 200]
    read_problem(refused, 429)
    assert 1 <= int(refused.headers["Retry-After"]) <= 61
    assert client.get("/api/v1/claims/", REMOTE_ADDR="192.0.2.7").status_code == 200
    assert client.get("/sources/").status_code == 200


def test_who_only_reads_is_answered_where_nothing_can_be_counted(client, world, settings, tmp_path):
    settings.API_REQUESTS_A_MINUTE = 3
    (tmp_path / "file").touch()
    rates = {**settings.CACHES["rates"], "LOCATION": tmp_path / "file" / "rates"}
    settings.CACHES = {**settings.CACHES, "rates": rates}
    assert [client.get("/api/v1/claims/").status_code for _ in range(5)] == [200] * 5
    counts = caches["rates"]  # pages and files are counted by these
    assert counts.add("place", True) and counts.get("place", 0) == 0 and not counts.delete("place")
    with pytest.raises(ValueError, match="not found"):
        counts.incr("place")


def test_no_value_of_a_parameter_breaks_an_answer(client, world):
    client.raise_request_exception = False
    document = client.get("/api/v1/openapi.json").json()
    filled = dict(zip(document["paths"], list_paths(world.claim).values(), strict=True))
    for path, operation in document["paths"].items():
        names = [one["name"] for one in operation["get"]["parameters"] if one["in"] == "query"]
        for value in VALUES:
            answer = client.get(filled[path], dict.fromkeys(names, value))
            assert answer.status_code in (200, 400), (path, value)
        for name in names:
            assert client.get(filled[path], {name: "a\x00b"}).status_code in (200, 400), (path, name)


def test_the_page_for_people_tells_every_parameter_and_field(client, world):
    answer = client.get("/api/v1/")
    text = answer.content.decode()
    for path, operation in client.get("/api/v1/openapi.json").json()["paths"].items():
        assert path in text
        assert all(
            f"<code>{one['name']}</code>" in text for one in operation["get"]["parameters"] if one["in"] == "query"
        )
    assert "<script>" not in text and " style=" not in text


def test_a_site_for_those_who_log_in_tells_programs_so(client, world, settings):
    settings.REQUIRE_LOGIN = True
    read_problem(client.get("/api/v1/claims/"), 401)
