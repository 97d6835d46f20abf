"""Packages on the pages: of what a proposal is part, where in it, and what is in it, at any depth and each once."""

import re

import pytest

from claims.reader.rendering import proposal_sections
from tests.make import make_claim, make_part, make_proposal
from tests.reader.read_downloads import as_dicts
from tests.reader.read_pages import page, row, text_of, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def treaty(sides):
    """A treaty with a chapter on arms and one on talks, zones being in both; each on a proposal of its own."""
    titles = ("Treaty", "Arms", "Talks", "Zones", "Flights")
    made = {title.lower(): make_proposal(title=title, slug=title.lower(), order=n) for n, title in enumerate(titles)}
    make_part(made["treaty"], made["talks"], where="Part II", order=2)
    make_part(made["treaty"], made["arms"], where="Part I", order=1)
    make_part(made["arms"], made["zones"], where="Article 4")
    make_part(made["talks"], made["zones"], where="")
    make_part(made["zones"], made["flights"], where="Annex")
    return made


def relatives(client, slug, query=""):
    found = re.search(r'<section id="relatives">.*?</section>', page(client, f"/talks/proposals/{slug}/{query}"), re.S)
    return words(found.group()) if found else ""


def test_a_package_s_row_counts_the_verdicts_of_all_within_it_each_once(client, sides, treaty):
    for holder, value in (("east", 2), ("west", -2)):
        make_claim(value=value, holder=sides[holder], proposal=treaty["zones"])
    make_claim(value=2, holder=sides["east"], proposal=treaty["flights"])
    assert "its parts: 1 contested, 1 unanswered, 2 not taken up" in row(client, treaty["treaty"])
    assert "its parts: 1 contested, 1 unanswered." in row(client, treaty["talks"])
    link = '<a class="pad" href="/talks/proposals/talks/#relatives" hx-boost="false">a package: see its 2 parts</a>'
    assert link in row(client, treaty["talks"])
    assert "(Part of Arms, Article 4; part of Talks.)" in row(client, treaty["zones"])
    assert "its parts" not in row(client, treaty["flights"])


def test_a_proposal_s_page_shows_its_packages_and_its_parts_with_theirs(client, treaty):
    text = relatives(client, "treaty")
    assert "Its parts: 4 not taken up Arms, Part I: not taken up Zones, Article 4: not taken up" in text
    assert "Flights, Annex: not taken up Talks, Part II: not taken up Zones: not taken up" in text
    assert text.count("Flights") == 1 and "(its parts stand above)" in text.partition("Talks, Part II")[2]


def test_a_part_s_page_lists_the_parts_of_its_packages_itself_in_bold(client, sides, treaty):
    make_part(treaty["arms"], make_proposal(title="Missiles"), where="Article 5", order=9)
    make_claim(value=2, holder=sides["east"], proposal=treaty["zones"])
    html = page(client, "/talks/proposals/zones/?as_of=2022-03-01")
    text = words(re.search(r'<section id="relatives">.*?</section>', html, re.S).group())
    assert (
        "Part of the package Arms: not taken up Zones, Article 4: unanswered Missiles, Article 5: not taken up" in text
    )
    assert "Talks: not taken up Zones: unanswered Its parts" in text
    assert html.count("<strong>Zones</strong>") == 2 and ">Zones</a>" not in html.partition('id="relatives"')[2]
    assert '<a href="/talks/proposals/arms/?as_of=2022-03-01">Arms</a>' in html


def test_of_many_parts_beside_it_a_page_lists_the_first_and_itself(client, sides, monkeypatch):
    monkeypatch.setattr(proposal_sections, "MOST_BESIDE", 2)
    monkeypatch.setattr(proposal_sections, "MOST_UNFOLDED", 1)
    packages = [make_proposal(title=title, slug=title.lower()) for title in ("Pact", "Plan")]
    for number in range(4):
        part = make_proposal(title=f"Part {number}", slug=f"part-{number}")
        for package in packages:
            make_part(package, part, where=f"Article {number}", order=number)
    text = relatives(client, "part-3")
    assert (
        "Pact: not taken up Part 0, Article 0: not taken up Part 3, Article 3: not taken up 2 more, on the page" in text
    )
    assert text.endswith("Plan, Article 3: not taken up")
    assert 'href="/talks/proposals/pact/#relatives"' in page(client, "/talks/proposals/part-3/")


def test_what_is_not_put_forward_yet_is_stepped_over(client, treaty):
    arms = make_proposal(title="Later", slug="later", proposed_on="2022-02-01")
    make_part(treaty["treaty"], arms)
    make_part(arms, make_proposal(title="Missiles", slug="missiles"))
    text = relatives(client, "treaty", "?as_of=2022-01-01")
    assert "Later" not in text and "Missiles: not taken up" in text


def test_of_many_parts_and_levels_the_page_shows_some(client, sides):
    chain = [make_proposal(title=f"Level {number}") for number in range(12)]
    for package, part in zip(chain, chain[1:], strict=False):
        make_part(package, part)
    text = relatives(client, chain[0].slug)
    assert "Level 6" in text and "Level 7" not in text and "5 more, in the list of proposals" in text


def test_a_circle_in_the_database_fails_no_page(client, treaty):
    make_part(treaty["flights"], treaty["treaty"])
    for address in (
        "/talks/",
        "/talks/proposals/treaty/",
        "/talks/proposals/",
        "/talks/common-ground/",
        "/talks/agreement/east/west/",
        "/talks/coverage/",
    ):
        assert client.get(address).status_code == 200, address


def test_a_pair_counts_a_package_or_what_is_in_it_at_any_depth_and_says_where_it_stands(client, sides, treaty):
    for title in ("treaty", "zones", "flights"):
        make_claim(value=2, holder=sides["east"], proposal=treaty[title])
        make_claim(value=-2 if title == "flights" else 2, holder=sides["west"], proposal=treaty[title])
    rows = {row["proposal"]: row for row in as_dicts(client, "/talks/agreement/east/west/?min_n=1")}
    assert [name for name in rows if rows[name]["as_it_stands_distance"] is not None] == ["flights"]
    assert rows["zones"]["part_of"] == "arms: Article 4 | talks"
    assert rows["treaty"]["as_it_stands_package"] == "its parts stand for it"
    assert "Zones part of Arms, Article 4; part of Talks" in text_of(client, "/talks/agreement/east/west/")


def test_agreement_reckons_with_what_lies_between_and_is_left_out(client, sides, treaty):
    """The treaty and its flights are never both terms, though zones and chapters, which join them, are filtered out."""
    for title in ("treaty", "flights"):
        for holder in ("east", "west"):
            make_claim(value=2, holder=sides[holder], proposal=treaty[title])
    (pair,) = as_dicts(client, "/talks/agreement/?min_n=1&proposal=treaty&proposal=flights")
    assert pair["as_it_stands_n"] == 1


def test_lists_say_of_what_each_proposal_is_part(client, sides, treaty):
    rows = {row["proposal"]: row["part_of"] for row in as_dicts(client, "/talks/proposals/")}
    assert rows["zones"] == "arms: Article 4 | talks" and rows["talks"] == "treaty #2: Part II" and rows["treaty"] == ""
    assert "Zones part of Arms, Article 4; part of Talks" in text_of(client, "/talks/proposals/")
    assert "Zones part of Arms, Article 4; part of Talks" in text_of(client, "/talks/common-ground/")
    make_claim(holder=sides["east"], proposal=treaty["zones"])
    (claim,) = as_dicts(client, "/talks/claims/")
    assert claim["part_of"] == "arms: Article 4 | talks"
