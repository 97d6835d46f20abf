"""One function over two databases: what is found, by whom, and that nothing typed breaks it."""

from datetime import date
from random import Random
from unicodedata import normalize

import pytest

from claims import search
from claims.models import Actor, Claim, Outcome, Proposal, Source
from claims.services.write_gate import editing
from tests.hostile_values import VALUES
from tests.make import make_actor, make_claim, make_outcome, make_proposal, make_source

pytestmark = pytest.mark.django_db

QUOTE = "Zürich won’t accept the non-expansion of the OLD harbour; see example.org/a_b (3.5 %), café, Ångström, ЙОД."
FOUND = (
    "zürich",
    "Zurich",
    "ZÜRICH",
    "Zu\u0308rich",  # the accent as a sign of its own
    "cafe angstrom",
    "йод",
    "old harbour",
    "harbour old",
    '"old harbour"',
    "“old harbour”",
    "won't",
    "non-expansion",
    "expansion",
    '"the non-expansion"',
    "example.org",
    "example",
    "org/a",
    "b 3.5",
    'old "',
    "(old)",
    "-old",
    "old*",
    "*** old",
)
NOT_FOUND = (
    "harb",  # whole words
    "old*harbours",
    '"harbour old"',
    '"old expansion"',
    "old treaty",
    "old OR treaty",
    "old NOT harbour",
    "quote:old",
    "иод",
    "***",
    '""',
    "-",
    "😀",
)


def found(text, claims=None):
    claims = Claim.objects.published() if claims is None else claims
    return [claim.public_id for claim in search.find_claims(claims, text)]


@pytest.mark.parametrize("text", FOUND)
def test_whole_words_and_phrases_are_found_whatever_case_and_accents(text):
    claim = make_claim(quote=QUOTE)
    make_claim()
    assert found(text) == [claim.public_id]


@pytest.mark.parametrize("text", NOT_FOUND)
def test_what_is_not_there_is_not_found(text):
    make_claim(quote=QUOTE)
    assert found(text) == []


@pytest.mark.parametrize("text", ["", "  ", "\t\n"])
def test_no_words_narrow_nothing(text):
    claim = make_claim()
    assert found(text) == [claim.public_id]
    assert set(search.find_actors(Actor.objects.all(), text)) == {claim.holder}


# A word as a text may print it, and as a person types it.
PRINTED = (
    ("gua\u00adran\u00adtees", "guarantees"),
    ("gua\u200brantees", "guarantees"),
    ("\ufeffguarantees", "guarantees"),
    ("gua\u2060rantees", "guarantees"),
    ("gua\u200drantees", "GUARANTEES"),
    ("می\u200cخواهد", "میخواهد"),
    ("\u202aguarantees\u202c", "guarantees"),
    ("oﬃcial", "official"),
    ("oﬃcial", "OFFICIAL"),
    ("ﬁrst", "first"),
    ("ﬂight", "flight"),
    ("Ĳssel", "ijssel"),
    ("no\u00a0guarantees", "guarantees"),
    ("no\u202fguarantees", '"no guarantees"'),
    ("no\u2009gua\u00adrantees", '"no guarantees"'),
    ("Zu\u0308\u00adrich", "zurich"),
    ("Straße", "STRAßE"),
)


@pytest.mark.parametrize(("printed", "typed"), PRINTED)
def test_what_a_text_prints_is_found_as_it_is_typed_and_the_other_way_round(printed, typed):
    claim, other = make_claim(quote=f"We ask for {printed}, now."), make_claim(quote=f"They ask for {typed}.")
    assert sorted(found(typed)) == sorted([claim.public_id, other.public_id])
    assert claim.public_id in found(printed)
    rewritten = Claim.objects.get(pk=claim.pk)
    rewritten.quote = "Nothing."
    with editing(None) as gate:
        gate.save(rewritten)
    assert found(typed) == [other.public_id]


@pytest.mark.parametrize(("printed", "typed"), [PRINTED[0], PRINTED[7]])
def test_names_and_sources_fold_what_quotes_fold(printed, typed):
    actor, source = make_actor(name=f"The {printed}"), make_source(title=f"On {printed}")
    proposal = make_proposal(title=f"No {printed}")
    assert list(search.find_actors(Actor.objects.all(), typed)) == [actor]
    assert list(search.find_sources(Source.objects.all(), typed)) == [source]
    assert list(search.find_proposals(Proposal.objects.all(), typed)) == [proposal]


def test_every_word_of_a_quote_finds_its_claim_however_it_is_printed():
    chance = Random(7)
    words = ["guarantees", "official", "first", "flight", "Zürich", "café", "Россия", "йод", "σοφός", "2022", "mañana"]
    for _ in range(12):
        typed = [chance.choice(words) for _ in range(6)]
        quote = chance.choice([" ", "\u00a0", "\u202f", "\n"]).join(print_word(word, chance) for word in typed)
        claim = make_claim(quote=quote)
        for word in typed:
            for way in (str, str.upper, str.title):
                assert claim.public_id in found(way(word)), (word, quote)


def print_word(word, chance):
    """Return the word as a typesetter might print it: with ligatures, accents apart, and characters unseen."""
    for letters, ligature in (("ffi", "ﬃ"), ("fi", "ﬁ"), ("fl", "ﬂ")):
        word = word.replace(letters, chance.choice([letters, ligature]))
    word = normalize(chance.choice(["NFC", "NFD"]), word)
    place = chance.randrange(len(word) + 1)
    return word[:place] + chance.choice(["", *"\u00ad\u200b\u200d\u2060\u202a\ufeff"]) + word[place:]


