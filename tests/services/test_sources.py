"""Saving a source with a new text: every quote is placed in it, and no published one is lost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.models import Claim, NegotiationVersion, Source, SourceText
from claims.models.source_texts import sha256
from claims.services.sources import LostQuotes, TextCheck, add_sources, check_text, hold_texts, save_source
from claims.services.write_gate import Refused, editing
from tests.make import (
    hold_text,
    make_claim,
    make_negotiation,
    make_outcome,
    make_proposal,
    make_source,
    make_topic,
    make_user,
    make_wording,
)

pytestmark = pytest.mark.django_db


def save(source, text):
    with editing(None) as gate:
        save_source(gate, source, check_text(source, text))


def hold(texts, user=None, operator=False):
    with editing(user, "texts", operator=operator) as gate:
        hold_texts(gate, [(source, TextCheck(text, [])) for source, text in texts])


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


def test_texts_of_many_sources_take_as_many_queries_as_that_of_one():
    def count(number):
        sources = [make_source() for _ in range(number)]
        claims = [make_claim(source=source, quote=f"Word {source.pk}.") for source in sources]
        with CaptureQueriesContext(connection) as queries:
            hold([(source, f"One. Word {source.pk}.") for source in sources])
        assert [source.read_text() for source in sources] == [f"One. Word {source.pk}." for source in sources]
        placed = Claim.objects.filter(pk__in=[claim.pk for claim in claims])
        assert set(placed.values_list("quote_state", "quote_start")) == {("exact", 5)}
        return len(queries)

    assert count(1) == count(6)


def test_each_of_many_sources_keeps_in_its_history_that_it_got_a_text_and_its_pages_are_made_anew():
    quiet, cited = make_source(), make_source()
    negotiation = make_claim(source=cited, quote="One.").proposal.negotiation
    versions = NegotiationVersion.objects.filter(negotiation=negotiation).values_list("number", flat=True)
    before = versions.first() or 0
    user = make_user("reviewer")
    hold([(quiet, "One."), (cited, "One.")], user, operator=True)
    for source in (quiet, cited):
        last = source.history.latest()
        assert (last.version, last.text_sha256, last.history_user, last.history_change_reason) == (
            2, sha256("One."), user, "texts",
        )  # fmt: skip
        assert Source.objects.get(pk=source.pk).version == 2 and source.texts.get().added_by == user
    assert versions.first() > before


def test_no_text_of_many_is_held_where_a_published_quote_of_one_would_be_lost():
    lost = make_claim(quote="Gone.", source=make_source(text="Gone."))
    with pytest.raises(LostQuotes) as refusal:
        hold([(make_source(), "One."), (lost.source, "One.")])
    assert refusal.value.rows == [lost] and SourceText.objects.get().text == "Gone."


def test_texts_of_many_do_not_pass_by_four_eyes():
    cited = make_claim(quote="One.").source
    with pytest.raises(Refused, match="Readers see this source"):
        hold([(make_source(), "One."), (cited, "One.")], make_user("reviewer"))
    assert not SourceText.objects.exists()


def test_what_is_read_of_many_sources_at_once_is_what_each_says_of_itself():
    other = make_proposal(topic=make_topic(negotiation=make_negotiation()))
    sources = [make_source() for _ in range(4)]
    make_claim(source=sources[0])
    make_claim(source=sources[0], proposal=other)
    make_outcome(source=sources[1], proposal=other)
    make_wording(source=sources[2])
    make_claim(source=sources[3], status="draft")
    read = Source.read_seen(sources)
    assert read == {source.pk: (source.is_public(), source.list_negotiations()) for source in sources}
    assert [read[source.pk].public for source in sources] == [True, True, True, False]


def test_new_sources_are_saved_with_their_texts_in_one_version():
    sources = [Source(slug=f"new-{number}", title=f"New {number}") for number in range(3)]
    with editing(None) as gate:
        add_sources(gate, sources, {"new-0": "One.", "new-2": "Two."})
    assert [source.read_text() for source in sources] == ["One.", "", "Two."]
    assert [source.history.get().text_sha256 for source in sources] == [sha256("One."), "", sha256("Two.")]
