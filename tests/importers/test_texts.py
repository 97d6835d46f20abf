"""Full texts: found by their digest, attached at once or later, and every quote checked against them."""

from io import StringIO

import pytest
from django.core.management import call_command

from claims.models import Claim, Source, SourceText
from claims.models.source_texts import sha256
from claims.services.write_gate import editing
from tests.make import make_claim, make_user

from .seed_folders import TEXT, dump

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(folders):
    """Folders whose document names the text that lies in the third folder, under whatever name."""
    folders.texts = {"whatever.txt": TEXT, "another.txt": "Of no document here."}
    folders.source()["sha256"] = sha256(TEXT)
    return folders


def states():
    return dict(Claim.objects.order_by("attribution").values_list("attribution", "quote_state"))


def test_text_is_attached_by_its_digest_and_quotes_are_found_in_it(held):
    loaded = held.load()
    assert Source.objects.get().read_text() == TEXT
    assert states() == {0: "normalised", 1: "normalised"}  # the text has no-break spaces
    claim = Claim.objects.get(attribution=0)
    assert TEXT[claim.quote_start : claim.quote_end] == "No\u00a0expansion"
    assert (loaded.quotes_checked, loaded.without_text) == (2, [])


@pytest.mark.parametrize("later", [False, True])
def test_second_load_with_texts_changes_nothing(held, later):
    if later:
        texts, held.texts = held.texts, {}
        held.load()
        held.texts = texts
    held.load()
    before = dump()
    assert held.outcomes() == {}
    held.texts = {}
    assert held.outcomes() == {}
    assert dump() == before


def test_text_is_attached_later_without_touching_the_claims(held):
    texts, held.texts = held.texts, {}
    assert held.load().without_text == ["one"]
    assert states() == {0: "no-text", 1: "no-text"}
    held.texts = texts
    assert held.load().without_text == []
    assert states() == {0: "normalised", 1: "normalised"}
    assert set(Claim.objects.values_list("version", flat=True)) == {1}
    source = Source.objects.get()
    assert (source.read_text(), source.version) == (TEXT, 2)
    assert source.history.first().history_user.username == "seeds"


def test_text_with_windows_line_ends_keeps_its_digest(held):
    text = TEXT.replace("\n", "\r\n")
    held.texts = {"windows.txt": text}
    held.source()["sha256"] = sha256(text)
    held.load()
    assert Source.objects.get().read_text() == text


def test_text_of_another_digest_is_not_attached(held):
    held.texts = {"whatever.txt": TEXT + "."}
    assert held.load().without_text == ["one"]


@pytest.mark.parametrize("later", [False, True])
def test_missing_quote_stops_the_load_and_offers_the_nearest_passage(held, later):
    held.claim()["quote"] = "No expansion, never"
    if later:
        texts, held.texts = held.texts, {}
        held.load()
        held.texts = texts
    fault, *others = held.refused()
    assert not others
    place, _, reason = fault.partition(": quote: ")
    assert place == f"talks/one.toml:{held.line('quote = ')}"
    assert "“No expansion, never” is not in the source's text. Nearest passage: “No\u00a0expansion, ever" in reason
    assert not SourceText.objects.filter(text=TEXT).exists()
    held.claim()["quote"] = "No expansion, ever"
    held.texts = {} if later else held.texts
    held.load()


def test_quote_changed_in_the_file_is_checked_against_the_text_that_is_held(held):
    held.load()
    held.texts = {}
    held.claim()["quote"] = "Nothing of the kind was ever said by anybody"
    (fault,) = held.refused()
    assert fault.startswith(f"talks/one.toml:{held.line('quote = ')}: quote: “Nothing of the kind")
    assert states()[0] == "normalised"


def test_quote_mended_here_lets_the_text_be_attached_though_the_file_is_wrong(held):
    held.claim()["quote"] = "No expansion, never"
    texts, held.texts = held.texts, {}
    held.load()
    with editing(make_user("reviewer"), "as it stands", operator=True) as gate:
        claim = Claim.objects.get(attribution=0)
        claim.quote = "No expansion, ever"
        gate.save(claim)
    held.texts = texts
    assert held.outcomes() == {("claim", "never"): "kept"}
    assert states()[0] == "normalised"


def test_claim_that_reappears_is_judged_by_its_new_words_and_not_by_what_checking_the_old_ones_found(held):
    held.claim()["quote"] = "No expansion, never"
    texts, held.texts = held.texts, {}
    held.load()
    gone = held.documents["one.toml"][1].pop("never")
    held.load()
    held.texts = texts
    held.load()
    assert states()[0] == "missing"
    held.documents["one.toml"][1]["never"] = {**gone, "quote": "No expansion, ever"}
    assert held.outcomes() == {("claim", "never"): "updated"}
    assert states()[0] == "normalised"


def test_published_claim_of_an_editor_that_the_text_lacks_stops_the_load_too(held):
    texts, held.texts = held.texts, {}
    held.load()
    claim = make_claim(source=Source.objects.get(), quote="Words of no document.")
    held.texts = texts
    (fault,) = held.refused()
    assert fault.startswith(f"talks/one.toml:1: quote: {claim.public_id}: “Words of no document.” is not in")


def test_draft_that_the_text_lacks_stops_nothing(held):
    texts, held.texts = held.texts, {}
    held.load()
    draft = make_claim(source=Source.objects.get(), quote="Words of no document.", status="draft")
    held.texts = texts
    held.load()
    assert Claim.objects.get(pk=draft.pk).quote_state == "missing"


def test_ambiguous_quote_loads_and_a_prefix_decides_it(held):
    held.claim()["quote"] = "."
    held.load()
    assert states()[0] == "ambiguous"
    held.claim()["prefix"] = "asked Brussels"
    held.load()
    assert states()[0] == "exact"


def test_quote_cut_within_a_word_and_one_with_other_words_around_it_stop_the_load(held):
    held.claim()["quote"] = "expansion, eve"
    (fault,) = held.refused()
    assert fault.endswith("“expansion, eve” is not in the source's text. Nearest passage: “expansion, ever”")
    held.claim().update(quote="expansion, ever", prefix="Kyiv said: No")
    (fault,) = held.refused()
    assert "is in the source's text, but not after “Kyiv said: No” (its prefix). There it reads: “" in fault


def test_command_tells_how_many_quotes_were_checked_and_which_text_is_not_there(held):
    held.documents["two.toml"] = ({"slug": "two", "title": "Two"}, {})
    call_command("load_seeds", stdout=(printed := StringIO()), **held.paths())
    assert printed.getvalue().splitlines()[-2:] == [
        "2 quotes checked against held texts, all found",
        "no text found for: two",
    ]