OPERATORS = (
    "NEAR(a b)",
    "a NEAR/3 b",
    "AND",
    "NOT",
    "OR OR",
    "quote : a",
    "{quote} : a",
    "^a",
    "a + b",
    "a & !b",
    "<->",
)
BROKEN = (
    '"a',
    '""""',
    "((",
    ":*",
    "\\'",
    "a\x00b",
    "\ud800",
    "%s",
    "%(a)s",
    "a " * 2500,
    "a" * 5000,
    "'; DROP TABLE x --",
)


@pytest.mark.parametrize("text", [*VALUES, *OPERATORS, *BROKEN])
def test_nothing_that_is_typed_breaks_the_search(text):
    claim = make_claim()
    assert set(search.find_claims(Claim.objects.published(), text)) <= {claim}
    proposals = search.find_proposals(Proposal.objects.all(), text, Claim.objects.published())
    assert set(proposals) <= {claim.proposal}
    assert set(search.find_actors(Actor.objects.all(), text)) <= {claim.holder}
    assert set(search.find_sources(Source.objects.public(), text)) <= {claim.source}


def test_words_may_stand_in_different_places_of_a_claim():
    holder, speaker = make_actor(name="Westland"), make_actor(kind="expert", name="Ada Smith", short_name="Smith")
    proposal = make_proposal(title="Patrol freeze", definition="No ship passes the strait.")
    source = make_source(title="Interview", publisher="Herald", origin="Wire", authors="Roe, Jane")
    claim = make_claim(
        holder=holder, speaker=speaker, attribution=3, proposal=proposal, source=source,
        quote="They agreed.", conditions="if asked politely", covers="submarines only",
        argument="fishermen complain", translation="Sie waren einverstanden.",
    )  # fmt: skip
    make_claim()
    for text in (
        "westland",
        "smith patrol",
        "strait herald",
        "wire roe agreed",
        "politely submarines interview",
        "fishermen",
        "einverstanden agreed",
    ):
        assert found(text) == [claim.public_id], text
    assert found('"agreed if"') == []  # no phrase reaches from one column into the next


def test_what_only_editors_see_is_not_searched():
    make_claim(note="secretive", review_comment="secretive")
    make_claim(
        quote="text",
        source=make_source(text="A secretive text.", fully_coded_by="secretive", fully_coded_on=date.today()),
    )
    assert found("secretive") == []


@pytest.mark.parametrize("status", ["draft", "in-review", "returned", "withdrawn"])
def test_visitors_find_published_claims_only(client, status):
    proposal = make_proposal()
    source = make_source(title="Sensational")
    make_claim(status=status, quote="A sensational passage.", proposal=proposal, source=source)
    assert found("sensational") == []
    assert list(search.find_sources(Source.objects.public(), "sensational")) == []
    assert len(found("sensational", Claim.objects.all())) == 1
    for page in ("claims", "matrix"):
        text = client.get(proposal.negotiation.get_address(page), {"q": "sensational"}).content.decode()
        assert "A sensational passage" not in text and f'id="{proposal.slug}"' not in text


def test_newest_come_first():
    days = [date(2022, 1, day) for day in (2, 9, 4)]
    ids = {day: make_claim(said_on=day, quote="A treaty.").public_id for day in days}
    assert found("treaty") == [ids[day] for day in sorted(days, reverse=True)]


def test_proposals_are_found_by_their_own_words_or_by_their_claims():
    named = make_proposal(title="Arms treaty", definition="No tests.")
    said = make_proposal()
    make_claim(proposal=said, quote="We want an arms treaty.")
    make_claim(proposal=make_proposal(), quote="We want arms.")
    everything = Proposal.objects.all()
    assert list(search.find_proposals(everything, "arms tests")) == [named]
    assert set(search.find_proposals(everything, "arms treaty")) == {named}
    assert set(search.find_proposals(everything, "arms treaty", Claim.objects.published())) == {named, said}
    told = make_proposal()
    make_outcome(proposal=told, quote="The arms treaty was signed.")
    make_outcome(status="draft", proposal=make_proposal(), quote="The arms treaty was not signed.")
    rows = Claim.objects.published(), Outcome.objects.published()
    assert set(search.find_proposals(everything, "arms treaty", *rows)) == {named, said, told}
    assert set(search.find_proposals(everything, "arms", Claim.objects.filter(proposal=said))) == {named, said}


def test_actors_and_sources_are_found_by_their_names():
    actor = make_actor(name="República Oriental", short_name="URU")
    source = make_source(title="Año nuevo", publisher="El País", origin="EFE", authors="Pérez, Ana")
    for text in ("republica", "uru", '"republica oriental"'):
        assert list(search.find_actors(Actor.objects.all(), text)) == [actor], text
    for text in ("ano", "pais efe", "perez"):
        assert list(search.find_sources(Source.objects.all(), text)) == [source], text


@pytest.mark.parametrize("size", [1, 20])
def test_a_search_takes_one_query_however_many_words_and_rows(size, django_assert_num_queries):
    for _ in range(size):
        make_claim(quote=QUOTE)
    with django_assert_num_queries(1):
        assert len(found("zurich old harbour cafe")) == size
    with django_assert_num_queries(1):
        list(search.find_proposals(Proposal.objects.all(), "zurich harbour", Claim.objects.published()))


def test_what_has_all_terms_is_one_list_in_which_rows_are_looked_up():
    """PostgreSQL goes through the list of each further term for each row: minutes, where words stand in thousands."""
    sql = str(search.find_claims(Claim.objects.all(), 'draft "of the" resolution').query)
    assert sql.count("INTERSECT") == 2
