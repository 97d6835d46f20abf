"""What htmx is answered: the part of a page that it asks for, or the form alone where that cannot be read."""

import re

import pytest

from tests.make import make_claim

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def claim():
    return make_claim()


def ask(client, address, **headers):
    return client.get(address, headers={"HX-Request": "true", "HX-Trigger": "filters", **headers})


@pytest.mark.parametrize(
    ("address", "part"),
    [
        ("/talks/", "matrix"),
        ("/talks/claims/", "claims-table"),
        ("/talks/proposals/", "listing"),
        ("/sources/", "listing"),
    ],
)
def test_the_part_that_filters_change_holds_their_form_and_nothing_around(client, address, part):
    answer = ask(client, address, **{"HX-Target": part})
    assert answer.status_code == 200 and "<main" not in answer.text
    assert re.search(rf'<section id="{part}">.*<form\s+id="filters".*hx-target="#{part}"', answer.text, re.S)
    assert "<main" in client.get(address).text


@pytest.mark.parametrize("address", ["/talks/common-ground/robustness/", "/talks/proposals/{proposal}/"])
def test_a_page_that_changes_as_a_whole_is_answered_so(client, claim, address):
    address = address.format(proposal=claim.proposal.slug)
    answer = ask(client, address, **{"HX-Target": "content"})
    assert '<main id="content"' in answer.text and 'hx-target="#content"' in answer.text
    assert answer["HX-Push-Url"] == address


def test_only_the_form_of_filters_moves_the_address(client):
    for headers in ({"HX-Trigger": "hangs-on"}, {"HX-Trigger": ""}):
        assert "HX-Push-Url" not in ask(client, "/talks/common-ground/robustness/", **headers)


@pytest.mark.parametrize(
    "address", ["/talks/", "/talks/claims/", "/talks/agreement/", "/talks/common-ground/robustness/"]
)
def test_of_what_cannot_be_read_the_form_alone_is_drawn_anew(client, address):
    answer = ask(client, f"{address}?as_of=soon&attribution=own", **{"HX-Target": "content"})
    assert answer.status_code == 400
    assert {name: answer[name] for name in ("HX-Retarget", "HX-Reselect", "HX-Reswap", "HX-Push-Url")} == {
        "HX-Retarget": "#filters",
        "HX-Reselect": "#filters",
        "HX-Reswap": "outerHTML",
        "HX-Push-Url": "false",
    }
    assert 'id="id_as_of_error" role="alert">“soon” is no day.' in answer.text
    assert 'id="id_as_of_error">“soon” is no day.' in client.get(f"{address}?as_of=soon").text


def test_what_is_kept_of_one_answer_is_not_used_for_another(client):
    first = ask(client, "/talks/proposals/", **{"HX-Target": "listing"})
    for headers in ({"HX-Target": "content"}, {"HX-Target": "listing", "HX-Trigger": "another"}):
        again = ask(client, "/talks/proposals/", **headers, **{"If-None-Match": first["ETag"]})
        assert again.status_code == 200
    again = ask(client, "/talks/proposals/", **{"HX-Target": "listing", "If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert {"HX-Request", "HX-Target", "HX-Trigger"} <= {name.strip() for name in first["Vary"].split(",")}
