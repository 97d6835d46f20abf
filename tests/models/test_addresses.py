"""Addresses are filled in from what Django said once: they must be what it would say each time."""

import pytest
from django.urls import NoReverseMatch, clear_script_prefix, get_resolver, include, path, reverse, set_script_prefix

from claims.models import Actor, Negotiation, Proposal
from claims.models.addresses import write_address
from tests.make import change, make_proposal, make_source

SLUGS = ("talks-2", "0", "a_B-1-")
PREFIXES = ("/", "/tracker/", "/v0/1/", "/0/1/0/1/", "/a-0-b/-1-/", "/hundred%/", "/mesa é/", "/{0}/%s/")


def list_pages():
    """Return (name, number of slugs) of each page of the app, from the URLconf itself."""
    _, pages = get_resolver().namespace_dict["claims"]
    named = [name for name in pages.reverse_dict if isinstance(name, str)]
    return [(name, len(pages.reverse_dict[name][0][0][1])) for name in named]


@pytest.fixture(autouse=True)
def at_the_root():
    yield
    clear_script_prefix()


def test_every_page_has_the_address_that_django_gives_it_wherever_the_site_lies():
    pages = list_pages()
    assert ("matrix", 1) in pages
    for prefix in (*PREFIXES, "/"):  # back again: the site's own addresses are none of those before
        set_script_prefix(prefix)
        for page, number in pages:
            slugs = SLUGS[:number]
            assert write_address(page, *slugs) == reverse(f"claims:{page}", args=slugs), (prefix, page)


def test_an_address_is_cut_around_its_last_two_slugs_wherever_the_site_lies():
    for prefix in PREFIXES:
        set_script_prefix(prefix)
        for slug in ("talks", "0", "v0-1"):
            for page in ("cell", "pair"):
                before, after = Negotiation(slug=slug).cut_address(page)
                wanted = reverse(f"claims:{page}", args=[slug, "ceasefire", "east"])
                assert f"{before}ceasefire/east{after}" == wanted, (prefix, page)


@pytest.mark.parametrize(
    ("page", "slugs"),
    [
        ("nowhere", []),
        ("source", []),
        ("source", ["one", "two"]),
        ("source", [""]),
        ("source", ["two words"]),
        ("source", ["a/b"]),
        ("source", ["naïve"]),
        ("source", ["line\n"]),
    ],
)
def test_what_is_the_address_of_no_page_is_refused_as_django_refuses_it(page, slugs):
    with pytest.raises(NoReverseMatch):
        write_address(page, *slugs)


def test_an_address_is_that_of_the_urls_in_use(settings):
    assert write_address("method") == "/method/"
    page = path("how/", lambda request: None, name="method")
    settings.ROOT_URLCONF = (path("", include(([page], "claims"))),)
    assert write_address("method") == "/how/"


@pytest.mark.django_db
def test_rows_have_the_addresses_of_the_slugs_that_they_have_now():
    proposal, source = make_proposal(slug="truce"), make_source(slug="letter")
    talks = proposal.negotiation.slug
    assert proposal.get_absolute_url() == f"/{talks}/proposals/truce/"
    change(proposal, slug="ceasefire")
    change(proposal.negotiation, slug="other-talks")
    change(source, slug="memo")
    assert Proposal.objects.get().get_absolute_url() == "/other-talks/proposals/ceasefire/"
    assert Negotiation.objects.get().get_absolute_url() == "/other-talks/"
    assert source.get_absolute_url() == "/sources/memo/"
    assert Actor(slug="east").get_absolute_url() == "/actors/east/"
    assert proposal.negotiation.get_address("cell", "ceasefire", "east") == "/other-talks/cells/ceasefire/east/"
