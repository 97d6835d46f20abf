"""Names fold alike on every database, wherever they are typed: in filters, choosers, lists of the admin, and rows."""

import unicodedata

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from tests.make import (
    change,
    make_actor,
    make_claim,
    make_proposal,
    make_remark,
    make_search,
    make_side,
    make_source,
    make_topic,
    make_user,
    the_negotiation,
)
from tests.query_counter import QueryCounter

pytestmark = pytest.mark.django_db

ZURICH = "Zürich"
DECOMPOSED = unicodedata.normalize("NFD", ZURICH)
MADE = [(make_side, "name"), (make_topic, "name"), (make_actor, "name"), (make_proposal, "title")]


@pytest.mark.parametrize("make, field", MADE)
@pytest.mark.parametrize("spelling", [DECOMPOSED, "ZÜRICH", " zürich ", "Zü\u00adrich", "Ｚürich"])
def test_two_rows_of_one_name_are_refused_whatever_the_form_of_its_letters(make, field, spelling):
    row = make(**{field: ZURICH})
    within = {name: getattr(row, name) for name in ("negotiation", "topic") if hasattr(row, name)}
    again = type(row)(slug="again", **within, **{field: spelling})
    with pytest.raises(ValidationError) as refusal:
        again.full_clean(exclude=again.DERIVED)
    assert f"({row.slug}) goes by" in refusal.value.message_dict[field][0]
    with pytest.raises(IntegrityError), transaction.atomic():
        make(**{field: spelling})


@pytest.mark.parametrize("make, field", MADE)
def test_another_name_without_the_mark_is_another_row(make, field):
    make(**{field: ZURICH})
    assert make(**{field: "Zurich"}).pk


@pytest.mark.parametrize("make, field", [*MADE, (make_source, "title"), (make_source, "origin")])
def test_a_name_is_stored_composed_and_on_one_line(make, field):
    row = make(**{field: f" {DECOMPOSED}\n am  See"})
    row.refresh_from_db()
    assert getattr(row, field) == "Zürich am See"


def test_aliases_are_stored_composed_a_line_each():
    actor = make_actor(aliases=f"{DECOMPOSED}\r\n\r\n  Turicum ")
    actor.refresh_from_db()
    assert actor.aliases == "Zürich\nTuricum"


def test_a_name_of_which_nothing_can_be_seen_is_refused():
    actor = make_actor()
    actor.name = "\u200b\u00ad"
    with pytest.raises(ValidationError, match="no visible character"):
        actor.full_clean()


def test_filters_find_a_name_in_any_spelling_and_an_alias(client):
    holder = make_actor(slug="at", name="Österreich", short_name="ÖST", aliases="Ballhausplatz")
    speaker = make_actor(kind="official", name="Überall", speaks_for=holder)
    source = make_source(title="Größe", publisher="Тасс", origin="Élysée")
    proposal = make_proposal(title="Straße", aliases="Брест", topic=make_topic(name="Äther"))
    claim = make_claim(holder=holder, speaker=speaker, source=source, proposal=proposal)
    other = make_claim()
    for parameter, typed in (
        ("holder", "österreich"),
        ("holder", unicodedata.normalize("NFD", "ÖSTERREICH")),
        ("holder", "öst"),
        ("holder", "ballhausplatz"),
        ("actor", "österreich"),
        ("speaker", "überall"),
        ("source", "GRÖSSE"),
        ("source", "ТАСС"),
        ("origin", "ÉLYSÉE"),
        ("proposal", "STRASSE"),
        ("proposal", "брест"),
        ("topic", "äther"),
        ("side", holder.side.name.upper()),
        ("q", "osterreich"),
        ("q", "ballhausplatz"),
        ("q", "БРЕСТ"),
    ):
        page = client.get("/talks/claims/", {parameter: typed})
        ids = [one.public_id for one in (claim, other) if one.public_id in page.content.decode()]
        assert (page.status_code, ids) == (200, [claim.public_id]), (parameter, typed)


@pytest.mark.parametrize(
    "kind, typed, words",
    [
        ("holder", "osterr", "Österreich"),
        ("holder", "ÖSTERR", "Österreich"),
        ("holder", "ballhaus", "Österreich (Ballhausplatz)"),
        ("source", "groß", "Größe"),
        ("origin", "ELYSEE", "Élysée"),
        ("proposal", "брест", "Straße (Брест)"),
    ],
)
def test_a_search_field_suggests_what_is_typed_in_any_spelling(client, kind, typed, words):
    holder = make_actor(name="Österreich", aliases="Ballhausplatz")
    source = make_source(title="Größe", origin="Élysée")
    make_claim(holder=holder, source=source, proposal=make_proposal(title="Straße", aliases="Брест"))
    assert words in client.get(the_negotiation().get_address("suggest", kind), {kind: typed}).content.decode()


