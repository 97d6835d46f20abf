"""Saving a source with a new text: every quote is placed in it, and no published one is lost."""

import pytest

from claims.models import Claim, Source
from claims.models.source_texts import sha256
from claims.services.sources import LostQuotes, check_text, save_source
from claims.services.write_gate import editing
from tests.make import hold_text, make_claim, make_source, make_user

pytestmark = pytest.mark.django_db


def save(source, text):
    with editing(None) as gate:
        save_source(gate, source, check_text(source, text))


def test_new_text_places_every_quote_anew_without_touching_versions():
    source = make_source(text="One. Gone.")
    claims = [make_claim(source=source, quote="One."), make_claim(source=source, quote="Gone.", status="draft")]
    versions = [claim.version for claim in claims]
    save(source, "Zero. One.")
    rows = Claim.objects.order_by("pk").values_list("quote_state", "quote_start", "version")
    assert list(rows) == [("exact", 6, versions[0]), ("missing", None, versions[1])]


def test_text_cannot_be_replaced_while_a_published_quote_would_go_missing():
    source = make_source(text="One passage. Another passage.")
    lost = make_claim(source=source, quote="One passage.")
    make_claim(source=source, quote="Another passage.")
    make_claim(source=source, quote="One passage.", status="draft")
    make_claim(source=source, quote="", locator="p. 4")
    with pytest.raises(LostQuotes) as refusal:
        save(source, "Another passage. Nothing else.")
    assert refusal.value.rows == [lost]
    assert refusal.value.reasons == [f"{lost.public_id}: “One passage.” is not in this text."]
    assert Source.objects.get().read_text() == "One passage. Another passage."
    save(source, "Another passage. One\u00a0passage.")
    assert Source.objects.get().read_text() == "Another passage. One\u00a0passage."


def test_text_in_which_somebody_else_says_a_published_quote_does_not_replace_the_one_that_is_held():
    source = make_source(text="Team Alpha told us: we refuse the offer.")
    claim = make_claim(source=source, quote="we refuse the offer", prefix="Team Alpha told us:")
    with pytest.raises(LostQuotes) as refusal:
        save(source, "Only Team Beta told us: we refuse the offer.")
    assert refusal.value.reasons == [
        f"{claim.public_id}: “we refuse the offer” is in this text, but not after “Team Alpha told us:” (its prefix)."
    ]
    assert Claim.objects.get().quote_state == "exact"


def test_text_that_holds_a_published_quote_only_within_a_word_does_not_replace_the_one_that_is_held():
    source = make_source(text="The minister agrees with the plan.")
    make_claim(source=source, quote="agrees with the plan")
    with pytest.raises(LostQuotes):
        save(source, "The minister disagrees with the plan.")


def test_text_on_which_no_published_quote_rests_may_be_taken_away():
    source = make_source(text="One passage.")
    claim = make_claim(source=source, quote="One passage.", status="draft")
    make_claim(source=source, quote="", locator="p. 4")
    save(source, "")
    assert Source.objects.get().read_text() == ""
    assert Claim.objects.get(pk=claim.pk).quote_state == "no-text"


@pytest.mark.parametrize("nothing", ["", " ", "\n"])
def test_text_on_which_a_published_quote_rests_is_never_taken_away(nothing):
    source = make_source(text="One passage.")
    claim = make_claim(source=source, quote="One  passage.")
    with pytest.raises(LostQuotes) as refusal:
        save(source, nothing)
    assert refusal.value.rows == [claim]
    assert Source.objects.get().read_text() == "One passage."
    assert Claim.objects.get().quote_state == "normalised"


def test_text_that_is_replaced_is_kept_by_its_digest_and_may_come_back():
    user = make_user("analyst")
    source = make_source(text="One passage.", by=user)
    for text in ("One passage. Two.", "One passage.", "One passage. Three.", "One passage."):
        hold_text(source, text)
        assert source.read_text() == text
    kept = source.texts.order_by("pk").values_list("text", "sha256", "current", "added_by")
    texts = ("One passage.", "One passage. Two.", "One passage. Three.")
    assert list(kept) == [
        (text, sha256(text), text == texts[0], user.pk * (text == texts[0]) or None) for text in texts
    ]


def test_quote_that_was_published_since_the_text_was_checked_is_not_lost():
    source = make_source()
    check = check_text(source, "One passage.")
    make_claim(source=source, quote="Another passage.")
    with pytest.raises(LostQuotes), editing(None) as gate:
        save_source(gate, source, check)
    assert Source.objects.get().read_text() == ""
