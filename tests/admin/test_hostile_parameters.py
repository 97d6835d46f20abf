"""No query string breaks a list of the admin: every parameter that a list reads, with every odd value."""

from itertools import zip_longest
from urllib.parse import urlencode

import pytest
from django.contrib import admin
from django.urls import reverse

from tests.admin.forms import url
from tests.hostile_values import VALUES
from tests.make import make_actor, make_claim, make_coding, make_proposal, make_remark, make_search, make_source

pytestmark = pytest.mark.django_db

LISTS = sorted(model._meta.model_name for model in admin.site._registry if model._meta.app_label == "claims")
EVERY_LIST = sorted(f"{model._meta.app_label}_{model._meta.model_name}" for model in admin.site._registry)
ODD_KEYS = ("x", "\x00", "9" * 30, "9" * 5000, "1.5", "-1", "a" * 100_000)
MANY = ",".join(map(str, range(40_000)))
DATES = ("year", "month", "day", "gte", "lt")


@pytest.fixture(scope="module")
def claim(share_rows):
    """A claim, among a row or two in each list."""
    with share_rows(make_rows) as claim:
        yield claim


def make_rows():
    official = make_actor(kind="official")
    make_proposal(proposers=[official])
    make_claim(holder=official.speaks_for, speaker=official)
    source = make_source(text="Passage.")
    make_coding(source)
    make_claim(quote="", locator="p. 4", source=source)
    make_search()
    make_remark()
    return make_claim()


@pytest.fixture
def visitor(as_superuser, claim):
    """A client that answers with a 500 in place of an exception."""
    as_superuser.raise_request_exception = False
    return as_superuser


def parameters_of(changelist):
    """Return the parameters that a list's filters read, each time one of each filter: a filter that reads several may
    heed one of them alone."""
    by_filter = [spec.expected_parameters() for spec in changelist.filter_specs]
    return [[name for name in names if name] for names in zip_longest(*by_filter)]


def ask(visitor, page, query):
    answer = visitor.get(f"{page}?{urlencode(query)}")
    assert answer.status_code in (200, 302, 400), query
    return answer


def ask_of_filters(visitor, page, names, value, strict):
    """Give each of these filters a value on one page; where one refuses it, and hides what the others do, on two. Those
    that are `strict`, as they refused a value before, have a page each.

    One that leaves no rows keeps the database from what the next would ask it, so that is asked too, of each alone.
    """
    for name in strict.intersection(names):
        ask_of_some(visitor, page, [name], value)
    lenient = [name for name in names if name not in strict]
    for refusing in ask_of_some(visitor, page, lenient, value) if lenient else ():
        strict.add(refusing)


def ask_of_some(visitor, page, names, value):
    """Give each of these filters a value, and return those that refuse it."""
    answer = ask(visitor, page, dict.fromkeys(names, value))
    if answer.status_code == 200:
        changelist = answer.context["cl"]
        for spec in changelist.filter_specs:
            narrowed = spec.queryset(answer.wsgi_request, changelist.root_queryset)
            assert narrowed is None or len(narrowed[:1]) < 2, (spec.expected_parameters(), value)
        return []
    half = len(names) // 2
    parts = (names[:half], names[half:]) if half else ()
    return [name for part in parts for name in ask_of_some(visitor, page, part, value)] or names[:1]


@pytest.mark.parametrize("model", LISTS)
def test_no_value_of_a_parameter_breaks_a_list(visitor, model):
    page = url("changelist", model=model)
    changelist = visitor.get(page).context["cl"]
    filters = parameters_of(changelist)
    dates = [f"{changelist.date_hierarchy}__{part}" for part in DATES] if changelist.date_hierarchy else []
    assert bool(filters or dates) == (model not in ("side", "topic", "importprofile"))
    strict = set()
    for name in ("unheard_of", "_facets"):  # whatever their value
        ask(visitor, page, [(name, value) for value in VALUES])
    for value in VALUES if model == "claim" else VALUES[::8]:  # read alike by each list: of each sort one
        for name in ("_to_field", *dates):
            ask(visitor, page, {name: value})
        if dates:
            ask(visitor, page, {dates[0]: "2022", dates[1]: value})
    for value in VALUES:
        ask(visitor, page, dict.fromkeys(("o", "p", "all"), value))  # none keeps the list from the next
        ask(visitor, page, {"q": value})
        for names in filters:
            ask_of_filters(visitor, page, names, value, strict)
    for value in VALUES[:8]:
        for names in (*filters, *([name] for name in dates if model == "claim")):
            ask(visitor, page, dict.fromkeys(names, value) | {"_facets": "True"})