@pytest.mark.parametrize(
    "make, fields, typed",
    [
        (make_actor, {"name": "Österreich"}, "österr"),
        (make_actor, {"name": "United States", "aliases": "Washington"}, "washing"),
        (make_side, {"name": "Österreich"}, "ÖSTERREICH"),
        (make_topic, {"name": "Über"}, "uber"),
        (make_proposal, {"definition": "Der Übergang."}, "übergang"),
        (make_source, {"publisher": "Österreich"}, "österreich"),
        (make_search, {"searched_in": "Österreich"}, "österreich"),
        (make_remark, {"text": "Österreich"}, "österreich"),
    ],
)
def test_lists_and_choosers_of_the_admin_find_in_any_spelling(client, make, fields, typed):
    client.force_login(make_user("superuser"))
    row, other = make(**fields), make()
    address = reverse(f"admin:claims_{row._meta.model_name}_changelist")
    listed = client.get(address, {"q": typed}).context["cl"].queryset
    assert list(listed) == [row] and other not in listed


def test_the_claim_form_finds_an_alias(client):
    client.force_login(make_user("superuser"))
    actor = make_actor(name="United States", aliases="Washington")
    asked = {"app_label": "claims", "model_name": "claim", "field_name": "holder", "term": "washington"}
    answer = client.get(reverse("admin:autocomplete"), asked).json()
    assert [option["id"] for option in answer["results"]] == [str(actor.pk)]


def test_a_search_record_is_found_by_its_holder_s_alias(client):
    client.force_login(make_user("superuser"))
    search = make_search(holder=make_actor(aliases="Вашингтон"))
    listed = client.get(reverse("admin:claims_searchrecord_changelist"), {"q": "вашингтон"}).context["cl"].queryset
    assert list(listed) == [search]


MACEDONIA = "“Macedonia” is the name of several: macedonia (North Macedonia), makedonija (Macedonia). Write the slug."


@pytest.mark.parametrize("address", ["/talks/claims/", "/talks/"])
@pytest.mark.parametrize(
    "make, field, parameters",
    [
        (make_actor, "name", ["holder", "actor", "speaker"]),
        (make_side, "name", ["side"]),
        (make_topic, "name", ["topic"]),
        (make_proposal, "title", ["proposal"]),
    ],
)
def test_a_filter_refuses_the_name_of_several_and_takes_the_slug(client, address, make, field, parameters):
    the_negotiation()
    make(slug="macedonia", **{field: "North Macedonia"})
    make(slug="makedonija", **{field: "Macedonia"})
    for parameter in parameters:
        page = client.get(address, {parameter: "Macedonia"})
        if page.context["filters"].is_valid():
            continue  # not a filter of this page
        assert page.status_code == 400 and [m for _, m in page.context["filters"].faults] == [MACEDONIA]
        assert client.get(address, {parameter: "macedonia"}).status_code == 200


def test_a_filter_of_sources_refuses_a_title_of_several_and_takes_a_publisher(client):
    for slug in ("one", "two"):
        make_claim(source=make_source(slug=slug, title="Briefing", publisher="Tass"))
    faults = client.get("/talks/claims/?source=briefing").context["filters"].faults
    assert [message for _, message in faults] == [
        "“briefing” is the name of several: one (Briefing), two (Briefing). Write the slug."
    ]
    assert client.get("/talks/claims/?source=TASS").status_code == 200


@pytest.mark.parametrize("typed, offer", [("Moskow", " Do you mean “Moscow”?"), ("the Kremlin", "")])
def test_a_filter_offers_what_is_near_and_nothing_else(client, typed, offer):
    make_actor(name="Moscow")
    make_actor(name="United Nations", short_name="UN")
    ((_, message),) = client.get("/talks/claims/", {"holder": typed}).context["filters"].faults
    assert message == f"There is no actor “{typed}”.{offer}"


def test_names_to_offer_are_listed_once_until_one_changes(client):
    actor = make_actor(name="Moscow")

    def ask(typed):
        with connection.execute_wrapper(counter := QueryCounter()):
            ((_, message),) = client.get("/talks/claims/", {"holder": typed}).context["filters"].faults
        return message.partition(" Do")[2], len(counter.statements)

    client.get("/talks/claims/")
    (first, listed), (second, kept) = ask("Moskow"), ask("Moscoww")
    assert first == second == " you mean “Moscow”?" and kept == listed - 1
    change(actor, name="Muscovy")
    assert ask("Moskow")[0] == "" and ask("Muscowy")[0] == " you mean “Muscovy”?"


@pytest.mark.parametrize(
    "typed, words", [("Macedonia", MACEDONIA), ("Makedonia", "There is no actor “Makedonia”. Do you mean")]
)
def test_the_claim_form_says_what_is_wrong_with_a_typed_name(client, typed, words):
    client.force_login(make_user("superuser"))
    make_actor(slug="macedonia", name="North Macedonia")
    make_actor(slug="makedonija", name="Macedonia")
    answer = client.post(reverse("admin:claims_claim_add"), {"holder-typed": typed})
    assert words in " ".join(answer.context["adminform"].form.errors["holder"])


def test_the_claim_form_takes_a_typed_alias(client):
    client.force_login(make_user("superuser"))
    actor = make_actor(name="United States", aliases="Washington")
    form = client.post(reverse("admin:claims_claim_add"), {"holder-typed": "washington"}).context["adminform"].form
    assert form.cleaned_data["holder"] == actor
