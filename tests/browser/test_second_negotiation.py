"""A second negotiation is entered in the admin, with actors of the first: nothing changes in the first."""

import re

import pytest
from django.test import Client

from claims.models import Actor, Claim, Negotiation, Proposal, Side, Source, Topic
from claims.reader.urls import OF_ONE

pytestmark = pytest.mark.django_db(transaction=True)

FIRST = "russia-us-security-2021"
QUOTE = "Grain ships may leave Odesa"
SIDES = ("Exporters", "Neighbours", "Mediators")
PARTS = {"russia": "exporters", "ukraine": "exporters", "united-nations": "mediators"}  # actors that the first has too


@pytest.fixture
def scripts():
    return False


@pytest.fixture
def reviewer(desk):
    return desk("reviewer")


def list_addresses():
    """Return the addresses of every page of the first negotiation, with their files."""
    negotiation = Negotiation.objects.get(slug=FIRST)
    slugs = list(Proposal.objects.of((negotiation.pk,)).values_list("slug", flat=True)[:4])
    plain = [address for address in OF_ONE if "<" not in address]
    lists = ("", "claims/", "agreement/", "coverage/", "proposals/", "actors/")
    of_rows = [f"proposals/{slug}/" for slug in slugs] + [f"actors/{slug}/" for slug in PARTS]
    of_rows += [f"cells/{slugs[0]}/russia/", "agreement/russia/united-states/"]
    files = [f"{address}?_export=csv" for address in lists]
    return [f"/{FIRST}/{address}" for address in (*plain, *of_rows, *files)]


# That there are others is told on the page of an actor: it may be there too.
TO_ALL = re.compile(r'<a href="/actors/[\w-]+/">In all negotiations</a>')


def read_pages():
    """Return address → what each page of the first negotiation says below its head, of that one alone."""
    pages = {}
    for address in list_addresses():
        answer = Client().get(address)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        main = re.search(r"<main.*</main>", content.decode(), re.S)
        said = main.group() if main else content.decode()
        pages[address] = answer.status_code, "".join(TO_ALL.sub("", said).split())
    return pages


def save(desk, model, choices=(), kind=None, **fields):
    """Enter a row in the admin; `choices` are (field, row) of what is chosen, `kind` is what is picked from a list."""
    desk.visit(f"admin:claims_{model}_add")
    if kind:
        desk.page.select_option("[name=kind]", kind)
    for field, row in choices:
        desk.choose(field, row)
    for name, text in fields.items():
        desk.page.fill(f"[name={name}]", text)
    desk.press("Save")
    assert "was added successfully" in desk.text()


def give_part(desk, actor, side):
    """Enter a part of an actor that is there already, as a line of its form."""
    desk.visit("admin:claims_actor_change", actor.pk)
    place = actor.stretches.count()
    desk.page.fill(f"[name=stretches-{place}-side-typed]", side)
    desk.page.check(f"[name=stretches-{place}-principal]")
    desk.press("Save")
    assert "was changed successfully" in desk.text()


def enter_the_talks(desk):
    save(desk, "negotiation", title="Grain exports over the Black Sea", short_title="Grain", slug="grain")
    grain = Negotiation.objects.get(slug="grain")
    desk.visit("admin:claims_negotiation_change", grain.pk)
    if desk.page.locator("[name=public]").count():
        desk.page.check("[name=public]")
        desk.press("Save")
    for name in SIDES:
        save(desk, "side", [("negotiation", grain)], name=name, slug=name.lower())
    save(desk, "topic", [("negotiation", grain)], name="Sea", slug="sea")
    for slug, side in PARTS.items():
        give_part(desk, Actor.objects.get(slug=slug), side)
    save(desk, "actor", kind="party", name="Turkey", short_name="Turkey", slug="turkey")
    give_part(desk, Actor.objects.get(slug="turkey"), "neighbours")
    topic = Topic.objects.get(slug="sea")
    save(
        desk, "proposal", [("topic", topic)],
        title="Safe passage", slug="safe-passage", definition="Ships with grain pass the Black Sea unharmed.",
    )  # fmt: skip
    save(
        desk, "source",
        title="Signing of the grain deal", slug="grain-deal", published_on="2022-07-22", publisher="Harbour News",
    )  # fmt: skip
    return grain


def test_grain_talks_leave_every_page_of_the_first_negotiation_as_it_was(seeded, desk, reviewer):
    before = read_pages()
    assert {status for status, _ in before.values()} == {200}
    grain = enter_the_talks(reviewer)
    analyst = desk("analyst")
    for slug, value in (("turkey", "2"), ("russia", "1")):
        holder = Actor.objects.get(slug=slug)
        source, proposal = Source.objects.get(slug="grain-deal"), Proposal.objects.get(slug="safe-passage")
        analyst.code(source, f"{QUOTE}, said {holder}", holder, proposal, value)
        analyst.page.fill("[name=said_on]", "2022-07-22")
        analyst.press("Save and submit for review")
        claim = Claim.objects.get(holder=holder, proposal=proposal)
        reviewer.visit("admin:claims_claim_change", claim.pk)
        reviewer.press("Publish")
        assert "published" in reviewer.text()

    assert Side.objects.filter(negotiation=grain).count() == len(SIDES)
    reviewer.page.goto(f"{reviewer.base}/grain/")
    row = reviewer.page.get_by_role("row").filter(has_text="Safe passage")
    assert "supports" in row.inner_text() and "open" in row.inner_text()
    after = read_pages()
    assert [address for address in before if before[address] != after[address]] == []
    reviewer.page.goto(f"{reviewer.base}/")
    listed = reviewer.text()
    assert "Russia and the US/NATO: security talks" in listed and "Grain exports over the Black Sea" in listed
    reviewer.page.goto(f"{reviewer.base}/actors/russia/")
    assert "Grain exports over the Black Sea" in reviewer.text() and "security talks" in reviewer.text()