@pytest.mark.parametrize(
    "query", ["status__exact=%00", "dimension__exact=%00&_facets=True", "a%00b=1", "%00", "=", "%ff"]
)
def test_no_broken_query_string_breaks_the_list_of_claims(visitor, query):
    assert visitor.get(f"{url('changelist')}?{query}").status_code in (200, 302, 400)


@pytest.mark.parametrize("name", EVERY_LIST)
def test_list_takes_no_lookup_but_its_own_filters(visitor, name):
    page = reverse(f"admin:{name}_changelist")
    for lookup, value in (("id__range", "1"), ("id__in", MANY), ("pk__in", MANY), ("id", "x"), ("id__regex", "(")):
        answer = visitor.get(page, {lookup: value})
        assert answer.status_code == 400 and "cannot be read" in answer.content.decode(), lookup
    assert "could not be read: all rows are shown" in visitor.get(page, {"e": "1"}).content.decode()


@pytest.mark.parametrize("name", EVERY_LIST)
def test_search_of_any_length_is_answered(visitor, name):
    page = reverse(f"admin:{name}_changelist")
    for words in ("\x00", "ab " * 3000, "a" * 100_000):
        assert visitor.get(page, {"q": words}).status_code == 200
    assert "Search for at most 200 letters" in visitor.get(page, {"q": "ab " * 3000}).content.decode()


@pytest.mark.parametrize("name", EVERY_LIST)
def test_no_value_of_a_field_that_chooses_rows_breaks_a_form(visitor, name):
    page = visitor.get(reverse(f"admin:{name}_add"))
    if page.status_code == 403:  # attempts to log in are written by nobody
        return
    fields = page.context["adminform"].form.fields
    choosing = {field for field, made in fields.items() if hasattr(made, "queryset")}
    for key in ODD_KEYS if choosing else ():
        typed = {f"{field}-typed": key for field in choosing}
        answer = visitor.post(page.wsgi_request.path, dict.fromkeys(choosing, key) | typed)
        assert answer.status_code == 200 and choosing <= answer.context["adminform"].form.errors.keys(), key
        assert visitor.get(page.wsgi_request.path, dict.fromkeys(choosing, key)).status_code == 200, key


@pytest.mark.parametrize("parameter", ["term", "page", "app_label", "model_name", "field_name"])
def test_no_value_breaks_the_search_of_a_chooser(visitor, parameter):
    usual = {"app_label": "claims", "model_name": "claim", "field_name": "holder", "term": ""}
    for value in VALUES:
        answer = visitor.get(reverse("admin:autocomplete"), usual | {parameter: value})
        assert answer.status_code in (200, 403, 404), value


def test_no_page_of_a_history_breaks(visitor, claim):
    page = url("history", claim.pk)
    for value in VALUES:
        assert visitor.get(page, {"p": value}).status_code == 200, value
        assert visitor.get(page, {"version": value, "with": value}).status_code in (200, 302), value
        version = reverse("admin:claims_claim_version", args=[claim.pk, 1])
        assert visitor.get(version, {"p": value}).status_code == 200, value
        assert visitor.get(version, {"with": value}).status_code in (200, 404), value


@pytest.mark.parametrize("key", ["9" * 30, "9" * 5000, "%00", "_00", "x"])
@pytest.mark.parametrize("name", ["change", "delete", "history"])
def test_key_of_no_row_is_not_found(visitor, name, key):
    page = url(name, 0).replace("/0/", f"/{key}/")
    assert visitor.get(page).status_code == 302
    assert visitor.post(page, {"post": "yes"}).status_code in (302, 405)
